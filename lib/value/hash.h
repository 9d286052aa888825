/*
 * The seeded hash of the tables.
 *
 * Every byte of a key enters it and the seed is drawn anew for each process, so
 * that no file can be made to collide; nothing that is printed may depend on it.
 * $CRM_HASH_SEED (a number) fixes it for measurements. Not for assignment to test
 * cells: that hash is pinned and lives in lib/crm.
 *
 * The construction: two words of the key, each xored with a secret or with what
 * came before, are multiplied to 128 bits and folded. Keys up to 16 bytes, almost
 * all there are, cost two multiplications and no loop, and are done in place.
 */
#ifndef VALUE_HASH_H
#define VALUE_HASH_H

#include <stdint.h>

#include "value/slice.h"

struct hash_seed {
	uint64_t a, b;
};

struct hash_seed hash_seed_draw(void);
uint64_t hash_long(struct slice bytes, struct hash_seed seed);     /* more than 16 bytes */

static inline uint64_t
hash_word(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
	return word;
}

static inline uint64_t
hash_half_word(const char *at)
{
	uint32_t half;

	memcpy(&half, at, sizeof half);
	return half;
}

static inline uint64_t
hash_fold(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The last step: both halves of the last product and the length enter it. */
static inline uint64_t
hash_finish(uint64_t a, uint64_t b, size_t length)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return hash_fold((uint64_t)product ^ 0x9e6c63d0976af2cbu,
		(uint64_t)(product >> 64) ^ (length * 0xd1342543de82ef95u));
}

static inline uint64_t
hash_bytes(struct slice bytes, struct hash_seed seed)
{
	const char *at = bytes.data;
	size_t n = bytes.length;
	uint64_t a = 0, b = 0;

	if (n > 16)
		return hash_long(bytes, seed);
	if (n >= 8) {
		a = hash_word(at);
		b = hash_word(at + n - 8);
	} else if (n >= 4) {
		a = hash_half_word(at);
		b = hash_half_word(at + n - 4);
	} else if (n) {
		a = (unsigned char)at[0];
		b = (uint64_t)(unsigned char)at[n / 2] << 8 | (unsigned char)at[n - 1];
	}
	return hash_finish(a ^ seed.a, b ^ seed.b, n);
}

#endif
