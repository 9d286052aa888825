#include "run_filter.h"

static bool flag;
static const char *text;
static const struct option_spec options[] = {
	{ 'f', "flag", NULL, "it's a [switch]: two", .flag = &flag },
	{ 0, "way", "by|through", "one of two", .text = &text },
	{ 0, "file", "FILE", "a file", .text = &text },
	{ 0, "dir", "DIR", "a folder", .text = &text },
	{ 0, "word", "WORD", "a word", .text = &text },
	{ 0 },
};
static const struct command one = {
	.name = "crm-try one", .purpose = "doesn't do much", .usage = "", .option = options
};
static const struct command alone = {
	.name = "crm-try", .purpose = "does it alone", .usage = "", .option = options
};

static int
run_alone(int argc, char **argv)
{
	command_start(&alone, argc, argv);
	return 0;
}

static int
run_family(int argc, char **argv)
{
	static const struct command *const choice[] = { &one };

	command_start(command_choose("crm-try", "tries", choice, 1, &argc, &argv), argc, argv);
	return 0;
}

static void
has(struct outcome came, const char *part)
{
	ck_assert_int_eq(came.code, 0);
	if (!strstr(came.out, part))
		ck_abort_msg("no %s in\n%s", part, came.out);
}

START_TEST(every_option_completes)
{
	struct outcome bash = filter_run(run_alone, "--completion=bash", "");
	struct outcome zsh = filter_run(run_alone, "--completion=zsh", "");
	struct outcome fish = filter_run(run_alone, "--completion=fish", "");

	has(bash, "--flag --way= --file= --dir= --word= ");
	has(bash, "compgen -W 'by through'");
	has(bash, "complete -o filenames -F _crm_try crm-try\n");
	has(zsh, "#compdef crm-try\n");
	has(zsh, "'--flag[it'\\''s a \\[switch\\]\\: two]'");
	has(zsh, "'--way=[one of two]:choice:(by through)'");
	has(zsh, "'--file=[a file]:file:_files'");
	has(fish, "complete -c crm-try -l flag -s f -d 'it'\\''s a [switch]: two'\n");
	has(fish, "complete -c crm-try -l way -x -a 'by through' -d 'one of two'\n");
	has(fish, "complete -c crm-try -l file -r -F -d 'a file'\n");
	/* The option that prints them is for the build. */
	ck_assert_ptr_null(strstr(bash.out, "--completion"));
	ck_assert_ptr_null(strstr(zsh.out, "--completion"));
	ck_assert_ptr_null(strstr(fish.out, "completion "));
}
END_TEST

START_TEST(a_family_completes_its_commands)
{
	has(filter_run(run_family, "--completion=bash", ""), "compgen -W 'one '");
	has(filter_run(run_family, "--completion=zsh", ""), "compadd one\n");
	has(filter_run(run_family, "--completion=fish", ""), "-a one -d 'doesn'\\''t do much'\n");
	has(filter_run(run_family, "one --completion=bash", ""), "_crm_try_one()");
	ck_assert_int_eq(filter_run(run_family, "--completion=csh", "").code, 2);
}
END_TEST

SUITE(run_completion)
{
	Suite *suite = suite_create("run/completion");
	TCase *all = tcase_create("completions");

	tcase_add_test(all, every_option_completes);
	tcase_add_test(all, a_family_completes_its_commands);
	suite_add_tcase(suite, all);
	return suite;
}
