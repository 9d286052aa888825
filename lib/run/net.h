/*
 * Net: what of a row's amount counts.
 *
 * An order's amount that stands on all its rows counts once, on the first that is used; what
 * was paid back, freight and what was paid with points are taken off; orders whose number
 * begins with a prefix of refunds count below 0. What was read and what came of it are added
 * up side by side, so that the summary can show, and the filter check, that no money got
 * lost.
 *
 * `struct net` is filled in by run/trade.h, then read-only while rows are read but for
 * net_merge; each worker has a work of its own. Once an order needs the rows in their order: then
 * there is one worker.
 */
#ifndef RUN_NET_H
#define RUN_NET_H

#include <stdbool.h>
#include <stddef.h>

#include "run/row.h"
#include "value/money.h"

/* What is taken off, in this order. */
enum taking { TAKING_REFUND, TAKING_FREIGHT, TAKING_POINTS, TAKINGS };

struct net {
	int         amount;        /* logical column of the stream; -1: it has none */
	int         order;         /* column of the header, as are the next; -1: none */
	int         taken[TAKINGS];
	const char *refund_prefix; /* NULL: none */
	bool        once;          /* the amount of an order counts once */
	struct net_sum {
		/* read and used; between them amounts that repeat, orders that are refunds */
		money_sum gross, net, repeated, returned, off[TAKINGS];
	} sum;
};

struct net_work;

/* Whether something is done to amounts at all. */
bool net_applies(const struct net *net);

struct net_work *net_work_new(const struct net *net);
void             net_work_free(struct net_work *work);

/* The row's amount becomes what counts of it, if it has one; false: a bad row. */
bool net_row(struct net_work *work, struct pass_worker *worker);

/*
 * The filter did not use the row after all: its amount has not counted, so that another row
 * of its order brings it.
 */
void net_take_back(struct net_work *work);

/* What the amount of an ignored row is worth: 0 when its order's was counted as ignored. */
money net_ignored(struct net_work *work, const struct row *row, money amount);

/* A worker is done (one at a time); then, when all are: checked, and a line of the summary. */
void net_merge(struct net *net, const struct net_work *work);
void net_finish(const struct net *net, const char *title);

#endif
