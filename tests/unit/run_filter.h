/*
 * A small filter run in a process of its own, for tests of lib/run: its functions end the
 * process, keep what the command line said and write to standard output.
 *
 * filter_run forks, gives the child its input and catches what it writes. Files lie in a
 * folder of the test's own: tcase_add_checked_fixture(tcase, folder_make, folder_remove).
 */
#ifndef RUN_FILTER_H
#define RUN_FILTER_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/command.h"
#include "scratch.h"

#undef fail                          /* of check; ours ends a filter */

struct outcome {
	int  code;                   /* 128 + n: signal n */
	char out[16384], err[16384]; /* NUL-ended, cut there */
};

static char folder[SCRATCH_PATH];

static inline void
folder_make(void)
{
	scratch_path(folder, "run-filter");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
}

static inline void
folder_remove(void)
{
	DIR *files = opendir(".");

	for (struct dirent *file; (file = readdir(files));)
		unlink(file->d_name);
	closedir(files);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(folder), 0);
}

static inline size_t
files_in_folder(void)
{
	DIR   *files = opendir(".");
	size_t count = 0;

	for (struct dirent *file; (file = readdir(files));)
		count += strcmp(file->d_name, ".") != 0 && strcmp(file->d_name, "..") != 0;
	closedir(files);
	return count;
}

static inline void
file_write(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

static inline void
file_is(const char *name, const char *text)
{
	char   read[4096] = "";
	FILE  *file = fopen(name, "r");
	size_t length;

	ck_assert_ptr_nonnull(file);
	length = fread(read, 1, sizeof read - 1, file);
	fclose(file);
	read[length] = '\0';
	ck_assert_str_eq(read, text);
}

static inline void
take_back(FILE *file, char *text, size_t size)
{
	size_t length;

	rewind(file);
	length = fread(text, 1, size - 1, file);
	text[length] = '\0';
	fclose(file);
}

/* `words` is the command line, blanks between its words; a `_` stands for a blank in one. */
static inline struct outcome
filter_run(int (*filter)(int argc, char **argv), const char *words, const char *input)
{
	static struct outcome outcome;
	FILE *file[3] = { tmpfile(), tmpfile(), tmpfile() };
	char  text[512], *argv[32] = { "crm-try" };
	int   argc = 1, status;
	pid_t child;

	snprintf(text, sizeof text, "%s", words);
	for (char *at = text; *at;) {
		size_t length = strcspn(at, " ");
		bool   more = at[length] != '\0';

		at[length] = '\0';
		if (length)
			argv[argc++] = at;
		for (; *at; at++)
			*at = *at == '_' ? ' ' : *at;
		at += more;
	}
	fputs(input, file[0]);
	rewind(file[0]);
	fflush(NULL);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		unsetenv("CRM_AS_OF");
		unsetenv("CRM_JOBS");
		for (int fd = 0; fd < 3; fd++)
			dup2(fileno(file[fd]), fd);
		_exit(filter(argc, argv));
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	outcome.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	fclose(file[0]);
	take_back(file[1], outcome.out, sizeof outcome.out);
	take_back(file[2], outcome.err, sizeof outcome.err);
	return outcome;
}

static inline void
outcome_is(struct outcome came, int code, const char *out, const char *err)
{
	ck_assert_str_eq(came.err, err);
	ck_assert_str_eq(came.out, out);
	ck_assert_int_eq(came.code, code);
}

#endif
