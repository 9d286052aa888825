/*
 * Regions: memory for tables that hold much.
 *
 * Chunks are taken from regions of several megabytes. Those that are read everywhere at
 * once the system is asked to back by huge pages where it has them: then a look at an
 * entry seldom waits for the page tables as well. What is written and read from one end to
 * the other does without, since huge pages that nobody had for a while may be dear to get.
 * Many tables share a region, so that each of them wastes little; chunks that are given
 * back are handed out again, to those who ask for as many bytes or, where they are large, for
 * far fewer; small ones (under 16 KiB) wait for the end. Any thread may take and give back;
 * the regions themselves return to the system when nobody holds a chunk any more. Never
 * fails: see value/memory.h.
 */
#ifndef TABLE_REGION_H
#define TABLE_REGION_H

#include <stddef.h>

enum region_use { REGION_EVERYWHERE, REGION_IN_ORDER };

/* Line-aligned (64), not zeroed. */
void *region_take(enum region_use use, size_t bytes);

/* A chunk, and what was asked for. */
void region_give_back(enum region_use use, void *chunk, size_t bytes);

/* What a chunk of so many bytes takes. */
size_t region_size(size_t bytes);

#endif
