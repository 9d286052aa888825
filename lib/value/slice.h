/*
 * A slice: bytes that belong to somebody else.
 *
 * A slice never owns what it points at and is not ended by a NUL. A slice of a
 * field lives until the block it lies in is released; whoever keeps one longer
 * copies it into an arena. An empty slice may have any pointer, also NULL.
 */
#ifndef VALUE_SLICE_H
#define VALUE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *data;
	size_t      length;
};

#define SLICE_EMPTY ((struct slice){ NULL, 0 })

static inline struct slice
slice_of(const char *data, size_t length)
{
	return (struct slice){ data, length };
}

/* Copies the bytes and returns where they end. Most texts are short: no call for these. */
static inline char *
slice_copy(char *to, struct slice from)
{
	const char *at = from.data;
	size_t n = from.length;

	if (n > 32) {
		memcpy(to, at, n);
	} else if (n >= 16) {
		memcpy(to, at, 16);
		memcpy(to + n - 16, at + n - 16, 16);
	} else if (n >= 8) {
		memcpy(to, at, 8);
		memcpy(to + n - 8, at + n - 8, 8);
	} else if (n >= 4) {
		memcpy(to, at, 4);
		memcpy(to + n - 4, at + n - 4, 4);
	} else {
		for (size_t i = 0; i < n; i++)
			to[i] = at[i];
	}
	return to + n;
}

/* The bytes of a C string, without its NUL. */
static inline struct slice
slice_from(const char *string)
{
	return (struct slice){ string, strlen(string) };
}

static inline bool
slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* Texts of up to 16 bytes, without a call. */
static inline bool
slice_short_equal(const char *a, const char *b, size_t n)
{
	uint64_t a8, b8, a8_end, b8_end;
	uint32_t a4, b4, a4_end, b4_end;

	if (n >= 8) {
		memcpy(&a8, a, 8);
		memcpy(&b8, b, 8);
		memcpy(&a8_end, a + n - 8, 8);
		memcpy(&b8_end, b + n - 8, 8);
		return ((a8 ^ b8) | (a8_end ^ b8_end)) == 0;
	}
	if (n >= 4) {
		memcpy(&a4, a, 4);
		memcpy(&b4, b, 4);
		memcpy(&a4_end, a + n - 4, 4);
		memcpy(&b4_end, b + n - 4, 4);
		return ((a4 ^ b4) | (a4_end ^ b4_end)) == 0;
	}
	for (size_t i = 0; i < n; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

/* Nearly always equal, and of up to 16 bytes: no call for these. */
static inline bool
slice_same(struct slice a, struct slice b)
{
	return a.length == b.length &&
		(a.length > 16 ? memcmp(a.data, b.data, a.length) == 0
			       : slice_short_equal(a.data, b.data, a.length));
}

static inline bool
slice_is(struct slice a, const char *string)
{
	return slice_equal(a, slice_from(string));
}

/* Eight bytes as a number, so that numbers are in the order of the bytes. */
static inline uint64_t
slice_word(const char *at)
{
	const unsigned char *byte = (const unsigned char *)at;

	return (uint64_t)byte[0] << 56 | (uint64_t)byte[1] << 48 | (uint64_t)byte[2] << 40 |
		(uint64_t)byte[3] << 32 | (uint64_t)byte[4] << 24 | (uint64_t)byte[5] << 16 |
		(uint64_t)byte[6] << 8 | (uint64_t)byte[7];
}

/* The order of bytes, a shorter slice before the longer it begins: the C locale's order. */
static inline int
slice_compare(struct slice a, struct slice b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order;

	if (shorter >= 8) {
		uint64_t one = slice_word(a.data), other = slice_word(b.data);

		if (one != other)
			return one < other ? -1 : 1;
	}
	order = shorter ? memcmp(a.data, b.data, shorter) : 0;
	return order ? order : (a.length > b.length) - (a.length < b.length);
}

static inline bool
slice_has(struct slice text, char mark)
{
	return text.length && memchr(text.data, mark, text.length);
}

/* Without blanks and tabs at both ends. */
static inline struct slice
slice_trim(struct slice a)
{
	while (a.length && (a.data[0] == ' ' || a.data[0] == '\t')) {
		a.data++;
		a.length--;
	}
	while (a.length && (a.data[a.length - 1] == ' ' || a.data[a.length - 1] == '\t'))
		a.length--;
	return a;
}

/*
 * Splits text at the first `mark`: *head is what stands before it, the return value
 * what stands after. Without a mark *head is all of it and the rest is empty with a
 * NULL pointer, so `while (rest.data)` walks every part, also an empty last one.
 */
static inline struct slice
slice_cut(struct slice text, char mark, struct slice *head)
{
	const char *at = text.length ? memchr(text.data, mark, text.length) : NULL;

	if (!at) {
		*head = text;
		return SLICE_EMPTY;
	}
	*head = slice_of(text.data, (size_t)(at - text.data));
	return slice_of(at + 1, text.length - head->length - 1);
}

#endif
