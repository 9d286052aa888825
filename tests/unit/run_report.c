#include "run_filter.h"

#include "run/report.h"

static const struct command command = {
	.name = "crm-try", .purpose = "reports", .usage = "", .takes = TAKES_ROWS | SORTS_RESULT
};

/* Text, number and kind of value of some rows, in the order of their keys. */
static const struct row_of {
	const char *key, *text;
	int number;
} rows[] = { { "a", "x", 3 }, { "b", "", 0 }, { "c", "Y", 10 }, { "d", "x", -1 }, { "e", "é", 3 },
	{ "f", "", 0 } };

static void
put_number(struct report *report, char kind, int number)
{
	switch (kind) {
	case 'i': report_integer(report, number); break;
	case 'm': report_money(report, number * 12345); break;
	case 'd': report_day(report, number); break;
	case 'n': report_number(report, number / 4.0); break;
	case 'r': report_ratio(report, number, 7); break;
	case 's': report_sum(report, number, "the sum"); break;
	default: report_empty(report);
	}
}

/* The first word says of what kind the numbers are; "total" asks for a last row. */
static int
report_few(int argc, char **argv)
{
	static const char *const names[] = { "text", "number" };
	struct report           *report;
	char                     kind = argv[1][0];
	bool                     total = argv[1][1] == 't';

	argv[1] = argv[0];
	command_start(&command, argc - 1, argv + 1);
	report = report_new();
	report_column(report, slice_from("key"));
	report_columns(report, names, 2);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (total && i == 1)
			report_last(report);
		report_string(report, rows[i].key);
		report_string(report, rows[i].text);
		if (*rows[i].text)
			put_number(report, kind, rows[i].number);
		else
			report_empty(report);
		report_end(report);
	}
	report_finish(report);
	return command_end();
}

/* The keys of a result, in its order. */
static const char *
keys(struct outcome came)
{
	static char text[64];
	size_t      used = 0;
	const char *line = strchr(came.out, '\n');

	ck_assert_str_eq(came.err, "");
	ck_assert_int_eq(came.code, 0);
	while (line && line[1]) {
		text[used++] = line[1];
		line = strchr(line + 1, '\n');
	}
	text[used] = '\0';
	return text;
}

START_TEST(rows_come_as_they_are_written)
{
	outcome_is(filter_run(report_few, "i", ""), 0,
		"key,text,number\na,x,3\nb,,\nc,Y,10\nd,x,-1\ne,é,3\nf,,\n", "");
	outcome_is(filter_run(report_few, "i -d ;", ""), 0,
		"key;text;number\na;x;3\nb;;\nc;Y;10\nd;x;-1\ne;é;3\nf;;\n", "");
	outcome_is(
		filter_run(report_few, "m --limit=1", ""), 0, "key,text,number\na,x,3.7035\n", "");
}
END_TEST

START_TEST(values_are_sorted_as_what_they_are)
{
	static const char kinds[] = "imdnrs";

	for (const char *kind = kinds; *kind; kind++) {
		char words[32];

		/* Equal ones as they came, empty ones last, in both directions. */
		snprintf(words, sizeof words, "%c --sort=number", *kind);
		ck_assert_str_eq(keys(filter_run(report_few, words, "")), "daecbf");
		snprintf(words, sizeof words, "%c --sort=number:desc", *kind);
		ck_assert_str_eq(keys(filter_run(report_few, words, "")), "caedbf");
	}
	ck_assert_str_eq(keys(filter_run(report_few, "i --sort=text", "")), "cadebf");
	ck_assert_str_eq(keys(filter_run(report_few, "i --sort=text:desc", "")), "eadcbf");
	ck_assert_str_eq(keys(filter_run(report_few, "i --sort=key:desc", "")), "fedcba");
}
END_TEST

START_TEST(a_limit_takes_the_first_of_the_sorted)
{
	ck_assert_str_eq(keys(filter_run(report_few, "i --sort=number --limit=2", "")), "da");
	ck_assert_str_eq(keys(filter_run(report_few, "i --limit=0", "")), "");
	ck_assert_str_eq(keys(filter_run(report_few, "i --limit=99", "")), "abcdef");
}
END_TEST

START_TEST(the_last_row_stays_last)
{
	ck_assert_str_eq(keys(filter_run(report_few, "it", "")), "acdefb");
	ck_assert_str_eq(keys(filter_run(report_few, "it --sort=number:desc", "")), "caedfb");
	ck_assert_str_eq(keys(filter_run(report_few, "it --limit=1", "")), "ab");
}
END_TEST

START_TEST(what_cannot_be_sorted_by_is_refused)
{
	outcome_is(filter_run(report_few, "i --sort=no", ""), 2, "",
		"crm-try: --sort: the result has no column \"no\" (it has: key, text, number)\n");
	outcome_is(filter_run(report_few, "i --sort=text:up", ""), 2, "",
		"crm-try: --sort: \"up\" is neither asc nor desc\n");
}
END_TEST

/* --- in fewer calls --- */

static void
put_name(struct report *report, size_t number)
{
	static const char *const name[] = { "zero", "o,ne", "" };

	if (report_common(report, number))
		return;
	report_string(report, name[number]);
	report_integer(report, (int64_t)number);
	report_common_end(report, number);
}

/* The first word says where in the row the common fields stand: in front, behind or alone. */
static int
report_briefly(int argc, char **argv)
{
	static const char *const numbers[] = { "a", "b", "c" }, *const names[] = { "name", "no" };
	static const int64_t row[][3] = { { 1, 20, -3 }, { 2, 0, 5 }, { 3, 10, 5 }, { 4, 15, 0 } };
	struct report *report;
	char           where = argv[1][0];

	argv[1] = argv[0];
	command_start(&command, argc - 1, argv + 1);
	report = report_new();
	if (where != 'b')
		report_columns(report, names, 2);
	if (where != 'a')
		report_columns(report, numbers, 3);
	if (where == 'b')
		report_columns(report, names, 2);
	for (size_t i = 0; i < 4; i++) {
		if (where != 'b')
			put_name(report, 2 - i % 3);
		if (where != 'a')
			report_integers(report, row[i], 3);
		if (where == 'b')
			put_name(report, 2 - i % 3);
		report_end(report);
	}
	report_finish(report);
	return command_end();
}

START_TEST(fields_in_common_stand_where_they_are_given)
{
	outcome_is(filter_run(report_briefly, "front", ""), 0,
		"name,no,a,b,c\n,2,1,20,-3\n\"o,ne\",1,2,0,5\nzero,0,3,10,5\n,2,4,15,0\n", "");
	outcome_is(filter_run(report_briefly, "behind", ""), 0,
		"a,b,c,name,no\n1,20,-3,,2\n2,0,5,\"o,ne\",1\n3,10,5,zero,0\n4,15,0,,2\n", "");
	outcome_is(filter_run(report_briefly, "alone", ""), 0,
		"name,no\n,2\n\"o,ne\",1\nzero,0\n,2\n", "");
	outcome_is(filter_run(report_briefly, "behind -d ;", ""), 0,
		"a;b;c;name;no\n1;20;-3;;2\n2;0;5;o,ne;1\n3;10;5;zero;0\n4;15;0;;2\n", "");
}
END_TEST

START_TEST(rows_are_sorted_by_fields_that_are_given_together)
{
	static const struct {
		const char *words, *order;       /* of column a */
	} each[] = {
		{ "behind --sort=a:desc", "4321" },
		{ "behind --sort=b", "2341" },
		{ "behind --sort=b:desc", "1432" },
		{ "behind --sort=c", "1423" },
		{ "behind --sort=c:desc", "2341" },
		{ "behind --sort=name", "2314" },
		{ "behind --sort=name:desc", "3214" },
		{ "behind --sort=no", "3214" },
		{ "behind --sort=no:desc", "1423" },
		{ "behind --sort=no --limit=3", "321" },
		{ "behind --limit=2", "12" },
	};

	for (size_t i = 0; i < sizeof each / sizeof *each; i++)
		ck_assert_str_eq(
			keys(filter_run(report_briefly, each[i].words, "")), each[i].order);
	outcome_is(filter_run(report_briefly, "front --sort=b --limit=1", ""), 0,
		"name,no,a,b,c\n\"o,ne\",1,2,0,5\n", "");
	outcome_is(filter_run(report_briefly, "front --sort=no:desc --limit=2", ""), 0,
		"name,no,a,b,c\n,2,1,20,-3\n,2,4,15,0\n", "");
}
END_TEST

/* By its only word: what a filter does wrong. */
static int
report_wrongly(int argc, char **argv)
{
	struct report *report;

	command_start(&command, 1, argv);
	report = report_new();
	report_column(report, slice_from("key"));
	if (strcmp(argv[1], "twice") == 0)
		report_column(report, slice_from("key"));
	if (strcmp(argv[1], "large") == 0)
		report_sum(report, (money_sum)INT64_MAX * 2, "the sum of all");
	if (strcmp(argv[1], "few") == 0)
		report_end(report);
	if (strcmp(argv[1], "together") == 0)
		report_integers(report, (int64_t[]){ 1, 2 }, 2);
	for (int i = 0; i < argc; i++)
		report_integer(report, i);
	return 0;
}

START_TEST(rows_have_the_width_of_the_header)
{
	outcome_is(filter_run(report_wrongly, "many", ""), 70, "",
		"crm-try: a row of more fields than columns\n");
	outcome_is(filter_run(report_wrongly, "together", ""), 70, "",
		"crm-try: a row of more fields than columns\n");
	outcome_is(filter_run(report_wrongly, "few", ""), 70, "",
		"crm-try: a row of fewer fields than columns\n");
	outcome_is(filter_run(report_wrongly, "twice", ""), 2, "",
		"crm-try: the result would have two columns called \"key\"\n");
	outcome_is(filter_run(report_wrongly, "large", ""), 1, "",
		"crm-try: the sum of all is too large a sum\n");
}
END_TEST

/* --- by all threads --- */

#define MANY  20000
#define LONG  100                /* from here on so many rows are long */

struct many {
	long wrong;              /* from here on rows cannot be printed */
	char text[4096];         /* of long rows */
};

static bool
many_may_end(const void *context, size_t i)
{
	const struct many *many = context;

	return (long)i >= many->wrong || i % 3000 == 1;
}

static void
many_row(struct report *report, const void *context, size_t i)
{
	const struct many *many = context;
	char               what[32];

	snprintf(what, sizeof what, "row %zu", i);
	report_integer(report, (int64_t)i);
	report_text(report, slice_of(many->text, i > LONG && i < 2 * LONG ? sizeof many->text : 0));
	report_sum(report, (long)i >= many->wrong ? (money_sum)INT64_MAX + 1 : 1, what);
	report_end(report);
}

static int
report_many(int argc, char **argv)
{
	struct many    many = { .wrong = argv[1][0] == 'e' ? 15000 : MANY };
	struct report *report;

	memset(many.text, 'x', sizeof many.text);
	argv[1] = argv[0];
	command_start(&command, argc - 1, argv + 1);
	report = report_new();
	report_column(report, slice_from("n"));
	report_column(report, slice_from("text"));
	report_column(report, slice_from("sum"));
	report_named(report);
	report_rows(report, MANY, &(struct report_rows){ many_row, many_may_end, &many });
	report_finish(report);
	return command_end();
}

/* Every row once and in turn. */
static void
are_all_rows(const char *name)
{
	static char line[8192];
	FILE       *file = fopen(name, "r");

	ck_assert_ptr_nonnull(file);
	ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
	ck_assert_str_eq(line, "n,text,sum\n");
	for (long row = 0; row < MANY; row++) {
		ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
		ck_assert_int_eq(strtol(line, NULL, 10), row);
		ck_assert_int_eq(strlen(line) > 4096, row > LONG && row < 2 * LONG);
	}
	ck_assert_ptr_null(fgets(line, sizeof line, file));
	ck_assert_int_eq(fclose(file), 0);
}

START_TEST(rows_by_all_threads_come_in_turn)
{
	outcome_is(filter_run(report_many, "all -j1 -o one.csv", ""), 0, "", "");
	are_all_rows("one.csv");
	outcome_is(filter_run(report_many, "all -j5 -o five.csv", ""), 0, "", "");
	are_all_rows("five.csv");
}
END_TEST

START_TEST(a_row_that_ends_the_filter_does_so_in_its_turn)
{
	outcome_is(filter_run(report_many, "ends -j1 -o one.csv", ""), 1, "",
		"crm-try: row 15000 is too large a sum\n");
	outcome_is(filter_run(report_many, "ends -j5 -o five.csv", ""), 1, "",
		"crm-try: row 15000 is too large a sum\n");
}
END_TEST

START_TEST(limits_and_orders_hold_for_rows_by_all_threads)
{
	outcome_is(filter_run(report_many, "all -j5 --limit=2", ""), 0,
		"n,text,sum\n0,,0.0001\n1,,0.0001\n", "");
	outcome_is(filter_run(report_many, "all -j5 --limit=2 --sort=n:desc", ""), 0,
		"n,text,sum\n19999,,0.0001\n19998,,0.0001\n", "");
}
END_TEST

SUITE(run_report)
{
	Suite *suite = suite_create("run/report");
	TCase *all = tcase_create("report"), *many = tcase_create("by all threads");

	tcase_add_test(all, rows_come_as_they_are_written);
	tcase_add_test(all, values_are_sorted_as_what_they_are);
	tcase_add_test(all, a_limit_takes_the_first_of_the_sorted);
	tcase_add_test(all, the_last_row_stays_last);
	tcase_add_test(all, fields_in_common_stand_where_they_are_given);
	tcase_add_test(all, rows_are_sorted_by_fields_that_are_given_together);
	tcase_add_test(all, what_cannot_be_sorted_by_is_refused);
	tcase_add_test(all, rows_have_the_width_of_the_header);
	tcase_add_checked_fixture(many, folder_make, folder_remove);
	tcase_add_test(many, rows_by_all_threads_come_in_turn);
	tcase_add_test(many, a_row_that_ends_the_filter_does_so_in_its_turn);
	tcase_add_test(many, limits_and_orders_hold_for_rows_by_all_threads);
	suite_add_tcase(suite, many);
	suite_add_tcase(suite, all);
	return suite;
}
