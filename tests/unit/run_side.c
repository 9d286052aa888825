#include "run_filter.h"

#include "run/side.h"
#include "run/stream.h"

enum { NAME, COST, DATE };
static const struct column_spec columns[] = {
	[NAME] = { "name" },
	[COST] = { "cost", COLUMN_MONEY, .empty_ok = true },
	[DATE] = { "date", COLUMN_DAY, .optional = true },
};
static const struct command command = {
	.name = "crm-try", .purpose = "reads a side table", .usage = "", .takes = TAKES_ROWS
};

/* The first word is the table, the second its kind; what is in it is printed. */
static int
read_side(int argc, char **argv)
{
	const char    *path = argv[1];
	enum side_kind kind = argv[2][0] == 'r' ? SIDE_RULES : SIDE_DATA;
	struct side   *side;
	struct row     row;

	argv[2] = argv[0];
	command_start(&command, argc - 2, argv + 2);
	side = side_open("--costs", path, columns, sizeof columns / sizeof columns[0], kind);
	while (side_next(side, &row)) {
		printf("%s %.*s %lld\n", side_place(side, &row), (int)row_text(&row, NAME).length,
			row_text(&row, NAME).data,
			row_has(&row, COST) ? (long long)row_money(&row, COST) : -1);
		fflush(stdout);
		if (slice_is(row_text(&row, NAME), "bad"))
			side_bad(side, &row, NAME, "the name of a %s", "fault");
		if (slice_is(row_text(&row, NAME), "all"))
			side_bad(side, NULL, -1, "something is missing");
	}
	side_close(side);
	return command_end();
}

START_TEST(rows_come_with_their_place)
{
	file_write("t.csv", "cost,name\n\n1.5,\"a\nb\"\n,c\n");
	outcome_is(filter_run(read_side, "t.csv data", ""), 0, "t.csv:3 a\nb 15000\nt.csv:5 c -1\n",
		"");
	outcome_is(
		filter_run(read_side, "- data", "name,cost\nx,2\n"), 0, "<stdin>:2 x 20000\n", "");
}
END_TEST

START_TEST(tabs_where_the_name_says_so)
{
	file_write("t.tsv", "name\tcost\na,b\t1\n");
	outcome_is(filter_run(read_side, "t.tsv data -d ;", ""), 0, "t.tsv:2 a,b 10000\n", "");
	ck_assert_int_eq(side_delimiter("a.tsv"), '\t');
	ck_assert_int_eq(side_delimiter(".tsv"), ',');
	ck_assert_int_eq(side_delimiter("a.csv"), ',');
}
END_TEST

START_TEST(a_bad_row_of_data_is_the_end)
{
	file_write("t.csv", "name,cost\na,x\nb,y\n");
	outcome_is(filter_run(read_side, "t.csv data", ""), 1, "",
		"crm-try: t.csv:2: column \"cost\": not a number: \"x\"\n");
	file_write("t.csv", "name,cost\nbad,\n");
	outcome_is(filter_run(read_side, "t.csv data", ""), 1, "t.csv:2 bad -1\n",
		"crm-try: t.csv:2: column \"name\": the name of a fault\n");
}
END_TEST

START_TEST(a_rule_file_says_all_its_errors)
{
	file_write("t.csv", "name,cost\na,x\nbad,\nb\nall,1\n");
	outcome_is(filter_run(read_side, "t.csv rules", ""), 2,
		"t.csv:3 bad -1\nt.csv:5 all 10000\n",
		"crm-try: t.csv:2: column \"cost\": not a number: \"x\"\n"
		"crm-try: t.csv:3: column \"name\": the name of a fault\n"
		"crm-try: t.csv:4: 1 field, the header has 2\n"
		"crm-try: t.csv: something is missing\n");
}
END_TEST

START_TEST(what_cannot_be_opened_or_bound)
{
	outcome_is(filter_run(read_side, "t.csv data", ""), 3, "",
		"crm-try: --costs: t.csv: No such file or directory\n");
	file_write("t.csv", "");
	outcome_is(filter_run(read_side, "t.csv data", ""), 1, "", "crm-try: t.csv: no header\n");
	outcome_is(filter_run(read_side, "t.csv rules", ""), 2, "", "crm-try: t.csv: no header\n");
	file_write("t.csv", "a,b\n");
	outcome_is(filter_run(read_side, "t.csv rules", ""), 2, "",
		"crm-try: t.csv: no column for \"name\" (have: a, b)\n");
	file_write("t.csv", "na\"me\n");
	outcome_is(filter_run(read_side, "t.csv data", ""), 1, "",
		"crm-try: t.csv:1: in the header: a quote where none may stand\n");
}
END_TEST

static int
claim_twice(int argc, char **argv)
{
	stream_open(command_start(&command, argc, argv));
	side_open("--costs", "-", columns, 1, SIDE_DATA);
	return command_end();
}

START_TEST(standard_input_is_given_out_once)
{
	outcome_is(filter_run(claim_twice, "", "a\n"), 2, "",
		"crm-try: standard input is asked for twice: by the operands and by --costs\n");
	outcome_is(filter_run(claim_twice, "- -", "a\n"), 2, "",
		"crm-try: standard input is asked for twice by the operands\n");
}
END_TEST

SUITE(run_side)
{
	Suite *suite = suite_create("run/side");
	TCase *all = tcase_create("side tables");

	tcase_add_checked_fixture(all, folder_make, folder_remove);
	tcase_add_test(all, rows_come_with_their_place);
	tcase_add_test(all, tabs_where_the_name_says_so);
	tcase_add_test(all, a_bad_row_of_data_is_the_end);
	tcase_add_test(all, a_rule_file_says_all_its_errors);
	tcase_add_test(all, what_cannot_be_opened_or_bound);
	tcase_add_test(all, standard_input_is_given_out_once);
	suite_add_tcase(suite, all);
	return suite;
}
