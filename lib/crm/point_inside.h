/*
 * The inside of a ledger: what its files share. Others see crm/point_ledger.h.
 *
 * point_identity.c makes plays of events (each row once, the rows of an order and day
 * together, in the order of play); point_play.c plays one, point_order.c where it is of an
 * order, both by the moves of point_moves.h; point_stock.c is its part of a stock, and
 * point_ledger.c passes the days.
 */
#ifndef CRM_POINT_INSIDE_H
#define CRM_POINT_INSIDE_H

#include "crm/point_ledger.h"

#define NO_ENTRY UINT32_MAX

struct ledger_entry {
	struct point_event event;
	uint32_t           number;      /* of its target, in numbers or exchanges; NO_NAME */
	uint32_t           next;        /* a further row of the same play; NO_ENTRY */
	uint32_t count;      /* of a row seen before: how often */
	bool         dropped, conflict, late;
	bool         seen;              /* in the state: it has been played */
};

/* One event, perhaps of several rows: an order's of one day. */
struct ledger_play {
	uint64_t key;                   /* day, time, kind: orders the plays */
	uint32_t entry;                 /* its first row */
	uint32_t older;                 /* the order's play of another day; NO_ENTRY */
};

#define PLAY_DAY_SHIFT 20

static inline day
play_day(uint64_t key)
{
	return (day)(key >> PLAY_DAY_SHIFT) + DAY_FIRST;
}

struct point_order {
	money    bought, back;
	worth    worth;                 /* of the rows bought */
	int64_t  added;                 /* points that rules add */
	uint64_t extras;                /* which rules do, by place in the trial */
	int64_t  full, granted, points; /* by the formula; what caps let through; the lesser */
	uint32_t lot, newest;           /* its lots, what ends first first */
	uint32_t line;                  /* its rows' worths, where they are rounded alone */
	uint32_t play;                  /* the one made last, while plays are made */
	uint32_t place;                 /* of its figures */
	day      first, latest;         /* when it was played */
	bool     known, placed;         /* something was bought, perhaps for nothing; has a place */
};

/* As an order begins. */
extern const struct point_order point_order_new;

struct redemption {
	bool     known;
	uint32_t taken;                 /* what it took last; NO_ENTRY */
	day      latest;                /* when it was played */
};

struct part_taken {
	uint32_t lot, before;
	int64_t  points;
};

struct line_worth {
	worth    worth;
	uint32_t before;
};

struct pieces {
	uint32_t item;
	int64_t  pieces;
};

/* Once: repeats out, conflicts marked, rows of one event together, plays in their order. */
void ledger_prepare(struct ledger *ledger);

/* The number of an order's, a redemption's document; made when new. */
uint32_t ledger_order_number(struct ledger *ledger, struct slice document);
uint32_t ledger_exchange_number(struct ledger *ledger, struct slice document);

/* A row that a state has seen so often. */
void ledger_add_seen(
	struct ledger *ledger, const struct point_event *event, uint32_t count, bool conflict);

/* Every identity once, in the order of their kinds and names, and how many rows it has. */
void ledger_identities(struct ledger *ledger,
	void (*tell)(void *context, const struct ledger_entry *entry, size_t rows), void *context);

/* Puts a lot among those of its order. */
void ledger_link_lot(
	struct ledger *ledger, struct point_order *order, uint32_t number, uint32_t lot);

/* The event that is played takes pieces of an item for its points. False: they are not there. */
bool ledger_take_pieces(struct ledger *ledger, uint32_t item, int64_t points);
void ledger_add_pieces(struct ledger *ledger, uint32_t item, int64_t pieces);

/* What was taken of each item, by its number in the catalogue. */
void ledger_sort_pieces(struct ledger *ledger);

/* Plays one event on ledger->today. */
void ledger_play_event(struct ledger *ledger, const struct ledger_play *play);

/* Tells of a movement whose kind, points, lot ... are set; day, balance and tier are added. */
void ledger_tell(struct ledger *ledger, struct movement movement);

/* Of points, in 1/EARNING_UNIT. */
static inline int64_t
tier_multiplier(const struct ledger_terms *terms, int tier)
{
	return tier < 0 ? EARNING_UNIT : terms->tiers.tiers.tier[tier].multiplier;
}

/* Adds to a sum of points or money. */
static inline void
ledger_sum(struct ledger *ledger, int64_t *sum, int64_t n)
{
	if (__builtin_add_overflow(*sum, n, sum))
		ledger->too_large = true;
}

#endif
