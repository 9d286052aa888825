#include "table/radix.h"

#include <stdlib.h>
#include <string.h>

#include "value/memory.h"

#define PREFIX sizeof(uint64_t)
#define DIGITS PREFIX
#define DIGIT_SIZE 256
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

static struct slice
key_after(struct slice key, size_t depth)
{
	return key.length > depth ? slice_of(key.data + depth, key.length - depth) : SLICE_EMPTY;
}

uint64_t
radix_prefix(struct slice key)
{
	unsigned char byte[PREFIX] = { 0 };
	uint64_t prefix = 0;

	if (key.length >= PREFIX)
		memcpy(byte, key.data, PREFIX);
	else
		for (size_t i = 0; i < key.length; i++)
			byte[i] = (unsigned char)key.data[i];
	for (size_t i = 0; i < PREFIX; i++)
		prefix = prefix << 8 | byte[i];
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

/* By prefix, least significant digit first; digits that all things share cost nothing. */
static void
prefix_sort(struct radix_item *item, struct radix_item *scratch, size_t n)
{
	size_t count[DIGITS][DIGIT_SIZE] = { { 0 } };
	struct radix_item *from = item, *to = scratch;

	for (size_t i = 0; i < n; i++)
		for (size_t d = 0; d < DIGITS; d++)
			count[d][item[i].prefix >> (8 * d) & 0xff]++;
	for (size_t d = 0; d < DIGITS; d++) {
		struct radix_item *swap = from;
		size_t place = 0;

		if (count[d][from[0].prefix >> (8 * d) & 0xff] == n)
			continue;
		for (size_t v = 0; v < DIGIT_SIZE; v++) {
			size_t here = count[d][v];

			count[d][v] = place;
			place += here;
		}
		for (size_t i = 0; i < n; i++)
			to[count[d][from[i].prefix >> (8 * d) & 0xff]++] = from[i];
		from = to;
		to = swap;
	}
	if (from != item)
		memcpy(item, from, n * sizeof *item);
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
