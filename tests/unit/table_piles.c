#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/piles.h"
#include "table/sorter.h"
#include "unit.h"
#include "value/memory.h"

/*
 * Of all lengths around those of a piece and of a length's one byte, and now and then over
 * many pieces; the first bytes are its number.
 */
static struct slice
record_of(size_t number, char *room)
{
	size_t length = number % 97 == 0 ? 5000
		: number % 7 == 0        ? 0
					 : number % 150 + sizeof number;

	memset(room, (int)('a' + number % 26), 5000);
	memcpy(room, &number, sizeof number);
	return slice_of(room, length);
}

static struct slice
key_of(size_t number, size_t keys, char *room, size_t size)
{
	size_t key = number * 2654435761u % keys;

	/* Some are longer than what an entry holds in place; one is empty. */
	if (key == 0)
		return SLICE_EMPTY;
	return slice_of(room,
		(size_t)snprintf(room, size, key % 3 ? "%zu" : "customer-of-a-long-name-%zu", key));
}

/* The same as a sorter says, which keeps equal keys in their order. */
static void
check_piles(size_t memory, size_t records, size_t keys)
{
	struct piles *piles = piles_new(memory);
	struct sorter *sorter = sorter_new(SORTER_MEMORY);
	static char name[40], data[5000], both[100][5040];
	struct pile_record batch[100];
	struct slice key, record, sorted_key, sorted_record;
	bool more;

	for (size_t i = 0; i < records;) {
		size_t n = 0;

		for (; n < 100 && i < records; n++, i++) {
			key = key_of(i, keys, name, sizeof name);
			record = record_of(i, data);
			ck_assert(sorter_add(sorter, key, record));
			batch[n] = (struct pile_record){ both[n], key.length, record.length };
			slice_copy(slice_copy(both[n], key), record);
		}
		ck_assert(piles_add(piles, batch, n));
	}
	ck_assert(sorter_finish(sorter) && piles_finish(piles));
	for (size_t seen = 0, walks = 0;;) {
		ck_assert(piles_next(piles, &key, &more));
		if (!more) {
			ck_assert_uint_eq(seen, records);
			if (walks++)
				break;
			ck_assert(sorter_again(sorter) && piles_again(piles));
			seen = 0;
			continue;
		}
		for (size_t first = seen; piles_record(piles, &record) || seen == first; seen++) {
			ck_assert(sorter_next(sorter, &sorted_key, &sorted_record, &more) && more);
			ck_assert(slice_equal(key, sorted_key));
			ck_assert(slice_equal(record, sorted_record));
		}
	}
	ck_assert(sorter_next(sorter, &sorted_key, &sorted_record, &more) && !more);
	sorter_free(sorter);
	piles_free(piles);
}

START_TEST(records_come_by_key_in_their_order)
{
	check_piles(PILES_MEMORY, 0, 1);
	check_piles(PILES_MEMORY, 1, 1);
	check_piles(PILES_MEMORY, 20000, 1);
	check_piles(PILES_MEMORY, 20000, 37);
	check_piles(PILES_MEMORY, 20000, 15000);
}
END_TEST

START_TEST(piles_that_pass_the_limit_come_together_again)
{
	check_piles(1, 3000, 40);
	check_piles((size_t)1 << 20, 20000, 37);
	check_piles((size_t)1 << 20, 20000, 15000);
}
END_TEST

START_TEST(a_missing_folder_is_reported)
{
	struct piles *piles = piles_new(1);
	bool done = true;

	setenv("TMPDIR", "/nowhere/at/all", 1);
	for (int i = 0; done && i < 10; i++)
		done = piles_add(
			piles, &(struct pile_record){ "arecord", 1, 6 }, 1);
	ck_assert(!done);
	ck_assert_int_eq(errno, ENOENT);
	piles_free(piles);
}
END_TEST

SUITE(table_piles)
{
	Suite *suite = suite_create("table/piles");
	TCase *tests = tcase_create("piles");

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, records_come_by_key_in_their_order);
	tcase_add_test(tests, piles_that_pass_the_limit_come_together_again);
	tcase_add_test(tests, a_missing_folder_is_reported);
	suite_add_tcase(suite, tests);
	return suite;
}
