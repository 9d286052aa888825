#include "table/radix.h"

#include <stdlib.h>
#include <string.h>

#include "value/memory.h"

#define PREFIX sizeof(uint64_t)
#define PREFIX_BITS (8 * PREFIX)
#define DIGIT_BITS 10
#define DIGIT_SIZE (1 << DIGIT_BITS)
#define DIGITS ((PREFIX_BITS + DIGIT_BITS - 1) / DIGIT_BITS)
#define FEW 24   /* up to here insertion is quicker than counting digits */
#define AHEAD 12 /* things whose keys are fetched before they are needed */

/* Things that are equal in the `depth` bytes before. */
struct run {
	size_t start, n, depth;
};

struct runs {
	struct run *run;
	size_t count, capacity;
};

static size_t
digit(const struct radix_item *item, size_t d)
{
	return item->prefix >> (DIGIT_BITS * d) & (DIGIT_SIZE - 1);
}

static struct slice
key_after(struct slice key, size_t depth)
{
	return key.length > depth ? slice_of(key.data + depth, key.length - depth) : SLICE_EMPTY;
}

uint64_t
radix_short_prefix(struct slice key)
{
	uint64_t prefix = 0;

	for (size_t i = 0; i < PREFIX; i++)
		prefix = prefix << 8 | (i < key.length ? (unsigned char)key.data[i] : 0);
	return prefix;
}

/* Few things at once, by all that is left of their keys. */
static void
few_sort(struct radix_item *item, size_t n, radix_key *key, size_t depth)
{
	for (size_t i = 1; i < n; i++) {
		struct radix_item moving = item[i];
		struct slice text = key_after(key(moving.thing), depth);
		size_t at = i;

		for (; at > 0; at--) {
			if (slice_compare(key_after(key(item[at - 1].thing), depth), text) <= 0)
				break;
			item[at] = item[at - 1];
		}
		item[at] = moving;
	}
}

/*
 * The bits in which prefixes differ, moved together: so many passes fewer where keys are
 * numbers. What is equal or greater stays so.
 */
static unsigned
prefix_squeeze(struct radix_item *item, size_t n)
{
	uint64_t differing = 0, run[PREFIX_BITS / 2] = { 0 };
	unsigned shift[PREFIX_BITS / 2] = { 0 }, runs = 0, bits = 0;

	for (size_t i = 1; i < n; i++)
		differing |= item[i].prefix ^ item[0].prefix;
	for (uint64_t left = differing; left; runs++) {
		uint64_t lowest = left & -left;

		run[runs] = left & ~(left + lowest);
		shift[runs] = (unsigned)__builtin_ctzll(lowest) - bits;
		bits += (unsigned)__builtin_popcountll(run[runs]);
		left &= ~run[runs];
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t prefix = 0;

		for (unsigned r = 0; r < runs; r++)
			prefix |= (item[i].prefix & run[r]) >> shift[r];
		item[i].prefix = prefix;
	}
	return bits;
}

/* By prefix, least significant digit first. */
static void
prefix_sort(struct radix_item *item, struct radix_item *scratch, size_t n)
{
	size_t count[DIGITS][DIGIT_SIZE];
	size_t digits = (prefix_squeeze(item, n) + DIGIT_BITS - 1) / DIGIT_BITS;
	struct radix_item *from = item, *to = scratch;

	memset(count, 0, digits * sizeof count[0]);
	for (size_t i = 0; i < n; i++)
		for (size_t d = 0; d < digits; d++)
			count[d][digit(&item[i], d)]++;
	for (size_t d = 0; d < digits; d++) {
		struct radix_item *swap = from;
		size_t place = 0;

		for (size_t v = 0; v < DIGIT_SIZE; v++) {
			size_t here = count[d][v];

			count[d][v] = place;
			place += here;
		}
		for (size_t i = 0; i < n; i++)
			to[count[d][digit(&from[i], d)]++] = from[i];
		from = to;
		to = swap;
	}
	if (from != item)
		memcpy(item, from, n * sizeof *item);
}

static void
few_prefixes_sort(struct radix_item *item, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct radix_item moving = item[i];
		size_t at = i;

		for (; at > 0 && item[at - 1].prefix > moving.prefix; at--)
			item[at] = item[at - 1];
		item[at] = moving;
	}
}

void
radix_sort_prefixes(struct radix_item *item, struct radix_item *scratch, size_t n)
{
	if (n <= FEW)
		few_prefixes_sort(item, n);
	else
		prefix_sort(item, scratch, n);
}

/*
 * A run of equal prefixes: keys that ended within the prefix come first, the shorter
 * before the longer (what was taken for missing bytes in one are NULs in the other).
 * Returns how many ended.
 */
static size_t
ended_first(
	struct radix_item *item, struct radix_item *scratch, size_t n, radix_key *key, size_t depth)
{
	size_t count[PREFIX + 1] = { 0 }, place = 0, ended;

	for (size_t i = 0; i < n; i++) {
		size_t left = key_after(key(item[i].thing), depth).length;

		item[i].prefix = left < PREFIX ? left : PREFIX;
		count[item[i].prefix]++;
	}
	ended = n - count[PREFIX];
	if (count[item[0].prefix] == n)
		return ended;
	for (size_t v = 0; v <= PREFIX; v++) {
		size_t here = count[v];

		count[v] = place;
		place += here;
	}
	for (size_t i = 0; i < n; i++)
		scratch[count[item[i].prefix]++] = item[i];
	memcpy(item, scratch, n * sizeof *item);
	return ended;
}

static void
run_sort(struct radix_item *item, struct radix_item *scratch, struct run run, radix_key *key,
	struct runs *runs)
{
	size_t end;

	for (size_t i = 0; i < run.n; i++) {
		if (i + AHEAD < run.n)
			__builtin_prefetch(item[i + AHEAD].thing);
		item[i].prefix = radix_prefix(key_after(key(item[i].thing), run.depth));
	}
	prefix_sort(item, scratch, run.n);
	for (size_t start = 0; start < run.n; start = end) {
		size_t ended;

		for (end = start + 1; end < run.n && item[end].prefix == item[start].prefix; end++)
			;
		if (end - start <= FEW) {
			few_sort(item + start, end - start, key, run.depth);
			continue;
		}
		ended = ended_first(item + start, scratch, end - start, key, run.depth);
		if (end - start - ended > 1) {
			MEMORY_GROW(runs->run, runs->capacity, runs->count + 1);
			runs->run[runs->count++] = (struct run){ run.start + start + ended,
				end - start - ended, run.depth + PREFIX };
		}
	}
}

void
radix_sort(struct radix_item *item, struct radix_item *scratch, size_t n, radix_key *key)
{
	struct runs runs = { NULL, 0, 0 };
	struct run run = { 0, n, 0 };

	if (n <= FEW) {
		few_sort(item, n, key, 0);
		return;
	}
	/* A list of what is left to do rather than recursion: keys may be 64 KiB alike. */
	for (;;) {
		run_sort(item + run.start, scratch, run, key, &runs);
		if (runs.count == 0)
			break;
		run = runs.run[--runs.count];
	}
	free(runs.run);
}
