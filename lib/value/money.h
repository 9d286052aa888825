/*
 * Money as an exact count of 1/10000 of the currency's unit.
 *
 * Never a double: sums are exact or reported as overflowing, so that a ledger
 * balances to the last unit and any split of the rows gives the same total.
 * Sums of many amounts are kept in 128 bits, which no file can overflow, and
 * come back to money once, at the end (money_from_sum). The range is the same on both
 * sides, so that -amount always is an amount. Nothing here allocates.
 */
#ifndef VALUE_MONEY_H
#define VALUE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "value/slice.h"

typedef int64_t  money;
typedef __int128 money_sum;

#define MONEY_UNIT 10000            /* one yuan */
#define MONEY_TEXT 32               /* bytes money_print needs */

/* Which mark stood at an amount: ¥ ￥ 元 are one, $ and € one each. */
enum currency { CURRENCY_NONE, CURRENCY_YUAN, CURRENCY_DOLLAR, CURRENCY_EURO };

/*
 * Reads "1234.5", "-3", "+3", ".5", "1,234.50" (grouping commas only where they
 * belong, never after the point), "¥5", "5元", "(12.00)" (a negative), ="5" and '5 as
 * spreadsheets guard them, full-width forms of all these; blanks at both ends are
 * passed over. figure.h has the grammar.
 * False if it is no amount or too large; *rounded is set to true (never to false) when digits
 * past the fourth that are not zero were rounded half to even. "1e5" is no amount.
 */
bool money_parse(struct slice text, money *amount, bool *rounded);

/* The same; *mark is set when the amount carried one, else left as it is. */
bool money_parse_mark(struct slice text, money *amount, bool *rounded, enum currency *mark);

/*
 * Two decimals, up to four when needed: "12.00", "0.125", "-3.50"; never "-0.00". Returns
 * the length; no NUL.
 */
size_t money_print(money amount, char text[MONEY_TEXT]);

bool money_from_sum(money_sum sum, money *amount);  /* false: too large */
bool money_add(money *sum, money amount);           /* false, *sum unchanged: too large */

/* sum / divisor rounded half to even, exactly; divisor > 0. */
money_sum sum_divide(money_sum sum, money_sum divisor);

/*
 * sum / count rounded half to even to two decimals (as money: a multiple of 100).
 * count > 0; false: too large.
 */
bool money_divide(money_sum sum, int64_t count, money *result);

/* amount * numerator / denominator, rounded half to even to 1/10000; denominator > 0. */
bool money_scale(money amount, int64_t numerator, int64_t denominator, money *result);

/*
 * Spreads `total` over n shares in proportion to weight[] (all >= 0, not all 0), to the
 * cent when total is a whole number of cents, else to 1/10000: largest remainders first,
 * the earlier share where equal; share[] sums to total exactly.
 */
void money_spread(money total, const int64_t *weight, size_t n, money *share);

#endif
