#include "run_filter.h"

#include "run/map.h"

enum { ID, AMOUNT };
static const struct column_spec columns[] = {
	[ID] = { "id", .accept = "id" },
	[AMOUNT] = { "amount", COLUMN_MONEY, .optional = true },
};
static const struct command command = { .name = "crm-try",
	.purpose = "sales",
	.usage = "",
	.takes = TAKES_ROWS,
	COMMAND_COLUMNS(columns) };

static bool
each(const struct row *row, struct out *out, void *work)
{
	(void)work;
	out_text(out, row_text(row, ID));
	out_end(out);
	return true;
}

static int
sales(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct output *output = output_alone();

	output_add(output, "id");
	map_run(stream, output, &(struct map){ .each = each });
	return command_end();
}

/* A status, and whether its row is used. */
static const struct {
	const char *status;
	bool        used;
	const char *says;
} statuses[] = {
	{ "paid", true, "" },
	{ "PAID", true, "" },
	{ "交易关闭", false, "status \"交易关闭\" is no sale, amount 5.00" },
	{ " 交易关闭 ", false, "status \"交易关闭\" is no sale, amount 5.00" },
	{ "'交易关闭", false, "status \"交易关闭\" is no sale, amount 5.00" },
	{ "Cancelled", false, "status \"Cancelled\" is no sale, amount 5.00" },
	{ "wc-on-hold", false, "status \"wc-on-hold\" is no sale, amount 5.00" },
	{ "WC-Completed", true, "" },
	{ "on hold", false, "status \"on hold\" is no sale, amount 5.00" },
	{ "付款以前，卖家或买家主动关闭交易", false, "is no sale, amount 5.00" },
	{ "\"付款以前,卖家或买家主动关闭交易\"", false, "is no sale, amount 5.00" },
	{ "(删除)等待付款", false, "status \"(删除)等待付款\" is no sale, amount 5.00" },
	{ "（删除） 等待出库", false, "is no sale, amount 5.00" },
	{ "(删除)新订单", false, "is no sale, amount 5.00" },
	{ "(锁定)等待出库", true, "" },
	{ "(锁定)等待付款", false, "is no sale, amount 5.00" },
	{ "(锁定)", true, "status \"(锁定)\" is not known, kept" },
	{ "(删除", true, "is not known, kept" },
	{ "(", true, "is not known, kept" },
	{ "", true, "" },
	{ "-", true, "" },
	{ "teleported", true, "1 row: status \"teleported\" is not known, kept" },
};

START_TEST(a_status_says_whether_it_is_a_sale)
{
	char input[256];

	snprintf(input, sizeof input, "id,status,amount\n1,%s,5\n", statuses[_i].status);
	struct outcome came = filter_run(sales, "", input);

	ck_assert_str_eq(came.out, statuses[_i].used ? "id\n1\n" : "id\n");
	ck_assert_msg(strstr(came.err, statuses[_i].says) != NULL, "%s", came.err);
	ck_assert_msg(*statuses[_i].says || !*came.err, "%s", came.err);
	ck_assert_int_eq(came.code, 0);
}
END_TEST

START_TEST(a_day_of_cancellation_is_enough)
{
	struct outcome came =
		filter_run(sales, "", "id,cancelled_at,amount\n1,,5\n2,2026-06-01,7\n3, ,9\n");

	ck_assert_str_eq(came.out, "id\n1\n3\n");
	ck_assert_ptr_nonnull(strstr(came.err, "ignored 1 row: cancelled, amount 7.00"));
}
END_TEST

#define ORDERS "id,status,amount\n1,paid,5\n2,voided,6\n3,held,7\n"

START_TEST(a_map_goes_before_what_is_known)
{
	file_write("map.csv", "status,sale\nheld,no\nvoided,yes\n");
	ck_assert_str_eq(filter_run(sales, "-q --status-map=map.csv", ORDERS).out, "id\n1\n2\n");
	ck_assert_str_eq(filter_run(sales, "-q --keep-status=any", ORDERS).out, "id\n1\n2\n3\n");
	file_write("map.csv", "status,sale\nheld,maybe\nvoided,ja\n");
	outcome_is(filter_run(sales, "--status-map=map.csv", ORDERS), 2, "",
		"crm-try: map.csv:2: column \"sale\": neither yes nor no\n"
		"crm-try: map.csv:3: column \"sale\": neither yes nor no\n");
}
END_TEST

/* Over 20 statuses of a kind share one line, so that no export fills the screen. */
START_TEST(many_statuses_are_summed_up)
{
	char   input[2048] = "id,status,amount\n";
	size_t used = strlen(input);

	for (int i = 0; i < 25; i++)
		used += (size_t)snprintf(input + used, sizeof input - used, "%d,odd%02d,1\n", i, i);
	struct outcome came = filter_run(sales, "", input);

	ck_assert_ptr_nonnull(strstr(came.err, "1 row: status \"odd19\" is not known, kept"));
	ck_assert_ptr_null(strstr(came.err, "odd20"));
	ck_assert_ptr_nonnull(
		strstr(came.err, "5 rows: status is another that is not known, kept"));
}
END_TEST

/* Also when the row before it was no sale. */
START_TEST(a_row_that_where_leaves_out_has_no_status)
{
	struct outcome came = filter_run(
		sales, "--where=amount<10", "id,status,amount\n1,voided,5\n2,paid,50\n3,paid,7\n");

	ck_assert_str_eq(came.out, "id\n3\n");
	ck_assert_ptr_nonnull(strstr(came.err, "ignored 1 row: not --where, amount 50.00"));
	ck_assert_ptr_nonnull(
		strstr(came.err, "ignored 1 row: status \"voided\" is no sale, amount 5.00"));
}
END_TEST

SUITE(run_statuses)
{
	Suite *suite = suite_create("run/statuses");
	TCase *tcase = tcase_create("sales");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_loop_test(
		tcase, a_status_says_whether_it_is_a_sale, 0, sizeof statuses / sizeof *statuses);
	tcase_add_test(tcase, a_day_of_cancellation_is_enough);
	tcase_add_test(tcase, a_map_goes_before_what_is_known);
	tcase_add_test(tcase, many_statuses_are_summed_up);
	tcase_add_test(tcase, a_row_that_where_leaves_out_has_no_status);
	suite_add_tcase(suite, tcase);
	return suite;
}
