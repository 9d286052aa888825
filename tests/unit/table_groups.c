#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/groups.h"
#include "unit.h"
#include "value/hash.h"
#include "value/memory.h"

static const struct hash_seed seed = { 0x123456789abcdef1, 0xfedcba9876543211 };

static uint64_t
random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Key number n: of any length up to 40, some with NULs, many with a common start. */
static struct slice
key_make(unsigned n, char text[64])
{
	uint64_t state = n * 0x9e3779b97f4a7c15 + 1;
	size_t length = 4 + random_next(&state) % 37;

	for (size_t i = 4; i < length; i++)
		text[i] = (char)(i < 20 && n % 3 ? 'x' : random_next(&state) % 3);
	memcpy(text, &n, 4);
	if (n % 2) {
		/* Differs only at its end. */
		for (size_t i = 0; i < 4; i++) {
			text[length + i] = text[i];
			text[i] = 'c';
		}
		length += 4;
	}
	return slice_of(text, length);
}

struct tally {
	int64_t rows;
	int64_t sum;
};

static struct groups *
groups_of(size_t kept)
{
	return groups_new(&(struct groups_spec){ .kept = kept });
}

static bool
is_zero(const void *at, size_t n)
{
	const char *byte = at;

	for (size_t i = 0; i < n; i++)
		if (byte[i])
			return false;
	return true;
}

/* Random rows against a plain array; `hash_mask` makes collisions. */
static void
check_against_array(unsigned keys, unsigned rows, uint64_t hash_mask)
{
	struct groups *groups = groups_of(sizeof(struct tally));
	struct tally *model = memory_zeroed(keys, sizeof *model);
	struct group **seen = memory_zeroed(keys, sizeof *seen);
	uint64_t state = 88172645463325252;
	char text[64];
	size_t count = 0, found = 0;

	for (unsigned row = 0; row < rows; row++) {
		unsigned n = (unsigned)(random_next(&state) % keys);
		struct slice key = key_make(n, text);
		uint64_t hash = hash_bytes(key, seed) & hash_mask;
		struct group *sought = groups_seek(groups, key, hash);
		struct group *group;
		struct tally *tally;

		groups_prefetch(groups, hash);
		group = groups_find_at(groups, groups_candidate(groups, hash), key, hash);
		tally = group_kept(group);
		ck_assert_ptr_eq(sought, seen[n]);
		if (!seen[n]) {
			ck_assert(is_zero(tally, sizeof *tally));
			ck_assert_uint_eq((uintptr_t)tally % 16, 0);
			seen[n] = group;
			count++;
		}
		ck_assert_ptr_eq(group, seen[n]);
		ck_assert_uint_eq(groups_count(groups), count);
		tally->rows++;
		tally->sum += row;
		model[n].rows++;
		model[n].sum += row;
	}
	for (unsigned n = 0; n < keys; n++) {
		struct slice key = key_make(n, text);
		struct group *group = groups_seek(groups, key, hash_bytes(key, seed) & hash_mask);

		ck_assert_ptr_eq(group, seen[n]);
		if (!group)
			continue;
		found++;
		ck_assert(slice_equal(group_key(group), key));
		ck_assert_int_eq(memcmp(group_kept(group), &model[n], sizeof *model), 0);
	}
	ck_assert_uint_eq(found, count);
	for (size_t i = 0; i < count; i++) {
		struct slice key = group_key(groups_at(groups, i));

		ck_assert_ptr_eq(groups_seek(groups, key, hash_bytes(key, seed) & hash_mask),
			groups_at(groups, i));
	}
	groups_free(groups);
	free(model);
	free(seen);
}

START_TEST(groups_hold_what_an_array_holds)
{
	check_against_array(1, 10, UINT64_MAX);
	check_against_array(100, 10000, UINT64_MAX);
	check_against_array(30000, 100000, UINT64_MAX);
}
END_TEST

START_TEST(keys_are_compared_not_hashes)
{
	check_against_array(700, 5000, 0);
	check_against_array(700, 5000, 0xff);
	check_against_array(700, 5000, 0xffffffff00000000);
	check_against_array(2000, 9000, 0xff000000);
}
END_TEST

START_TEST(the_last_hash_goes_round_to_the_first_slot)
{
	struct groups *groups = groups_of(0);
	char text[64];

	for (unsigned n = 0; n < 400; n++)
		groups_find(groups, key_make(n, text), UINT64_MAX - n % 2);
	ck_assert_uint_eq(groups_count(groups), 400);
	for (unsigned n = 0; n < 400; n++)
		ck_assert_ptr_eq(groups_seek(groups, key_make(n, text), UINT64_MAX - n % 2),
			groups_at(groups, n));
	groups_free(groups);
}
END_TEST

START_TEST(keys_of_any_length)
{
	static const size_t length[] = { 0, 1, 2, 3, 4, 7, 8, 9, 14, 15, 16, 17, 31, 254, 255, 256,
		257, 65535, 65536, 1 << 20 };
	enum { LENGTHS = sizeof length / sizeof *length };
	struct groups *groups = groups_of(4);
	struct group *group[LENGTHS];
	char *text = memory_new(1 << 20);

	memset(text, 'k', 1 << 20);
	/* Each is the start of the next. */
	for (size_t i = 0; i < LENGTHS; i++) {
		struct slice key = slice_of(text, length[i]);

		ck_assert_ptr_null(groups_seek(groups, key, hash_bytes(key, seed)));
		group[i] = groups_find(groups, key, hash_bytes(key, seed));
	}
	ck_assert_uint_eq(groups_count(groups), LENGTHS);
	for (size_t i = 0; i < LENGTHS; i++) {
		struct slice key = slice_of(text, length[i]);

		ck_assert_ptr_eq(groups_find(groups, key, hash_bytes(key, seed)), group[i]);
		ck_assert(slice_equal(group_key(group[i]), key));
		if (length[i] == 0)
			continue;
		/* The last byte counts, and the first. */
		text[length[i] - 1] = 'l';
		ck_assert_ptr_null(groups_seek(groups, key, hash_bytes(key, seed)));
		text[length[i] - 1] = 'k';
		text[0] = 'l';
		ck_assert_ptr_null(groups_seek(groups, key, hash_bytes(key, seed)));
		text[0] = 'k';
	}
	ck_assert_uint_eq(groups_count(groups), LENGTHS);
	groups_free(groups);
	free(text);
}
END_TEST

START_TEST(an_empty_key_may_be_null)
{
	struct groups *groups = groups_of(0);
	struct group *group = groups_find(groups, SLICE_EMPTY, 7);

	ck_assert_ptr_eq(groups_find(groups, slice_of("", 0), 7), group);
	ck_assert_uint_eq(group_key(group).length, 0);
	ck_assert_uint_eq(groups_count(groups), 1);
	groups_free(groups);
}
END_TEST

START_TEST(a_caller_may_deal_by_the_high_bits)
{
	enum { TABLES = 64, KEYS = 60000 };
	struct groups *table[TABLES];
	size_t count = 0, memory = 0;

	for (size_t t = 0; t < TABLES; t++)
		table[t] = groups_of(48);
	for (unsigned n = 0; n < KEYS; n++) {
		char text[16];
		struct slice key = slice_of(text, (size_t)snprintf(text, sizeof text, "C%07u", n));
		uint64_t hash = hash_bytes(key, seed);

		groups_find(table[hash >> 58], key, hash);
	}
	for (size_t t = 0; t < TABLES; t++) {
		ck_assert_uint_ge(groups_count(table[t]), KEYS / TABLES * 3 / 4);
		ck_assert_uint_le(groups_count(table[t]), KEYS / TABLES * 5 / 4);
		count += groups_count(table[t]);
		memory += groups_memory(table[t]);
		groups_free(table[t]);
	}
	ck_assert_uint_eq(count, KEYS);
	ck_assert_uint_le(memory, KEYS * 100 + TABLES * ((size_t)32 << 10));
}
END_TEST

START_TEST(memory_stays_within_what_the_header_says)
{
	struct groups *groups = groups_new(&(struct groups_spec){ .kept = 32, .member_kinds = 2 });
	struct groups *lean = groups_of(48);

	for (unsigned n = 0; n < 300000; n++) {
		char text[16];
		struct slice key = slice_of(text, (size_t)snprintf(text, sizeof text, "C%08u", n));
		uint64_t hash = hash_bytes(key, seed);
		size_t before;

		if (n % 10 == 0) {
			groups_find(lean, key, hash);
			before = groups_count(lean);
			ck_assert_uint_le(groups_memory(lean), 76 * before + ((size_t)40 << 10));
		}
		groups_find(groups, key, hash);
		ck_assert_uint_le(
			groups_memory(groups), 73 * groups_count(groups) + ((size_t)40 << 10));
	}
	groups_free(groups);
	groups_free(lean);
}
END_TEST

static int
by_key(const void *a, const void *b)
{
	struct group *const *left = a, *const *right = b;

	return slice_compare(group_key(*left), group_key(*right));
}

/* Sorted by radix and by the library's qsort: the same. */
static void
check_sorted(struct groups *const table[], size_t tables)
{
	size_t n = 0, at = 0, count;
	struct group **sorted = groups_sort(table, tables, &count), **model;

	for (size_t t = 0; t < tables; t++)
		n += groups_count(table[t]);
	ck_assert_uint_eq(count, n);
	model = memory_zeroed(n, sizeof(struct group *));
	for (size_t t = 0; t < tables; t++)
		for (size_t i = 0; i < groups_count(table[t]); i++)
			model[at++] = groups_at(table[t], i);
	qsort(model, n, sizeof(struct group *), by_key);
	for (size_t i = 0; i < n; i++)
		ck_assert_ptr_eq(sorted[i], model[i]);
	free(sorted);
	free(model);
}

START_TEST(groups_come_in_the_order_of_their_bytes)
{
	static const unsigned size[] = { 0, 1, 2, 3, 24, 25, 26, 300, 20000 };
	char text[64];

	for (size_t s = 0; s < sizeof size / sizeof *size; s++) {
		struct groups *table[8];

		for (size_t t = 0; t < 8; t++)
			table[t] = groups_of(8);
		for (unsigned n = 0; n < size[s]; n++) {
			struct slice key = key_make(n * 7919, text);
			uint64_t hash = hash_bytes(key, seed);

			groups_find(table[hash >> 61], key, hash);
		}
		check_sorted(table, 8);
		for (size_t t = 0; t < 8; t++)
			groups_free(table[t]);
	}
}
END_TEST

START_TEST(short_keys_come_before_those_they_begin)
{
	struct groups *table[1] = { groups_of(0) };
	char text[100] = { 0 };

	/* All NULs: only lengths tell them apart; and the same with an end or a start. */
	for (size_t length = 0; length <= 90; length++) {
		groups_find(table[0], slice_of(text, length), length);
		text[length] = 1;
		groups_find(table[0], slice_of(text, length + 1), length);
		text[length] = 0;
		text[0] = (char)0xff;
		groups_find(table[0], slice_of(text, length + 1), length);
		text[0] = 0;
	}
	check_sorted(table, 1);
	groups_free(table[0]);
}
END_TEST

START_TEST(long_common_starts_are_sorted_behind_them)
{
	struct groups *table[1] = { groups_of(0) };
	char *text = memory_new(5000);

	memset(text, 'a', 5000);
	for (unsigned n = 0; n < 400; n++) {
		size_t at = 4000 + n % 7;

		memcpy(text + at, &n, sizeof n);
		groups_find(table[0], slice_of(text, at + sizeof n + n % 3), n);
		memset(text + at, 'a', sizeof n);
	}
	check_sorted(table, 1);
	groups_free(table[0]);
	free(text);
}
END_TEST

SUITE(table_groups)
{
	Suite *suite = suite_create("table/groups");
	TCase *keys = tcase_create("keys");
	TCase *order = tcase_create("order");

	tcase_set_timeout(keys, 120);
	tcase_add_test(keys, groups_hold_what_an_array_holds);
	tcase_add_test(keys, keys_are_compared_not_hashes);
	tcase_add_test(keys, the_last_hash_goes_round_to_the_first_slot);
	tcase_add_test(keys, keys_of_any_length);
	tcase_add_test(keys, an_empty_key_may_be_null);
	tcase_add_test(keys, a_caller_may_deal_by_the_high_bits);
	tcase_add_test(keys, memory_stays_within_what_the_header_says);
	suite_add_tcase(suite, keys);
	tcase_set_timeout(order, 120);
	tcase_add_test(order, groups_come_in_the_order_of_their_bytes);
	tcase_add_test(order, short_keys_come_before_those_they_begin);
	tcase_add_test(order, long_common_starts_are_sorted_behind_them);
	suite_add_tcase(suite, order);
	return suite;
}
