#include "run_filter.h"

#include "run/gather.h"
#include "run/report.h"

enum { CUSTOMER, AMOUNT, NOTE };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[AMOUNT] = { "amount", COLUMN_INTEGER },
	[NOTE] = { "text", .optional = true, .empty_ok = true },
};
static const struct command command = { .name = "crm-try",
	.purpose = "gathers",
	.usage = "",
	.takes = TAKES_ROWS | SORTS_RESULT,
	COMMAND_COLUMNS(columns) };

/* In the order of amounts; the record is the amount and the text. */
static bool
pack(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	int64_t amount = row_integer(row, AMOUNT);

	(void)work;
	if (amount == 13)
		return row_bad(row, AMOUNT, "unlucky");
	order_integer(order, amount);
	buffer_add(record, slice_of((const char *)&amount, sizeof amount));
	buffer_add(record, row_text(row, NOTE));
	return true;
}

static void
report_all(struct gather *gather)
{
	static const char *const name[] = { "customer", "amount", "text" };
	struct report           *report = report_new();
	struct slice             key, record;

	report_columns(report, name, 3);
	while (gather_key(gather, &key)) {
		/* Of c, no record is read: it is passed over. */
		while (!slice_is(key, "c") && gather_record(gather, &record)) {
			int64_t amount;

			memcpy(&amount, record.data, sizeof amount);
			report_text(report, key);
			report_integer(report, amount);
			report_text(report,
				slice_of(record.data + sizeof amount,
					record.length - sizeof amount));
			report_end(report);
		}
	}
	report_finish(report);
}

static int
gather_rows(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct gather *gather = gather_new();

	gather_read(gather, stream, pack, NULL, NULL);
	report_all(gather);
	gather_free(gather);
	return command_end();
}

static int
gather_as_read(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct gather *gather = gather_new_as_read();

	gather_read(gather, stream, pack, NULL, NULL);
	report_all(gather);
	gather_free(gather);
	return command_end();
}

/* Keys are looked through first; what is said of them is said once. */
static int
gather_again_all(struct gather *gather, int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct slice key, record;

	gather_read(gather, stream, pack, NULL, NULL);
	while (gather_key(gather, &key))
		if (slice_is(key, "b"))
			gather_record(gather, &record);
	gather_again(gather);
	report_all(gather);
	gather_free(gather);
	return command_end();
}

static int
gather_rows_again(int argc, char **argv)
{
	return gather_again_all(gather_new(), argc, argv);
}

static int
gather_as_read_again(int argc, char **argv)
{
	return gather_again_all(gather_new_as_read(), argc, argv);
}

static int
gather_two(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct stream *second = stream_open_second(
		"--events", "events.csv", columns, sizeof columns / sizeof columns[0], NULL);
	struct gather *gather = gather_new();

	gather_read(gather, stream, pack, NULL, NULL);
	gather_read(gather, second, pack, NULL, NULL);
	report_all(gather);
	gather_free(gather);
	return command_end();
}

#define NAMES "customer,amount,text\n"

START_TEST(records_stand_by_key_then_order_then_input)
{
	outcome_is(filter_run(gather_rows, "",
			   NAMES "b,5,first\na,-3,x\nc,9,\nb,-7,\nb,5,second\n"
				 "aa,9223372036854775807,\naa,-9223372036854775808,\n"),
		0,
		NAMES "a,-3,x\naa,-9223372036854775808,\naa,9223372036854775807,\nb,-7,\n"
		      "b,5,first\nb,5,second\n",
		"");
	outcome_is(filter_run(gather_rows, "", NAMES), 0, NAMES, "");
}
END_TEST

START_TEST(records_as_read_stand_by_key_then_input)
{
	outcome_is(filter_run(gather_as_read, "",
			   NAMES "b,5,first\na,-3,x\nc,9,\nb,-7,\nb,5,second\naa,2,\naa,1,\n"),
		0, NAMES "a,-3,x\naa,2,\naa,1,\nb,5,first\nb,-7,\nb,5,second\n", "");
	outcome_is(filter_run(gather_as_read, "", NAMES), 0, NAMES, "");
}
END_TEST

START_TEST(keys_may_be_pulled_again)
{
	outcome_is(filter_run(gather_rows_again, "", NAMES "b,5,first\na,-3,x\nb,-7,\n"), 0,
		NAMES "a,-3,x\nb,-7,\nb,5,first\n", "");
	outcome_is(filter_run(gather_as_read_again, "", NAMES "b,5,first\na,-3,x\nb,-7,\n"), 0,
		NAMES "a,-3,x\nb,5,first\nb,-7,\n", "");
	outcome_is(filter_run(gather_rows_again, "", NAMES), 0, NAMES, "");
	outcome_is(filter_run(gather_as_read_again, "", NAMES), 0, NAMES, "");
}
END_TEST

START_TEST(the_second_stream_comes_after_the_first)
{
	file_write("events.csv", "text,customer,amount\nlate,b,5\nzero,b,0\nnew,d,1\n");
	outcome_is(filter_run(gather_two, "", NAMES "b,5,first\na,1,\n"), 0,
		NAMES "a,1,\nb,0,zero\nb,5,first\nb,5,late\nd,1,new\n", "");
}
END_TEST

START_TEST(a_row_may_be_refused)
{
	outcome_is(filter_run(gather_rows, "", NAMES "a,1,\na,13,\n"), 1, "",
		"crm-try: <stdin>:3: column \"amount\": unlucky\n");
	outcome_is(filter_run(gather_rows, "--rejects=r.csv", NAMES "a,13,\na,1,\n"), 4,
		NAMES "a,1,\n",
		"crm-try: <stdin>:2: column \"amount\": unlucky\n"
		"crm-try: 2 rows read: 1 used, 0 ignored, 1 rejected, 0 blank\n");
	file_is("r.csv",
		"_file,_line,_column,_reason,_raw," NAMES "<stdin>,2,amount,unlucky,,a,13,\n");
}
END_TEST

START_TEST(threads_change_nothing)
{
	enum { ROWS = 150000 };
	FILE          *file = fopen("large.csv", "w");
	struct outcome one;

	fputs(NAMES, file);
	for (int i = 0; i < ROWS; i++)
		fprintf(file, "c%d,%d,row %d\n", i * 31 % 997, i % 7 == 0 ? 5 : i % 12, i);
	fclose(file);
	one = filter_run(gather_rows, "-j 1 --limit=400 large.csv", "");
	ck_assert_int_eq(one.code, 0);
	outcome_is(filter_run(gather_rows, "-j 8 --limit=400 large.csv", ""), 0, one.out, one.err);
}
END_TEST

START_TEST(numbers_are_in_the_order_of_their_bytes)
{
	static const int64_t n[] = { INT64_MIN, -256, -255, -1, 0, 1, 255, 256, INT64_MAX };
	struct buffer        before, after;

	buffer_init(&before);
	buffer_init(&after);
	for (size_t i = 1; i < sizeof n / sizeof n[0]; i++) {
		buffer_clear(&before);
		buffer_clear(&after);
		order_integer(&before, n[i - 1]);
		order_integer(&after, n[i]);
		ck_assert_uint_eq(after.length, 8);
		ck_assert_int_lt(memcmp(before.data, after.data, 8), 0);
	}
	buffer_release(&before);
	buffer_release(&after);
}
END_TEST

SUITE(run_gather)
{
	Suite *suite = suite_create("run/gather");
	TCase *all = tcase_create("gather");

	tcase_add_checked_fixture(all, folder_make, folder_remove);
	tcase_set_timeout(all, 60);
	tcase_add_test(all, records_stand_by_key_then_order_then_input);
	tcase_add_test(all, records_as_read_stand_by_key_then_input);
	tcase_add_test(all, keys_may_be_pulled_again);
	tcase_add_test(all, the_second_stream_comes_after_the_first);
	tcase_add_test(all, a_row_may_be_refused);
	tcase_add_test(all, threads_change_nothing);
	tcase_add_test(all, numbers_are_in_the_order_of_their_bytes);
	suite_add_tcase(suite, all);
	return suite;
}
