/*
 * An external sort of records by the bytes of their keys.
 *
 * Records (key, payload) are added, then read back in the order of memcmp over their
 * keys, equal keys in the order they were added. Up to `memory` bytes stay in memory; past
 * that, sorted runs go to one unlinked temporary file in $TMPDIR (or /tmp) and are merged.
 * What counts is payload, key, 8 bytes for their lengths and 32 for sorting. Merging needs
 * half a MiB however small the limit; more runs than memory / 64 KiB (or 8) are merged in
 * passes, for which the file holds everything twice.
 * One thread at a time. False means that the temporary file failed: errno.
 */
#ifndef TABLE_SORTER_H
#define TABLE_SORTER_H

#include <stdbool.h>
#include <stddef.h>

#include "value/slice.h"

#define SORTER_MEMORY ((size_t)256 << 20)

struct sorter;

struct sorter *sorter_new(size_t memory);
void           sorter_free(struct sorter *sorter);
bool           sorter_add(struct sorter *sorter, struct slice key, struct slice payload);
bool           sorter_finish(struct sorter *sorter);       /* once, after the last add */

/* The next record, or *more false at the end. The slices live until the next call. */
bool sorter_next(struct sorter *sorter, struct slice *key, struct slice *payload, bool *more);

/* After sorter_finish: from the first record again. */
bool sorter_again(struct sorter *sorter);

#endif
