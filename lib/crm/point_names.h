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
	size_t        count, capacity, slots, room;     /* slots: a power of 2; room: allocated */
	struct hash_seed seed;
};

void point_names_init(struct point_names *names);
void point_names_release(struct point_names *names);
void point_names_clear(struct point_names *names);

/* So many more may come: room for them is made at once. */
void point_names_expect(struct point_names *names, size_t more);

/* The number of a name, a new one when *fresh. */
uint32_t point_names_number(struct point_names *names, struct slice name, bool *fresh);

/* The number of a name; NO_NAME. */
uint32_t point_names_find(const struct point_names *names, struct slice name);

#endif
