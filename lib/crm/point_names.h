/*
 * Names as numbers: the documents of one customer, each counted from 0 as it is first met.
 *
 * Exports stand in the order of their documents, from the first to the last or the other way:
 * as long as names only rise, or only fall, the last one tells whether the next is new. What
 * leaves that order is found by a hash, and so are all others from then on.
 *
 * The bytes stay the caller's and must live until point_names_clear, which keeps the
 * memory for the next customer.
 */
#ifndef CRM_POINT_NAMES_H
#define CRM_POINT_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/hash.h"
#include "value/slice.h"

#define NO_NAME UINT32_MAX

struct name_slot {
	uint32_t hash, number;         /* number + 1; 0: free */
};

struct point_names {
	struct slice     *name;
	struct name_slot *slot;
	size_t        count, capacity;  /* capacity: of name */
	size_t        slots, room;      /* a power of 2, half of them free; allocated */
	struct hash_seed seed;
	bool   falls, hashed;           /* how names stand; they are in the slots instead */
};

void point_names_init(struct point_names *names);
void point_names_release(struct point_names *names);
void point_names_clear(struct point_names *names);

/* So many more may come: room for them is made at once. */
void point_names_expect(struct point_names *names, size_t more);

/* As point_names_number, for whatever does not come in order. */
uint32_t point_names_seek(struct point_names *names, struct slice name, bool *fresh);

/* The number of a name, a new one when *fresh. */
static inline uint32_t
point_names_number(struct point_names *names, struct slice name, bool *fresh)
{
	size_t count = names->count;
	int order;

	if (names->hashed || count == 0 || count == names->capacity)
		return point_names_seek(names, name, fresh);
	order = slice_compare(name, names->name[count - 1]);
	*fresh = order != 0;
	if (order == 0)
		return (uint32_t)count - 1;
	if (count > 1 && names->falls != (order < 0))
		return point_names_seek(names, name, fresh);
	names->falls = order < 0;
	names->name[count] = name;
	names->count++;
	return (uint32_t)count;
}

/* The order of two of them, by their numbers. */
static inline int
point_names_compare(const struct point_names *names, uint32_t a, uint32_t b)
{
	if (a == b)
		return 0;
	if (names->hashed)
		return slice_compare(names->name[a], names->name[b]);
	return (a < b) == names->falls ? 1 : -1;
}

/* The number of a name; NO_NAME. */
uint32_t point_names_find(const struct point_names *names, struct slice name);

#endif
