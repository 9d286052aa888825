#include "run_filter.h"

#include "rule/rule.h"
#include "run/bind.h"
#include "run/stream.h"

static struct header
header_of(const char *names)
{
	struct header header;
	struct slice  field[64], rest = slice_from(names);
	size_t        fields = 0;

	while (rest.data)
		rest = slice_cut(rest, ',', &field[fields++]);
	header_init(&header, field, fields, true);
	return header;
}

START_TEST(a_rejects_file_hides_its_five)
{
	struct header header = header_of("_file,_line,_column,_reason,_raw,id");

	ck_assert_uint_eq(header.hidden, 5);
	ck_assert_uint_eq(header.columns, 1);
	header_release(&header);
	/* Not in this order, or nothing behind them: columns like others. */
	header = header_of("_line,_file,_column,_reason,_raw,id");
	ck_assert_uint_eq(header.hidden, 0);
	header_release(&header);
	header = header_of("_file,_line,_column,_reason,_raw");
	ck_assert_uint_eq(header.columns, 5);
	header_release(&header);
}
END_TEST

START_TEST(names_are_found_exactly_then_as_compared)
{
	struct header header = header_of("Order ID,order_id,金额（元）,x,x,");

	ck_assert_int_eq(header_find(&header, slice_from("order_id")), 1);
	ck_assert_int_eq(header_find(&header, slice_from("Order ID")), 0);
	ck_assert_int_eq(header_find(&header, slice_from("ORDER-ID")), -2);
	ck_assert_int_eq(header_find(&header, slice_from("金额")), 2);
	ck_assert_int_eq(header_find(&header, slice_from("x")), -2);
	ck_assert_int_eq(header_find(&header, slice_from("y")), -1);
	ck_assert_int_eq(header_find(&header, slice_from("")), 5);
	header_release(&header);
}
END_TEST

START_TEST(many_columns_are_no_trouble)
{
	enum { COLUMNS = 10000 };
	static char         text[COLUMNS][8];
	static struct slice field[COLUMNS];
	struct header       header;

	for (int i = 0; i < COLUMNS; i++) {
		snprintf(text[i], sizeof text[i], "c%d", i * 7919 % COLUMNS);
		field[i] = slice_from(text[i]);
	}
	header_init(&header, field, COLUMNS, true);
	for (int i = 0; i < COLUMNS; i++)
		ck_assert_int_eq(header_find(&header, field[i]), i);
	for (int i = 1; i < COLUMNS; i++)
		ck_assert_int_lt(slice_compare(header.name[header.by_name[i - 1]],
					 header.name[header.by_name[i]]),
			0);
	header_release(&header);
}
END_TEST

START_TEST(a_list_of_names_is_cut)
{
	struct header header = header_of("one,two,three,four");
	char          text[20];

	header_list(&header, text, sizeof text);
	ck_assert_str_eq(text, "one, two, ...");
	header_release(&header);
}
END_TEST

/* --- through a command --- */

enum { CUSTOMER, DATE, AMOUNT, ORDER, SENT };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE] = { "date", COLUMN_DAY },
	[AMOUNT] = { "amount", COLUMN_MONEY },
	[ORDER] = { "order", .optional = true },
	[SENT] = { "sent", .accept = "sent,posted", .optional = true },
};
static const struct command command = { .name = "crm-try",
	.purpose = "binds",
	.usage = "",
	.takes = TAKES_ROWS,
	COMMAND_COLUMNS(columns) };

static int
bind(int argc, char **argv)
{
	stream_open(command_start(&command, argc, argv));
	return command_end();
}

static const struct {
	const char *words, *header, *customer, *date, *amount, *order, *sent, *err;
} bound[] = {
	{ "", "customer_id,order_date,amount", "customer_id", "order_date", "amount", "", "", "" },
	{ "", "客户编号,消费时间,消费金额（元）,订单编号", "客户编号", "消费时间", "消费金额（元）",
		"订单编号", "", "" },
	/* The better rank; what was chosen at a lesser one is said. */
	{ "", "email,customer_id,date,amount", "customer_id", "date", "amount", "", "", "" },
	{ "", "email,phone,date,amount", "email", "date", "amount", "", "",
		"crm-try: <stdin>: customer = \"email\" (also: \"phone\")\n" },
	{ "-q", "email,phone,date,amount", "email", "date", "amount", "", "", "" },
	{ "--customer=phone", "email,phone,date,amount", "phone", "date", "amount", "", "", "" },
	{ "--amount=n_*_2", "id,date,n", "id", "date", "n * 2", "", "", "" },
	{ "", "id,date,amount,posted,sent", "id", "date", "amount", "", "sent", "" },
	{ "", "id,date,amount,posted,Order", "id", "date", "amount", "Order", "posted", "" },
};

START_TEST(columns_are_bound)
{
	char words[256], input[256], out[512];

	snprintf(words, sizeof words, "--show-columns %s", bound[_i].words);
	snprintf(input, sizeof input, "%s\n", bound[_i].header);
	snprintf(out, sizeof out,
		"column,bound_to\ncustomer,%s\ndate,%s\namount,%s\norder,%s\nsent,%s\n",
		bound[_i].customer, bound[_i].date, bound[_i].amount, bound[_i].order,
		bound[_i].sent);
	outcome_is(filter_run(bind, words, input), 0, out, bound[_i].err);
}
END_TEST

static const struct {
	int code;
	const char *words, *header, *err;
} refused[] = {
	{ 1, "", "a,b", "no column for \"customer\" (have: a, b); name it with --customer=NAME" },
	{ 1, "", "id,date,amount,金额",
		"several columns may be the \"amount\": \"amount\", \"金额\"; name one with "
		"--amount=NAME" },
	{ 1, "", "id,date,amount,amount", "two columns are called \"amount\"" },
	{ 1, "--customer=x", "x,x,date,amount", "several columns are called \"x\"" },
	{ 2, "--customer=y", "id,date,amount",
		"no column \"y\" for --customer (have: id, date, amount)" },
	{ 1, "", "_file,_line,_column,_reason,_raw",
		"no column for \"customer\" (have: _file, _line, _column, _reason, _raw); name it "
		"with --customer=NAME" },
};

START_TEST(what_is_not_clear_is_refused)
{
	char input[256], err[512];

	snprintf(input, sizeof input, "%s\n", refused[_i].header);
	snprintf(err, sizeof err, "crm-try: <stdin>: %s\n", refused[_i].err);
	outcome_is(filter_run(bind, refused[_i].words, input), refused[_i].code, "", err);
}
END_TEST

START_TEST(expressions_are_numbers_of_a_row)
{
	const char *input = "id,date,n,n\n";

	outcome_is(filter_run(bind, "--amount=n+1", input), 2, "",
		"crm-try: --amount: several columns are called \"n\"\ncrm-try:   n+1\n"
		"crm-try:   ^\n"
		"crm-try: <stdin>: no column \"n+1\" for --amount (have: id, date, n, n)\n");
	ck_assert_int_eq(filter_run(bind, "--amount=id='x'", input).code, 2);
	outcome_is(filter_run(bind, "--amount=top(id,20%)+1", input).code == 2
			? filter_run(bind, "--amount=quantile(id,0.5)", input)
			: (struct outcome){ .code = -1 },
		2, "",
		"crm-try: --amount: \"quantile(id,0.5)\" asks of the whole input, not of a row\n");
}
END_TEST

SUITE(run_bind)
{
	Suite *suite = suite_create("run/bind");
	TCase *all = tcase_create("binding");

	tcase_add_test(all, a_rejects_file_hides_its_five);
	tcase_add_test(all, names_are_found_exactly_then_as_compared);
	tcase_add_test(all, many_columns_are_no_trouble);
	tcase_add_test(all, a_list_of_names_is_cut);
	tcase_add_loop_test(all, columns_are_bound, 0, sizeof bound / sizeof bound[0]);
	tcase_add_loop_test(
		all, what_is_not_clear_is_refused, 0, sizeof refused / sizeof refused[0]);
	tcase_add_test(all, expressions_are_numbers_of_a_row);
	suite_add_tcase(suite, all);
	return suite;
}
