/*
 * Names as numbers: the documents of one customer, each counted from 0 as it is first met.
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
};

void point_names_init(struct point_names *names);
void point_names_release(struct point_names *names);
void point_names_clear(struct point_names *names);

/* So many more may come: room for them is made at once. */
void point_names_expect(struct point_names *names, size_t more);

/* The slot of a name, or a free one for it. */
static inline struct name_slot *
point_names_slot(const struct point_names *names, struct slice name, uint32_t hash)
{
	size_t mask = names->slots - 1, at = hash & mask;

	for (;; at = (at + 1) & mask) {
		struct name_slot *slot = &names->slot[at];

		if (!slot->number ||
			(slot->hash == hash && slice_equal(names->name[slot->number - 1], name)))
			return slot;
	}
}

/* The number of a name, a new one when *fresh. */
static inline uint32_t
point_names_number(struct point_names *names, struct slice name, bool *fresh)
{
	uint32_t hash = (uint32_t)hash_bytes(name, names->seed);
	struct name_slot *slot;

	if (names->count * 2 >= names->slots || names->count == names->capacity)
		point_names_expect(names, names->count + 1);
	slot = point_names_slot(names, name, hash);
	*fresh = !slot->number;
	if (*fresh) {
		names->name[names->count++] = name;
		*slot = (struct name_slot){ hash, (uint32_t)names->count };
	}
	return slot->number - 1;
}

/* The number of a name; NO_NAME. */
uint32_t point_names_find(const struct point_names *names, struct slice name);

#endif
