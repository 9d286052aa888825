#include "table/piles.h"

#include <stdlib.h>
#include <string.h>

#include "table/groups.h"
#include "table/region.h"
#include "table/sorter.h"
#include "value/buffer.h"
#include "value/hash.h"
#include "value/memory.h"
#include "value/varint.h"

/*
 * A pile is a stream of bytes, each record after its length, cut into pieces without regard
 * to where records end. The pieces are a ring: from the last one, at which the stream goes on,
 * to the first. Pieces grow with their number, two of each size; so a short pile wastes
 * little and a long one is walked without many steps.
 */

#define PIECE_LEAST ((size_t)64) /* a cache line */
#define PIECE_MOST ((size_t)4096)
#define CHUNK ((size_t)256 << 10) /* of pieces */
#define CHUNK_COST (sizeof(char *))
#define BATCH 256      /* records whose way to their piles is looked up together */
#define AHEAD 8        /* of them, for each step of the way */

struct piece {
	struct piece *next; /* of the last one: the first */
	char data[];
};

struct pile {
	struct piece *last; /* NULL: nothing is there */
	uint32_t pieces;
	uint32_t room; /* bytes left in the last one */
};

struct piles {
	size_t memory;
	struct hash_seed seed;
	struct groups *groups;
	char **chunk;
	size_t chunks, chunk_capacity, used; /* used: of the last chunk */

	struct sorter *spilled;    /* NULL: all is in memory */
	struct group **order;      /* while the piles are read */
	size_t count, next;
	struct buffer stream;      /* of the key at hand */
	struct buffer key, ahead, ahead_key; /* read from the sorter, the latter for the next key */
	bool has_ahead;
};

static void
begin(struct piles *piles)
{
	piles->groups = groups_new(&(struct groups_spec){ .kept = sizeof(struct pile) });
	piles->used = CHUNK;
}

struct piles *
piles_new(size_t memory)
{
	struct piles *piles = memory_zeroed(1, sizeof *piles);

	piles->memory = memory;
	piles->seed = hash_seed_draw();
	begin(piles);
	return piles;
}

static void
forget(struct piles *piles)
{
	groups_free(piles->groups);
	for (size_t i = 0; i < piles->chunks; i++)
		region_give_back(REGION_EVERYWHERE, piles->chunk[i], CHUNK);
	piles->groups = NULL;
	piles->chunks = 0;
	free(piles->order);
	piles->order = NULL;
}

void
piles_free(struct piles *piles)
{
	if (!piles)
		return;
	forget(piles);
	free(piles->chunk);
	if (piles->spilled)
		sorter_free(piles->spilled);
	buffer_release(&piles->stream);
	buffer_release(&piles->key);
	buffer_release(&piles->ahead);
	buffer_release(&piles->ahead_key);
	free(piles);
}

/* --- in --- */

/* Of the n-th piece of a pile, from 0, with its head. */
static size_t
piece_size(uint32_t n)
{
	size_t size = PIECE_LEAST * (1 + n / 2);

	return size < PIECE_MOST ? size : PIECE_MOST;
}

static size_t
piece_holds(uint32_t n)
{
	return piece_size(n) - sizeof(struct piece);
}

static void
add_piece(struct piles *piles, struct pile *pile)
{
	size_t size = piece_size(pile->pieces);
	struct piece *piece;

	if (CHUNK - piles->used < size) {
		MEMORY_GROW(piles->chunk, piles->chunk_capacity, piles->chunks + 1);
		piles->chunk[piles->chunks++] = region_take(REGION_EVERYWHERE, CHUNK);
		piles->used = 0;
	}
	/* Chunks and sizes are whole lines. */
	piece = (struct piece *)(void *)(piles->chunk[piles->chunks - 1] + piles->used);
	piles->used += size;
	piece->next = piece;
	if (pile->last) {
		piece->next = pile->last->next;
		pile->last->next = piece;
	}
	pile->last = piece;
	pile->room = (uint32_t)piece_holds(pile->pieces++);
}

/* Where the stream of a pile that has a piece goes on. */
static char *
pile_end(const struct pile *pile)
{
	return pile->last->data + piece_holds(pile->pieces - 1) - pile->room;
}

static void
put(struct piles *piles, struct pile *pile, const char *data, size_t length)
{
	while (length) {
		size_t fits;

		if (!pile->room)
			add_piece(piles, pile);
		fits = length < pile->room ? length : pile->room;
		memcpy(pile_end(pile), data, fits);
		pile->room -= (uint32_t)fits;
		data += fits;
		length -= fits;
	}
}

static void
put_record(struct piles *piles, struct pile *pile, struct slice record)
{
	char length[VARINT_MOST];

	/* Nearly all are short, and there is room. */
	if (record.length < 0x80 && record.length < pile->room) {
		char *at = pile_end(pile);

		*at = (char)record.length;
		memcpy(at + 1, record.data, record.length);
		pile->room -= (uint32_t)record.length + 1;
		return;
	}
	put(piles, pile, length, (size_t)(varint_put(length, record.length) - length));
	put(piles, pile, record.data, record.length);
}

/*
 * Every step waits for memory; so what a record needs is asked for some records before it is
 * looked at, and not for more of them than memory takes at once.
 */
static void
add_batch(struct piles *piles, const struct pile_record *record, size_t count)
{
	struct groups *groups = piles->groups;
	struct group *group[BATCH];
	uint64_t hash[BATCH];

	for (size_t i = 0; i < count + 3 * AHEAD; i++) {
		/* Of the records that came before; what is below 0 is not below count. */
		size_t slot = i - AHEAD, key = i - 2 * AHEAD, end = i - 3 * AHEAD;
		const struct pile *pile;

		if (i < count) {
			hash[i] = hash_bytes(record[i].key, piles->seed);
			groups_prefetch(groups, hash[i]);
		}
		if (slot < count)
			group[slot] = groups_candidate(groups, hash[slot]);
		if (key < count) {
			group[key] = groups_find_at(groups, group[key], record[key].key, hash[key]);
			pile = group_kept(group[key]);
			if (pile->room)
				__builtin_prefetch(pile_end(pile), 1);
		}
		if (end < count)
			put_record(piles, group_kept(group[end]), record[end].record);
	}
}

static void
pile_read(const struct pile *pile, struct buffer *stream)
{
	const struct piece *piece = pile->last;

	for (uint32_t i = 0; i < pile->pieces; i++) {
		size_t holds = piece_holds(i);
		char *at = buffer_reserve(stream, holds);

		piece = piece->next;
		__builtin_prefetch(piece->next);
		if (i == pile->pieces - 1)
			holds -= pile->room;
		memcpy(at, piece->data, holds);
		stream->length += holds;
	}
}

static void
sort_keys(struct piles *piles)
{
	struct groups *const table[] = { piles->groups };

	piles->order = groups_sort(table, 1, &piles->count);
}

static bool
spill(struct piles *piles)
{
	if (!piles->spilled)
		piles->spilled =
			sorter_new(piles->memory < SORTER_MEMORY ? piles->memory : SORTER_MEMORY);
	sort_keys(piles);
	for (size_t i = 0; i < piles->count; i++) {
		groups_ahead(piles->order, i, piles->count);
		buffer_clear(&piles->stream);
		pile_read(group_kept(piles->order[i]), &piles->stream);
		if (!sorter_add(piles->spilled, group_key(piles->order[i]),
			    slice_of(piles->stream.data, piles->stream.length)))
			return false;
	}
	forget(piles);
	return true;
}

static size_t
memory_of(const struct piles *piles)
{
	return groups_memory(piles->groups) + piles->chunks * (region_size(CHUNK) + CHUNK_COST);
}

bool
piles_add(struct piles *piles, const struct pile_record *record, size_t count)
{
	for (size_t i = 0; i < count; i += BATCH) {
		add_batch(piles, record + i, count - i < BATCH ? count - i : BATCH);
		if (memory_of(piles) <= piles->memory)
			continue;
		if (!spill(piles))
			return false;
		begin(piles);
	}
	return true;
}

/* --- out --- */

static bool
read_ahead(struct piles *piles)
{
	struct slice key, stream;

	if (!sorter_next(piles->spilled, &key, &stream, &piles->has_ahead))
		return false;
	buffer_clear(&piles->ahead_key);
	buffer_clear(&piles->ahead);
	if (piles->has_ahead) {
		buffer_add(&piles->ahead_key, key);
		buffer_add(&piles->ahead, stream);
	}
	return true;
}

bool
piles_finish(struct piles *piles)
{
	if (!piles->spilled) {
		sort_keys(piles);
		return true;
	}
	return spill(piles) && sorter_finish(piles->spilled) && read_ahead(piles);
}

static struct slice
held(const struct buffer *buffer)
{
	return slice_of(buffer->data, buffer->length);
}

/* The parts of a pile come one after the other, in the order they were spilled. */
static bool
next_spilled(struct piles *piles, struct slice *key, bool *more)
{
	*more = piles->has_ahead;
	if (!*more)
		return true;
	buffer_clear(&piles->key);
	buffer_add(&piles->key, held(&piles->ahead_key));
	*key = held(&piles->key);
	do {
		buffer_add(&piles->stream, held(&piles->ahead));
		if (!read_ahead(piles))
			return false;
	} while (piles->has_ahead && slice_equal(held(&piles->ahead_key), *key));
	return true;
}

/* Of later keys what leads from one to the next is fetched in time. */
static void
fetch_later(const struct piles *piles, size_t i)
{
	const struct pile *pile;

	groups_ahead(piles->order, i, piles->count);
	if (i + 8 >= piles->count)
		return;
	pile = group_kept(piles->order[i + 8]);
	__builtin_prefetch(pile->last);
	pile = group_kept(piles->order[i + 4]);
	__builtin_prefetch(pile->last->next);
	pile = group_kept(piles->order[i + 2]);
	__builtin_prefetch(pile->last->next->next);
}

bool
piles_next(struct piles *piles, struct slice *key, struct slice *pile, bool *more)
{
	struct group *group;

	*key = *pile = SLICE_EMPTY;
	buffer_clear(&piles->stream);
	if (piles->spilled) {
		if (!next_spilled(piles, key, more))
			return false;
	} else {
		*more = piles->next < piles->count;
		if (*more) {
			fetch_later(piles, piles->next);
			group = piles->order[piles->next++];
			*key = group_key(group);
			pile_read(group_kept(group), &piles->stream);
		}
	}
	*pile = held(&piles->stream);
	return true;
}

bool
pile_next(struct slice *pile, struct slice *record)
{
	const char *at;
	uint64_t length;

	if (!pile->length)
		return false;
	at = varint_get(pile->data, &length);
	*record = slice_of(at, length);
	*pile = slice_of(at + length, pile->length - (size_t)(at + length - pile->data));
	return true;
}

bool
piles_again(struct piles *piles)
{
	piles->next = 0;
	return !piles->spilled || (sorter_again(piles->spilled) && read_ahead(piles));
}
