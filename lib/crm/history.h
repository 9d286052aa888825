/*
 * A customer's history: what RFM is taken from.
 *
 * An entry is what happened on one day: sales (amounts >= 0) and refunds (amounts < 0).
 * Entries of one order make a visit, whose sales and refunds are netted: it counts once, on
 * the day of its first sale, unless refunds brought it down to nothing. A free order
 * has no refunds and counts. A visit may also be a day. Entries that belong to no visit are
 * loose: each of their sales counts. The money of a visit's entries is the history's at
 * once; the visit itself is added when all its entries are known.
 *
 * The window is the days after `after`. In it an order counts by its visit's day, an amount
 * by its own.
 *
 * All zero before the first entry; the same entries in any order give the same history,
 * once it is settled. What a plan does not need lies at the struct's end and is not
 * kept: history_kept says how much of it is there. Pure; cannot fail.
 */
#ifndef CRM_HISTORY_H
#define CRM_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/day.h"
#include "value/money.h"

struct history_plan {
	bool windowed;
	day  after;
};

struct history_entry {
	day     date;
	int64_t sales, refunds;    /* how many */
	money   sold, refunded;    /* their sums; refunded <= 0 */
};

struct visit {
	uint32_t net[2];           /* 64 bits in words, so that a visit takes 12 bytes */
	/*
	 * The lowest bit says that there was a refund; above it is the day, counted from 1, of
	 * the first sale, 0 before there is one.
	 */
	uint32_t dated;
};
#define VISIT_REFUNDED 1u

struct history {
	money_sum spent;           /* refunds subtracted */
	int64_t   orders;          /* or rows, or days: what the caller counts */
	day       first, last;     /* when there is an order */

	/* In the window: */
	money_sum recent_spent;
	int64_t   recent_orders;
};

/* Bytes to keep of a history. */
size_t history_kept(const struct history_plan *plan);

/* An entry of a single amount. */
static inline struct history_entry
history_entry_of(day date, money amount)
{
	bool sale = amount >= 0;

	return (struct history_entry){ .date = date,
		.sales = sale,
		.refunds = !sale,
		.sold = sale ? amount : 0,
		.refunded = sale ? 0 : amount };
}

void history_add(struct history *history, const struct history_plan *plan,
	const struct history_entry *entry);
void history_add_visit(struct history *history, const struct history_plan *plan,
	struct visit *visit, const struct history_entry *entry);

/* As history_add with an entry of a single amount, where no window is: millions of times. */
static inline void
history_add_amount(struct history *history, day date, money amount)
{
	bool begun = history->orders > 0;

	history->spent += amount;
	if (amount < 0)
		return;
	history->first = begun && history->first < date ? history->first : date;
	history->last = begun && history->last > date ? history->last : date;
	history->orders++;
}

/* As history_add_visit with an entry of a single amount, the visit's first, without a window. */
static inline void
history_begin_visit(struct history *history, struct visit *visit, day date, money amount)
{
	uint32_t dated = (uint32_t)(date - DAY_FIRST + 1) << 1;

	history->spent += amount;
	*visit = (struct visit){
		.net = { (uint32_t)amount, (uint32_t)((uint64_t)amount >> 32) },
		.dated = amount >= 0 ? dated : VISIT_REFUNDED,
	};
}

/* Entries of the same visit that were added apart, in any order. */
void visit_join(struct visit *visit, const struct visit *other);

/* Whether it counts, and then its day. */
bool visit_counts(const struct visit *visit);
day  visit_day(const struct visit *visit);

/* A visit with all its entries is added: once each, after the reading. */
void history_settle_visit(
	struct history *history, const struct history_plan *plan, const struct visit *visit);

/*
 * What counts are days with an order: so many, `date` in rising order, each once. For those
 * who count days of orders that must be netted first.
 */
void history_count_days(
	struct history *history, const struct history_plan *plan, const day *date, size_t days);

/* Days from the last order to `as_of`. False: there was none. */
bool history_recency(const struct history *history, day as_of, int64_t *days);

/* Spent an order, to the cent, half to even. False: there was none, or it is too large. */
bool history_aov(const struct history *history, money *aov);

#endif
