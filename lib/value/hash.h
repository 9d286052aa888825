/*
 * The seeded hash of the tables.
 *
 * Every byte of a key enters it and the seed is drawn anew for each process, so
 * that no file can be made to collide; nothing that is printed may depend on it.
 * $CRM_HASH_SEED fixes it for measurements. Not for assignment to test cells:
 * that hash is pinned and lives in lib/crm.
 */
#ifndef VALUE_HASH_H
#define VALUE_HASH_H

#include <stdint.h>

#include "value/slice.h"

struct hash_seed { uint64_t a, b; };

struct hash_seed hash_seed_draw(void);
uint64_t hash_bytes(struct slice bytes, struct hash_seed seed);

#endif
