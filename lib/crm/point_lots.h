/*
 * The lots of one customer: points that were earned together and expire together.
 *
 * A lot has a last day; it can be used on that day and expires when the day closes. What
 * takes points takes them from the lot that ends first, of equals from the one made first.
 * A lot may wait: it is spendable from a later day on. When more is taken than there is
 * the customer owes it, and what comes in next pays the debt first; so there is never a
 * spendable point while some are owed.
 *
 * Lots are numbered from 0 as they are made; a number stays, also when the lot is empty.
 * Sums that do not fit 64 bits set too_large and are wrong from then on.
 *
 * The arrays belong to the lots; lots_clear keeps them for the next customer.
 */
#ifndef CRM_POINT_LOTS_H
#define CRM_POINT_LOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/day.h"

#define NO_LOT UINT32_MAX

struct point_lot {
	day      earned, last;
	day      spendable;         /* from this day on */
	bool     waits;
	bool     queued;            /* among those that can be spent */
	int64_t  left, expired;
	uint32_t newer;             /* of the same order; NO_LOT */
	uint32_t order;             /* whose it is, by the caller; UINT32_MAX: no order's */
};

/*
 * Lots by their ends. Nearly all come in that order and stand in a line; the others are in a
 * heap, what ends first on top.
 */
struct lot_queue {
	uint32_t *line, *heap;
	size_t    first, behind, line_capacity;     /* first .. behind - 1 of the line are left */
	size_t    heaped, heap_capacity;
};

struct point_lots {
	struct point_lot *lot;
	size_t            count, capacity;
	struct lot_queue  spendable, waiting;
	size_t            released;                 /* lots before it wait no more */
	int64_t           held, pending, owed;      /* held or owed is 0 */
	day               due;                      /* nothing expires before it */
	bool              too_large;
};

void lots_init(struct point_lots *lots);
void lots_release(struct point_lots *lots);
void lots_clear(struct point_lots *lots);

/* As lots_open, wherever the lot belongs. */
uint32_t lots_open_any(
	struct point_lots *lots, int64_t points, day earned, day last, day spendable);

/*
 * A new lot of points > 0, for its caller to link; when it does not wait it pays what is owed
 * first. Days on which lots become spendable must not go back.
 */
static inline uint32_t
lots_open(struct point_lots *lots, int64_t points, day earned, day last, day spendable)
{
	struct lot_queue *queue = &lots->spendable;
	uint32_t number = (uint32_t)lots->count;

	/* Nearly all pay no debt, do not wait, and end after all others; so the line is right. */
	if (lots->owed || spendable > earned || queue->first == queue->behind ||
		queue->behind == queue->line_capacity || number == lots->capacity ||
		last < lots->lot[queue->line[queue->behind - 1]].last ||
		points > INT64_MAX - lots->held)
		return lots_open_any(lots, points, earned, last, spendable);
	lots->held += points;
	lots->lot[number] = (struct point_lot){ .earned = earned,
		.last = last,
		.spendable = spendable,
		.queued = true,
		.left = points,
		.newer = NO_LOT,
		.order = UINT32_MAX };
	queue->line[queue->behind++] = number;
	lots->released += lots->released == number;
	lots->count++;
	return number;
}

/* Puts points back into a lot that does not wait; pays what is owed first. */
void lots_restore(struct point_lots *lots, uint32_t lot, int64_t points);

/*
 * Takes up to `points` from what is spendable: from one lot, which ends first. Returns how
 * many; 0: nothing is there. Call again for the rest.
 */
int64_t lots_take(struct point_lots *lots, int64_t points, uint32_t *lot);

/* Takes up to `points` from this lot, waiting or not. */
int64_t lots_take_from(struct point_lots *lots, uint32_t lot, int64_t points);

void lots_owe(struct point_lots *lots, int64_t points);

/* Puts back a lot of a state under its number; empty ones stand for those left out before it. */
void lots_add(struct point_lots *lots, uint32_t number, const struct point_lot *lot);

/*
 * A day opens: the next lot that waited until then pays debts and is spendable; NO_LOT: none
 * does any more. The first day on which it may find one again: DAY_LAST when none waits.
 */
uint32_t lots_release_next(struct point_lots *lots, day today);
day      lots_release_day(struct point_lots *lots);

/* The next lot to expire, with points left; NO_LOT: none ever. */
uint32_t lots_next(struct point_lots *lots);

/*
 * A day closes: takes out what expires of every lot whose last day it was, or was before, and
 * tells of each if there is anybody to tell. Returns how many points. Nothing is there to do
 * before lots->due.
 */
int64_t lots_expire(struct point_lots *lots, day today,
	void (*tell)(void *context, uint32_t lot, int64_t lost), void *context);

/* Points whose last day is `until` or earlier. */
int64_t lots_ending(const struct point_lots *lots, day until);

/* Counted from the lots: what is held, waits and is owed is right. */
bool lots_are_right(const struct point_lots *lots);

/* What can be spent, below 0 when points are owed. */
static inline int64_t
lots_balance(const struct point_lots *lots)
{
	return lots->held - lots->owed;
}

#endif
