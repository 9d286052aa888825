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

/* Id number n: of any length up to 30, some with NULs at their end, alike at their start. */
static struct slice
id_make(unsigned n, char text[32])
{
	size_t length = (size_t)snprintf(text, 32, "%u", n);

	memset(text + length, n % 2 ? 'x' : 0, 31 - length);
	return slice_of(text, length + n % 20);
}

static struct group *
group_named(struct groups *groups, unsigned n)
{
	char text[16];
	struct slice key = slice_of(text, (size_t)snprintf(text, sizeof text, "%u", n));

	return groups_find(groups, key, hash_bytes(key, seed));
}

static void
join_counts(void *into, const void *from)
{
	uint32_t sum, more;

	memcpy(&sum, into, sizeof sum);
	memcpy(&more, from, sizeof more);
	sum += more;
	memcpy(into, &sum, sizeof sum);
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

enum { OWNERS = 60, IDS = 500, KINDS = 4 };

/* Every kind keeps something of another size. */
static const size_t kept_size[KINDS] = { 0, 4, 8, 16 };

static void
check_group(const struct groups *groups, const struct group *group, size_t kind,
	const uint32_t rows[IDS])
{
	unsigned met[IDS] = { 0 }, ids = 0;
	char text[32];

	for (size_t i = 0; i < group_members(groups, group, kind); i++) {
		struct member *member = group_member(groups, group, kind, i);
		unsigned n = (unsigned)strtoul(member_id(member).data, NULL, 10);
		uint32_t count;

		ck_assert_uint_lt(n, IDS);
		ck_assert(slice_equal(member_id(member), id_make(n, text)));
		ck_assert_uint_eq(met[n]++, 0);
		if (kind == 0)
			continue;
		memcpy(&count, member_kept(member), sizeof count);
		ck_assert_uint_eq(count, rows[n]);
	}
	for (unsigned n = 0; n < IDS; n++)
		ids += rows[n] > 0;
	ck_assert_uint_eq(group_members(groups, group, kind), ids);
}

/* Random rows against a plain array; groups of few members and of many. */
static void
check_against_arrays(unsigned rows, unsigned settle)
{
	struct groups_spec spec = { .kept = 8, .member_kinds = KINDS, .seed = seed };
	uint32_t(*model)[KINDS][IDS] = memory_zeroed(OWNERS, sizeof *model);
	struct groups *groups;
	uint64_t state = 1234567;
	char text[32];

	for (size_t k = 0; k < KINDS; k++) {
		spec.member_kept[k] = kept_size[k];
		spec.member_join[k] = k ? join_counts : NULL;
	}
	groups = groups_new(&spec);
	for (unsigned row = 0; row < rows; row++) {
		unsigned g = (unsigned)(random_next(&state) % OWNERS);
		unsigned kind = (unsigned)(random_next(&state) % KINDS);
		unsigned n = (unsigned)(random_next(&state) % (g < 20 ? 12 : IDS));
		struct group *group = group_named(groups, g);
		char *kept = member_kept(groups_add_member(groups, group, kind, id_make(n, text)));
		uint32_t one = 1;

		model[g][kind][n]++;
		ck_assert(is_zero(kept, kept_size[kind]));
		if (kind)
			ck_assert_uint_eq((uintptr_t)kept % kept_size[kind], 0);
		if (kind)
			memcpy(kept, &one, sizeof one);
		memset(group_kept(group), 0xff, 8);
		if (row % settle == settle - 1)
			groups_settle(groups);
	}
	groups_settle(groups);
	groups_settle(groups);
	for (unsigned g = 0; g < OWNERS; g++) {
		struct group *group = group_named(groups, g);

		for (size_t kind = 0; kind < KINDS; kind++)
			check_group(groups, group, kind, model[g][kind]);
		if (rows > 10000)
			ck_assert_int_eq(
				memcmp(group_kept(group), "\377\377\377\377\377\377\377\377", 8),
				0);
	}
	/* One that came later has none. */
	ck_assert_uint_eq(group_members(groups, group_named(groups, OWNERS), 0), 0);
	groups_free(groups);
	free(model);
}

START_TEST(members_hold_what_arrays_hold)
{
	check_against_arrays(200000, 1000000);
	check_against_arrays(20000, 777);
	check_against_arrays(500, 7);
	check_against_arrays(40, 1);
}
END_TEST

/* So many in one group that bits of their hashes meet, and each twice. */
START_TEST(ids_are_compared)
{
	enum { MANY = 300000 };
	struct groups *groups = groups_new(&(struct groups_spec){ .member_kinds = 1,
		.member_kept = { 4 },
		.member_join = { join_counts },
		.seed = seed });
	struct group *group = group_named(groups, 1);
	bool *met = memory_zeroed(MANY, sizeof *met);

	for (unsigned n = 0; n < 2 * MANY; n++) {
		char text[16];
		struct slice id =
			slice_of(text, (size_t)snprintf(text, sizeof text, "%u", n * 7 % MANY));
		uint32_t one = 1;

		memcpy(member_kept(groups_add_member(groups, group, 0, id)), &one, sizeof one);
	}
	groups_settle(groups);
	ck_assert_uint_eq(group_members(groups, group, 0), MANY);
	for (size_t i = 0; i < MANY; i++) {
		struct member *member = group_member(groups, group, 0, i);
		char text[16] = "";
		uint32_t count;
		unsigned long n;

		memcpy(text, member_id(member).data, member_id(member).length);
		memcpy(&count, member_kept(member), sizeof count);
		n = strtoul(text, NULL, 10);
		ck_assert_uint_lt(n, MANY);
		ck_assert(!met[n]);
		ck_assert_uint_eq(count, 2);
		met[n] = true;
	}
	groups_free(groups);
	free(met);
}
END_TEST

START_TEST(ids_of_any_length)
{
	struct groups *groups = groups_new(&(struct groups_spec){
		.member_kinds = 1, .member_kept = { 4 }, .member_join = { join_counts } });
	struct group *group = group_named(groups, 1);
	char *text = memory_new(1 << 16);
	size_t lengths = 0;

	memset(text, 'i', 1 << 16);
	for (size_t length = 0; length <= 1 << 16; length = length < 40 ? length + 1 : length * 2) {
		for (int twice = 0; twice < 2; twice++) {
			uint32_t its = (uint32_t)length;

			memcpy(member_kept(
				       groups_add_member(groups, group, 0, slice_of(text, length))),
				&its, sizeof its);
		}
		lengths++;
	}
	groups_settle(groups);
	ck_assert_uint_eq(group_members(groups, group, 0), lengths);
	for (size_t i = 0; i < lengths; i++) {
		struct member *member = group_member(groups, group, 0, i);
		uint32_t sum;

		memcpy(&sum, member_kept(member), sizeof sum);
		ck_assert(slice_equal(member_id(member), slice_of(text, sum / 2)));
	}
	groups_free(groups);
	free(text);
}
END_TEST

START_TEST(memory_follows_the_ids)
{
	struct groups *groups = groups_new(
		&(struct groups_spec){ .member_kinds = 2, .member_kept = { 12 }, .seed = seed });
	size_t ids = 0;

	/* Distinct ones take what the header says. */
	for (unsigned n = 0; n < 300000; n++) {
		char text[16];
		struct slice id = slice_of(text, (size_t)snprintf(text, sizeof text, "%012u", n));

		groups_add_member(groups, group_named(groups, n / 11), 0, id);
		ids++;
		ck_assert_uint_le(groups_memory(groups),
			28 * ids + 44 * groups_count(groups) + ((size_t)110 << 10));
	}
	/* Repeats at most double that; then so much is enough for any number of them. */
	for (unsigned n = 0; n < 3000000; n++) {
		char text[16];
		struct slice id =
			slice_of(text, (size_t)snprintf(text, sizeof text, "%012u", n % 300000));

		groups_add_member(groups, group_named(groups, n % 300000 / 11), 0, id);
	}
	ck_assert_uint_le(groups_memory(groups),
		2 * 28 * ids + 44 * groups_count(groups) + ((size_t)110 << 10));
	groups_settle(groups);
	ck_assert_uint_le(
		groups_memory(groups), 28 * ids + 44 * groups_count(groups) + ((size_t)200 << 10));
	groups_free(groups);
}
END_TEST

/* A hundred thousand rows of ten long ids. */
START_TEST(long_ids_are_kept_once)
{
	struct groups *groups = groups_new(&(struct groups_spec){ .member_kinds = 1 });
	char text[5000];

	memset(text, 'l', sizeof text);
	for (unsigned n = 0; n < 100000; n++) {
		text[n % 10] = 'x';
		groups_add_member(
			groups, group_named(groups, n % 3), 0, slice_of(text, sizeof text - n % 2));
		text[n % 10] = 'l';
		ck_assert_uint_le(groups_memory(groups), (size_t)4 << 20);
	}
	groups_settle(groups);
	for (unsigned g = 0; g < 3; g++)
		ck_assert_uint_eq(group_members(groups, group_named(groups, g), 0), 10);
	groups_free(groups);
}
END_TEST

SUITE(table_members)
{
	Suite *suite = suite_create("table/members");
	TCase *tests = tcase_create("members");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, members_hold_what_arrays_hold);
	tcase_add_test(tests, ids_are_compared);
	tcase_add_test(tests, ids_of_any_length);
	tcase_add_test(tests, memory_follows_the_ids);
	tcase_add_test(tests, long_ids_are_kept_once);
	suite_add_tcase(suite, tests);
	return suite;
}
