#include "stat/rate.h"

#include <stdint.h>

#include "unit.h"
#include "value/number.h"

/* As it is printed; "" where it is undefined. */
static const char *
printed(struct rate rate)
{
	static char text[NUMBER_TEXT];

	text[ratio_print(rate.numerator, rate.denominator, text)] = '\0';
	return text;
}

START_TEST(one_number_over_another)
{
	ck_assert_str_eq(printed(rate_of(35, 1000)), "0.035000");
	ck_assert_str_eq(printed(rate_of(0, 7)), "0.000000");
	ck_assert_str_eq(printed(rate_of(-1, 3)), "-0.333333");
	ck_assert(rate_defined(rate_of(0, 7)));
}
END_TEST

START_TEST(undefined_over_nothing_and_less)
{
	ck_assert(!rate_defined(rate_of(5, 0)));
	ck_assert(!rate_defined(rate_of(0, 0)));
	ck_assert(!rate_defined(rate_of(5, -2)));
	ck_assert(!rate_defined(RATE_UNDEFINED));
	ck_assert_str_eq(printed(rate_of(5, -2)), "");
	/* What is undefined is one value, not many. */
	ck_assert(rate_of(5, -2).numerator == 0 && rate_of(5, -2).denominator == 0);
}
END_TEST

START_TEST(gain_over_a_base)
{
	ck_assert_str_eq(printed(rate_gain(300, 200)), "0.500000");
	ck_assert_str_eq(printed(rate_gain(0, 200)), "-1.000000");
	ck_assert_str_eq(printed(rate_gain(-100, 200)), "-1.500000");
	ck_assert(!rate_defined(rate_gain(300, 0)));
}
END_TEST

/* Nothing is rounded before it is printed: these differ in the 25th digit. */
START_TEST(exact_beyond_doubles)
{
	__int128 big = (__int128)INT64_MAX * 1000000;
	struct rate rate = rate_of(big, big + 1);

	ck_assert(rate.denominator - rate.numerator == 1);
	ck_assert_str_eq(printed(rate), "1.000000");
}
END_TEST

SUITE(stat_rate)
{
	Suite *suite = suite_create("stat/rate");
	TCase *rates = tcase_create("rates");

	tcase_add_test(rates, one_number_over_another);
	tcase_add_test(rates, undefined_over_nothing_and_less);
	tcase_add_test(rates, gain_over_a_base);
	tcase_add_test(rates, exact_beyond_doubles);
	suite_add_tcase(suite, rates);
	return suite;
}
