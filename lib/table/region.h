/*
 * Regions: memory for tables that hold much and are read everywhere at once.
 *
 * Chunks are taken from regions of several megabytes, which the system is asked to back
 * by huge pages where it has them: then a look at an entry seldom waits for the page
 * tables as well. Many tables share a region, so that each of them wastes little; chunks
 * that are given back are handed out again, first to those who ask for as many bytes. Any
 * thread may take and give back; the regions themselves return to the system when
 * nobody holds a chunk any more. Never fails: see value/memory.h.
 */
#ifndef TABLE_REGION_H
#define TABLE_REGION_H

#include <stddef.h>

/* Line-aligned (64), not zeroed. */
void *region_take(size_t bytes);

/* A chunk, and the bytes that were asked for. */
void region_give_back(void *chunk, size_t bytes);

/* What a chunk of so many bytes takes. */
size_t region_size(size_t bytes);

#endif
