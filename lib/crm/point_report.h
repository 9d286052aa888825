/*
 * What became of all points in each day or month: issued, redeemed, expired, left.
 *
 * Movements of one ledger after the other are added, each ledger's in the order of play;
 * then the periods are walked from the first to the last, with what is outstanding at the end
 * of each and how old it is. Sums are in 128 bits and exact.
 *
 * Ages are counted in whole months from the day (in a report by month from the month) of
 * earning; what waits counts, what is owed stands apart, so that
 *	sum of the ages - owed = outstanding
 */
#ifndef CRM_POINT_REPORT_H
#define CRM_POINT_REPORT_H

#include "crm/point_ledger.h"
#include "table/groups.h"
#include "value/hash.h"

enum point_age { AGE_UNDER_3M, AGE_3_6M, AGE_6_12M, AGE_OVER_12M, POINT_AGES };

/* A day, or a month counted from the year 0. */
typedef int32_t period_index;

struct point_period {
	period_index at;
	__int128 moved[MOVEMENTS];      /* by kind, as they were added: what goes is below 0 */
	int64_t  active, redeeming;     /* members */
	money_sum discount, shipping;
	__int128 debts;                 /* more owed, or less */
	/* at its end: */
	__int128 outstanding, owed, age[POINT_AGES];
	__int128 expired, redeemed;     /* since the beginning; restored points taken off */
};

struct point_report {
	bool                 monthly;
	struct point_period *period;    /* sorted when finished, none left out */
	size_t               count, capacity;
	struct groups       *changes;   /* (period, period of earning): points */
	struct groups       *places;    /* period: its number + 1 */
	struct hash_seed     seed;
	period_index         active, redeeming;     /* of the ledger at hand: the last counted */
};

void point_report_init(struct point_report *report, bool monthly);
void point_report_release(struct point_report *report);

/* Another customer's ledger begins. */
void point_report_begin(struct point_report *report);
void point_report_move(struct point_report *report, const struct movement *movement);

/* An event was played; what of the list price and of shipping it was spared. */
void point_report_play(
	struct point_report *report, day when, money_sum discount, money_sum shipping);

/* All are there: periods without movements are put in, up to that of `last`; ends are set. */
void point_report_finish(struct point_report *report, day last);

period_index period_of(bool monthly, day when);

/* Of what is settled, the share that was never used: expired / (expired + redeemed). */
void point_breakage(const struct point_period *period, __int128 *numerator, __int128 *denominator);

#endif
