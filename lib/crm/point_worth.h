/*
 * Worth: what amounts are in points before they are rounded, and how they are.
 *
 * A worth is an amount times a rate, exact in 1/WORTH_UNIT points. What is kept of an order
 * has worth * kept / bought points, rounded once, so that any way to the same amounts gives
 * the same points. Pure.
 */
#ifndef CRM_POINT_WORTH_H
#define CRM_POINT_WORTH_H

#include "crm/earning.h"
#include "value/money.h"

typedef __int128 worth;

#define WORTH_UNIT ((worth)MONEY_UNIT * RATE_UNIT)       /* one point */

enum rounding { ROUND_DOWN, ROUND_NEAREST, ROUND_UP };

__int128 worth_share(worth whole, money kept, money bought, enum rounding rounding);

/* Of what is kept, 0 <= kept <= bought, bought > 0; of a worth not below 0. */
static inline __int128
worth_points(worth whole, money kept, money bought, enum rounding rounding)
{
	/* Nearly every worth is kept and fits a machine word, in which division is quick. */
	if (kept == bought && whole <= INT64_MAX && rounding == ROUND_DOWN)
		return (int64_t)whole / (int64_t)WORTH_UNIT;
	return worth_share(whole, kept, bought, rounding);
}

#endif
