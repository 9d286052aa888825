/*
 * One event is played, or refused: what is no order, and what tiers come of it.
 */
#include "crm/point_moves.h"

static bool
play_activity(struct ledger *ledger, const struct ledger_entry *entry)
{
	const struct ledger_terms  *terms = ledger->terms;
	const struct earning_rules *rules = terms->rules;
	struct earner  earner = ledger_earner(ledger);
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
		points = caps_leave(ledger, points);
		caps_use(ledger, points);
	}
	standing_add(&ledger->standing, standing_place(&ledger->standing, ledger->today),
		&(struct tier_figures){ .points = points });
	ledger_sum(ledger, &ledger->result.earned, points);
	if (points)
		move_earn(ledger, entry, points, &gain, NULL);
	move_played(ledger, entry, ledger->standing.tier);
	return true;
}

static bool
play_transfer(struct ledger *ledger, const struct ledger_entry *entry)
{
	int64_t points = entry->event.points;

	if (points < 0 && -points > lots_balance(&ledger->lots))
		return move_refuse(ledger, entry, REFUSED_POINTS);
	ledger_sum(ledger, &ledger->result.transferred, points);
	if (points >= 0)
		move_put(ledger, entry, MOVE_TRANSFER, points);
	else
		move_take(ledger, entry, MOVE_TRANSFER, -points, NULL);
	move_played(ledger, entry, ledger->standing.tier);
	return true;
}

static bool
play_adjustment(struct ledger *ledger, const struct ledger_entry *entry)
{
	int64_t points = entry->event.points, wanting;

	if (points < 0 && ledger->terms->negative == NEGATIVE_REFUSE && -points > ledger->lots.held)
		return move_refuse(ledger, entry, REFUSED_NEGATIVE);
	ledger_sum(ledger, &ledger->result.adjusted, points);
	if (points >= 0) {
		move_put(ledger, entry, MOVE_ADJUST, points);
	} else {
		wanting = move_take(ledger, entry, MOVE_ADJUST, -points, NULL);
		if (wanting)
			move_want(ledger, entry, MOVE_ADJUST, wanting);
	}
	move_played(ledger, entry, ledger->standing.tier);
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
		return move_refuse(ledger, entry, refusal);
	if (points > 0 && points > lots_balance(&ledger->lots))
		return move_refuse(ledger, entry, REFUSED_POINTS);
	if (!ledger_take_pieces(ledger, item, points))
		return move_refuse(ledger, entry, REFUSED_STOCK);
	if (redemption) {
		redemption->known = true;
		redemption->latest = ledger->today;
	}
	ledger_sum(ledger, &ledger->result.redeemed, points);
	move_take(ledger, entry, MOVE_REDEEM, points, redemption);
	move_played(ledger, entry, ledger->standing.tier);
	return true;
}

/* What was taken last comes back first, into the lots it came from. */
static void
give_back(struct ledger *ledger, const struct ledger_entry *entry, struct redemption *redemption,
	int64_t points)
{
	bool fresh = ledger->terms->restore_fresh;

	if (fresh)
		move_put(ledger, entry, MOVE_RESTORE, points);
	while (points) {
		struct part_taken *part = &ledger->taken[redemption->taken];
		int64_t back = points_lesser(points, part->points);

		part->points -= back;
		points -= back;
		if (!fresh && back) {
			lots_restore(&ledger->lots, part->lot, back);
			move_tell(ledger, entry, MOVE_RESTORE, back, part->lot);
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
		return move_refuse(ledger, entry, move_unknown(ledger));
	for (uint32_t i = redemption->taken; i != NO_ENTRY; i = ledger->taken[i].before)
		points += ledger->taken[i].points;
	if (entry->event.has_points && entry->event.points > points)
		return move_refuse(ledger, entry, REFUSED_POINTS);
	if (entry->event.has_points)
		points = entry->event.points;
	redemption->latest = ledger->today;
	ledger_sum(ledger, &ledger->result.restored, points);
	give_back(ledger, entry, redemption, points);
	move_played(ledger, entry, ledger->standing.tier);
	return true;
}

/* --- the event --- */

/* Whether it was played, and not refused. */
static inline bool
play_kind(struct ledger *ledger, const struct ledger_entry *entry, const struct ledger_play *play)
{
	switch (entry->event.kind) {
	case POINT_ORDER:
	case POINT_REFUND: return ledger_play_order(ledger, play);
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

	move_refuse(ledger, entry,
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
		play_kind(ledger, first, play);
		return;
	}
	standing_move(&ledger->standing, ledger->today);
	reached = ledger->standing.reached;
	was = ledger->standing.tier;
	if (play_kind(ledger, first, play) &&
		standing_settle(&ledger->standing, reached, ledger->today)) {
		movement = move_of(first, MOVE_TIER, 0, NO_LOT);
		movement.was = was;
		ledger_tell(ledger, movement);
	}
}
