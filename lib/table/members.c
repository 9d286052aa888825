#include "table/members.h"

#include <stdlib.h>
#include <string.h>

#include "table/region.h"

#define CHUNK_BYTES ((size_t)32 << 10)
#define CHUNK_ENTRIES 16          /* at least */
#define LIMIT_FIRST 4096          /* entries before the first settling */
#define LONG_FIRST ((size_t)256 << 10)
#define FEW 16                    /* are compared each with each */
#define AHEAD 16                  /* slots fetched before they are needed */

#define WORD sizeof(uint32_t)
#define ID_INLINE 12
#define ID_LONG 15u               /* in place of a length */
#define MEMBERS_MOST (((size_t)1 << 31) - 1)
#define GROUP_BITS 28
#define GROUP_MASK (((uint32_t)1 << GROUP_BITS) - 1)

struct member {
	uint32_t group;           /* and above it the length of the id */
	uint32_t id[3];           /* bytes, then zeros; or a long one: its length, where it is */
};

_Static_assert(sizeof(const char *) <= 8, "a long id's place fits");

void *
member_kept(struct member *member)
{
	return member + 1;
}

static inline unsigned
id_length(const struct member *member)
{
	return member->group >> GROUP_BITS;
}

static struct slice
long_id(const struct member *member)
{
	const char *data;

	memcpy(&data, &member->id[1], sizeof data);
	return slice_of(data, member->id[0]);
}

static void
keep_long_id(struct member *member, struct slice id, struct arena *arena)
{
	struct slice copy;

	if (id.length > UINT32_MAX)
		memory_new(SIZE_MAX);
	copy = arena_copy(arena, id);
	member->id[0] = (uint32_t)id.length;
	memcpy(&member->id[1], &copy.data, sizeof copy.data);
}

struct slice
member_id(const struct member *member)
{
	if (id_length(member) == ID_LONG)
		return long_id(member);
	return slice_of((const char *)member->id, id_length(member));
}

static inline bool
same_id(const struct member *a, const struct member *b)
{
	if (id_length(a) != id_length(b))
		return false;
	if (id_length(a) == ID_LONG)
		return slice_equal(long_id(a), long_id(b));
	return ((a->id[0] ^ b->id[0]) | (a->id[1] ^ b->id[1]) | (a->id[2] ^ b->id[2])) == 0;
}

/* ---- the entries ---- */

static size_t
round_up(size_t n, size_t unit)
{
	return (n + unit - 1) / unit * unit;
}

void
members_init(struct members *members, size_t kept, members_join *join, struct hash_seed seed)
{
	size_t align = kept == 0 || kept % 8 ? 4 : kept % 16 ? 8 : 16;

	*members = (struct members){
		.kept = kept,
		.limit = LIMIT_FIRST,
		.long_limit = LONG_FIRST,
		.join = join,
		.seed = seed,
	};
	members->stride = round_up(sizeof(struct member) + kept, align);
	while ((members->stride << (members->chunk_shift + 1)) <= CHUNK_BYTES ||
		(size_t)1 << members->chunk_shift < CHUNK_ENTRIES)
		members->chunk_shift++;
	arena_init(&members->ids);
}

static size_t
chunk_bytes(const struct members *members)
{
	return members->stride << members->chunk_shift;
}

static void
chunks_release(const struct members *members, char **chunk, size_t chunks)
{
	while (chunks > 0)
		region_give_back(REGION_IN_ORDER, chunk[--chunks], chunk_bytes(members));
}

void
members_release(struct members *members)
{
	chunks_release(members, members->chunk, members->chunks);
	free(members->chunk);
	free(members->begin);
	arena_release(&members->ids);
}

size_t
members_memory(const struct members *members)
{
	return members->chunks * region_size(chunk_bytes(members)) +
		members->capacity * sizeof *members->chunk + members->ids.total +
		(members->begin ? (members->groups + 1) * sizeof *members->begin : 0);
}

static inline struct member *
entry_in(const struct members *members, char *const chunk[], size_t i)
{
	size_t within = i & (((size_t)1 << members->chunk_shift) - 1);

	return (struct member *)(chunk[i >> members->chunk_shift] + within * members->stride);
}

static inline struct member *
entry(const struct members *members, size_t i)
{
	return members_entry(members, i);
}

/* Entries are whole words, whatever they hold. */
static inline void
entry_copy(const struct members *members, struct member *to, const struct member *from)
{
	const char *kept = (const char *)(from + 1);
	char *into = (char *)(to + 1);

	*to = *from;
	for (size_t i = 0; i < members->kept; i += WORD)
		memcpy(into + i, kept + i, WORD);
}

static void
add_chunk(struct members *members)
{
	MEMORY_GROW(members->chunk, members->capacity, members->chunks + 1);
	members->chunk[members->chunks++] = region_take(REGION_IN_ORDER, chunk_bytes(members));
}

/* ---- how much repeats ---- */

#define SAMPLED ((size_t)4096)     /* ids, about */
#define SAMPLE_BITS 14             /* of its slots: at most half of them are taken */

/* Of the id alone; seeded, so that no file can make ids meet. */
static inline uint64_t
id_hash(const struct members *members, const struct member *member)
{
	uint64_t low = (uint64_t)member->id[1] << 32 | member->id[0];
	uint64_t high = (uint64_t)id_length(member) << 32 | member->id[2];

	if (id_length(member) == ID_LONG)
		return hash_bytes(long_id(member), members->seed);
	return hash_fold(low ^ members->seed.a, high ^ members->seed.b);
}

/*
 * How many entries would be left if they were settled, by a sample: those whose group and id
 * have a hash of a certain kind, so that an id is in it with all its repeats or not at all.
 * Short ids only.
 */
static size_t
distinct_by_sample(const struct members *members)
{
	size_t slots = (size_t)1 << SAMPLE_BITS, sampled = 0, distinct = 0, kind = 0;
	uint32_t *slot = memory_zeroed(slots, sizeof *slot);

	while (members->count / (kind + 1) > SAMPLED)
		kind = 2 * kind + 1;
	for (size_t i = 0; i < members->count && distinct < slots / 2; i++) {
		const struct member *member = entry(members, i), *other;
		uint64_t hash = id_hash(members, member) ^ member->group * 0x9e3779b97f4a7c15u;
		size_t at;

		hash *= 0xd6e8feb86659fd93u;
		if (hash >> 24 & kind)
			continue;
		for (at = hash >> (64 - SAMPLE_BITS); slot[at]; at = (at + 1) & (slots - 1)) {
			other = entry(members, slot[at] - 1);
			if (other->group == member->group && same_id(other, member))
				break;
		}
		distinct += slot[at] == 0;
		slot[at] = (uint32_t)(i + 1);
		sampled++;
	}
	free(slot);
	return sampled ? (size_t)((uint64_t)members->count * distinct / sampled) : members->count;
}

/* ---- adding ---- */

/* The bytes of a short id, behind which zeros stand already. */
static inline void
keep_short_id(struct member *member, struct slice id)
{
	char *to = (char *)member->id;
	size_t n = id.length;

	if (n >= 8) {
		memcpy(to, id.data, 8);
		memcpy(to + n - 4, id.data + n - 4, 4);
	} else if (n >= 4) {
		memcpy(to, id.data, 4);
		memcpy(to + n - 4, id.data + n - 4, 4);
	} else
		for (size_t i = 0; i < n; i++)
			to[i] = id.data[i];
}

/* Where little repeats settling would not make room: it can wait, within what is promised. */
static void
make_room(struct members *members, size_t groups)
{
	size_t distinct = 0;

	if (members->count >= MEMBERS_MOST)
		memory_new(SIZE_MAX);
	if (members->long_bytes == 0)
		distinct = distinct_by_sample(members);
	if (distinct >= members->count / 4 * 3)
		members->limit = 2 * distinct;
	else
		members_settle(members, groups);
}

struct member *
members_add(struct members *members, uint32_t group, size_t groups, struct slice id)
{
	struct member *member;
	unsigned length = id.length <= ID_INLINE ? (unsigned)id.length : ID_LONG;

	if (members->count == members->limit || members->long_bytes > members->long_limit)
		make_room(members, groups);
	if (group > GROUP_MASK)
		memory_new(SIZE_MAX);
	if (members->count >> members->chunk_shift == members->chunks)
		add_chunk(members);
	member = entry(members, members->count++);
	*member = (struct member){ .group = group | (uint32_t)length << GROUP_BITS };
	for (size_t i = 0; i < members->kept; i += WORD)
		memset((char *)(member + 1) + i, 0, WORD);
	if (length != ID_LONG) {
		keep_short_id(member, id);
		return member;
	}
	keep_long_id(member, id, &members->ids);
	members->long_bytes += id.length;
	return member;
}

/* ---- settling ---- */

/* Counts each group's entries; true when they stand in the order of groups already. */
static bool
count_entries(const struct members *members, uint32_t *begin)
{
	uint32_t last = 0;
	bool ordered = true;

	for (size_t i = 0; i < members->count; i++) {
		uint32_t group = entry(members, i)->group & GROUP_MASK;

		begin[group + 1]++;
		ordered = ordered && group >= last;
		last = group;
	}
	return ordered;
}

/* Deals the entries out to new chunks. `begin` has counts one place on, gets beginnings. */
static void
deal_out(struct members *members, uint32_t *begin)
{
	size_t chunks = members->chunks;
	char **chunk = memory_resize(NULL, chunks, sizeof *chunk);
	uint32_t *next = memory_resize(NULL, members->groups + 1, sizeof *next);

	for (size_t g = 0; g < members->groups; g++)
		next[g] = begin[g];
	for (size_t c = 0; c < chunks; c++)
		chunk[c] = region_take(REGION_IN_ORDER, chunk_bytes(members));
	for (size_t i = 0; i < members->count; i++) {
		const struct member *from = entry(members, i);

		entry_copy(
			members, entry_in(members, chunk, next[from->group & GROUP_MASK]++), from);
	}
	free(next);
	chunks_release(members, members->chunk, chunks);
	free(members->chunk);
	members->chunk = chunk;
	members->capacity = chunks;
}

static void
join(struct members *members, struct member *into, const struct member *from)
{
	if (members->join)
		members->join(into + 1, from + 1);
	if (id_length(from) == ID_LONG)
		members->long_bytes -= long_id(from).length;
}

/* Where one group's entries, from `at` to `end`, go when each id stands once. */
struct joining {
	size_t at, end;
	size_t into, begin;        /* the next place, and the group's first */
};

static void
joining_place(struct members *members, struct joining *joining, const struct member *from)
{
	if (joining->into != joining->at)
		entry_copy(members, entry(members, joining->into), from);
	joining->into++;
}

static void
join_few(struct members *members, struct joining *joining)
{
	uint32_t mark[FEW];        /* of those that stay: few other ids have the same */
	size_t kept = 0;

	for (; joining->at < joining->end; joining->at++) {
		struct member *from = entry(members, joining->at), *like = NULL;
		uint32_t its = from->id[0] * 0x9e3779b1u + from->id[1] * 0x85ebca6bu + from->id[2];

		if (id_length(from) == ID_LONG)
			its = from->id[0];
		for (size_t k = 0; k < kept && !like; k++)
			if (mark[k] == its && same_id(entry(members, joining->begin + k), from))
				like = entry(members, joining->begin + k);
		if (like) {
			join(members, like, from);
			continue;
		}
		mark[kept++] = its;
		joining_place(members, joining, from);
	}
}

/*
 * By a hash table that is made for it: a slot is the entry's number within the group, from 1,
 * and above that as many bits of its hash as there is room for, so that an entry is hardly
 * ever looked at in vain.
 */
struct slots {
	uint32_t *slot;
	size_t room, count;        /* there is room for; in use, a power of two */
	unsigned shift;            /* width of the number */
};

static inline size_t
slot_home(const struct slots *slots, uint64_t hash)
{
	return (size_t)(hash >> 32) & (slots->count - 1);
}

static struct member *
slots_find(const struct members *members, const struct slots *slots, size_t begin,
	const struct member *wanted, uint64_t hash, size_t *empty)
{
	uint32_t number = ((uint32_t)1 << slots->shift) - 1;
	uint32_t tag = (uint32_t)hash & ~number;
	size_t at = slot_home(slots, hash);

	for (; slots->slot[at]; at = (at + 1) & (slots->count - 1)) {
		uint32_t slot = slots->slot[at];

		if (((slot ^ tag) & ~number) == 0) {
			struct member *like = entry(members, begin + (slot & number) - 1);

			if (same_id(like, wanted))
				return like;
		}
	}
	*empty = at;
	return NULL;
}

static void
slots_clear(struct slots *slots, size_t entries)
{
	size_t room = 64;

	while (room < entries + entries / 2)
		room *= 2;
	if (room > slots->room) {
		free(slots->slot);
		slots->slot = memory_resize(NULL, room, sizeof *slots->slot);
		slots->room = room;
	}
	slots->count = room;
	memset(slots->slot, 0, room * sizeof *slots->slot);
	slots->shift = 0;
	while (entries >> slots->shift)
		slots->shift++;
}

static void
join_many(struct members *members, struct joining *joining, struct slots *slots)
{
	uint64_t hash[AHEAD];
	size_t ahead = joining->at;

	slots_clear(slots, joining->end - joining->at);
	for (; joining->at < joining->end; joining->at++) {
		struct member *from = entry(members, joining->at), *like;
		uint64_t its;
		size_t empty = 0;

		for (; ahead < joining->end && ahead < joining->at + AHEAD; ahead++) {
			its = id_hash(members, entry(members, ahead));
			hash[ahead % AHEAD] = its;
			__builtin_prefetch(&slots->slot[slot_home(slots, its)]);
		}
		its = hash[joining->at % AHEAD];
		like = slots_find(members, slots, joining->begin, from, its, &empty);
		if (like) {
			join(members, like, from);
			continue;
		}
		joining_place(members, joining, from);
		slots->slot[empty] = ((uint32_t)its & ~(((uint32_t)1 << slots->shift) - 1)) |
			(uint32_t)(joining->into - joining->begin);
	}
}

/* Joins what has the same id; `begin` is of each group before, and after. */
static void
join_all(struct members *members, uint32_t *begin)
{
	struct joining joining = { 0 };
	struct slots slots = { NULL, 0, 0, 0 };

	for (size_t g = 0; g < members->groups; g++) {
		joining.at = begin[g];
		joining.end = begin[g + 1];
		joining.begin = joining.into;
		begin[g] = (uint32_t)joining.begin;
		if (joining.end - joining.at <= FEW)
			join_few(members, &joining);
		else
			join_many(members, &joining, &slots);
	}
	begin[members->groups] = (uint32_t)joining.into;
	free(slots.slot);
	members->count = joining.into;
}

/* The long ids that are left, in a new arena, when those that were joined are as many. */
static void
keep_long_ids(struct members *members)
{
	struct arena kept;

	if (members->ids.total <= 2 * members->long_bytes + LONG_FIRST)
		return;
	arena_init(&kept);
	for (size_t i = 0; i < members->count; i++) {
		struct member *member = entry(members, i);

		if (id_length(member) == ID_LONG)
			keep_long_id(member, long_id(member), &kept);
	}
	arena_release(&members->ids);
	members->ids = kept;
}

/* The more repeats there were, the sooner they are looked for again. */
static void
set_limit(struct members *members, size_t added, size_t repeats)
{
	size_t more = members->count;

	if (repeats > added / 16)
		more /= repeats > added / 4 ? 4 : 2;
	members->limit = members->count + (more > LIMIT_FIRST ? more : LIMIT_FIRST);
	members->long_limit = members->long_bytes +
		(members->long_bytes > LONG_FIRST ? members->long_bytes : LONG_FIRST);
}

void
members_settle(struct members *members, size_t groups)
{
	size_t before = members->count, added = before - members->settled, needed;
	uint32_t *begin;
	bool ordered;

	if (members->begin && !added && members->groups == groups)
		return;
	free(members->begin);
	members->groups = groups;
	members->begin = begin = memory_zeroed(groups + 1, sizeof *begin);
	ordered = count_entries(members, begin);
	for (size_t g = 0; g < groups; g++)
		begin[g + 1] += begin[g];
	if (!ordered)
		deal_out(members, begin);
	join_all(members, begin);
	needed = (members->count >> members->chunk_shift) + 1;
	if (needed < members->chunks) {
		chunks_release(members, members->chunk + needed, members->chunks - needed);
		members->chunks = needed;
	}
	keep_long_ids(members);
	members->settled = members->count;
	set_limit(members, added, before - members->count);
}
