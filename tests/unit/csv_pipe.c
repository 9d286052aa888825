#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "csv/pipe.h"
#include "scratch.h"

#define WANTED_BYTES (1 << 20)

static int end[2]; /* to read, to write */

static void
make_pipe(void)
{
	ck_assert_int_eq(pipe(end), 0);
}

static void
close_pipe(void)
{
	close(end[0]);
	close(end[1]);
}

/* What a pipe takes before its writer would wait. */
static size_t
pipe_takes(int fd)
{
	static const char byte[4096];
	size_t            taken = 0;
	ssize_t           n;

	ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	while ((n = write(fd, byte, sizeof byte)) > 0)
		taken += (size_t)n;
	ck_assert_int_eq(errno, EAGAIN);
	return taken;
}

/* Where a program may ask for so much, it was asked for. */
START_TEST(a_pipe_holds_as_much_as_the_system_gives)
{
	int    other[2];
	size_t before, after;

	ck_assert_int_eq(pipe(other), 0);
#ifdef F_SETPIPE_SZ
	bool given = fcntl(other[0], F_SETPIPE_SZ, WANTED_BYTES) >= 0;
#else
	bool given = false;
#endif
	before = pipe_takes(other[1]);
	close(other[0]);
	close(other[1]);

	pipe_widen(end[0]);
	after = pipe_takes(end[1]);
	ck_assert_uint_eq(after, before);
	ck_assert(!given || after >= WANTED_BYTES);
}
END_TEST

START_TEST(what_is_in_it_stays)
{
	char text[16] = "";

	ck_assert_int_eq(write(end[1], "0123456789", 10), 10);
	pipe_widen(end[0]);
	ck_assert_int_eq(write(end[1], "abc", 3), 3);
	ck_assert_int_eq(read(end[0], text, sizeof text), 13);
	ck_assert_str_eq(text, "0123456789abc");
}
END_TEST

/* No harm to a file, a socket, a descriptor that is none; errno as it was. */
START_TEST(what_is_no_pipe_is_left_alone)
{
	char path[SCRATCH_PATH], text[4] = "";
	int  ends[2], fd;

	scratch_path(path, "csv-pipe");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	unlink(path);
	ck_assert_int_eq(write(fd, "abcdef", 6), 6);
	ck_assert_int_eq(lseek(fd, 3, SEEK_SET), 3);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);

	errno = ENOTTY;
	pipe_widen(fd);
	pipe_widen(ends[0]);
	pipe_widen(-1);
	ck_assert_int_eq(errno, ENOTTY);

	ck_assert_int_eq(read(fd, text, 3), 3);
	ck_assert_str_eq(text, "def");
	ck_assert_int_eq(write(ends[1], "xyz", 3), 3);
	ck_assert_int_eq(read(ends[0], text, 3), 3);
	ck_assert_str_eq(text, "xyz");
	close(ends[0]);
	close(ends[1]);
	close(fd);
}
END_TEST

SUITE(csv_pipe)
{
	Suite *suite = suite_create("csv/pipe");
	TCase *pipes = tcase_create("pipes"), *others = tcase_create("others");

	tcase_add_checked_fixture(pipes, make_pipe, close_pipe);
	tcase_add_test(pipes, a_pipe_holds_as_much_as_the_system_gives);
	tcase_add_test(pipes, what_is_in_it_stays);
	suite_add_tcase(suite, pipes);
	tcase_add_test(others, what_is_no_pipe_is_left_alone);
	suite_add_tcase(suite, others);
	return suite;
}
