/*
 * Expected figures: the R package rfm 0.3.0 (its data of 995 customers as of 2006-12-31), whose
 * published upper ends are exclusive, so that ours are the largest values below them; and by hand.
 */
#include <stdio.h>
#include <string.h>

#include "crm/rfm.h"
#include "unit.h"
#include "value/money.h"

/* What was complained of, one a line. */
struct complaints {
	char   text[1000];
	size_t length;
};

static void
keep_complaint(void *context, size_t at, const char *message)
{
	struct complaints *said = context;

	said->length += (size_t)snprintf(said->text + said->length,
		sizeof said->text - said->length, "%zu: %s\n", at, message);
}

#define R RFM_RECENCY
#define F RFM_FREQUENCY
#define M RFM_MONETARY

static const struct rfm_limit published[] = {
	{ R, 5, false, 114 },
	{ R, 4, false, 180 },
	{ R, 3, false, 297 },
	{ R, 2, false, 481 },
	{ R, 1, true, 0 },

	{ F, 1, false, 3 },
	{ F, 2, false, 4 },
	{ F, 3, false, 5 },
	{ F, 4, false, 7 },
	{ F, 5, true, 0 },

	{ M, 5, true, 0 },     /* in any order */
	{ M, 1, false, 255 * MONEY_UNIT },
	{ M, 2, false, 381 * MONEY_UNIT },
	{ M, 3, false, 506 * MONEY_UNIT },
	{ M, 4, false, 665 * MONEY_UNIT },
};

#define LIMITS(array) array, sizeof(array) / sizeof *(array)

static void
build(struct rfm_scale scale[RFM_MEASURES], const struct rfm_limit *limit, size_t n)
{
	struct complaints said = { 0 };
	bool good = rfm_scales_build(scale, limit, n, keep_complaint, &said);

	ck_assert_str_eq(said.text, "");
	ck_assert(good);
}

static void
ck_assert_scores(const struct rfm_scale scale[RFM_MEASURES], int64_t days, int64_t orders,
	int64_t spent, const char *expected)
{
	unsigned score[RFM_MEASURES] = {
		rfm_score(&scale[R], R, days),
		rfm_score(&scale[F], F, orders),
		rfm_score(&scale[M], M, spent),
	};
	char text[RFM_TEXT + 1];

	text[rfm_print(scale, score, text)] = '\0';
	ck_assert_str_eq(text, expected);
}

START_TEST(published_scores)
{
	struct rfm_scale scale[RFM_MEASURES];

	build(scale, LIMITS(published));
	ck_assert_scores(scale, 205, 6, 472 * MONEY_UNIT, "343");   /* Abbey O'Reilly */
	ck_assert_scores(scale, 140, 3, 340 * MONEY_UNIT, "412");   /* Add Senger */
}
END_TEST

START_TEST(a_cut_belongs_to_the_bin_below)
{
	struct rfm_scale scale[RFM_MEASURES];

	build(scale, LIMITS(published));
	ck_assert_scores(scale, 114, 3, 255 * MONEY_UNIT, "511");
	ck_assert_scores(scale, 115, 4, 255 * MONEY_UNIT + 1, "422");
	ck_assert_scores(scale, 481, 7, 665 * MONEY_UNIT, "244");
	ck_assert_scores(scale, 482, 8, 665 * MONEY_UNIT + 1, "155");
	ck_assert_scores(scale, 0, 0, -5, "511");
	ck_assert_scores(scale, INT64_MAX, INT64_MAX, INT64_MAX, "155");
}
END_TEST

START_TEST(who_never_ordered_has_the_worst_recency)
{
	struct rfm_scale scale[RFM_MEASURES];

	build(scale, LIMITS(published));
	ck_assert_scores(scale, RFM_NONE, 0, -100, "111");
}
END_TEST

/*
 * 1..10 in five bins: the type-7 quantiles are 2.8 4.6 6.4 8.2, the largest values below
 * them 2 4 6 8.
 */
START_TEST(fitted_bins_have_equal_shares)
{
	struct rfm_scale scale[RFM_MEASURES];
	int64_t value[11];

	for (enum rfm_measure m = R; m < RFM_MEASURES; m++) {
		for (int i = 0; i < 10; i++)
			value[i] = (i * 7) % 10 + 1;
		value[10] = RFM_NONE;
		rfm_scale_fit(&scale[m], 5, value, 11);
		ck_assert_uint_eq(scale[m].bins, 5);
		for (int i = 0; i < 4; i++)
			ck_assert_int_eq(scale[m].cut[i], 2 * (i + 1));
	}
	ck_assert_scores(scale, 1, 1, 1, "511");
	ck_assert_scores(scale, 2, 3, 4, "522");
	ck_assert_scores(scale, 10, 10, 9, "155");
}
END_TEST

/* 1 1 1 1 1 1 1 2 3 9: quantiles 1 1 1 2.2, cuts 1 1 1 2; the seven ones stay together. */
START_TEST(equal_values_get_equal_scores)
{
	int64_t value[] = { 1, 9, 1, 1, 3, 1, 1, 2, 1, 1 };
	struct rfm_scale scale;

	rfm_scale_fit(&scale, 5, value, 10);
	ck_assert_uint_eq(rfm_score(&scale, F, 1), 1);
	ck_assert_uint_eq(rfm_score(&scale, F, 2), 4);
	ck_assert_uint_eq(rfm_score(&scale, F, 3), 5);
	ck_assert_uint_eq(rfm_score(&scale, F, 9), 5);
	ck_assert_uint_eq(rfm_score(&scale, R, 1), 5);
	ck_assert_uint_eq(rfm_score(&scale, R, 2), 2);
}
END_TEST

START_TEST(no_values_no_scale)
{
	int64_t value[] = { RFM_NONE, RFM_NONE };
	struct rfm_scale scale;

	rfm_scale_fit(&scale, 5, value, 2);
	ck_assert_uint_eq(scale.bins, 0);
	ck_assert_uint_eq(rfm_score(&scale, R, RFM_NONE), 1);
	rfm_scale_fit(&scale, 5, NULL, 0);
	ck_assert_uint_eq(scale.bins, 0);
}
END_TEST

/* A scale written as limits and built again is the same, with equal cuts, for any bins. */
START_TEST(limits_round_trip)
{
	for (size_t bins = RFM_BINS_LEAST; bins <= RFM_BINS_MOST; bins++) {
		struct rfm_scale fitted[RFM_MEASURES], built[RFM_MEASURES];
		struct rfm_limit limit[RFM_MEASURES * RFM_BINS_MOST];
		size_t n = 0;

		for (enum rfm_measure m = R; m < RFM_MEASURES; m++) {
			int64_t value[60];

			for (int64_t i = 0; i < 60; i++)
				value[i] = i * i * 31 % 47 - 20;
			rfm_scale_fit(&fitted[m], bins, value, 60);
			for (size_t bin = 0; bin < bins; bin++)
				limit[n++] = rfm_limit_of(&fitted[m], m, bin);
		}
		build(built, limit, n);
		for (enum rfm_measure m = R; m < RFM_MEASURES; m++)
			for (int64_t x = -25; x < 50; x++)
				ck_assert_uint_eq(
					rfm_score(&built[m], m, x), rfm_score(&fitted[m], m, x));
	}
}
END_TEST

START_TEST(recency_limits_fall_in_score)
{
	struct rfm_scale scale[RFM_MEASURES];
	struct rfm_limit first, last;

	build(scale, LIMITS(published));
	first = rfm_limit_of(&scale[R], R, 0);
	last = rfm_limit_of(&scale[R], R, 4);
	ck_assert_uint_eq(first.score, 5);
	ck_assert_int_eq(first.up_to, 114);
	ck_assert(!first.open);
	ck_assert_uint_eq(last.score, 1);
	ck_assert(last.open);
}
END_TEST

START_TEST(wide_scores_are_set_apart)
{
	struct rfm_scale scale[RFM_MEASURES] = { { .bins = 9 }, { .bins = 5 }, { .bins = 9 } };
	const unsigned score[RFM_MEASURES] = { 9, 5, 1 };
	const unsigned wide[RFM_MEASURES] = { 100, 4, 10 };
	char text[RFM_TEXT + 1];

	text[rfm_print(scale, score, text)] = '\0';
	ck_assert_str_eq(text, "951");
	scale[R].bins = 100;
	text[rfm_print(scale, score, text)] = '\0';
	ck_assert_str_eq(text, "9-5-1");
	text[rfm_print(scale, wide, text)] = '\0';
	ck_assert_str_eq(text, "100-4-10");
}
END_TEST

START_TEST(all_faults_of_limits_are_said)
{
	static const struct rfm_limit limit[] = {
		{ R, 3, false, 30 },
		{ R, 2, false, 29 },
		{ R, 1, false, 900 },
		{ F, 1, false, 1 },
		{ F, 1, false, 2 },
		{ F, 0, false, 2 },
		{ F, 4, true, 0 },
		{ M, 101, true, 0 },
	};
	struct rfm_scale scale[RFM_MEASURES];
	struct complaints said = { 0 };

	ck_assert(!rfm_scales_build(scale, LIMITS(limit), keep_complaint, &said));
	ck_assert_str_eq(said.text,
		"1: recency_days: score 2 goes up to less than score 3\n"
		"2: recency_days: score 1 has the highest values, its up_to is empty\n"
		"4: frequency: score 1 is given twice\n"
		"5: scores begin at 1\n"
		"7: monetary: scores go up to 101, it must be 2 to 100\n");
}
END_TEST

START_TEST(missing_scores_are_said)
{
	static const struct rfm_limit limit[] = {
		{ R, 4, false, 30 },
		{ R, 1, true, 0 },
		{ F, 1, true, 0 },
		{ F, 2, true, 0 },
	};
	struct rfm_scale scale[RFM_MEASURES];
	struct complaints said = { 0 };

	ck_assert(!rfm_scales_build(scale, LIMITS(limit), keep_complaint, &said));
	ck_assert_str_eq(said.text,
		"4: recency_days: score 2 of 4 is missing\n"
		"2: frequency: score 1 has no up_to, the largest value that gets it\n"
		"4: no cuts for monetary\n");
}
END_TEST

SUITE(crm_rfm)
{
	Suite *suite = suite_create("crm/rfm");
	TCase *scores = tcase_create("scores");
	TCase *limits = tcase_create("limits");

	tcase_add_test(scores, published_scores);
	tcase_add_test(scores, a_cut_belongs_to_the_bin_below);
	tcase_add_test(scores, who_never_ordered_has_the_worst_recency);
	tcase_add_test(scores, fitted_bins_have_equal_shares);
	tcase_add_test(scores, equal_values_get_equal_scores);
	tcase_add_test(scores, no_values_no_scale);
	tcase_add_test(scores, wide_scores_are_set_apart);
	tcase_add_test(limits, limits_round_trip);
	tcase_add_test(limits, recency_limits_fall_in_score);
	tcase_add_test(limits, all_faults_of_limits_are_said);
	tcase_add_test(limits, missing_scores_are_said);
	suite_add_tcase(suite, scores);
	suite_add_tcase(suite, limits);
	return suite;
}
