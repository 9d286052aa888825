#include "table/piles.h"

#include <stdlib.h>
#include <string.h>

#include "table/radix.h"
#include "table/region.h"
#include "table/sorter.h"
#include "value/buffer.h"
#include "value/memory.h"
#include "value/varint.h"

/*
 * To put a record where others of its key lie means to wait for memory, every time. So it is
 * only put at the end of a part, of which there are so many that all ends stay in the caches
 * and each part, when its turn comes, fits there as a whole. What lies between is written and
 * read in order.
 *
 * Which keys go to which part is learnt from the first records; so there is but one part at
 * first. Where later records are not like the first ones (customers who are numbered as they
 * come, say), a part that became too large for its turn is divided again by then.
 */

#define WAYS 512                /* parts into which one is divided: a power of two */
#define SAMPLE (4 * WAYS)       /* keys that are looked at for that */
#define COMMON_LEAST 4          /* bytes; fewer that all keys begin with do not matter */
#define UNDIVIDED ((size_t)2 << 20) /* bytes of the one part there is at first */
#define LARGE ((size_t)4 << 20) /* of a part, too large for its turn */

#define BATCH 256               /* records that are put into parts together */
#define SIDE 4                  /* records whose parts are found side by side */
#define NEAR 8                  /* records from one that is put to the one whose place is fetched */
#define AHEAD 16                /* and from one that is read */

/*
 * An odd number of cache lines, or the ends of all parts, which grow alike, would compete for
 * the same few places in the caches.
 */
#define CHUNK ((size_t)(509 * 64))

struct chunk {
	struct chunk *next;
	size_t size;    /* bytes taken for it */
	char *end;      /* of what is in it; of a part's last chunk: the part's `at` */
};

/* Records: the length of the key, that of the record, the key, the record. */
struct part {
	char *at, *end; /* what is free in the last chunk */
	struct chunk *first, *last;
	size_t bytes;   /* of the chunks before the last */
	size_t depth;   /* bytes with which all keys begin, the same ones */
	bool whole;     /* cannot be divided */
};

/* Which keys belong to which of WAYS parts: those from from[i] on to part i. */
struct division {
	char *common; /* what all keys seen begin with */
	size_t common_length;
	uint64_t from[WAYS]; /* of the bytes behind that; [0] is 0 */
};

struct piles {
	size_t memory, taken;      /* bytes; of all chunks */
	size_t undivided;          /* of them, before the one part is divided */
	struct part *part;         /* in the order of their keys */
	size_t parts, part_capacity;
	struct division *division; /* NULL: one part as yet */

	struct sorter *spilled;    /* NULL: all is in memory */
	size_t next_part;          /* while the piles are read */
	const struct part *lone;   /* the part at hand, where it is a pile of one key; or NULL */
	const struct chunk *chunk; /* what is left of it */
	const char *at;
	struct radix_item *item, *scratch; /* the records of the part at hand, by their keys */
	size_t items, item_capacity, scratch_capacity;
	size_t begin, next, end;   /* of the pile at hand */
	size_t settled;            /* up to here in order; behind it by their prefixes only */
	struct buffer stream;      /* a pile on its way to or from the sorter */
	struct slice stream_left;
	struct buffer key, ahead, ahead_key; /* read from the sorter, the latter for the next key */
	bool has_ahead;
};

static void
rewind_parts(struct piles *piles)
{
	piles->next_part = piles->items = piles->begin = piles->next = piles->end = 0;
	piles->lone = NULL;
}

static void
start(struct piles *piles)
{
	MEMORY_GROW(piles->part, piles->part_capacity, 1);
	piles->part[0] = (struct part){ NULL };
	piles->parts = 1;
	piles->undivided = UNDIVIDED;
	rewind_parts(piles);
}

struct piles *
piles_new(size_t memory)
{
	struct piles *piles = memory_zeroed(1, sizeof *piles);

	piles->memory = memory;
	start(piles);
	return piles;
}

static void
free_chunk(struct piles *piles, struct chunk *chunk)
{
	piles->taken -= region_size(chunk->size);
	region_give_back(REGION_IN_ORDER, chunk, chunk->size);
}

static void
free_division(struct division *division)
{
	if (division)
		free(division->common);
	free(division);
}

static void
forget(struct piles *piles)
{
	struct chunk *chunk, *next;

	for (size_t i = 0; i < piles->parts; i++) {
		for (chunk = piles->part[i].first; chunk; chunk = next) {
			next = chunk->next;
			free_chunk(piles, chunk);
		}
	}
	piles->parts = 0;
	free_division(piles->division);
	piles->division = NULL;
}

void
piles_free(struct piles *piles)
{
	if (!piles)
		return;
	forget(piles);
	if (piles->spilled)
		sorter_free(piles->spilled);
	free(piles->part);
	free(piles->item);
	free(piles->scratch);
	buffer_release(&piles->stream);
	buffer_release(&piles->key);
	buffer_release(&piles->ahead);
	buffer_release(&piles->ahead_key);
	free(piles);
}

/*
 * Fetches ahead what a short record takes, which may lie across a border of cache lines; where
 * it is written, the first of them was written a short while ago. `at` may be any address, as
 * nothing is read: so it goes by numbers.
 */
#define SHORT 32

static inline void
fetch_to_write(const void *at)
{
	__builtin_prefetch((const void *)((uintptr_t)at + SHORT), 1);
}

static inline void
fetch_to_read(const void *at)
{
	__builtin_prefetch(at);
	__builtin_prefetch((const void *)((uintptr_t)at + SHORT));
}

/* --- a record at the end of a part --- */

static void
add_chunk(struct piles *piles, struct part *part, size_t least)
{
	size_t size = least + sizeof(struct chunk) > CHUNK ? least + sizeof(struct chunk) : CHUNK;
	struct chunk *chunk = region_take(REGION_IN_ORDER, size);

	if (part->last) {
		part->last->end = part->at;
		part->last->next = chunk;
		part->bytes += part->last->size;
	} else {
		part->first = chunk;
	}
	*chunk = (struct chunk){ NULL, size, NULL };
	part->last = chunk;
	part->at = (char *)(chunk + 1);
	part->end = (char *)chunk + size;
	piles->taken += region_size(size);
}

static inline void
put_record(struct piles *piles, struct part *part, const struct pile_record *record)
{
	size_t length = record->key_length + record->length, most = 2 * VARINT_MOST + length;
	char *at;

	if (!part->last || (size_t)(part->end - part->at) < most)
		add_chunk(piles, part, most);
	at = varint_put(part->at, record->key_length);
	at = varint_put(at, record->length);
	part->at = slice_copy(at, slice_of(record->key, length));
}

static inline const char *
get_record(const char *at, struct pile_record *record)
{
	uint64_t key_length, length;

	at = varint_get(at, &key_length);
	at = varint_get(at, &length);
	*record = (struct pile_record){ at, key_length, length };
	return at + key_length + length;
}

static inline struct slice
record_key(const struct pile_record *record)
{
	return slice_of(record->key, record->key_length);
}

/* Where the records of a chunk end. */
static const char *
chunk_end(const struct part *part, const struct chunk *chunk)
{
	return chunk == part->last ? part->at : chunk->end;
}

/* --- which part --- */

/*
 * A number for the bytes of a key behind what is common: for no key less than for one
 * that comes before it.
 */
static inline uint64_t
key_place(const struct division *division, struct slice key)
{
	size_t common = division->common_length;

	if (common) {
		if (key.length < common || memcmp(key.data, division->common, common) != 0)
			return slice_compare(key, slice_of(division->common, common)) < 0
				? 0
				: UINT64_MAX;
		key = slice_of(key.data + common, key.length - common);
	}
	return radix_prefix(key);
}

/*
 * The parts of SIDE places: found in steps without a branch that could be guessed wrong, and
 * together, since each step waits for the one before.
 */
static inline void
find_parts(const struct division *division, const uint64_t place[SIDE], size_t part[SIDE])
{
	size_t found[SIDE] = { 0 };

#pragma GCC unroll 16
	for (size_t step = WAYS / 2; step; step /= 2)
#pragma GCC unroll 16
		for (size_t i = 0; i < SIDE; i++)
			found[i] += step & -(size_t)(division->from[found[i] + step] <= place[i]);
	for (size_t i = 0; i < SIDE; i++)
		part[i] = found[i];
}

static size_t
bytes_of(const struct part *part)
{
	return part->last ? part->bytes + (size_t)(part->at - (char *)part->last) : 0;
}

/* Keys of a part, evenly over its bytes. */
static size_t
take_sample(const struct part *part, struct slice key[SAMPLE])
{
	size_t step = bytes_of(part) / SAMPLE, passed = 0, n = 0;
	struct pile_record record;

	for (const struct chunk *chunk = part->first; chunk; chunk = chunk->next) {
		const char *start = (const char *)(chunk + 1), *end = chunk_end(part, chunk);

		for (const char *at = start; at < end && n < SAMPLE;) {
			bool due = passed + (size_t)(at - start) >= n * step;

			at = get_record(at, &record);
			key[n] = record_key(&record);
			n += due;
		}
		passed += (size_t)(end - start);
	}
	return n;
}

/* What all keys begin with; a few bytes do not matter. */
static struct slice
common_start(const struct slice *key, size_t n)
{
	struct slice common = n ? key[0] : SLICE_EMPTY;

	for (size_t i = 1; i < n; i++) {
		size_t same = 0;

		while (same < common.length && same < key[i].length &&
			key[i].data[same] == common.data[same])
			same++;
		common.length = same;
	}
	return common.length < COMMON_LEAST ? SLICE_EMPTY : common;
}

static int
compare_places(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return (one > other) - (one < other);
}

/*
 * A place that many keys have gets a part of its own, with which the others need not go: of the
 * borders at it the last is moved behind it.
 */
static void
set_hot_apart(uint64_t from[WAYS])
{
	for (size_t i = 1; i < WAYS; i++)
		if (from[i] == from[i - 1] && from[i] < UINT64_MAX &&
			(i + 1 == WAYS || from[i + 1] != from[i]))
			from[i]++;
}

/* A division by which the keys of a part go to different ones, or NULL. */
static struct division *
division_new(const struct part *part)
{
	struct division *division = memory_zeroed(1, sizeof *division);
	struct slice *key = memory_resize(NULL, SAMPLE, sizeof *key), common;
	uint64_t place[SAMPLE] = { 0 };
	size_t n = take_sample(part, key);

	common = common_start(key, n);
	division->common = memory_string(common);
	division->common_length = common.length;
	for (size_t i = 0; i < n; i++)
		place[i] = key_place(division, key[i]);
	free(key);
	qsort(place, n, sizeof *place, compare_places);
	if (!n || place[0] == place[n - 1]) {
		free_division(division);
		return NULL;
	}
	for (size_t i = 1; i < WAYS; i++)
		division->from[i] = place[i * n / WAYS];
	set_hot_apart(division->from);
	return division;
}

/*
 * Up to BATCH records, into the parts from `first` on. Where a part ends lies anywhere, so it is
 * asked for some records before one is put there.
 */
static void
put_batch(struct piles *piles, struct part *first, const struct division *division,
	const struct pile_record *record, size_t count)
{
	uint64_t place[BATCH];
	size_t part[BATCH] = { 0 };

	if (division) {
		for (size_t i = 0; i < BATCH; i++)
			place[i] = i < count ? key_place(division, record_key(&record[i])) : 0;
		for (size_t i = 0; i < count; i += SIDE)
			find_parts(division, place + i, part + i);
	}
	for (size_t i = 0; i < count; i++) {
		fetch_to_write(first[part[i + NEAR < count ? i + NEAR : i]].at);
		put_record(piles, &first[part[i]], &record[i]);
	}
}

/* The parts from `first` on take what is in `old`. */
static void
move_records(struct piles *piles, const struct division *division, struct part *first,
	const struct part *old)
{
	struct pile_record batch[BATCH];
	struct chunk *next;

	for (struct chunk *chunk = old->first; chunk; chunk = next) {
		const char *end = chunk_end(old, chunk);

		for (const char *at = (const char *)(chunk + 1); at < end;) {
			size_t n = 0;

			for (; at < end && n < BATCH; n++)
				at = get_record(at, &batch[n]);
			put_batch(piles, first, division, batch, n);
		}
		next = chunk->next;
		free_chunk(piles, chunk);
	}
}

/* In the place of a part those into which it is divided. */
static void
divide_part(struct piles *piles, size_t i, const struct division *division)
{
	struct part old = piles->part[i], *first;

	MEMORY_GROW(piles->part, piles->part_capacity, piles->parts + WAYS - 1);
	first = piles->part + i;
	memmove(first + WAYS, first + 1, (piles->parts - i - 1) * sizeof *first);
	memset(first, 0, WAYS * sizeof *first);
	piles->parts += WAYS - 1;
	move_records(piles, division, first, &old);
	for (size_t k = 0; k < WAYS; k++) {
		/*
		 * Keys that begin with something else have the least or the greatest place. What
		 * is common to a part's sample is no less than what was to all of it.
		 */
		bool others = division->from[k] == 0 || k == WAYS - 1;

		first[k].depth = others ? old.depth : division->common_length;
	}
}

/* --- in --- */

/* The keys of the first records tell into which parts those and all others are put. */
static void
divide_first(struct piles *piles)
{
	piles->division = division_new(piles->part);
	if (piles->division)
		divide_part(piles, 0, piles->division);
	else
		piles->undivided *= 2;
}

static bool spill(struct piles *piles);

bool
piles_add(struct piles *piles, const struct pile_record *record, size_t count)
{
	for (size_t i = 0; i < count; i += BATCH) {
		size_t batch = count - i < BATCH ? count - i : BATCH;

		put_batch(piles, piles->part, piles->division, record + i, batch);
		if (!piles->division && piles->taken > piles->undivided)
			divide_first(piles);
		if (piles->taken <= piles->memory)
			continue;
		if (!spill(piles))
			return false;
		start(piles);
	}
	return true;
}

/* --- a part in order --- */

static struct slice
key_of(const void *at)
{
	struct pile_record record;

	get_record(at, &record);
	return record_key(&record);
}

/* Whether all records of a part have one key. */
static bool
is_lone(const struct part *part)
{
	struct pile_record first, record;

	if (!part->first)
		return false;
	get_record((const char *)(part->first + 1), &first);
	for (const struct chunk *chunk = part->first; chunk; chunk = chunk->next) {
		const char *end = chunk_end(part, chunk);

		for (const char *at = (const char *)(chunk + 1); at < end;) {
			at = get_record(at, &record);
			if (!slice_same(record_key(&record), record_key(&first)))
				return false;
		}
	}
	return true;
}

static void
sort_part(struct piles *piles, const struct part *part)
{
	size_t depth = part->depth, n = 0;

	for (const struct chunk *chunk = part->first; chunk; chunk = chunk->next) {
		const char *end = chunk_end(part, chunk), *next;
		struct pile_record record;

		for (const char *at = (const char *)(chunk + 1); at < end; at = next) {
			next = get_record(at, &record);
			MEMORY_GROW(piles->item, piles->item_capacity, n + AHEAD + 1);
			piles->item[n++] =
				(struct radix_item){ radix_prefix(slice_of(record.key + depth,
							     record.key_length - depth)),
					at };
		}
	}
	MEMORY_GROW(piles->scratch, piles->scratch_capacity, n);
	radix_sort_prefixes(piles->item, piles->scratch, n);
	/* No records, but fetched ahead like such. */
	if (n)
		memset(piles->item + n, 0, AHEAD * sizeof *piles->item);
	piles->items = n;
}

/* A pile of one key, which may be nearly all there is, is read as it lies. */
static void
open_part(struct piles *piles, const struct part *part)
{
	piles->items = piles->begin = piles->next = piles->end = piles->settled = 0;
	piles->lone = is_lone(part) ? part : NULL;
	if (!piles->lone) {
		sort_part(piles, part);
		return;
	}
	piles->chunk = part->first;
	piles->at = (const char *)(part->first + 1);
}

/*
 * Where the items of one key end that begin at `begin`; while they are not settled, more of it
 * may follow.
 */
static size_t
same_keys(const struct piles *piles, size_t begin)
{
	const struct radix_item *item = piles->item;
	struct slice key = key_of(item[begin].thing);
	size_t i = begin + 1;

	for (; i < piles->items && item[i].prefix == item[begin].prefix; i++) {
		fetch_to_read(item[i + AHEAD - 1].thing);
		if (!slice_same(key_of(item[i].thing), key))
			break;
	}
	return i;
}

/* Several keys begin alike: all of them in order. */
static void
settle(struct piles *piles, size_t begin)
{
	struct radix_item *item = piles->item;
	size_t end = begin + 1;

	while (end < piles->items && item[end].prefix == item[begin].prefix)
		end++;
	radix_sort(item + begin, piles->scratch, end - begin, key_of);
	piles->settled = end;
}

static void
open_pile(struct piles *piles)
{
	size_t begin = piles->end, end = same_keys(piles, begin);

	if (begin >= piles->settled && end < piles->items &&
		piles->item[end].prefix == piles->item[begin].prefix) {
		settle(piles, begin);
		end = same_keys(piles, begin);
	}
	piles->begin = piles->next = begin;
	piles->end = end;
}

/* On to a part that is small enough; false: there was none any more. */
static bool
next_part(struct piles *piles)
{
	struct division *division;
	struct part *part;

	for (;;) {
		if (piles->next_part == piles->parts) {
			piles->lone = NULL;
			piles->next = piles->end;
			return false;
		}
		part = &piles->part[piles->next_part];
		if (part->whole || bytes_of(part) <= LARGE)
			break;
		division = division_new(part);
		part->whole = !division;
		if (division)
			divide_part(piles, piles->next_part, division);
		free_division(division);
	}
	open_part(piles, part);
	piles->next_part++;
	return true;
}

/* The next pile in memory. */
static bool
next_pile(struct piles *piles)
{
	while (piles->end == piles->items) {
		if (!next_part(piles))
			return false;
		if (piles->lone)
			return true;
	}
	open_pile(piles);
	return true;
}

static struct slice
pile_key(const struct piles *piles)
{
	return key_of(piles->lone ? (const void *)(piles->lone->first + 1)
				  : piles->item[piles->begin].thing);
}

static struct slice
record_of(const struct pile_record *record)
{
	return slice_of(record->key + record->key_length, record->length);
}

static size_t
lone_records(struct piles *piles, struct slice *record, size_t most)
{
	size_t count = 0;

	while (count < most) {
		struct pile_record found;

		if (piles->at == chunk_end(piles->lone, piles->chunk)) {
			if (!piles->chunk->next)
				break;
			piles->chunk = piles->chunk->next;
			piles->at = (const char *)(piles->chunk + 1);
		}
		piles->at = get_record(piles->at, &found);
		record[count++] = record_of(&found);
	}
	return count;
}

static size_t
next_records(struct piles *piles, struct slice *record, size_t most)
{
	const struct radix_item *item = piles->item + piles->next;
	size_t left = piles->end - piles->next, count = left < most ? left : most;

	if (piles->lone)
		return lone_records(piles, record, most);
	for (size_t i = 0; i < count; i++) {
		struct pile_record found;

		get_record(item[i].thing, &found);
		record[i] = record_of(&found);
	}
	piles->next += count;
	return count;
}

/* --- beyond memory --- */

static void
add_to_stream(struct buffer *stream, struct slice record)
{
	char *at = buffer_reserve(stream, VARINT_MOST);

	stream->length += (size_t)(varint_put(at, record.length) - at);
	buffer_add(stream, record);
}

static size_t
cut_off_stream(struct slice *stream, struct slice *record, size_t most)
{
	size_t count = 0;

	for (; count < most && stream->length; count++) {
		uint64_t length;
		const char *at = varint_get(stream->data, &length);

		record[count] = slice_of(at, length);
		at += length;
		*stream = slice_of(at, stream->length - (size_t)(at - stream->data));
	}
	return count;
}

static struct slice
held(const struct buffer *buffer)
{
	return slice_of(buffer->data, buffer->length);
}

static bool
spill(struct piles *piles)
{
	struct slice record;

	if (!piles->spilled)
		piles->spilled =
			sorter_new(piles->memory < SORTER_MEMORY ? piles->memory : SORTER_MEMORY);
	while (next_pile(piles)) {
		buffer_clear(&piles->stream);
		while (next_records(piles, &record, 1))
			add_to_stream(&piles->stream, record);
		if (!sorter_add(piles->spilled, pile_key(piles), held(&piles->stream)))
			return false;
	}
	forget(piles);
	return true;
}

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
	buffer_clear(&piles->stream);
	do {
		buffer_add(&piles->stream, held(&piles->ahead));
		if (!read_ahead(piles))
			return false;
	} while (piles->has_ahead && slice_equal(held(&piles->ahead_key), *key));
	piles->stream_left = held(&piles->stream);
	return true;
}

/* --- out --- */

bool
piles_finish(struct piles *piles)
{
	if (!piles->spilled)
		return true;
	return spill(piles) && sorter_finish(piles->spilled) && read_ahead(piles);
}

bool
piles_next(struct piles *piles, struct slice *key, bool *more)
{
	*key = SLICE_EMPTY;
	if (piles->spilled)
		return next_spilled(piles, key, more);
	*more = next_pile(piles);
	if (*more)
		*key = pile_key(piles);
	return true;
}

size_t
piles_records(struct piles *piles, struct slice *record, size_t most)
{
	return piles->spilled ? cut_off_stream(&piles->stream_left, record, most)
			      : next_records(piles, record, most);
}

bool
piles_again(struct piles *piles)
{
	rewind_parts(piles);
	piles->stream_left = SLICE_EMPTY;
	return !piles->spilled || (sorter_again(piles->spilled) && read_ahead(piles));
}
