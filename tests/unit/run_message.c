#include "run_filter.h"

#include <errno.h>

#include "run/fault.h"
#include "run/message.h"

static const struct command command = { .name = "crm-try", .purpose = "says", .usage = "" };

static int
say_things(int argc, char **argv)
{
	char large[5000];

	command_start(&command, argc, argv);
	say("plain %d", 1);
	hint("a hint");
	note("a note");
	say("a\nb\x1B[31m\x7F\tc 金额 \xFF\xE9\x87");
	memset(large, 'x', sizeof large - 1);
	large[sizeof large - 1] = '\0';
	say("%s", large);
	errno = ENOENT;
	fail_errno("%s", "a.csv");
}

START_TEST(a_message_is_one_line_of_plain_text)
{
	struct outcome came = filter_run(say_things, "", "");
	char          *rest;

	ck_assert_int_eq(came.code, 3);
	rest = strstr(came.err, "xxx");
	ck_assert_ptr_nonnull(rest);
	ck_assert_uint_eq(strspn(rest, "x"), 2047);
	ck_assert_str_eq(rest + 2047, "\ncrm-try: a.csv: No such file or directory\n");
	*rest = '\0';
	ck_assert_str_eq(came.err,
		"crm-try: plain 1\ncrm-try: hint: a hint\ncrm-try: a note\n"
		"crm-try: a\\x0Ab\\x1B[31m\\x7F\tc 金额 \\xFF\\xE9\\x87\ncrm-try: ");
	ck_assert_ptr_null(strstr(filter_run(say_things, "-q", "").err, "a note"));
}
END_TEST

static int
say_nothing(int argc, char **argv)
{
	command_start(&command, argc, argv);
	check_conserved(true, "points");
	fail(EXIT_USAGE, NULL);
}

START_TEST(an_end_without_a_word)
{
	outcome_is(filter_run(say_nothing, "", ""), 2, "", "");
}
END_TEST

START_TEST(a_list_of_names_says_what_it_leaves_out)
{
	char text[16] = "";

	list_name(text, sizeof text, slice_from("a"), "\"");
	list_name(text, sizeof text, slice_from("bb"), "");
	ck_assert_str_eq(text, "\"a\", bb");
	list_name(text, sizeof text, slice_from("cccccc"), "");
	ck_assert_str_eq(text, "\"a\", bb, ...");
	list_name(text, sizeof text, slice_from("d"), "");
	ck_assert_str_eq(text, "\"a\", bb, ...");
	*text = '\0';
	list_name(text, sizeof text, slice_from("a name that is long"), "");
	ck_assert_str_eq(text, "...");
}
END_TEST

START_TEST(faults_have_remedies)
{
	for (int fault = RECORD_QUOTE; fault <= RECORD_NOT_UTF8; fault++)
		ck_assert_int_gt((int)strlen(fault_text((enum record_fault)fault)), 4);
	ck_assert_ptr_null(fault_remedy(RECORD_QUOTE, slice_from("a\"b")));
	ck_assert_ptr_nonnull(strstr(fault_remedy(RECORD_NUL, SLICE_EMPTY), "UTF-16"));
	ck_assert_ptr_nonnull(strstr(fault_remedy(RECORD_NOT_UTF8, slice_from("\xFF\xFE")), "16"));
	ck_assert_ptr_nonnull(strstr(fault_remedy(RECORD_NOT_UTF8, slice_from("\xFF")), "GB18030"));
	ck_assert_ptr_nonnull(strstr(fault_remedy(RECORD_RETURN, SLICE_EMPTY), "tr "));
}
END_TEST

SUITE(run_message)
{
	Suite *suite = suite_create("run/message");
	TCase *all = tcase_create("messages");

	tcase_add_test(all, a_message_is_one_line_of_plain_text);
	tcase_add_test(all, an_end_without_a_word);
	tcase_add_test(all, a_list_of_names_says_what_it_leaves_out);
	tcase_add_test(all, faults_have_remedies);
	suite_add_tcase(suite, all);
	return suite;
}
