/*
 * A set of source codes of one layout, in the order in which they came.
 *
 * Each code is kept once. Adding and asking take the same time for the first code and
 * for the millionth. A set owns its codes; one thread at a time.
 */
#ifndef CRM_CODESET_H
#define CRM_CODESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/hash.h"
#include "value/slice.h"

struct code_set {
	size_t           length;         /* of a code */
	size_t           count;
	char            *list;           /* the codes, a ';' behind each */
	size_t           capacity;
	uint32_t        *slot;           /* 1 + the number of a code; 0: free */
	size_t           slots, most;    /* in use, a power of two; allocated */
	struct hash_seed seed;
};

void code_set_init(struct code_set *set, size_t length);
void code_set_clear(struct code_set *set);
void code_set_release(struct code_set *set);

/* False: it was there already. */
bool code_set_add(struct code_set *set, struct slice code);

/* The i-th code, and all of them with ';' between; they live until the next add. */
struct slice code_set_at(const struct code_set *set, size_t i);
struct slice code_set_joined(const struct code_set *set);

#endif
