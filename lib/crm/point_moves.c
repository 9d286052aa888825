#include "crm/point_moves.h"

struct movement
move_of(const struct ledger_entry *entry, enum movement_kind kind, int64_t points, uint32_t lot)
{
	bool order = entry->event.kind == POINT_ORDER;

	return (struct movement){ .kind = kind,
		.points = points,
		.lot = lot,
		.event = entry->event.kind,
		.document = order ? point_event_target(&entry->event) : entry->event.document };
}

void
move_tell(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points, uint32_t lot)
{
	if (ledger->terms->moved)
		ledger_tell(ledger, move_of(entry, kind, points, lot));
}

bool
move_refuse(struct ledger *ledger, const struct ledger_entry *entry, enum refusal refusal)
{
	struct movement movement = move_of(entry, MOVE_REFUSE, 0, NO_LOT);

	movement.refusal = refusal;
	ledger->result.refused[refusal]++;
	ledger_tell(ledger, movement);
	return false;
}

enum refusal
move_unknown(const struct ledger *ledger)
{
	return ledger->terms->forgotten != DAY_NONE ? REFUSED_FORGOTTEN : REFUSED_ORIGINAL;
}

void
move_played(const struct ledger *ledger, const struct ledger_entry *entry, int tier)
{
	const struct ledger_terms *terms = ledger->terms;

	if (terms->played)
		terms->played(terms->context, &entry->event, tier);
}

/* --- in --- */

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
		struct movement movement = move_of(entry, MOVE_EARN, points, lot);

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

void
move_earn(struct ledger *ledger, const struct ledger_entry *entry, int64_t points,
	const struct gain *gain, struct point_order *order)
{
	if (gain->plain)
		earn_lot(ledger, entry, points, 0, gain->rules, order);
	else
		earn_by_lives(ledger, entry, points, gain, order);
}

void
move_put(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points)
{
	uint32_t lot;

	if (points == 0)
		return;
	lot = lots_open(
		&ledger->lots, points, ledger->today, last_of_life(ledger, 0), ledger->today);
	move_tell(ledger, entry, kind, points, lot);
}

/* --- out --- */

void
move_want(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points)
{
	lots_owe(&ledger->lots, points);
	move_tell(ledger, entry, kind, -points, NO_LOT);
	if (ledger->terms->negative != NEGATIVE_FLOOR)
		return;
	ledger->lots.owed -= points;
	ledger_sum(ledger, &ledger->result.forgiven, points);
	move_tell(ledger, entry, MOVE_FORGIVE, points, NO_LOT);
}

int64_t
move_take(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points, struct redemption *redemption)
{
	uint32_t lot;
	int64_t  taken;

	while (points && (taken = lots_take(&ledger->lots, points, &lot)) > 0) {
		points -= taken;
		move_tell(ledger, entry, kind, -taken, lot);
		if (!redemption)
			continue;
		MEMORY_GROW(ledger->taken, ledger->taken_capacity, ledger->parts + 1);
		ledger->taken[ledger->parts] = (struct part_taken){ lot, redemption->taken, taken };
		redemption->taken = (uint32_t)ledger->parts++;
	}
	return points;
}

/* --- caps --- */

int64_t
caps_leave(const struct ledger *ledger, int64_t points)
{
	int64_t a = ledger->terms->cap_day - ledger->used_day;
	int64_t b = ledger->terms->cap_month - ledger->used_month;
	int64_t room = points_lesser(a, b);

	return points_lesser(points, room > 0 ? room : 0);
}

void
caps_use(struct ledger *ledger, int64_t points)
{
	ledger_sum(ledger, &ledger->used_day, points);
	ledger_sum(ledger, &ledger->used_month, points);
}
