/*
 * Groups: what is kept for each key, in one open hash table.
 *
 * A group is found or made by its key; what is kept of it is `kept` bytes, zeroed when
 * new, aligned to 16. A group may have members: smaller entries of one or more
 * kinds found by (group, kind, id), each with `kept` bytes of its own: the orders of a
 * customer, the buyers of a code. Keys and ids are compared byte for byte, never by
 * hash alone. The same hash serves several tables.
 *
 * One thread at a time: lib/run keeps 64 or more of these, each behind a lock, and
 * hands in batches, prefetching first. Pointers to groups and members stay valid
 * until groups_free; iteration order is that of insertion, so nothing that is
 * printed may depend on it: see groups_sort.
 *
 * The hash is the caller's: hash_bytes of the key under one seed, the same for every
 * call. Its low 32 bits are used here, so that a caller may deal groups out to several
 * tables by the high ones.
 *
 * Memory: keys up to 15 bytes and ids up to 12 are kept in the entry, longer ones in an
 * arena. A group takes 20 bytes, what is kept (rounded up to 16 together with 8 + 4 for
 * each kind of member, if any) and 5 to 8 for its slot; a member 24, what is kept and
 * the same for its slot. Growth makes only slots anew. Past 2^32 - 2 groups of one table, or
 * members of one kind, memory counts as exhausted.
 */
#ifndef TABLE_GROUPS_H
#define TABLE_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

#define GROUPS_MEMBER_KINDS 4

struct groups_spec {
	size_t kept;                                 /* bytes of a group */
	size_t member_kinds;                         /* 0: none */
	size_t member_kept[GROUPS_MEMBER_KINDS];     /* bytes of a member; 0 is fine: a mere set */
};

struct groups;
struct group;                                        /* opaque; group_kept, group_key */

struct groups *groups_new(const struct groups_spec *spec);
void           groups_free(struct groups *groups);
size_t         groups_count(const struct groups *groups);
size_t         groups_members(const struct groups *groups, size_t kind);      /* over all groups */
size_t         groups_memory(const struct groups *groups);

/* Brings what a find of this hash will touch nearer; two rounds as the body needs. */
void           groups_prefetch(const struct groups *groups, uint64_t hash);
void           groups_prefetch_entry(const struct groups *groups, uint64_t hash);

/* The group of a key: made when new, or NULL (and then by any number of threads). */
struct group  *groups_find(struct groups *groups, struct slice key, uint64_t hash);
struct group  *groups_seek(const struct groups *groups, struct slice key, uint64_t hash);

struct group  *groups_at(const struct groups *groups, size_t i);     /* i < groups_count */

void          *group_kept(struct group *group);
struct slice   group_key(const struct group *group);

/*
 * The member of a group, made (zeroed) when new; *fresh says so if not NULL. The id's
 * hash is hash_bytes of the id under the same seed. Returns what is kept, aligned to 16, 8
 * or 4, whichever divides its size; for 0 kept bytes a pointer that is not NULL and must
 * not be written through.
 */
void *group_member(struct groups *groups, struct group *group, size_t kind, struct slice id,
	uint64_t id_hash, bool *fresh);

/* As for groups: two rounds before a batch of group_member, the hash being the group's. */
void groups_prefetch_member(
	const struct groups *groups, uint64_t hash, size_t kind, uint64_t id_hash);
void groups_prefetch_member_entry(
	const struct groups *groups, uint64_t hash, size_t kind, uint64_t id_hash);

/* Walks a group's members of a kind, newest first; start with NULL. */
struct member;
struct member *group_members(
	const struct groups *groups, const struct group *group, size_t kind, struct member *after);
void          *member_kept(const struct groups *groups, struct member *member);
struct slice   member_id(const struct member *member);

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
	const char *later = i + 16 < count ? (const char *)group[i + 16] : NULL;

	if (later) {
		__builtin_prefetch(later);
		__builtin_prefetch(later + 47);
	}
}

#endif
