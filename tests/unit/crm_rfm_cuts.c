#include <stdio.h>
#include <string.h>

#include "crm/rfm_cuts.h"
#include "unit.h"

/* What was complained of, one a line. */
struct complaints {
	char   text[1000];
	size_t length;
};

static void
keep_complaint(void *context, uint64_t line, int column, const char *message)
{
	struct complaints *said = context;

	said->length += (size_t)snprintf(said->text + said->length,
		sizeof said->text - said->length, "%d,%d: %s\n", (int)line, column, message);
}

/* Makes scales of "measure score up_to" rows, the first on line 2; what was wrong goes to *said. */
static bool
make_scales(struct rfm_scale scale[RFM_MEASURES], const char *const row[][RFM_CUTS_COLUMNS],
	size_t rows, struct complaints *said)
{
	struct rfm_cuts cuts;
	bool good;

	memset(said, 0, sizeof *said);
	rfm_cuts_init(&cuts, rfm_measure_names);
	for (size_t i = 0; i < rows; i++) {
		struct slice field[RFM_CUTS_COLUMNS];

		for (int k = 0; k < RFM_CUTS_COLUMNS; k++)
			field[k] = slice_from(row[i][k]);
		rfm_cuts_add(&cuts, i + 2, field, keep_complaint, said);
	}
	good = rfm_cuts_scales(&cuts, scale, keep_complaint, said);
	rfm_cuts_release(&cuts);
	return good;
}

#define ROWS(array) array, sizeof(array) / sizeof *(array)

/* In any order; figures of the R package rfm 0.3.0. */
START_TEST(a_table_becomes_scales)
{
	static const char *const row[][RFM_CUTS_COLUMNS] = {
		{ "monetary", "5", "" },
		{ "monetary", "1", "255" },
		{ "monetary", "2", "381.00" },
		{ "monetary", "3", "506.4" },
		{ "monetary", "4", "1,665.0001" },
		{ "recency_days", "5", "114" },
		{ "recency_days", "4", "180" },
		{ "recency_days", "3", "297" },
		{ "recency_days", "2", "481" },
		{ "recency_days", "1", " " },
		{ " frequency ", "2", "" },
		{ "frequency", "1", "-3" },
	};
	struct rfm_scale scale[RFM_MEASURES];
	struct complaints said;

	ck_assert(make_scales(scale, ROWS(row), &said));
	ck_assert_str_eq(said.text, "");
	ck_assert_uint_eq(scale[RFM_RECENCY].bins, 5);
	ck_assert_int_eq(scale[RFM_RECENCY].cut[0], 114);
	ck_assert_int_eq(scale[RFM_RECENCY].cut[3], 481);
	ck_assert_uint_eq(scale[RFM_FREQUENCY].bins, 2);
	ck_assert_int_eq(scale[RFM_FREQUENCY].cut[0], -3);
	ck_assert_uint_eq(scale[RFM_MONETARY].bins, 5);
	ck_assert_int_eq(scale[RFM_MONETARY].cut[2], 5064000);
	ck_assert_int_eq(scale[RFM_MONETARY].cut[3], 16650001);
}
END_TEST

/* A scale written as a table and read again scores as before, equal cuts included. */
START_TEST(round_trip)
{
	static char text[RFM_MEASURES * RFM_BINS_MOST][RFM_CUTS_COLUMNS][NUMBER_TEXT];
	static const char *row[RFM_MEASURES * RFM_BINS_MOST][RFM_CUTS_COLUMNS];

	for (size_t bins = RFM_BINS_LEAST; bins <= RFM_BINS_MOST; bins++) {
		struct rfm_scale fitted[RFM_MEASURES], read[RFM_MEASURES];
		struct complaints said;
		size_t rows = 0;

		for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
			int64_t value[60];

			for (int64_t i = 0; i < 60; i++)
				value[i] = i * i * 31 % 47 - 20;
			rfm_scale_fit(&fitted[m], bins, value, 60);
			for (size_t bin = 0; bin < bins; bin++, rows++) {
				struct slice field[RFM_CUTS_COLUMNS];
				struct rfm_cuts_text space;

				rfm_cuts_row(
					&fitted[m], m, rfm_measure_names[m], bin, &space, field);
				for (int k = 0; k < RFM_CUTS_COLUMNS; k++) {
					snprintf(text[rows][k], NUMBER_TEXT, "%.*s",
						(int)field[k].length, field[k].data);
					row[rows][k] = text[rows][k];
				}
			}
		}
		ck_assert(make_scales(read, row, rows, &said));
		for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++)
			for (int64_t x = -25; x < 50; x++)
				ck_assert_uint_eq(
					rfm_score(&read[m], m, x), rfm_score(&fitted[m], m, x));
	}
}
END_TEST

START_TEST(recency_is_written_from_its_best_score)
{
	static const struct rfm_scale scale = { 3, { 30, 90 } };
	struct slice field[RFM_CUTS_COLUMNS];
	struct rfm_cuts_text text;

	rfm_cuts_row(&scale, RFM_RECENCY, rfm_measure_names[RFM_RECENCY], 0, &text, field);
	ck_assert(slice_is(field[RFM_CUTS_MEASURE], "recency_days"));
	ck_assert(slice_is(field[RFM_CUTS_SCORE], "3"));
	ck_assert(slice_is(field[RFM_CUTS_UP_TO], "30"));
	rfm_cuts_row(&scale, RFM_RECENCY, rfm_measure_names[RFM_RECENCY], 2, &text, field);
	ck_assert(slice_is(field[RFM_CUTS_SCORE], "1"));
	ck_assert(slice_is(field[RFM_CUTS_UP_TO], ""));
	rfm_cuts_row(&scale, RFM_MONETARY, rfm_measure_names[RFM_MONETARY], 1, &text, field);
	ck_assert(slice_is(field[RFM_CUTS_SCORE], "2"));
	ck_assert(slice_is(field[RFM_CUTS_UP_TO], "0.009"));
}
END_TEST

START_TEST(bad_rows_are_all_said)
{
	static const char *const row[][RFM_CUTS_COLUMNS] = {
		{ "recency", "1", "" },
		{ "recency_days", "0", "1" },
		{ "recency_days", "101", "1" },
		{ "recency_days", "2", "1.5" },
		{ "monetary", "2", "1.00001" },
		{ "monetary", "2", "x" },
	};
	struct rfm_scale scale[RFM_MEASURES];
	struct complaints said;

	ck_assert(!make_scales(scale, ROWS(row), &said));
	ck_assert_str_eq(said.text,
		"2,0: a measure is recency_days, frequency or monetary\n"
		"3,1: a score is 1 to 100\n"
		"4,1: a score is 1 to 100\n"
		"5,2: recency_days goes up to a whole number\n"
		"6,2: monetary goes up to an amount, of four decimals at most\n"
		"7,2: monetary goes up to an amount, of four decimals at most\n");
}
END_TEST

START_TEST(bad_tables_are_all_said)
{
	static const char *const ends[][RFM_CUTS_COLUMNS] = {
		{ "recency_days", "3", "30" },
		{ "recency_days", "2", "29" },
		{ "recency_days", "1", "900" },
		{ "frequency", "1", "1" },
		{ "frequency", "1", "2" },
		{ "frequency", "2", "" },
		{ "monetary", "1", "" },
	};
	static const char *const holes[][RFM_CUTS_COLUMNS] = {
		{ "recency_days", "90", "30" },
		{ "recency_days", "1", "" },
		{ "frequency", "1", "" },
		{ "frequency", "2", "" },
	};
	struct rfm_scale scale[RFM_MEASURES];
	struct complaints said;

	ck_assert(!make_scales(scale, ROWS(ends), &said));
	ck_assert_str_eq(said.text,
		"3,2: recency_days of score 2 ends before that of score 3\n"
		"4,2: score 1 has the highest recency_days: it has no end, leave it empty\n"
		"6,1: frequency has a score 1 already\n"
		"8,-1: monetary has one score, which needs no cuts\n");
	ck_assert(!make_scales(scale, ROWS(holes), &said));
	ck_assert_str_eq(said.text,
		"0,-1: recency_days has no score 2, but a score 90\n"
		"4,2: only score 2, with the highest frequency, has no end\n"
		"0,-1: monetary has no cuts\n");
}
END_TEST

SUITE(crm_rfm_cuts)
{
	Suite *suite = suite_create("crm/rfm_cuts");
	TCase *good = tcase_create("good");
	TCase *bad = tcase_create("bad");

	tcase_add_test(good, a_table_becomes_scales);
	tcase_add_test(good, round_trip);
	tcase_add_test(good, recency_is_written_from_its_best_score);
	tcase_add_test(bad, bad_rows_are_all_said);
	tcase_add_test(bad, bad_tables_are_all_said);
	suite_add_tcase(suite, good);
	suite_add_tcase(suite, bad);
	return suite;
}
