/*
 * Groups: what is kept for each key, in one open hash table.
 *
 * A group is found or made by its key; what is kept of it is `kept` bytes, zeroed when
 * new, aligned to 16. Keys are compared byte for byte, never by hash alone. A group may
 * have members of one or more kinds, distinct ids each with `kept` bytes of its own: the
 * orders of a customer, the buyers of a code. They are added without looking whether
 * they are there, and are known when the groups are settled: see table/members.h. The same
 * hash serves several tables.
 *
 * One thread at a time, but for groups_prefetch: lib/run keeps 16 or more of these, each
 * behind a lock, and hands in batches, prefetching first. Pointers to groups stay valid until
 * groups_free, those to members until the next of the kind is added; iteration order is that
 * of insertion, so nothing that is printed may depend on it: see groups_sort.
 *
 * The hash is the caller's: hash_bytes of the key under one seed, the same for every
 * call. Its low 32 bits are used here, so that a caller may deal groups out to several
 * tables by the high ones.
 *
 * Memory: keys up to 15 bytes are kept in the entry, longer ones in an arena. A group takes
 * 20 bytes (with members 32), what is kept (rounded up to 16) and 5 to 8 for its slot.
 * Growth makes only slots anew. Past 2^32 - 2 groups of one table memory counts as
 * exhausted.
 */
#ifndef TABLE_GROUPS_H
#define TABLE_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/members.h"
#include "value/slice.h"

#define GROUPS_MEMBER_KINDS 4

struct groups_spec {
	size_t kept;                                 /* bytes of a group */
	size_t member_kinds;                         /* 0: none */
	size_t member_kept[GROUPS_MEMBER_KINDS];     /* bytes of a member; 0 is fine: a mere set */
	members_join *member_join[GROUPS_MEMBER_KINDS];
	struct hash_seed seed;                       /* of the members' ids */
};

struct groups;
struct group;                                        /* opaque; group_kept, group_key */

struct groups *groups_new(const struct groups_spec *spec);
void           groups_free(struct groups *groups);
size_t         groups_count(const struct groups *groups);
size_t         groups_memory(const struct groups *groups);

/*
 * Two steps before a batch of finds. The first brings nearer where a hash leads: any thread may
 * take it at any time. The second, for the whole batch, what it leads to: the group that
 * groups_find_at then looks at first, if it is any.
 */
void           groups_prefetch(const struct groups *groups, uint64_t hash);
struct group  *groups_candidate(const struct groups *groups, uint64_t hash);
struct group  *groups_find_at(
	struct groups *groups, struct group *candidate, struct slice key, uint64_t hash);

/* The group of a key: made when new, or NULL (and then by any number of threads). */
struct group  *groups_find(struct groups *groups, struct slice key, uint64_t hash);
struct group  *groups_seek(const struct groups *groups, struct slice key, uint64_t hash);

struct group  *groups_at(const struct groups *groups, size_t i);     /* i < groups_count */

void          *group_kept(struct group *group);
struct slice   group_key(const struct group *group);

/*
 * Adds a member to a group, or to what it is joined with when the same id was added before.
 * See members_add.
 */
struct member *groups_add_member(
	struct groups *groups, struct group *group, size_t kind, struct slice id);

/* Joins the members, after which they can be walked, by any number of threads. */
void           groups_settle(struct groups *groups);
size_t         group_members(const struct groups *groups, const struct group *group, size_t kind);
struct member *group_member(
	const struct groups *groups, const struct group *group, size_t kind, size_t i);

/*
 * All groups of `tables` tables in the order of their keys' bytes: an array of
 * pointers, free() it. *count gets their number. Radix by prefix, then compared.
 */
struct group **groups_sort(struct groups *const table[], size_t tables, size_t *count);

/*
 * For a walk of that array, before group[i] is looked at: brings nearer a group that comes
 * later. They lie in the order they were made, so each would be waited for.
 */
static inline void
groups_ahead(struct group *const group[], size_t i, size_t count)
{
	/* Not under a condition: compilers take that for one without effect. */
	const char *later = (const char *)group[i + 16 < count ? i + 16 : i];

	__builtin_prefetch(later);
	__builtin_prefetch(later + 47);
}

#endif
