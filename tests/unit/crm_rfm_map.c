#include <stdio.h>
#include <string.h>

#include "crm/rfm_map.h"
#include "unit.h"

static const char *
segment_of(const struct rfm_map *map, unsigned r, unsigned f, unsigned m)
{
	struct slice name = rfm_map_find(map, (const unsigned[RFM_MEASURES]){ r, f, m });

	return name.data;
}

static void
builtin_of(struct rfm_map *map, size_t r, size_t f, size_t m)
{
	rfm_map_init(map);
	rfm_map_builtin(map, (const size_t[RFM_MEASURES]){ r, f, m }, RFM_ENGLISH);
}

/* All 125 places by letter: a line a recency, a text a frequency, in it monetary. */
START_TEST(five_bins)
{
	static const char initial[5][5][6] = {
		{ "LLLLL", "LLLLL", "AAAAA", "AAACC", "AAACC" },
		{ "HHHHH", "HHHHH", "AAAAA", "AAACC", "AAACC" },
		{ "SSSSS", "SSNNN", "SSNNN", "YYYYY", "YYYYY" },
		{ "RRRRR", "PPPPP", "PPPPP", "YYY**", "YYY**" },
		{ "WWWWW", "PPPPP", "PPPPP", "YYY**", "YYY**" },
	};
	static const char *const name[128] = {
		['L'] = "Lost",
		['A'] = "At Risk",
		['C'] = "Can't Lose Them",
		['H'] = "Hibernating",
		['S'] = "About To Sleep",
		['N'] = "Need Attention",
		['Y'] = "Loyal Customers",
		['R'] = "Promising",
		['P'] = "Potential Loyalist",
		['W'] = "New Customers",
		['*'] = "Champions",
	};
	struct rfm_map map;

	builtin_of(&map, 5, 5, 5);
	for (unsigned r = 1; r <= 5; r++)
		for (unsigned f = 1; f <= 5; f++)
			for (unsigned m = 1; m <= 5; m++)
				ck_assert_str_eq(segment_of(&map, r, f, m),
					name[(unsigned char)initial[r - 1][f - 1][m - 1]]);
	ck_assert_uint_eq(map.segments, 11);
	rfm_map_release(&map);
}
END_TEST

START_TEST(no_hole_for_any_bins)
{
	static const size_t count[] = { 2, 3, 4, 5, 6, 7, 9, 10, 13, 100 };
	const size_t counts = sizeof count / sizeof *count;

	for (size_t i = 0; i < counts * counts * counts; i++) {
		size_t bins[] = { count[i % counts], count[i / counts % counts],
			count[i / counts / counts] };
		struct rfm_map map;

		builtin_of(&map, bins[0], bins[1], bins[2]);
		/* Every edge and every step matters, most of 100 x 100 x 100 does not. */
		for (unsigned r = 1; r <= bins[0]; r += 1 + r / 20)
			for (unsigned f = 1; f <= bins[1]; f += 1 + f / 20)
				for (unsigned m = 1; m <= bins[2]; m += 1 + m / 20)
					ck_assert_str_ne(segment_of(&map, r, f, m), RFM_OTHERS);
		rfm_map_release(&map);
	}
}
END_TEST

START_TEST(other_numbers_of_bins)
{
	struct rfm_map map;

	builtin_of(&map, 3, 3, 3);       /* 1 2 3 are 1 3 5 of five */
	ck_assert_str_eq(segment_of(&map, 3, 3, 3), "Champions");
	ck_assert_str_eq(segment_of(&map, 3, 3, 2), "Loyal Customers");
	ck_assert_str_eq(segment_of(&map, 2, 2, 2), "Need Attention");
	ck_assert_str_eq(segment_of(&map, 1, 3, 3), "Can't Lose Them");
	ck_assert_str_eq(segment_of(&map, 1, 1, 1), "Lost");
	ck_assert_uint_eq(map.segments, 9);      /* Promising and Hibernating are out of reach */
	rfm_map_release(&map);

	builtin_of(&map, 10, 10, 10);    /* two of ten are one of five */
	ck_assert_str_eq(segment_of(&map, 10, 10, 10), "Champions");
	ck_assert_str_eq(segment_of(&map, 7, 7, 7), "Champions");
	ck_assert_str_eq(segment_of(&map, 6, 7, 7), "Loyal Customers");
	ck_assert_str_eq(segment_of(&map, 8, 2, 10), "Promising");
	ck_assert_str_eq(segment_of(&map, 9, 2, 10), "New Customers");
	ck_assert_str_eq(segment_of(&map, 2, 2, 2), "Lost");
	ck_assert_str_eq(segment_of(&map, 3, 2, 2), "Hibernating");
	rfm_map_release(&map);

	builtin_of(&map, 9, 9, 9);       /* 1 23 456 78 9 */
	ck_assert_str_eq(segment_of(&map, 2, 1, 1), "Hibernating");
	ck_assert_str_eq(segment_of(&map, 4, 1, 1), "About To Sleep");
	ck_assert_str_eq(segment_of(&map, 7, 7, 7), "Champions");
	ck_assert_str_eq(segment_of(&map, 6, 7, 7), "Loyal Customers");
	ck_assert_str_eq(segment_of(&map, 8, 1, 1), "Promising");
	ck_assert_str_eq(segment_of(&map, 9, 1, 1), "New Customers");
	rfm_map_release(&map);
}
END_TEST

START_TEST(the_first_match_wins)
{
	struct rfm_map map;

	rfm_map_init(&map);
	rfm_map_add(&map,
		(struct rfm_segment){ slice_from("first"), { { 2, 3 }, { 1, 5 }, { 4, 4 } } });
	rfm_map_add(&map,
		(struct rfm_segment){ slice_from("second"), { { 3, 5 }, { 1, 5 }, { 1, 5 } } });
	ck_assert_str_eq(segment_of(&map, 3, 1, 4), "first");
	ck_assert_str_eq(segment_of(&map, 3, 1, 5), "second");
	ck_assert_str_eq(segment_of(&map, 2, 1, 5), "Others");
	ck_assert_str_eq(segment_of(&map, 1, 1, 4), "Others");
	rfm_map_release(&map);
	ck_assert_str_eq(segment_of(&map, 3, 1, 4), "Others");
}
END_TEST

static void
keep_complaint(void *context, uint64_t line, int column, const char *message)
{
	char *text = context;
	size_t length = strlen(text);

	snprintf(text + length, 500 - length, "%d,%d: %s\n", (int)line, column, message);
}

static void
read_row(struct rfm_map *map, uint64_t line, const char *const text[RFM_MAP_COLUMNS], char *said)
{
	struct slice field[RFM_MAP_COLUMNS];

	for (int i = 0; i < RFM_MAP_COLUMNS; i++)
		field[i] = slice_from(text[i]);
	rfm_map_read(map, line, field, (const size_t[]){ 5, 5, 3 }, keep_complaint, said);
}

START_TEST(rows_are_read)
{
	struct rfm_map map;
	char said[500] = "";

	rfm_map_init(&map);
	read_row(&map, 2, (const char *[]){ "hot", "4", "5", "", "2", "3", "" }, said);
	ck_assert_str_eq(said, "");
	ck_assert_str_eq(segment_of(&map, 4, 1, 3), "hot");
	ck_assert_str_eq(segment_of(&map, 4, 3, 3), "Others");
	ck_assert_str_eq(segment_of(&map, 4, 2, 2), "Others");
	ck_assert_str_eq(segment_of(&map, 3, 2, 3), "Others");
	rfm_map_release(&map);
}
END_TEST

START_TEST(all_faults_of_a_row_are_said)
{
	struct rfm_map map;
	char said[500] = "";

	rfm_map_init(&map);
	read_row(&map, 7, (const char *[]){ " ", "0", "6", "4", "3", "x", "4" }, said);
	ck_assert_str_eq(said,
		"7,0: a segment needs a name\n"
		"7,1: a score here is 1 to 5\n"
		"7,2: a score here is 1 to 5\n"
		"7,4: the range ends before it begins\n"
		"7,5: a score here is 1 to 3\n"
		"7,6: a score here is 1 to 3\n");
	rfm_map_release(&map);
}
END_TEST

SUITE(crm_rfm_map)
{
	Suite *suite = suite_create("crm/rfm_map");
	TCase *builtin = tcase_create("builtin");
	TCase *given = tcase_create("given");

	tcase_set_timeout(builtin, 60); /* a thousand maps take their time on a busy machine */
	tcase_add_test(builtin, five_bins);
	tcase_add_test(builtin, no_hole_for_any_bins);
	tcase_add_test(builtin, other_numbers_of_bins);
	tcase_add_test(given, the_first_match_wins);
	tcase_add_test(given, rows_are_read);
	tcase_add_test(given, all_faults_of_a_row_are_said);
	suite_add_tcase(suite, builtin);
	suite_add_tcase(suite, given);
	return suite;
}
