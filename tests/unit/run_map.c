#include "run_filter.h"

#include "rule/rule.h"
#include "run/map.h"

enum { CUSTOMER, AMOUNT };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER, .optional = true, .empty_ok = true },
	[AMOUNT] = { "amount", COLUMN_INTEGER, .optional = true },
};
static const char *rule_given;
static const struct option_spec options[] = {
	{ 0, "rule", "EXPR", "true or false", .text = &rule_given },
	{ 0 },
};
static const struct command command = { .name = "crm-try",
	.purpose = "maps",
	.usage = "",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns) };

static struct rule *rule;

/* As many records as the amount says; none and 13 are special. */
static bool
each(const struct row *row, struct out *out, void *work)
{
	int64_t times = row_has(row, AMOUNT) ? row_integer(row, AMOUNT) : 1;
	bool    holds = rule && rule_test(rule, row->field, work) == TRUTH_TRUE;

	if (slice_is(row_text(row, CUSTOMER), "grow"))
		file_write("n.csv", "customer,n\ngrow,1\nof another size,3\n");
	if (times == 13)
		return row_bad(row, AMOUNT, "unlucky");
	if (times == 0)
		return row_ignore(row, "nothing to say");
	for (int64_t i = 1; i <= times; i++) {
		out_pass(out, row);
		out_integer(out, i);
		out_string(out, holds ? "yes" : "no");
		out_end(out);
	}
	return true;
}

static void *
work_new(void)
{
	return rule_work_new();
}

static void
work_free(void *work)
{
	rule_work_free(work);
}

static int
map_rows(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct output *output = output_passing(stream);

	output_add(output, "time");
	output_add(output, "holds");
	if (rule_given) {
		rule = stream_condition(stream, slice_from(rule_given), "--rule");
		if (!rule)
			fail(EXIT_USAGE, NULL);
		stream_survey(stream, &rule, 1);
	}
	map_run(stream, output,
		&(struct map){ .each = each, .work_new = work_new, .work_free = work_free });
	if (rule)
		rule_free(rule);
	return command_end();
}

#define HEADER "customer,amount,n\n"
#define RESULT "customer,amount,n,time,holds\n"

START_TEST(a_record_gives_any_number)
{
	outcome_is(filter_run(map_rows, "", HEADER "a,2,\"x\"\nb,0,y\nc,1,\"p\"\"q,\"\n"), 0,
		RESULT "a,2,x,1,no\na,2,x,2,no\nc,1,\"p\"\"q,\",1,no\n",
		"crm-try: 3 rows read: 2 used, 1 ignored, 0 rejected, 0 blank\n"
		"crm-try: ignored 1 row: nothing to say\n");
	outcome_is(filter_run(map_rows, "", HEADER), 0, RESULT, "");
}
END_TEST

START_TEST(the_first_bad_row_stops_it_behind_those_before)
{
	const char *input = HEADER "a,1,x\nb,13,y\nc,1,z\n";

	outcome_is(filter_run(map_rows, "", input), 1, RESULT "a,1,x,1,no\n",
		"crm-try: <stdin>:3: column \"amount\": unlucky\n");
	outcome_is(filter_run(map_rows, "-q --rejects=r.csv", input), 4,
		RESULT "a,1,x,1,no\nc,1,z,1,no\n",
		"crm-try: <stdin>:3: column \"amount\": unlucky\n");
	file_is("r.csv",
		"_file,_line,_column,_reason,_raw," HEADER "<stdin>,3,amount,unlucky,,b,13,y\n");
	ck_assert_int_eq(filter_run(map_rows, "-o out.csv", input).code, 1);
	ck_assert_uint_eq(files_in_folder(), 1);
}
END_TEST

START_TEST(added_columns_have_a_name_of_their_own)
{
	outcome_is(
		filter_run(map_rows, "--as=nth,holds=ok", "n\n1\n"), 0, "n,nth,ok\n1,1,no\n", "");
	outcome_is(filter_run(map_rows, "", "time\n1\n"), 2, "",
		"crm-try: <stdin>: there is a column \"time\" already: --as=NAME gives another "
		"name, --replace replaces it\n");
	outcome_is(filter_run(map_rows, "--replace", "time,n\n7,8\n"), 0, "time,n,holds\n1,8,no\n",
		"");
	outcome_is(filter_run(map_rows, "--as=holds", "n\n1\n"), 2, "",
		"crm-try: two columns would be called \"holds\"\n");
	outcome_is(filter_run(map_rows, "--as=no=x", "n\n1\n"), 2, "",
		"crm-try: --as: no column \"no\" is added (those are: time, holds)\n");
	outcome_is(filter_run(map_rows, "--as=x,y", "n\n1\n"), 2, "",
		"crm-try: --as: which column is to be called \"y\"? COLUMN=y\n");
	outcome_is(filter_run(map_rows, "", "n,n\n1,2\n"), 1, "",
		"crm-try: <stdin>: two columns are called \"n\"\n");
	ck_assert_int_eq(filter_run(map_rows, "", "n,,\n1,2,3\n").code, 0);
}
END_TEST

START_TEST(the_whole_input_is_asked_first)
{
	const char *input = "n\n1\n2\n3\n4\n\n";

	file_write("n.csv", input);
	outcome_is(filter_run(map_rows, "--rule=top(n,50%)", input), 0,
		"n,time,holds\n1,1,no\n2,1,no\n3,1,yes\n4,1,yes\n,1,no\n", "");
	outcome_is(filter_run(map_rows, "--rule=n>=quantile(n,0.75) n.csv n.csv", ""), 0,
		"n,time,holds\n1,1,no\n2,1,no\n3,1,no\n4,1,yes\n,1,no\n"
		"1,1,no\n2,1,no\n3,1,no\n4,1,yes\n,1,no\n",
		"");
	/* --where chooses among all rows; the rule then asks of those it chose. */
	outcome_is(filter_run(map_rows, "-q --where=top(n,50%) --rule=top(n,50%)", input), 0,
		"n,time,holds\n3,1,no\n4,1,yes\n", "");
}
END_TEST

START_TEST(nothing_is_out_before_all_was_read_twice)
{
	const char *late = "n,amount\n1,1\n2,1\n3,1\nx\n";

	outcome_is(filter_run(map_rows, "--rule=top(n,50%)", late), 1, "",
		"crm-try: <stdin>:5: 1 field, the header has 2\n");
	outcome_is(filter_run(map_rows, "--rule=top(n,50%)", "n,amount\n1,1\n2,13\n"), 1, "",
		"crm-try: <stdin>:3: column \"amount\": unlucky\n");
	outcome_is(filter_run(map_rows, "-q --rejects=r.csv --rule=top(n,50%)", late), 4,
		"n,amount,time,holds\n1,1,1,no\n2,1,1,no\n3,1,1,yes\n",
		"crm-try: <stdin>:5: 1 field, the header has 2\n");
}
END_TEST

START_TEST(a_file_that_changes_in_the_second_reading_is_found_out)
{
	file_write("n.csv", "customer,n\ngrow,1\n");
	outcome_is(filter_run(map_rows, "--rule=top(n,50%) n.csv", ""), 3, "",
		"crm-try: n.csv: changed while it was read\n");
}
END_TEST

START_TEST(threads_change_nothing)
{
	enum { ROWS = 150000 };
	FILE          *file = fopen("large.csv", "w");
	struct outcome one, many;
	char           words[128];
	static const char *const way[] = { "", "--rejects=/dev/null", "--where=n>20000" };

	fputs(HEADER, file);
	for (int i = 0; i < ROWS; i++)
		fprintf(file, "c%d,%d,%d\n", i * 31 % 997, i % 1000 == 999 ? 13 : i % 3, i);
	fclose(file);
	for (size_t w = 0; w < sizeof way / sizeof way[0]; w++) {
		snprintf(words, sizeof words, "-j 1 %s -o one.csv large.csv", way[w]);
		one = filter_run(map_rows, words, "");
		snprintf(words, sizeof words, "-j 8 %s -o many.csv large.csv", way[w]);
		many = filter_run(map_rows, words, "");
		ck_assert_int_eq(many.code, one.code);
		ck_assert_str_eq(many.err, one.err);
		if (!one.code || one.code == 4)
			ck_assert_int_eq(system("cmp -s one.csv many.csv"), 0);
	}
}
END_TEST

SUITE(run_map)
{
	Suite *suite = suite_create("run/map");
	TCase *all = tcase_create("map");

	tcase_add_checked_fixture(all, folder_make, folder_remove);
	tcase_set_timeout(all, 60);
	tcase_add_test(all, a_record_gives_any_number);
	tcase_add_test(all, the_first_bad_row_stops_it_behind_those_before);
	tcase_add_test(all, added_columns_have_a_name_of_their_own);
	tcase_add_test(all, the_whole_input_is_asked_first);
	tcase_add_test(all, nothing_is_out_before_all_was_read_twice);
	tcase_add_test(all, a_file_that_changes_in_the_second_reading_is_found_out);
	tcase_add_test(all, threads_change_nothing);
	suite_add_tcase(suite, all);
	return suite;
}
