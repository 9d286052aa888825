#include "stat/interval.h"

#include <math.h>

#include "unit.h"

#define BILLION 1000000000

static void
ends_are(bool defined, struct interval at, double low, double high, double tolerance)
{
	ck_assert(defined);
	ck_assert_double_eq_tol(at.low, low, tolerance);
	ck_assert_double_eq_tol(at.high, high, tolerance);
}

/*
 * R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
 * Medicine 17, 1998, table I, method 3.
 */
START_TEST(rates_of_newcombe)
{
	struct interval at;

	ends_are(interval_rate((struct proportion){ 81, 263 }, .95, &at), at, .2553, .3662, 5e-5);
	ends_are(interval_rate((struct proportion){ 15, 148 }, .95, &at), at, .0624, .1605, 5e-5);
	ends_are(interval_rate((struct proportion){ 0, 20 }, .95, &at), at, 0, .1611, 5e-5);
	ends_are(interval_rate((struct proportion){ 1, 29 }, .95, &at), at, .0061, .1718, 5e-5);
	ends_are(interval_rate((struct proportion){ 29, 29 }, .95, &at), at, .8830302015, 1, 1e-10);
}
END_TEST

START_TEST(rates_at_the_edges)
{
	struct interval at;

	/* z^2 / (n + z^2), z^2 = 3.841458821. */
	ends_are(interval_rate((struct proportion){ 0, BILLION }, .95, &at), at, 0, 3.841458806e-9,
		1e-18);
	ck_assert_double_eq(at.low, 0);
	ck_assert(interval_rate((struct proportion){ BILLION, BILLION }, .95, &at));
	ck_assert_double_eq(at.high, 1);
	/* By 30 digits in mpmath 1.2.1. */
	ends_are(interval_rate((struct proportion){ 1, BILLION }, .95, &at), at,
		1.7652455495696e-10, 5.6649342432974e-9, 1e-20);
	ends_are(interval_rate((struct proportion){ 20000000, BILLION }, .95, &at), at,
		.019991324713268714, .02000867897453174, 1e-16);
	ck_assert(interval_rate((struct proportion){ INT64_MAX, INT64_MAX }, .95, &at));
	ck_assert_double_eq(at.high, 1);
	ck_assert(!interval_rate((struct proportion){ 0, 0 }, .95, &at));
	ck_assert(!interval_rate((struct proportion){ 3, 2 }, .95, &at));
	ck_assert(!interval_rate((struct proportion){ -1, 2 }, .95, &at));
	ck_assert(!interval_rate((struct proportion){ 1, 2 }, 1, &at));
	ck_assert(!interval_rate((struct proportion){ 1, 2 }, 0, &at));
	ck_assert(!interval_rate((struct proportion){ 1, 2 }, NAN, &at));
}
END_TEST

/* Newcombe 1998 on the difference (see interval.h), table II, method 10. */
START_TEST(differences_of_newcombe)
{
	static const struct {
		struct proportion a, b;
		double low, high;
	} row[] = {
		{ { 56, 70 }, { 48, 80 }, .0524, .3339 },
		{ { 9, 10 }, { 3, 10 }, .1705, .8090 },
		{ { 6, 7 }, { 2, 7 }, .0582, .8062 },
		{ { 5, 56 }, { 0, 29 }, -.0381, .1926 },
		{ { 0, 10 }, { 0, 20 }, -.1611, .2775 },
		{ { 0, 10 }, { 0, 10 }, -.2775, .2775 },
		{ { 10, 10 }, { 0, 20 }, .6791, 1 },
		{ { 10, 10 }, { 0, 10 }, .6075, 1 },
	};
	struct interval at;

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		ends_are(interval_rate_difference(row[i].a, row[i].b, .95, &at), at, row[i].low,
			row[i].high, 5e-5);
	ck_assert(!interval_rate_difference(row[0].a, (struct proportion){ 0, 0 }, .95, &at));
	/* 30 digits in mpmath. */
	ends_are(interval_rate_difference((struct proportion){ 20000000, BILLION },
			 (struct proportion){ 19990000, BILLION }, .95, &at),
		at, -2.26981308875768e-6, 2.22698136732137e-5, 1e-15);
}
END_TEST

/* Ends found by halving, in 40 digits, where the interval of pa - R pb touches 0. */
START_TEST(lifts_in_rate)
{
	static const struct {
		struct proportion a, b;
		double low, high;
	} row[] = {
		{ { 267, 21307 }, { 122, 21306 }, .767630019391, 1.70701443208 },
		{ { 189, 21387 }, { 122, 21306 }, .23004165006, .935164672338 },
		{ { 0, 1000 }, { 20, 1000 }, -1, -.79567616513 },
		{ { 20, 1000 }, { 1, 1000 }, 2.27112573076, 115.643820431 },
		{ { 1000, 1000 }, { 500, 1000 }, .883249546527, 1.13187978759 },
		{ { 5, 1000 }, { 2, 1000 }, -.480031612113, 10.4493219099 },
		{ { 1, 10 }, { 10, 10 }, -.982123786905, -.573643212545 },
	};
	struct interval at;

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		ends_are(interval_rate_lift(row[i].a, row[i].b, .95, &at), at, row[i].low,
			row[i].high, 1e-9);
	ck_assert(!interval_rate_lift(row[0].a, (struct proportion){ 0, 1000 }, .95, &at));
	ck_assert(!interval_rate_lift((struct proportion){ 0, 0 }, row[0].b, .95, &at));
}
END_TEST

/* What the page promises: the lift's interval holds 0 exactly when the difference's does. */
START_TEST(lift_and_difference_agree)
{
	for (int64_t hits = 0; hits <= 300; hits++) {
		struct proportion a = { hits, 1000 }, b = { 100, 1100 };
		struct interval difference, lift;

		ck_assert(interval_rate_difference(a, b, .95, &difference));
		ck_assert(interval_rate_lift(a, b, .95, &lift));
		ck_assert((difference.low > 0) == (lift.low > 0));
		ck_assert((difference.high < 0) == (lift.high < 0));
		ck_assert(lift.low >= -1 && lift.low <= (double)hits / 1000 / (100. / 1100) - 1);
		ck_assert(lift.high >= (double)hits / 1000 / (100. / 1100) - 1);
	}
}
END_TEST

/*
 * Student's sleep data (Biometrika 6, 1908) and the road tests of Motor Trend 1974 (H. V.
 * Henderson and P. F. Velleman, Biometrics 37, 1981) with the intervals of R's t.test.
 */
static const struct sample drug_1 = { 10, .75, 3.20055555555556 };
static const struct sample drug_2 = { 10, 2.33, 4.009 };
static const struct sample manual = { 13, 24.3923076923077, 38.0257692307692 };
static const struct sample automatic = { 19, 17.1473684210526, 14.6992982456140 };

START_TEST(means_of_student_and_motor_trend)
{
	struct interval at;
	double degrees;

	ends_are(interval_mean(drug_1, .95, &at), at, -.529780413526232, 2.02978041352623, 1e-12);
	ends_are(interval_mean_difference(drug_1, drug_2, .95, &at), at, -3.36548323071171,
		.20548323071171, 1e-12);
	ends_are(interval_mean_difference(manual, automatic, .95, &at), at, 3.20968418746996,
		11.2801943550402, 1e-11);
	ck_assert(welch_degrees(drug_1, drug_2, &degrees));
	ck_assert_double_eq_tol(degrees, 17.7764735161785, 1e-11);
	ck_assert(welch_degrees(manual, automatic, &degrees));
	ck_assert_double_eq_tol(degrees, 18.3322516384005, 1e-11);
}
END_TEST

/* The quadratic of Fieller solved in 30 digits. */
START_TEST(lift_in_means)
{
	struct interval at;

	ends_are(interval_mean_lift(manual, automatic, .95, &at), at, .177835976673419,
		.700526099380388, 1e-12);
	/* drug_1's mean is not over 0 beyond doubt. */
	ck_assert(!interval_mean_lift(drug_2, drug_1, .95, &at));
	ck_assert(!interval_mean_lift(manual, (struct sample){ 19, 0, 14 }, .95, &at));
	ck_assert(!interval_mean_lift(manual, (struct sample){ 19, -17, 14 }, .95, &at));
}
END_TEST

START_TEST(means_without_spread)
{
	struct sample still = { 100, 5, 0 }, moving = { 30, 7, 4 };
	struct interval at;
	double degrees;

	ck_assert(!interval_mean(still, .95, &at));
	ck_assert(!interval_mean_difference(still, still, .95, &at));
	ck_assert(!interval_mean_lift(still, still, .95, &at));
	ck_assert(!interval_mean_difference((struct sample){ 1, 5, 0 }, moving, .95, &at));
	ck_assert(!interval_mean((struct sample){ 0, 0, 0 }, .95, &at));
	/* With one arm still, the other's mean alone is in doubt: 30 - 1 degrees. */
	ck_assert(welch_degrees(still, moving, &degrees));
	ck_assert_double_eq(degrees, 29);
	/* qt(.975, 29) = 2.045229642; 2 -+ 2.045229642 * sqrt(4 / 30). */
	ends_are(interval_mean_difference(moving, still, .95, &at), at, 2 - .7468122735,
		2 + .7468122735, 1e-8);
}
END_TEST

START_TEST(means_of_a_billion)
{
	struct sample a = { BILLION, 100.001, 90000 }, b = { BILLION, 100, 90000 };
	struct interval at;

	/* 1.959963985 * sqrt(2 * 90000 / 10^9) = .0262956762. */
	ends_are(interval_mean_difference(a, b, .95, &at), at, .001 - .0262956762172974,
		.001 + .0262956762172974, 1e-9);
	ends_are(interval_mean_lift(a, b, .95, &at), at, .00001 - .000262956762,
		.00001 + .000262956762, 1e-7);
}
END_TEST

/* With z in the place of t, the same forms hold. */
START_TEST(any_number_of_errors)
{
	struct proportion a = { 56, 70 }, b = { 48, 80 };
	struct interval at, wide;

	ck_assert(interval_rate_difference(a, b, .95, &at));
	ck_assert(interval_rate_difference_at(a, b, 1.9599639845400545, &wide));
	ck_assert_double_eq_tol(at.low, wide.low, 1e-14);
	ck_assert(interval_rate_lift_at(a, b, 3, &wide) && interval_rate_lift(a, b, .95, &at));
	ck_assert(wide.low < at.low && wide.high > at.high);
	ck_assert(interval_mean_difference_at(manual, automatic, 3, &wide));
	/* 7.244939271 / 3.767123145 = 1.923202...: t.test's difference over its t. */
	ck_assert_double_eq_tol(
		wide.high - wide.low, 6 * 7.24493927125508 / 3.76712314514493, 1e-10);
	ck_assert(!interval_mean_lift_at(manual, automatic, NAN, &wide));
	ck_assert(!interval_rate_at(a, 0, &wide));
}
END_TEST

SUITE(stat_interval)
{
	Suite *suite = suite_create("stat/interval");
	TCase *rates = tcase_create("rates"), *means = tcase_create("means");

	tcase_add_test(rates, rates_of_newcombe);
	tcase_add_test(rates, rates_at_the_edges);
	tcase_add_test(rates, differences_of_newcombe);
	tcase_add_test(rates, lifts_in_rate);
	tcase_add_test(rates, lift_and_difference_agree);
	tcase_add_test(means, means_of_student_and_motor_trend);
	tcase_add_test(means, lift_in_means);
	tcase_add_test(means, means_without_spread);
	tcase_add_test(means, means_of_a_billion);
	tcase_add_test(means, any_number_of_errors);
	suite_add_tcase(suite, rates);
	suite_add_tcase(suite, means);
	return suite;
}
