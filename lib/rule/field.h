/*
 * A field as the rules read it.
 *
 * Plain digits are read here, in line, because nearly all numbers are; every other form
 * goes to lib/value, which alone knows them.
 */
#ifndef RULE_FIELD_H
#define RULE_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "value/number.h"
#include "value/slice.h"

#define FIELD_DIGITS 14 /* of a plain number: 10^14 times 10000 is still an int64 */

/* Nothing, or blanks (full width too) and tabs only. */
static inline bool
field_is_empty(struct slice field)
{
	for (size_t i = 0; i < field.length; i++) {
		char c = field.data[i];

		if (c == ' ' || c == '\t')
			continue;
		if (c != '\xe3' || field.length - i < 3 ||
			memcmp(field.data + i, "\xe3\x80\x80", 3) != 0)
			return false;
		i += 2;
	}
	return true;
}

/*
 * 120, -3, 12.50: *units / 10^*scale. False: not plain, which says nothing about its being
 * a number.
 */
static inline bool
field_read_plain(struct slice field, int64_t *units, int *scale)
{
	const char *at = field.data, *end, *point = NULL;
	bool negative = false;
	int64_t n = 0;

	if (field.length == 0)
		return false;
	end = at + field.length;
	if (*at == '-') {
		negative = true;
		at++;
	}
	if (at == end || end - at > FIELD_DIGITS + 1)
		return false;
	for (const char *begin = at; at < end; at++) {
		unsigned digit = (unsigned)(unsigned char)*at - '0';

		if (digit <= 9) {
			n = n * 10 + digit;
			continue;
		}
		if (*at != '.' || point || at == begin || at + 1 == end)
			return false;
		point = at;
	}
	if (!point && field.length - negative > FIELD_DIGITS)
		return false;
	*units = negative ? -n : n;
	*scale = point ? (int)(end - point - 1) : 0;
	return true;
}

#endif
