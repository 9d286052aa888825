/*
 * The state of a ledger: all that later events can ask for, row by row.
 *
 * A ledger that was filled with the rows of a state and then with later events plays on as if
 * it had been filled with all events. Rows come out in one order that depends on what is
 * in the ledger alone, and go in in that order, before any event.
 *
 * Slices of a row that comes out live as long as the ledger is not cleared; those of a row
 * that goes in must.
 */
#ifndef CRM_POINT_STATE_H
#define CRM_POINT_STATE_H

#include "crm/point_ledger.h"

enum state_kind {
	STATE_SUM,              /* name: points */
	STATE_TIER,             /* name, until; spend over all time, figures */
	STATE_DAY,              /* figures of a day, where tiers have a window */
	STATE_ORDER,
	STATE_LINE,             /* a row's worth, where rows are rounded alone */
	STATE_LOT,
	STATE_TAKEN,            /* what a redemption took of a lot, the last one last */
	STATE_STOCK,            /* name: pieces of an item that were taken */
	STATE_REFERRAL,         /* points were given for a customer by a rule */
	STATE_SEEN,             /* rows of an identity: played, however often */
	STATE_CONFLICT,         /* rows of an identity: refused, and will be */
	STATE_KINDS
};
const char *state_word(enum state_kind kind);
bool        state_parse(struct slice text, enum state_kind *kind);

/* What stands in a row of its kind; the rest is 0 and empty. */
struct state_row {
	enum state_kind kind;
	struct slice    name, document, line, product, channel, original;
	bool            dated, timed, ends, has_amount, has_points;
	moment          at;
	day             expires, spendable;     /* the first where it ends */
	money           amount, back;
	worth           worth;
	int64_t         points, full, granted, added, extras, expired, lot, count;
};

typedef void state_out(void *context, const struct state_row *row);

/* What a played ledger is now; events before `forget` are left out (DAY_NONE: none). */
void ledger_state(struct ledger *ledger, day forget, state_out *out, void *context);

/* NULL, or what is wrong with the row. */
const char *ledger_restore(struct ledger *ledger, const struct state_row *row);

#endif
