/*
 * Piles: the records of each key together, in the order they were added, key after key.
 *
 * What a sort does for records that need no order within their key, done with less: by its
 * key a record is put into one of many parts, each of which holds the keys between two others;
 * later one part after the other, which is small enough for the caches, is put in order.
 * Records are added, then the piles read in the order of memcmp over their keys.
 *
 * Memory: a record takes its bytes and its key's, and one or two for the length of each; while
 * they are read, the records of a part another 32 each, but for a part of one key. Where all
 * of it passes `memory`, which should be some dozens of MiB at least, the piles go through a
 * sorter and its temporary file (table/sorter.h), and begin anew.
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

/* The record stands right behind its key. */
struct pile_record {
	const char *key;
	size_t key_length, length; /* bytes of the key, of the record */
};

struct piles *piles_new(size_t memory);
void          piles_free(struct piles *piles);
bool          piles_add(struct piles *piles, const struct pile_record *record, size_t count);
bool          piles_finish(struct piles *piles);       /* once, after the last add */

/*
 * The next key, or *more false at the end; then its next records, as many as there are but at
 * most `most`: 0 when all were given. Key and records live until the next call of piles_next.
 */
bool   piles_next(struct piles *piles, struct slice *key, bool *more);
size_t piles_records(struct piles *piles, struct slice *record, size_t most);

/* After piles_finish: from the first key again. */
bool piles_again(struct piles *piles);

#endif
