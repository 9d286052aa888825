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
 * A pile is a stream of bytes, each record after its length. Its end stands with the key: so a
 * record is added where its key was looked for. When the end is full it becomes one piece
 * behind the pieces of all piles, which are written one after the other and not touched again
 * before they are read. So nothing is wasted but what the ends have left.
 *
 * A piece knows the one CHAINS before it, and a pile its last CHAINS pieces: so many of them
 * can be waited for at once. 0 is no piece.
 */

#define CHAINS 4
#define END 60 /* bytes: a piece is a cache line */
#define CHUNK_PIECES 4096
#define CHUNK (CHUNK_PIECES * sizeof(struct piece))
#define CHUNK_COST (sizeof(char *))
#define BATCH 256 /* records whose way to their piles is looked up together */
#define AHEAD 8   /* of them, for each step of the way */
#define LOT 8     /* keys whose piles are fetched together, ahead of their turn */

struct piece {
	uint32_t before;
	char data[END];
};

struct pile {
	uint32_t last[CHAINS]; /* pieces, the last one first */
	uint8_t length;        /* of the end */
	char end[END];
};

struct piles {
	size_t memory;
	struct hash_seed seed;
	struct groups *groups;
	struct piece **chunk;
	size_t chunks, chunk_capacity;
	uint32_t pieces; /* with the one that is none */

	struct sorter *spilled;    /* NULL: all is in memory */
	struct group **order;      /* while the piles are read */
	size_t count, next;
	struct buffer stream;      /* of the key at hand */
	uint32_t *piece;           /* of the pile at hand, the last one first */
	size_t piece_capacity;
	struct buffer key, ahead, ahead_key; /* read from the sorter, the latter for the next key */
	bool has_ahead;
};

static void
begin(struct piles *piles)
{
	piles->groups = groups_new(&(struct groups_spec){ .kept = sizeof(struct pile) });
	piles->pieces = 0;
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
		region_give_back(REGION_IN_ORDER, piles->chunk[i], CHUNK);
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
	free(piles->piece);
	if (piles->spilled)
		sorter_free(piles->spilled);
	buffer_release(&piles->stream);
	buffer_release(&piles->key);
	buffer_release(&piles->ahead);
	buffer_release(&piles->ahead_key);
	free(piles);
}

/* --- in --- */

static struct piece *
piece_at(const struct piles *piles, uint32_t number)
{
	return piles->chunk[number / CHUNK_PIECES] + number % CHUNK_PIECES;
}

static struct piece *
add_piece(struct piles *piles)
{
	if (piles->pieces == UINT32_MAX)
		memory_new(SIZE_MAX);
	if (piles->pieces % CHUNK_PIECES == 0) {
		MEMORY_GROW(piles->chunk, piles->chunk_capacity, piles->chunks + 1);
		piles->chunk[piles->chunks++] = region_take(REGION_IN_ORDER, CHUNK);
	}
	return piece_at(piles, piles->pieces++);
}

static void
put_end_away(struct piles *piles, struct pile *pile)
{
	struct piece *piece;

	if (!piles->pieces)
		add_piece(piles); /* the one that is none */
	piece = add_piece(piles);
	piece->before = pile->last[CHAINS - 1];
	memcpy(piece->data, pile->end, END);
	memmove(pile->last + 1, pile->last, (CHAINS - 1) * sizeof *pile->last);
	pile->last[0] = piles->pieces - 1;
	pile->length = 0;
}

static void
put_across(struct piles *piles, struct pile *pile, const char *data, size_t length)
{
	while (length) {
		size_t fits;

		if (pile->length == END)
			put_end_away(piles, pile);
		fits = END - pile->length;
		fits = length < fits ? length : fits;
		memcpy(pile->end + pile->length, data, fits);
		pile->length += (uint8_t)fits;
		data += fits;
		length -= fits;
	}
}

static inline void
put_record(struct piles *piles, struct pile *pile, struct slice record)
{
	char length[VARINT_MOST];

	/* Nearly all are short, and there is room. */
	if (record.length < END && pile->length + record.length < END) {
		char *at = pile->end + pile->length;

		*at = (char)record.length;
		slice_copy(at + 1, record);
		pile->length += (uint8_t)(record.length + 1);
		return;
	}
	put_across(piles, pile, length, (size_t)(varint_put(length, record.length) - length));
	put_across(piles, pile, record.data, record.length);
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

	for (size_t i = 0; i < count + 2 * AHEAD; i++) {
		/* Of the records that came before; what is below 0 is not below count. */
		size_t slot = i - AHEAD, at = i - 2 * AHEAD;

		if (i < count) {
			hash[i] = hash_bytes(record[i].key, piles->seed);
			groups_prefetch(groups, hash[i]);
		}
		if (slot < count)
			group[slot] = groups_candidate(groups, hash[slot]);
		if (at < count) {
			group[at] = groups_find_at(groups, group[at], record[at].key, hash[at]);
			put_record(piles, group_kept(group[at]), record[at].record);
		}
	}
}

static void
pile_read(struct piles *piles, const struct pile *pile, struct buffer *stream)
{
	uint32_t chain[CHAINS];
	size_t pieces = 0;
	char *to;

	memcpy(chain, pile->last, sizeof chain);
	for (uint32_t *at = chain; *at; at = chain + pieces % CHAINS) {
		MEMORY_GROW(piles->piece, piles->piece_capacity, pieces + 1);
		piles->piece[pieces++] = *at;
		*at = piece_at(piles, *at)->before;
	}
	to = buffer_reserve(stream, (pieces + 1) * END);
	stream->length += pieces * END + pile->length;
	for (; pieces; to += END)
		memcpy(to, piece_at(piles, piles->piece[--pieces])->data, END);
	memcpy(to, pile->end, END);
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
		pile_read(piles, group_kept(piles->order[i]), &piles->stream);
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

/*
 * What the next keys lead to lies anywhere, and even to fetch it ahead takes long; but much
 * is fetched in the time of one. So it is done for some keys at once, and their pieces when
 * the keys themselves are there.
 */
static void
fetch_later(const struct piles *piles, size_t i)
{
	size_t middle = i + 2 * LOT, end = i + 3 * LOT;
	const struct pile *pile;

	if (i % LOT)
		return;
	for (size_t k = middle; k < end && k < piles->count; k++) {
		pile = group_kept(piles->order[k]);
		__builtin_prefetch(piles->order[k]);
		__builtin_prefetch(pile->end + END - 1);
	}
	if (!piles->pieces)
		return;
	for (size_t k = i + LOT; k < middle && k < piles->count; k++) {
		pile = group_kept(piles->order[k]);
		for (size_t c = 0; c < CHAINS; c++)
			__builtin_prefetch(piece_at(piles, pile->last[c]));
	}
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
			pile_read(piles, group_kept(group), &piles->stream);
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
