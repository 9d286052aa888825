#include "run_filter.h"

#include "run/map.h"

enum { CUSTOMER, AMOUNT };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[AMOUNT] = { "amount", COLUMN_MONEY },
};
static const struct command command = { .name = "crm-try",
	.purpose = "nets",
	.usage = "",
	.takes = TAKES_ROWS,
	COMMAND_COLUMNS(columns) };

/* What counts of a row, and whether all of it was paid back. Customer "no" is refused. */
static bool
each(const struct row *row, struct out *out, void *work)
{
	(void)work;
	if (slice_is(row_text(row, CUSTOMER), "no"))
		return row_ignore(row, "not wanted");
	out_money(out, row_money(row, AMOUNT));
	out_string(out, row_paid_back(row) ? "back" : "");
	out_end(out);
	return true;
}

static int
nets(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct output *output = output_alone();

	output_add(output, "amount");
	output_add(output, "paid");
	map_run(stream, output, &(struct map){ .each = each, .in_turn = true });
	return command_end();
}

/* Rows, what counts of each, and the line of amounts. */
static const struct {
	const char *words, *input, *out, *says;
} tried[] = {
	{ "", "customer,amount,refund\na,10,\na,10,4\na,10,-4\na,10,10\na,0,0\na,10,12\n",
		"10.00,\n6.00,\n6.00,\n0.00,back\n0.00,\n-2.00,\n",
		"amounts: 50.00 - refunds 30.00 = 20.00" },
	{ "--shipping=freight", "customer,amount,freight\na,10,3\na,10,\na,2,3\n",
		"7.00,\n10.00,\n0.00,\n", "amounts: 22.00 - freight 5.00 = 17.00" },
	{ "--shipping=freight --with-shipping", "customer,amount,freight\na,10,3\n", "10.00,\n",
		"1 row read" },
	/* A list of what was paid back, with the reasons. */
	{ "",
		"customer,amount,refund\na,10,amount:4.00|reason:x\n"
		"a,10,date:2026-06-05|amount:1.50|reason:;amount:2.00|reason:amount\n",
		"6.00,\n6.50,\n", "amounts: 20.00 - refunds 7.50 = 12.50" },
	/* Freight that was paid back stands in the refund. */
	{ "--shipping=freight", "customer,amount,refund,freight\na,10,8,3\na,10,10,3\n",
		"0.00,back\n0.00,back\n", "amounts: 20.00 - refunds 18.00 - freight 2.00 = 0.00" },
	{ "--points-paid=points", "customer,amount,points\na,10,3\n", "7.00,\n",
		"amounts: 10.00 - points 3.00 = 7.00" },
	/* An order's amount counts once, wherever its rows stand. */
	{ "--amount-level=order", "customer,amount,order_id\na,10,1\na,5,2\na,10,1\na,7,\na,7,\n",
		"10.00,\n5.00,\n0.00,\n7.00,\n7.00,\n", "amounts: 39.00 - repeated 10.00 = 29.00" },
	/* A row that is not used leaves it to the next. */
	{ "--amount-level=order",
		"customer,amount,order_id,refund\nno,10,1,4\na,10,1,4\na,10,1,4\n",
		"6.00,\n0.00,\n", "amounts: 20.00 - repeated 10.00 - refunds 4.00 = 6.00" },
	/* Of ignored rows the order's money is named once. */
	{ "--amount-level=order", "customer,amount,order_id\n,10,1\n,10,1\na,5,2\n", "5.00,\n",
		"ignored 2 rows: no customer, amount 10.00" },
};

START_TEST(what_counts_of_an_amount)
{
	char           words[128], out[256];
	struct outcome came;

	snprintf(words, sizeof words, "-v %s", tried[_i].words);
	snprintf(out, sizeof out, "amount,paid\n%s", tried[_i].out);
	came = filter_run(nets, words, tried[_i].input);
	ck_assert_str_eq(came.out, out);
	ck_assert_msg(strstr(came.err, tried[_i].says) != NULL, "%s", came.err);
	ck_assert_int_eq(came.code, 0);
}
END_TEST

START_TEST(what_is_taken_off_must_be_a_number)
{
	outcome_is(filter_run(nets, "", "customer,amount,refund\na,10,amount:x\n"), 1,
		"amount,paid\n",
		"crm-try: <stdin>:2: column \"refund\": not a number: \"amount:x\"\n");
	outcome_is(filter_run(nets, "", "customer,amount,refund\na,10,reason:amount:2\n"), 1,
		"amount,paid\n",
		"crm-try: <stdin>:2: column \"refund\": not a number: \"reason:amount:2\"\n");
	outcome_is(filter_run(nets, "", "customer,amount,refund\na,10,x\n"), 1, "amount,paid\n",
		"crm-try: <stdin>:2: column \"refund\": not a number: \"x\"\n");
	outcome_is(filter_run(nets, "--amount-level=order", "customer,amount\na,10\n"), 1, "",
		"crm-try: <stdin>: no column for \"order\", which --amount-level=order needs\n");
}
END_TEST

/* The largest amount less the largest refund, twice over, is no amount any more. */
START_TEST(an_amount_may_become_too_large)
{
	struct outcome came = filter_run(nets, "--rejects=r.csv",
		"customer,amount,refund\n"
		"a,-922337203685477.5807,922337203685477.5807\na,1,0\n");

	ck_assert_int_eq(came.code, 4);
	ck_assert_str_eq(came.out, "amount,paid\n1.00,\n");
	ck_assert_ptr_nonnull(strstr(came.err, "the amount is too large"));
	ck_assert_ptr_nonnull(strstr(came.err, "amounts: 1.00 - refunds 0.00 = 1.00"));
}
END_TEST

SUITE(run_net)
{
	Suite *suite = suite_create("run/net");
	TCase *tcase = tcase_create("amounts");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_loop_test(tcase, what_counts_of_an_amount, 0, sizeof tried / sizeof *tried);
	tcase_add_test(tcase, what_is_taken_off_must_be_a_number);
	tcase_add_test(tcase, an_amount_may_become_too_large);
	suite_add_tcase(suite, tcase);
	return suite;
}
