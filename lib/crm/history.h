/*
 * A customer's history: what RFM is taken from.
 *
 * A row of an amount >= 0 is an order or a part of one: it dates the customer's first
 * and last order. A negative amount is a refund: it lowers what was spent and is neither an
 * order nor a visit. All zero before the first row; the same rows in any order give the
 * same history.
 */
#ifndef CRM_HISTORY_H
#define CRM_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "value/day.h"
#include "value/money.h"

struct history {
	money_sum spent;           /* refunds subtracted */
	int64_t   orders;          /* or rows, or days: what the caller counts */
	day       first, last;     /* when there is an order */
};

/*
 * Adds a row. *counted says whether the order (or the day) of this row has been counted and
 * is set when it is; NULL: every row counts.
 */
void history_add(struct history *history, day date, money amount, bool *counted);

/* Days from the last order to `as_of`. False: there was none. */
bool history_recency(const struct history *history, day as_of, int64_t *days);

/* Spent an order, to the cent, half to even. False: there was none, or it is too large. */
bool history_aov(const struct history *history, money *aov);

#endif
