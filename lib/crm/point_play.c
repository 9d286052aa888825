/*
 * One event is played: points come in, go, or the event is refused.
 */
#include "crm/point_inside.h"

const struct point_order point_order_new = {
	.lot = NO_LOT, .newest = NO_LOT, .line = NO_ENTRY, .play = NO_ENTRY
};

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* A movement of this event; what a caller leaves out is 0. */
static struct movement
movement_of(const struct ledger_entry *entry, enum movement_kind kind, int64_t points, uint32_t lot)
{
	bool order = entry->event.kind == POINT_ORDER;

	return (struct movement){ .kind = kind,
		.points = points,
		.lot = lot,
		.event = entry->event.kind,
		.document = order ? point_event_target(&entry->event) : entry->event.document };
}

static void
tell(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points, uint32_t lot)
{
	if (ledger->terms->moved)
		ledger_tell(ledger, movement_of(entry, kind, points, lot));
}

/* Refused events change nothing. False, always. */
static bool
refuse(struct ledger *ledger, const struct ledger_entry *entry, enum refusal refusal)
{
	struct movement movement = movement_of(entry, MOVE_REFUSE, 0, NO_LOT);

	movement.refusal = refusal;
	ledger->result.refused[refusal]++;
	ledger_tell(ledger, movement);
	return false;
}

/* Why what an event goes back to is not there. */
static enum refusal
unknown(const struct ledger *ledger)
{
	return ledger->terms->forgotten != DAY_NONE ? REFUSED_FORGOTTEN : REFUSED_ORIGINAL;
}

static void
tell_played(const struct ledger *ledger, const struct ledger_entry *entry, int tier)
{
	const struct ledger_terms *terms = ledger->terms;

	if (terms->played)
		terms->played(terms->context, &entry->event, tier);
}

/* --- in --- */

/* What an event brings, life by life. */
struct gain {
	uint64_t rules;                 /* that gave it, by number */
	bool     plain;                 /* all of it has the life of the policy */
	worth    worth[LIVES_MOST];     /* unless plain */
};

static void
gain_begin(struct gain *gain)
{
	gain->rules = 0;
	gain->plain = true;
	gain->worth[0] = 0;
}

static void
gain_add(struct gain *gain, unsigned life, worth more)
{
	if (life && gain->plain) {
		gain->plain = false;
		for (unsigned i = 1; i < LIVES_MOST; i++)
			gain->worth[i] = 0;
	}
	gain->worth[life] += more;
}

/* The order's lots stand by their ends; a new one nearly always is the last. */
void
ledger_link_lot(struct ledger *ledger, struct point_order *order, uint32_t number, uint32_t lot)
{
	struct point_lot *lots = ledger->lots.lot;
	uint32_t at;

	lots[lot].order = number;
	if (order->lot == NO_LOT) {
		order->lot = order->newest = lot;
	} else if (lots[order->newest].last <= lots[lot].last) {
		lots[order->newest].newer = lot;
		order->newest = lot;
	} else if (lots[lot].last < lots[order->lot].last) {
		lots[lot].newer = order->lot;
		order->lot = lot;
	} else {
		for (at = order->lot; lots[lots[at].newer].last <= lots[lot].last;
			at = lots[at].newer)
			;
		lots[lot].newer = lots[at].newer;
		lots[at].newer = lot;
	}
}

/* The last day of points earned today; 0: with the life of the policy. */
static day
last_of_life(struct ledger *ledger, unsigned life)
{
	struct known_end *known = &ledger->ends[(uint32_t)ledger->today % ENDS_KNOWN];

	if (life)
		return expiry_last(
			earning_of_life(ledger->terms->rules, life)->valid, ledger->today);
	if (known->earned != ledger->today)
		*known = (struct known_end){ ledger->today,
			expiry_last(ledger->terms->expiry, ledger->today) };
	return known->last;
}

/* A lot of points with one life, of an order or of none. */
static inline void
earn_lot(struct ledger *ledger, const struct ledger_entry *entry, int64_t points, unsigned life,
	uint64_t rules, struct point_order *order)
{
	const struct ledger_terms *terms = ledger->terms;
	day      today = ledger->today, spendable = today;
	uint32_t lot;

	if (terms->pending.months || terms->pending.days)
		spendable = day_plus(today, terms->pending);
	lot = lots_open(&ledger->lots, points, today, last_of_life(ledger, life), spendable);
	if (order)
		ledger_link_lot(ledger, order, entry->number, lot);
	if (terms->moved) {
		struct movement movement = movement_of(entry, MOVE_EARN, points, lot);

		movement.rules = rules;
		ledger_tell(ledger, movement);
	}
}

/* One lot for each life, together `points`. */
static void
earn_by_lives(struct ledger *ledger, const struct ledger_entry *entry, int64_t points,
	const struct gain *gain, struct point_order *order)
{
	unsigned lives = (unsigned)ledger->terms->rules->count + 1;
	int64_t  before = 0;
	worth    through = 0;

	while (lives > 1 && gain->worth[lives - 1] == 0)
		lives--;
	for (unsigned life = 0; life < lives; life++) {
		int64_t upto = points;

		through += gain->worth[life];
		if (life < lives - 1 && through / WORTH_UNIT < points)
			upto = (int64_t)(through / WORTH_UNIT);
		if (upto != before)
			earn_lot(ledger, entry, upto - before, life, gain->rules, order);
		before = upto;
	}
}

static inline void
earn(struct ledger *ledger, const struct ledger_entry *entry, int64_t points,
	const struct gain *gain, struct point_order *order)
{
	if (gain->plain)
		earn_lot(ledger, entry, points, 0, gain->rules, order);
	else
		earn_by_lives(ledger, entry, points, gain, order);
}

/* What the caps leave of the points. */
static int64_t
through_caps(const struct ledger *ledger, int64_t points)
{
	int64_t a = ledger->terms->cap_day - ledger->used_day;
	int64_t b = ledger->terms->cap_month - ledger->used_month;
	int64_t room = lesser(a, b);

	return lesser(points, room > 0 ? room : 0);
}

static void
use_caps(struct ledger *ledger, int64_t points)
{
	ledger_sum(ledger, &ledger->used_day, points);
	ledger_sum(ledger, &ledger->used_month, points);
}

/* A lot with the life of the policy. */
static void
put(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points)
{
	uint32_t lot;

	if (points == 0)
		return;
	lot = lots_open(
		&ledger->lots, points, ledger->today, last_of_life(ledger, 0), ledger->today);
	tell(ledger, entry, kind, points, lot);
}

/* --- out --- */

/* What is wanting is owed, or forgiven. */
static void
want(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points)
{
	lots_owe(&ledger->lots, points);
	tell(ledger, entry, kind, -points, NO_LOT);
	if (ledger->terms->negative != NEGATIVE_FLOOR)
		return;
	ledger->lots.owed -= points;
	ledger_sum(ledger, &ledger->result.forgiven, points);
	tell(ledger, entry, MOVE_FORGIVE, points, NO_LOT);
}

/* Points go: first those that expire first; returns what is wanting. */
static int64_t
take(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points, struct redemption *redemption)
{
	uint32_t lot;
	int64_t  taken;

	while (points && (taken = lots_take(&ledger->lots, points, &lot)) > 0) {
		points -= taken;
		tell(ledger, entry, kind, -taken, lot);
		if (!redemption)
			continue;
		MEMORY_GROW(ledger->taken, ledger->taken_capacity, ledger->parts + 1);
		ledger->taken[ledger->parts] = (struct part_taken){ lot, redemption->taken, taken };
		redemption->taken = (uint32_t)ledger->parts++;
	}
	return points;
}

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
			tell(ledger, entry, MOVE_REVERSE, -taken, i);
	}
	for (uint32_t i = order->lot; i != NO_LOT && points; i = lots[i].newer) {
		int64_t gone = lesser(points, lots[i].expired);

		lots[i].expired -= gone;
		points -= gone;
		reversed -= gone;
	}
	ledger_sum(ledger, &ledger->result.reversed, reversed);
	wanting = take(ledger, entry, MOVE_REVERSE, points, NULL);
	if (wanting)
		want(ledger, entry, MOVE_REVERSE, wanting);
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

/* --- orders and refunds --- */

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

static struct earner
earner_of(const struct ledger *ledger)
{
	int tier = ledger->standing.tier;

	return (struct earner){ .tier = tier,
		.multiplier = tier_multiplier(ledger->terms, tier),
		.balance = lots_balance(&ledger->lots) };
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
	struct earner  earner = earner_of(ledger);
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
		earns -= lesser(event->more->deducted, earns);
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
		order->granted += through_caps(ledger, order->full - was->full);
	order->points = lesser(order->full, order->granted);
	if (order->points > was->points)
		use_caps(ledger, order->points - was->points);
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
		return refuse(ledger, entry, REFUSED_NEGATIVE);
	}
	count_order(ledger, was, order);
	if (change > 0) {
		ledger_sum(ledger, &ledger->result.earned, change);
		earn(ledger, entry, change, gain, entry->number == NO_NAME ? NULL : order);
	} else if (change < 0) {
		take_back(ledger, entry, order, -change);
	}
	return true;
}

/* The rows of an order and a day, or a refund. */
static bool
play_order(struct ledger *ledger, const struct ledger_play *play)
{
	const struct ledger_entry *first = &ledger->entry[play->entry];
	struct point_order alone, was, *order = &alone;
	int tier = ledger->standing.tier;
	struct gain gain;

	if (first->number == NO_NAME)
		alone = point_order_new;
	else
		order = &ledger->order[first->number];
	was = *order;
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
		*order = was;
		return refuse(ledger, first, unknown(ledger));
	}
	if (!change_order(ledger, first, &was, order, &gain))
		return false;
	if (ledger->terms->played)
		for (uint32_t i = play->entry; i != NO_ENTRY; i = ledger->entry[i].next)
			tell_played(ledger, &ledger->entry[i], tier);
	return true;
}

/* --- the others --- */

static bool
play_activity(struct ledger *ledger, const struct ledger_entry *entry)
{
	const struct ledger_terms  *terms = ledger->terms;
	const struct earning_rules *rules = terms->rules;
	struct earner  earner = earner_of(ledger);
	struct earning earning;
	int64_t points = entry->event.points;
	uint64_t fits = entry->event.more->fits[terms->set];
	struct gain gain;
	unsigned life = 0;

	gain_begin(&gain);
	if (entry->event.operand == OPERAND_REFERRAL) {
		gain.rules = fits;
		for (unsigned place = 0; place < rules->count; place++)
			if (fits >> rules->trial[place] & 1 &&
				rules->rule[rules->trial[place]].lives)
				life = place + 1;
		fits = 0;
	}
	earner.multiplier = EARNING_UNIT;
	gain_add(&gain, life, (worth)points * WORTH_UNIT);
	if (fits && !earning_of(rules, fits, terms->stacking, &earner, &earning))
		ledger->too_large = true;
	for (uint64_t adds = fits ? earning.adds : 0; adds; adds &= adds - 1) {
		unsigned place = (unsigned)__builtin_ctzll(adds);
		const struct earning_rule *rule = &rules->rule[rules->trial[place]];

		ledger_sum(ledger, &points, rule->points);
		gain.rules |= UINT64_C(1) << rules->trial[place];
		gain_add(&gain, rule->lives ? place + 1 : 0, (worth)rule->points * WORTH_UNIT);
	}
	if (ledger->capped) {
		points = through_caps(ledger, points);
		use_caps(ledger, points);
	}
	standing_add(&ledger->standing, standing_place(&ledger->standing, ledger->today),
		&(struct tier_figures){ .points = points });
	ledger_sum(ledger, &ledger->result.earned, points);
	if (points)
		earn(ledger, entry, points, &gain, NULL);
	tell_played(ledger, entry, ledger->standing.tier);
	return true;
}

static bool
play_transfer(struct ledger *ledger, const struct ledger_entry *entry)
{
	int64_t points = entry->event.points;

	if (points < 0 && -points > lots_balance(&ledger->lots))
		return refuse(ledger, entry, REFUSED_POINTS);
	ledger_sum(ledger, &ledger->result.transferred, points);
	if (points >= 0)
		put(ledger, entry, MOVE_TRANSFER, points);
	else
		take(ledger, entry, MOVE_TRANSFER, -points, NULL);
	tell_played(ledger, entry, ledger->standing.tier);
	return true;
}

static bool
play_adjustment(struct ledger *ledger, const struct ledger_entry *entry)
{
	int64_t points = entry->event.points, wanting;

	if (points < 0 && ledger->terms->negative == NEGATIVE_REFUSE && -points > ledger->lots.held)
		return refuse(ledger, entry, REFUSED_NEGATIVE);
	ledger_sum(ledger, &ledger->result.adjusted, points);
	if (points >= 0) {
		put(ledger, entry, MOVE_ADJUST, points);
	} else {
		wanting = take(ledger, entry, MOVE_ADJUST, -points, NULL);
		if (wanting)
			want(ledger, entry, MOVE_ADJUST, wanting);
	}
	tell_played(ledger, entry, ledger->standing.tier);
	return true;
}

/*
 * What the catalogue asks of a redemption, but for the balance and the stock; *points and *number,
 * the item's, are settled. False: refused for *refusal.
 */
static bool
catalogue_allows(const struct ledger *ledger, const struct point_event *event, int64_t *points,
	uint32_t *number, enum refusal *refusal)
{
	const struct catalogue *catalogue = ledger->terms->catalogue;
	const struct item *item;

	*points = event->points;
	*number = NO_NAME;
	*refusal = REFUSED_PRICE;
	if (!catalogue || !event->more->product.length)
		return event->has_points;
	*number = catalogue_find(catalogue, event->more->product);
	*refusal = REFUSED_ITEM;
	if (*number == NO_NAME)
		return false;
	item = &catalogue->item[*number];
	*refusal = REFUSED_PERIOD;
	if (ledger->today < item->from || ledger->today > item->to)
		return false;
	*refusal = REFUSED_TIER;
	if (ledger->standing.tier < item->min_tier)
		return false;
	*refusal = REFUSED_PRICE;
	if (!event->has_points)
		*points = item->points;
	return *points % item->points == 0;
}

static bool
play_redemption(struct ledger *ledger, const struct ledger_entry *entry)
{
	struct redemption *redemption =
		entry->number == NO_NAME ? NULL : &ledger->redemption[entry->number];
	enum refusal refusal;
	uint32_t item;
	int64_t points;

	if (!catalogue_allows(ledger, &entry->event, &points, &item, &refusal))
		return refuse(ledger, entry, refusal);
	if (points > 0 && points > lots_balance(&ledger->lots))
		return refuse(ledger, entry, REFUSED_POINTS);
	if (!ledger_take_pieces(ledger, item, points))
		return refuse(ledger, entry, REFUSED_STOCK);
	if (redemption) {
		redemption->known = true;
		redemption->latest = ledger->today;
	}
	ledger_sum(ledger, &ledger->result.redeemed, points);
	take(ledger, entry, MOVE_REDEEM, points, redemption);
	tell_played(ledger, entry, ledger->standing.tier);
	return true;
}

/* What was taken last comes back first, into the lots it came from. */
static void
give_back(struct ledger *ledger, const struct ledger_entry *entry, struct redemption *redemption,
	int64_t points)
{
	bool fresh = ledger->terms->restore_fresh;

	if (fresh)
		put(ledger, entry, MOVE_RESTORE, points);
	while (points) {
		struct part_taken *part = &ledger->taken[redemption->taken];
		int64_t back = lesser(points, part->points);

		part->points -= back;
		points -= back;
		if (!fresh && back) {
			lots_restore(&ledger->lots, part->lot, back);
			tell(ledger, entry, MOVE_RESTORE, back, part->lot);
		}
		if (!part->points)
			redemption->taken = part->before;
	}
}

static bool
play_return(struct ledger *ledger, const struct ledger_entry *entry)
{
	struct redemption *redemption =
		entry->number == NO_NAME ? NULL : &ledger->redemption[entry->number];
	int64_t points = 0;

	if (!redemption || !redemption->known)
		return refuse(ledger, entry, unknown(ledger));
	for (uint32_t i = redemption->taken; i != NO_ENTRY; i = ledger->taken[i].before)
		points += ledger->taken[i].points;
	if (entry->event.has_points && entry->event.points > points)
		return refuse(ledger, entry, REFUSED_POINTS);
	if (entry->event.has_points)
		points = entry->event.points;
	redemption->latest = ledger->today;
	ledger_sum(ledger, &ledger->result.restored, points);
	give_back(ledger, entry, redemption, points);
	tell_played(ledger, entry, ledger->standing.tier);
	return true;
}

/* --- the event --- */

/* Whether it was played, and not refused. */
static bool
play_kind(struct ledger *ledger, const struct ledger_play *play)
{
	const struct ledger_entry *entry = &ledger->entry[play->entry];

	switch (entry->event.kind) {
	case POINT_ORDER:
	case POINT_REFUND: return play_order(ledger, play);
	case POINT_ACTIVITY: return play_activity(ledger, entry);
	case POINT_TRANSFER_IN:
	case POINT_TRANSFER_OUT: return play_transfer(ledger, entry);
	case POINT_RETURN: return play_return(ledger, entry);
	case POINT_REDEEM: return play_redemption(ledger, entry);
	case POINT_ADJUST: return play_adjustment(ledger, entry);
	case POINT_KINDS: break;
	}
	return false;
}

/* What came late, or under an identity that has another content. */
static void
refuse_unplayed(struct ledger *ledger, const struct ledger_entry *entry)
{
	bool forgotten = moment_day(entry->event.at) < ledger->terms->forgotten;

	refuse(ledger, entry,
		entry->conflict ? REFUSED_CONFLICT
			: forgotten ? REFUSED_FORGOTTEN
				    : REFUSED_LATE);
}

void
ledger_play_event(struct ledger *ledger, const struct ledger_play *play)
{
	const struct ledger_entry *first = &ledger->entry[play->entry];
	struct movement movement;
	int reached, was;

	if (first->conflict || first->late) {
		refuse_unplayed(ledger, first);
		return;
	}
	if (first->event.kind > POINT_ACTIVITY) {
		play_kind(ledger, play);
		return;
	}
	standing_move(&ledger->standing, ledger->today);
	reached = ledger->standing.reached;
	was = ledger->standing.tier;
	if (play_kind(ledger, play) && standing_settle(&ledger->standing, reached, ledger->today)) {
		movement = movement_of(first, MOVE_TIER, 0, NO_LOT);
		movement.was = was;
		ledger_tell(ledger, movement);
	}
}
