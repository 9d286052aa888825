/*
 * The forms nearly all values have, read in place: 2024-01-05, 1234.50, -3.00, a key as
 * it stands.
 *
 * True: read, and as day_parse, money_parse_mark and key_read would have read it. False says
 * nothing but that those must be asked, which cost a call and read all that may stand there.
 * Short texts are looked at by the word, without a loop.
 */
#ifndef VALUE_PLAIN_H
#define VALUE_PLAIN_H

#include "value/day.h"
#include "value/digits.h"
#include "value/key.h"
#include "value/money.h"
#include "value/text.h"

#define PLAIN_DIGIT (0x7f - 9)     /* a digit's value and this stay below 0x80, no more does */
#define PLAIN_MARK  0x7f

/* Whether all bytes of a word less what must stand there are in their limits. */
static inline bool
plain_is(uint64_t word, uint64_t limits)
{
	return ((word | (word + limits)) & DIGITS_EACH(0x80)) == 0;
}

/* Each byte times ten and the next one, where both are digits. */
static inline uint64_t
plain_pairs(uint64_t word)
{
	return word * 10 + (word >> 8);
}

/* YYYY-MM-DD of this century, but for leap days. */
static inline bool
plain_day(struct slice text, day *result)
{
	static const struct {
		uint16_t before, days;
	} common[13] = { { 0, 0 }, { 0, 31 }, { 31, 28 }, { 59, 31 }, { 90, 30 }, { 120, 31 },
		{ 151, 30 }, { 181, 31 }, { 212, 31 }, { 243, 30 }, { 273, 31 }, { 304, 30 },
		{ 334, 31 } };
	const uint64_t marks =
		DIGITS_EACH('0') ^ (uint64_t)('0' ^ '-') << 16 ^ (uint64_t)('0' ^ '-') << 40;
	const uint64_t limits =
		DIGITS_EACH(PLAIN_DIGIT) | (uint64_t)PLAIN_MARK << 16 | (uint64_t)PLAIN_MARK << 40;
	const unsigned first = 10957;      /* 2000-01-01 */
	unsigned year, month, of_month;
	uint64_t word;

	if (text.length != 10 || text.data[0] != '2' || text.data[1] != '0')
		return false;
	word = digits_load(text.data + 2) ^ marks;
	if (!plain_is(word, limits))
		return false;
	word = plain_pairs(word);
	year = (unsigned)word & 0xff;
	month = (unsigned)(word >> 24) & 0xff;
	of_month = ((unsigned)(word >> 48) & 0xff) - 1;
	if (month > 12 || of_month >= common[month].days)
		return false;
	*result = (day)(first + 365 * year + (year + 3 + (month > 2)) / 4 + common[month].before +
		of_month);
	return true;
}

/* One to five digits, a point and two digits; perhaps a minus before them. */
static inline bool
plain_money(struct slice text, money *amount)
{
	const uint64_t marks = DIGITS_EACH('0') ^ (uint64_t)('0' ^ '.') << 40;
	const uint64_t limits = DIGITS_EACH(PLAIN_DIGIT) | (uint64_t)PLAIN_MARK << 40;
	const char *at = text.data;
	size_t n = text.length;
	int64_t negative = n > 0 && *at == '-';
	unsigned empty;
	uint64_t word;

	n -= (size_t)negative;
	at += negative;
	if (n < 4 || n > 8)
		return false;
	/* To the upper end of the word; below it, zeros. */
	empty = 8 * (8 - (unsigned)n);
	word = digits_load_half(at) << empty | digits_load_half(at + n - 4) << 32;
	word ^= marks >> empty << empty;
	if (!plain_is(word, limits))
		return false;
	/* The digits without the point between them. */
	word = (word & ~UINT64_C(0) << 48) | (word << 8 & ~UINT64_C(0) >> 16);
	*amount = (money)digits_value(word) * (MONEY_UNIT / 100);
	*amount = (*amount ^ -negative) + negative;
	return true;
}

/* Nothing but ASCII, and no blanks or control characters at its ends. */
static inline bool
plain_code(struct slice text)
{
	const char *at = text.data;
	size_t n = text.length;
	uint64_t all = 0;

	if (n >= 8 && n <= 16)
		all = digits_load(at) | digits_load(at + n - 8);
	else if (n >= 4 && n < 8)
		all = digits_load_half(at) | digits_load_half(at + n - 4);
	else
		for (size_t i = 0; i < n; i++)
			all |= (unsigned char)at[i];
	return n && !(all & DIGITS_EACH(0x80)) && (unsigned char)at[0] > ' ' &&
		(unsigned char)at[n - 1] > ' ';
}

/* Neither blank nor guarded nor a number that a spreadsheet has rounded. */
static inline bool
plain_key(struct slice text)
{
	return text.length && !text_blank_begins[(unsigned char)text.data[0]] &&
		(text.length <= 4 || text.data[text.length - 3] != '+');
}

#endif
