/* Rows in the order of a value: see ranked.h. */
#include "table/ranked.h"

#include <stdlib.h>

#include "table/quantile.h"
#include "value/memory.h"

#define DIGITS     (2 * sizeof(uint64_t))
#define DIGIT_SIZE 256
#define FEW        64 /* up to here comparing is quicker than counting digits */

struct placed {
	uint64_t word[2]; /* the place and the value, so turned that unsigned order is ours */
};

static struct placed
placed_of(int64_t value, uint64_t place)
{
	return (struct placed){ { ~place, (uint64_t)value ^ (uint64_t)1 << 63 } };
}

static unsigned
digit(const struct placed *placed, size_t d)
{
	return placed->word[d / sizeof(uint64_t)] >> (8 * (d % sizeof(uint64_t))) & 0xff;
}

static int
placed_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	for (size_t i = 2; i-- > 0;)
		if (x->word[i] != y->word[i])
			return x->word[i] < y->word[i] ? -1 : 1;
	return 0;
}

/* By digits, the last one first. Where the order ends up: in row or in scratch. */
static struct placed *
placed_sort(struct placed *row, struct placed *scratch, size_t n)
{
	size_t count[DIGITS][DIGIT_SIZE] = { { 0 } };

	for (size_t i = 0; i < n; i++)
		for (size_t d = 0; d < DIGITS; d++)
			count[d][digit(&row[i], d)]++;
	for (size_t d = 0; d < DIGITS; d++) {
		struct placed *sorted = scratch;
		size_t begin = 0;

		if (count[d][digit(&row[0], d)] == n)
			continue;
		for (size_t v = 0; v < DIGIT_SIZE; v++) {
			size_t here = count[d][v];

			count[d][v] = begin;
			begin += here;
		}
		for (size_t i = 0; i < n; i++)
			sorted[count[d][digit(&row[i], d)]++] = row[i];
		scratch = row;
		row = sorted;
	}
	return row;
}

void
ranked_sort(struct ranked *ranked)
{
	struct placed *row, *sorted;
	size_t n = ranked->count;

	if (!ranked->place) {
		values_sort(ranked->value, n);
		return;
	}
	/* Room for both orders. */
	sorted = row = memory_resize(NULL, 2 * n + 1, sizeof *row);
	for (size_t i = 0; i < n; i++)
		row[i] = placed_of(ranked->value[i], ranked->place[i]);
	if (n > FEW)
		sorted = placed_sort(row, row + n, n);
	else
		qsort(row, n, sizeof *row, placed_order);
	for (size_t i = 0; i < n; i++) {
		ranked->value[i] = (int64_t)(sorted[i].word[1] ^ (uint64_t)1 << 63);
		ranked->place[i] = ~sorted[i].word[0];
	}
	free(row);
}

static size_t
rows_of_share(size_t count, struct decimal share)
{
	__int128 one = 1, rows;

	for (int i = 0; i < share.scale; i++)
		one *= 10;
	rows = (__int128)count * share.units / one;
	return rows < 1 ? 1 : rows > (__int128)count ? count : (size_t)rows;
}

/* The first of those equal to the one at i. */
static size_t
first_equal(const struct ranked *ranked, size_t i)
{
	size_t low = 0, high = i;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ranked->value[middle] < ranked->value[i])
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first greater than the one at i. */
static size_t
first_above(const struct ranked *ranked, size_t i)
{
	size_t low = i, high = ranked->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ranked->value[middle] <= ranked->value[i])
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
ranked_top(const struct ranked *ranked, struct decimal share)
{
	size_t first = ranked->count - rows_of_share(ranked->count, share);

	return ranked->place ? first : first_equal(ranked, first);
}

size_t
ranked_bottom(const struct ranked *ranked, struct decimal share)
{
	size_t rows = rows_of_share(ranked->count, share);

	return ranked->place ? rows : first_above(ranked, rows - 1);
}

size_t
ranked_tile(const struct ranked *ranked, size_t tiles, size_t k)
{
	size_t larger = ranked->count % tiles;
	size_t first = ranked->count / tiles * k + (k < larger ? k : larger);

	if (first >= ranked->count || ranked->place || first_equal(ranked, first) == first)
		return first;
	return first_above(ranked, first);
}
