/*
 * Things in the order of their keys' bytes, by radix.
 *
 * Eight bytes of every key at a time, most significant first, are spread by digit;
 * only things whose eight bytes are equal are looked at again, eight bytes further on.
 * The order is that of slice_compare, and equal keys stay in the order they came.
 * The things are never moved or owned, only pointed at.
 */
#ifndef TABLE_RADIX_H
#define TABLE_RADIX_H

#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

struct radix_item {
	uint64_t prefix; /* work space of radix_sort */
	const void *thing;
};

typedef struct slice radix_key(const void *thing);

/* Sorts item[] by key(thing); scratch[] is room for as many. */
void radix_sort(struct radix_item *item, struct radix_item *scratch, size_t n, radix_key *key);

/* By prefix alone, which the caller set and which is changed: equal ones stay equal. */
void radix_sort_prefixes(struct radix_item *item, struct radix_item *scratch, size_t n);

/* As radix_prefix, for keys of fewer bytes than it takes. */
uint64_t radix_short_prefix(struct slice key);

/* The first eight bytes of a key as a number that orders like them; missing ones count as 0. */
static inline uint64_t
radix_prefix(struct slice key)
{
	return key.length >= sizeof(uint64_t) ? slice_word(key.data) : radix_short_prefix(key);
}

#endif
