#include "stat/distribution.h"

#include <math.h>

#include "unit.h"

/* Figures with four to ten digits: the tables of D. B. Owen, "Handbook of Statistical Tables",
 * 1962, and of R 4.2.2 (qnorm, qt, pchisq), which agree. */
START_TEST(points_of_the_tables)
{
	ck_assert_double_eq_tol(normal_two_sided(.95), 1.959963985, 1e-9);
	ck_assert_double_eq_tol(normal_two_sided(.99), 2.575829304, 1e-9);
	ck_assert_double_eq_tol(normal_point(.9), 1.281551566, 1e-9);
	ck_assert_double_eq_tol(normal_tails(-1.959963985), .05, 1e-10);
	ck_assert_double_eq_tol(normal_below(1.281551566), .9, 1e-10);
	ck_assert_double_eq_tol(t_two_sided(.95, 1), 12.70620474, 1e-8);
	ck_assert_double_eq_tol(t_two_sided(.95, 10), 2.228138852, 1e-9);
	ck_assert_double_eq_tol(t_two_sided(.99, 30), 2.749995654, 1e-9);
	ck_assert_double_eq_tol(t_tails(2.228138852, 10), .05, 1e-10);
	ck_assert_double_eq_tol(chi_square_tail(3.841458821, 1), .05, 1e-10);
	ck_assert_double_eq_tol(chi_square_tail(16.91897760, 9), .05, 1e-9);
}
END_TEST

/* Student's t grows into the normal. */
START_TEST(a_billion_degrees)
{
	ck_assert_double_eq_tol(t_two_sided(.95, 1e9), 1.959963987, 1e-8);
	ck_assert_double_eq_tol(t_tails(1.959963985, 1e9), .05, 1e-9);
}
END_TEST

START_TEST(far_tails_are_small_not_wrong)
{
	/* 1.5237e-23: 2 * pnorm(-10), R 4.2.2. */
	ck_assert_double_eq_tol(normal_tails(10) / 1.523970604832e-23, 1, 1e-10);
	ck_assert_double_eq(normal_tails(100), 0);
	ck_assert_double_eq(chi_square_tail(1e9, 2), 0);
	ck_assert_double_eq_tol(t_tails(1e9, 2) / 1e-18, 1, 1e-6);
}
END_TEST

/* GSL aborts on these unless it is told not to. */
START_TEST(what_is_none_is_none)
{
	ck_assert(isnan(normal_two_sided(0)) && isnan(normal_two_sided(1)));
	ck_assert(isnan(normal_two_sided(NAN)) && isnan(normal_point(-1)));
	ck_assert(isnan(t_two_sided(.95, 0)) && isnan(t_tails(1, -3)) && isnan(t_tails(NAN, 3)));
	ck_assert(isnan(chi_square_tail(-1, 3)) && isnan(chi_square_tail(1, 0)));
	ck_assert(isnan(lambert_lower(-1)) && isnan(lambert_lower(NAN)));
}
END_TEST

START_TEST(lambert_undoes_w_e_to_the_w)
{
	for (double w = -1.5; w > -30; w *= 1.7)
		ck_assert_double_eq_tol(lambert_lower(w * exp(w)), w, 1e-9);
}
END_TEST

static double
cube_less(double x, void *with)
{
	return x * x * x - *(double *)with;
}

START_TEST(roots)
{
	double two = 2;

	ck_assert_double_eq_tol(root_between(0, 2, cube_less, &two), cbrt(2), 1e-15);
	ck_assert_double_eq_tol(root_between(0, 1e9, cube_less, &two), cbrt(2), 1e-15);
	ck_assert_double_eq_tol(root_between(2, 0, cube_less, &two), cbrt(2), 1e-15);
	ck_assert(isnan(root_between(2, 3, cube_less, &two)));
}
END_TEST

SUITE(stat_distribution)
{
	Suite *suite = suite_create("stat/distribution");
	TCase *points = tcase_create("points");

	tcase_add_test(points, points_of_the_tables);
	tcase_add_test(points, a_billion_degrees);
	tcase_add_test(points, far_tails_are_small_not_wrong);
	tcase_add_test(points, what_is_none_is_none);
	tcase_add_test(points, lambert_undoes_w_e_to_the_w);
	tcase_add_test(points, roots);
	suite_add_tcase(suite, points);
	return suite;
}
