/*
 * A campaign's returns: what is counted of it, and the figures that follow.
 *
 * What is kept of a part of a campaign (a code, a cell, all of it) is all zero before the
 * first piece and the first order, and does not depend on the order in which they come.
 * People and orders count once in it: whoever keeps the sets (lib/table) keeps for each what
 * was counted of it, as bits. Figures that rest on something nobody gave (no contacts, no
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

#include "crm/figure_value.h"
#include "value/money.h"
#include "value/slice.h"

/* What is counted once a customer, then what is counted once an order. */
enum campaign_count {
	COUNT_BUYERS,
	COUNT_RESPONDERS,                    /* who responded or ordered */
	COUNT_NEW_BUYERS,
	COUNT_INVITED,
	COUNT_REGISTERED,
	COUNT_ATTENDED,
	COUNT_ORDERS,
	COUNT_CODED,                         /* orders that belong to the code they give */
	COUNT_MATCHED,                       /* orders that were matched to a contact */
	COUNT_VALID,                         /* orders that give a code of the layout */
	CAMPAIGN_COUNTS,
};
#define COUNTS_OF_PEOPLE COUNT_ORDERS
#define COUNTED(count)   (1u << (count))

struct campaign {
	money_sum revenue, margin, cost;
	int64_t   pieces;                    /* sent */
	int64_t   delivered;
	int64_t   responses;                 /* rows of events that are responses */
	int64_t   valid_responses;           /* of them, with a code of the layout */
	int64_t   count[CAMPAIGN_COUNTS];    /* of customers and orders that are known by an id */
	int64_t   loose[CAMPAIGN_COUNTS];    /* of orders without a number: each row one */
};

/* Whether a row of this amount is an order: a free one is, a refund is not. */
bool campaign_is_order(money amount);

/* Counts those of `bits` (COUNTED) that were not yet counted of somebody. */
void campaign_count(struct campaign *campaign, uint32_t *seen, uint32_t bits);

/* Orders without a number. */
void campaign_count_loose(struct campaign *campaign, uint32_t bits, int64_t orders);

/* Adds all but the counts of ids: what is in both counts once. */
void campaign_merge(struct campaign *into, const struct campaign *part);

/* --- figures --- */

enum campaign_figure {
	FIGURE_SENT,
	FIGURE_DELIVERED,
	FIGURE_RESPONDERS,
	FIGURE_RESPONSE_RATE,
	FIGURE_CODED_SHARE,
	FIGURE_INVITED,
	FIGURE_REGISTERED,
	FIGURE_ATTENDED,
	FIGURE_ATTENDANCE_RATE,
	FIGURE_ATTENDANCE_OF_INVITED,
	FIGURE_BUYERS,
	FIGURE_NEW_BUYERS,
	FIGURE_ORDERS,
	FIGURE_CODED_ORDERS,
	FIGURE_MATCHED_ORDERS,
	FIGURE_CONVERSION_RATE,
	FIGURE_ORDER_RATE,
	FIGURE_REVENUE,
	FIGURE_AOV,
	FIGURE_REVENUE_PER_BUYER,
	FIGURE_REVENUE_PER_PIECE,
	FIGURE_COST,
	FIGURE_ER,
	FIGURE_ROAS,
	FIGURE_ROI,
	FIGURE_PROFIT,
	FIGURE_BREAKEVEN_RATE,
	FIGURE_COST_PER_ORDER,
	FIGURE_COST_PER_RESPONSE,
	FIGURE_CAC,
	CAMPAIGN_FIGURES,
};

const char *figure_name(enum campaign_figure figure);
bool        figure_find(struct slice name, enum campaign_figure *figure);

/* What figures rest on, as a set of bits: a count's own, and these. Revenue is always known. */
enum {
	BASIS_PIECES = 1 << 16,
	BASIS_DELIVERED = 1 << 17,
	BASIS_COST = 1 << 18,
	BASIS_ORDERS = COUNTED(COUNT_ORDERS),
	BASIS_BUYERS = COUNTED(COUNT_BUYERS),
	BASIS_RESPONDERS = COUNTED(COUNT_RESPONDERS),
};

unsigned figure_basis(enum campaign_figure figure);

/* The terms on which figures are worked out. */
struct campaign_terms {
	unsigned known;              /* the bases that are */
	bool     per_delivered;      /* rates of pieces are of those delivered */
	bool     margins;            /* campaign.margin is what was earned, not revenue x margin */
	int64_t  margin, margin_one; /* the margin, as margin / margin_one; all revenue: 1 / 1 */
};

struct figure_value campaign_figure(const struct campaign *campaign, enum campaign_figure figure,
	const struct campaign_terms *terms);

#endif
