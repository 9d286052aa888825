/*
 * Whole numbers in few bytes: seven bits a byte, the lowest first; the eighth says that more
 * follow.
 *
 * For bytes that this process wrote itself; nothing of it goes into a file. Signed numbers
 * near zero are short, whichever side they are on.
 */
#ifndef VALUE_VARINT_H
#define VALUE_VARINT_H

#include <stdint.h>

#define VARINT_MOST 10     /* bytes */

static inline char *
varint_put(char *at, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		*at++ = (char)(n | 0x80);
	*at++ = (char)n;
	return at;
}

static inline const char *
varint_get(const char *at, uint64_t *n)
{
	uint64_t byte = (unsigned char)*at++;
	unsigned shift = 0;

	for (*n = byte & 0x7f; byte & 0x80; *n |= (byte & 0x7f) << shift) {
		byte = (unsigned char)*at++;
		shift += 7;
	}
	return at;
}

static inline char *
varint_put_signed(char *at, int64_t n)
{
	return varint_put(at, (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0));
}

static inline const char *
varint_get_signed(const char *at, int64_t *n)
{
	uint64_t bits;

	at = varint_get(at, &bits);
	*n = (int64_t)(bits >> 1 ^ -(bits & 1));
	return at;
}

#endif
