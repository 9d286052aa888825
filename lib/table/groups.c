#include "table/groups.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "table/radix.h"
#include "table/region.h"
#include "value/memory.h"

/* ---- a set of entries: slots that find them, chunks that hold them ---- */

#define CHUNK_BYTES ((size_t)32 << 10)
#define CHUNK_ENTRIES 16 /* at least */
#define CACHE_LINE 64
#define LINE_SLOTS (CACHE_LINE / sizeof(uint32_t))
#define SLOTS_FIRST (2 * LINE_SLOTS)
#define GROW_AHEAD 16       /* slots fetched before they are needed */
#define SLOTS_DOUBLING 4096 /* up to here growth doubles */

/*
 * A slot is one word: the entry's number + 1 in as many low bits as the set's size asks
 * for, and above them the low bits of the entry's hash. The slot's place comes from the
 * hash's high bits, so that place and word together hold nearly all of it and an entry is
 * hardly ever touched in vain. 0 is an empty slot. A search goes round the cache line that
 * it began in before it goes on to the next, so that it seldom waits for a second one;
 * at most 13/16 are full. Growth adds 5/8, so that a slot's share of memory stays under
 * 8 bytes an entry.
 *
 * Entries lie in chunks, line-aligned, and never move; only slots are made anew on growth.
 * Each entry's hash is kept with it, or in a column of its own at the chunk's start.
 */
struct set {
	uint32_t *slot;       /* line-aligned */
	size_t slots, limit;  /* whole lines; entries before growth */
	uint32_t number;      /* mask of a slot's low bits */
	unsigned shift;       /* width of that mask */
	unsigned chunk_shift; /* entries of a chunk, as a power of two */
	size_t count;
	size_t stride;             /* from entry to entry */
	size_t entry_at;           /* of the chunk's first entry */
	size_t lead;               /* what stands before an entry's address and belongs to it */
	size_t hash_at, hash_step; /* of the chunk's first hash, and from hash to hash */
	size_t chunk_bytes;
	char **chunk;
	size_t chunks, chunk_capacity;
	/* Of the slots as well, but for readers without a lock: see set_prefetch. */
	atomic_uintptr_t ahead;
	atomic_size_t slots_ahead;
};

static size_t
round_up(size_t n, size_t unit)
{
	return (n + unit - 1) / unit * unit;
}

static void
set_size(struct set *set, size_t slots)
{
	set->slots = slots;
	set->limit = slots / LINE_SLOTS * 13;
	set->shift = 0;
	while (set->shift < 32 && set->limit >> set->shift)
		set->shift++;
	set->number = set->shift < 32 ? ((uint32_t)1 << set->shift) - 1 : UINT32_MAX;
	set->slot = region_take(REGION_EVERYWHERE, slots * sizeof *set->slot);
	memset(set->slot, 0, slots * sizeof *set->slot);
	atomic_store_explicit(&set->ahead, (uintptr_t)set->slot, memory_order_relaxed);
	atomic_store_explicit(&set->slots_ahead, slots, memory_order_relaxed);
}

static void
set_init(struct set *set, size_t stride)
{
	*set = (struct set){ .stride = stride };
	while ((stride << (set->chunk_shift + 1)) <= CHUNK_BYTES ||
		(size_t)1 << set->chunk_shift < CHUNK_ENTRIES)
		set->chunk_shift++;
	set_size(set, SLOTS_FIRST);
}

static void
set_release(struct set *set)
{
	for (size_t i = 0; i < set->chunks; i++)
		region_give_back(REGION_EVERYWHERE, set->chunk[i], set->chunk_bytes);
	free(set->chunk);
	region_give_back(REGION_EVERYWHERE, set->slot, set->slots * sizeof *set->slot);
}

static void
set_add_chunk(struct set *set)
{
	MEMORY_GROW(set->chunk, set->chunk_capacity, set->chunks + 1);
	set->chunk[set->chunks++] = region_take(REGION_EVERYWHERE, set->chunk_bytes);
}

static size_t
set_memory(const struct set *set)
{
	return set->slots * sizeof *set->slot + set->chunk_capacity * sizeof *set->chunk +
		set->chunks * region_size(set->chunk_bytes);
}

static inline char *
set_entry(const struct set *set, size_t i)
{
	size_t within = i & (((size_t)1 << set->chunk_shift) - 1);

	return set->chunk[i >> set->chunk_shift] + set->entry_at + within * set->stride;
}

static inline char *
set_hash(const struct set *set, size_t i)
{
	size_t within = i & (((size_t)1 << set->chunk_shift) - 1);

	return set->chunk[i >> set->chunk_shift] + set->hash_at + within * set->hash_step;
}

static inline size_t
set_home(const struct set *set, uint32_t hash)
{
	return (size_t)((uint64_t)hash * set->slots >> 32);
}

static inline uint32_t
set_tag(const struct set *set, uint32_t hash)
{
	return (uint32_t)((uint64_t)hash << set->shift); /* by 32 at most */
}

/* The slot after `at` of a search that began at `home`. */
static inline size_t
set_next(const struct set *set, size_t home, size_t at)
{
	size_t line = at & ~(LINE_SLOTS - 1);

	at = line | ((at + 1) & (LINE_SLOTS - 1));
	if (((at ^ home) & (LINE_SLOTS - 1)) == 0) {
		at += LINE_SLOTS;
		if (at >= set->slots)
			at -= set->slots;
	}
	return at;
}

static size_t
set_empty_slot(const struct set *set, uint32_t hash)
{
	size_t home = set_home(set, hash), at = home;

	while (set->slot[at])
		at = set_next(set, home, at);
	return at;
}

/*
 * Without a lock: while another thread makes the slots anew the address may be one that is
 * no more, or never was. To fetch from there does no harm.
 */
static inline void
set_prefetch(const struct set *set, uint32_t hash)
{
	uintptr_t slot = atomic_load_explicit(&set->ahead, memory_order_relaxed);
	size_t slots = atomic_load_explicit(&set->slots_ahead, memory_order_relaxed);

	slot += (size_t)((uint64_t)hash * slots >> 32) * sizeof *set->slot;
	__builtin_prefetch((const void *)slot);
}

static inline uint32_t
set_kept_hash(const struct set *set, size_t i)
{
	uint32_t hash;

	memcpy(&hash, set_hash(set, i), sizeof hash);
	return hash;
}

static void
set_grow(struct set *set)
{
	uint32_t *old = set->slot;
	size_t before = set->slots;
	size_t slots = before < SLOTS_DOUBLING ? before * 2 : round_up(before / 8 * 13, LINE_SLOTS);

	/* Numbers are 32 bits wide; past them there is no memory of this kind. */
	if (set->count >= UINT32_MAX - 1)
		slots = SIZE_MAX / 2;
	set_size(set, slots);
	for (size_t i = 0; i < set->count; i++) {
		uint32_t hash = set_kept_hash(set, i);

		if (i + GROW_AHEAD < set->count)
			set_prefetch(set, set_kept_hash(set, i + GROW_AHEAD));
		set->slot[set_empty_slot(set, hash)] = set_tag(set, hash) | (uint32_t)(i + 1);
	}
	region_give_back(REGION_EVERYWHERE, old, before * sizeof *old);
}

/* The entry is made, zeroed, in the empty slot *at that the search ended at. */
static char *
set_add(struct set *set, uint32_t hash, size_t at)
{
	char *entry;

	if (set->count == set->limit) {
		set_grow(set);
		at = set_empty_slot(set, hash);
	}
	if (set->count >> set->chunk_shift == set->chunks)
		set_add_chunk(set);
	entry = set_entry(set, set->count);
	memset(entry - set->lead, 0, set->stride);
	memcpy(set_hash(set, set->count), &hash, sizeof hash);
	set->slot[at] = set_tag(set, hash) | (uint32_t)++set->count;
	return entry;
}

/* The first entry that the hash may lead to, brought nearer; NULL: there is none. */
static char *
set_candidate(const struct set *set, uint32_t hash)
{
	uint32_t tag = set_tag(set, hash);
	size_t home = set_home(set, hash), at = home;

	for (;; at = set_next(set, home, at)) {
		uint32_t slot = set->slot[at];

		if (slot == 0)
			return NULL;
		if (((slot ^ tag) & ~set->number) == 0) {
			char *entry = set_entry(set, (slot & set->number) - 1);

			__builtin_prefetch(entry - set->lead);
			__builtin_prefetch(entry - set->lead + set->stride - 1);
			return entry;
		}
	}
}

/*
 * A text too long for its entry: its length and where it is, in the 12 bytes that an
 * entry then has for it.
 */
#define LONG_TEXT 12

static struct slice
long_text(const char *from)
{
	uint32_t length;
	const char *data;

	memcpy(&length, from, sizeof length);
	memcpy(&data, from + LONG_TEXT - sizeof(void *), sizeof data);
	return slice_of(data, length);
}

static void
long_text_keep(char *to, struct slice text, struct arena *arena)
{
	struct slice copy;
	uint32_t length = (uint32_t)text.length;

	if (text.length > UINT32_MAX)
		memory_new(SIZE_MAX);
	copy = arena_copy(arena, text);
	memcpy(to, &length, sizeof length);
	memcpy(to + LONG_TEXT - sizeof(void *), &copy.data, sizeof copy.data);
}

/* ---- groups ---- */

#define KEY_INLINE 15
#define KEY_LONG 255

struct group {
	uint8_t length;
	char key[KEY_INLINE]; /* or, in the last 12 bytes, a long text */
};

/* Stands before a group in tables that have members. */
struct lead {
	uint32_t number; /* of this group, from 0 */
	uint32_t hash;
};

struct groups {
	struct set set;
	struct members member[GROUPS_MEMBER_KINDS];
	size_t member_kinds;
	struct arena arena; /* long keys */
};

struct groups *
groups_new(const struct groups_spec *spec)
{
	struct groups *groups = memory_zeroed(1, sizeof *groups);
	struct set *set = &groups->set;
	size_t lead = 0;

	if (spec->member_kinds > 0)
		lead = round_up(sizeof(struct lead), 16);
	set_init(set, round_up(lead + sizeof(struct group) + spec->kept, 16));
	set->lead = lead;
	if (lead) {
		set->entry_at = lead;
		set->hash_at = offsetof(struct lead, hash);
		set->hash_step = set->stride;
	} else {
		set->entry_at = round_up(sizeof(uint32_t) << set->chunk_shift, CACHE_LINE);
		set->hash_step = sizeof(uint32_t);
	}
	set->chunk_bytes = set->entry_at + (set->stride << set->chunk_shift);
	groups->member_kinds = spec->member_kinds;
	for (size_t kind = 0; kind < spec->member_kinds; kind++)
		members_init(&groups->member[kind], spec->member_kept[kind],
			spec->member_join[kind], spec->seed);
	arena_init(&groups->arena);
	return groups;
}

void
groups_free(struct groups *groups)
{
	if (!groups)
		return;
	set_release(&groups->set);
	for (size_t kind = 0; kind < groups->member_kinds; kind++)
		members_release(&groups->member[kind]);
	arena_release(&groups->arena);
	free(groups);
}

size_t
groups_count(const struct groups *groups)
{
	return groups->set.count;
}

size_t
groups_memory(const struct groups *groups)
{
	size_t memory = sizeof *groups + set_memory(&groups->set) + groups->arena.total;

	for (size_t kind = 0; kind < groups->member_kinds; kind++)
		memory += members_memory(&groups->member[kind]);
	return memory;
}

void
groups_prefetch(const struct groups *groups, uint64_t hash)
{
	set_prefetch(&groups->set, (uint32_t)hash);
}

struct group *
groups_candidate(const struct groups *groups, uint64_t hash)
{
	return (struct group *)set_candidate(&groups->set, (uint32_t)hash);
}

static inline bool
group_is(const struct group *group, struct slice key)
{
	if (key.length <= KEY_INLINE)
		return group->length == key.length &&
			slice_short_equal(group->key, key.data, key.length);
	return group->length == KEY_LONG && slice_equal(group_key(group), key);
}

static inline struct group *
seek(const struct set *set, struct slice key, uint32_t hash, size_t *empty)
{
	uint32_t tag = set_tag(set, hash);
	size_t home = set_home(set, hash), at = home;

	for (;; at = set_next(set, home, at)) {
		uint32_t slot = set->slot[at];

		if (slot == 0)
			break;
		if (((slot ^ tag) & ~set->number) == 0) {
			char *entry = set_entry(set, (slot & set->number) - 1);

			if (group_is((struct group *)entry, key))
				return (struct group *)entry;
		}
	}
	*empty = at;
	return NULL;
}

struct group *
groups_seek(const struct groups *groups, struct slice key, uint64_t hash)
{
	size_t at = 0;

	return seek(&groups->set, key, (uint32_t)hash, &at);
}

struct group *
groups_find(struct groups *groups, struct slice key, uint64_t hash)
{
	struct set *set = &groups->set;
	struct group *group;
	size_t at = 0;

	group = seek(set, key, (uint32_t)hash, &at);
	if (group)
		return group;
	group = (struct group *)set_add(set, (uint32_t)hash, at);
	group->length = key.length <= KEY_INLINE ? (uint8_t)key.length : KEY_LONG;
	if (group->length == KEY_LONG)
		long_text_keep(group->key + KEY_INLINE - LONG_TEXT, key, &groups->arena);
	else if (key.length)
		memcpy(group->key, key.data, key.length);
	if (set->lead)
		((struct lead *)((char *)group - set->lead))->number = (uint32_t)set->count - 1;
	return group;
}

struct group *
groups_find_at(struct groups *groups, struct group *candidate, struct slice key, uint64_t hash)
{
	if (candidate && group_is(candidate, key))
		return candidate;
	return groups_find(groups, key, hash);
}

struct group *
groups_at(const struct groups *groups, size_t i)
{
	return (struct group *)set_entry(&groups->set, i);
}

void *
group_kept(struct group *group)
{
	return group + 1;
}

struct slice
group_key(const struct group *group)
{
	if (group->length == KEY_LONG)
		return long_text(group->key + KEY_INLINE - LONG_TEXT);
	return slice_of(group->key, group->length);
}

/* ---- members ---- */

static inline uint32_t
group_number(const struct groups *groups, const struct group *group)
{
	return ((const struct lead *)((const char *)group - groups->set.lead))->number;
}

struct member *
groups_add_member(struct groups *groups, struct group *group, size_t kind, struct slice id)
{
	return members_add(
		&groups->member[kind], group_number(groups, group), groups->set.count, id);
}

void
groups_settle(struct groups *groups)
{
	for (size_t kind = 0; kind < groups->member_kinds; kind++)
		members_settle(&groups->member[kind], groups->set.count);
}

size_t
group_members(const struct groups *groups, const struct group *group, size_t kind)
{
	return members_of(&groups->member[kind], group_number(groups, group));
}

struct member *
group_member(const struct groups *groups, const struct group *group, size_t kind, size_t i)
{
	return members_at(&groups->member[kind], group_number(groups, group), i);
}

/* ---- all groups in order ---- */

static struct slice
thing_key(const void *group)
{
	return group_key(group);
}

struct group **
groups_sort(struct groups *const table[], size_t tables, size_t *count)
{
	struct radix_item *item, *scratch;
	struct group **group;
	size_t n = 0, at = 0;

	for (size_t t = 0; t < tables; t++)
		n += table[t]->set.count;
	item = memory_resize(NULL, n + 1, sizeof *item);
	scratch = memory_resize(NULL, n + 1, sizeof *scratch);
	for (size_t t = 0; t < tables; t++)
		for (size_t i = 0; i < table[t]->set.count; i++)
			item[at++].thing = groups_at(table[t], i);
	radix_sort(item, scratch, n, thing_key);
	free(scratch);
	/* The pointers take the place of the items they are read from. */
	group = (struct group **)item;
	for (size_t i = 0; i < n; i++) {
		struct group *here = (struct group *)item[i].thing;

		memcpy(&group[i], &here, sizeof here);
	}
	*count = n;
	return memory_resize(group, n + 1, sizeof(struct group *));
}
