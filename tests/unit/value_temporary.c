#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "value/temporary.h"

START_TEST(it_has_no_name_and_keeps_what_is_written)
{
	struct stat about;
	char        read_back[6] = "";
	int         fd = temporary_unlinked();

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fstat(fd, &about), 0);
	ck_assert(S_ISREG(about.st_mode));
	ck_assert_uint_eq(about.st_nlink, 0);
	ck_assert_int_eq(about.st_mode & 077, 0);
	ck_assert_int_ne(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
	ck_assert_int_eq(write(fd, "hello", 5), 5);
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	ck_assert_int_eq(read(fd, read_back, 5), 5);
	ck_assert_str_eq(read_back, "hello");
	close(fd);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_said)
{
	ck_assert_int_eq(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
	ck_assert_int_lt(temporary_unlinked(), 0);
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

SUITE(value_temporary)
{
	Suite *suite = suite_create("value/temporary");
	TCase *tcase = tcase_create("temporary files");

	tcase_add_test(tcase, it_has_no_name_and_keeps_what_is_written);
	tcase_add_test(tcase, a_folder_that_is_not_there_is_said);
	suite_add_tcase(suite, tcase);
	return suite;
}
