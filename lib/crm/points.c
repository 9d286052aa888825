#include "crm/points.h"

#include <stdlib.h>

#include "value/number.h"
#include "value/text.h"

#define UNTIMED     DAY_SECONDS      /* plays after every time of the day */
#define NO_ORDER    UINT32_MAX
#define NO_LOT      UINT32_MAX

/* 1 point, in the unit of amount * rate. */
static const __int128 point_unit = (__int128)MONEY_UNIT * RATE_UNIT;

/* Events of one order, day and kind, or one other event. */
struct point_entry {
	day          day;
	int32_t      second;
	uint32_t     order;         /* NO_ORDER: none, or an order by itself */
	uint8_t      kind;
	bool         buys;          /* has a row that is no refund */
	money        bought, back;
	__int128     worth, worth_back;
	uint64_t     extras;
	int64_t      points;
	struct slice name;
};

struct point_order {
	bool     known;             /* something was bought, perhaps for nothing */
	money    bought, back;
	__int128 worth, worth_back;
	uint64_t extras;
	int64_t  points;            /* what it gave so far */
	uint32_t lot, newest;       /* its first lot, its last one */
};

struct point_lot {
	day      earned, last;
	int64_t  points, left, expired;
	uint32_t newer;             /* of the same order; it ends no earlier */
};

/* --- words --- */

static const struct {
	const char     *word;
	enum point_kind kind;
} kinds[] = {
	{ "order",    POINT_ORDER },
	{ "订单",     POINT_ORDER },
	{ "消费",     POINT_ORDER },
	{ "refund",   POINT_REFUND },
	{ "退款",     POINT_REFUND },
	{ "退货",     POINT_REFUND },
	{ "activity", POINT_ACTIVITY },
	{ "活动",     POINT_ACTIVITY },
	{ "签到",     POINT_ACTIVITY },
	{ "redeem",   POINT_REDEEM },
	{ "兑换",     POINT_REDEEM },
	{ "adjust",   POINT_ADJUST },
	{ "调整",     POINT_ADJUST },
};

bool
point_kind_parse(struct slice text, enum point_kind *kind)
{
	char lower[16];

	text = slice_trim(text);
	if (text.length > sizeof lower)
		return false;
	text = slice_of(lower, text_lower(text, lower));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (slice_is(text, kinds[i].word)) {
			*kind = kinds[i].kind;
			return true;
		}
	return false;
}

/* What stands after `start`; false: text does not begin so. */
static bool
text_after(struct slice text, const char *start, struct slice *rest)
{
	size_t length = strlen(start);

	if (text.length < length || memcmp(text.data, start, length) != 0)
		return false;
	*rest = slice_of(text.data + length, text.length - length);
	return true;
}

bool
expiry_parse(struct slice text, struct expiry *expiry)
{
	struct slice years;
	int64_t n;

	*expiry = (struct expiry){ .form = EXPIRY_NEVER };
	if (slice_is(text, "never"))
		return true;
	if (text_after(text, "year-end:", &years)) {
		if (!integer_parse(years, &n) || n < 0 || n > 9999)
			return false;
		expiry->form = EXPIRY_YEAR_END;
		expiry->years = (int)n;
		return true;
	}
	expiry->form = EXPIRY_SPAN;
	return span_parse(text, &expiry->span);
}

day
expiry_last(struct expiry expiry, day earned)
{
	int year;

	switch (expiry.form) {
	case EXPIRY_NEVER: break;
	case EXPIRY_YEAR_END:
		year = day_to_date(earned).year + expiry.years;
		return day_from_date((struct date){ year < 9999 ? year : 9999, 12, 31 });
	case EXPIRY_SPAN: return day_plus(earned, expiry.span);
	}
	return POINT_NEVER;
}

/* --- events in --- */

static __int128
size_of(__int128 n)
{
	return n < 0 ? -n : n;
}

static bool
kind_has_amount(enum point_kind kind)
{
	return kind == POINT_ORDER || kind == POINT_REFUND;
}

const char *
point_event_read(struct point_event *event, const struct point_row *row, enum point_field *field)
{
	*event = (struct point_event){ .at = row->at, .timed = row->timed };
	*field = POINT_FIELD_KIND;
	if (row->kind.length && !point_kind_parse(row->kind, &event->kind))
		return "not an order, refund, redeem, activity or adjust";

	*field = POINT_FIELD_AMOUNT;
	if (kind_has_amount(event->kind)) {
		bool goes_back = event->kind == POINT_REFUND && row->original.length;

		if (!row->amount)
			return "an order or a refund without its amount";
		event->amount = *row->amount;
		event->order = goes_back ? row->original : row->order;
		return NULL;
	}

	*field = POINT_FIELD_POINTS;
	if (!row->points.length)
		return event->kind == POINT_ACTIVITY && !row->unruled ? NULL : "no points";
	if (!integer_parse(row->points, &event->points))
		return "not a whole number";
	if (event->kind == POINT_ACTIVITY && event->points < 0)
		return "an activity takes no points (a redeem or an adjust does)";
	return NULL;
}

bool
point_event_fits(const struct point_event *event)
{
	return size_of(event->points) <= POINTS_MOST && event->amount > INT64_MIN &&
		size_of((__int128)event->amount * event->rate) / point_unit < POINTS_MOST;
}

void
ledger_init(struct ledger *ledger, const struct ledger_terms *terms)
{
	*ledger = (struct ledger){ .terms = terms };
	arena_init(&ledger->text);
}

void
ledger_release(struct ledger *ledger)
{
	arena_release(&ledger->text);
	free(ledger->entry);
	free(ledger->order);
	free(ledger->lot);
	free(ledger->heap);
}

void
ledger_clear(struct ledger *ledger)
{
	arena_clear(&ledger->text);
	ledger->entries = ledger->orders = ledger->lots = ledger->heaped = 0;
	ledger->held = ledger->owed = 0;
	ledger->too_large = false;
	ledger->result = (struct ledger_result){ 0 };
}

static void
entry_add_amount(struct point_entry *entry, const struct point_event *event)
{
	__int128 worth = size_of((__int128)event->amount * event->rate);

	if (event->kind == POINT_ORDER && event->amount >= 0) {
		entry->buys = true;
		entry->bought = event->amount;
		entry->worth = worth;
		entry->extras = event->extras;
	} else {
		entry->back = event->amount < 0 ? -event->amount : event->amount;
		entry->worth_back = worth;
	}
}

void
ledger_add(struct ledger *ledger, const struct point_event *event)
{
	struct point_entry *entry;
	day when = moment_day(event->at);

	MEMORY_GROW(ledger->entry, ledger->entry_capacity, ledger->entries + 1);
	entry = &ledger->entry[ledger->entries++];
	*entry = (struct point_entry){
		.day = when,
		.second =
			event->timed ? (int32_t)(event->at - (moment)when * DAY_SECONDS) : UNTIMED,
		.order = NO_ORDER,
		.kind = (uint8_t)event->kind,
	};
	if (kind_has_amount(event->kind)) {
		entry_add_amount(entry, event);
		if (event->order.length)
			entry->name = arena_copy(&ledger->text, event->order);
	} else {
		bool flip = event->kind == POINT_REDEEM && event->points < 0;

		entry->points = flip ? -event->points : event->points;
	}
}

/* --- sums that must fit --- */

static void
sum_add(struct ledger *ledger, int64_t *sum, int64_t n)
{
	if (__builtin_add_overflow(*sum, n, sum))
		ledger->too_large = true;
}

/* Worths are bounded row by row (point_event_fits), so that no number of rows overflows them. */
static void
order_add(struct ledger *ledger, struct point_order *order, const struct point_entry *entry)
{
	order->known |= entry->buys;
	sum_add(ledger, &order->bought, entry->bought);
	sum_add(ledger, &order->back, entry->back);
	order->worth += entry->worth;
	order->worth_back += entry->worth_back;
	order->extras |= entry->extras;
}

/* --- the order of play --- */

#define COMPARE(a, b) \
	do { \
		if ((a) != (b)) \
			return (a) < (b) ? -1 : 1; \
	} while (0)

/* Rows of one order, day and kind side by side, the earliest first; events without an id last. */
static int
compare_by_order(const void *left, const void *right)
{
	const struct point_entry *a = left, *b = right;
	int order;

	COMPARE(a->name.length == 0, b->name.length == 0);
	if ((order = slice_compare(a->name, b->name)) != 0)
		return order;
	COMPARE(a->day, b->day);
	COMPARE(a->kind, b->kind);
	COMPARE(a->second, b->second);
	return 0;
}

/* Entries that are equal here are alike in all that the ledger looks at. */
static int
compare_by_play(const void *left, const void *right)
{
	const struct point_entry *a = left, *b = right;

	COMPARE(a->day, b->day);
	COMPARE(a->second, b->second);
	COMPARE(a->kind, b->kind);
	COMPARE(a->order, b->order);
	COMPARE(a->points, b->points);
	COMPARE(a->bought, b->bought);
	COMPARE(a->back, b->back);
	COMPARE(a->worth, b->worth);
	COMPARE(a->worth_back, b->worth_back);
	COMPARE(a->extras, b->extras);
	return 0;
}

static void
entries_sort(struct ledger *ledger, int (*compare)(const void *, const void *))
{
	if (ledger->entries > 1)
		qsort(ledger->entry, ledger->entries, sizeof *ledger->entry, compare);
}

static void
entry_join(struct ledger *ledger, struct point_entry *into, const struct point_entry *entry)
{
	into->buys |= entry->buys;
	sum_add(ledger, &into->bought, entry->bought);
	sum_add(ledger, &into->back, entry->back);
	into->worth += entry->worth;
	into->worth_back += entry->worth_back;
	into->extras |= entry->extras;
}

/* Numbers the orders in the order of their ids and joins the rows that are one event. */
static void
orders_find(struct ledger *ledger)
{
	struct point_entry *last = NULL;
	size_t kept = 0;

	entries_sort(ledger, compare_by_order);
	ledger->orders = 0;
	for (size_t i = 0; i < ledger->entries; i++) {
		struct point_entry entry = ledger->entry[i];
		bool same = last && entry.name.length && slice_equal(last->name, entry.name);

		if (same && last->day == entry.day && last->kind == entry.kind) {
			entry_join(ledger, last, &entry);
			continue;
		}
		if (entry.name.length)
			entry.order = (uint32_t)(same ? ledger->orders - 1 : ledger->orders++);
		ledger->entry[kept] = entry;
		last = &ledger->entry[kept++];
	}
	ledger->entries = kept;

	MEMORY_GROW(ledger->order, ledger->order_capacity, ledger->orders);
	for (size_t i = 0; i < ledger->orders; i++)
		ledger->order[i] = (struct point_order){ .lot = NO_LOT };
}

/* --- lots --- */

static void
tell(const struct ledger *ledger, enum movement_kind kind, int64_t points, size_t lot)
{
	const struct ledger_terms *terms = ledger->terms;
	struct movement movement = { kind, ledger->today, points, lot, DAY_NONE };

	if (!terms->moved)
		return;
	if (lot != MOVEMENT_NO_LOT)
		movement.lot_last = ledger->lot[lot].last;
	terms->moved(terms->context, &movement);
}

/* Lots are numbered as they are opened, so of two that end together the lower was earned first. */
static bool
lot_ends_before(const struct ledger *ledger, uint32_t a, uint32_t b)
{
	day one = ledger->lot[a].last, other = ledger->lot[b].last;

	return one != other ? one < other : a < b;
}

static void
heap_push(struct ledger *ledger, uint32_t lot)
{
	size_t at;

	MEMORY_GROW(ledger->heap, ledger->heap_capacity, ledger->heaped + 1);
	for (at = ledger->heaped++; at > 0; at = (at - 1) / 2) {
		uint32_t above = ledger->heap[(at - 1) / 2];

		if (!lot_ends_before(ledger, lot, above))
			break;
		ledger->heap[at] = above;
	}
	ledger->heap[at] = lot;
}

static void
heap_pop(struct ledger *ledger)
{
	uint32_t lot = ledger->heap[--ledger->heaped];
	size_t at = 0, below;

	while ((below = 2 * at + 1) < ledger->heaped) {
		if (below + 1 < ledger->heaped &&
			lot_ends_before(ledger, ledger->heap[below + 1], ledger->heap[below]))
			below++;
		if (!lot_ends_before(ledger, ledger->heap[below], lot))
			break;
		ledger->heap[at] = ledger->heap[below];
		at = below;
	}
	ledger->heap[at] = lot;
}

/* The lot that ends first and has points left; NULL: there are none. */
static struct point_lot *
lot_next(struct ledger *ledger)
{
	while (ledger->heaped) {
		struct point_lot *lot = &ledger->lot[ledger->heap[0]];

		if (lot->left)
			return lot;
		heap_pop(ledger);
	}
	return NULL;
}

static size_t
lot_number(const struct ledger *ledger, const struct point_lot *lot)
{
	return (size_t)(lot - ledger->lot);
}

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Points come in; what is owed is paid first. */
static void
points_put(
	struct ledger *ledger, enum movement_kind kind, int64_t points, struct point_order *order)
{
	int64_t paid = lesser(points, ledger->owed);
	uint32_t number = (uint32_t)ledger->lots;

	if (points == 0)
		return;
	MEMORY_GROW(ledger->lot, ledger->lot_capacity, ledger->lots + 1);
	ledger->lot[ledger->lots++] = (struct point_lot){
		.earned = ledger->today,
		.last = expiry_last(ledger->terms->expiry, ledger->today),
		.points = points,
		.left = points - paid,
		.newer = NO_LOT,
	};
	if (order && order->lot == NO_LOT)
		order->lot = number;
	else if (order)
		ledger->lot[order->newest].newer = number;
	if (order)
		order->newest = number;
	ledger->owed -= paid;
	sum_add(ledger, &ledger->held, points - paid);
	if (points > paid)
		heap_push(ledger, number);
	tell(ledger, kind, points, number);
}

/* Points go: first those that expire first, then on debt. */
static void
points_take(struct ledger *ledger, enum movement_kind kind, int64_t points)
{
	struct point_lot *lot;

	while (points && (lot = lot_next(ledger))) {
		int64_t taken = lesser(points, lot->left);

		lot->left -= taken;
		ledger->held -= taken;
		points -= taken;
		tell(ledger, kind, -taken, lot_number(ledger, lot));
	}
	if (points) {
		sum_add(ledger, &ledger->owed, points);
		tell(ledger, kind, -points, MOVEMENT_NO_LOT);
	}
}

/* Takes back points an order gave: from its lots, but not what expired there, then from others. */
static void
points_take_back(struct ledger *ledger, const struct point_order *order, int64_t points)
{
	for (uint32_t i = order->lot; i != NO_LOT && points; i = ledger->lot[i].newer) {
		struct point_lot *lot = &ledger->lot[i];
		int64_t taken = lesser(points, lot->left);

		if (!taken)
			continue;
		lot->left -= taken;
		ledger->held -= taken;
		points -= taken;
		sum_add(ledger, &ledger->result.reversed, taken);
		tell(ledger, MOVE_REVERSE, -taken, i);
	}
	for (uint32_t i = order->lot; i != NO_LOT && points; i = ledger->lot[i].newer) {
		struct point_lot *lot = &ledger->lot[i];
		int64_t gone = lesser(points, lot->expired);

		lot->expired -= gone;
		points -= gone;
	}
	sum_add(ledger, &ledger->result.reversed, points);
	points_take(ledger, MOVE_REVERSE, points);
}

/* Moves on to `when`: lots whose last day is over expire, each at the end of that day. */
static void
days_pass(struct ledger *ledger, day when)
{
	struct point_lot *lot;

	while ((lot = lot_next(ledger)) && lot->last < when) {
		int64_t lost = lot->left;

		ledger->today = lot->last;
		lot->left = 0;
		lot->expired += lost;
		ledger->held -= lost;
		sum_add(ledger, &ledger->result.expired, lost);
		tell(ledger, MOVE_EXPIRE, -lost, lot_number(ledger, lot));
	}
	ledger->today = when;
}

/* --- play --- */

/* floor(worth * kept / bought) in points, with 0 <= kept <= bought, bought > 0. */
static __int128
worth_of_kept(__int128 worth, money kept, money bought)
{
	__int128 whole = worth / bought, rest = worth % bought;

	return (whole * kept + rest * kept / bought) / point_unit;
}

static int64_t
order_points(struct ledger *ledger, const struct point_order *order)
{
	__int128 points = 0;

	if (!order->known)
		points = -(order->worth_back / point_unit);
	else if (order->back > 0 && order->back >= order->bought)
		return 0;
	else if (order->bought > 0)
		points = worth_of_kept(order->worth, order->bought - order->back, order->bought);
	for (uint64_t rest = order->extras; rest; rest &= rest - 1)
		points += ledger->terms->extra[__builtin_ctzll(rest)];
	if (size_of(points) > INT64_MAX) {
		ledger->too_large = true;
		return 0;
	}
	return (int64_t)points;
}

static void
play_amount(struct ledger *ledger, const struct point_entry *entry)
{
	struct point_order alone = { .lot = NO_LOT };
	struct point_order *order =
		entry->order == NO_ORDER ? &alone : &ledger->order[entry->order];
	int64_t before = order->points, change;

	ledger->result.spend += (money_sum)entry->bought - entry->back;
	order_add(ledger, order, entry);
	if (ledger->too_large)
		return;
	order->points = order_points(ledger, order);
	if (__builtin_sub_overflow(order->points, before, &change)) {
		ledger->too_large = true;
	} else if (change > 0) {
		sum_add(ledger, &ledger->result.earned, change);
		points_put(ledger, MOVE_EARN, change, order);
	} else {
		points_take_back(ledger, order, -change);
	}
}

static void
play_redemption(struct ledger *ledger, int64_t points)
{
	if (points > ledger->held - ledger->owed) {
		ledger->result.refused++;
		tell(ledger, MOVE_REFUSE, points, MOVEMENT_NO_LOT);
		return;
	}
	sum_add(ledger, &ledger->result.redeemed, points);
	points_take(ledger, MOVE_REDEEM, points);
}

static void
play(struct ledger *ledger, const struct point_entry *entry)
{
	switch ((enum point_kind)entry->kind) {
	case POINT_ORDER:
	case POINT_REFUND: play_amount(ledger, entry); break;
	case POINT_ACTIVITY:
		sum_add(ledger, &ledger->result.earned, entry->points);
		points_put(ledger, MOVE_EARN, entry->points, NULL);
		break;
	case POINT_REDEEM: play_redemption(ledger, entry->points); break;
	case POINT_ADJUST:
		sum_add(ledger, &ledger->result.adjusted, entry->points);
		if (entry->points >= 0)
			points_put(ledger, MOVE_ADJUST, entry->points, NULL);
		else
			points_take(ledger, MOVE_ADJUST, -entry->points);
		break;
	}
}

bool
ledger_play(struct ledger *ledger, day as_of, struct ledger_result *result)
{
	const struct point_lot *next;

	orders_find(ledger);
	entries_sort(ledger, compare_by_play);
	for (size_t i = 0; i < ledger->entries && ledger->entry[i].day <= as_of; i++) {
		days_pass(ledger, ledger->entry[i].day);
		play(ledger, &ledger->entry[i]);
		if (ledger->too_large)
			return false;
	}
	days_pass(ledger, as_of);

	next = lot_next(ledger);
	ledger->result.next_expiry = next && next->last != POINT_NEVER ? next->last : DAY_NONE;
	ledger->result.balance = ledger->held - ledger->owed;
	*result = ledger->result;
	return !ledger->too_large;
}

int64_t
ledger_expiring(const struct ledger *ledger, day until)
{
	int64_t points = 0;

	for (size_t i = 0; i < ledger->lots; i++)
		if (ledger->lot[i].last <= until)
			points += ledger->lot[i].left;
	return points;
}

bool
ledger_balances(const struct ledger *ledger)
{
	const struct ledger_result *r = &ledger->result;
	__int128 moved = (__int128)r->earned + r->adjusted - r->redeemed - r->expired - r->reversed;
	__int128 held = 0;

	for (size_t i = 0; i < ledger->lots; i++)
		held += ledger->lot[i].left;
	return held == ledger->held && moved == held - ledger->owed && r->balance == moved;
}
