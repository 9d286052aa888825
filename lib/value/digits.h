/*
 * Digits by the word: eight characters tested and valued at once.
 *
 * Serves the modules of this room only. A word holds its first character in the
 * lowest byte on every machine.
 */
#ifndef VALUE_DIGITS_H
#define VALUE_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define DIGITS_EACH(byte) (0x0101010101010101u * (byte))

static inline uint64_t
digits_load(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* Four characters, in the low half. */
static inline uint64_t
digits_load_half(const char *at)
{
	uint32_t half;

	memcpy(&half, at, sizeof half);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	half = __builtin_bswap32(half);
#endif
	return half;
}

/* True when all eight are 0-9: the upper half is 3 and stays 3 when 6 is added. */
static inline bool
digits_all(uint64_t word)
{
	return (word & (word + DIGITS_EACH(6)) & DIGITS_EACH(0xf0)) == DIGITS_EACH('0');
}

/* Four two-digit numbers, in lanes of 16 bits, the first lowest. */
static inline uint64_t
digits_pairs(uint64_t word)
{
	return (word & DIGITS_EACH(0x0f)) * (10 << 8 | 1) >> 8 & 0x00ff00ff00ff00ffu;
}

/* The number eight digits stand for. */
static inline uint32_t
digits_value(uint64_t word)
{
	uint64_t fours = digits_pairs(word) * (100u << 16 | 1) >> 16 & 0x0000ffff0000ffffu;

	return (uint32_t)(fours * (10000ull << 32 | 1) >> 32);
}

static inline bool
digit_is(char c)
{
	return (unsigned char)(c - '0') <= 9;
}

/* Writes n < 100 as two digits. */
static inline void
digits_put_two(char *at, unsigned n)
{
	static const char pair[] = "0001020304050607080910111213141516171819"
				   "2021222324252627282930313233343536373839"
				   "4041424344454647484950515253545556575859"
				   "6061626364656667686970717273747576777879"
				   "8081828384858687888990919293949596979899";

	memcpy(at, pair + (size_t)2 * n, 2);
}

/* How many digits n is written with. */
static inline unsigned
digits_count(uint64_t n)
{
	unsigned count = 1;

	for (; n >= 10000; n /= 10000)
		count += 4;
	return count + (n >= 10) + (n >= 100) + (n >= 1000);
}

/* Writes n so that it ends before `end`; returns where it begins. Twenty bytes at most. */
static inline char *
digits_put_before(char *end, uint64_t n)
{
	while (n >= 100) {
		digits_put_two(end -= 2, (unsigned)(n % 100));
		n /= 100;
	}
	if (n >= 10)
		digits_put_two(end -= 2, (unsigned)n);
	else
		*--end = (char)('0' + n);
	return end;
}

/* Writes n; returns where it ends. */
static inline char *
digits_put(char *at, uint64_t n)
{
	char *end = at + digits_count(n);

	digits_put_before(end, n);
	return end;
}

#endif
