#include "crm/trial.h"

#include <math.h>
#include <string.h>

#include "unit.h"

#define YUAN MONEY_UNIT

static struct figure_value value[3][TRIAL_FIGURES];

static const struct trial_terms plain = { .confidence = .95, .margin = 1, .margin_one = 1 };

/* Heads with one order of this amount each, and some without. */
static struct trial_arm
arm_of(int64_t heads, int64_t buyers, money each)
{
	struct trial_arm arm = { .heads = 0 };

	for (int64_t i = 0; i < heads; i++)
		ck_assert(trial_head(&arm, i < buyers, i < buyers ? each : 0, 0));
	return arm;
}

static void
compare(const struct trial_arm *a, const struct trial_arm *b, const struct trial_terms *terms)
{
	const struct trial_arm *arm[] = { a, b };

	trial_compare(arm, 2, 1, NULL, terms, value);
}

static void
number_is(enum trial_figure figure, double wanted)
{
	ck_assert_int_eq(value[0][figure].kind, VALUE_NUMBER);
	ck_assert_msg(fabs(value[0][figure].number - wanted) <= 1e-9 * fmax(1, fabs(wanted)),
		"%s: %.12g, not %.12g", trial_figure_name(figure), value[0][figure].number, wanted);
}

static void
money_is(enum trial_figure figure, int64_t wanted)
{
	ck_assert_int_eq(value[0][figure].kind, VALUE_MONEY);
	ck_assert(value[0][figure].sum == wanted);
}

/*
 * 30 of 100 at 20.00 and 20 of 100 at 10.00: rates .3 and .2; a common .25, z = .1 /
 * sqrt(.25 x .75 x .02) = 1.632993161855; 6.00 and 2.00 a head; 10 orders and 400.00 more.
 */
START_TEST(by_hand)
{
	struct trial_arm a = arm_of(100, 30, 20 * YUAN), b = arm_of(100, 20, 10 * YUAN);
	struct trial_terms terms = plain;

	a.cost = 160 * YUAN;
	terms.costs = true;
	compare(&a, &b, &terms);
	ck_assert_int_eq(value[0][TRIAL_ASSIGNED].count, 100);
	ck_assert_int_eq(value[0][TRIAL_BUYERS].count, 30);
	number_is(TRIAL_RATE_DIFFERENCE, .1);
	number_is(TRIAL_RATE_LIFT, .5);
	number_is(TRIAL_Z, 1.632993161855452);
	number_is(TRIAL_INCREMENTAL_ORDERS, 10);
	money_is(TRIAL_REVENUE_PER_HEAD, 6 * YUAN);
	number_is(TRIAL_REVENUE_DIFFERENCE, 4);
	number_is(TRIAL_REVENUE_LIFT, 2);
	money_is(TRIAL_INCREMENTAL_REVENUE, 400 * YUAN);
	money_is(TRIAL_COST, 160 * YUAN);
	number_is(TRIAL_INCREMENTAL_ROI, 1.5);
	/* One cell is compared: nothing to adjust. */
	number_is(TRIAL_P_HOLM, value[0][TRIAL_P].number);
	/* With two cells chi-square is z^2. */
	number_is(TRIAL_P_ANY, value[0][TRIAL_P].number);
	ck_assert_int_eq(value[1][TRIAL_RATE_DIFFERENCE].kind, VALUE_UNKNOWN);
	ck_assert_int_eq(value[1][TRIAL_RATE].kind, VALUE_RATE);
	terms.margin = 30;
	terms.margin_one = 100;
	compare(&a, &b, &terms);
	number_is(TRIAL_INCREMENTAL_ROI, -.25);
}
END_TEST

/* A wider interval for those who look every day, and a p that is larger. */
START_TEST(looking_every_day)
{
	struct trial_arm a = arm_of(1000, 300, 20 * YUAN), b = arm_of(1000, 200, 10 * YUAN);
	struct trial_terms terms = plain;
	double low, p;

	compare(&a, &b, &plain);
	low = value[0][TRIAL_RATE_DIFFERENCE_LOW].number;
	p = value[0][TRIAL_P].number;
	terms.sequential = true;
	compare(&a, &b, &terms);
	ck_assert(value[0][TRIAL_RATE_DIFFERENCE_LOW].number < low);
	ck_assert(value[0][TRIAL_P].number > p);
	ck_assert_int_eq(value[0][TRIAL_P_ANY].kind, VALUE_UNKNOWN);
}
END_TEST

START_TEST(nothing_to_compare)
{
	struct trial_arm a = arm_of(3, 1, YUAN), none = arm_of(0, 0, 0), quiet = arm_of(3, 0, 0);
	const struct trial_arm *arm[] = { &a, &none, &quiet };

	trial_compare(arm, 3, -1, NULL, &plain, value);
	ck_assert_int_eq(value[0][TRIAL_Z].kind, VALUE_UNKNOWN);
	ck_assert_int_eq(value[0][TRIAL_P_HOLM].kind, VALUE_UNKNOWN);
	ck_assert_int_eq(value[1][TRIAL_RATE].kind, VALUE_UNKNOWN);
	ck_assert_int_eq(value[0][TRIAL_SRM_P].kind, VALUE_UNKNOWN);
	/* The control bought nothing: there is a difference, and no lift over it. */
	trial_compare(arm, 3, 2, NULL, &plain, value);
	ck_assert_int_eq(value[0][TRIAL_RATE_DIFFERENCE].kind, VALUE_NUMBER);
	ck_assert_int_eq(value[0][TRIAL_RATE_LIFT].kind, VALUE_UNKNOWN);
	ck_assert_int_eq(value[0][TRIAL_REVENUE_LIFT].kind, VALUE_UNKNOWN);
	ck_assert_int_eq(value[0][TRIAL_INCREMENTAL_ROI].kind, VALUE_UNKNOWN);
}
END_TEST

/* 60 and 40 where as many were planned: chi-square 4 at 1 degree, p .0455002639. */
START_TEST(planned_shares)
{
	struct trial_arm a = arm_of(60, 1, YUAN), b = arm_of(40, 1, YUAN);
	const struct trial_arm *arm[] = { &a, &b };
	const double share[] = { 50, 50 };

	trial_compare(arm, 2, 1, share, &plain, value);
	number_is(TRIAL_SRM_P, .04550026389635842);
	ck_assert_int_eq(value[1][TRIAL_SRM_P].kind, VALUE_NUMBER);
}
END_TEST

START_TEST(names)
{
	enum trial_figure figure;

	for (int i = 0; i < TRIAL_FIGURES; i++) {
		ck_assert(trial_figure_find(
			slice_from(trial_figure_name((enum trial_figure)i)), &figure));
		ck_assert_int_eq((int)figure, i);
	}
	ck_assert(!trial_figure_find(slice_from("lift"), &figure));
}
END_TEST

SUITE(crm_trial)
{
	Suite *suite = suite_create("crm/trial");
	TCase *trial = tcase_create("trial");

	tcase_add_test(trial, by_hand);
	tcase_add_test(trial, looking_every_day);
	tcase_add_test(trial, nothing_to_compare);
	tcase_add_test(trial, planned_shares);
	tcase_add_test(trial, names);
	suite_add_tcase(suite, trial);
	return suite;
}
