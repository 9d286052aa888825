#include "run_filter.h"

#include "run/summary.h"

START_TEST(entries_are_told_apart_by_text_and_kind)
{
	struct tally tally = { .entries = 0 };
	char         same[] = "no customer";

	tally_entry(&tally, "no customer", true)->rows += 2;
	tally_entry(&tally, same, true)->rows += 3;
	tally_entry(&tally, "no customer", false)->rows += 7;
	ck_assert_int_eq(tally.entries, 2);
	ck_assert_uint_eq(tally_entry(&tally, "no customer", true)->rows, 5);
	ck_assert_uint_eq(tally_entry(&tally, "no customer", false)->rows, 7);
}
END_TEST

START_TEST(tallies_are_added_up)
{
	struct tally a = { .read = 10, .used = 4, .blank = 1, .rejected = 2 }, b = a;

	tally_entry(&a, "late", true)->rows = 3;
	*tally_entry(&b, "late", true) = (struct tally_entry){ "late", true, 2, INT64_MAX, true };
	tally_entry(&b, "rounded", false)->rows = 1;
	tally_merge(&a, &b);
	tally_merge(&a, &b);
	ck_assert_uint_eq(a.read, 30);
	ck_assert_uint_eq(a.used, 12);
	ck_assert_uint_eq(a.blank, 3);
	ck_assert_uint_eq(a.rejected, 6);
	ck_assert_uint_eq(tally_entry(&a, "late", true)->rows, 7);
	ck_assert(tally_entry(&a, "late", true)->amount == (money_sum)INT64_MAX * 2);
	ck_assert(tally_entry(&a, "late", true)->amounts);
	ck_assert_uint_eq(tally_entry(&a, "rounded", false)->rows, 2);
}
END_TEST

static const struct command command = { .name = "crm-try", .purpose = "counts", .usage = "" };

/* A stream of 10 rows; by the number of words: in order, with -v, one row lost. */
static struct tally tally;

static int
end_with(int argc, char **argv)
{
	command_start(&command, argc, argv);
	summary_line(false, "%d customers", 3);
	summary_stream("", &tally);
	return command_end();
}

START_TEST(nothing_is_said_of_a_plain_run)
{
	tally = (struct tally){ .read = 10, .used = 10 };
	outcome_is(filter_run(end_with, "", ""), 0, "", "");
	outcome_is(filter_run(end_with, "-v", ""), 0, "",
		"crm-try: 3 customers\n"
		"crm-try: 10 rows read: 10 used, 0 ignored, 0 rejected, 0 blank\n");
}
END_TEST

START_TEST(what_became_of_rows_is_said_in_an_order)
{
	tally = (struct tally){ .read = 10, .used = 5, .blank = 1 };
	tally_entry(&tally, "rounded", false)->rows = 1;
	*tally_entry(&tally, "no customer", true) =
		(struct tally_entry){ "no customer", true, 3, 125000, true };
	tally_entry(&tally, "late", true)->rows = 1;
	outcome_is(filter_run(end_with, "", ""), 0, "",
		"crm-try: 3 customers\n"
		"crm-try: 10 rows read: 5 used, 4 ignored, 0 rejected, 1 blank\n"
		"crm-try: ignored 1 row: late\n"
		"crm-try: ignored 3 rows: no customer, amount 12.50\n"
		"crm-try: 1 row: rounded\n");
	outcome_is(filter_run(end_with, "-q", ""), 0, "", "");
}
END_TEST

START_TEST(rejects_are_exit_4_whatever_is_said)
{
	tally = (struct tally){ .read = 1, .rejected = 1 };
	outcome_is(filter_run(end_with, "-q", ""), 4, "", "");
}
END_TEST

START_TEST(a_lost_row_is_a_bug)
{
	tally = (struct tally){ .read = 10, .used = 9 };
	outcome_is(filter_run(end_with, "", ""), 70, "",
		"crm-try: self-check failed: rows read are not rows used, ignored, rejected and "
		"blank; nothing was written, please report this\n");
}
END_TEST

SUITE(run_summary)
{
	Suite *suite = suite_create("run/summary");
	TCase *all = tcase_create("summary");

	tcase_add_test(all, entries_are_told_apart_by_text_and_kind);
	tcase_add_test(all, tallies_are_added_up);
	tcase_add_test(all, nothing_is_said_of_a_plain_run);
	tcase_add_test(all, what_became_of_rows_is_said_in_an_order);
	tcase_add_test(all, rejects_are_exit_4_whatever_is_said);
	tcase_add_test(all, a_lost_row_is_a_bug);
	suite_add_tcase(suite, all);
	return suite;
}
