/*
 * Expected figures: the R package rfm 0.3.0 (its data of 995 customers as of 2006-12-31), whose
 * published upper ends are exclusive, so that ours are the largest values below them; and by hand.
 */
#include "crm/rfm.h"
#include "unit.h"
#include "value/money.h"

#define R RFM_RECENCY
#define F RFM_FREQUENCY
#define M RFM_MONETARY

/* The cuts of the package, as ours. */
static const struct rfm_scale published[RFM_MEASURES] = {
	{ 5, { 114, 180, 297, 481 } },
	{ 5, { 3, 4, 5, 7 } },
	{ 5, { 255 * MONEY_UNIT, 381 * MONEY_UNIT, 506 * MONEY_UNIT, 665 * MONEY_UNIT } },
};

static void
ck_assert_scores(const struct rfm_scale scale[RFM_MEASURES], int64_t days, int64_t orders,
	int64_t spent, const char *expected)
{
	unsigned score[RFM_MEASURES] = {
		rfm_score(&scale[R], R, days),
		rfm_score(&scale[F], F, orders),
		rfm_score(&scale[M], M, spent),
	};
	const size_t bins[RFM_MEASURES] = { scale[R].bins, scale[F].bins, scale[M].bins };
	char text[RFM_TEXT + 1];

	text[rfm_print(bins, score, text)] = '\0';
	ck_assert_str_eq(text, expected);
}

START_TEST(published_scores)
{
	ck_assert_scores(published, 205, 6, 472 * MONEY_UNIT, "343");   /* Abbey O'Reilly */
	ck_assert_scores(published, 140, 3, 340 * MONEY_UNIT, "412");   /* Add Senger */
}
END_TEST

START_TEST(a_cut_belongs_to_the_bin_below)
{
	ck_assert_scores(published, 114, 3, 255 * MONEY_UNIT, "511");
	ck_assert_scores(published, 115, 4, 255 * MONEY_UNIT + 1, "422");
	ck_assert_scores(published, 481, 7, 665 * MONEY_UNIT, "244");
	ck_assert_scores(published, 482, 8, 665 * MONEY_UNIT + 1, "155");
	ck_assert_scores(published, 0, 0, -5, "511");
	ck_assert_scores(published, INT64_MAX, INT64_MAX, INT64_MAX, "155");
}
END_TEST

START_TEST(who_never_ordered_has_the_worst_recency)
{
	ck_assert_scores(published, RFM_NONE, 0, -100, "111");
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

START_TEST(wide_scores_are_set_apart)
{
	size_t bins[RFM_MEASURES] = { 9, 5, 9 };
	const unsigned score[RFM_MEASURES] = { 9, 5, 1 };
	const unsigned wide[RFM_MEASURES] = { 100, 4, 10 };
	char text[RFM_TEXT + 1];

	text[rfm_print(bins, score, text)] = '\0';
	ck_assert_str_eq(text, "951");
	bins[R] = 100;
	text[rfm_print(bins, score, text)] = '\0';
	ck_assert_str_eq(text, "9-5-1");
	text[rfm_print(bins, wide, text)] = '\0';
	ck_assert_str_eq(text, "100-4-10");
}
END_TEST

SUITE(crm_rfm)
{
	Suite *suite = suite_create("crm/rfm");
	TCase *scores = tcase_create("scores");

	tcase_add_test(scores, published_scores);
	tcase_add_test(scores, a_cut_belongs_to_the_bin_below);
	tcase_add_test(scores, who_never_ordered_has_the_worst_recency);
	tcase_add_test(scores, fitted_bins_have_equal_shares);
	tcase_add_test(scores, equal_values_get_equal_scores);
	tcase_add_test(scores, no_values_no_scale);
	tcase_add_test(scores, wide_scores_are_set_apart);
	suite_add_tcase(suite, scores);
	return suite;
}
