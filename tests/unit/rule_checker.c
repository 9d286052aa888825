/* What goes together, and what is said when it does not. */
#include "rule_row.h"

START_TEST(kinds_that_differ)
{
	static const struct wrong wrong[] = {
		{ "amount and 1 = 1", "^^^^^^", "expected a condition, this is a column",
			"compare it: amount = 'yes'" },
		{ "not amount", "    ^^^^^^", "expected a condition, this is a column",
			"compare it" },
		{ "1 = 1 or amount + 1", "         ^^^^^^^^^^",
			"expected a condition, this is a number", "compare it with" },
		{ "1 + 1 = '2'", "        ^^^", "text cannot be compared with a number",
			"write it without quotes: 2" },
		{ "ordered + 1d = '2024-02-01'", "               ^^^^^^^^^^^^",
			"text cannot be compared with a day",
			"write it without quotes: 2024-02-01" },
		{ "today > 20240101", "        ^^^^^^^^", "a number cannot be compared with a day",
			"days are written" },
		{ "amount between 1 and today", "                     ^^^^^",
			"a day cannot be compared with a number", "" },
		{ "status in ('a', 3)", "                ^",
			"a number cannot be compared with text", "text is written" },
		{ "status in (paid)", "           ^^^^",
			"a list holds text, numbers and days, no columns",
			"text is written in single quotes: 'paid'" },
		{ "amount in (number(half))", "           ^^^^^^^^^^^^",
			"a list holds text, numbers and days, no columns", "" },
		{ "amount > '100'", "         ^^^^^",
			"text is ordered by its letters: '9' comes after '100'",
			"write 100 without quotes" },
		{ "ordered >= '2024-01-05'", "           ^^^^^^^^^^^^",
			"text is ordered by its letters: '9' comes after '100'",
			"write 2024-01-05 without quotes" },
		{ "amount between '1' and '2'", "               ^^^",
			"text is ordered by its letters: '9' comes after '100'", "write 1 " },
		{ "city = ''", "       ^^", "an empty field is unknown and equals nothing",
			"ask for it" },
		{ "city in ('a', ' ')", "              ^^^",
			"an empty field is unknown and equals nothing", "ask for it" },
		{ "(amount > 3) = (1 = 1)", "^^^^^^^^^^^^", "a condition is no value",
			"conditions are joined" },
		{ "(amount > 3) + 1 = 1", "^^^^^^^^^^^^", "expected a number, this is a condition",
			"a condition is joined" },
		{ "(1 = 1) is empty", "^^^^^^^", "a condition is no value",
			"conditions are joined" },
		{ "'a' + 1 = 1", "^^^", "expected a number, this is text", "" },
		{ "-'a' = 1", " ^^^", "expected a number, this is text", "" },
		{ "3 =~ 'a'", "^", "expected text, this is a number", "" },
		{ "today =~ 'a'", "^^^^^", "expected text, this is a day", "" },
		{ "today - ordered > 90d", "                  ^^^",
			"a duration is no value of its own",
			"a number of days is written 90; a day is compared with today - 90d" },
		{ "ordered > 12m", "          ^^^", "a duration is no value of its own",
			"a day is compared with today - 12m" },
		{ "12m", "^^^", "a duration is no value of its own", "a day is compared" },
		{ "3 + 12m = today", "^", "expected a day, this is a number", "" },
		{ "12m - today = 3", "^^^", "expected a day, this is a duration",
			"a day is compared" },
		{ "1m + 1d = today", "^^", "expected a day, this is a duration",
			"a day is compared" },
		{ "2 * 12m = today", "    ^^^", "expected a number, this is a duration",
			"a day is compared" },
		{ "-12m = today", " ^^^", "expected a number, this is a duration",
			"a day is compared" },
		{ "today + 3 = today", "        ^", "expected a duration, this is a number",
			"days are written 3d, months 3m" },
		{ "today - 3 = today", "        ^", "expected a duration, this is a number",
			"days are written 3d" },
		{ "today + today = today", "        ^^^^^", "expected a duration, this is a day",
			"" },
		{ "today * 2 = today", "^^^^^", "expected a number, this is a day", "" },
		{ "date(3) = today", "     ^", "expected a day, this is a number", "" },
		{ "text(3) = 'x'", "     ^", "expected text, this is a number", "" },
		{ "top(amount, 20)", "            ^^", "a share is 100% at most",
			"write 20% or 0.2" },
		{ "top(amount, 120%)", "            ^^^^", "a share is 100% at most", "" },
		{ "top(amount, 0%)", "            ^^", "a share of 0% is nobody", "" },
		{ "top(amount, half)", "            ^^^^", "expected a share, written out",
			"20% or 0.2" },
		{ "top('x', 20%)", "    ^^^", "expected a number, this is text", "" },
		{ "top(20%, amount)", "    ^^^", "expected a number, this is a percentage", "" },
		{ "number(20%) = 1", "       ^^^", "expected a number, this is a percentage", "" },
		{ "top(quantile(amount, 0.5), 20%)", "    ^^^^^^^^^^^^^^^^^^^^^",
			"quantile cannot stand inside top", "" },
	};

	rules_are_wrong(wrong, COUNT(wrong));
}
END_TEST

/* What a rule gives, and what it may be asked for. */
START_TEST(kinds_given)
{
	static const struct {
		const char *rule;
		enum rule_kind kind;
		const char *ask;       /* T N X D: condition, number, text, day */
	} given[] = {
		{ "amount > 3", RULE_TRUTH, "T" },
		{ "amount * 2", RULE_NUMBER, "N" },
		{ "amount", RULE_ANY, "NXD" },
		{ "today - ordered", RULE_NUMBER, "N" },
		{ "ordered + 1d", RULE_DAY, "D" },
		{ "today", RULE_DAY, "D" },
		{ "'x'", RULE_TEXT, "X" },
		{ "text(amount)", RULE_TEXT, "X" },
		{ "top(amount, 10%)", RULE_TRUTH, "T" },
		{ "quantile(amount, 10%)", RULE_NUMBER, "N" },
		{ "quantile(date(ordered), 0.5)", RULE_DAY, "D" },
	};
	static const enum rule_kind asked[] = { RULE_TRUTH, RULE_NUMBER, RULE_TEXT, RULE_DAY };

	for (size_t i = 0; i < COUNT(given); i++)
		for (size_t k = 0; k < COUNT(asked); k++) {
			struct rule_error error;
			struct rule *rule = rule_parse(slice_from(given[i].rule), &error);
			bool may = strchr(given[i].ask, "TNXD"[k]) != NULL;

			ck_assert_ptr_nonnull(rule);
			ck_assert_int_eq(rule_gives(rule), given[i].kind);
			ck_assert_msg(rule_ask(rule, asked[k], &error) == may, "%s", given[i].rule);
			ck_assert_int_eq(rule_gives(rule), may ? asked[k] : given[i].kind);
			rule_free(rule);
		}
}
END_TEST

SUITE(rule_checker)
{
	Suite *suite = suite_create("rule/checker");
	TCase *kinds = tcase_create("kinds");

	tcase_add_test(kinds, kinds_that_differ);
	tcase_add_test(kinds, kinds_given);
	suite_add_tcase(suite, kinds);
	return suite;
}
