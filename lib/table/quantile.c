#include "table/quantile.h"

#include <stdlib.h>
#include <string.h>

#include "value/memory.h"

#define DIGITS sizeof(int64_t)
#define DIGIT_SIZE 256
#define FEW 64        /* up to here insertion is quicker than counting digits */
#define SCALE_MOST 18 /* of a decimal */

/* Unsigned, in the same order. */
static uint64_t
sortable(int64_t x)
{
	return (uint64_t)x ^ (uint64_t)1 << 63;
}

static void
few_sort(int64_t *value, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		int64_t moving = value[i];
		size_t at = i;

		for (; at > 0 && value[at - 1] > moving; at--)
			value[at] = value[at - 1];
		value[at] = moving;
	}
}

void
values_sort(int64_t *value, size_t n)
{
	size_t count[DIGITS][DIGIT_SIZE] = { { 0 } };
	int64_t *from = value, *scratch, *to;
	bool sorted = true;

	if (n <= FEW) {
		few_sort(value, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t x = sortable(value[i]);

		for (size_t d = 0; d < DIGITS; d++)
			count[d][x >> (8 * d) & 0xff]++;
		sorted = sorted && (i == 0 || value[i - 1] <= value[i]);
	}
	if (sorted)
		return;
	scratch = memory_resize(NULL, n, sizeof *scratch);
	to = scratch;
	for (size_t d = 0; d < DIGITS; d++) {
		int64_t *swap = from;
		size_t place = 0;

		if (count[d][sortable(from[0]) >> (8 * d) & 0xff] == n)
			continue;
		for (size_t v = 0; v < DIGIT_SIZE; v++) {
			size_t here = count[d][v];

			count[d][v] = place;
			place += here;
		}
		for (size_t i = 0; i < n; i++)
			to[count[d][sortable(from[i]) >> (8 * d) & 0xff]++] = from[i];
		from = to;
		to = swap;
	}
	if (from != value)
		memcpy(value, from, n * sizeof *value);
	free(scratch);
}

/*
 * The quantile of k / bins lies between value[i] and value[i + 1], i = floor((n - 1) k /
 * bins), and is value[i + 1] only where that equals value[i]: so the largest value that
 * is not above it is value[i].
 */
void
quantile_cuts(const int64_t *value, size_t n, size_t bins, int64_t *cut)
{
	for (size_t k = 1; k < bins; k++)
		cut[k - 1] = value[(size_t)((unsigned __int128)(n - 1) * k / bins)];
}

size_t
cut_bin(const int64_t *cut, size_t cuts, int64_t x)
{
	size_t below = 0;

	while (cuts > 0) {
		size_t half = cuts / 2;

		if (cut[below + half] < x) {
			below += half + 1;
			cuts -= half + 1;
		} else {
			cuts = half;
		}
	}
	return below + 1;
}

static __int128
power_of_ten(int n)
{
	__int128 power = 1;

	while (n-- > 0)
		power *= 10;
	return power;
}

static bool
share_is_valid(struct decimal share)
{
	return share.scale >= 0 && share.scale <= SCALE_MOST && share.units >= 0 &&
		share.units <= power_of_ten(share.scale);
}

/*
 * Nothing here can overflow: a share has at most 18 decimals, so that the products stay
 * under 2^64 * 10^18 < 2^127, and the quantile lies between two values.
 */
bool
quantile_value(const int64_t *value, size_t n, struct decimal share, struct decimal *result)
{
	__int128 one, position, units;
	size_t i;
	int scale;

	if (!share_is_valid(share))
		return false;
	one = power_of_ten(share.scale);
	position = (__int128)(n - 1) * share.units;
	i = (size_t)(position / one);
	units = value[i] * one;
	if (position % one)
		units += position % one * ((__int128)value[i + 1] - value[i]);
	for (scale = share.scale; scale > 0 && units % 10 == 0; scale--)
		units /= 10;
	*result = (struct decimal){ units, scale };
	return true;
}
