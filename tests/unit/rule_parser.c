/* The grammar of crm-rules(5), construct by construct, and what is said when it is broken. */
#include <stdlib.h>

#include "rule_row.h"

/* Everything here is true of the row: it would not be if the parts were grouped otherwise. */
START_TEST(grammar_as_published)
{
	static const char *const rules[] = {
		/* words and marks */
		"amount = 12.5",
		"金额 = 100",
		"\"in\" = 'yes'",
		"\"a\"\"b\" = 1",
		"\"total (x)\" = 5",
		"quoted = 'it''s'",
		"half = .1",
		"\tamount\r\n=\n12.50 ",
		"ordered = 2024-01-31",
		"ordered < TODAY",
		"2024-02-01 - 1d = ordered",
		"ordered = today - 60d",
		"ordered + 3w = 2024-02-21",
		"ordered + 12m = 2025-01-31",
		"ordered + 2y = 2026-01-31",
		"ordered + 12M = 2025-01-31",
		/* order */
		"amount = 12.5",
		"amount == 12.5",
		"amount != 12",
		"amount <> 12",
		"amount < 13",
		"amount <= 12.5",
		"amount > 12",
		"amount >= 12.5",
		"12.5 = amount",
		"12 < amount",
		"13 > amount",
		"12.5 >= amount",
		"status = 'paid'",
		"'paid' = status",
		"status != 'sent'",
		"status < 'q'",
		"status >= 'paid'",
		/* tests */
		"amount between 12.5 and 13",
		"amount between 12 and 12.5",
		"amount not between 13 and 14",
		"ordered between 2024-01-31 and today",
		"status between 'o' and 'q'",
		"12 between half and amount",
		"city in ('上海', '杭州')",
		"city not in ('上海')",
		"amount in (1, 12.500, -3)",
		"amount in (25 / 2)",
		"ordered in (2024-01-31, today)",
		"ordered in (today - 60d)",
		"none is empty",
		"amount is not empty",
		"channel =~ '^we'",
		"channel !~ '^x'",
		"channel =~ 'e(c|x)h'",
		/* one binds closer than the other */
		"1 + 2 * 3 = 7",
		"(1 + 2) * 3 = 9",
		"10 - 2 - 3 = 5",
		"24 / 4 / 2 = 3",
		"-2 * -3 = 6",
		"- - 2 = 2",
		"--2 = 2",
		"1 = 1 or 1 = 2 and 1 = 2",
		"not 1 = 2 and 1 = 1",
		"not (1 = 1 and 1 = 2)",
		"not not 1 = 1",
		"(1 = 1 or 1 = 2) and 1 = 1",
		"not amount > 100 or amount > 100",
		"amount between 12 and 13 and quantity = 3",
		"((amount)) = ((12.5))",
		"((amount = 12.5))",
		"not status in ('sent') and not none is not empty",
		/* functions, in any letters */
		"number(half) = 0.1",
		"date(ordered) < date(shipped)",
		"text(id) = '007'",
		"Number(\"seven\") = number(id)",
	};

	rules_say("true", rules, COUNT(rules));
}
END_TEST

START_TEST(keywords_in_any_letters)
{
	static const char *const rules[] = {
		"amount IS NOT Empty AND none Is EMPTY",
		"NOT amount IN (1) OR amount Between 1 And 2",
		"ordered < Today",
	};

	rules_say("true", rules, COUNT(rules));
}
END_TEST

START_TEST(rows_of_any_length)
{
	enum { PARTS = 5000 };
	char *rule = malloc(PARTS * 24 + 64), *at = rule;

	for (size_t i = 0; i < PARTS; i++)
		at += snprintf(at, 24, "seven = %zu or ", i + 10);
	snprintf(at, 64, "seven = 7");
	ck_assert_str_eq(rule_says(rule), "true");
	at = rule + snprintf(rule, 32, "seven in (");
	for (size_t i = 0; i < PARTS; i++)
		at += snprintf(at, 16, "%zu, ", i * 2);
	snprintf(at, 64, "7)");
	ck_assert_str_eq(rule_says(rule), "true");
	free(rule);
}
END_TEST

/* `before` and `after` so many times around 1; the whole compared with 1. */
static bool
nests(size_t times, const char *before, const char *after)
{
	size_t size = times * (strlen(before) + strlen(after)) + 16;
	char *rule = malloc(size), *at = rule;
	struct rule_error error;
	struct rule *parsed;

	for (size_t i = 0; i < times; i++)
		at += snprintf(at, size, "%s", before);
	at += snprintf(at, size, "%s", *before == 'n' && before[1] == 'o' ? "1 = 1" : "1");
	for (size_t i = 0; i < times; i++)
		at += snprintf(at, size, "%s", after);
	parsed = rule_parse(slice_from(rule), &error);
	if (!parsed)
		ck_assert_str_eq(error.message, "nested too deeply (200 levels at most)");
	rule_free(parsed);
	free(rule);
	return parsed != NULL;
}

START_TEST(nesting_has_an_end)
{
	static const struct {
		const char *before, *after;
	} nest[] = {
		{ "(", ")" },
		{ "- ", "" },
		{ "not ", "" },
		{ "number(", ")" },
		{ "", " + 1" },
		{ "", " * 1" },
	};

	for (size_t i = 0; i < COUNT(nest); i++) {
		ck_assert_msg(nests(190, nest[i].before, nest[i].after), "%s", nest[i].before);
		ck_assert_msg(!nests(210, nest[i].before, nest[i].after), "%s", nest[i].before);
		ck_assert_msg(!nests(5000, nest[i].before, nest[i].after), "%s", nest[i].before);
	}
}
END_TEST

START_TEST(broken_grammar)
{
	static const struct wrong wrong[] = {
		{ "", "^", "the rule is empty", "" },
		{ "  ", "^^", "the rule is empty", "" },
		{ "amount >", "        ^", "expected a value after \">\"", "" },
		{ "amount > 3 and", "              ^", "expected a value after \"and\"", "" },
		{ "amount > 3 and or", "               ^^",
			"expected a value after \"and\", not \"or\"",
			"a column of that name is written \"or\"" },
		{ "> 3", "^", "expected a value, not \">\"", "equal is =" },
		{ "amount = > 3", "         ^", "expected a value after \"=\", not \">\"",
			"equal is =" },
		{ "in = 3", "^^", "expected a value, not \"in\"",
			"a column of that name is written \"in\"" },
		{ "amount = not 3", "         ^^^", "expected a value after \"=\", not \"not\"",
			"\"not\" denies" },
		{ "(amount > 3", "^", "this \"(\" is never closed", "" },
		{ "amount in (1, 2", "          ^", "this \"(\" is never closed", "" },
		{ "(amount > 3))", "            ^", "this \")\" closes nothing", "" },
		{ "(amount, 3)", "       ^", "expected \")\" after \"amount\", not \",\"",
			"a list follows" },
		{ "1 < amount < 20", "           ^", "comparisons do not chain",
			"write each one out" },
		{ "amount in (3) = 4", "              ^",
			"expected an operator after \")\", not \"=\"", "write each" },
		{ "amount in 3", "          ^", "expected \"(\" after \"in\", not \"3\"",
			"a list is written" },
		{ "amount in ()", "           ^", "expected a value after \"(\", not \")\"", "" },
		{ "amount in (1 2)", "             ^",
			"expected \",\" or \")\" after \"1\", not \"2\"", "" },
		{ "amount not 3", "           ^",
			"expected \"in\" or \"between\" after \"not\", not \"3\"", "" },
		{ "amount is 3", "          ^", "expected \"empty\" after \"is\", not \"3\"",
			"is empty" },
		{ "amount is null", "          ^^^^",
			"expected \"empty\" after \"is\", not \"null\"", "is empty" },
		{ "amount between 1, 5", "                ^",
			"expected \"and\" after \"1\", not \",\"", "" },
		{ "amount between 1", "                ^", "expected \"and\" after \"1\"", "" },
		{ "status =~ paid", "          ^^^^",
			"expected a pattern after \"=~\", not \"paid\"", "a pattern is" },
		{ "status =~ \"p\"", "          ^^^", "expected a pattern after \"=~\", not \"p\"",
			"a pattern is" },
		{ "status like 'p'", "       ^^^^",
			"expected an operator after \"status\", not \"like\"", "a pattern" },
		{ "status 'paid'", "       ^^^^^^",
			"expected an operator after \"status\", not 'paid'", "" },
		{ "order id = 3", "      ^^", "expected an operator after \"order\", not \"id\"",
			"a column's name with a blank is written in double quotes: \"order id\"" },
		{ "amount > 1,000", "          ^", "expected an operator after \"1\", not \",\"",
			"numbers go without" },
		{ "upper(city) = 'x'", "^^^^^",
			"unknown function \"upper\" (have: age, bottom, date, day, days, has, "
			"in_list, length, lower, month, months, ntile, number, quantile, rank, "
			"segment, text, top, weekday, year)",
			"" },
		{ "top(amount)", "^^^^^^^^^^^", "top takes 2 values, not 1", "top(column, 20%)" },
		{ "number(1, 2) = 1", "^^^^^^^^^^^^", "number takes 1 value, not 2",
			"number(column)" },
		{ "number() = 1", "^^^^^^^^", "number takes 1 value, not 0", "number(column)" },
		{ "number(1,) = 1", "         ^", "expected a value after \",\", not \")\"", "" },
		{ "number(1 = 1", "         ^", "expected \",\" or \")\" after \"1\", not \"=\"",
			"" },
		{ "amount > 20%", "         ^^^",
			"a percentage stands only in top, bottom and quantile", "write it as" },
		{ "status =~ '('", "            ^", "pattern: missing closing parenthesis", "" },
		{ "status =~ '''a(b'", "                ^", "pattern: missing closing parenthesis",
			"" },
		{ "status =~ 'a{2,1}'", "                ^",
			"pattern: numbers out of order in {} quantifier", "" },
		{ "status =~ '\\C'", "             ^",
			"pattern: using \\C is disabled by the application", "" },
		{ "总金额 = 3 x", "           ^", "expected an operator after \"3\", not \"x\"",
			"" },
	};

	rules_are_wrong(wrong, COUNT(wrong));
}
END_TEST

START_TEST(not_utf8_is_said)
{
	struct rule_error error;

	ck_assert_ptr_null(rule_parse(slice_from("city = '\xb9\xe3'"), &error));
	ck_assert_str_eq(error.message, "not UTF-8");
	ck_assert_uint_eq(error.at, 8);
}
END_TEST

SUITE(rule_parser)
{
	Suite *suite = suite_create("rule/parser");
	TCase *grammar = tcase_create("grammar");
	TCase *errors = tcase_create("errors");

	tcase_add_test(grammar, grammar_as_published);
	tcase_add_test(grammar, keywords_in_any_letters);
	tcase_add_test(grammar, rows_of_any_length);
	tcase_add_test(grammar, nesting_has_an_end);
	suite_add_tcase(suite, grammar);
	tcase_add_test(errors, broken_grammar);
	tcase_add_test(errors, not_utf8_is_said);
	suite_add_tcase(suite, errors);
	return suite;
}
