#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "csv/source.h"
#include "scratch.h"

static char path[SCRATCH_PATH];

static void
write_file(const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static void
make_file(void)
{
	int fd;

	scratch_path(path, "csv-source");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
	write_file("0123456789");
}

static void
remove_file(void)
{
	unlink(path);
}

/* Reads on until the end, `most` bytes at a time. */
static void
must_read(struct source *source, size_t most, const char *text)
{
	char all[100];
	size_t length = 0;
	ssize_t n;

	while ((n = source_read(source, all + length, most)) > 0)
		length += (size_t)n;
	ck_assert_int_eq(n, 0);
	all[length] = '\0';
	ck_assert_str_eq(all, text);
}

static void
make_stdin(int fd)
{
	ck_assert_int_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	close(fd);
}

START_TEST(a_file_is_read_parked_and_rewound)
{
	struct source *source = source_open(path);
	char start[4];

	ck_assert_str_eq(source_name(source), path);
	ck_assert(source_is_regular(source));
	ck_assert_int_eq(source_size(source), 10);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(source_read(source, start, 4), 4);
		source_park(source);
		source_park(source);
		must_read(source, 3, "456789");
		ck_assert(source_rewind(source));
	}
	must_read(source, 100 - 1, "0123456789");
	source_free(source);
	source_free(NULL);
}
END_TEST

START_TEST(a_file_that_changed_is_stale)
{
	struct source *source = source_open(path);

	must_read(source, 4, "0123456789");
	write_file("0123456789a");
	ck_assert(!source_rewind(source));
	ck_assert_int_eq(errno, ESTALE);
	source_free(source);
}
END_TEST

START_TEST(another_file_in_its_place_is_stale)
{
	struct source *source = source_open(path);
	char start[4];

	ck_assert_int_eq(source_read(source, start, 4), 4);
	source_park(source);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_ge(close(open(path, O_WRONLY | O_CREAT, 0600)), 0);
	write_file("0123456789");
	ck_assert_int_eq(source_read(source, start, 4), -1);
	ck_assert_int_eq(errno, ESTALE);
	source_free(source);
}
END_TEST

START_TEST(what_cannot_be_opened_says_why)
{
	ck_assert_ptr_null(source_open("/nowhere/at/all"));
	ck_assert_int_eq(errno, ENOENT);
	close(STDIN_FILENO);
	ck_assert_ptr_null(source_open("-"));
	ck_assert_int_eq(errno, EBADF);
}
END_TEST

/* A shell may have read a line of it already. */
START_TEST(standard_input_begins_where_it_stands)
{
	struct source *source;
	int fd = open(path, O_RDONLY);

	ck_assert_int_eq(lseek(fd, 3, SEEK_SET), 3);
	make_stdin(fd);
	source = source_open("-");
	ck_assert_str_eq(source_name(source), "<stdin>");
	ck_assert(source_is_regular(source));
	ck_assert_int_eq(source_size(source), 7);
	must_read(source, 4, "3456789");
	source_park(source);
	ck_assert(source_rewind(source));
	must_read(source, 4, "3456789");
	source_free(source);
}
END_TEST

static struct source *
open_pipe(const char *text)
{
	int end[2];

	ck_assert_int_eq(pipe(end), 0);
	ck_assert_int_eq(write(end[1], text, strlen(text)), (ssize_t)strlen(text));
	close(end[1]);
	make_stdin(end[0]);
	return source_open("-");
}

START_TEST(a_pipe_is_read_once)
{
	struct source *source = open_pipe("0123456789");

	ck_assert(!source_is_regular(source));
	ck_assert_int_eq(source_size(source), -1);
	ck_assert(source_rewind(source));
	must_read(source, 4, "0123456789");
	ck_assert(!source_rewind(source));
	ck_assert_int_eq(errno, ESPIPE);
	source_free(source);
}
END_TEST

START_TEST(a_spooled_pipe_is_read_again)
{
	struct source *source = open_pipe("0123456789");
	char start[4];

	source_spool(source);
	ck_assert_int_eq(source_read(source, start, 4), 4);
	ck_assert(source_rewind(source));
	must_read(source, 3, "0123456789");
	for (int i = 0; i < 2; i++) {
		ck_assert(source_rewind(source));
		must_read(source, 7, "0123456789");
	}
	source_free(source);
}
END_TEST

START_TEST(what_was_kept_can_be_dropped)
{
	struct source *source = open_pipe("0123456789");
	char start[4];

	source_spool(source);
	must_read(source, 4, "0123456789");
	ck_assert(source_rewind(source));
	ck_assert_int_eq(source_read(source, start, 4), 4);
	source_unspool(source);
	must_read(source, 4, "456789");
	source_unspool(source);
	ck_assert(!source_rewind(source));
	ck_assert_int_eq(errno, ESPIPE);
	source_free(source);
}
END_TEST

static void
fill(char *data, size_t length, uint64_t from)
{
	for (size_t i = 0; i < length; i += sizeof from, from += sizeof from)
		memcpy(data + i, &from, sizeof from);
}

/* Past what is kept in memory, a temporary file takes over. */
START_TEST(a_large_pipe_is_spooled_to_a_file)
{
	const uint64_t bytes = SOURCE_SPOOL_MEMORY + (3 << 20);
	static char part[1 << 16], expected[1 << 16];
	struct source *source;
	int end[2], status;
	pid_t child;

	ck_assert_int_eq(pipe(end), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		for (uint64_t at = 0; at < bytes; at += sizeof part) {
			fill(part, sizeof part, at);
			if (write(end[1], part, sizeof part) != sizeof part)
				_exit(1);
		}
		_exit(0);
	}
	close(end[1]);
	make_stdin(end[0]);
	source = source_open("-");
	source_spool(source);
	for (int reading = 0; reading < 2; reading++) {
		for (uint64_t at = 0; at < bytes; at += sizeof part) {
			size_t length = 0;

			while (length < sizeof part) {
				ssize_t n =
					source_read(source, part + length, sizeof part - length);

				ck_assert_int_gt(n, 0);
				length += (size_t)n;
			}
			fill(expected, sizeof expected, at);
			ck_assert(memcmp(part, expected, sizeof part) == 0);
		}
		ck_assert_int_eq(source_read(source, part, sizeof part), 0);
		ck_assert(source_rewind(source));
	}
	source_free(source);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

static void
ignore(int signal)
{
	(void)signal;
}

START_TEST(an_interrupted_read_goes_on)
{
	struct sigaction action = { .sa_handler = ignore };
	struct itimerval every = { { 0, 1000 }, { 0, 1000 } }, never = { { 0, 0 }, { 0, 0 } };
	struct source *source;
	int end[2];
	pid_t child;

	ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
	ck_assert_int_eq(pipe(end), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		for (int i = 0; i < 3; i++) {
			struct timespec pause = { 0, 20000000 };

			nanosleep(&pause, NULL);
			if (write(end[1], "ab", 2) != 2)
				_exit(1);
		}
		_exit(0);
	}
	close(end[1]);
	make_stdin(end[0]);
	source = source_open("-");
	ck_assert_int_eq(setitimer(ITIMER_REAL, &every, NULL), 0);
	must_read(source, 50, "ababab");
	ck_assert_int_eq(setitimer(ITIMER_REAL, &never, NULL), 0);
	source_free(source);
	waitpid(child, NULL, 0);
}
END_TEST

SUITE(csv_source)
{
	Suite *suite = suite_create("csv/source");
	TCase *reads = tcase_create("reads");

	tcase_set_timeout(reads, 60);
	tcase_add_checked_fixture(reads, make_file, remove_file);
	tcase_add_test(reads, a_file_is_read_parked_and_rewound);
	tcase_add_test(reads, a_file_that_changed_is_stale);
	tcase_add_test(reads, another_file_in_its_place_is_stale);
	tcase_add_test(reads, what_cannot_be_opened_says_why);
	tcase_add_test(reads, standard_input_begins_where_it_stands);
	tcase_add_test(reads, a_pipe_is_read_once);
	tcase_add_test(reads, a_spooled_pipe_is_read_again);
	tcase_add_test(reads, what_was_kept_can_be_dropped);
	tcase_add_test(reads, a_large_pipe_is_spooled_to_a_file);
	tcase_add_test(reads, an_interrupted_read_goes_on);
	suite_add_tcase(suite, reads);
	return suite;
}
