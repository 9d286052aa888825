#include "run_filter.h"

#include "run/map.h"

enum { CUSTOMER, DATE, MOMENT, AMOUNT, COUNT };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE] = { "date", COLUMN_DAY, .role = ROLE_EVENT_DATE },
	[MOMENT] = { "moment", COLUMN_MOMENT, .optional = true, .empty_ok = true },
	[AMOUNT] = { "amount", COLUMN_MONEY },
	[COUNT] = { "count", COLUMN_INTEGER, .optional = true, .empty_ok = true },
};
static const struct command command = { .name = "crm-try",
	.purpose = "judges",
	.usage = "",
	.takes = TAKES_ROWS,
	COMMAND_COLUMNS(columns) };

/* What was read of a row. */
static bool
each(const struct row *row, struct out *out, void *work)
{
	(void)work;
	out_text(out, row_text(row, CUSTOMER));
	out_day(out, row_day(row, DATE));
	if (row_has(row, MOMENT))
		out_integer(out, row_moment(row, MOMENT) - (moment)row_day(row, DATE) * 86400);
	else
		out_empty(out);
	out_money(out, row_money(row, AMOUNT));
	if (row_has(row, COUNT))
		out_integer(out, row_integer(row, COUNT));
	else
		out_empty(out);
	out_end(out);
	return true;
}

static int
judge_rows(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct output *output = output_alone();

	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		output_add(output, columns[i].name);
	map_run(stream, output, &(struct map){ .each = each });
	return command_end();
}

#define HEADER "customer,date,moment,amount,count\n"

/* A row, what is read of it ("" when it is bad or ignored), and what is said. */
static const struct {
	const char *words, *row, *read, *err;
} rows[] = {
	{ "", "c1,2026-01-02,2026-01-02 00:01,\"1,234.5\",7", "c1,2026-01-02,60,1234.50,7", "" },
	{ "", "c1,2026-01-02,,1,", "c1,2026-01-02,,1.00,", "" },
	{ "", "c1,2026/1/2,,1.00005,", "c1,2026-01-02,,1.00,",
		"1 row: amounts rounded to four decimals" },
	{ "", "c1,,,1,", "", ":2: column \"date\": empty" },
	{ "", "c1,2026-13-02,,1,", "", ":2: column \"date\": not a date: \"2026-13-02\"" },
	{ "", "c1,2026-01-02,x,1,", "", ":2: column \"moment\": not a date: \"x\"" },
	{ "", "c1,2026-01-02,,,", "", ":2: column \"amount\": empty" },
	{ "", "c1,2026-01-02,,1x,", "", ":2: column \"amount\": not a number: \"1x\"" },
	{ "", "c1,2026-01-02,,1,1.5", "", ":2: column \"count\": not a whole number: \"1.5\"" },
	/* What is ignored is not judged further. */
	{ "", ",x,x,x,x", "", "ignored 1 row: no customer" },
	{ "", ",2026-01-02,,5,", "", "ignored 1 row: no customer, amount 5.00" },
	{ "--anonymous=reject", ",x,x,x,x", "", ":2: column \"customer\": empty" },
	{ "--anonymous=keep", ",2026-01-02,,1,", ",2026-01-02,,1.00,", "" },
	{ "", "c1,2026-07-02,x,x,x", "", "ignored 1 row: dated after the as-of day" },
	{ "", "c1,2026-07-01,,1,", "c1,2026-07-01,,1.00,", "" },
	{ "--where=amount='x'", "c1,y,y,y,y", "", "ignored 1 row: not --where" },
	{ "--where=amount>1", "c1,y,y,y,y", "", ":2: column \"amount\": not a number: \"y\"" },
	{ "--date-format=%d.%m.%Y", "c1,02.01.2026,,1,", "c1,2026-01-02,,1.00,", "" },
	{ "--date-format=%d.%m.%Y", "c1,2026-01-02,,1,", "", "not a date: \"2026-01-02\"" },
	{ "--amount=count_*_amount", "c1,2026-01-02,,1.25,3", "c1,2026-01-02,,3.75,3", "" },
	{ "--amount=amount_/_3", "c1,2026-01-02,,1,", "c1,2026-01-02,,0.3333,",
		"1 row: amounts rounded to four decimals" },
	{ "--amount=amount_/_100", "c1,2026-01-02,,2055,", "c1,2026-01-02,,20.55,", "" },
	{ "--amount=amount_/_0", "c1,2026-01-02,,1,", "", ":2: " },
	{ "--amount=count_*_2", "c1,2026-01-02,,1,", "", ":2: column \"amount\": empty" },
	{ "--amount=amount_*_900000000000000", "c1,2026-01-02,,1000000,", "", "too large" },
	{ "", "c1,2026-01-02", "", ":2: 2 fields, the header has 5" },
	{ "", "c\"1,2026-01-02,,1,", "", ":2: a quote where none may stand" },
	{ "", "", "", "0 rejected, 1 blank" },
};

START_TEST(rows_are_judged)
{
	char           words[128], input[256], out[256];
	struct outcome came;

	snprintf(words, sizeof words, "--as-of=2026-07-01 %s", rows[_i].words);
	snprintf(input, sizeof input, HEADER "%s\n", rows[_i].row);
	snprintf(out, sizeof out, HEADER "%s%s", rows[_i].read, *rows[_i].read ? "\n" : "");
	came = filter_run(judge_rows, words, input);
	ck_assert_str_eq(came.out, out);
	if (!strstr(came.err, rows[_i].err) || (!*rows[_i].err && *came.err))
		ck_abort_msg("not \"%s\" but: %s", rows[_i].err, came.err);
	ck_assert_int_eq(came.code, strstr(came.err, ":2:") ? 1 : 0);
}
END_TEST

START_TEST(rejects_hold_what_came)
{
	outcome_is(filter_run(judge_rows, "-q --as-of=2026-07-01 --rejects=r.csv",
			   HEADER "c1,x,,1,\na\"b\nc\xFF,,,,\nc2,2026-01-02,,1,\n"),
		4, HEADER "c2,2026-01-02,,1.00,\n",
		"crm-try: <stdin>:2: column \"date\": not a date: \"x\"\n"
		"crm-try: <stdin>:3: a quote where none may stand\n"
		"crm-try: <stdin>:4: not UTF-8\n"
		"crm-try: hint: if it is Chinese: iconv -f GB18030 -t UTF-8\n");
	file_is("r.csv",
		"_file,_line,_column,_reason,_raw," HEADER
		"<stdin>,2,date,\"not a date: \"\"x\"\"\",,c1,x,,1,\n"
		"<stdin>,3,,a quote where none may stand,\"a\"\"b\",,,,,\n"
		"<stdin>,4,,not UTF-8,\"c\\xFF,,,,\",,,,,\n");
	/* Fed back as it is, the same rows are set aside with the same texts. */
	ck_assert_int_eq(
		filter_run(judge_rows, "-q --as-of=2026-07-01 --rejects=again.csv r.csv", "").code,
		4);
	file_is("again.csv",
		"_file,_line,_column,_reason,_raw," HEADER
		"r.csv,2,date,\"not a date: \"\"x\"\"\",,c1,x,,1,\n"
		"r.csv,3,_raw,still set aside as it was: mend its columns,"
		"\"a\"\"b\",,,,,\n"
		"r.csv,4,_raw,still set aside as it was: mend its columns,"
		"\"c\\xFF,,,,\",,,,,\n");
}
END_TEST

START_TEST(twenty_bad_rows_are_said_then_counted)
{
	char           input[2048] = HEADER;
	struct outcome came;

	for (int i = 0; i < 25; i++)
		strncat(input, "x\n", sizeof input - strlen(input) - 1);
	came = filter_run(judge_rows, "-q --rejects=r.csv", input);
	ck_assert_ptr_nonnull(strstr(came.err, "<stdin>:21: 1 field"));
	ck_assert_ptr_null(strstr(came.err, "<stdin>:22: "));
	ck_assert_ptr_nonnull(strstr(came.err, "crm-try: 5 more bad rows\n"));
}
END_TEST

SUITE(run_judge)
{
	Suite *suite = suite_create("run/judge");
	TCase *all = tcase_create("judge");

	tcase_add_checked_fixture(all, folder_make, folder_remove);
	tcase_add_loop_test(all, rows_are_judged, 0, sizeof rows / sizeof rows[0]);
	tcase_add_test(all, rejects_hold_what_came);
	tcase_add_test(all, twenty_bad_rows_are_said_then_counted);
	suite_add_tcase(suite, all);
	return suite;
}
