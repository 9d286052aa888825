/* Names become columns, `today` a day, constants values. */
#include "rule_row.h"

START_TEST(columns_not_there)
{
#define HAVE \
	"(have: amount, quantity, price, half, status, city, channel, quoted, ordered, shipped, " \
	"compact, none, blank, bad, id, seven)"
	static const struct wrong wrong[] = {
		{ "amout > 3", "^^^^^", "unknown column \"amout\" " HAVE, "did you mean amount?" },
		{ "amonut > 3", "^^^^^^", "unknown column \"amonut\" " HAVE,
			"did you mean amount?" },
		{ "QUANTITI > 3", "^^^^^^^^", "unknown column \"QUANTITI\" " HAVE,
			"did you mean quantity?" },
		{ "\"total(x)\" > 3", "^^^^^^^^^^", "unknown column \"total(x)\" " HAVE,
			"did you mean \"total (x)\"?" },
		{ "金頟 > 3", "^^^^", "unknown column \"金頟\" " HAVE, "did you mean 金额?" },
		{ "revenue > 3", "^^^^^^^", "unknown column \"revenue\" " HAVE, "" },
		{ "status = \"paid\"", "         ^^^^^^", "unknown column \"paid\" " HAVE,
			"text is written in single quotes: 'paid'" },
		{ "status = sent", "         ^^^^", "unknown column \"sent\" " HAVE,
			"text is written in single quotes: 'sent'" },
		{ "status = shiped", "         ^^^^^^", "unknown column \"shiped\" " HAVE,
			"text is written in single quotes: 'shiped'; or did you mean shipped?" },
		{ "status between a and b", "               ^", "unknown column \"a\" " HAVE,
			"text is written" },
		{ "twice = 1", "^^^^^", "several columns are called \"twice\"", "" },
		{ "top(revenue, 20%)", "    ^^^^^^^", "unknown column \"revenue\" " HAVE, "" },
		{ "1 / 0 = 1", "^^^^^", "division by zero", "" },
		{ "amount > 1 / (2 - 2)", "         ^^^^^^^^^^^", "division by zero", "" },
		{ "123456789012345678901234567890 * 12345678901 > 1",
			"^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
			"the number grows too large", "" },
		{ "0.1234567891 * 0.1234567891 > 1", "^^^^^^^^^^^^^^^^^^^^^^^^^^^",
			"the number grows too large", "" },
	};

	rules_are_wrong(wrong, COUNT(wrong));
}
END_TEST

START_TEST(columns_used_once_each)
{
	struct rule *rule = rule_made(
		"amount > 3 and quantity * amount > price and top(金额, 20%) and not 金额 in (1)");
	int column[8];

	ck_assert_uint_eq(rule_uses(rule, column, COUNT(column)), 4);
	ck_assert_int_eq(columns_find(NULL, slice_from("金额")), column[0]); /* surveys first */
	ck_assert_int_eq(column[1], 0);
	ck_assert_int_eq(column[2], 1);
	ck_assert_int_eq(column[3], 2);
	column[1] = -5;
	ck_assert_uint_eq(rule_uses(rule, column, 1), 4);
	ck_assert_int_eq(column[1], -5);
	rule_free(rule);
}
END_TEST

static int
find_reversed(const void *context, struct slice name)
{
	int found = columns_find(context, name);

	return found < 0 ? found : (int)COUNT(columns) - 1 - found;
}

START_TEST(bound_anew)
{
	static const struct rule_columns reversed = { find_reversed, columns_list, NULL };
	struct slice field[COUNT(columns)], back[COUNT(columns)];
	struct rule *rule = rule_made(
		"amount = 12.5 and ordered = today - 60d and city =~ '杭|上' and id in ('007')");
	struct rule_work *work = rule_work_new();
	struct rule_error error;
	int column[8];

	row_fill(field);
	for (size_t i = 0; i < COUNT(columns); i++)
		back[COUNT(columns) - 1 - i] = field[i];
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(rule_test(rule, field, work), TRUTH_TRUE);
		ck_assert(rule_bind(rule, &reversed, day_of(2024, 3, 31), &error));
		ck_assert_uint_eq(rule_uses(rule, column, COUNT(column)), 4);
		ck_assert_int_eq(rule_test(rule, back, work), TRUTH_TRUE);
		ck_assert(rule_bind(rule, &known, day_of(2024, 4, 1), &error));
		ck_assert_int_eq(rule_test(rule, field, work), TRUTH_FALSE);
		ck_assert(rule_bind(rule, &known, day_of(2024, 3, 31), &error));
	}
	rule_work_free(work);
	rule_free(rule);
}
END_TEST

START_TEST(text_is_kept)
{
	char text[] = "status = 'it''s' or status =~ 'p.id'";
	struct slice field[COUNT(columns)];
	struct rule_work *work = rule_work_new();
	struct rule *rule = rule_made(text);

	memset(text, 'x', sizeof text - 1);
	row_fill(field);
	ck_assert(slice_is(rule_text(rule), "status = 'it''s' or status =~ 'p.id'"));
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_TRUE);
	rule_work_free(work);
	rule_free(rule);
}
END_TEST

SUITE(rule_binder)
{
	Suite *suite = suite_create("rule/binder");
	TCase *names = tcase_create("names");

	tcase_add_test(names, columns_not_there);
	tcase_add_test(names, columns_used_once_each);
	tcase_add_test(names, bound_anew);
	tcase_add_test(names, text_is_kept);
	suite_add_tcase(suite, names);
	return suite;
}
