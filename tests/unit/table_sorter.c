#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "table/sorter.h"
#include "scratch.h"
#include "value/memory.h"

struct record {
	char key[40];
	size_t length;
	size_t number; /* the payload, and the order of adding */
};

static int
by_key_then_number(const void *a, const void *b)
{
	const struct record *left = a, *right = b;
	int order = slice_compare(
		slice_of(left->key, left->length), slice_of(right->key, right->length));

	return order ? order : (left->number > right->number) - (left->number < right->number);
}

/* Records with many equal keys, sorted within `memory` and by the library. */
static void
check_sort(size_t memory, size_t n, unsigned letters, size_t longest)
{
	struct record *record = memory_zeroed(n, sizeof *record);
	struct sorter *sorter = sorter_new(memory);
	uint64_t state = n * 31 + letters + longest;
	struct slice key, payload;
	bool more;

	for (size_t i = 0; i < n; i++) {
		record[i].number = i;
		state = state * 6364136223846793005 + 1442695040888963407;
		record[i].length = (state >> 33) % (longest + 1);
		for (size_t k = 0; k < record[i].length; k++) {
			state = state * 6364136223846793005 + 1442695040888963407;
			record[i].key[k] = (char)((state >> 33) % letters);
		}
		ck_assert(sorter_add(sorter, slice_of(record[i].key, record[i].length),
			slice_of((char *)&record[i].number, i % 5 ? sizeof i : 0)));
	}
	ck_assert(sorter_finish(sorter));
	qsort(record, n, sizeof *record, by_key_then_number);
	for (int walk = 0; walk < 3; walk++) {
		/* The second walk breaks off. */
		for (size_t i = 0; i < (walk == 1 ? n / 2 : n); i++) {
			ck_assert(sorter_next(sorter, &key, &payload, &more));
			ck_assert(more);
			ck_assert(slice_equal(key, slice_of(record[i].key, record[i].length)));
			if (record[i].number % 5)
				ck_assert(slice_equal(
					payload, slice_of((char *)&record[i].number, sizeof i)));
			else
				ck_assert_uint_eq(payload.length, 0);
		}
		for (int end = 0; walk != 1 && end < 2; end++) {
			ck_assert(sorter_next(sorter, &key, &payload, &more));
			ck_assert(!more);
		}
		ck_assert(sorter_again(sorter));
	}
	sorter_free(sorter);
	free(record);
}

START_TEST(records_come_in_order_in_memory)
{
	for (size_t n = 0; n < 40; n++)
		check_sort(SORTER_MEMORY, n, 2, 4);
	check_sort(SORTER_MEMORY, 20000, 2, 12);
	check_sort(SORTER_MEMORY, 20000, 256, 40);
}
END_TEST

START_TEST(records_come_in_order_from_the_file)
{
	check_sort(0, 1, 2, 4);
	check_sort(0, 100, 2, 4);
	check_sort(1024, 100, 2, 4);
	/* Hundreds of runs, so several passes of merging. */
	check_sort(1024, 20000, 2, 12);
	check_sort(1024, 3000, 256, 40);
	check_sort(4096, 20000, 256, 40);
	/* Runs longer than the buffers they are read through. */
	check_sort((size_t)1 << 20, 200000, 4, 20);
}
END_TEST

START_TEST(a_record_may_be_larger_than_the_limit)
{
	enum { RECORDS = 30 };
	struct sorter *sorter = sorter_new(1024);
	size_t longest = (size_t)3 << 20;
	char *text = memory_new(longest);
	struct slice key, payload;
	bool more;

	memset(text, 'k', longest);
	/* From long to short: out they come the other way round. */
	for (size_t i = 0; i < RECORDS; i++) {
		size_t length = longest / RECORDS * (RECORDS - i);

		ck_assert(sorter_add(sorter, slice_of(text, i % 2 ? 65536 - i : length),
			slice_of(text, i % 2 ? length : 65536 - i)));
	}
	ck_assert(sorter_finish(sorter));
	for (size_t i = 0, before = 0; i < RECORDS; i++) {
		ck_assert(sorter_next(sorter, &key, &payload, &more) && more);
		ck_assert_uint_ge(key.length, before);
		before = key.length;
		ck_assert_int_eq(memcmp(key.data, text, key.length), 0);
		ck_assert_int_eq(memcmp(payload.data, text, payload.length), 0);
	}
	ck_assert(sorter_next(sorter, &key, &payload, &more) && !more);
	sorter_free(sorter);
	free(text);
}
END_TEST

static bool
add_numbers(struct sorter *sorter, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++) {
		uint64_t key = i * 0x9e3779b97f4a7c15;

		if (!sorter_add(sorter, slice_of((char *)&key, sizeof key), SLICE_EMPTY))
			return false;
	}
	return true;
}

START_TEST(the_temporary_file_has_no_name)
{
	char folder[SCRATCH_PATH];
	struct sorter *sorter = sorter_new(1024);
	struct slice key, payload;
	bool more;

	scratch_path(folder, "sorter-test");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	setenv("TMPDIR", folder, 1);
	ck_assert(add_numbers(sorter, 1000));
	/* An empty folder can be removed, and the sort goes on. */
	ck_assert_int_eq(rmdir(folder), 0);
	ck_assert(add_numbers(sorter, 1000));
	ck_assert(sorter_finish(sorter));
	for (int i = 0; i < 2000; i++)
		ck_assert(sorter_next(sorter, &key, &payload, &more) && more);
	sorter_free(sorter);
}
END_TEST

START_TEST(a_missing_folder_is_reported)
{
	struct sorter *sorter = sorter_new(1024);

	setenv("TMPDIR", "no/such/folder", 1);
	errno = 0;
	ck_assert(!add_numbers(sorter, 1000));
	ck_assert_int_eq(errno, ENOENT);
	sorter_free(sorter);
}
END_TEST

/* A full disk, as far as one can be had without being root: no file may grow past 64 KiB. */
START_TEST(a_full_disk_is_reported)
{
	struct rlimit limit = { 65536, 65536 };

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	for (uint64_t n = 100; n <= 100000; n *= 10) {
		struct sorter *sorter = sorter_new(1024);
		bool done;

		errno = 0;
		done = add_numbers(sorter, n) && sorter_finish(sorter);
		/* 16 bytes a record, and merging needs the room of all of them once more. */
		ck_assert_int_eq(done, n <= 1000);
		if (!done)
			ck_assert_int_eq(errno, EFBIG);
		sorter_free(sorter);
	}
}
END_TEST

SUITE(table_sorter)
{
	Suite *suite = suite_create("table/sorter");
	TCase *order = tcase_create("order");
	TCase *file = tcase_create("file");

	tcase_set_timeout(order, 120);
	tcase_add_test(order, records_come_in_order_in_memory);
	tcase_add_test(order, records_come_in_order_from_the_file);
	tcase_add_test(order, a_record_may_be_larger_than_the_limit);
	suite_add_tcase(suite, order);
	tcase_set_timeout(file, 60);
	tcase_add_test(file, the_temporary_file_has_no_name);
	tcase_add_test(file, a_missing_folder_is_reported);
	tcase_add_test(file, a_full_disk_is_reported);
	suite_add_tcase(suite, file);
	return suite;
}
