#include "run_filter.h"

static const char *text, *given;
static bool flag;

static void
set_given(const char *argument)
{
	given = argument;
}

static const struct option_spec options[] = {
	{ 't', "text", "WORD", "a text", .text = &text },
	{ 0, "flag", NULL, "a switch", .flag = &flag },
	{ 0, "given", "a|b", "by a function, and with a line of help too long for one", set_given },
	{ 0, "flat", NULL, "like another", .flag = &flag },
	{ 0, "hidden", "X", NULL, set_given },
	{ 0 },
};
static const struct column_spec columns[] = {
	{ "customer", .role = ROLE_CUSTOMER },
	{ "amount", .type = COLUMN_MONEY },
	{ "given", .optional = true },
};
static const struct command command = { .name = "crm-try",
	.purpose = "tries the options",
	.usage = "[options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS | SORTS_RESULT,
	.option = options,
	COMMAND_COLUMNS(columns) };

/* What the command line came to. */
static int
show(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);

	printf("text=%s flag=%d given=%s jobs=%d", text ? text : "-", flag, given ? given : "-",
		run_jobs() > 0);
	printf(" customer=%s", column_option("customer") ? column_option("customer") : "-");
	for (size_t i = 0; i < files.count; i++)
		printf(" [%s]", files.path[i]);
	fflush(stdout);
	return 0;
}

START_TEST(what_is_said_is_kept)
{
	outcome_is(filter_run(show, "", ""), 0, "text=- flag=0 given=- jobs=1 customer=- [-]", "");
	outcome_is(filter_run(show, "-t x --flag a --given=b --customer=id -- -b", ""), 0,
		"text=x flag=1 given=b jobs=1 customer=id [a] [-b]", "");
	outcome_is(filter_run(show, "--te y --text=z -", ""), 0,
		"text=z flag=0 given=- jobs=1 customer=- [-]", "");
}
END_TEST

static const struct {
	const char *words, *err;
} wrong[] = {
	{ "--nosuch", "unknown option: --nosuch" },
	{ "-z", "unknown option: -z" },
	{ "-qz", "unknown option: -z" },
	{ "--fla", "ambiguous option: --fla (flag, flat)" },
	{ "--text", "--text needs an argument" },
	{ "-t", "-t needs an argument" },
	{ "--flag=1", "takes no argument: --flag=1" },
	{ "--customer=", "--customer: the name of the column is empty" },
};

START_TEST(what_is_wrong_is_named)
{
	char err[512];

	snprintf(err, sizeof err, "crm-try: %s\ncrm-try: usage: crm-try [options] [file ...]\n",
		wrong[_i].err);
	outcome_is(filter_run(show, wrong[_i].words, ""), 2, "", err);
}
END_TEST

static const struct {
	const char *words, *err;
} unfit[] = {
	{ "-j 0", "-j: 0 is not between 1 and 1024" },
	{ "-j x", "-j: not a whole number: \"x\"" },
	{ "-d ab", "-d: not a delimiter: \"ab\" (one ASCII character, or tab)" },
	{ "-d \"", "-d: not a delimiter: \"\"\" (one ASCII character, or tab)" },
	{ "--as-of=2026-02-30", "--as-of: not a date: \"2026-02-30\" (as 2026-08-31)" },
	{ "--anonymous=no", "--anonymous: \"no\" is none of ignore, reject, keep" },
	{ "--limit=-1", "--limit: -1 is not between 0 and 9223372036854775807" },
	{ "--max-record=9", "--max-record: 9 is not between 1024 and 1073741824" },
	{ "--completion=csh", "--completion: \"csh\" is none of bash, zsh, fish" },
	{ "--date-format=%d",
		"--date-format: \"%d\" must name year, month and day once each "
		"(%Y-%m-%d), or be iso or excel" },
};

START_TEST(values_are_judged_at_once)
{
	char err[512];

	snprintf(err, sizeof err, "crm-try: %s\n", unfit[_i].err);
	outcome_is(filter_run(show, unfit[_i].words, ""), 2, "", err);
}
END_TEST

static int
show_jobs(int argc, char **argv)
{
	setenv("CRM_JOBS", "7", 1);
	setenv("CRM_AS_OF", "2026-08-31", 1);
	command_start(&command, argc, argv);
	printf("%d %d", run_jobs(), run_as_of() == argument_day("", "2026-08-31"));
	fflush(stdout);
	return 0;
}

static int
broken_environment(int argc, char **argv)
{
	setenv("CRM_JOBS", "many", 1);
	return show(argc, argv);
}

START_TEST(the_environment_comes_after_the_options)
{
	outcome_is(filter_run(show_jobs, "", ""), 0, "7 1", "");
	outcome_is(filter_run(show_jobs, "-j 3 --as-of=2026-01-01", ""), 0, "3 0", "");
	outcome_is(filter_run(broken_environment, "", ""), 2, "",
		"crm-try: $CRM_JOBS: not a whole number: \"many\"\n");
	outcome_is(filter_run(broken_environment, "-j 1", ""), 0,
		"text=- flag=0 given=- jobs=1 customer=- [-]", "");
	ck_assert_int_eq(filter_run(broken_environment, "--help", "").code, 0);
}
END_TEST

START_TEST(help_lists_every_option_once)
{
	struct outcome came = filter_run(show, "--help", "");

	ck_assert_int_eq(came.code, 0);
	ck_assert_str_eq(came.err, "");
	ck_assert_ptr_nonnull(strstr(came.out, "usage: crm-try [options] [file ...]\n"));
	ck_assert_ptr_nonnull(strstr(came.out, "\n  -t, --text=WORD               a text\n"));
	ck_assert_ptr_nonnull(strstr(came.out, "\n      --customer=COLUMN         the column"));
	ck_assert_ptr_nonnull(strstr(came.out, "\n      --amount=COLUMN|EXPR      the column"));
	ck_assert_ptr_nonnull(strstr(came.out, "\n  -d, --delimiter=C  "));
	ck_assert_ptr_null(strstr(came.out, "hidden"));
	/* The command's own --given stands before the column's. */
	ck_assert_ptr_nonnull(strstr(came.out, "--given=a|b"));
	ck_assert_ptr_null(strstr(came.out, "--given=COLUMN"));
	ck_assert_ptr_nonnull(strstr(came.out, "\nSee crm-try(1).\n"));
}
END_TEST

/* --- arguments and lists --- */

static int
parse_arguments(int argc, char **argv)
{
	struct list list;

	command_start(&command, argc, argv);
	ck_assert_int_eq(argument_integer("-x", "-12", -20, 5), -12);
	ck_assert_int_eq(argument_span("-x", "12m").months, 12);
	ck_assert_int_eq(
		decimal_compare(argument_share("-x", "20%"), argument_share("-x", "0.2")), 0);
	list = argument_list("-x", "a,bc,d", ',');
	ck_assert_uint_eq(list.count, 3);
	ck_assert(list_has(&list, slice_from("bc")));
	ck_assert(!list_has(&list, slice_from("b")));
	free(list.part);
	list = argument_list("-x", "a,,d", ',');
	return 0;
}

START_TEST(arguments_are_parsed)
{
	outcome_is(filter_run(parse_arguments, "", ""), 2, "",
		"crm-try: -x: an empty name in \"a,,d\"\n");
}
END_TEST

/* --- a command with subcommands --- */

static const struct command sub[] = {
	{ .name = "crm-try one", .purpose = "does one thing", .usage = "" },
	{ .name = "crm-try two", .purpose = "does another", .usage = "[options]" },
};

static int
family(int argc, char **argv)
{
	static const struct command *const choice[] = { &sub[0], &sub[1] };
	const struct command *chosen = command_choose("crm-try", "tries", choice, 2, &argc, &argv);

	command_start(chosen, argc, argv);
	printf("%s\n", chosen->name);
	fflush(stdout);
	return 0;
}

START_TEST(a_family_chooses_by_its_first_word)
{
	outcome_is(filter_run(family, "two -q", ""), 0, "crm-try two\n", "");
	outcome_is(filter_run(family, "", ""), 2, "", "crm-try: what to do? one of one, two\n");
	outcome_is(
		filter_run(family, "three", ""), 2, "", "crm-try: \"three\" is none of one, two\n");
	outcome_is(filter_run(family, "one x", ""), 2, "",
		"crm-try one: no files are read: \"x\"\ncrm-try one: usage: crm-try one \n");
	ck_assert_ptr_nonnull(strstr(filter_run(family, "--help", "").out,
		"\n  crm-try two                does another\n"));
	ck_assert_int_eq(filter_run(family, "-V", "").code, 0);
}
END_TEST

SUITE(run_options)
{
	Suite *suite = suite_create("run/options");
	TCase *all = tcase_create("options");

	tcase_add_test(all, what_is_said_is_kept);
	tcase_add_loop_test(all, what_is_wrong_is_named, 0, sizeof wrong / sizeof wrong[0]);
	tcase_add_loop_test(all, values_are_judged_at_once, 0, sizeof unfit / sizeof unfit[0]);
	tcase_add_test(all, the_environment_comes_after_the_options);
	tcase_add_test(all, help_lists_every_option_once);
	tcase_add_test(all, arguments_are_parsed);
	tcase_add_test(all, a_family_chooses_by_its_first_word);
	suite_add_tcase(suite, all);
	return suite;
}
