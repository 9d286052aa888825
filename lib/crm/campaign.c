#include "crm/campaign.h"

#include <assert.h>

#define CENT (MONEY_UNIT / 100)

bool
campaign_is_order(money amount)
{
	return amount >= 0;
}

void
campaign_count(struct campaign *campaign, uint32_t *seen, uint32_t bits)
{
	uint32_t fresh = bits & ~*seen;

	*seen |= fresh;
	for (int i = 0; fresh; i++, fresh >>= 1)
		campaign->count[i] += fresh & 1;
}

void
campaign_count_loose(struct campaign *campaign, uint32_t bits, int64_t orders)
{
	for (int i = 0; bits; i++, bits >>= 1)
		if (bits & 1)
			campaign->loose[i] += orders;
}

void
campaign_merge(struct campaign *into, const struct campaign *part)
{
	into->revenue += part->revenue;
	into->margin += part->margin;
	into->cost += part->cost;
	into->pieces += part->pieces;
	into->delivered += part->delivered;
	into->responses += part->responses;
	into->valid_responses += part->valid_responses;
	for (int i = 0; i < CAMPAIGN_COUNTS; i++)
		into->loose[i] += part->loose[i];
}

/* --- figures --- */

#define INVITED    COUNTED(COUNT_INVITED)
#define REGISTERED COUNTED(COUNT_REGISTERED)
#define ATTENDED   COUNTED(COUNT_ATTENDED)
#define NEW_BUYERS COUNTED(COUNT_NEW_BUYERS)
#define CODED      COUNTED(COUNT_CODED)
#define MATCHED    COUNTED(COUNT_MATCHED)
#define VALID      COUNTED(COUNT_VALID)

static const struct {
	const char *name;
	unsigned    basis;
} figures[CAMPAIGN_FIGURES] = {
	[FIGURE_SENT]                  = { "sent", BASIS_PIECES },
	[FIGURE_DELIVERED]             = { "delivered", BASIS_DELIVERED },
	[FIGURE_RESPONDERS]            = { "responders", BASIS_RESPONDERS },
	[FIGURE_RESPONSE_RATE]         = { "response_rate", BASIS_RESPONDERS | BASIS_PIECES },
	[FIGURE_CODED_SHARE]           = { "coded_share", BASIS_ORDERS | VALID },
	[FIGURE_INVITED]               = { "invited", INVITED },
	[FIGURE_REGISTERED]            = { "registered", REGISTERED },
	[FIGURE_ATTENDED]              = { "attended", ATTENDED },
	[FIGURE_ATTENDANCE_RATE]       = { "attendance_rate", ATTENDED | REGISTERED },
	[FIGURE_ATTENDANCE_OF_INVITED] = { "attendance_of_invited", ATTENDED | INVITED },
	[FIGURE_BUYERS]                = { "buyers", BASIS_BUYERS },
	[FIGURE_NEW_BUYERS]            = { "new_buyers", NEW_BUYERS },
	[FIGURE_ORDERS]                = { "orders", BASIS_ORDERS },
	[FIGURE_CODED_ORDERS]          = { "coded_orders", BASIS_ORDERS | CODED },
	[FIGURE_MATCHED_ORDERS]        = { "matched_orders", BASIS_ORDERS | MATCHED },
	[FIGURE_CONVERSION_RATE]       = { "conversion_rate", BASIS_BUYERS | BASIS_RESPONDERS },
	[FIGURE_ORDER_RATE]            = { "order_rate", BASIS_BUYERS | BASIS_PIECES },
	[FIGURE_REVENUE]               = { "revenue", 0 },
	[FIGURE_AOV]                   = { "aov", BASIS_ORDERS },
	[FIGURE_REVENUE_PER_BUYER]     = { "revenue_per_buyer", BASIS_BUYERS },
	[FIGURE_REVENUE_PER_PIECE]     = { "revenue_per_piece", BASIS_PIECES },
	[FIGURE_COST]                  = { "cost", BASIS_COST },
	[FIGURE_ER]                    = { "er", BASIS_COST },
	[FIGURE_ROAS]                  = { "roas", BASIS_COST },
	[FIGURE_ROI]                   = { "roi", BASIS_COST },
	[FIGURE_PROFIT]                = { "profit", BASIS_COST },
	[FIGURE_BREAKEVEN_RATE] = { "breakeven_rate", BASIS_COST | BASIS_BUYERS | BASIS_PIECES },
	[FIGURE_COST_PER_ORDER]        = { "cost_per_order", BASIS_COST | BASIS_ORDERS },
	[FIGURE_COST_PER_RESPONSE]     = { "cost_per_response", BASIS_COST | BASIS_RESPONDERS },
	[FIGURE_CAC]                   = { "cac", BASIS_COST | NEW_BUYERS },
};

const char *
figure_name(enum campaign_figure figure)
{
	return figures[figure].name;
}

bool
figure_find(struct slice name, enum campaign_figure *figure)
{
	for (size_t i = 0; i < CAMPAIGN_FIGURES; i++) {
		if (slice_is(name, figures[i].name)) {
			*figure = (enum campaign_figure)i;
			return true;
		}
	}
	return false;
}

unsigned
figure_basis(enum campaign_figure figure)
{
	return figures[figure].basis;
}

/* To the cent. */
static struct figure_value
a_share(money_sum sum, money_sum of)
{
	if (of <= 0)
		return FIGURE_UNKNOWN;
	return figure_sum(sum_divide(sum, of * CENT) * CENT);
}

static int64_t
count_of(const struct campaign *campaign, enum campaign_count count)
{
	return campaign->count[count] + campaign->loose[count];
}

/* What was earned before costs, times `one`. */
static money_sum
earned(const struct campaign *campaign, const struct campaign_terms *terms, int64_t *one)
{
	*one = terms->margins ? 1 : terms->margin_one;
	return terms->margins ? campaign->margin : campaign->revenue * terms->margin;
}

static struct figure_value
figure_of_margin(const struct campaign *campaign, enum campaign_figure figure,
	const struct campaign_terms *terms, int64_t pieces)
{
	int64_t one, buyers = campaign->count[COUNT_BUYERS];
	money_sum gain = earned(campaign, terms, &one), cost = campaign->cost;

	assert(one > 0);
	if (figure == FIGURE_ROI)
		return figure_rate(rate_gain(gain, cost * one));
	if (figure == FIGURE_PROFIT)
		return one == 1 ? figure_sum(gain - cost) : a_share(gain - cost * one, one);
	return figure_rate(gain > 0 && pieces > 0 && buyers > 0
			? rate_of(cost * one * buyers, gain * pieces)
			: RATE_UNDEFINED);
}

struct figure_value
campaign_figure(const struct campaign *campaign, enum campaign_figure figure,
	const struct campaign_terms *terms)
{
	const int64_t *count = campaign->count;
	int64_t buyers = count[COUNT_BUYERS], responders = count[COUNT_RESPONDERS];
	int64_t orders = count_of(campaign, COUNT_ORDERS);
	int64_t pieces = terms->per_delivered ? campaign->delivered : campaign->pieces;
	money_sum revenue = campaign->revenue, cost = campaign->cost;
	unsigned basis = figures[figure].basis;

	/* `sent` is what was sent, whatever rates are of. */
	if (terms->per_delivered && basis & BASIS_PIECES && figure != FIGURE_SENT)
		basis = (basis & ~(unsigned)BASIS_PIECES) | BASIS_DELIVERED;
	if ((basis & terms->known) != basis)
		return FIGURE_UNKNOWN;
	switch (figure) {
	case FIGURE_SENT: return figure_count(campaign->pieces);
	case FIGURE_DELIVERED: return figure_count(campaign->delivered);
	case FIGURE_RESPONDERS: return figure_count(responders);
	case FIGURE_RESPONSE_RATE: return figure_rate(rate_of(responders, pieces));
	case FIGURE_CODED_SHARE:
		return figure_rate(
			rate_of(campaign->valid_responses + count_of(campaign, COUNT_VALID),
				campaign->responses + orders));
	case FIGURE_INVITED: return figure_count(count[COUNT_INVITED]);
	case FIGURE_REGISTERED: return figure_count(count[COUNT_REGISTERED]);
	case FIGURE_ATTENDED: return figure_count(count[COUNT_ATTENDED]);
	case FIGURE_ATTENDANCE_RATE:
		return figure_rate(rate_of(count[COUNT_ATTENDED], count[COUNT_REGISTERED]));
	case FIGURE_ATTENDANCE_OF_INVITED:
		return figure_rate(rate_of(count[COUNT_ATTENDED], count[COUNT_INVITED]));
	case FIGURE_BUYERS: return figure_count(buyers);
	case FIGURE_NEW_BUYERS: return figure_count(count[COUNT_NEW_BUYERS]);
	case FIGURE_ORDERS: return figure_count(orders);
	case FIGURE_CODED_ORDERS: return figure_count(count_of(campaign, COUNT_CODED));
	case FIGURE_MATCHED_ORDERS: return figure_count(count_of(campaign, COUNT_MATCHED));
	case FIGURE_CONVERSION_RATE: return figure_rate(rate_of(buyers, responders));
	case FIGURE_ORDER_RATE: return figure_rate(rate_of(buyers, pieces));
	case FIGURE_REVENUE: return figure_sum(revenue);
	case FIGURE_AOV: return a_share(revenue, orders);
	case FIGURE_REVENUE_PER_BUYER: return a_share(revenue, buyers);
	case FIGURE_REVENUE_PER_PIECE: return a_share(revenue, pieces);
	case FIGURE_COST: return figure_sum(cost);
	case FIGURE_ER: return figure_rate(rate_of(cost, revenue));
	case FIGURE_ROAS: return figure_rate(rate_of(revenue, cost));
	case FIGURE_ROI:
	case FIGURE_PROFIT:
	case FIGURE_BREAKEVEN_RATE: return figure_of_margin(campaign, figure, terms, pieces);
	case FIGURE_COST_PER_ORDER: return a_share(cost, orders);
	case FIGURE_COST_PER_RESPONSE: return a_share(cost, responders);
	case FIGURE_CAC: return a_share(cost, count[COUNT_NEW_BUYERS]);
	case CAMPAIGN_FIGURES: break;
	}
	return FIGURE_UNKNOWN;
}
