/* Expected scores by hand. */
#include "crm/rfm_score.h"
#include "unit.h"

#define PEOPLE 7

/* Days, orders and money of seven customers; the last never ordered. */
static const int64_t table[PEOPLE][RFM_MEASURES] = {
	{ 10, 1, 50 },
	{ 10, 3, 20 },
	{ 20, 1, 10 },
	{ 30, 2, 10 },
	{ 30, 2, 40 },
	{ 90, 1, 30 },
	{ RFM_NONE, 0, 0 },
};

static int64_t
value_of(const void *context, size_t i, enum rfm_measure m)
{
	const int64_t(*row)[RFM_MEASURES] = context;

	return row[i][m];
}

static const struct rfm_people people = { PEOPLE, value_of, table };

static void
ck_assert_scored(const rfm_scores *score, enum rfm_measure m, const char *expected)
{
	char text[PEOPLE + 1] = "";

	for (size_t i = 0; i < PEOPLE; i++)
		text[i] = (char)('0' + score[i][m]);
	ck_assert_str_eq(text, expected);
}

/*
 * Six recencies in two bins, by value and then by number: 0 1 2 | 3 4 5, the fewer days the
 * better. Seven frequencies in three: 6, 0, 2 | 5, 3 | 4, 1: ranks 0-2, 3-4, 5-6. Seven
 * amounts in seven.
 */
START_TEST(equal_numbers)
{
	const size_t bins[RFM_MEASURES] = { 2, 3, 7 };
	rfm_scores score[PEOPLE];

	rfm_score_by_count(&people, bins, score);
	ck_assert_scored(score, RFM_RECENCY, "2221111");
	ck_assert_scored(score, RFM_FREQUENCY, "1312321");
	ck_assert_scored(score, RFM_MONETARY, "7423651");
}
END_TEST

/*
 * R in two: of 10 10 20 30 30 90 the cut is the third, 20. F in two, among r = 2 (1 3 1): cut 1;
 * among r = 1 (2 2 1 0): cut the second, 1. M in two: (2,1): 50 10, cut 10; (2,2): 20 alone;
 * (1,2): 10 40, cut 10; (1,1): 30 0, cut 0.
 */
START_TEST(within_each_other)
{
	const size_t bins[RFM_MEASURES] = { 2, 2, 2 };
	rfm_scores score[PEOPLE];

	rfm_score_nested(&people, bins, score);
	ck_assert_scored(score, RFM_RECENCY, "2221111");
	ck_assert_scored(score, RFM_FREQUENCY, "1212211");
	ck_assert_scored(score, RFM_MONETARY, "2111221");
}
END_TEST

START_TEST(by_scales)
{
	struct rfm_scale scale[RFM_MEASURES];
	rfm_scores score[PEOPLE];

	rfm_scale_ready(RFM_RECENCY, &scale[RFM_RECENCY]);
	rfm_scale_ready(RFM_FREQUENCY, &scale[RFM_FREQUENCY]);
	rfm_people_scale(&people, RFM_MONETARY, 7, &scale[RFM_MONETARY]);
	rfm_score_by_scales(&people, 0, 3, scale, score);
	rfm_score_by_scales(&people, 3, people.count, scale, score);
	ck_assert_scored(score, RFM_RECENCY, "5555541");
	ck_assert_scored(score, RFM_FREQUENCY, "1312211");
	ck_assert_scored(score, RFM_MONETARY, "7422651");
	ck_assert_uint_eq(rfm_scores_found(score, PEOPLE, RFM_RECENCY), 3);
	ck_assert_uint_eq(rfm_scores_found(score, PEOPLE, RFM_MONETARY), 6);
}
END_TEST

START_TEST(nobody)
{
	static const struct rfm_people none = { 0, value_of, table };
	const size_t bins[RFM_MEASURES] = { 5, 5, 5 };

	rfm_score_by_count(&none, bins, NULL);
	rfm_score_nested(&none, bins, NULL);
	ck_assert_uint_eq(rfm_scores_found(NULL, 0, RFM_RECENCY), 0);
}
END_TEST

SUITE(crm_rfm_score)
{
	Suite *suite = suite_create("crm/rfm_score");
	TCase *methods = tcase_create("methods");

	tcase_add_test(methods, equal_numbers);
	tcase_add_test(methods, within_each_other);
	tcase_add_test(methods, by_scales);
	tcase_add_test(methods, nobody);
	suite_add_tcase(suite, methods);
	return suite;
}
