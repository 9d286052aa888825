/*
 * How long points live: a policy and the day of earning give the last day on which they can
 * be used. Days only; pure.
 */
#ifndef CRM_POINT_EXPIRY_H
#define CRM_POINT_EXPIRY_H

#include <stdbool.h>

#include "value/day.h"
#include "value/slice.h"

#define POINT_NEVER INT32_MAX       /* the last day of points that do not expire */

struct expiry {
	enum { EXPIRY_NEVER, EXPIRY_YEAR_END, EXPIRY_SPAN, EXPIRY_MONTH_END } form;
	int         years;          /* YEAR_END: whole years after the year of earning */
	struct span span;           /* SPAN, MONTH_END: after the day of earning */
};

#define EXPIRY_DEFAULT ((struct expiry){ .form = EXPIRY_YEAR_END, .years = 1 })

/* Reads never, year-end:N, month-end:12m and spans: 12m, 90d, 2y. */
bool expiry_parse(struct slice text, struct expiry *expiry);

/* The last day on which points earned on `earned` can be used; POINT_NEVER. */
day expiry_last(struct expiry expiry, day earned);

#endif
