#include "stat/test.h"

#include <math.h>

#include "unit.h"

static void
test_is(bool defined, struct test test, double statistic, double df, double p)
{
	ck_assert(defined);
	ck_assert_double_eq_tol(test.statistic, statistic, 1e-6);
	ck_assert_double_eq_tol(test.df, df, 1e-10);
	ck_assert_double_eq_tol(test.p / p, 1, 1e-6);
}

/* The e-mail campaign published by K. Hillstrom (MineThatData, 2008); p by R's prop.test. */
START_TEST(two_rates_of_hillstrom)
{
	struct proportion men = { 267, 21307 }, women = { 189, 21387 }, control = { 122, 21306 };
	struct test test;

	test_is(test_rates(men, control, &test), test, 7.385114, 0, 1.523223500596e-13);
	test_is(test_rates(women, control, &test), test, 3.779561, 0, 1.571051291067e-4);
	test_is(test_rates(control, men, &test), test, -7.385114, 0, 1.523223500596e-13);
	test_is(test_cells((struct proportion[]){ men, women, control }, 3, &test), test,
		55.2580399332, 2, 1.00200315294933e-12);
	test_is(test_cells((struct proportion[]){ men, control }, 2, &test), test,
		7.38511441092577 * 7.38511441092577, 1, 1.523223500596e-13);
}
END_TEST

/* Smokers among lung cancer patients (J. L. Fleiss, 1981, p. 139), as in R's prop.test. */
START_TEST(several_rates_of_fleiss)
{
	struct proportion group[] = { { 83, 86 }, { 90, 93 }, { 129, 136 }, { 0, 0 }, { 70, 82 } };
	struct test test;

	/* The group of nobody is left out. */
	test_is(test_cells(group, 5, &test), test, 12.600411, 3, .005585477);
}
END_TEST

START_TEST(rates_that_do_not_vary)
{
	struct proportion none = { 0, 50 }, all = { 50, 50 }, nobody = { 0, 0 };
	struct test test;

	ck_assert(!test_rates(none, none, &test));
	ck_assert(!test_rates(all, all, &test));
	ck_assert(!test_rates(all, nobody, &test));
	ck_assert(!test_cells((struct proportion[]){ none, none }, 2, &test));
	ck_assert(!test_cells((struct proportion[]){ all, nobody }, 2, &test));
	ck_assert(!test_cells(NULL, 0, &test));
	/* All against none: the largest z there is, the root of all heads. */
	test_is(test_rates(all, none, &test), test, 10, 0, 1.523970604832e-23);
}
END_TEST

/* Party by gender (A. Agresti, "An Introduction to Categorical Data Analysis", 2007, p. 39). */
START_TEST(tables_of_agresti)
{
	int64_t by_gender[] = { 762, 484, 327, 239, 468, 477 };
	int64_t with_none[] = { 762, 0, 484, 0, 0, 0, 327, 0, 239, 468, 0, 477 };
	struct test test;

	test_is(test_table(by_gender, 3, 2, &test), test, 30.0701490957547, 2,
		2.95358918321176e-07);
	test_is(test_table(with_none, 4, 3, &test), test, 30.0701490957547, 2,
		2.95358918321176e-07);
	ck_assert(!test_table(by_gender, 1, 6, &test));
	ck_assert(!test_table(by_gender, 6, 1, &test));
	ck_assert(!test_table((int64_t[]){ 0, 0, 0, 0 }, 2, 2, &test));
	ck_assert(!test_table(NULL, 0, 2, &test));
}
END_TEST

/* G. Mendel's round yellow peas (1866); 821588 against 815482 from Fabijan et al. 2019. */
START_TEST(planned_shares)
{
	struct test test;

	test_is(test_shares((int64_t[]){ 315, 108, 101, 32 }, (double[]){ 9, 3, 3, 1 }, 4, &test),
		test, .470023980815348, 3, .925425895103616);
	test_is(test_shares((int64_t[]){ 821588, 815482 }, (double[]){ .5, .5 }, 2, &test), test,
		22.7743688418944, 1, 1.82179287261919e-06);
	/* 1000 of 1:1 where all came in one cell. */
	test_is(test_shares((int64_t[]){ 1000, 0 }, (double[]){ 45, 45 }, 2, &test), test, 1000, 1,
		1.79583278480073e-219);
	test_is(test_shares((int64_t[]){ 500000000, 500050000 }, (double[]){ 1, 1 }, 2, &test),
		test, 50000. * 50000 / 1000050000, 1, .113855334069812);
	ck_assert(!test_shares((int64_t[]){ 0, 0 }, (double[]){ 1, 1 }, 2, &test));
	ck_assert(!test_shares((int64_t[]){ 5, 5 }, (double[]){ 1, 0 }, 2, &test));
	ck_assert(!test_shares((int64_t[]){ 5 }, (double[]){ 1 }, 1, &test));
}
END_TEST

/* As in interval.h's suite: t.test of R on the sleep data and mtcars. */
START_TEST(two_means)
{
	struct sample drug_1 = { 10, .75, 3.20055555555556 }, drug_2 = { 10, 2.33, 4.009 };
	struct sample manual = { 13, 24.3923076923077, 38.0257692307692 };
	struct sample automatic = { 19, 17.1473684210526, 14.6992982456140 };
	struct sample still = { 10, 3, 0 };
	struct test test;

	test_is(test_means(drug_1, drug_2, &test), test, -1.86081346748685, 17.7764735161785,
		.0793941401873582);
	test_is(test_means(manual, automatic, &test), test, 3.76712314514493, 18.3322516384005,
		.00137363833307103);
	ck_assert(!test_means(still, still, &test));
	ck_assert(!test_means(drug_1, (struct sample){ 1, 3, 0 }, &test));
	ck_assert(!test_means((struct sample){ 0, 0, 0 }, drug_1, &test));
}
END_TEST

/* R's p.adjust(p, "holm"). */
START_TEST(holm)
{
	double p[] = { .01, .04, .03, .005 }, with_none[] = { .5, NAN, .4, .001 }, adjusted[4];

	holm_adjust(p, 4, adjusted);
	ck_assert_double_eq_tol(adjusted[0], .03, 1e-15);
	ck_assert_double_eq_tol(adjusted[1], .06, 1e-15);
	ck_assert_double_eq_tol(adjusted[2], .06, 1e-15);
	ck_assert_double_eq_tol(adjusted[3], .02, 1e-15);
	holm_adjust(with_none, 4, with_none);
	ck_assert_double_eq_tol(with_none[0], .8, 1e-15);
	ck_assert(isnan(with_none[1]));
	ck_assert_double_eq_tol(with_none[2], .8, 1e-15);
	ck_assert_double_eq_tol(with_none[3], .003, 1e-15);
	holm_adjust(NULL, 0, NULL);
	p[0] = .7;
	p[1] = .9;
	holm_adjust(p, 2, adjusted);
	ck_assert_double_eq(adjusted[0], 1);
	ck_assert_double_eq(adjusted[1], 1);
}
END_TEST

SUITE(stat_test)
{
	Suite *suite = suite_create("stat/test");
	TCase *tests = tcase_create("tests");

	tcase_add_test(tests, two_rates_of_hillstrom);
	tcase_add_test(tests, several_rates_of_fleiss);
	tcase_add_test(tests, rates_that_do_not_vary);
	tcase_add_test(tests, tables_of_agresti);
	tcase_add_test(tests, planned_shares);
	tcase_add_test(tests, two_means);
	tcase_add_test(tests, holm);
	suite_add_tcase(suite, tests);
	return suite;
}
