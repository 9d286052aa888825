/*
 * A lookup: a side table kept in memory, its rows found by a key.
 *
 * Of each row the wanted fields are kept, for each key one row: a key that stands there
 * again is an error of the side table unless the caller says which row counts (by its
 * options --first and --last, which the message names). Rows with an empty key are passed
 * over: nothing can ask for them. Read-only once it is read, so any number of threads may
 * look things up.
 *
 * Memory: about 60 bytes a row, 16 a wanted field, and the bytes of both.
 */
#ifndef RUN_LOOKUP_H
#define RUN_LOOKUP_H

#include <stddef.h>

#include "run/side.h"
#include "value/slice.h"

enum lookup_repeated { REPEATED_REFUSED, REPEATED_FIRST, REPEATED_LAST };

struct lookup;

/*
 * Reads the side table to its end and closes it. `key` and the `takes` columns to `take` are
 * places in its header.
 */
struct lookup *lookup_read(
	struct side *side, int key, const int *take, size_t takes, enum lookup_repeated repeated);
void           lookup_free(struct lookup *lookup);

/* The wanted fields of the key's row, in the order of `take`; NULL: the key is not there. */
const struct slice *lookup_find(const struct lookup *lookup, struct slice key);

#endif
