/* What earning rules make of a row, each figure by hand. */
#include "crm/earning.h"
#include "unit.h"

#define RULE(...) ((struct earning_rule){ .priority = INT64_MAX, __VA_ARGS__ })
#define TIMES(n)  RULE(.multiplies = true, .factor = (n))
#define RATE_IS(n) RULE(.gives = true, .rate = (n))

static struct earning
of_all(const struct earning_rule *rule, size_t count, enum stacking stacking, struct earner earner)
{
	struct earning_rules rules = { 0 };
	struct earning earning;

	for (size_t i = 0; i < count; i++)
		ck_assert(earning_add(&rules, rule[i]));
	earning_rank(&rules);
	ck_assert(earning_of(
		&rules, count ? UINT64_MAX >> (64 - count) : 0, stacking, &earner, &earning));
	return earning;
}

#define OF(stacking, earner, ...) \
	of_all((const struct earning_rule[]){ __VA_ARGS__ }, \
		sizeof((const struct earning_rule[]){ __VA_ARGS__ }) / \
			sizeof(struct earning_rule), \
		stacking, earner)
#define ANYBODY ((struct earner){ .tier = -1, .multiplier = EARNING_UNIT })
#define RATE(stacking, ...) OF(stacking, ANYBODY, __VA_ARGS__).rate

START_TEST(rates_and_multipliers_stack)
{
	ck_assert_int_eq(of_all(NULL, 0, STACKING_ADD, ANYBODY).rate, 100000000);
	ck_assert_int_eq(RATE(STACKING_ADD, TIMES(20000)), 200000000);
	ck_assert_int_eq(RATE(STACKING_ADD, TIMES(20000), TIMES(20000)), 300000000);
	ck_assert_int_eq(RATE(STACKING_MULTIPLY, TIMES(20000), TIMES(20000)), 400000000);
	ck_assert_int_eq(RATE(STACKING_ADD, TIMES(20000), TIMES(15000)), 250000000);
	ck_assert_int_eq(RATE(STACKING_MULTIPLY, TIMES(20000), TIMES(15000)), 300000000);
	ck_assert_int_eq(RATE(STACKING_ADD, RATE_IS(1000), RATE_IS(30000), TIMES(20000)), 20000000);
	ck_assert_int_eq(RATE(STACKING_ADD, TIMES(20000), TIMES(0)), 0);
	ck_assert_int_eq(RATE(STACKING_MULTIPLY, TIMES(0), TIMES(20000)), 0);
}
END_TEST

START_TEST(the_tier_multiplies_too)
{
	struct earner gold = { .tier = 1, .multiplier = 15000 };

	ck_assert_int_eq(of_all(NULL, 0, STACKING_ADD, gold).rate, 150000000);
	ck_assert_int_eq(OF(STACKING_ADD, gold, TIMES(20000)).rate, 250000000);
	ck_assert_int_eq(OF(STACKING_MULTIPLY, gold, TIMES(20000)).rate, 300000000);
}
END_TEST

START_TEST(rules_ask_for_tier_and_balance)
{
	struct earning_rule gold = RULE(.points = 5, .tiers = 2);
	struct earning_rule rich = RULE(.points = 7, .asks_balance = true, .min_balance = 100);
	struct earner poor = { .tier = 1, .multiplier = EARNING_UNIT, .balance = 99 };
	struct earner silver = { .tier = 0, .multiplier = EARNING_UNIT, .balance = 100 };

	ck_assert_uint_eq(OF(STACKING_ADD, poor, gold, rich).adds, 1);
	ck_assert_uint_eq(OF(STACKING_ADD, silver, gold, rich).adds, 2);
	ck_assert_uint_eq(OF(STACKING_ADD, ANYBODY, gold, rich).adds, 0);
}
END_TEST

/* By priority, those without one last; one that stops ends the trial. */
START_TEST(rules_are_tried_by_priority)
{
	struct earning_rule late = RATE_IS(30000);
	struct earning_rule first = RATE_IS(1000), second = RATE_IS(20000);
	struct earning_rule lasting = TIMES(20000);
	struct earning earning;

	first.priority = 1;
	second.priority = 2;
	ck_assert_int_eq(RATE(STACKING_ADD, late, second, first), 10000000);
	second.stops = true;
	lasting.lives = true;
	earning = OF(STACKING_ADD, ANYBODY, lasting, second);
	ck_assert_int_eq(earning.rate, 200000000);
	ck_assert_uint_eq(earning.life, 0);
	ck_assert_uint_eq(earning.applied, 2);
	second.stops = false;
	earning = OF(STACKING_ADD, ANYBODY, lasting, second);
	ck_assert_int_eq(earning.rate, 400000000);
	ck_assert_uint_eq(earning.life, 2);
}
END_TEST

START_TEST(no_stack_of_multipliers_overflows)
{
	struct earning_rules rules = { 0 };
	struct earning_rule most = TIMES((int64_t)EARNING_MOST * EARNING_UNIT);
	struct earner earner = ANYBODY;
	struct earning earning;

	for (int i = 0; i < EARNING_RULES; i++)
		ck_assert(earning_add(&rules, most));
	ck_assert(!earning_add(&rules, most));
	earning_rank(&rules);
	ck_assert(!earning_of(&rules, UINT64_MAX, STACKING_MULTIPLY, &earner, &earning));
	ck_assert_int_gt(earning.rate, 0);
	ck_assert(earning_of(&rules, UINT64_MAX, STACKING_ADD, &earner, &earning));
	ck_assert_int_eq(earning.rate, (64 * (int64_t)EARNING_MOST - 63) * RATE_UNIT);
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
	ck_assert_ptr_null(READ([EARNING_ADD] = { "5", 1 }, [EARNING_VALID] = { "3m", 2 },
		[EARNING_TO] = { "referrer", 8 }));
	ck_assert(rule.to_referrer && rule.lives && rule.valid.span.months == 3);
	ck_assert_ptr_nonnull(READ([EARNING_RATE] = { "2", 1 }, [EARNING_TO] = { "referrer", 8 }));
	ck_assert_ptr_nonnull(READ([EARNING_ADD] = { "5", 1 }, [EARNING_STOP] = { "x", 1 }));
	ck_assert_int_eq(column, EARNING_STOP);
#undef READ
}
END_TEST

SUITE(crm_earning)
{
	Suite *suite = suite_create("crm/earning");
	TCase *all = tcase_create("earning");

	tcase_add_test(all, rates_and_multipliers_stack);
	tcase_add_test(all, the_tier_multiplies_too);
	tcase_add_test(all, rules_ask_for_tier_and_balance);
	tcase_add_test(all, rules_are_tried_by_priority);
	tcase_add_test(all, no_stack_of_multipliers_overflows);
	tcase_add_test(all, rates_are_read);
	tcase_add_test(all, rules_are_read);
	suite_add_tcase(suite, all);
	return suite;
}
