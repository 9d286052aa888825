/* What can be told of rules that stand before others. */
#include "rule_row.h"

#include "rule/cover.h"

static bool
covered(const char *text, const char *const *before, size_t count)
{
	const struct rule *earlier[8];
	struct rule *rule = rule_made(text);
	size_t by;
	bool found;

	for (size_t i = 0; i < count; i++)
		earlier[i] = rule_made(before[i]);
	found = rule_covered(rule, earlier, count, day_of(2024, 3, 31), &by);
	for (size_t i = 0; i < count; i++)
		rule_free((struct rule *)earlier[i]);
	rule_free(rule);
	return found;
}

START_TEST(proved)
{
	/* the later rule, the earlier one */
	static const char *const pair[][2] = {
		{ "amount >= 5000", "amount >= 1000" },
		{ "amount > 1000", "amount >= 1000" },
		{ "amount > 1000", "1000 < amount" },
		{ "amount = 7", "amount between 5 and 9" },
		{ "amount between 6 and 8", "amount between 5 and 9" },
		{ "amount between 6 and 8", "amount > 5" },
		{ "amount in (5, 6)", "amount >= 5" },
		{ "amount in (5, 6)", "amount in (6, 5, 7)" },
		{ "status = 'paid'", "status in ('paid', 'sent')" },
		{ "status = 'paid'", "status != 'open'" },
		{ "status not in ('a', 'b')", "status != 'a'" },
		{ "amount > 9", "amount != 3" },
		{ "not amount < 9", "amount >= 9" },
		{ "not (amount < 9 or city = 'x')", "amount > 8" },
		{ "ordered < today - 12m", "ordered < today - 6m" },
		{ "ordered > 2024-03-01", "ordered >= 2024-03-01" },
		{ "ordered = 2024-03-31", "ordered = today" },
		{ "amount > 5 and city = 'x'", "city = 'x'" },
		{ "amount > 5 and city = 'x'", "city = 'x' and amount > 3" },
		{ "amount > 5 or amount = 4", "amount > 3" },
		{ "amount > 5", "amount > 3 or city = 'x'" },
		{ "amount > 5", "amount is not empty" },
		{ "amount != 5", "amount is not empty" },
		{ "not amount = 5", "not amount is empty" },
		{ "status =~ '^a'", "status is not empty" },
		{ "status =~ '^a' and city = 'x'", "status =~ '^a'" },
		{ "top(amount, 20%)", "TOP( amount , 0.2 )" },
		{ "has(city, 'x')", "has(city, 'x') or amount = 1" },
		{ "city = 'x'", "1 = 1" },
		{ "city = 'x'", "2 > 1 and today <= 2024-03-31" },
		{ "quantity * price > 10", "quantity * price > 5" },
	};

	for (size_t i = 0; i < COUNT(pair); i++)
		ck_assert_msg(
			covered(pair[i][0], &pair[i][1], 1), "%s | %s", pair[i][0], pair[i][1]);
}
END_TEST

START_TEST(not_proved)
{
	static const char *const pair[][2] = {
		{ "amount >= 1000", "amount > 1000" },
		{ "amount >= 500", "amount >= 1000" },
		{ "amount > 5", "quantity > 3" },
		{ "amount < 5", "amount < 3" },
		{ "amount between 5 and 9", "amount between 6 and 9" },
		{ "amount = '7'", "amount = 7" },
		{ "amount in (5, 6)", "amount in (6, 7)" },
		{ "amount != 5", "amount != 6" },
		{ "amount != 5", "amount > 5" },
		{ "status =~ '^a'", "status =~ '^b'" },
		{ "status =~ '^a'", "status !~ '^a'" },
		{ "amount is empty", "amount > 5" },
		{ "amount is empty", "amount is not empty" },
		{ "not amount between quantity and price", "price is not empty" },
		{ "city = 'x' or amount > 5", "amount > 3" },
		{ "amount > 5", "amount > 3 and city = 'x'" },
		{ "top(amount, 20%)", "top(amount, 10%)" },
		{ "top(amount, 20%, by city)", "top(amount, 20%)" },
		{ "has(city, 'x')", "has(city, 'y')" },
		{ "city = 'x'", "1 = 2" },
		{ "not amount between 3 and 5", "amount > 2" },
	};

	for (size_t i = 0; i < COUNT(pair); i++)
		ck_assert_msg(
			!covered(pair[i][0], &pair[i][1], 1), "%s | %s", pair[i][0], pair[i][1]);
}
END_TEST

START_TEST(several_together)
{
	static const char *const two[] = { "amount > 5", "city = 'x'" };
	static const char *const both[] = { "amount is empty", "not amount is empty" };

	ck_assert(covered("amount = 9 or city = 'x'", two, 2));
	ck_assert(!covered("amount = 9 or city = 'y'", two, 2));
	ck_assert(covered("status = 'x'", both, 2));
	ck_assert(!covered("status = 'x'", both, 1));
}
END_TEST

START_TEST(through_names)
{
	struct rule *big = rule_made("amount > 5"),
		    *rule = rule_made("segment('big') and id = 'x'"),
		    *huge = rule_made("amount > 50"), *asks = rule_made("segment('big')");
	const struct rule *named[] = { big };
	const struct rule *earlier[] = { big }, *first[] = { asks };
	size_t by;

	rule_other_set(rule, 0, named, 1);
	rule_other_set(asks, 0, named, 1);
	ck_assert(rule_covered(rule, earlier, 1, 0, &by));
	ck_assert(rule_covered(huge, first, 1, 0, &by) && by == 0);
	rule_free(asks);
	rule_free(huge);
	rule_free(rule);
	rule_free(big);
}
END_TEST

SUITE(rule_cover)
{
	Suite *suite = suite_create("rule/cover");
	TCase *tcase = tcase_create("cover");

	tcase_add_test(tcase, proved);
	tcase_add_test(tcase, not_proved);
	tcase_add_test(tcase, several_together);
	tcase_add_test(tcase, through_names);
	suite_add_tcase(suite, tcase);
	return suite;
}
