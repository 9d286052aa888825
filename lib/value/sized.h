/*
 * Whole numbers in as many bytes as they have, 0 to 8, 0 having none; the size is kept elsewhere.
 *
 * Where several lie together and their sizes in one word, nothing is decided byte by byte, which
 * makes them cheaper than those of varint.h. For bytes that this process wrote itself; nothing of
 * it goes into a file. Signed numbers near zero are short, whichever side they are on.
 *
 * Whatever the size, SIZED_MOST bytes are written and read: there must be as many.
 */
#ifndef VALUE_SIZED_H
#define VALUE_SIZED_H

#include <stdint.h>
#include <string.h>

#define SIZED_MOST 8     /* bytes */

/* Returns the size. */
static inline unsigned
sized_put(char *at, int64_t n)
{
	uint64_t bits = (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0), word = bits;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	memcpy(at, &word, sizeof word);
	return (63 - (unsigned)__builtin_clzll(bits | 1)) / 8 + (bits > 0);
}

static inline int64_t
sized_get(const char *at, unsigned size)
{
	static const uint64_t mask[SIZED_MOST + 1] = { 0, 0xff, 0xffff, 0xffffff, 0xffffffff,
		0xffffffffff, 0xffffffffffff, 0xffffffffffffff, UINT64_MAX };
	uint64_t bits;

	memcpy(&bits, at, sizeof bits);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	bits = __builtin_bswap64(bits);
#endif
	bits &= mask[size];
	return (int64_t)(bits >> 1 ^ -(bits & 1));
}

#endif
