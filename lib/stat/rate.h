/*
 * Rates: one whole number over another, kept as the two until it is printed.
 *
 * Nothing is rounded on the way: responders over pieces, cost over revenue (both in
 * 1/10000 of the currency's unit, which cancels out). A rate over nothing, or over less
 * than nothing, is undefined; that is a rate too, and prints as an empty field.
 *
 * Pure; nothing is allocated and nothing fails.
 */
#ifndef STAT_RATE_H
#define STAT_RATE_H

#include <stdbool.h>

struct rate {
	__int128 numerator, denominator;     /* the denominator is 0 where it is undefined */
};

#define RATE_UNDEFINED ((struct rate){ 0, 0 })

struct rate rate_of(__int128 numerator, __int128 denominator);
bool        rate_defined(struct rate rate);

/* By how much `value` exceeds `base`, over `base`: (value - base) / base. */
struct rate rate_gain(__int128 value, __int128 base);

#endif
