#include "stat/power.h"

#include <math.h>

#include "unit.h"

/* R's power.prop.test; its help page gives the first two (n = 76.7, power = 0.740). */
START_TEST(as_power_prop_test)
{
	struct power_plan coin = { .5, 1, .05 }, mail = { .02, 1, .05 }, strict = { .02, 1, .025 };
	double x;

	ck_assert(power_heads(&coin, .75, .9, &x));
	ck_assert_double_eq_tol(x, 76.7069284517774, 1e-9);
	ck_assert(power_of(&coin, .75, 50, &x));
	ck_assert_double_eq_tol(x, .740165901331388, 1e-12);
	ck_assert(power_heads(&mail, .024, .8, &x));
	ck_assert_double_eq_tol(x, 21108.3830703917, 1e-6);
	ck_assert(power_heads(&strict, .024, .8, &x));
	ck_assert_double_eq_tol(x, 25562.4989131507, 1e-6);
	ck_assert(power_rate(&mail, 1000, .8, false, &x));
	ck_assert_double_eq_tol(x, .0416414461771105, 1e-12);
}
END_TEST

/* Nothing depends on which arm is called control. */
START_TEST(unequal_arms_turned_round)
{
	struct power_plan plan = { .02, 4, .05 }, turned = { .03, .25, .05 };
	double n, other;

	ck_assert(power_heads(&plan, .03, .8, &n) && power_heads(&turned, .02, .8, &other));
	ck_assert_double_eq_tol(n * 4, other, 1e-8);
}
END_TEST

/* Each of the three undoes the others. */
START_TEST(there_and_back)
{
	for (double ratio = .1; ratio < 20; ratio *= 3) {
		struct power_plan plan = { .05, ratio, .01 };
		double n, power, rate;

		ck_assert(power_heads(&plan, .06, .85, &n));
		ck_assert(power_of(&plan, .06, n, &power));
		ck_assert_double_eq_tol(power, .85, 1e-10);
		ck_assert(power_rate(&plan, n, .85, false, &rate));
		ck_assert_double_eq_tol(rate, .06, 1e-10);
		ck_assert(power_heads(&plan, .04, .85, &n));
		ck_assert(power_rate(&plan, n, .85, true, &rate));
		ck_assert_double_eq_tol(rate, .04, 1e-10);
	}
}
END_TEST

START_TEST(several_cells)
{
	ck_assert_double_eq(power_alpha(.05, 1), .05);
	ck_assert_double_eq(power_alpha(.05, 2), .025);
	ck_assert_double_eq(power_alpha(.05, 0), .05);
}
END_TEST

START_TEST(what_cannot_be_planned)
{
	struct power_plan plan = { .02, 1, .05 }, none = { 0, 1, .05 }, flat = { .02, 0, .05 };
	struct power_plan sure = { .02, 1, 1 };
	double x;

	ck_assert(!power_heads(&plan, .02, .8, &x));
	ck_assert(!power_heads(&plan, 1.1, .8, &x) && !power_heads(&plan, NAN, .8, &x));
	ck_assert(!power_heads(&plan, .03, 1, &x) && !power_heads(&plan, .03, 0, &x));
	ck_assert(!power_heads(&none, .03, .8, &x) && !power_heads(&flat, .03, .8, &x));
	ck_assert(!power_heads(&sure, .03, .8, &x));
	ck_assert(!power_of(&plan, .03, 0, &x) && !power_of(&plan, .03, NAN, &x));
	/* One head shows no rise at all, nor 100 a fall from 2%. */
	ck_assert(!power_rate(&plan, 1, .8, false, &x));
	ck_assert(!power_rate(&plan, 100, .8, true, &x));
	/* By chance alone a twentieth of tests is significant: that power takes no heads. */
	ck_assert(!power_heads(&plan, .03, .01, &x));
}
END_TEST

START_TEST(from_nothing_to_all)
{
	struct power_plan plan = { .5, 1, .05 };
	double x;

	ck_assert(power_heads(&plan, 1, .8, &x) && x > 1 && x < 50);
	ck_assert(power_heads(&plan, 0, .8, &x) && x > 1 && x < 50);
	plan.base = 1e-6;
	ck_assert(power_heads(&plan, 1.01e-6, .8, &x) && x > 1e11 && x < 1e13);
}
END_TEST

SUITE(stat_power)
{
	Suite *suite = suite_create("stat/power");
	TCase *plans = tcase_create("plans");

	tcase_add_test(plans, as_power_prop_test);
	tcase_add_test(plans, unequal_arms_turned_round);
	tcase_add_test(plans, there_and_back);
	tcase_add_test(plans, several_cells);
	tcase_add_test(plans, what_cannot_be_planned);
	tcase_add_test(plans, from_nothing_to_all);
	suite_add_tcase(suite, plans);
	return suite;
}
