/*
 * The ledger of one customer: dated events in any order -> the points that are there.
 *
 * A pure replay. Events are added, then played in an order that depends on their content
 * alone: by day; within a day those with a time first, by time, then those without; then
 * by kind, in the order of enum point_kind; then by order id and content. Rows of one
 * order of one day and kind are one event, at the time of the earliest.
 *
 * Points earned lie in lots. A lot has a last day; it can be used on that day and expires
 * when the day is over. What takes points takes them from the lot that ends first, of
 * equals from the one earned first. When points are taken that are not there (a refund of
 * an order whose points were spent, an adjustment) the customer owes them: the balance is
 * negative and whatever is earned next pays the debt first. So there are never points in
 * a lot while some are owed. A redemption is never played on credit: over the balance it
 * is refused, whole.
 *
 * The points of an order are those of the amount kept: floor(worth * kept / bought), where
 * worth is the sum of amount * rate of what was bought. Each change of the order earns or
 * takes back the difference, from the order's own lots first, so that any way to the same
 * amounts leaves the same points. Of the points that a refund takes back, those that had
 * expired are gone already: they are not taken twice.
 *
 * Always: earned + adjusted - redeemed - expired - reversed = balance, where the left side
 * is summed event by event and the right side counted from the lots.
 *
 * Points are whole, in 64 bits; false from ledger_play means that they did not fit. Memory
 * belongs to the ledger; ledger_clear keeps it for the next customer.
 */
#ifndef CRM_POINTS_H
#define CRM_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/day.h"
#include "value/memory.h"
#include "value/money.h"
#include "value/slice.h"

#define RATE_UNIT    100000000            /* a rate of one point a yuan */
#define POINTS_MOST  1000000000000000     /* of one row, either way */
#define POINT_EXTRAS 64                   /* fixed extra points an order may get, each once */
#define POINT_NEVER  INT32_MAX            /* the last day of points that do not expire */

/* --- events --- */

/* In the order in which equal moments are played. */
enum point_kind { POINT_ORDER, POINT_REFUND, POINT_ACTIVITY, POINT_REDEEM, POINT_ADJUST };

/* "order", "订单", "消费", "refund", "退款" ...; blanks at both ends and case do not matter. */
bool point_kind_parse(struct slice text, enum point_kind *kind);

struct point_event {
	moment          at;         /* its day counts, its time only when timed */
	bool            timed;
	enum point_kind kind;
	money           amount;     /* ORDER: a refund below zero; REFUND: whatever its sign */
	int64_t         rate;       /* ORDER, REFUND: points a yuan, in 1/RATE_UNIT, not negative */
	uint64_t        extras;     /* ORDER: bit i: it also gets extra[i] of the terms */
	int64_t         points;     /* ACTIVITY: >= 0; REDEEM: whatever its sign; ADJUST */
	struct slice    order;      /* ORDER, REFUND: its id; empty: a row by itself */
};

/* What a row says of an event, as it stands there; "" where it says nothing. */
struct point_row {
	moment       at;
	bool         timed;
	const money *amount;        /* NULL: none */
	struct slice kind;          /* "": an order */
	struct slice points;
	struct slice order;         /* the order's id */
	struct slice original;      /* of a refund: the order it goes back to */
	bool         unruled;       /* no rules: an activity needs points of its own */
};

enum point_field { POINT_FIELD_KIND, POINT_FIELD_AMOUNT, POINT_FIELD_POINTS };

/*
 * Makes the event of a row, its rate and extras 0; slices are kept, not copied. NULL, or what is
 * wrong with which field.
 */
const char *point_event_read(
	struct point_event *event, const struct point_row *row, enum point_field *field);

/* The points of this row alone are no more than POINTS_MOST. ledger_add takes no other. */
bool point_event_fits(const struct point_event *event);

/* --- how long points live --- */

struct expiry {
	enum { EXPIRY_NEVER, EXPIRY_YEAR_END, EXPIRY_SPAN } form;
	int         years;          /* YEAR_END: whole years after the year of earning */
	struct span span;           /* SPAN: after the day of earning */
};

#define EXPIRY_DEFAULT ((struct expiry){ .form = EXPIRY_YEAR_END, .years = 1 })

/* Reads never, year-end:N, and spans: 12m, 90d, 2y. */
bool expiry_parse(struct slice text, struct expiry *expiry);

/* The last day on which points earned on `earned` can be used; POINT_NEVER. */
day expiry_last(struct expiry expiry, day earned);

/* --- the ledger --- */

/* A change of the balance, told as it happens. */
enum movement_kind { MOVE_EARN, MOVE_REVERSE, MOVE_REDEEM, MOVE_ADJUST, MOVE_EXPIRE, MOVE_REFUSE };

#define MOVEMENT_NO_LOT SIZE_MAX

struct movement {
	enum movement_kind kind;
	day                day;
	int64_t            points;      /* added to the balance; REFUSE: asked for, nothing moved */
	size_t             lot;         /* counted from 0; MOVEMENT_NO_LOT: owed */
	day                lot_last;
};

struct ledger_terms {
	struct expiry expiry;
	int64_t       extra[POINT_EXTRAS];      /* 0..POINTS_MOST */
	void (*moved)(void *context, const struct movement *movement); /* NULL: nobody listens */
	void *context;
};

struct ledger_result {
	int64_t   balance;
	int64_t   earned, redeemed, adjusted, expired, reversed;
	int64_t   refused;          /* redemptions over the balance */
	day       next_expiry;      /* of the points that go first; DAY_NONE: none do */
	money_sum spend;            /* paid in orders less refunds */
};

struct point_entry;
struct point_order;
struct point_lot;

struct ledger {
	const struct ledger_terms *terms;
	struct arena               text;             /* order ids */
	struct point_entry        *entry;
	struct point_order        *order;
	struct point_lot          *lot;
	uint32_t                  *heap;             /* lots, the one that ends first on top */
	size_t                     entries, orders, lots, heaped;
	size_t                     entry_capacity, order_capacity, lot_capacity, heap_capacity;
	int64_t                    held, owed;       /* one of both is 0 */
	day                        today;
	bool                       too_large;
	struct ledger_result       result;
};

/* The terms stay the caller's and must outlive the ledger. */
void ledger_init(struct ledger *ledger, const struct ledger_terms *terms);
void ledger_release(struct ledger *ledger);
void ledger_clear(struct ledger *ledger);

/* The order id is copied. At most UINT32_MAX events. */
void ledger_add(struct ledger *ledger, const struct point_event *event);

/*
 * Plays what was added, once, as the customer stands on as_of: events of that day are
 * played, points whose last day it is are still there, later events are not looked at.
 */
bool ledger_play(struct ledger *ledger, day as_of, struct ledger_result *result);

/* Of a played ledger: points whose last day is `until` or earlier. */
int64_t ledger_expiring(const struct ledger *ledger, day until);

/* The identity above holds: balance from the movements = balance from the lots. */
bool ledger_balances(const struct ledger *ledger);

#endif
