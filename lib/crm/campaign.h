/*
 * A campaign's returns: what is counted of it, and the figures that follow.
 *
 * What is kept of a part of a campaign (a code, a cell, all of it) is all zero before the
 * first piece and the first order, and does not depend on the order in which they come.
 * Customers and orders are counted once in it: whoever keeps the sets (lib/table)
 * says how many they are. Figures that rest on something nobody gave (no contacts, no
 * costs, no response events) are unknown, which is not the same as 0.
 *
 * Negative amounts are refunds: they lower the revenue, and are no order of any buyer.
 *
 * Money is exact; rates are kept as numerator and denominator (stat/rate.h). Pure.
 */
#ifndef CRM_CAMPAIGN_H
#define CRM_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/rate.h"
#include "value/money.h"
#include "value/slice.h"

/* The sets: customers who ordered, who responded or ordered, and numbers of orders. */
enum campaign_set { CAMPAIGN_BUYERS, CAMPAIGN_RESPONDERS, CAMPAIGN_ORDERS, CAMPAIGN_SETS };

struct campaign {
	money_sum revenue, cost;
	int64_t   pieces;                    /* sent */
	int64_t   unnumbered;                /* orders without a number: each row one */
	int64_t   distinct[CAMPAIGN_SETS];
};

/* Whether a row of this amount is an order: a free one is, a refund is not. */
bool campaign_is_order(money amount);

/* Adds money, pieces and unnumbered orders. Not the sets: what is in both counts once. */
void campaign_merge(struct campaign *into, const struct campaign *part);

/* --- what contacts and events say --- */

enum contact {
	CONTACT_PIECE,             /* sent, or nothing is said: a piece of the mailing */
	CONTACT_WITHHELD,          /* the control: nothing was sent */
	CONTACT_RESPONSE,          /* responded, registered, attended, ordered */
	CONTACT_OTHER,             /* delivered, opened, bounced ... */
};

/* By the event's name, English or Chinese, in any case; empty is a piece. */
enum contact contact_read(struct slice event);

/* --- figures --- */

enum campaign_figure {
	FIGURE_SENT,
	FIGURE_RESPONDERS,
	FIGURE_RESPONSE_RATE,
	FIGURE_BUYERS,
	FIGURE_ORDERS,
	FIGURE_CONVERSION_RATE,
	FIGURE_REVENUE,
	FIGURE_COST,
	FIGURE_ER,
	FIGURE_ROAS,
	FIGURE_ROI,
	FIGURE_COST_PER_ORDER,
	CAMPAIGN_FIGURES,
};

const char *figure_name(enum campaign_figure figure);
bool        figure_find(struct slice name, enum campaign_figure *figure);

/* What figures rest on, as a set of bits. Revenue is always known. */
enum {
	BASIS_PIECES = 1,
	BASIS_RESPONDERS = 2,
	BASIS_BUYERS = 4,
	BASIS_ORDERS = 8,
	BASIS_COST = 16,
};

unsigned figure_basis(enum campaign_figure figure);

/* A figure's value, by its kind. */
struct figure_value {
	enum {
		VALUE_UNKNOWN,     /* or undefined: an empty field */
		VALUE_COUNT,
		VALUE_MONEY,
		VALUE_RATE,
	} kind;
	int64_t     count;
	money_sum   sum;
	struct rate rate;
};

/* `known`: the bases that are. */
struct figure_value campaign_figure(
	const struct campaign *campaign, enum campaign_figure figure, unsigned known);

#endif
