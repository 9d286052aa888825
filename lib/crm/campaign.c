#include "crm/campaign.h"

#include "value/text.h"

#define CENT (MONEY_UNIT / 100)

bool
campaign_is_order(money amount)
{
	return amount >= 0;
}

void
campaign_merge(struct campaign *into, const struct campaign *part)
{
	into->revenue += part->revenue;
	into->cost += part->cost;
	into->pieces += part->pieces;
	into->unnumbered += part->unnumbered;
}

/* --- what contacts and events say --- */

static const struct {
	const char  *name;
	enum contact contact;
} contact_name[] = {
	{ "sent",       CONTACT_PIECE },
	{ "发送",       CONTACT_PIECE },
	{ "已发送",     CONTACT_PIECE },
	{ "withheld",   CONTACT_WITHHELD },
	{ "未发送",     CONTACT_WITHHELD },
	{ "留出",       CONTACT_WITHHELD },
	{ "responded",  CONTACT_RESPONSE },
	{ "回应",       CONTACT_RESPONSE },
	{ "响应",       CONTACT_RESPONSE },
	{ "registered", CONTACT_RESPONSE },
	{ "报名",       CONTACT_RESPONSE },
	{ "attended",   CONTACT_RESPONSE },
	{ "参加",       CONTACT_RESPONSE },
	{ "到场",       CONTACT_RESPONSE },
	{ "ordered",    CONTACT_RESPONSE },
	{ "下单",       CONTACT_RESPONSE },
};

#define CONTACT_NAMES (sizeof contact_name / sizeof *contact_name)
#define CONTACT_LONGEST 64

enum contact
contact_read(struct slice event)
{
	char folded[CONTACT_LONGEST];
	struct slice name;

	if (event.length == 0 || slice_is(event, "sent"))
		return CONTACT_PIECE;
	if (event.length > CONTACT_LONGEST)
		return CONTACT_OTHER;
	name = slice_of(folded, text_fold_name(event, folded));
	if (name.length == 0)
		return CONTACT_PIECE;
	for (size_t i = 0; i < CONTACT_NAMES; i++)
		if (slice_is(name, contact_name[i].name))
			return contact_name[i].contact;
	return CONTACT_OTHER;
}

/* --- figures --- */

static const struct {
	const char *name;
	unsigned    basis;
} figures[CAMPAIGN_FIGURES] = {
	[FIGURE_SENT]            = { "sent", BASIS_PIECES },
	[FIGURE_RESPONDERS]      = { "responders", BASIS_RESPONDERS },
	[FIGURE_RESPONSE_RATE]   = { "response_rate", BASIS_RESPONDERS | BASIS_PIECES },
	[FIGURE_BUYERS]          = { "buyers", BASIS_BUYERS },
	[FIGURE_ORDERS]          = { "orders", BASIS_ORDERS },
	[FIGURE_CONVERSION_RATE] = { "conversion_rate", BASIS_BUYERS | BASIS_RESPONDERS },
	[FIGURE_REVENUE]         = { "revenue", 0 },
	[FIGURE_COST]            = { "cost", BASIS_COST },
	[FIGURE_ER]              = { "er", BASIS_COST },
	[FIGURE_ROAS]            = { "roas", BASIS_COST },
	[FIGURE_ROI]             = { "roi", BASIS_COST },
	[FIGURE_COST_PER_ORDER]  = { "cost_per_order", BASIS_COST | BASIS_ORDERS },
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

static struct figure_value
a_count(int64_t count)
{
	return (struct figure_value){ .kind = VALUE_COUNT, .count = count };
}

static struct figure_value
a_sum(money_sum sum)
{
	return (struct figure_value){ .kind = VALUE_MONEY, .sum = sum };
}

static struct figure_value
a_rate(struct rate rate)
{
	return (struct figure_value){ .kind = rate_defined(rate) ? VALUE_RATE : VALUE_UNKNOWN,
		.rate = rate };
}

struct figure_value
campaign_figure(const struct campaign *campaign, enum campaign_figure figure, unsigned known)
{
	int64_t buyers = campaign->distinct[CAMPAIGN_BUYERS];
	int64_t responders = campaign->distinct[CAMPAIGN_RESPONDERS];
	int64_t orders = campaign->distinct[CAMPAIGN_ORDERS] + campaign->unnumbered;
	money_sum revenue = campaign->revenue, cost = campaign->cost;

	if ((figures[figure].basis & known) == figures[figure].basis) {
		switch (figure) {
		case FIGURE_SENT: return a_count(campaign->pieces);
		case FIGURE_RESPONDERS: return a_count(responders);
		case FIGURE_RESPONSE_RATE: return a_rate(rate_of(responders, campaign->pieces));
		case FIGURE_BUYERS: return a_count(buyers);
		case FIGURE_ORDERS: return a_count(orders);
		case FIGURE_CONVERSION_RATE: return a_rate(rate_of(buyers, responders));
		case FIGURE_REVENUE: return a_sum(revenue);
		case FIGURE_COST: return a_sum(cost);
		case FIGURE_ER: return a_rate(rate_of(cost, revenue));
		case FIGURE_ROAS: return a_rate(rate_of(revenue, cost));
		case FIGURE_ROI: return a_rate(rate_gain(revenue, cost));
		case FIGURE_COST_PER_ORDER:
			if (orders > 0)
				return a_sum(sum_divide(cost, (money_sum)orders * CENT) * CENT);
			break;
		case CAMPAIGN_FIGURES: break;
		}
	}
	return (struct figure_value){ .kind = VALUE_UNKNOWN };
}
