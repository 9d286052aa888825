/*
 * Orders and refunds: what is kept of an order has its points, and each event of it earns or takes
 * back the difference.
 */
#include "crm/point_moves.h"

const struct point_order point_order_new = {
	.lot = NO_LOT, .newest = NO_LOT, .line = NO_ENTRY, .play = NO_ENTRY
};

/* Takes back points an order gave: from its lots, but not what expired there, then from others. */
static void
take_back(struct ledger *ledger, const struct ledger_entry *entry, const struct point_order *order,
	int64_t points)
{
	struct point_lot *lots = ledger->lots.lot;
	int64_t reversed = points, wanting;

	for (uint32_t i = order->lot; i != NO_LOT && points; i = lots[i].newer) {
		int64_t taken = lots_take_from(&ledger->lots, i, points);

		points -= taken;
		if (taken)
			move_tell(ledger, entry, MOVE_REVERSE, -taken, i);
	}
	for (uint32_t i = order->lot; i != NO_LOT && points; i = lots[i].newer) {
		int64_t gone = points_lesser(points, lots[i].expired);

		lots[i].expired -= gone;
		points -= gone;
		reversed -= gone;
	}
	ledger_sum(ledger, &ledger->result.reversed, reversed);
	wanting = move_take(ledger, entry, MOVE_REVERSE, points, NULL);
	if (wanting)
		move_want(ledger, entry, MOVE_REVERSE, wanting);
}

/* Whether taking back so many would leave less than nothing. */
static bool
would_want(const struct ledger *ledger, const struct point_order *order, int64_t points)
{
	const struct point_lot *lots = ledger->lots.lot;
	int64_t others = ledger->lots.held;

	for (uint32_t i = order->lot; i != NO_LOT; i = lots[i].newer) {
		points -= lots[i].left + lots[i].expired;
		others -= lots[i].waits ? 0 : lots[i].left;
	}
	return points > others;
}

static bool
order_counts(const struct point_order *order)
{
	return order->known && !(order->back > 0 && order->back >= order->bought);
}

/* The points of what is kept, before caps. */
static inline __int128
order_full(const struct ledger *ledger, const struct point_order *order)
{
	enum rounding rounding = ledger->terms->rounding;
	money    kept = order->bought - order->back, bought = order->bought;
	worth    added = (worth)order->added * WORTH_UNIT;
	__int128 points = 0;

	if (!order_counts(order))
		return 0;
	if (bought == 0)
		kept = bought = 1;
	if (!ledger->terms->round_lines)
		return worth_points(order->worth + added, kept, bought, rounding);
	for (uint32_t i = order->line; i != NO_ENTRY; i = ledger->line[i].before)
		points += worth_points(ledger->line[i].worth, kept, bought, rounding);
	return points + worth_points(added, kept, bought, rounding);
}

/* The points that rules add to an order, each rule once. */
static void
add_extras(struct ledger *ledger, struct point_order *order, uint64_t adds, struct gain *gain)
{
	const struct earning_rules *rules = ledger->terms->rules;

	adds &= ~order->extras;
	order->extras |= adds;
	for (; adds; adds &= adds - 1) {
		unsigned place = (unsigned)__builtin_ctzll(adds);
		const struct earning_rule *rule = &rules->rule[rules->trial[place]];

		ledger_sum(ledger, &order->added, rule->points);
		gain_add(gain, rule->lives ? place + 1 : 0, (worth)rule->points * WORTH_UNIT);
	}
}

/* What a row gets of the rules that fit it. */
static struct earning
earning_by_rules(struct ledger *ledger, uint64_t fits)
{
	const struct ledger_terms *terms = ledger->terms;
	struct earner  earner = ledger_earner(ledger);
	struct earning earning;

	if (!earning_of(terms->rules, fits, terms->stacking, &earner, &earning))
		ledger->too_large = true;
	return earning;
}

static inline void
buy(struct ledger *ledger, struct point_order *order, const struct point_event *event,
	struct gain *gain)
{
	const struct ledger_terms *terms = ledger->terms;
	money    earns = event->amount;
	uint64_t fits = event->more->fits[terms->set];
	struct earning earning = { .rate = ledger->rate[ledger->standing.tier + 1] };
	worth    more;

	if (fits)
		earning = earning_by_rules(ledger, fits);
	if (event->more->deducted && !terms->earn_on_points)
		earns -= points_lesser(event->more->deducted, earns);
	more = (worth)earns * earning.rate;
	if (more >= (worth)POINTS_MOST * WORTH_UNIT)
		ledger->too_large = true;
	order->known = true;
	ledger_sum(ledger, &order->bought, event->amount);
	order->worth += more;
	gain->rules |= earning.applied;
	gain_add(gain, earning.life, more);
	if (terms->round_lines) {
		MEMORY_GROW(ledger->line, ledger->line_capacity, ledger->lines + 1);
		ledger->line[ledger->lines] = (struct line_worth){ more, order->line };
		order->line = (uint32_t)ledger->lines++;
	}
	if (earning.adds)
		add_extras(ledger, order, earning.adds, gain);
}

/* The figures by which tiers go, moved from what an order was to what it is. */
static inline void
count_order(struct ledger *ledger, const struct point_order *was, struct point_order *is)
{
	struct tier_figures more = {
		.points = is->points - was->points,
		.orders = order_counts(is) - order_counts(was),
	};

	if (__builtin_sub_overflow(is->bought - is->back, was->bought - was->back, &more.spend))
		ledger->too_large = true;
	if (!is->placed) {
		is->placed = true;
		is->place = (uint32_t)standing_place(&ledger->standing, ledger->today);
		is->first = ledger->today;
	}
	is->latest = ledger->today;
	standing_add(&ledger->standing, is->place, &more);
	ledger_sum(ledger, &ledger->result.spend, more.spend);
}

/* What the caps let through of an order that has become more. */
static void
cap_order(struct ledger *ledger, const struct point_order *was, struct point_order *order)
{
	if (order->full > was->full)
		order->granted += caps_leave(ledger, order->full - was->full);
	order->points = points_lesser(order->full, order->granted);
	if (order->points > was->points)
		caps_use(ledger, order->points - was->points);
}

/*
 * An order has become another one than it was: earns or takes back the difference. False:
 * refused, and it is again what it was.
 */
static inline bool
change_order(struct ledger *ledger, const struct ledger_entry *entry, const struct point_order *was,
	struct point_order *order, const struct gain *gain)
{
	__int128 full = order_full(ledger, order);
	int64_t  change;

	if (ledger->too_large || full > INT64_MAX) {
		ledger->too_large = true;
		return false;
	}
	order->full = order->points = (int64_t)full;
	if (ledger->capped)
		cap_order(ledger, was, order);
	change = order->points - was->points;
	if (change < 0 && ledger->terms->negative == NEGATIVE_REFUSE &&
		would_want(ledger, order, -change)) {
		*order = *was;
		return move_refuse(ledger, entry, REFUSED_NEGATIVE);
	}
	count_order(ledger, was, order);
	if (change > 0) {
		ledger_sum(ledger, &ledger->result.earned, change);
		move_earn(ledger, entry, change, gain, entry->number == NO_NAME ? NULL : order);
	} else if (change < 0) {
		take_back(ledger, entry, order, -change);
	}
	return true;
}

bool
ledger_play_order(struct ledger *ledger, const struct ledger_play *play)
{
	const struct ledger_entry *first = &ledger->entry[play->entry];
	struct point_order alone, before, *order = &alone;
	const struct point_order *was = &point_order_new;
	int tier = ledger->standing.tier;
	struct gain gain;

	if (first->number == NO_NAME)
		alone = point_order_new;
	else
		order = &ledger->order[first->number];
	/* Nearly every order is a new one. */
	if (order->known) {
		before = *order;
		was = &before;
	}
	gain_begin(&gain);
	for (uint32_t i = play->entry; i != NO_ENTRY; i = ledger->entry[i].next) {
		const struct point_event *event = &ledger->entry[i].event;

		if (event->kind == POINT_ORDER && event->amount >= 0)
			buy(ledger, order, event, &gain);
		else
			ledger_sum(ledger, &order->back,
				event->amount < 0 ? -event->amount : event->amount);
	}
	if (!order->known) {
		*order = *was;
		return move_refuse(ledger, first, move_unknown(ledger));
	}
	if (!change_order(ledger, first, was, order, &gain))
		return false;
	if (ledger->terms->played)
		for (uint32_t i = play->entry; i != NO_ENTRY; i = ledger->entry[i].next)
			move_played(ledger, &ledger->entry[i], tier);
	return true;
}
