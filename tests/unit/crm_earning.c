/* What earning rules make of a row, each figure by hand. */
#include "crm/earning.h"
#include "unit.h"

static const struct earning_rule twice = { .multiplies = true, .factor = 20000 };
static const struct earning_rule half_more = { .multiplies = true, .factor = 15000 };
static const struct earning_rule none = { .multiplies = true, .factor = 0 };
static const struct earning_rule tenth = { .gives = true, .rate = 1000 };
static const struct earning_rule third = { .gives = true, .rate = 30000 };

static int64_t
rate_of(const struct earning_rule *const rule[], enum stacking stacking)
{
	struct earning earning = EARNING_PLAIN;
	int64_t rate;

	for (; *rule; rule++)
		earning_apply(&earning, *rule);
	ck_assert(earning_rate(&earning, stacking, &rate));
	return rate;
}

#define RATE(stacking, ...) rate_of((const struct earning_rule *const[]){ __VA_ARGS__ }, stacking)

START_TEST(rates_and_multipliers_stack)
{
	ck_assert_int_eq(RATE(STACKING_ADD, NULL), 100000000);
	ck_assert_int_eq(RATE(STACKING_ADD, &twice, NULL), 200000000);
	ck_assert_int_eq(RATE(STACKING_ADD, &twice, &twice, NULL), 300000000);
	ck_assert_int_eq(RATE(STACKING_MULTIPLY, &twice, &twice, NULL), 400000000);
	ck_assert_int_eq(RATE(STACKING_ADD, &twice, &half_more, NULL), 250000000);
	ck_assert_int_eq(RATE(STACKING_MULTIPLY, &twice, &half_more, NULL), 300000000);
	ck_assert_int_eq(RATE(STACKING_ADD, &tenth, &third, &twice, NULL), 20000000);
	ck_assert_int_eq(RATE(STACKING_MULTIPLY, &third, &tenth, &twice, NULL), 600000000);
	ck_assert_int_eq(RATE(STACKING_ADD, &twice, &none, NULL), 0);
	ck_assert_int_eq(RATE(STACKING_MULTIPLY, &none, &twice, NULL), 0);
}
END_TEST

START_TEST(extras_are_kept_apart_and_summed)
{
	struct earning earning = EARNING_PLAIN;

	earning_apply(&earning, &(struct earning_rule){ .points = 50, .extra = 0 });
	earning_apply(&earning, &(struct earning_rule){ .points = 5, .extra = 63 });
	ck_assert_int_eq(earning.points, 55);
	ck_assert(earning.extras == (UINT64_C(1) << 63 | 1));
}
END_TEST

START_TEST(no_stack_of_multipliers_overflows)
{
	struct earning earning = EARNING_PLAIN;
	struct earning_rule most = { .multiplies = true,
		.factor = (int64_t)EARNING_MOST * EARNING_UNIT };
	int64_t rate;

	for (int i = 0; i < 1000; i++)
		earning_apply(&earning, &most);
	ck_assert(!earning_rate(&earning, STACKING_MULTIPLY, &rate));
	ck_assert_int_gt(rate, 0);
	ck_assert(earning_rate(&earning, STACKING_ADD, &rate));
	ck_assert_int_eq(rate, (1000 * (int64_t)EARNING_MOST - 999) * RATE_UNIT);
}
END_TEST

START_TEST(rates_are_read)
{
	int64_t n;

	ck_assert(earning_parse(slice_from("2"), &n) && n == 20000);
	ck_assert(earning_parse(slice_from("0.0001"), &n) && n == 1);
	ck_assert(earning_parse(slice_from("0"), &n) && n == 0);
	ck_assert(earning_parse(slice_from("10000"), &n));
	ck_assert(!earning_parse(slice_from("10000.0001"), &n));
	ck_assert(!earning_parse(slice_from("0.00001"), &n));
	ck_assert(!earning_parse(slice_from("-1"), &n));
	ck_assert(!earning_parse(slice_from("2x"), &n));
	ck_assert(!earning_parse(slice_from(""), &n));
}
END_TEST

START_TEST(rules_are_read)
{
	struct earning_rule rule;
	int column;

#define READ(...) earning_read(&rule, (const struct slice[EARNING_FIELDS]){ __VA_ARGS__ }, &column)
	ck_assert_ptr_null(READ([EARNING_MULTIPLY] = { "0", 1 }));
	ck_assert(rule.multiplies && !rule.gives && rule.factor == 0 && rule.points == 0);
	ck_assert_ptr_null(READ([EARNING_RATE] = { "0.1", 3 }, [EARNING_ADD] = { "50", 2 }));
	ck_assert(rule.gives && !rule.multiplies && rule.rate == 1000 && rule.points == 50);
	ck_assert_ptr_nonnull(READ([EARNING_ADD] = { "-1", 2 }));
	ck_assert_int_eq(column, EARNING_ADD);
	ck_assert_ptr_nonnull(READ([EARNING_RATE] = { "x", 1 }));
	ck_assert_int_eq(column, EARNING_RATE);
	ck_assert_ptr_nonnull(READ([EARNING_ADD] = { "", 0 }));
	ck_assert_int_eq(column, -1);
#undef READ
}
END_TEST

SUITE(crm_earning)
{
	Suite *suite = suite_create("crm/earning");
	TCase *all = tcase_create("earning");

	tcase_add_test(all, rates_and_multipliers_stack);
	tcase_add_test(all, extras_are_kept_apart_and_summed);
	tcase_add_test(all, no_stack_of_multipliers_overflows);
	tcase_add_test(all, rates_are_read);
	tcase_add_test(all, rules_are_read);
	suite_add_tcase(suite, all);
	return suite;
}
