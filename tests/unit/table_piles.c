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

typedef struct slice key_shape(size_t number, size_t keys, char *room, size_t size);

static struct slice
printed(const char *room, int length)
{
	return slice_of(room, (size_t)length);
}

/* In no order; some are long, one is empty. */
static struct slice
mixed(size_t number, size_t keys, char *room, size_t size)
{
	size_t key = number * 2654435761u % keys;

	if (key == 0)
		return SLICE_EMPTY;
	return printed(
		room, snprintf(room, size, key % 3 ? "%zu" : "customer-of-a-long-name-%zu", key));
}

/* The first ones tell nothing of the later ones. */
static struct slice
rising(size_t number, size_t keys, char *room, size_t size)
{
	return printed(room, snprintf(room, size, "%09zu", number * keys / 400000));
}

static struct slice
falling(size_t number, size_t keys, char *room, size_t size)
{
	return rising(400000 - number, keys, room, size);
}

/* One key has nearly all records. */
static struct slice
hot(size_t number, size_t keys, char *room, size_t size)
{
	return printed(room, snprintf(room, size, "%zu", number % 20 ? 5 : number % keys));
}

/* Only behind many bytes do they differ; but for a few that come before and behind all others. */
static struct slice
alike(size_t number, size_t keys, char *room, size_t size)
{
	size_t key = number * 2654435761u % keys;

	if (number % 1000 == 999)
		return printed(
			room, snprintf(room, size, number % 3 ? "\x01%zu" : "\xff\xff%zu", key));
	return printed(room, snprintf(room, size, "the-same-for-all-of-them-%09zu", key));
}

/* Those that are not alike come late, behind what all was divided by; some are shorter. */
static struct slice
alike_first(size_t number, size_t keys, char *room, size_t size)
{
	if (number > 60000 && number % 50 == 49)
		return printed(room,
			snprintf(room, size, number % 3 ? "the-%c" : "z%c",
				(int)('a' + number % 7)));
	return printed(room, snprintf(room, size, "the-same-%09zu", number * 2654435761u % keys));
}

/* One begins the other; bytes of 0 at the end are bytes. */
static struct slice
begun(size_t number, size_t keys, char *room, size_t size)
{
	size_t length = number * 2654435761u % keys % size;

	memset(room, 0, size);
	memset(room, 'a', length / 2);
	return slice_of(room, length);
}

/* All that both say; each assertion of its own would take longer than the piles do. */
static bool
piles_are_sorted(struct piles *piles, struct sorter *sorter, size_t records)
{
	struct slice key, record[7], sorted_key, sorted_record;
	size_t seen = 0, first, n;
	bool more, good = true;

	for (;;) {
		good &= piles_next(piles, &key, &more);
		if (!more || !good)
			break;
		for (first = seen; (n = piles_records(piles, record, 1 + seen % 7)) > 0; seen += n)
			for (size_t i = 0; i < n; i++)
				good &= sorter_next(sorter, &sorted_key, &sorted_record, &more) &&
					more && slice_equal(key, sorted_key) &&
					slice_equal(record[i], sorted_record);
		good &= seen > first;
	}
	return good && seen == records && sorter_next(sorter, &sorted_key, &sorted_record, &more) &&
		!more;
}

/* The same as a sorter says, which keeps equal keys in their order. */
static void
check_piles(size_t memory, size_t records, size_t keys, key_shape *key_of)
{
	struct piles *piles = piles_new(memory);
	struct sorter *sorter = sorter_new(SORTER_MEMORY);
	static char name[100], data[5000], both[100][5100];
	struct pile_record batch[100];
	struct slice key, record;
	bool good = true, more;

	for (size_t i = 0; i < records;) {
		size_t n = 0;

		for (; n < 100 && i < records; n++, i++) {
			key = key_of(i, keys, name, sizeof name);
			record = record_of(i, data);
			good &= sorter_add(sorter, key, record);
			batch[n] = (struct pile_record){ both[n], key.length, record.length };
			slice_copy(slice_copy(both[n], key), record);
		}
		good &= piles_add(piles, batch, n);
	}
	ck_assert(good && sorter_finish(sorter) && piles_finish(piles));
	ck_assert(piles_are_sorted(piles, sorter, records));
	ck_assert(piles_again(piles));
	/* Some are read, and left. */
	for (size_t i = 0; i < 3; i++)
		good &= piles_next(piles, &key, &more) &&
			(!more || piles_records(piles, &record, 1) == 1);
	ck_assert(good && sorter_again(sorter) && piles_again(piles));
	ck_assert(piles_are_sorted(piles, sorter, records));
	sorter_free(sorter);
	piles_free(piles);
}

START_TEST(records_come_by_key_in_their_order)
{
	check_piles(PILES_MEMORY, 0, 1, mixed);
	check_piles(PILES_MEMORY, 1, 1, mixed);
	check_piles(PILES_MEMORY, 20000, 1, mixed);
	check_piles(PILES_MEMORY, 20000, 37, mixed);
	check_piles(PILES_MEMORY, 20000, 15000, mixed);
	check_piles(PILES_MEMORY, 30000, 1000, begun);
}
END_TEST

/* Enough that parts are divided, some of them again. */
START_TEST(keys_may_stand_in_any_order)
{
	check_piles(PILES_MEMORY, 400000, 400000, rising);
	check_piles(PILES_MEMORY, 400000, 3000, falling);
	check_piles(PILES_MEMORY, 400000, 3000, alike);
	check_piles(PILES_MEMORY, 400000, 3000, alike_first);
	check_piles(PILES_MEMORY, 400000, 100000, hot);
	check_piles(PILES_MEMORY, 100000, 1, mixed);
	check_piles(PILES_MEMORY, 100000, 1, alike_first);
}
END_TEST

/* The bytes behind a key are its record, also where they go on as other keys do. */
START_TEST(a_key_ends_where_it_ends)
{
	struct piles *piles = piles_new(PILES_MEMORY);
	char text[40];
	struct pile_record long_one = { text, 17, 20 };
	struct pile_record short_one = { "the-same-0000500001", 8, 11 };
	struct slice key, record;
	bool more, added = true;

	for (size_t i = 0; i < 100000; i++) {
		snprintf(text, sizeof text, "the-same-%08zu-20-bytes-of-record-", i);
		added &= piles_add(piles, &long_one, 1);
	}
	ck_assert(added && piles_add(piles, &short_one, 1) && piles_finish(piles));
	ck_assert(piles_next(piles, &key, &more) && more && slice_is(key, "the-same"));
	ck_assert(piles_records(piles, &record, 1) == 1 && slice_is(record, "-0000500001"));
	piles_free(piles);
}
END_TEST

START_TEST(piles_that_pass_the_limit_come_together_again)
{
	check_piles(1, 3000, 40, mixed);
	check_piles((size_t)1 << 20, 20000, 37, mixed);
	check_piles((size_t)1 << 20, 20000, 15000, mixed);
	check_piles((size_t)8 << 20, 400000, 3000, rising);
	check_piles((size_t)8 << 20, 400000, 100000, hot);
}
END_TEST

START_TEST(a_missing_folder_is_reported)
{
	struct piles *piles = piles_new(1);
	bool done = true;

	setenv("TMPDIR", "/nowhere/at/all", 1);
	for (int i = 0; done && i < 10; i++)
		done = piles_add(piles, &(struct pile_record){ "arecord", 1, 6 }, 1);
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
	tcase_add_test(tests, keys_may_stand_in_any_order);
	tcase_add_test(tests, a_key_ends_where_it_ends);
	tcase_add_test(tests, piles_that_pass_the_limit_come_together_again);
	tcase_add_test(tests, a_missing_folder_is_reported);
	suite_add_tcase(suite, tests);
	return suite;
}
