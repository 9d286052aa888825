/* The hash of the tables: every byte counts, every bit spreads, the seed decides. */
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "value/hash.h"

#define LONGEST 200

static const struct hash_seed seed = { 0x243f6a8885a308d3u, 0x13198a2e03707344u };

static uint64_t
draw(uint64_t *state)
{
	uint64_t n = *state += 0x9e3779b97f4a7c15u;

	n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9u;
	n = (n ^ n >> 27) * 0x94d049bb133111ebu;
	return n ^ n >> 31;
}

START_TEST(no_byte_is_ignored)
{
	char key[LONGEST];
	uint64_t state = 5;

	for (int fill = 0; fill < 3; fill++)
		for (size_t length = 0; length <= LONGEST; length++) {
			char *copy = malloc(length + 1);
			uint64_t before;

			ck_assert_ptr_nonnull(copy);
			for (size_t i = 0; i < length; i++)
				key[i] = fill == 0 ? 0 : fill == 1 ? '0' : (char)draw(&state);
			/* At the very end of its space: a sanitizer sees a byte read past it. */
			memcpy(copy + 1, key, length);
			before = hash_bytes(slice_of(copy + 1, length), seed);
			ck_assert(before == hash_bytes(slice_of(key, length), seed));
			for (size_t i = 0; i < length; i++)
				for (int bit = 0; bit < 8; bit++) {
					copy[1 + i] = (char)(key[i] ^ 1 << bit);
					ck_assert_msg(hash_bytes(slice_of(copy + 1, length),
							      seed) != before,
						"byte %zu of %zu", i, length);
					copy[1 + i] = key[i];
				}
			free(copy);
		}
}
END_TEST

/* A run of equal bytes differs from a longer one: the length enters too. */
START_TEST(length_counts)
{
	static const char zero[LONGEST];
	uint64_t known[LONGEST + 1];

	for (size_t length = 0; length <= LONGEST; length++) {
		known[length] = hash_bytes(slice_of(zero, length), seed);
		for (size_t i = 0; i < length; i++)
			ck_assert(known[i] != known[length]);
	}
}
END_TEST

/* Any bit of the key turns any bit of the hash in half of the cases. */
START_TEST(avalanche)
{
	static const size_t length[] = { 1, 2, 3, 4, 7, 8, 10, 12, 16, 17, 32, 33, 64, 100 };
	enum { ROUNDS = 4000 };
	char key[LONGEST];
	uint64_t state = 6;

	for (size_t l = 0; l < sizeof length / sizeof *length; l++) {
		size_t bits = length[l] * 8, step = bits > 128 ? 13 : 1;

		for (size_t bit = 0; bit < bits; bit += step) {
			unsigned turned[64] = { 0 };

			for (int round = 0; round < ROUNDS; round++) {
				struct hash_seed drawn = { draw(&state), draw(&state) };
				uint64_t change;

				for (size_t i = 0; i < length[l]; i++)
					key[i] = (char)('0' + draw(&state) % 10);
				change = hash_bytes(slice_of(key, length[l]), drawn);
				key[bit / 8] = (char)(key[bit / 8] ^ 1 << bit % 8);
				change ^= hash_bytes(slice_of(key, length[l]), drawn);
				for (int out = 0; out < 64; out++)
					turned[out] += (unsigned)(change >> out & 1);
			}
			/* Half of 4000 is 2000, one deviation 32: seven to each side. */
			for (int out = 0; out < 64; out++)
				ck_assert_msg(turned[out] > 1770 && turned[out] < 2230,
					"bit %zu of %zu bytes turns bit %d %u times", bit,
					length[l], out, turned[out]);
		}
	}
}
END_TEST

/* Consecutive ids, as files have them, fill a table's slots as evenly as chance would. */
START_TEST(consecutive_keys_spread)
{
	enum { KEYS = 1 << 18, SLOTS = 1 << 12 };

	for (int shift = 0; shift <= 64 - 12; shift += 13) {
		static unsigned slot[SLOTS];
		double off = 0, each = (double)KEYS / SLOTS;

		memset(slot, 0, sizeof slot);
		for (int i = 0; i < KEYS; i++) {
			char key[10];
			int n = i;

			key[0] = 'C';
			for (int d = 9; d > 0; d--, n /= 10)
				key[d] = (char)('0' + n % 10);
			slot[hash_bytes(slice_of(key, 10), seed) >> shift & (SLOTS - 1)]++;
		}
		for (int i = 0; i < SLOTS; i++)
			off += (slot[i] - each) * (slot[i] - each) / each;
		/* chi-square of 4095 degrees: mean 4095, deviation 90.5; six to each side */
		ck_assert_msg(off > 3552 && off < 4638, "%f at %d", off, shift);
	}
}
END_TEST

START_TEST(seed_decides)
{
	char key[64] = "customer 1234567890 customer 1234567890";

	for (size_t length = 0; length <= sizeof key; length++)
		for (int bit = 0; bit < 64; bit++) {
			struct hash_seed a = seed, b = seed;

			a.a ^= (uint64_t)1 << bit;
			b.b ^= (uint64_t)1 << bit;
			ck_assert(hash_bytes(slice_of(key, length), a) !=
				hash_bytes(slice_of(key, length), seed));
			ck_assert(hash_bytes(slice_of(key, length), b) !=
				hash_bytes(slice_of(key, length), seed));
		}
}
END_TEST

START_TEST(seed_drawn_or_fixed)
{
	struct hash_seed a, b;

	ck_assert_int_eq(unsetenv("CRM_HASH_SEED"), 0);
	a = hash_seed_draw();
	b = hash_seed_draw();
	ck_assert(a.a != b.a && a.b != b.b && a.a != a.b);
	ck_assert_int_eq(setenv("CRM_HASH_SEED", "7", 1), 0);
	a = hash_seed_draw();
	b = hash_seed_draw();
	ck_assert(a.a == b.a && a.b == b.b && a.a != a.b);
	ck_assert_int_eq(setenv("CRM_HASH_SEED", "8", 1), 0);
	b = hash_seed_draw();
	ck_assert(a.a != b.a && a.b != b.b);
	ck_assert_int_eq(unsetenv("CRM_HASH_SEED"), 0);
}
END_TEST

SUITE(value_hash)
{
	Suite *suite = suite_create("value/hash");
	TCase *all = tcase_create("hash");

	tcase_set_timeout(all, 60);
	tcase_add_test(all, no_byte_is_ignored);
	tcase_add_test(all, length_counts);
	tcase_add_test(all, avalanche);
	tcase_add_test(all, consecutive_keys_spread);
	tcase_add_test(all, seed_decides);
	tcase_add_test(all, seed_drawn_or_fixed);
	suite_add_tcase(suite, all);
	return suite;
}
