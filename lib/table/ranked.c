/* Rows in the order of a value: see ranked.h. */
#include "table/ranked.h"

#include <stdlib.h>

#include "table/quantile.h"
#include "value/memory.h"

struct placed {
	int64_t  value;
	uint64_t place;
};

static int
placed_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->place < y->place) - (x->place > y->place);
}

void
ranked_sort(struct ranked *ranked)
{
	struct placed *row;

	if (!ranked->place) {
		values_sort(ranked->value, ranked->count);
		return;
	}
	row = memory_zeroed(ranked->count, sizeof *row);
	for (size_t i = 0; i < ranked->count; i++)
		row[i] = (struct placed){ ranked->value[i], ranked->place[i] };
	qsort(row, ranked->count, sizeof *row, placed_order);
	for (size_t i = 0; i < ranked->count; i++) {
		ranked->value[i] = row[i].value;
		ranked->place[i] = row[i].place;
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
