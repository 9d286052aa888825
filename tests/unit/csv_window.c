#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csv/window.h"
#include "scratch.h"

static char           path[SCRATCH_PATH];
static struct source *source;

static void
make_file(void)
{
	int fd;

	scratch_path(path, "csv-window");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "0123456789", 10), 10);
	close(fd);
	source = source_open(path);
	ck_assert_ptr_nonnull(source);
}

static void
remove_file(void)
{
	source_free(source);
	unlink(path);
}

static void
window_is(const struct window *window, const char *text)
{
	ck_assert_uint_eq(window_length(window), strlen(text));
	ck_assert_int_eq(memcmp(window_data(window), text, strlen(text)), 0);
	for (size_t i = 0; i < BLOCK_PADDING; i++)
		ck_assert_int_eq(window_data(window)[strlen(text) + i], 0);
}

START_TEST(bytes_come_in_reads_and_go_from_the_front)
{
	struct window window;

	window_init(&window, source);
	ck_assert(window_read(&window, 4));
	window_is(&window, "0123");
	ck_assert(window_read(&window, 3));
	window_is(&window, "0123456");
	window_drop(&window, 2);
	window_is(&window, "23456");
	ck_assert_uint_eq(window.offset, 2);
	while (!window.final)
		ck_assert(window_read(&window, 100));
	window_is(&window, "23456789");
	window_drop(&window, 8);
	ck_assert_uint_eq(window_length(&window), 0);
	window_release(&window);
}
END_TEST

/* Whichever of the two is longer keeps the storage: both have their bytes. */
START_TEST(a_head_is_given_to_a_block)
{
	for (size_t head = 1; head <= 10; head += 3) {
		struct window window;
		struct block  block;

		source_free(source);
		source = source_open(path);
		window_init(&window, source);
		block_init(&block);
		while (!window.final)
			ck_assert(window_read(&window, 100));
		window_give(&window, head, &block);
		ck_assert_uint_eq(block.length, head);
		ck_assert_uint_eq(block.offset, 0);
		ck_assert_int_eq(memcmp(block.data, "0123456789", head), 0);
		window_is(&window, &"0123456789"[head]);
		ck_assert_uint_eq(window.offset, head);
		block_release(&block);
		window_release(&window);
	}
}
END_TEST

START_TEST(cleared_it_begins_anew)
{
	struct window window;

	window_init(&window, source);
	ck_assert(window_read(&window, 100));
	window_clear(&window);
	ck_assert_uint_eq(window_length(&window), 0);
	ck_assert_uint_eq(window.offset, 0);
	ck_assert(!window.final);
	window_release(&window);
}
END_TEST

SUITE(csv_window)
{
	Suite *suite = suite_create("csv/window");
	TCase *tcase = tcase_create("window");

	tcase_add_checked_fixture(tcase, make_file, remove_file);
	tcase_add_test(tcase, bytes_come_in_reads_and_go_from_the_front);
	tcase_add_test(tcase, a_head_is_given_to_a_block);
	tcase_add_test(tcase, cleared_it_begins_anew);
	suite_add_tcase(suite, tcase);
	return suite;
}
