#include "stat/sequential.h"

#include <math.h>

#include "unit.h"

/* 15 digits by mpmath's lambertw and log; the figures of the header. */
START_TEST(times_by_other_means)
{
	double times;

	ck_assert(sequential_times(200, .95, &times));
	ck_assert_double_eq_tol(times, 3.03512241302855, 1e-12);
	ck_assert_double_eq_tol(times / 1.959963985, 1.55, .005);
	ck_assert(sequential_times(1, .95, &times));
	ck_assert_double_eq_tol(times, 12.366568933038, 1e-11);
	ck_assert(sequential_times(1000000000, .95, &times));
	ck_assert_double_eq_tol(times, 4.84994909506309, 1e-12);
	ck_assert(sequential_times(200, .99, &times));
	ck_assert_double_eq_tol(times, 3.57160625244377, 1e-12);
}
END_TEST

/* As W says: nowhere fewer errors than at SEQUENTIAL_EVENTS. */
START_TEST(narrowest_where_meant)
{
	double least, times;

	ck_assert(sequential_times(SEQUENTIAL_EVENTS, .9, &least));
	for (int64_t events = 1; events < 2000; events++) {
		ck_assert(sequential_times(events, .9, &times));
		ck_assert(times >= least);
	}
}
END_TEST

/* p is alpha where the interval's end is 0. */
START_TEST(p_and_interval_agree)
{
	for (int64_t events = 5; events < 10000; events *= 3) {
		double times, p;

		ck_assert(sequential_times(events, .95, &times));
		ck_assert(sequential_p(times, events, .95, &p));
		ck_assert_double_eq_tol(p, .05, 1e-12);
		ck_assert(sequential_p(-times, events, .95, &p));
		ck_assert_double_eq_tol(p, .05, 1e-12);
		ck_assert(sequential_p(0, events, .95, &p));
		ck_assert_double_eq(p, 1);
	}
}
END_TEST

START_TEST(events_of_two_arms)
{
	ck_assert_int_eq(sequential_events(100, 100), 200);
	/* 4 * 450 * 50 / 500 */
	ck_assert_int_eq(sequential_events(450, 50), 180);
	ck_assert_int_eq(sequential_events(50, 450), 180);
	ck_assert_int_eq(sequential_events(1, 1), 2);
	ck_assert_int_eq(sequential_events(1000, 0), 0);
	ck_assert_int_eq(sequential_events(INT64_MAX / 2, INT64_MAX / 2), INT64_MAX / 2 * 2);
}
END_TEST

START_TEST(intervals_widened)
{
	struct proportion a = { 120, 5000 }, b = { 80, 5000 }, none = { 0, 5000 };
	struct sample of_a = { 5000, 3, 900 }, of_b = { 5000, 2, 700 };
	struct interval at, once;
	double times;

	ck_assert(sequential_times(200, .95, &times));
	ck_assert(sequential_rate_difference(a, b, .95, &at));
	ck_assert(interval_rate_difference_at(a, b, times, &once));
	ck_assert_double_eq(at.low, once.low);
	ck_assert(sequential_rate_lift(a, b, .95, &at) && interval_rate_lift(a, b, .95, &once));
	ck_assert(at.low < once.low && at.high > once.high);
	ck_assert(sequential_mean_difference(of_a, of_b, 200, .95, &at));
	/* 1 -+ times * sqrt(900 / 5000 + 700 / 5000) = 1 -+ times * .5656854249. */
	ck_assert_double_eq_tol(at.high, 1 + times * .565685424949238, 1e-12);
	ck_assert(sequential_mean_lift(
		(struct sample){ 5000, 30, 900 }, (struct sample){ 5000, 20, 700 }, 200, .95, &at));
	ck_assert(at.low > 0 && at.low < .5 && at.high > .5);

	ck_assert(!sequential_rate_difference(none, none, .95, &at));
	ck_assert(!sequential_rate_lift(a, none, .95, &at));
	ck_assert(!sequential_mean_difference(of_a, of_b, 0, .95, &at));
	ck_assert(!sequential_times(200, 1, &times) && !sequential_times(200, 0, &times));
	ck_assert(!sequential_p(NAN, 200, .95, &times));
}
END_TEST

SUITE(stat_sequential)
{
	Suite *suite = suite_create("stat/sequential");
	TCase *always = tcase_create("always valid");

	tcase_add_test(always, times_by_other_means);
	tcase_add_test(always, narrowest_where_meant);
	tcase_add_test(always, p_and_interval_agree);
	tcase_add_test(always, events_of_two_arms);
	tcase_add_test(always, intervals_widened);
	suite_add_tcase(suite, always);
	return suite;
}
