/*
 * A merge: a side table read in step with rows that come in the order of their keys, for
 * tables that do not fit into memory. Of the table one row is held, and one ahead.
 *
 * Keys are those of run/lookup.h, in the order of their bytes (sort(1)'s in the C locale;
 * of several columns by the first, then the second). A row of the table that comes before
 * the one above it is an error that names both lines. One thread.
 */
#ifndef RUN_MERGE_H
#define RUN_MERGE_H

#include "run/lookup.h"

struct merge;

/* As lookup_read; the side table is closed with the merge. */
struct merge *merge_open(struct side *side, const struct key_columns *columns, const int *take,
	size_t takes, enum lookup_repeated repeated);

/*
 * As lookup_find, for keys that never go back: the caller sees to that. The fields live
 * until the next call.
 */
bool merge_find(struct merge *merge, struct slice key, struct slice *field);

/* Reads what is left, so that its faults are found as well, and closes. */
void merge_close(struct merge *merge);

/* What is wrong with an order: two quoted keys and a line. */
#define MERGE_DISORDER "not in the order of its keys: %s comes after %s of line %llu"

#endif
