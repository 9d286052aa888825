#include "crm/point_state.h"

#include <stdlib.h>

#include "crm/point_inside.h"

static const char *const words[STATE_KINDS] = { "sum", "tier", "day", "order", "line", "lot",
	"taken", "stock", "referral", "seen", "conflict" };

const char *
state_word(enum state_kind kind)
{
	return words[kind];
}

bool
state_parse(struct slice text, enum state_kind *kind)
{
	for (int i = 0; i < STATE_KINDS; i++)
		if (slice_is(text, words[i])) {
			*kind = (enum state_kind)i;
			return true;
		}
	return false;
}

/* --- sums --- */

struct named_sum {
	const char *name;
	int64_t    *sum;
};
#define SUMS 12

static void
name_sums(struct ledger *ledger, struct named_sum sum[SUMS])
{
	struct ledger_result *r = &ledger->result;
	struct named_sum all[SUMS] = { { "opening", &r->opening }, { "earned", &r->earned },
		{ "redeemed", &r->redeemed }, { "restored", &r->restored },
		{ "transferred", &r->transferred }, { "adjusted", &r->adjusted },
		{ "expired", &r->expired }, { "reversed", &r->reversed },
		{ "forgiven", &r->forgiven }, { "owed", &ledger->lots.owed },
		{ "used_day", &ledger->used_day }, { "used_month", &ledger->used_month } };

	memcpy(sum, all, sizeof all);
}

#define ROW(...) ((struct state_row){ __VA_ARGS__ })

static moment
midnight(day when)
{
	return (moment)when * DAY_SECONDS;
}

/* --- out --- */

struct teller {
	struct ledger *ledger;
	day            forget;
	state_out     *out;
	void          *context;
};

static void
tell_row(const struct teller *teller, struct state_row row)
{
	teller->out(teller->context, &row);
}

static void
tell_standing(const struct teller *teller)
{
	struct ledger *ledger = teller->ledger;
	const struct standing *standing = &ledger->standing;
	struct named_sum sum[SUMS];

	name_sums(ledger, sum);
	for (int i = 0; i < SUMS; i++)
		if (*sum[i].sum)
			tell_row(teller,
				ROW(.kind = STATE_SUM, .name = slice_from(sum[i].name),
					.has_points = true, .points = *sum[i].sum));
	tell_row(teller,
		ROW(.kind = STATE_TIER,
			.name = standing->tier < 0
				? SLICE_EMPTY
				: standing->terms->tiers.tier[standing->tier].name,
			.ends = standing->until != DAY_NONE, .expires = standing->until,
			.has_amount = true, .amount = ledger->result.spend,
			.back = standing->sum.spend, .has_points = true,
			.points = standing->sum.points, .count = standing->sum.orders));
	for (size_t i = 0; i < standing->count; i++) {
		const struct dated_figures *d = &standing->dated[i];

		if (d->day >= teller->forget)
			tell_row(teller,
				ROW(.kind = STATE_DAY, .dated = true, .at = midnight(d->day),
					.has_amount = true, .amount = d->figures.spend,
					.has_points = true, .points = d->figures.points,
					.count = d->figures.orders));
	}
}

/* Names in the order of their bytes. */
static const struct point_names *sorting;

static int
compare_numbers(const void *left, const void *right)
{
	return slice_compare(
		sorting->name[*(const uint32_t *)left], sorting->name[*(const uint32_t *)right]);
}

static uint32_t *
in_order(const struct point_names *names)
{
	uint32_t *number = memory_zeroed(names->count + 1, sizeof *number);

	for (uint32_t i = 0; i < names->count; i++)
		number[i] = i;
	sorting = names;
	qsort(number, names->count, sizeof *number, compare_numbers);
	return number;
}

static bool
order_is_kept(const struct teller *teller, const struct point_order *order)
{
	return order->known && order->latest >= teller->forget;
}

static int
compare_worths(const void *left, const void *right)
{
	const worth *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* The smallest first, so that it is no matter in which order they were bought. */
static void
tell_lines(const struct teller *teller, const struct point_order *order, struct slice document)
{
	const struct ledger *ledger = teller->ledger;
	size_t lines = 0;
	worth *line;

	for (uint32_t l = order->line; l != NO_ENTRY; l = ledger->line[l].before)
		lines++;
	if (!lines)
		return;
	line = memory_zeroed(lines, sizeof *line);
	lines = 0;
	for (uint32_t l = order->line; l != NO_ENTRY; l = ledger->line[l].before)
		line[lines++] = ledger->line[l].worth;
	qsort(line, lines, sizeof *line, compare_worths);
	for (size_t i = 0; i < lines; i++)
		tell_row(teller, ROW(.kind = STATE_LINE, .document = document, .worth = line[i]));
	free(line);
}

static void
tell_orders(const struct teller *teller)
{
	struct ledger *ledger = teller->ledger;
	uint32_t *number = in_order(&ledger->numbers);

	for (size_t i = 0; i < ledger->numbers.count; i++) {
		const struct point_order *order = &ledger->order[number[i]];
		struct slice document = ledger->numbers.name[number[i]];

		if (!order_is_kept(teller, order))
			continue;
		tell_row(teller,
			ROW(.kind = STATE_ORDER, .document = document, .dated = true,
				.at = midnight(order->first), .spendable = order->latest,
				.has_amount = true, .amount = order->bought, .back = order->back,
				.worth = order->worth, .added = order->added,
				.extras = (int64_t)order->extras, .full = order->full,
				.granted = order->granted, .has_points = true,
				.points = order->points));
		tell_lines(teller, order, document);
	}
	free(number);
}

static void
tell_lots(const struct teller *teller)
{
	const struct ledger *ledger = teller->ledger;

	for (size_t i = 0; i < ledger->lots.count; i++) {
		const struct point_lot *lot = &ledger->lots.lot[i];
		bool owned = lot->order != UINT32_MAX &&
			order_is_kept(teller, &ledger->order[lot->order]);

		/* One that is spent, and that nothing can go back to any more. */
		if (!lot->left && !owned && lot->earned < teller->forget)
			continue;
		tell_row(teller,
			ROW(.kind = STATE_LOT,
				.document = owned ? ledger->numbers.name[lot->order] : SLICE_EMPTY,
				.dated = true, .at = midnight(lot->earned),
				.ends = lot->last != POINT_NEVER, .expires = lot->last,
				.spendable = lot->spendable, .has_points = true,
				.points = lot->left, .expired = lot->expired,
				.lot = (int64_t)i + 1));
	}
}

/* From what was taken first to what was taken last. */
static void
tell_taken(const struct teller *teller, struct slice document, uint32_t part)
{
	const struct ledger *ledger = teller->ledger;
	uint32_t *stack;
	size_t parts = 0;

	for (uint32_t i = part; i != NO_ENTRY; i = ledger->taken[i].before)
		parts++;
	stack = memory_zeroed(parts + 1, sizeof *stack);
	for (size_t i = parts; i-- > 0; part = ledger->taken[part].before)
		stack[i] = part;
	for (size_t i = 0; i < parts; i++)
		tell_row(teller,
			ROW(.kind = STATE_TAKEN, .document = document, .has_points = true,
				.points = ledger->taken[stack[i]].points,
				.lot = (int64_t)ledger->taken[stack[i]].lot + 1));
	free(stack);
}

static void
tell_redemptions(const struct teller *teller)
{
	const struct ledger *ledger = teller->ledger;
	uint32_t *number = in_order(&ledger->exchanges);

	for (size_t i = 0; i < ledger->exchanges.count; i++) {
		const struct redemption *redemption = &ledger->redemption[number[i]];
		struct slice document = ledger->exchanges.name[number[i]];

		if (!redemption->known || redemption->latest < teller->forget)
			continue;
		tell_row(teller,
			ROW(.kind = STATE_TAKEN, .document = document, .dated = true,
				.at = midnight(redemption->latest)));
		tell_taken(teller, document, redemption->taken);
	}
	free(number);
}

/* Never forgotten: a stock is for ever. */
static void
tell_pieces(const struct teller *teller)
{
	struct ledger *ledger = teller->ledger;

	if (!ledger->pieces)
		return;
	ledger_sort_pieces(ledger);
	for (size_t i = 0; i < ledger->pieces; i++)
		tell_row(teller,
			ROW(.kind = STATE_STOCK,
				.name = ledger->terms->catalogue->names.name[ledger->piece[i].item],
				.has_points = true, .points = ledger->piece[i].pieces));
}

/* One identity: `rows` of it were played. */
static void
tell_seen(void *context, const struct ledger_entry *entry, size_t rows)
{
	const struct teller *teller = context;
	const struct point_event *event = &entry->event;
	const struct point_more *more = event->more;
	struct state_row row = ROW(.kind = entry->conflict ? STATE_CONFLICT : STATE_SEEN,
		.name = slice_from(point_kind_word(event->kind)), .document = event->document,
		.line = more->line, .product = more->product, .channel = more->channel,
		.original = more->original, .dated = true, .timed = event->timed, .at = event->at,
		.has_amount = event->has_amount, .amount = event->amount,
		.has_points = event->has_points, .points = event->points, .count = (int64_t)rows);

	if (event->operand == OPERAND_REFERRAL)
		row = ROW(.kind = STATE_REFERRAL, .document = event->document, .dated = true,
			.at = event->at,
			.count = __builtin_ctzll(more->fits[0] | UINT64_C(1) << 63) + 1);
	else if (moment_day(event->at) < teller->forget)
		return;
	tell_row(teller, row);
}

void
ledger_state(struct ledger *ledger, day forget, state_out *out, void *context)
{
	struct teller teller = { ledger, forget, out, context };

	tell_standing(&teller);
	tell_orders(&teller);
	tell_lots(&teller);
	tell_redemptions(&teller);
	tell_pieces(&teller);
	ledger_identities(ledger, tell_seen, &teller);
}

/* --- in --- */

/* More lots than a customer makes: a number beyond is none of ours. */
#define LOTS_LEFT_OUT 10000000

static const char *
restore_sum(struct ledger *ledger, const struct state_row *row)
{
	struct named_sum sum[SUMS];

	name_sums(ledger, sum);
	for (int i = 0; i < SUMS; i++)
		if (slice_is(row->name, sum[i].name)) {
			*sum[i].sum = row->points;
			ledger->owed_told = ledger->lots.owed;
			return NULL;
		}
	return "a sum that is not known";
}

static const char *
restore_tier(struct ledger *ledger, const struct state_row *row)
{
	int tier = tiers_find(&ledger->terms->tiers.tiers, row->name);

	if (row->name.length && tier < 0)
		return "a tier that is not known";
	ledger->standing.tier = tier;
	ledger->standing.until = row->ends ? row->expires : DAY_NONE;
	ledger->result.spend = row->amount;
	standing_restore(
		&ledger->standing, &(struct tier_figures){ row->back, row->points, row->count });
	return NULL;
}

static const char *
restore_day(struct ledger *ledger, const struct state_row *row)
{
	if (ledger->terms->tiers.window == WINDOW_ALL)
		return "a day, but tiers have no window";
	standing_restore_day(&ledger->standing,
		&(struct dated_figures){
			moment_day(row->at), { row->amount, row->points, row->count } },
		ledger->today);
	return NULL;
}

static const char *
restore_order(struct ledger *ledger, const struct state_row *row)
{
	struct point_order *order;
	uint32_t number;

	if (!row->document.length)
		return "an order without a document";
	if (row->amount < 0 || row->back < 0 || row->points < 0)
		return "an order below 0";
	number = ledger_order_number(ledger, row->document);
	order = &ledger->order[number];
	*order = point_order_new;
	order->known = order->placed = true;
	order->first = moment_day(row->at);
	order->latest = row->spendable;
	order->bought = row->amount;
	order->back = row->back;
	order->worth = row->worth;
	order->added = row->added;
	order->extras = (uint64_t)row->extras;
	order->full = row->full;
	order->granted = row->granted;
	order->points = row->points;
	order->place = (uint32_t)standing_find(&ledger->standing, order->first);
	return NULL;
}

static const char *
restore_line(struct ledger *ledger, const struct state_row *row)
{
	uint32_t number = point_names_find(&ledger->numbers, row->document);

	if (number == NO_NAME)
		return "a line of no order";
	MEMORY_GROW(ledger->line, ledger->line_capacity, ledger->lines + 1);
	ledger->line[ledger->lines] = (struct line_worth){ row->worth, ledger->order[number].line };
	ledger->order[number].line = (uint32_t)ledger->lines++;
	return NULL;
}

static const char *
restore_lot(struct ledger *ledger, const struct state_row *row)
{
	day      last = row->ends ? row->expires : POINT_NEVER;
	uint32_t number =
		row->document.length ? point_names_find(&ledger->numbers, row->document) : NO_NAME;
	struct point_lot lot = { .earned = moment_day(row->at),
		.last = last,
		.spendable = row->spendable,
		.waits = row->spendable > ledger->terms->since,
		.left = row->points,
		.expired = row->expired,
		.newer = NO_LOT,
		.order = UINT32_MAX };

	if (row->lot <= (int64_t)ledger->lots.count ||
		row->lot - (int64_t)ledger->lots.count > LOTS_LEFT_OUT)
		return "a lot out of order";
	if (row->points < 0 || row->expired < 0)
		return "a lot below 0";
	if (row->document.length && number == NO_NAME)
		return "a lot of no order";
	lots_add(&ledger->lots, (uint32_t)row->lot - 1, &lot);
	if (number != NO_NAME)
		ledger_link_lot(ledger, &ledger->order[number], number, (uint32_t)row->lot - 1);
	return NULL;
}

static const char *
restore_taken(struct ledger *ledger, const struct state_row *row)
{
	uint32_t number = ledger_exchange_number(ledger, row->document);
	struct redemption *redemption = &ledger->redemption[number];

	redemption->known = true;
	if (row->dated)
		redemption->latest = moment_day(row->at);
	if (!row->has_points)
		return NULL;
	if (row->lot < 1 || row->lot > (int64_t)ledger->lots.count)
		return "taken of no lot";
	if (row->points < 0)
		return "taken below 0";
	MEMORY_GROW(ledger->taken, ledger->taken_capacity, ledger->parts + 1);
	ledger->taken[ledger->parts] =
		(struct part_taken){ (uint32_t)row->lot - 1, redemption->taken, row->points };
	redemption->taken = (uint32_t)ledger->parts++;
	return NULL;
}

static const char *
restore_pieces(struct ledger *ledger, const struct state_row *row)
{
	const struct catalogue *catalogue = ledger->terms->catalogue;
	uint32_t item = catalogue ? catalogue_find(catalogue, row->name) : NO_NAME;

	if (item == NO_NAME || catalogue->item[item].stock == STOCK_UNLIMITED)
		return "pieces of an item that has no stock";
	if (row->points <= 0)
		return "not a number of pieces";
	ledger_add_pieces(ledger, item, row->points);
	return NULL;
}

static const char *
restore_seen(struct ledger *ledger, const struct state_row *row)
{
	struct point_more more = { .line = row->line,
		.product = row->product,
		.channel = row->channel,
		.original = row->original };
	struct point_event event = { .at = row->at,
		.timed = row->timed,
		.has_amount = row->has_amount,
		.has_points = row->has_points,
		.amount = row->amount,
		.points = row->points,
		.document = row->document,
		.more = &more };

	if (row->count < 1 || row->count > UINT32_MAX)
		return "seen less than once";
	if (row->kind == STATE_REFERRAL) {
		if (row->count > EARNING_RULES)
			return "a referral by no rule";
		event.kind = POINT_ACTIVITY;
		event.operand = OPERAND_REFERRAL;
		more.fits[0] = UINT64_C(1) << (row->count - 1);
	} else if (!point_kind_parse(row->name, &event.kind)) {
		return "a kind of event that is not known";
	} else if (event.kind == POINT_TRANSFER_IN && event.points < 0) {
		event.kind = POINT_TRANSFER_OUT;
	}
	ledger_add_seen(ledger, &event, (uint32_t)row->count, row->kind == STATE_CONFLICT);
	return NULL;
}

const char *
ledger_restore(struct ledger *ledger, const struct state_row *row)
{
	const struct ledger_terms *terms = ledger->terms;

	if (ledger->today == DAY_NONE) {
		ledger->today = terms->since;
		ledger->opened = terms->from == DAY_NONE || terms->from <= terms->since;
	}
	switch (row->kind) {
	case STATE_SUM: return restore_sum(ledger, row);
	case STATE_TIER: return restore_tier(ledger, row);
	case STATE_DAY: return restore_day(ledger, row);
	case STATE_ORDER: return restore_order(ledger, row);
	case STATE_LINE: return restore_line(ledger, row);
	case STATE_LOT: return restore_lot(ledger, row);
	case STATE_TAKEN: return restore_taken(ledger, row);
	case STATE_STOCK: return restore_pieces(ledger, row);
	case STATE_REFERRAL:
	case STATE_SEEN:
	case STATE_CONFLICT: return restore_seen(ledger, row);
	case STATE_KINDS: break;
	}
	return "not a row of a state";
}
