/*
 * The standing of one customer: which tier, since their figures rise and fall, day by day.
 *
 * Figures are dated by what they belong to, an order's first day, so that a refund undoes
 * its order wherever the window is. Within a window of 12 months or the calendar year the
 * dated figures are kept in the order of their days; over all time only their sum is.
 *
 * A tier rises as soon as it is reached. It falls when what it rests on is taken away
 * (reached before the event, not after), or at a review, if the terms have one.
 *
 * The standing owns its array; standing_clear keeps it for the next customer.
 */
#ifndef CRM_TIER_STANDING_H
#define CRM_TIER_STANDING_H

#include "crm/tiers.h"
#include "value/day.h"

enum tier_window { WINDOW_ALL, WINDOW_12M, WINDOW_YEAR };
enum tier_downgrade { DOWNGRADE_NEVER, DOWNGRADE_STEP, DOWNGRADE_BALANCE };

struct tier_terms {
	struct tiers        tiers;
	enum tier_window    window;
	enum tier_downgrade downgrade;
	bool                keeps;          /* else a tier is reviewed each 31 December */
	struct span         keep;
};

struct dated_figures {
	day                 day;
	struct tier_figures figures;
};

struct standing {
	const struct tier_terms *terms;
	int                      tier;      /* -1: none */
	int                      reached;   /* by the figures within the window */
	day                      until;     /* the day whose close reviews it; DAY_NONE: none */
	struct tier_figures      sum;       /* within the window */
	struct tier_range        range;     /* of sums that reach no other tier */
	int                      nobody;    /* what is reached by doing nothing, and the range */
	struct tier_range        idle;
	struct dated_figures    *dated;     /* in the order of days */
	size_t                   count, capacity, from;     /* from: the first in the window */
	bool                     too_large; /* a sum did not fit 64 bits */
};

/* The terms stay the caller's, and as they are. */
void standing_init(struct standing *standing, const struct tier_terms *terms);
void standing_release(struct standing *standing);
void standing_clear(struct standing *standing);

/* Moves the window to a day; days never go back. */
void standing_move_window(struct standing *standing, day today);

static inline void
standing_move(struct standing *standing, day today)
{
	if (standing->from < standing->count)
		standing_move_window(standing, today);
}

/* A place for figures of a day, the latest so far; always 0 where no window needs it. */
size_t standing_dated_place(struct standing *standing, day today);

static inline size_t
standing_place(struct standing *standing, day today)
{
	return standing->terms->window == WINDOW_ALL ? 0 : standing_dated_place(standing, today);
}

/* After the sum has left its range: what is reached now. */
void standing_reach(struct standing *standing);

static inline void
standing_sum(struct standing *standing, struct tier_figures *sum, const struct tier_figures *more)
{
	standing->too_large |= __builtin_add_overflow(sum->spend, more->spend, &sum->spend);
	standing->too_large |= __builtin_add_overflow(sum->points, more->points, &sum->points);
	sum->orders += more->orders;
}

/* Adds to the figures of a place. */
static inline void
standing_add(struct standing *standing, size_t place, const struct tier_figures *more)
{
	if (standing->terms->window != WINDOW_ALL) {
		standing_sum(standing, &standing->dated[place].figures, more);
		if (place < standing->from)
			return;
	}
	standing_sum(standing, &standing->sum, more);
	if (!tier_range_holds(&standing->range, &standing->sum))
		standing_reach(standing);
}

/* The tier becomes what is reached. */
void standing_take(struct standing *standing, day today);

/* After an event: `before` is what was reached before it. True: the tier changed. */
static inline bool
standing_settle(struct standing *standing, int before, day today)
{
	int reached = standing->reached, tier = standing->tier;

	if (reached <= tier && (before < tier || reached >= tier))
		return false;
	standing_take(standing, today);
	return true;
}

/*
 * Puts back what was kept of a standing as of `today`: its sum (tier and until are the
 * caller's), then its days in their order; and where figures of a day are.
 */
void   standing_restore(struct standing *standing, const struct tier_figures *sum);
void standing_restore_day(struct standing *standing, const struct dated_figures *dated, day today);
size_t standing_find(const struct standing *standing, day when);

/* The day `until` closes. True: the tier changed. */
bool standing_review(struct standing *standing, day today);

#endif
