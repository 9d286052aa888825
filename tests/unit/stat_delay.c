#include "stat/delay.h"

#include <math.h>

#include "unit.h"

static double
projected(const struct delays *seen, size_t count)
{
	double final = NAN;

	ck_assert(delay_project(seen, count, &final));
	return final;
}

/*
 * A day old, 60 at once and 20 the day after: q / (1 + q) = 20/80, q = 1/3; 1 - q^2 = 8/9 of all
 * are in, 90. Two days old with 40, 20, 10: q = 1/2; 7/8 are in: 80.
 */
START_TEST(by_hand)
{
	const struct delays day = { 1, 80, 20 }, two = { 2, 70, 40 };

	ck_assert_double_eq_tol(projected(&day, 1), 90, 1e-9);
	ck_assert_double_eq_tol(projected(&two, 1), 80, 1e-9);
}
END_TEST

/* Both of them at q = 1/2: 2/3 after a day (q / (1 + q) = 1/3 late), 7/8 after two. */
START_TEST(several_ages)
{
	const struct delays seen[] = { { 1, 30, 10 }, { 2, 70, 40 } };

	ck_assert_double_eq_tol(projected(seen, 2), 30 / .75 + 80, 1e-9);
}
END_TEST

START_TEST(all_at_once)
{
	const struct delays seen = { 30, 12, 0 }, today = { 0, 5, 0 };

	ck_assert_double_eq(projected(&seen, 1), 12);
	ck_assert_double_eq(projected(&today, 1), 5);
}
END_TEST

/* Long over: all that will come is in. */
START_TEST(long_ago)
{
	const struct delays seen = { 3000, 100, 300 };

	ck_assert_double_eq_tol(projected(&seen, 1), 100, 1e-9);
}
END_TEST

START_TEST(no_telling)
{
	const struct delays flat = { 10, 100, 500 }, rising = { 10, 100, 900 }, none = { 10, 0, 0 };
	double final = 7;

	ck_assert(!delay_project(&flat, 1, &final));
	ck_assert(!delay_project(&rising, 1, &final));
	ck_assert(!delay_project(&none, 1, &final));
	ck_assert(!delay_project(&none, 0, &final));
	ck_assert_double_eq(final, 7);
}
END_TEST

SUITE(stat_delay)
{
	Suite *suite = suite_create("stat/delay");
	TCase *delay = tcase_create("delay");

	tcase_add_test(delay, by_hand);
	tcase_add_test(delay, several_ages);
	tcase_add_test(delay, all_at_once);
	tcase_add_test(delay, long_ago);
	tcase_add_test(delay, no_telling);
	suite_add_tcase(suite, delay);
	return suite;
}
