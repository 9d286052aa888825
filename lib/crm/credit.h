/*
 * Credit: which of a customer's contacts an order belongs to, and how its money is divided.
 *
 * A contact may claim an order from its day to the last day of its window. Of those that may,
 * the last has all of the credit, or the first, or all have the same, or each has half as much
 * for every half-life it lies further back than the latest. What is divided adds up to the
 * whole exactly.
 *
 * The contacts are given in the order of their days. Pure; nothing is kept.
 */
#ifndef CRM_CREDIT_H
#define CRM_CREDIT_H

#include <stddef.h>

#include "value/day.h"
#include "value/money.h"

struct touch {
	day    on;               /* the day of the contact */
	day    until;            /* the last day it may claim */
	day    reach;            /* the latest `until` of this and all before */
	size_t place;            /* the caller's */
};

/* How many of them are not after this day. */
size_t credit_before(const struct touch touch[], size_t touches, day on);

enum credit_way { CREDIT_LAST, CREDIT_FIRST, CREDIT_LINEAR, CREDIT_DECAY };

struct credit {
	enum credit_way way;
	int32_t         half_life;       /* days, of CREDIT_DECAY */
};

/* Reads "last", "first", "linear", "decay:7d"; false: none of these. */
bool credit_parse(struct slice text, struct credit *credit);

/*
 * The contacts that have a share in what was ordered that day, by their places in touch[]:
 * fills claim[], which has room for all, and returns how many.
 */
size_t credit_claims(const struct credit *credit, const struct touch touch[], size_t touches,
	day ordered, size_t claim[]);

/*
 * Divides the amount among them, as money_spread does; weight[] is room to work, share[] adds
 * up to the amount.
 */
void credit_divide(const struct credit *credit, const struct touch touch[], const size_t claim[],
	size_t claims, money amount, int64_t weight[], money share[]);

#endif
