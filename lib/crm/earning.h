/*
 * Earning: what the rules that fit a row make of it, points a yuan and extra points.
 *
 * A rule may give a rate, multiply it, and add a fixed number of points. The first rule
 * of a row that gives a rate replaces the plain one (one point a yuan). Multipliers of
 * several rules are stacked: added, so that two doubles give three times the points
 * (each promises once more), or multiplied, so that they give four. A multiplier of 0
 * excludes the row from a rate, whatever else fits.
 *
 * Pure; rates and multipliers have at most four decimals and are exact.
 */
#ifndef CRM_EARNING_H
#define CRM_EARNING_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/points.h"
#include "value/slice.h"

#define EARNING_UNIT   10000          /* a rate or multiplier of 1 */
#define EARNING_MOST   10000          /* the largest rate or multiplier, as such */

#define EARNING_ADD_MOST 1000000000000      /* points */

/* Reads "2", "1.5", "0": a rate or a multiplier, in 1/EARNING_UNIT. */
bool earning_parse(struct slice text, int64_t *result);

struct earning_rule {
	bool     gives, multiplies;
	int64_t  rate, factor;        /* in 1/EARNING_UNIT */
	int64_t  points;              /* added; 0: none */
	unsigned extra;               /* which of an order's extras they are */
};

/* Reads what a rule of a table gives. NULL, or what is wrong with field *column; -1: all. */
enum { EARNING_RATE, EARNING_MULTIPLY, EARNING_ADD, EARNING_FIELDS };
const char *earning_read(
	struct earning_rule *rule, const struct slice field[EARNING_FIELDS], int *column);

enum stacking { STACKING_ADD, STACKING_MULTIPLY };

/* What one row gets; start with EARNING_PLAIN. */
struct earning {
	int64_t  rate;
	bool     given, excluded;     /* a rule gave the rate; a multiplier was 0 */
	int64_t  more;                /* multipliers less one each, added */
	__int128 product;             /* multipliers multiplied, in 1/RATE_UNIT */
	int64_t  points;              /* all added points together */
	uint64_t extras;              /* which of them, one bit each */
};

#define EARNING_PLAIN ((struct earning){ .rate = EARNING_UNIT, .product = RATE_UNIT })

void earning_apply(struct earning *earning, const struct earning_rule *rule);

/*
 * Points a yuan, in 1/RATE_UNIT; what is beyond the eighth decimal is dropped. False: over
 * EARNING_MOST * EARNING_MOST.
 */
bool earning_rate(const struct earning *earning, enum stacking stacking, int64_t *rate);

#endif
