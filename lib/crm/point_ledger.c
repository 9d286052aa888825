#include "crm/point_ledger.h"

#include <stdlib.h>

#include "crm/point_inside.h"

const char *
movement_word(enum movement_kind kind)
{
	static const char *const word[MOVEMENTS] = { "earn", "reverse", "redeem", "restore",
		"transfer", "adjust", "forgive", "expire", "refused", "tier", "settle" };

	return word[kind];
}

const char *
refusal_word(enum refusal refusal)
{
	static const char *const word[REFUSALS] = { "conflict", "unknown original", "points",
		"negative", "item", "period", "tier", "price", "stock", "late", "forgotten" };

	return word[refusal];
}

/* What a row that no rule fits earns; a tier's multiplier alone is never too much. */
static void
find_rates(struct ledger *ledger)
{
	const struct ledger_terms *terms = ledger->terms;
	struct earning earning;

	for (int tier = -1; tier < (int)terms->tiers.tiers.count; tier++) {
		struct earner earner = { .multiplier = tier_multiplier(terms, tier) };

		earning_of(terms->rules, 0, terms->stacking, &earner, &earning);
		ledger->rate[tier + 1] = earning.rate;
	}
}

void
ledger_init(struct ledger *ledger, const struct ledger_terms *terms)
{
	*ledger = (struct ledger){ .terms = terms,
		.capped = terms->cap_day < INT64_MAX || terms->cap_month < INT64_MAX };
	for (size_t i = 0; i < ENDS_KNOWN; i++)
		ledger->ends[i].earned = DAY_NONE;
	find_rates(ledger);
	point_names_init(&ledger->numbers);
	point_names_init(&ledger->exchanges);
	lots_init(&ledger->lots);
	standing_init(&ledger->standing, &terms->tiers);
	arena_init(&ledger->further);
	ledger_clear(ledger);
}

void
ledger_release(struct ledger *ledger)
{
	point_names_release(&ledger->numbers);
	point_names_release(&ledger->exchanges);
	lots_release(&ledger->lots);
	standing_release(&ledger->standing);
	arena_release(&ledger->further);
	free(ledger->entry);
	free(ledger->by_identity);
	free(ledger->play);
	free(ledger->sorted);
	free(ledger->order);
	free(ledger->redemption);
	free(ledger->taken);
	free(ledger->line);
	free(ledger->piece);
}

void
ledger_clear(struct ledger *ledger)
{
	point_names_clear(&ledger->numbers);
	point_names_clear(&ledger->exchanges);
	lots_clear(&ledger->lots);
	standing_clear(&ledger->standing);
	arena_clear(&ledger->further);
	ledger->spare = NULL;
	ledger->entries = ledger->plays = ledger->orders = ledger->redemptions = 0;
	ledger->parts = ledger->lines = ledger->pieces = ledger->next = 0;
	ledger->several = ledger->lined = ledger->prepared = ledger->opened = ledger->too_large =
		false;
	ledger->used_day = ledger->used_month = ledger->owed_told = 0;
	ledger->today = DAY_NONE;
	ledger->result = (struct ledger_result){ 0 };
}

void
ledger_tell(struct ledger *ledger, struct movement movement)
{
	const struct ledger_terms *terms = ledger->terms;

	if (!terms->moved)
		return;
	/* What comes late is refused now, on the day of the state. */
	movement.day = ledger->today > terms->since ? ledger->today : terms->since;
	movement.earned = movement.last = DAY_NONE;
	if (movement.lot != NO_LOT) {
		movement.earned = ledger->lots.lot[movement.lot].earned;
		movement.last = ledger->lots.lot[movement.lot].last;
		movement.settled = ledger->owed_told - ledger->lots.owed;
	}
	ledger->owed_told = ledger->lots.owed;
	movement.balance = lots_balance(&ledger->lots) + ledger->lots.pending;
	movement.tier = ledger->standing.tier;
	terms->moved(terms->context, &movement);
}

/* --- days --- */

static day
sooner(day a, day b)
{
	return a < b ? a : b;
}

static void
tell_expired(void *context, uint32_t lot, int64_t lost)
{
	struct ledger *ledger = context;
	uint32_t order = ledger->lots.lot[lot].order;

	ledger_tell(ledger,
		(struct movement){ .kind = MOVE_EXPIRE,
			.points = -lost,
			.lot = lot,
			.event = POINT_KINDS,
			.document =
				order == UINT32_MAX ? SLICE_EMPTY : ledger->numbers.name[order] });
}

/* No day before it closes with anything to do; perhaps today. */
static inline day
next_close(const struct ledger *ledger)
{
	day until = ledger->standing.until;

	return until == DAY_NONE ? ledger->lots.due : sooner(ledger->lots.due, until);
}

/* Tiers first, then expiry. */
static void
close_day(struct ledger *ledger)
{
	struct standing *standing = &ledger->standing;

	if (standing->until != DAY_NONE && standing->until <= ledger->today) {
		int was = standing->tier;

		if (standing_review(standing, ledger->today))
			ledger_tell(ledger,
				(struct movement){ .kind = MOVE_TIER,
					.lot = NO_LOT,
					.event = POINT_KINDS,
					.was = was });
	}
	if (ledger->lots.due <= ledger->today)
		ledger_sum(ledger, &ledger->result.expired,
			lots_expire(&ledger->lots, ledger->today,
				ledger->terms->moved ? tell_expired : NULL, ledger));
}

/* What the caps have let through counts for its day and its month. */
static void
renew_caps(struct ledger *ledger, day today)
{
	struct date was, is;

	was = day_to_date(ledger->today);
	is = day_to_date(today);
	ledger->used_day = 0;
	if (was.year != is.year || was.month != is.month)
		ledger->used_month = 0;
}

/* Lots that waited until today can be spent, or pay what is owed. */
static void
release_lots(struct ledger *ledger)
{
	uint32_t lot;

	while ((lot = lots_release_next(&ledger->lots, ledger->today)) != NO_LOT)
		if (ledger->lots.owed != ledger->owed_told)
			ledger_tell(ledger,
				(struct movement){
					.kind = MOVE_SETTLE, .lot = lot, .event = POINT_KINDS });
}

static void
open_ledger(struct ledger *ledger)
{
	struct ledger_result *r = &ledger->result;

	ledger->opened = true;
	r->opening = lots_balance(&ledger->lots) + ledger->lots.pending;
	r->earned = r->redeemed = r->restored = r->transferred = r->adjusted = 0;
	r->expired = r->reversed = r->forgiven = 0;
}

static inline void
open_day(struct ledger *ledger, day today)
{
	if (ledger->capped && ledger->today != DAY_NONE && today != ledger->today)
		renew_caps(ledger, today);
	ledger->today = today;
	if (ledger->lots.released < ledger->lots.count)
		release_lots(ledger);
	if (!ledger->opened && today >= ledger->terms->from)
		open_ledger(ledger);
}

/*
 * Moves on to `when`, by way of the days on which something is due: a close, the day from
 * which a debt is paid, the one from which figures count.
 */
static void
days_pass(struct ledger *ledger, day when)
{
	if (ledger->today == DAY_NONE)
		open_day(ledger, when);
	while (ledger->today < when) {
		day next;

		if (next_close(ledger) <= ledger->today)
			close_day(ledger);
		next = sooner(next_close(ledger), when);
		if (ledger->lots.owed)
			next = sooner(next, lots_release_day(&ledger->lots));
		if (!ledger->opened && ledger->terms->from > ledger->today)
			next = sooner(next, ledger->terms->from);
		open_day(ledger, next);
	}
}

/* --- play --- */

static void
finish(struct ledger *ledger, day as_of)
{
	struct ledger_result *r = &ledger->result;
	uint32_t next = lots_next(&ledger->lots);

	standing_move(&ledger->standing, as_of);
	r->balance = lots_balance(&ledger->lots);
	r->pending = ledger->lots.pending;
	r->next_expiry = next == NO_LOT || ledger->lots.lot[next].last == POINT_NEVER
		? DAY_NONE
		: ledger->lots.lot[next].last;
	r->figures = ledger->standing.sum;
	r->tier = ledger->standing.tier;
	r->tier_until = ledger->standing.until;
}

static bool
fits(const struct ledger *ledger)
{
	return !ledger->too_large && !ledger->lots.too_large && !ledger->standing.too_large;
}

/* Plays on, up to the end of the plays or of the day. */
static bool
play_on(struct ledger *ledger, size_t plays, day as_of)
{
	for (; ledger->next < plays; ledger->next++) {
		const struct ledger_play *play = &ledger->play[ledger->next];
		day when = play_day(play->key);

		if (when > as_of)
			break;
		days_pass(ledger, when);
		ledger_play_event(ledger, play);
		if (!fits(ledger))
			return false;
	}
	return true;
}

bool
ledger_play(struct ledger *ledger, day as_of, struct ledger_result *result)
{
	ledger_prepare(ledger);
	if (!play_on(ledger, ledger->plays, as_of))
		return false;
	days_pass(ledger, as_of);
	finish(ledger, as_of);
	*result = ledger->result;
	return fits(ledger);
}

bool
ledger_play_through(struct ledger *ledger, uint32_t play)
{
	ledger_prepare(ledger);
	return play_on(ledger, (size_t)play + 1, DAY_LAST);
}

int64_t
ledger_expiring(const struct ledger *ledger, day until)
{
	return lots_ending(&ledger->lots, until);
}

bool
ledger_balances(const struct ledger *ledger)
{
	const struct ledger_result *r = &ledger->result;
	__int128 moved = (__int128)r->opening + r->earned + r->restored + r->transferred +
		r->adjusted + r->forgiven - r->redeemed - r->expired - r->reversed;

	return lots_are_right(&ledger->lots) && r->balance == lots_balance(&ledger->lots) &&
		r->pending == ledger->lots.pending && moved == (__int128)r->balance + r->pending;
}
