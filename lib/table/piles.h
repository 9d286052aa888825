/*
 * Piles: the records of each key together, in the order they were added, key after key.
 *
 * What a sort does for records that need no order within their key, done with less: a
 * record goes to the end of its key's pile when it is added, and only the keys are sorted.
 * Records are added, then the piles read in the order of memcmp over their keys.
 *
 * Memory: a key takes about 110 bytes, in which the last 60 of its pile lie; what is more, in
 * pieces of 60 bytes that take 4 more each. A record takes its bytes and one or two for its
 * length. Where all of it passes `memory`, the piles go through a sorter and its temporary file
 * (table/sorter.h), and begin anew.
 * One thread at a time. False means that the temporary file failed: errno.
 */
#ifndef TABLE_PILES_H
#define TABLE_PILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

#define PILES_MEMORY ((size_t)1 << 30)

struct piles;

struct pile_record {
	struct slice key, record;
};

struct piles *piles_new(size_t memory);
void          piles_free(struct piles *piles);
bool          piles_add(struct piles *piles, const struct pile_record *record, size_t count);
bool          piles_finish(struct piles *piles);       /* once, after the last add */

/*
 * The next key and its pile, or *more false at the end. Both slices live until the next call;
 * pile_next cuts the records off the pile, one after the other.
 */
bool piles_next(struct piles *piles, struct slice *key, struct slice *pile, bool *more);
bool pile_next(struct slice *pile, struct slice *record);

/* After piles_finish: from the first key again. */
bool piles_again(struct piles *piles);

#endif
