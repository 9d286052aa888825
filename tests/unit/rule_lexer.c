/* Tokens, and marks of other keyboards and languages. */
#include "rule_row.h"

#include "rule/lexer.h"

START_TEST(names_without_quotes)
{
	static const char *const bare[] = {
		"amount",
		"_x",
		"a1",
		"金额",
		"总金额",
		"買い物",
		"Größe",
		"々",
		"金额1",
		"ＶＩＰ等级",
		"x１",
		"top",
	};
	static const char *const quoted[] = {
		"",
		"1st",
		"order id",
		"order-id",
		"总金额(元)",
		"总金额（元）",
		"in",
		"Not",
		"TODAY",
		"a.b",
		"１月",
		"a，b",
		"x“",
	};

	for (size_t i = 0; i < COUNT(bare); i++)
		ck_assert_msg(name_is_bare(slice_from(bare[i])), "%s", bare[i]);
	for (size_t i = 0; i < COUNT(quoted); i++)
		ck_assert_msg(!name_is_bare(slice_from(quoted[i])), "%s", quoted[i]);
}
END_TEST

START_TEST(full_width_marks_are_named)
{
	static const struct wrong wrong[] = {
		{ "金额＝3", "    ^^", "full-width ＝", "write =" },
		{ "amount ＞ 3", "       ^^", "full-width ＞", "write >" },
		{ "（amount > 3)", "^^", "full-width （", "write (" },
		{ "(amount > 3）", "           ^^", "full-width ）", "write )" },
		{ "amount in (1，2)", "            ^^", "full-width ，", "write ," },
		{ "amount in (1、2)", "            ^^", "full-width 、", "write ," },
		{ "status = “paid”", "         ^", "curly quote “",
			"text is written in single quotes" },
		{ "status = ‘paid’", "         ^", "curly quote ‘",
			"text is written in single quotes" },
		{ "status = 「paid」", "         ^^", "corner quote 「",
			"text is written in single quotes" },
		{ "status = 『paid』", "         ^^", "corner quote 『",
			"text is written in single quotes" },
		{ "status = ＇paid＇", "         ^^", "full-width ＇",
			"text is written in single quotes" },
		{ "status = ＂paid＂", "         ^^", "full-width ＂",
			"text is written in single quotes" },
		{ "status = `paid`", "         ^", "\"`\" means nothing here",
			"a column's name with such marks" },
		{ "amount　> 3", "      ^^", "a full-width blank", "write a plain blank" },
		{ "amount\xc2\xa0> 3", "      ^", "a blank that is no plain blank",
			"write a plain blank" },
		{ "amount > １２", "         ^^", "full-width １", "write 1" },
		{ "amount － 3", "       ^^", "full-width －", "write -" },
		{ "amount − 3 = 1", "       ^", "minus sign −", "write -" },
		{ "amount × 3 = 1", "       ^", "times sign ×", "write *" },
		{ "amount ÷ 3 = 1", "       ^", "division sign ÷", "write /" },
		{ "amount ≥ 3", "       ^", "sign ≥", "write >=" },
		{ "amount ≠ 3", "       ^", "sign ≠", "write !=" },
		{ "！amount", "^^", "full-width ！", "write not" },
		{ "amount = 3；", "          ^^", "full-width ；", "write ;" },
		{ "top(amount, 20％)", "              ^^", "full-width ％", "write %" },
	};

	rules_are_wrong(wrong, COUNT(wrong));
}
END_TEST

START_TEST(marks_of_other_languages)
{
	static const struct wrong wrong[] = {
		{ "amount > 3 && 1 = 1", "           ^^", "\"&&\" is no operator", "write and" },
		{ "amount > 3 || 1 = 1", "           ^^", "\"||\" is no operator", "write or" },
		{ "amount > 3 & 1 = 1", "           ^", "\"&\" is no operator", "write and" },
		{ "!amount", "^", "\"!\" is no operator", "write not" },
		{ "amount === 3", "       ^^^", "\"===\" is no operator", "write =" },
		{ "amount => 3", "       ^^", "\"=>\" is no operator", "write >=" },
		{ "amount =< 3", "       ^^", "\"=<\" is no operator", "write <=" },
		{ "status ~ 'x'", "       ^", "\"~\" is no operator", "write =~" },
		{ "amount % 3 = 1", "       ^", "\"%\" means nothing here", "a column's name" },
		{ "order.id = 3", "     ^", "\".\" means nothing here", "a column's name" },
		{ "amount = 3;", "          ^", "\";\" means nothing here", "a column's name" },
		{ "status = 'paid", "         ^", "the quote ' is never closed", "a quote inside" },
		{ "\"amount > 3", "^", "the quote \" is never closed", "a quote inside" },
		{ "status = \"\"", "         ^^", "a column without a name", "no text is written" },
	};

	rules_are_wrong(wrong, COUNT(wrong));
}
END_TEST

START_TEST(numbers_and_days)
{
	static const struct wrong wrong[] = {
		{ "amount > 1e5", "         ^^^", "a number cannot end in \"e5\"",
			"numbers have no exponent" },
		{ "today - 12x", "        ^^^", "a number cannot end in \"x\"",
			"durations are written 90d" },
		{ "today - 12days", "        ^^^^^^", "a number cannot end in \"days\"",
			"durations are written 90d" },
		{ "today - 1.5d", "           ^", "a number ends here", "durations are whole" },
		{ "today - 99999999999d = today", "        ^^^^^^^^^^^^", "too long a duration",
			"" },
		{ "id = 007", "     ^^^", "a number with a zero in front",
			"a code is text, in single quotes: '007'" },
		{ "amount = 1.2.3", "            ^", "a number ends here", "a point stands" },
		{ "amount = 1.", "          ^", "a number ends here", "a point stands" },
		{ "amount = 1234567890123456789012345678901",
			"         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^", "too many digits", "" },
		{ "ordered = 2024-02-30", "          ^^^^^^^^^^", "no such day: 2024-02-30", "" },
		{ "ordered = 2024-13-01", "          ^^^^^^^^^^", "no such day: 2024-13-01", "" },
		{ "ordered = 2024-1-5", "          ^^^^^^^^",
			"2024-1-5 is neither a day nor a calculation",
			"days are written 2024-01-05; to calculate, put blanks around the -" },
		{ "ordered = 2024/01/05", "          ^^^^^^^^^^",
			"2024/01/05 is neither a day nor a calculation",
			"days are written 2024-01-05; to calculate, put blanks around the /" },
		{ "month = 2024-01", "        ^^^^^^^", "2024-01 is no day",
			"a day is written 2024-01-01" },
		{ "ordered = 2024年1月5日", "          ^^^^^^^^^^^^",
			"a number cannot end in \"年1月5日\"", "days are written 2024-01-05" },
		{ "ordered = 2024-01-05T10:20", "                    ^", "a day ends here",
			"rules compare days" },
	};
	static const char *const rules[] = {
		"2024 - 1 - 5 = 2018",
		"2024 / 8 = 253",
		"1000-50 = 950",
		"2024-13 = 2011",
		"12-1 = 11",
		"0 = 0.0",
		"123456789012345678901234567890 = huge",
		"0.000000000000000001 > 0",
	};

	rules_are_wrong(wrong, COUNT(wrong));
	rules_say("true", rules, COUNT(rules));
}
END_TEST

SUITE(rule_lexer)
{
	Suite *suite = suite_create("rule/lexer");
	TCase *tokens = tcase_create("tokens");

	tcase_add_test(tokens, names_without_quotes);
	tcase_add_test(tokens, full_width_marks_are_named);
	tcase_add_test(tokens, marks_of_other_languages);
	tcase_add_test(tokens, numbers_and_days);
	suite_add_tcase(suite, tokens);
	return suite;
}
