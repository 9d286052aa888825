/*
 * Keys: the text by which rows find each other, a customer's number or an order's.
 *
 * Bytes as they stand, so c1 is not C1 and 007 is not 7. Two things that spreadsheets
 * do to them are dealt with: a guard, ="00123" or a leading ', is no part of the key; and
 * a long number shown as 1.38E+10 has lost its last digits and is refused, for two
 * customers may look the same in it.
 */
#ifndef VALUE_KEY_H
#define VALUE_KEY_H

#include <stdbool.h>

#include "value/slice.h"

/* Whether key_read would do anything: almost never. */
static inline bool
key_is_odd(struct slice text)
{
	return text.length &&
		(text.data[0] == '\'' || text.data[0] == '=' ||
			(text.length > 4 && text.data[text.length - 3] == '+'));
}

/* Takes the guard off; false: *why says what it is (1.38E+10). */
bool key_read(struct slice text, struct slice *key, const char **why);

/* A key with a * in it was masked (138****1234): many people are behind it. */
bool key_is_masked(struct slice text);

/*
 * The key without case, blanks and full width, for telling keys that only differ in how
 * they were typed. out holds text.length bytes; returns the length.
 */
size_t key_fold(struct slice text, char *out);

#endif
