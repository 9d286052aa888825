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

START_TEST(several_intervals)
{
	static const struct {
		const char *rule, *earlier[4];
		bool covered;
	} tries[] = {
		{ "amount > 7", { "amount < 10", "amount >= 10" }, true },
		{ "amount > 7", { "amount < 10", "amount > 10" }, false },
		{ "amount between 1 and 9",
			{ "amount < 4", "amount between 4 and 6", "amount > 6" }, true },
		{ "amount between 1 and 9",
			{ "amount < 4", "amount between 5 and 6", "amount > 6" }, false },
		{ "1 = 1", { "amount < 4", "amount >= 4", "amount is empty" }, true },
		{ "1 = 1", { "amount < 4", "amount >= 4" }, false },
		{ "city in ('x', 'y')", { "city = 'y'", "city = 'x'" }, true },
		{ "city in ('x', 'y', 'z')", { "city = 'y'", "city = 'x'" }, false },
		{ "amount > 1 and price > 1", { "amount > 5 and price > 0", "amount <= 5" }, true },
		{ "amount > 1", { "amount > 5 and price > 0", "amount <= 5" }, false },
		{ "city =~ 'x' and amount > 1", { "city =~ 'x' and amount < 5", "amount >= 5" },
			true },
		{ "city =~ 'x' and amount > 1", { "city =~ 'y' and amount < 5", "amount >= 5" },
			false },
		{ "amount > 5 and amount < 3", { NULL }, true },
		{ "amount > 5 and amount < 7", { NULL }, false },
		{ "ordered > 2024-01-01", { "ordered > today - 1m", "ordered <= 2024-02-29" },
			true },
		{ "ordered > 2024-01-01", { "ordered > today - 1m", "ordered < 2024-02-29" },
			false },
	};

	for (size_t i = 0; i < COUNT(tries); i++) {
		size_t count = 0;

		while (count < 4 && tries[i].earlier[count])
			count++;
		ck_assert_msg(covered(tries[i].rule, tries[i].earlier, count) == tries[i].covered,
			"%s", tries[i].rule);
	}
}
END_TEST

/* --- what is proved holds in every row ------------------------------------------------ */

static uint64_t drawn = 2024;

static size_t
draw(size_t below)
{
	drawn = drawn * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(drawn >> 33) % below;
}

/* A condition over amount, price and city, with constants that the rows below stand around. */
static void
write_rule(char *text, size_t size, unsigned depth)
{
	static const char *const atom[] = { "amount > 1", "amount >= 1", "amount < 2",
		"amount <= 1", "amount = 1", "amount != 2", "amount between 1 and 2",
		"amount not in (1, 2)", "amount is empty", "price > 1", "price <= 1",
		"price is not empty", "city = 'b'", "city != 'b'", "city in ('a', 'b')",
		"city is empty", "city =~ 'a'" };
	char left[400], right[400];

	if (depth == 0 || draw(3) == 0) {
		snprintf(text, size, "%s", atom[draw(COUNT(atom))]);
		return;
	}
	write_rule(left, sizeof left, depth - 1);
	write_rule(right, sizeof right, depth - 1);
	switch (draw(3)) {
	case 0: snprintf(text, size, "not (%.150s)", left); break;
	case 1: snprintf(text, size, "(%.150s and %.150s)", left, right); break;
	default: snprintf(text, size, "(%.150s or %.150s)", left, right); break;
	}
}

/* Whether in some row the rule holds and none of the earlier ones does. */
static bool
gets_a_row(const struct rule *rule, const struct rule *const *earlier, size_t count)
{
	static const char *const amount[] = { "", "0", "1", "1.5", "2", "3" },
				 *const price[] = { "", "0", "1", "2" },
				 *const city[] = { "", "a", "ab", "b", "c", "0" };
	struct rule_work *work = rule_work_new();
	struct slice field[COUNT(columns)];
	bool found = false;

	row_fill(field);
	for (size_t i = 0; !found && i < COUNT(amount) * COUNT(price) * COUNT(city); i++) {
		bool taken = false;

		field[0] = slice_from(amount[i % COUNT(amount)]);
		field[2] = slice_from(price[i / COUNT(amount) % COUNT(price)]);
		field[5] = slice_from(city[i / COUNT(amount) / COUNT(price)]);
		for (size_t k = 0; k < count; k++)
			taken = taken || rule_test(earlier[k], field, work) == TRUTH_TRUE;
		found = !taken && rule_test(rule, field, work) == TRUTH_TRUE;
	}
	rule_work_free(work);
	return found;
}

START_TEST(proofs_hold_in_every_row)
{
	size_t proofs = 0, missed = 0;

	for (size_t i = 0; i < 2000; i++) {
		const struct rule *rule[4];
		char text[4][400];
		size_t count = 1 + draw(3), by;
		bool told, got;

		for (size_t k = 0; k <= count; k++) {
			write_rule(text[k], sizeof text[k], 2);
			rule[k] = rule_made(text[k]);
		}
		told = rule_covered(rule[count], rule, count, day_of(2024, 3, 31), &by);
		got = gets_a_row(rule[count], rule, count);
		ck_assert_msg(!(told && got), "%s | %s", text[count], text[0]);
		proofs += told;
		missed += !told && !got;
		for (size_t k = 0; k <= count; k++)
			rule_free((struct rule *)rule[k]);
	}
	/* Missed is what hangs on the pattern, or on there being no value between. */
	ck_assert_uint_gt(proofs, 200);
	ck_assert_uint_lt(missed, proofs / 4);
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
	tcase_add_test(tcase, several_intervals);
	tcase_add_test(tcase, proofs_hold_in_every_row);
	suite_add_tcase(suite, tcase);
	return suite;
}
