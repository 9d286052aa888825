/*
 * The members of a table's groups, of one kind: ids, each with bytes of its own.
 *
 * They are written one after the other, a new one for every row. Settling puts them in the
 * order of their groups and joins those of one group that have the same id, compared byte
 * for byte. It happens by itself as soon as entries may be repeats of others, so that memory
 * follows the ids and not the rows: it is at most about twice what the ids that were there
 * once take, and little more than that where they do repeat. No search is made when a
 * member is added, so nothing far away is waited for.
 *
 * Ids up to 12 bytes lie in the entry, longer ones in an arena of their own, which
 * settling keeps free of ids that were joined. A member takes 16 bytes and what is kept,
 * rounded up to the alignment of that; a group 4 bytes when they are settled. Past
 * 2^31 members, or in groups past 2^28, memory counts as exhausted. One thread at a time.
 */
#ifndef TABLE_MEMBERS_H
#define TABLE_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/hash.h"
#include "value/memory.h"
#include "value/slice.h"

/* Adds what one entry has kept to what another with the same id has, in any order. */
typedef void members_join(void *into, const void *from);

struct member;

struct members {
	size_t stride, kept;        /* bytes from entry to entry, and kept */
	unsigned chunk_shift;       /* entries of a chunk, as a power of two */
	char **chunk;
	size_t chunks, capacity;
	size_t count, limit;        /* entries, and before settling */
	size_t settled;             /* the first of them: in order, each id once */
	uint32_t *begin;            /* each group's first settled entry, and one past the last */
	size_t groups;              /* that `begin` knows */
	struct arena ids;           /* long ones */
	size_t long_bytes;          /* of the long ids of all entries */
	size_t long_limit;          /* before settling */
	members_join *join;
	struct hash_seed seed;
};

/* join: NULL where what is kept is the same in all entries of one id. */
void members_init(struct members *members, size_t kept, members_join *join, struct hash_seed seed);
void   members_release(struct members *members);
size_t members_memory(const struct members *members);

/*
 * A new entry, zeroed; what is kept is aligned to 16, 8 or 4, whichever divides its size.
 * `group` counts from 0 and is less than `groups`, the number of groups there are by now.
 */
struct member *members_add(struct members *members, uint32_t group, size_t groups, struct slice id);

void members_settle(struct members *members, size_t groups);

static inline struct member *
members_entry(const struct members *members, size_t i)
{
	size_t within = i & (((size_t)1 << members->chunk_shift) - 1);

	return (struct member *)(members->chunk[i >> members->chunk_shift] +
		within * members->stride);
}

/* Of a group, when all are settled: how many, and one of them. */
static inline size_t
members_of(const struct members *members, uint32_t group)
{
	if (group >= members->groups)
		return 0;
	return members->begin[group + 1] - members->begin[group];
}

static inline struct member *
members_at(const struct members *members, uint32_t group, size_t i)
{
	return members_entry(members, members->begin[group] + i);
}

void        *member_kept(struct member *member);
struct slice member_id(const struct member *member);

#endif
