/*
 * What happened, movement by movement: the ledger of all customers, the statement of one; and
 * what is about to expire.
 *
 * Nothing may be printed before every ledger was found to balance, so rows wait in a sorter.
 */
#include "crm-points.h"

#include <stdlib.h>

#include "table/sorter.h"
#include "value/text.h"

/* A movement as it waits; the document and the customer follow it. */
struct waiting {
	int64_t  points, balance;
	uint64_t rules;
	day      day, last;
	uint32_t lot, document, customer;       /* the last two: bytes */
	int16_t  tier, was;
	uint8_t  kind, event, refusal;
};

static struct {
	struct sorter *rows;
	struct buffer  bytes;
	struct slice   customer;       /* whose ledger is played */
	bool           found;          /* the customer of the statement */
} waiting;

static void
wait_for_end(bool done)
{
	if (!done)
		fail_errno("a temporary file for the ledger");
}

static void
begin(void *context, struct slice customer)
{
	(void)context;
	waiting.customer = customer;
	waiting.found |= set.statement && slice_is(customer, set.statement);
}

static void
moved(void *context, const struct movement *m)
{
	struct waiting row = { .points = m->points,
		.balance = m->balance,
		.rules = m->rules,
		.day = m->day,
		.last = m->last,
		.lot = m->lot,
		.document = (uint32_t)m->document.length,
		.customer = (uint32_t)waiting.customer.length,
		.tier = (int16_t)m->tier,
		.was = (int16_t)m->was,
		.kind = (uint8_t)m->kind,
		.event = (uint8_t)m->event,
		.refusal = (uint8_t)m->refusal };

	(void)context;
	if (m->kind == MOVE_SETTLE)
		return;
	if (set.terms.from != DAY_NONE && m->day < set.terms.from)
		return;
	if (set.statement && !slice_is(waiting.customer, set.statement))
		return;
	buffer_clear(&waiting.bytes);
	buffer_add(&waiting.bytes, slice_of((const char *)&row, sizeof row));
	buffer_add(&waiting.bytes, m->document);
	buffer_add(&waiting.bytes, waiting.customer);
	wait_for_end(sorter_add(
		waiting.rows, SLICE_EMPTY, slice_of(waiting.bytes.data, waiting.bytes.length)));
}

/* The next row; false: there are no more. */
static bool
next_row(struct waiting *row, struct slice *document, struct slice *customer)
{
	struct slice key, payload;
	bool more = false;

	wait_for_end(sorter_next(waiting.rows, &key, &payload, &more));
	if (!more)
		return false;
	memcpy(row, payload.data, sizeof *row);
	*document = slice_of(payload.data + sizeof *row, row->document);
	*customer = slice_of(document->data + row->document, row->customer);
	return true;
}

void
ledger_watch(struct watcher *watcher, struct ledger_terms *terms)
{
	waiting.rows = sorter_new(SORTER_MEMORY);
	buffer_init(&waiting.bytes);
	watcher->begin = begin;
	terms->moved = moved;
}

static void
finish_rows(struct report *report)
{
	report_finish(report);
	sorter_free(waiting.rows);
	buffer_release(&waiting.bytes);
}

/* --- the fields of a row --- */

static void
report_rules(struct report *report, const struct rule_book *book, uint64_t rules)
{
	struct buffer names;

	buffer_init(&names);
	for (; rules; rules &= rules - 1) {
		if (names.length)
			buffer_add(&names, slice_from(";"));
		buffer_add(&names, book->rules.rule[__builtin_ctzll(rules)].name);
	}
	report_text(report, slice_of(names.data, names.length));
	buffer_release(&names);
}

static struct slice
tier_name(int tier)
{
	return tier < 0 ? SLICE_EMPTY : set.terms.tiers.tiers.tier[tier].name;
}

static void
report_reason(struct report *report, const struct waiting *row)
{
	char text[TEXT_QUOTED + 8] = "from ";
	struct slice was = tier_name(row->was);

	if (row->kind == MOVE_REFUSE) {
		report_string(report, refusal_word((enum refusal)row->refusal));
	} else if (row->kind == MOVE_TIER && was.length && was.length < TEXT_QUOTED) {
		memcpy(text + 5, was.data, was.length);
		report_text(report, slice_of(text, 5 + was.length));
	} else {
		report_empty(report);
	}
}

static void
report_last_day(struct report *report, const struct waiting *row)
{
	report_day(report, row->lot == NO_LOT || row->last == POINT_NEVER ? DAY_NONE : row->last);
}

void
ledger_columns(struct report *report, struct slice customer_column)
{
	static const char *const after[] = { "kind", "document", "rule", "points", "lot",
		"lot_expires", "balance", "tier", "reason" };

	report_column(report, slice_from("date"));
	report_column(report, customer_column);
	report_columns(report, after, sizeof after / sizeof *after);
}

void
ledger_report(struct report *report, const struct rule_book *book)
{
	struct slice document, customer;
	struct waiting row;

	wait_for_end(sorter_finish(waiting.rows));
	while (next_row(&row, &document, &customer)) {
		report_day(report, row.day);
		report_text(report, customer);
		report_string(report, movement_word((enum movement_kind)row.kind));
		report_text(report, document);
		report_rules(report, book, row.rules);
		report_integer(report, row.points);
		if (row.lot == NO_LOT)
			report_empty(report);
		else
			report_integer(report, (int64_t)row.lot + 1);
		report_last_day(report, &row);
		report_integer(report, row.balance);
		report_text(report, tier_name(row.tier));
		report_reason(report, &row);
		report_end(report);
	}
	finish_rows(report);
}

/* --- the statement --- */

/* Movements of one event are one line of a statement. */
static bool
goes_on(const struct waiting *row, struct slice document, const struct waiting *line,
	const struct buffer *of)
{
	return row->day == line->day && row->kind == line->kind && row->event == line->event &&
		row->kind != MOVE_REFUSE && row->kind != MOVE_TIER &&
		slice_equal(document, slice_of(of->data, of->length));
}

static void
report_line(struct report *report, const struct waiting *line, struct slice document)
{
	report_day(report, line->day);
	report_string(report, movement_word((enum movement_kind)line->kind));
	report_string(report,
		line->event == POINT_KINDS ? "" : point_kind_word((enum point_kind)line->event));
	report_text(report, document);
	report_integer(report, line->points);
	report_integer(report, line->balance);
	report_last_day(report, line);
	report_text(report, tier_name(line->tier));
	report_reason(report, line);
	report_end(report);
}

/* The first and the last line: a day and what is there. */
static void
report_bound(struct report *report, day when, const char *what, int64_t balance, int tier)
{
	report_day(report, when);
	report_string(report, what);
	report_empty(report);
	report_empty(report);
	report_empty(report);
	report_integer(report, balance);
	report_empty(report);
	report_text(report, tier_name(tier));
	report_empty(report);
	report_end(report);
}

static struct balance
stated_balance(const struct balances *all)
{
	char name[TEXT_QUOTED];
	struct kept_place place = { .piece = NULL };
	struct balance balance;

	while (balance_next(&all->kept, &place, &balance))
		if (slice_is(balance.customer, set.statement))
			return balance;
	text_quote(slice_from(set.statement), name);
	fail(EXIT_DATA, "--statement: nothing is known of customer %s", name);
}

void
statement_columns(struct report *report)
{
	static const char *const column[] = { "date", "movement", "event", "document", "points",
		"balance", "expires", "tier", "reason" };

	report_columns(report, column, sizeof column / sizeof *column);
}

void
statement_report(struct report *report, const struct balances *all)
{
	struct balance own = stated_balance(all);
	struct slice document, customer;
	struct waiting row, line;
	struct buffer of;
	bool any = false;

	report_bound(report, set.terms.from, "opening", own.opening, -1);
	wait_for_end(sorter_finish(waiting.rows));
	buffer_init(&of);
	while (next_row(&row, &document, &customer)) {
		if (any && goes_on(&row, document, &line, &of)) {
			line.points += row.points;
			line.balance = row.balance;
			if (row.last < line.last)
				line.last = row.last;
			continue;
		}
		if (any)
			report_line(report, &line, slice_of(of.data, of.length));
		line = row;
		any = true;
		buffer_clear(&of);
		buffer_add(&of, document);
	}
	if (any)
		report_line(report, &line, slice_of(of.data, of.length));
	report_bound(report, run_as_of(), "closing", own.balance + own.pending, (int)own.tier);
	buffer_release(&of);
	finish_rows(report);
}

/* --- what is about to expire --- */

/* Points of a customer that go on one day. */
struct expiring {
	size_t  customer;       /* by number */
	day     last;
	int64_t points;
};

static struct {
	struct expiring *row;
	size_t           count, capacity, customers;
} losses;

static int
compare_losses(const void *left, const void *right)
{
	const struct expiring *a = left, *b = right;

	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return (a->last > b->last) - (a->last < b->last);
}

static void
note_losses(void *context, struct slice customer, struct ledger *ledger)
{
	day until = day_plus(run_as_of(), set.expiring_span);

	(void)context;
	(void)customer;
	for (size_t i = 0; i < ledger->lots.count; i++) {
		const struct point_lot *lot = &ledger->lots.lot[i];

		if (!lot->left || lot->last > until)
			continue;
		MEMORY_GROW(losses.row, losses.capacity, losses.count + 1);
		losses.row[losses.count++] =
			(struct expiring){ losses.customers, lot->last, lot->left };
	}
	losses.customers++;
}

void
expiring_watch(struct watcher *watcher)
{
	watcher->end = note_losses;
}

void
expiring_columns(struct report *report, struct slice customer_column)
{
	static const char *const after[] = { "expires", "points", "balance", "tier" };

	report_column(report, customer_column);
	report_columns(report, after, sizeof after / sizeof *after);
}

void
expiring_report(struct report *report, const struct balances *all)
{
	struct kept_place place = { .piece = NULL };
	struct balance balance;
	size_t known = 0;       /* of balances: so many are behind us */

	if (losses.count)
		qsort(losses.row, losses.count, sizeof *losses.row, compare_losses);
	for (size_t i = 0, run; i < losses.count; i += run) {
		int64_t points = 0;

		for (; known <= losses.row[i].customer; known++)
			balance_next(&all->kept, &place, &balance);
		for (run = 0; i + run < losses.count &&
			compare_losses(&losses.row[i], &losses.row[i + run]) == 0;
			run++)
			points += losses.row[i + run].points;
		report_text(report, balance.customer);
		report_day(report, losses.row[i].last);
		report_integer(report, points);
		report_integer(report, balance.balance);
		report_text(report, tier_name((int)balance.tier));
		report_end(report);
	}
	report_finish(report);
	free(losses.row);
}
