/*
 * A figure's value, by its kind: what a figure of a campaign or of a trial comes to.
 *
 * Exact, or a statistic that is finite; what is undefined is unknown, and prints as an empty
 * field. Pure; nothing is allocated and nothing fails.
 */
#ifndef CRM_FIGURE_VALUE_H
#define CRM_FIGURE_VALUE_H

#include <math.h>
#include <stdint.h>

#include "stat/rate.h"
#include "value/money.h"

struct figure_value {
	enum {
		VALUE_UNKNOWN,     /* or undefined: an empty field */
		VALUE_COUNT,
		VALUE_MONEY,
		VALUE_RATE,
		VALUE_NUMBER,      /* a statistic, finite */
	} kind;
	int64_t     count;
	money_sum   sum;
	struct rate rate;
	double      number;
};

#define FIGURE_UNKNOWN ((struct figure_value){ .kind = VALUE_UNKNOWN })

static inline struct figure_value
figure_count(int64_t count)
{
	return (struct figure_value){ .kind = VALUE_COUNT, .count = count };
}

static inline struct figure_value
figure_sum(money_sum sum)
{
	return (struct figure_value){ .kind = VALUE_MONEY, .sum = sum };
}

static inline struct figure_value
figure_rate(struct rate rate)
{
	return rate_defined(rate) ? (struct figure_value){ .kind = VALUE_RATE, .rate = rate }
				  : FIGURE_UNKNOWN;
}

static inline struct figure_value
figure_number(double number)
{
	return isfinite(number) ? (struct figure_value){ .kind = VALUE_NUMBER, .number = number }
				: FIGURE_UNKNOWN;
}

#endif
