/*
 * Numbers that are not money: exact decimals for the rule language, counts, rates.
 *
 * A decimal is units / 10^scale with scale 0..18: + - * and comparisons are exact or
 * report overflow; division leaves this module for double.
 */
#ifndef VALUE_NUMBER_H
#define VALUE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "value/money.h"
#include "value/slice.h"

struct decimal {
	__int128 units;
	int      scale;
};

/* Reads what money_parse reads: up to 18 decimals, 30 digits in all. False: no number. */
bool decimal_parse(struct slice text, struct decimal *result);

/* False: too large; a product also when it has more than 18 decimals. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *result);
bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *result);
bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *result);

int    decimal_compare(struct decimal a, struct decimal b);     /* <0, 0, >0; exact, always */
double decimal_double(struct decimal a);

/* Half to even at the fourth decimal, *rounded as in money_parse. False: too large. */
bool           decimal_money(struct decimal a, money *amount, bool *rounded);
struct decimal decimal_from_money(money amount);
struct decimal decimal_from_integer(int64_t n);

/* Whole numbers: as money_parse, without decimals and marks of currency; "1.0" is none. */
bool integer_parse(struct slice text, int64_t *result);

#define NUMBER_TEXT 352             /* the smallest double has 323 zeros after the point */
#define INTEGER_TEXT 20             /* the most digits and a minus */

size_t integer_print_long(int64_t n, char text[INTEGER_TEXT]);

/* In place, because most figures of most rows are 0. */
static inline size_t
integer_print(int64_t n, char text[INTEGER_TEXT])
{
	if (n < 0 || n > 9)
		return integer_print_long(n, text);
	text[0] = (char)('0' + n);
	return 1;
}

/*
 * "%.10g" written out in full: ten significant digits, no zeros at the end, never an
 * exponent, inf, nan or -0; from 10^10 on the nearest whole number. A number that is none
 * prints nothing (length 0).
 */
size_t number_print(double x, char text[NUMBER_TEXT]);

/*
 * numerator / denominator with six decimals, rounded half to even, exactly computed from
 * the integers; "0.035000", never "-0.000000". Denominator 0 (or negative): nothing (an
 * undefined ratio is an empty field).
 */
size_t ratio_print(__int128 numerator, __int128 denominator, char text[NUMBER_TEXT]);

/*
 * A share as written in options and rules: "20%", "0.2", "12.5%" -> exact decimal 0.2.
 * Its range, and whether it may be negative, is the caller's matter.
 */
bool share_parse(struct slice text, struct decimal *share);

#endif
