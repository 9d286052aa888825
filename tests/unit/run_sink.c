#include "run_filter.h"

#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>

#include "run/sink.h"

static const struct command command = { .name = "crm-try", .purpose = "writes", .usage = "" };

static void
put(struct sink *sink, const char *text)
{
	sink_write(sink, slice_from(text));
}

/* One word after the other: a file to write, or what to do then. */
static int
write_files(int argc, char **argv)
{
	struct sink *sink = NULL;
	char        *one[] = { argv[0], NULL };

	command_start(&command, 1, one);
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "fail") == 0)
			fail(EXIT_DATA, "stopped");
		else if (strcmp(argv[i], "flush") == 0)
			sinks_flush();
		else if (strcmp(argv[i], "term") == 0)
			raise(SIGTERM);
		else if (strcmp(argv[i], "register") == 0) {
			bool there;

			sink = sink_append("--registry", argv[++i], &there);
			put(sink, there ? "added\n" : "begun\n");
		} else if (strcmp(argv[i], "nothing") == 0) {
			bool there;

			sink = sink_append("--registry", argv[++i], &there);
		} else if (strcmp(argv[i], "hold") == 0)
			sink_hold(sink = sink_open("-o", NULL));
		else if (strcmp(argv[i], "large") == 0)
			for (int n = 0; n < 20000; n++)
				put(sink, "a line of 22 bytes ..\n");
		else {
			sink = sink_open(sink ? "--rejects" : "-o", argv[i]);
			put(sink, argv[i]);
			put(sink, " was written\n");
		}
	}
	return command_end();
}

START_TEST(files_are_there_when_all_is_done)
{
	outcome_is(filter_run(write_files, "a b -", ""), 0, "- was written\n", "");
	file_is("a", "a was written\n");
	file_is("b", "b was written\n");
	ck_assert_uint_eq(files_in_folder(), 2);
}
END_TEST

START_TEST(an_end_before_leaves_nothing_and_changes_nothing)
{
	file_write("a", "old");
	outcome_is(filter_run(write_files, "a b - fail", ""), 1, "", "crm-try: stopped\n");
	outcome_is(filter_run(write_files, "a b term", ""), 128 + SIGTERM, "", "");
	outcome_is(filter_run(write_files, "a large b term", ""), 128 + SIGTERM, "", "");
	file_is("a", "old");
	ck_assert_uint_eq(files_in_folder(), 1);
}
END_TEST

START_TEST(what_was_flushed_is_out_and_what_is_held_is_not)
{
	outcome_is(filter_run(write_files, "a - flush fail", ""), 1, "- was written\n",
		"crm-try: stopped\n");
	outcome_is(
		filter_run(write_files, "hold large flush fail", ""), 1, "", "crm-try: stopped\n");
	ck_assert_uint_eq(strlen(filter_run(write_files, "hold large", "").out),
		sizeof((struct outcome *)NULL)->out - 1);
	ck_assert_uint_eq(files_in_folder(), 0);
}
END_TEST

static mode_t
mode_of(const char *name)
{
	struct stat about;

	ck_assert_int_eq(stat(name, &about), 0);
	return about.st_mode & 07777;
}

START_TEST(modes_are_kept_or_the_masks)
{
	file_write("a", "old");
	ck_assert_int_eq(chmod("a", 0604), 0);
	umask(027);
	ck_assert_int_eq(filter_run(write_files, "a b", "").code, 0);
	ck_assert_uint_eq(mode_of("a"), 0604);
	ck_assert_uint_eq(mode_of("b"), 0640);
}
END_TEST

START_TEST(links_are_followed)
{
	file_write("a", "old");
	ck_assert_int_eq(symlink("a", "to-a"), 0);
	ck_assert_int_eq(symlink("nothing", "dangling"), 0);
	ck_assert_int_eq(symlink("dangling", "twice"), 0);
	ck_assert_int_eq(symlink("loop", "loop"), 0);
	ck_assert_int_eq(filter_run(write_files, "to-a twice", "").code, 0);
	file_is("a", "to-a was written\n");
	file_is("nothing", "twice was written\n");
	ck_assert_uint_eq(files_in_folder(), 6);
	outcome_is(filter_run(write_files, "loop", ""), 3, "",
		"crm-try: loop: Too many levels of symbolic links\n");
}
END_TEST

START_TEST(two_outputs_are_not_one)
{
	ck_assert_int_eq(symlink("a", "to-a"), 0);
	outcome_is(filter_run(write_files, "a ./a", ""), 2, "",
		"crm-try: -o and --rejects would write the same file: ./a\n");
	outcome_is(filter_run(write_files, "a to-a", ""), 2, "",
		"crm-try: -o and --rejects would write the same file: to-a\n");
	outcome_is(filter_run(write_files, "- -", ""), 2, "",
		"crm-try: -o and --rejects would both write to standard output\n");
	ck_assert_uint_eq(files_in_folder(), 1);
}
END_TEST

START_TEST(names_may_be_long)
{
	char name[252], longer[300];

	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	ck_assert_int_eq(filter_run(write_files, name, "").code, 0);
	ck_assert_int_eq(access(name, R_OK), 0);
	memset(longer, 'n', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	ck_assert_int_eq(filter_run(write_files, longer, "").code, 3);
	ck_assert_uint_eq(files_in_folder(), 1);
}
END_TEST

START_TEST(what_cannot_be_written_is_said)
{
	outcome_is(filter_run(write_files, "/dev/full", ""), 3, "",
		"crm-try: /dev/full: No space left on device\n");
	outcome_is(filter_run(write_files, ".", ""), 3, "", "crm-try: .: Is a directory\n");
	outcome_is(filter_run(write_files, "nowhere/a", ""), 3, "",
		"crm-try: nowhere/a: No such file or directory\n");
	/* Of two outputs the one that cannot be written keeps back the other. */
	ck_assert_int_eq(filter_run(write_files, "a /dev/full", "").code, 3);
	ck_assert_uint_eq(files_in_folder(), 0);
}
END_TEST

static int
write_to_nobody(int argc, char **argv)
{
	int      pair[2];
	sigset_t all;

	ck_assert_int_eq(pipe(pair), 0);
	close(pair[0]);
	dup2(pair[1], STDOUT_FILENO);
	if (argc > 1) {
		/* As in a thread of ours, and under a parent that ignores it. */
		signal(SIGPIPE, SIG_IGN);
		sigfillset(&all);
		pthread_sigmask(SIG_BLOCK, &all, NULL);
	}
	char *words[] = { argv[0], "a", "-", NULL };

	return write_files(3, words);
}

START_TEST(a_closed_pipe_ends_by_its_signal)
{
	outcome_is(filter_run(write_to_nobody, "", ""), 128 + SIGPIPE, "", "");
	outcome_is(filter_run(write_to_nobody, "blocked", ""), 128 + SIGPIPE, "", "");
	ck_assert_uint_eq(files_in_folder(), 0);
}
END_TEST

START_TEST(a_register_grows)
{
	outcome_is(filter_run(write_files, "register a", ""), 0, "", "");
	file_is("a", "begun\n");
	outcome_is(filter_run(write_files, "register a", ""), 0, "", "");
	file_is("a", "begun\nadded\n");
	/* A last line without an end is ended. */
	file_write("a", "old");
	outcome_is(filter_run(write_files, "register a", ""), 0, "", "");
	file_is("a", "old\nadded\n");
	file_write("a", "old");
	outcome_is(filter_run(write_files, "nothing a", ""), 0, "", "");
	file_is("a", "old");
	file_write("a", "");
	outcome_is(filter_run(write_files, "register a", ""), 0, "", "");
	file_is("a", "begun\n");
	ck_assert_int_eq(symlink("a", "to-a"), 0);
	outcome_is(filter_run(write_files, "register to-a", ""), 0, "", "");
	file_is("a", "begun\nadded\n");
	ck_assert_uint_eq(files_in_folder(), 2);
}
END_TEST

START_TEST(a_register_is_whole_or_as_it_was)
{
	file_write("a", "old\n");
	outcome_is(filter_run(write_files, "register a fail", ""), 1, "", "crm-try: stopped\n");
	outcome_is(filter_run(write_files, "register a term", ""), 128 + SIGTERM, "", "");
	file_is("a", "old\n");
	/* Nothing goes out before it is written, whichever is opened first. */
	outcome_is(filter_run(write_files, "register a - flush fail", ""), 1, "",
		"crm-try: stopped\n");
	outcome_is(filter_run(write_files, "- register a flush fail", ""), 1, "",
		"crm-try: stopped\n");
	file_is("a", "old\n");
	outcome_is(filter_run(write_files, "register a -", ""), 0, "- was written\n", "");
	file_is("a", "old\nadded\n");
	/* What fails after it cannot take it back; what can fail before does. */
	outcome_is(filter_run(write_files, "register a /dev/full", ""), 3, "",
		"crm-try: /dev/full: No space left on device\n");
	file_is("a", "old\nadded\nadded\n");
	ck_assert_int_eq(filter_run(write_files, "register a nowhere/b", "").code, 3);
	outcome_is(filter_run(write_files, "register a a", ""), 2, "",
		"crm-try: --registry and --rejects would write the same file: a\n");
	file_is("a", "old\nadded\nadded\n");
	ck_assert_uint_eq(files_in_folder(), 1);
}
END_TEST

START_TEST(a_register_is_a_file)
{
	static const char *const path[] = { "-", "/dev/null", "/dev/stdout", "." };

	for (size_t i = 0; i < sizeof path / sizeof path[0]; i++) {
		char words[32];

		snprintf(words, sizeof words, "register %s", path[i]);
		ck_assert_int_eq(filter_run(write_files, words, "").code, 2);
	}
	ck_assert_uint_eq(files_in_folder(), 0);
}
END_TEST

/* The lock of one that was killed is only a file, and a long name has one, too. */
START_TEST(an_old_lock_locks_nothing)
{
	char words[300] = "register ";

	file_write(".a.lock", "");
	file_write(".a.new", "left");
	outcome_is(filter_run(write_files, "register a", ""), 0, "", "");
	file_is("a", "begun\n");
	memset(words + 9, 'n', 250);
	words[259] = '\0';
	ck_assert_int_eq(filter_run(write_files, words, "").code, 0);
	ck_assert_uint_eq(files_in_folder(), 2);
}
END_TEST

SUITE(run_sink)
{
	Suite *suite = suite_create("run/sink");
	TCase *all = tcase_create("sink");

	tcase_add_checked_fixture(all, folder_make, folder_remove);
	tcase_add_test(all, files_are_there_when_all_is_done);
	tcase_add_test(all, an_end_before_leaves_nothing_and_changes_nothing);
	tcase_add_test(all, what_was_flushed_is_out_and_what_is_held_is_not);
	tcase_add_test(all, modes_are_kept_or_the_masks);
	tcase_add_test(all, links_are_followed);
	tcase_add_test(all, two_outputs_are_not_one);
	tcase_add_test(all, names_may_be_long);
	tcase_add_test(all, what_cannot_be_written_is_said);
	tcase_add_test(all, a_closed_pipe_ends_by_its_signal);
	tcase_add_test(all, a_register_grows);
	tcase_add_test(all, a_register_is_whole_or_as_it_was);
	tcase_add_test(all, a_register_is_a_file);
	tcase_add_test(all, an_old_lock_locks_nothing);
	suite_add_tcase(suite, all);
	return suite;
}
