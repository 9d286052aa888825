/*
 * From rows to plays: every row counts once, the rows of an order and day are one event,
 * events stand in the order of play.
 */
#include <stdlib.h>

#include "crm/point_inside.h"
#include "crm/point_packed.h"

#define COMPARE(a, b) \
	do { \
		if ((a) != (b)) \
			return (a) < (b) ? -1 : 1; \
	} while (0)

/* --- events come in --- */

static inline struct ledger_entry *
new_entry(struct ledger *ledger)
{
	MEMORY_GROW(ledger->entry, ledger->entry_capacity, ledger->entries + 1);
	return &ledger->entry[ledger->entries++];
}

/* Where an event that is unpacked next may put what more it says. */
static struct point_more *
spare_more(struct ledger *ledger)
{
	if (!ledger->spare)
		ledger->spare = arena_new(&ledger->further, sizeof *ledger->spare);
	return ledger->spare;
}

/* The entry's event is there; what it says more stays as long as the entry. */
static inline void
begin_entry(struct ledger *ledger, struct ledger_entry *entry, bool conflict)
{
	const struct point_event *event = &entry->event;

	entry->number = NO_NAME;
	entry->next = NO_ENTRY;
	entry->dropped = entry->seen = entry->late = false;
	entry->count = 1;
	entry->conflict = conflict;
	ledger->several |= event->operand != ledger->entry[0].event.operand &&
		event->operand != OPERAND_REFERRAL;
	if (event->more != &point_more_none) {
		ledger->lined |= point_event_has_line(event);
		ledger->spare = NULL;
	}
}

void
ledger_add_record(struct ledger *ledger, struct slice record, bool conflict)
{
	struct ledger_entry *entry = new_entry(ledger);

	point_event_unpack(record, &entry->event, spare_more(ledger));
	begin_entry(ledger, entry, conflict);
}

/* The event, with what more it says kept in the ledger. */
static void
copy_event(struct ledger *ledger, struct point_event *copy, const struct point_event *event)
{
	*copy = *event;
	if (event->more == &point_more_none)
		return;
	*spare_more(ledger) = *event->more;
	copy->more = ledger->spare;
}

void
ledger_add(struct ledger *ledger, const struct point_event *event, bool conflict)
{
	struct ledger_entry *entry = new_entry(ledger);

	copy_event(ledger, &entry->event, event);
	begin_entry(ledger, entry, conflict);
}

void
ledger_add_seen(
	struct ledger *ledger, const struct point_event *event, uint32_t count, bool conflict)
{
	struct ledger_entry *entry = new_entry(ledger);

	*entry = (struct ledger_entry){ .number = NO_NAME,
		.next = NO_ENTRY,
		.count = count,
		.dropped = true,
		.conflict = conflict,
		.seen = true };
	copy_event(ledger, &entry->event, event);
	if (entry->event.more != &point_more_none)
		ledger->spare = NULL;
	ledger->several = true;
}

/* --- each row once --- */

/* A transfer is one kind, whichever way it goes. */
static enum point_kind
identity_kind(const struct ledger_entry *entry)
{
	return entry->event.kind == POINT_TRANSFER_OUT ? POINT_TRANSFER_IN : entry->event.kind;
}

static bool
is_referral(const struct ledger_entry *entry)
{
	return entry->event.operand == OPERAND_REFERRAL;
}

/* Rows of one identity side by side: by line where there is one, else by content. */
static int
compare_identities(const struct ledger_entry *a, const struct ledger_entry *b)
{
	bool lined = point_event_has_line(&a->event);
	int  order;

	COMPARE(is_referral(a), is_referral(b));
	COMPARE(lined, point_event_has_line(&b->event));
	COMPARE(identity_kind(a), identity_kind(b));
	if ((order = slice_compare(a->event.document, b->event.document)) != 0)
		return order;
	if (is_referral(a)) {
		COMPARE(a->event.more->fits[0], b->event.more->fits[0]);
		return 0;
	}
	return lined ? slice_compare(a->event.more->line, b->event.more->line)
		     : point_content_compare(&a->event, &b->event);
}

/* Then one content side by side, then the operands. */
static int
compare_rows(const void *left, const void *right)
{
	const struct ledger_entry *a = *(struct ledger_entry *const *)left;
	const struct ledger_entry *b = *(struct ledger_entry *const *)right;
	int order = compare_identities(a, b);

	if (!order)
		order = point_content_compare(&a->event, &b->event);
	if (order)
		return order;
	COMPARE(b->seen, a->seen);
	COMPARE(a->event.operand, b->event.operand);
	return a < b ? -1 : a > b;
}

/* The row of them that a state has seen; NULL. */
static const struct ledger_entry *
seen_of(struct ledger_entry *const *row, size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		if (row[i]->seen)
			return row[i];
	return NULL;
}

/* One content is refused once, however often it comes. */
static bool
again_refused(struct ledger_entry *const *row, size_t i)
{
	return i > 0 && !row[i - 1]->seen &&
		point_content_compare(&row[i - 1]->event, &row[i]->event) == 0;
}

/*
 * Rows known by document and line: one content counts once, several are in conflict. Against
 * a row that has been played all others are.
 */
static size_t
settle_lined(struct ledger_entry **row, size_t rows)
{
	const struct ledger_entry *seen = seen_of(row, rows), *first = seen ? seen : row[0];
	bool several = point_content_compare(&row[0]->event, &row[rows - 1]->event) != 0;
	size_t left_out = 0;

	for (size_t i = 0; i < rows; i++) {
		bool same = point_content_compare(&row[i]->event, &first->event) == 0;

		if (row[i]->seen)
			continue;
		if (seen)
			row[i]->conflict = seen->conflict || !same;
		else
			row[i]->conflict |= several;
		row[i]->dropped =
			row[i]->conflict ? again_refused(row, i) : seen || row[i] != first;
		left_out += row[i]->dropped;
	}
	return left_out;
}

/* Rows known by content: as many as the operand has that has most of them. */
static size_t
settle_alike(struct ledger_entry **row, size_t rows)
{
	const struct ledger_entry *seen = seen_of(row, rows);
	size_t most = 0, first = 0, begin = seen != NULL, known = seen ? seen->count : 0;

	for (size_t i = begin, run; i < rows; i += run) {
		for (run = 1;
			i + run < rows && row[i + run]->event.operand == row[i]->event.operand;
			run++)
			;
		if (run > most) {
			most = run;
			first = i;
		}
	}
	most = most > known ? most - known : 0;
	for (size_t i = begin; i < rows; i++)
		row[i]->dropped = i < first || i >= first + most;
	return rows - begin - most;
}

/* Rows of one identity side by side. */
static struct ledger_entry **
rows_by_identity(struct ledger *ledger)
{
	struct ledger_entry **row;

	MEMORY_GROW(ledger->by_identity, ledger->identity_capacity, ledger->entries);
	row = ledger->by_identity;
	for (size_t i = 0; i < ledger->entries; i++)
		row[i] = &ledger->entry[i];
	if (ledger->entries > 1)
		qsort(row, ledger->entries, sizeof *row, compare_rows);
	return row;
}

static size_t
identity_rows(struct ledger_entry *const *row, size_t rows)
{
	size_t run = 1;

	while (run < rows && compare_identities(row[0], row[run]) == 0)
		run++;
	return run;
}

static void
settle_identities(struct ledger *ledger)
{
	struct ledger_entry **row = rows_by_identity(ledger);

	for (size_t i = 0, run; i < ledger->entries; i += run) {
		run = identity_rows(row + i, ledger->entries - i);
		ledger->result.repeats += (int64_t)(point_event_has_line(&row[i]->event)
				? settle_lined(row + i, run)
				: settle_alike(row + i, run));
	}
}

void
ledger_identities(struct ledger *ledger,
	void (*tell)(void *context, const struct ledger_entry *entry, size_t rows), void *context)
{
	struct ledger_entry **row = rows_by_identity(ledger);

	for (size_t i = 0, run; i < ledger->entries; i += run) {
		const struct ledger_entry *told = NULL;
		size_t played = 0;

		run = identity_rows(row + i, ledger->entries - i);
		for (size_t k = i; k < i + run; k++) {
			if (row[k]->late || (row[k]->dropped && !row[k]->seen))
				continue;
			if (!told || !told->seen)
				told = row[k];
			played += row[k]->seen ? row[k]->count : 1;
		}
		if (told)
			tell(context, told, point_event_has_line(&told->event) ? 1 : played);
	}
}

/* --- plays --- */

static uint64_t
play_key(const struct point_event *event, day when)
{
	uint64_t second =
		event->timed ? (uint64_t)(event->at - (moment)when * DAY_SECONDS) : DAY_SECONDS;

	_Static_assert(DAY_SECONDS < 1 << 17 && POINT_KINDS <= 1 << 3, "bits of a key");
	return (uint64_t)(when - DAY_FIRST) << PLAY_DAY_SHIFT | second << 3 | event->kind;
}

static inline uint32_t
number_order(struct ledger *ledger, struct slice document)
{
	bool     fresh;
	uint32_t number = point_names_number(&ledger->numbers, document, &fresh);

	if (fresh) {
		MEMORY_GROW(ledger->order, ledger->order_capacity, number + 1);
		ledger->order[number] = point_order_new;
		ledger->orders = number + 1;
	}
	return number;
}

uint32_t
ledger_order_number(struct ledger *ledger, struct slice document)
{
	return number_order(ledger, document);
}

uint32_t
ledger_exchange_number(struct ledger *ledger, struct slice document)
{
	bool     fresh;
	uint32_t number = point_names_number(&ledger->exchanges, document, &fresh);

	if (fresh) {
		MEMORY_GROW(ledger->redemption, ledger->redemption_capacity, number + 1);
		ledger->redemption[number] = (struct redemption){ .taken = NO_ENTRY };
		ledger->redemptions = number + 1;
	}
	return number;
}

/* Numbers what the entry is about. */
static void
find_target(struct ledger *ledger, struct ledger_entry *entry)
{
	struct slice target = point_event_target(&entry->event);

	if (!target.length)
		return;
	switch (entry->event.kind) {
	case POINT_ORDER:
	case POINT_REFUND: entry->number = number_order(ledger, target); break;
	case POINT_REDEEM:
	case POINT_RETURN: entry->number = ledger_exchange_number(ledger, target); break;
	default: break;
	}
}

/* Whether the order has a play of this day already, which the entry's row then belongs to. */
static bool
join_play(struct ledger *ledger, const struct point_order *order, uint32_t number, uint64_t key)
{
	for (uint32_t at = order->play; at != NO_ENTRY; at = ledger->play[at].older) {
		struct ledger_play *play = &ledger->play[at];

		if (play_day(play->key) != play_day(key))
			continue;
		ledger->entry[number].next = ledger->entry[play->entry].next;
		ledger->entry[play->entry].next = number;
		if (key < play->key)
			play->key = key;
		return true;
	}
	return false;
}

/* There is room for the play. */
static void
add_play(struct ledger *ledger, uint32_t number, uint64_t key)
{
	const struct ledger_entry *entry = &ledger->entry[number];
	struct ledger_play play = { .key = key, .entry = number, .older = NO_ENTRY };

	if (entry->event.kind == POINT_ORDER && entry->number != NO_NAME && !entry->conflict) {
		struct point_order *order = &ledger->order[entry->number];

		if (order->play != NO_ENTRY && join_play(ledger, order, number, key))
			return;
		play.older = order->play;
		order->play = (uint32_t)ledger->plays;
	}
	ledger->play[ledger->plays++] = play;
}

/* --- in the order of play --- */

/* By the orders they are about; those without a document first. */
static inline int
compare_orders(const struct ledger *ledger, const struct ledger_entry *one,
	const struct ledger_entry *other)
{
	if (one->number != NO_NAME && other->number != NO_NAME)
		return point_names_compare(&ledger->numbers, one->number, other->number);
	COMPARE(one->number != NO_NAME, other->number != NO_NAME);
	return 0;
}

static bool
plays_before(const struct ledger *ledger, const struct ledger_play *a, const struct ledger_play *b)
{
	const struct ledger_entry *one, *other;
	int order = 0;

	if (a->key != b->key)
		return a->key < b->key;
	one = &ledger->entry[a->entry];
	other = &ledger->entry[b->entry];
	if (one->event.kind == POINT_ORDER)
		order = compare_orders(ledger, one, other);
	if (!order)
		order = point_identity_compare(&one->event, &other->event);
	return order < 0;
}

static bool
are_in_order(const struct ledger *ledger, const struct ledger_play *play, size_t plays)
{
	for (size_t i = 1; i < plays; i++)
		if (plays_before(ledger, &play[i], &play[i - 1]))
			return false;
	return true;
}

/* By insertion, such as stand in their order but for few. */
static void
sort_rest(const struct ledger *ledger, struct ledger_play *play, size_t plays)
{
	for (size_t i = 1; i < plays; i++) {
		struct ledger_play moved = play[i];
		size_t at = i;

		for (; at > 0 && plays_before(ledger, &moved, &play[at - 1]); at--)
			play[at] = play[at - 1];
		play[at] = moved;
	}
}

#define RUN        32           /* so many at once */
#define RUN_OF     16           /* where there are more, which are then merged */
#define PLACE_BITS 5
#define TOGETHER   4            /* keys compared with one, without a question in between */

/*
 * A run of plays by their keys: each goes behind as many as have lesser ones, of equal keys
 * behind those that stood before it. That is counted, since nobody could guess how a
 * comparison comes out.
 */
static void
sort_run(const struct ledger *ledger, const struct ledger_play *play, size_t plays,
	struct ledger_play *sorted)
{
	uint64_t key[RUN];
	size_t filled = plays;

	_Static_assert(RUN == 1 << PLACE_BITS && RUN % TOGETHER == 0, "places of a run");
	_Static_assert((uint64_t)(DAY_LAST - DAY_FIRST) < UINT64_C(1)
				<< (64 - PLAY_DAY_SHIFT - PLACE_BITS),
		"room for a place in a key");
	for (size_t i = 0; i < plays; i++)
		key[i] = play[i].key << PLACE_BITS | i;
	while (filled % TOGETHER)
		key[filled++] = UINT64_MAX;
	for (size_t i = 0; i < plays; i++) {
		uint64_t mine = key[i];
		size_t before = 0;

		for (size_t k = 0; k < filled; k += TOGETHER) {
			before += key[k] < mine;
			before += key[k + 1] < mine;
			before += key[k + 2] < mine;
			before += key[k + 3] < mine;
		}
		sorted[before] = play[i];
	}
	if (!are_in_order(ledger, sorted, plays))
		sort_rest(ledger, sorted, plays);
}

static void
merge_runs(const struct ledger *ledger, const struct ledger_play *run, size_t first, size_t all,
	struct ledger_play *merged)
{
	size_t one = 0, other = first;

	while (one < first && other < all)
		*merged++ =
			plays_before(ledger, &run[other], &run[one]) ? run[other++] : run[one++];
	if (one < first)
		memcpy(merged, run + one, (first - one) * sizeof *run);
	else
		memcpy(merged, run + other, (all - other) * sizeof *run);
}

static void
swap_plays(struct ledger *ledger)
{
	struct ledger_play *play = ledger->play;
	size_t capacity = ledger->play_capacity;

	ledger->play = ledger->sorted;
	ledger->play_capacity = ledger->sorted_capacity;
	ledger->sorted = play;
	ledger->sorted_capacity = capacity;
}

/* Most customers have few plays; and most inputs have them in their order. */
static void
sort_plays(struct ledger *ledger)
{
	size_t plays = ledger->plays, run = plays <= RUN ? RUN : RUN_OF;

	if (are_in_order(ledger, ledger->play, plays))
		return;
	MEMORY_GROW(ledger->sorted, ledger->sorted_capacity, plays);
	for (size_t at = 0; at < plays; at += run)
		sort_run(ledger, ledger->play + at, plays - at < run ? plays - at : run,
			ledger->sorted + at);
	swap_plays(ledger);
	for (; run < plays; run *= 2) {
		for (size_t at = 0; at < plays; at += 2 * run) {
			size_t all = plays - at < 2 * run ? plays - at : 2 * run;

			merge_runs(ledger, ledger->play + at, all < run ? all : run, all,
				ledger->sorted + at);
		}
		swap_plays(ledger);
	}
}

void
ledger_prepare(struct ledger *ledger)
{
	day since = ledger->terms->since;

	if (ledger->prepared)
		return;
	ledger->prepared = true;
	if (ledger->several || ledger->lined)
		settle_identities(ledger);
	point_names_expect(&ledger->numbers, ledger->entries);
	MEMORY_GROW(ledger->play, ledger->play_capacity, ledger->entries);
	for (size_t i = 0; i < ledger->entries; i++) {
		struct ledger_entry *entry = &ledger->entry[i];
		day when = moment_day(entry->event.at);

		if (entry->dropped)
			continue;
		entry->late = !entry->conflict && when <= since;
		find_target(ledger, entry);
		add_play(ledger, (uint32_t)i, play_key(&entry->event, when));
	}
	sort_plays(ledger);
}
