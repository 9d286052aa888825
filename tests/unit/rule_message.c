/* Carets under a rule, and names that are nearly right. */
#include "rule_row.h"

#include "value/text.h"

START_TEST(carets_stand_under)
{
	static const struct {
		const char *text;
		size_t at, length;
		const char *line, *caret;
	} shown[] = {
		{ "abc", 0, 3, "abc", "^^^" },
		{ "abc", 1, 1, "abc", " ^" },
		{ "abc", 3, 0, "abc", "   ^" },
		{ "abc", 1, 0, "abc", " ^" },
		{ "", 0, 0, "", "^" },
		{ "金额 = x", 0, 6, "金额 = x", "^^^^" },
		{ "金额 = x", 9, 1, "金额 = x", "       ^" },
		{ "a ＝ b", 2, 3, "a ＝ b", "  ^^" },
		{ "\ta = b", 1, 1, "\ta = b", "\t^" },
		{ "e\xcc\x81 = b", 6, 1, "e\xcc\x81 = b", "    ^" },
		{ "a = 1\nand b", 10, 1, "and b", "    ^" },
		{ "a = 1\nand b", 0, 1, "a = 1", "^" },
		{ "'x\ny'", 0, 5, "'x", "^^" },
		{ "a\n", 2, 0, "", "^" },
		{ "\xff\xfe x", 3, 1, "\xff\xfe x", "   ^" },
		{ "😀 x", 5, 1, "😀 x", "   ^" },
	};

	for (size_t i = 0; i < COUNT(shown); i++) {
		struct rule_error error = { shown[i].at, shown[i].length, "", "" };
		struct slice text = slice_from(shown[i].text);
		char caret[64];

		ck_assert_msg(
			slice_is(rule_line(text, &error), shown[i].line), "%s", shown[i].text);
		ck_assert_uint_eq(
			rule_caret(text, &error, caret, sizeof caret), strlen(shown[i].caret));
		ck_assert_str_eq(caret, shown[i].caret);
		ck_assert_uint_lt(rule_caret(text, &error, caret, 3), 3);
		ck_assert_uint_eq(rule_caret(text, &error, caret, 0), 0);
	}
}
END_TEST

/* Of a long line the part around the error, and the carets stand under it. */
START_TEST(long_lines_are_shown_in_part)
{
	struct rule_error error = { 0, 3, "", "" };
	char text[1801], caret[400];
	struct slice whole, line;

	for (size_t i = 0; i < 600; i++)
		memcpy(text + 3 * i, "州", 4);
	whole = slice_from(text);
	for (error.at = 0; error.at < 1800; error.at += 3) {
		line = rule_line(whole, &error);
		ck_assert(line.data >= whole.data && line.length <= RULE_LINE);
		ck_assert(line.data + line.length <= whole.data + whole.length);
		ck_assert_uint_eq(text_utf8_valid_prefix(line), line.length);
		ck_assert(line.data <= text + error.at);
		rule_caret(whole, &error, caret, sizeof caret);
		ck_assert_uint_eq(
			strspn(caret, " "), (size_t)(text + error.at - line.data) / 3 * 2);
		ck_assert_str_eq(caret + strspn(caret, " "), "^^");
	}
	memset(text, '\x80', 1800);
	error.at = 900;
	ck_assert_uint_le(rule_line(whole, &error).length, RULE_LINE);
}
END_TEST

START_TEST(messages_are_cut_between_letters)
{
	struct rule_error error;
	char text[1200];

	for (size_t i = 0; i < 399; i++)
		memcpy(text + 3 * i, "州", 4);
	ck_assert(!error_set(&error, 1, 2, "%s", text));
	ck_assert_uint_eq(strlen(error.message), 255);
	ck_assert(!error_set(&error, 1, 2, "x%s", text));
	ck_assert_uint_eq(strlen(error.message), 253);
	ck_assert(!error_hint(&error, "xy%s", text));
	ck_assert_uint_eq(strlen(error.hint), 254);
	error_set(&error, 0, 0, "no hint");
	ck_assert_str_eq(error.hint, "");
}
END_TEST

START_TEST(nearest_names)
{
	static const char list[] = "id, amount, order_date, 金额, 城市, total, AOV";
	static const struct {
		const char *name, *nearest;
	} names[] = {
		{ "amout", "amount" },
		{ "amuont", "amount" },
		{ "amounts", "amount" },
		{ "Amount", "amount" },
		{ "ammmount", "amount" },
		{ "ammmmount", "" },
		{ "orderdate", "order_date" },
		{ "金頟", "金额" },
		{ "城", "" },
		{ "市城", "城市" },
		{ "totl", "total" },
		{ "toal", "total" },
		{ "tl", "" },
		{ "x", "" },
		{ "", "" },
		{ "revenue", "" },
		{ "aov", "AOV" },
		{ "idd", "id" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"" },
	};

	for (size_t i = 0; i < COUNT(names); i++)
		ck_assert_msg(slice_is(name_nearest(slice_from(names[i].name), slice_from(list)),
				      names[i].nearest),
			"%s", names[i].name);
	ck_assert_uint_eq(name_nearest(slice_from("amount"), SLICE_EMPTY).length, 0);
}
END_TEST

SUITE(rule_message)
{
	Suite *suite = suite_create("rule/message");
	TCase *shown = tcase_create("shown");

	tcase_add_test(shown, carets_stand_under);
	tcase_add_test(shown, long_lines_are_shown_in_part);
	tcase_add_test(shown, messages_are_cut_between_letters);
	tcase_add_test(shown, nearest_names);
	suite_add_tcase(suite, shown);
	return suite;
}
