#include "unit.h"

#include "table/ranked.h"

static const struct decimal fifth = { 2, 1 }, half = { 5, 1 }, little = { 1, 3 }, all = { 1, 0 };

/* 1 2 3 3 3 7: of six, a fifth is one, a half three. */
START_TEST(equal_ones_stay_together)
{
	int64_t value[] = { 3, 7, 3, 1, 2, 3 };
	struct ranked ranked = { value, NULL, 6 };
	const size_t tile_of_three[] = { 2, 5 }; /* 1 2 | 3 3 3 | 7: starts 2 and 4, moved */

	ranked_sort(&ranked);
	ck_assert_int_eq(value[0], 1);
	ck_assert_int_eq(value[5], 7);
	ck_assert_uint_eq(ranked_top(&ranked, fifth), 5);
	ck_assert_uint_eq(ranked_top(&ranked, little), 5);
	ck_assert_uint_eq(ranked_top(&ranked, half), 2);
	ck_assert_uint_eq(ranked_top(&ranked, all), 0);
	ck_assert_uint_eq(ranked_bottom(&ranked, fifth), 1);
	ck_assert_uint_eq(ranked_bottom(&ranked, half), 5);
	ck_assert_uint_eq(ranked_bottom(&ranked, all), 6);
	for (size_t k = 1; k < 3; k++)
		ck_assert_uint_eq(ranked_tile(&ranked, 3, k), tile_of_three[k - 1]);
}
END_TEST

/* floor(n * share) of the highest, at least one; ties in. */
START_TEST(the_top_counts_in_decimals)
{
	static const struct {
		size_t         count;
		struct decimal share;
		size_t         first;
	} each[] = {
		{ 5,  { 2, 1 },                   4 },
		{ 4,  { 2, 1 },                   3 },
		{ 10, { 2, 1 },                   8 },
		{ 10, { 3, 1 },                   7 },
		{ 10, { 7, 1 },                   3 },
		{ 10, { 299999999999999999, 18 }, 8 },
		{ 10, { 0, 0 },                   9 },
		{ 10, { 1, 0 },                   0 },
		{ 1,  { 1, 2 },                   0 },
	};
	int64_t value[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, tied[] = { 1, 5, 5, 5, 9 };
	struct ranked ties = { tied, NULL, 5 };

	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		struct ranked ranked = { value, NULL, each[i].count };

		ck_assert_uint_eq(ranked_top(&ranked, each[i].share), each[i].first);
	}
	ck_assert_uint_eq(ranked_top(&ties, (struct decimal){ 4, 1 }), 1);
}
END_TEST

START_TEST(places_part_equal_ones)
{
	int64_t value[] = { 3, 7, 3, 1, 2, 3 };
	uint64_t place[] = { 10, 11, 12, 13, 14, 15 };
	const uint64_t order[] = { 13, 14, 15, 12, 10, 11 };
	struct ranked ranked = { value, place, 6 };

	ranked_sort(&ranked);
	for (size_t i = 0; i < 6; i++)
		ck_assert_uint_eq(place[i], order[i]);
	ck_assert_uint_eq(ranked_top(&ranked, half), 3);
	ck_assert_uint_eq(ranked_bottom(&ranked, half), 3);
	ck_assert_uint_eq(ranked_bottom(&ranked, all), 6);
	ck_assert_uint_eq(ranked_tile(&ranked, 3, 1), 2);
	ck_assert_uint_eq(ranked_tile(&ranked, 3, 2), 4);
}
END_TEST

/* As PostgreSQL deals them: 7 into 3 are 3 2 2; 2 into 5 fill the first two. */
START_TEST(tiles_as_in_sql)
{
	int64_t seven[] = { 1, 2, 3, 4, 5, 6, 7 }, two[] = { 1, 2 };
	struct ranked ranked = { seven, NULL, 7 }, few = { two, NULL, 2 };

	ck_assert_uint_eq(ranked_tile(&ranked, 3, 1), 3);
	ck_assert_uint_eq(ranked_tile(&ranked, 3, 2), 5);
	ck_assert_uint_eq(ranked_tile(&few, 5, 1), 1);
	for (size_t k = 2; k < 5; k++)
		ck_assert_uint_eq(ranked_tile(&few, 5, k), 2);
}
END_TEST

#define ROWS_MOST 40

/* What the words say, counted for each row by itself. */
static size_t
rows_above(const struct ranked *ranked, size_t i)
{
	size_t above = 0;

	for (size_t k = 0; k < ranked->count; k++)
		above += ranked->value[k] > ranked->value[i] ||
			(ranked->place && ranked->value[k] == ranked->value[i] &&
				ranked->place[k] < ranked->place[i]);
	return above;
}

static size_t
rows_below(const struct ranked *ranked, size_t i)
{
	size_t below = 0;

	for (size_t k = 0; k < ranked->count; k++)
		below += ranked->value[k] < ranked->value[i] ||
			(ranked->place && ranked->value[k] == ranked->value[i] &&
				ranked->place[k] > ranked->place[i]);
	return below;
}

/* Rows dealt out one after the other, the lower tiles one more. */
static size_t
tile_of(size_t count, size_t tiles, size_t row)
{
	size_t tile = 0;

	for (size_t first = 0;; tile++) {
		size_t rows = count / tiles + (tile < count % tiles);

		if (row < first + rows)
			return tile;
		first += rows;
	}
}

START_TEST(as_counted_row_by_row)
{
	uint64_t random = 20260701;

	for (int round = 0; round < 4000; round++) {
		int64_t value[ROWS_MOST];
		uint64_t place[ROWS_MOST];
		struct ranked ranked = { value, round % 2 ? place : NULL, 0 };
		struct decimal share;
		size_t tiles, rows, top, bottom;

		random = random * 6364136223846793005u + 1442695040888963407u;
		ranked.count = 1 + (random >> 33) % ROWS_MOST;
		tiles = 2 + (random >> 40) % 9;
		share = (struct decimal){ 1 + (random >> 45) % 100, 2 };
		for (size_t i = 0; i < ranked.count; i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			value[i] = (int64_t)((random >> 33) % 12);
			place[i] = i;
		}
		ranked_sort(&ranked);
		rows = ranked.count * (size_t)share.units / 100;
		rows = rows ? rows : 1;
		top = ranked_top(&ranked, share);
		bottom = ranked_bottom(&ranked, share);
		for (size_t i = 0; i < ranked.count; i++) {
			size_t tile = 0;

			ck_assert_int_eq(i >= top, rows_above(&ranked, i) < rows);
			ck_assert_int_eq(i < bottom, rows_below(&ranked, i) < rows);
			for (size_t k = 1; k < tiles; k++)
				tile += ranked_tile(&ranked, tiles, k) <= i;
			ck_assert_uint_eq(
				tile, tile_of(ranked.count, tiles, rows_below(&ranked, i)));
		}
	}
}
END_TEST

/* Of many rows: upwards by value, the later row below, nothing lost. */
START_TEST(many_rows_with_places)
{
	enum { MANY = 5000 };
	static int64_t value[MANY];
	static uint64_t place[MANY];
	struct ranked ranked = { value, place, MANY };
	uint64_t random = 12345, sum = 0;

	for (size_t i = 0; i < MANY; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		value[i] = (int64_t)(random >> 33) % 300 - 150;
		/* The places of two files, in no order. */
		place[i] = (i * 7919 % MANY) + (i % 2 ? (uint64_t)1 << 40 : 0);
	}
	value[17] = INT64_MIN + 1;
	value[18] = INT64_MAX;
	for (size_t i = 0; i < MANY; i++)
		sum += ((uint64_t)value[i] | 1) * place[i];
	ranked_sort(&ranked);
	ck_assert(value[0] == INT64_MIN + 1 && value[MANY - 1] == INT64_MAX);
	for (size_t i = 1; i < MANY; i++) {
		ck_assert(value[i - 1] <= value[i]);
		if (value[i - 1] == value[i])
			ck_assert(place[i - 1] > place[i]);
	}
	for (size_t i = 0; i < MANY; i++)
		sum -= ((uint64_t)value[i] | 1) * place[i];
	ck_assert_uint_eq(sum, 0);
}
END_TEST

SUITE(table_ranked)
{
	Suite *suite = suite_create("table/ranked");
	TCase *tcase = tcase_create("ranked");

	tcase_add_test(tcase, equal_ones_stay_together);
	tcase_add_test(tcase, the_top_counts_in_decimals);
	tcase_add_test(tcase, places_part_equal_ones);
	tcase_add_test(tcase, many_rows_with_places);
	tcase_add_test(tcase, tiles_as_in_sql);
	tcase_add_test(tcase, as_counted_row_by_row);
	suite_add_tcase(suite, tcase);
	return suite;
}
