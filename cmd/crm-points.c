/*
 * crm-points - the points, tier and privileges of each customer
 *
 * A gather. Rows of orders and of point events become dated events, kept by customer;
 * then each customer's ledger is played. All are played before the first is printed,
 * because a ledger that does not balance must print nothing.
 */
#include "crm-points.h"

#include <inttypes.h>
#include <stdlib.h>

#include "run/command.h"
#include "run/gather.h"
#include "run/summary.h"
#include "value/text.h"

static struct {
	const char          *events, *events_rejects, *rules, *tiers;
	struct ledger_terms  terms;
	struct earning_rules earning;
	enum stacking        stacking;
	struct span          soon;
	bool                 print_tiers;
} set = { .terms.expiry = EXPIRY_DEFAULT, .soon = { .days = 30 } };

static void
set_expiry(const char *policy)
{
	if (!expiry_parse(slice_from(policy), &set.terms.expiry))
		fail(EXIT_USAGE, "--expiry is year-end:N, never or a time as 12m, not \"%s\"",
			policy);
}

static void
set_stacking(const char *how)
{
	if (strcmp(how, "add") != 0 && strcmp(how, "multiply") != 0)
		fail(EXIT_USAGE, "--stacking is add or multiply, not \"%s\"", how);
	set.stacking = *how == 'm' ? STACKING_MULTIPLY : STACKING_ADD;
}

static void
set_soon(const char *span)
{
	set.soon = argument_span("--soon", span);
}

static const struct option_spec options[] = {
	{ 0, "events", "FILE", "point events beside the orders", .text = &set.events },
	{ 0, "events-rejects", "FILE", "go on after bad rows of --events; they go here",
		.text = &set.events_rejects },
	{ 0, "rules", "FILE", "what earns more, less, or besides", .text = &set.rules },
	{ 0, "stacking", "add|multiply", "several multipliers of a row (add)",
		.set = set_stacking },
	{ 0, "expiry", "POLICY", "year-end:N, 12m, never (year-end:1)", .set = set_expiry },
	{ 0, "soon", "TIME", "points that go within it count as expiring (30d)", .set = set_soon },
	{ 0, "tiers", "FILE", "use these tiers", .text = &set.tiers },
	{ 0, "print-tiers", NULL, "print the tiers, then end", .flag = &set.print_tiers },
	{ 0 },
};

enum { CUSTOMER, DATE, AMOUNT, ORDER, KIND, POINTS, ORIGINAL, PRODUCT, CHANNEL };

/* A column called type or event is no kind of point event, unless --kind says so. */
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE]     = { "date",     .role = ROLE_EVENT_DATE, .type = COLUMN_MOMENT },
	[AMOUNT]   = { "amount",   .type = COLUMN_MONEY, .optional = true, .empty_ok = true },
	[ORDER]    = { "order",    .optional = true, .empty_ok = true },
	[KIND]     = { "kind",     .accept = "kind,event_kind,事件类型,积分类型", .optional = true },
	[POINTS]   = { "points",   .optional = true, .empty_ok = true },
	[ORIGINAL] = { "original", .optional = true, .empty_ok = true },
	[PRODUCT]  = { "product",  .optional = true, .empty_ok = true },
	[CHANNEL]  = { "channel",  .optional = true, .empty_ok = true },
};

/* --- rows to events --- */

static void *
work_new(void)
{
	return rule_work_new();
}

static void
work_free(void *work)
{
	rule_work_free(work);
}

static bool
apply_rules(const struct row *row, int stream, struct point_event *event, struct rule_work *work)
{
	struct earning earning = EARNING_PLAIN;

	for (size_t i = 0; i < set.earning.count; i++) {
		bool fits;

		if (!conditions_fit(set.earning.when, i, stream, row, work, &fits))
			return false;
		if (fits)
			earning_apply(&earning, &set.earning.gives[i]);
	}
	if (event->kind == POINT_ACTIVITY)
		event->points += earning.points;
	event->extras = earning.extras;
	return earning_rate(&earning, set.stacking, &event->rate) ||
		row_bad(row, -1, "the rules give more points a yuan than can be");
}

static bool
event_bad(const struct row *row, int column, const char *wrong)
{
	char quoted[TEXT_QUOTED];

	if (!row_has(row, column))
		return row_bad(row, column, "%s", wrong);
	text_quote(row_text(row, column), quoted);
	return row_bad(row, column, "%s: %s", wrong, quoted);
}

static bool
pack(const struct row *row, int stream, struct buffer *record, struct rule_work *work)
{
	static const int column[] = { [POINT_FIELD_KIND] = KIND,
		[POINT_FIELD_AMOUNT] = AMOUNT,
		[POINT_FIELD_POINTS] = POINTS };
	money amount = row_has(row, AMOUNT) ? row_money(row, AMOUNT) : 0;
	struct point_row said = {
		.at = row_moment(row, DATE),
		.timed = row_timed(row, DATE),
		.amount = row_has(row, AMOUNT) ? &amount : NULL,
		.kind = row_text(row, KIND),
		.points = row_text(row, POINTS),
		.order = row_text(row, ORDER),
		.original = row_text(row, ORIGINAL),
		.unruled = set.earning.count == 0,
	};
	struct point_event event;
	enum point_field field;
	const char *wrong = point_event_read(&event, &said, &field);

	if (wrong)
		return event_bad(row, column[field], wrong);
	if (event.kind <= POINT_ACTIVITY && !apply_rules(row, stream, &event, work))
		return false;
	if (!point_event_fits(&event))
		return row_bad(row, -1, "more points than one row may move");
	buffer_add(record, slice_of((const char *)&event, sizeof event));
	buffer_add(record, event.order);
	return true;
}

static bool
pack_order(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	(void)order;
	return pack(row, ORDERS, record, work);
}

static bool
pack_event(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	(void)order;
	return pack(row, EVENTS, record, work);
}

static struct point_event
unpack(struct slice record)
{
	struct point_event event;

	memcpy(&event, record.data, sizeof event);
	event.order.data = record.data + sizeof event;
	return event;
}

/* --- balances --- */

struct balance {
	struct slice         customer;
	struct ledger_result points;
	int64_t              expiring;
};

struct balances {
	struct balance *balance;
	size_t          count, capacity;
	struct arena    names;
	int64_t         refused;
};

static void
balances_release(struct balances *all)
{
	free(all->balance);
	arena_release(&all->names);
}

static void
play_all(struct balances *all, struct gather *gather)
{
	struct slice customer, record;
	struct ledger ledger;
	__int128 total = 0, moved = 0;

	ledger_init(&ledger, &set.terms);
	while (gather_key(gather, &customer)) {
		struct balance balance = { .customer = arena_copy(&all->names, customer) };
		struct ledger_result *p = &balance.points;
		char name[TEXT_QUOTED];

		ledger_clear(&ledger);
		while (gather_record(gather, &record)) {
			struct point_event event = unpack(record);

			ledger_add(&ledger, &event);
		}
		text_quote(customer, name);
		if (!ledger_play(&ledger, run_as_of(), p))
			fail(EXIT_DATA, "customer %s: amounts or points too large to add up", name);
		check_conserved(ledger_balances(&ledger), "points of a customer");
		balance.expiring = ledger_expiring(&ledger, day_plus(run_as_of(), set.soon));
		total += p->balance;
		moved += (__int128)p->earned + p->adjusted - p->redeemed - p->expired - p->reversed;
		all->refused += p->refused;
		MEMORY_GROW(all->balance, all->capacity, all->count + 1);
		all->balance[all->count++] = balance;
	}
	check_conserved(total == moved, "points of all customers");
	ledger_release(&ledger);
}

static void
report_balance(struct report *report, const struct balance *balance, const struct privileges *p)
{
	const struct ledger_result *points = &balance->points;
	const struct tier *tier = tiers_reached(&p->tiers, points->spend);
	const struct tier *next = tiers_next(&p->tiers, points->spend);

	report_text(report, balance->customer);
	report_integer(report, points->balance);
	report_integer(report, points->earned);
	report_integer(report, points->redeemed);
	report_integer(report, points->adjusted);
	report_integer(report, points->expired);
	report_integer(report, points->reversed);
	report_day(report, points->next_expiry);
	report_integer(report, balance->expiring);
	report_text(report, tier ? tier->name : SLICE_EMPTY);
	report_privileges(report, p, tier);
	report_sum(report, points->spend, "spend");
	if (next)
		report_sum(report, next->minimum - points->spend, "spend to the next tier");
	else
		report_empty(report);
	report_end(report);
}

static void
report_balances(const struct balances *all, const struct privileges *p, struct slice customer)
{
	static const char *const figure[] = { "balance", "earned", "redeemed", "adjusted",
		"expired", "reversed", "next_expiry", "expiring", "tier", "price_factor",
		"free_shipping" };
	struct report *report = report_new();

	report_column(report, customer);
	report_columns(report, figure, sizeof figure / sizeof *figure);
	for (size_t i = 0; i < p->count; i++)
		report_column(report, p->name[i]);
	report_column(report, slice_from("spend"));
	report_column(report, slice_from("to_next_tier"));
	for (size_t i = 0; i < all->count; i++)
		report_balance(report, &all->balance[i], p);
	report_finish(report);
}

static const struct command command = {
	.name    = "crm-points",
	.purpose = "the points, tier and privileges of each customer",
	.usage   = "[options] [file ...]",
	.takes   = TAKES_ROWS | SORTS_RESULT,
	.option  = options,
	COMMAND_COLUMNS(columns),
};

int
main(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);
	struct stream *stream[STREAMS] = { NULL };
	struct privileges privileges = { 0 };
	struct balances all = { 0 };
	struct gather *gather;

	if (set.events_rejects && !set.events)
		fail(EXIT_USAGE, "--events-rejects needs --events");
	if (set.tiers)
		privileges_read(&privileges, set.tiers);
	else
		tiers_builtin(&privileges.tiers);
	if (set.print_tiers) {
		privileges_print(&privileges);
		privileges_release(&privileges);
		return command_end();
	}

	stream[ORDERS] = stream_open(files);
	if (!stream_has(stream[ORDERS], KIND))
		stream_require(stream[ORDERS], AMOUNT, "an order");
	if (set.events) {
		stream[EVENTS] = stream_open_second("--events", set.events, columns,
			sizeof columns / sizeof *columns, set.events_rejects);
		stream_require(stream[EVENTS], KIND, "--events");
	}
	if (set.rules)
		earning_rules_read(&set.earning, set.rules, stream, &set.terms);

	gather = gather_new();
	gather_read(gather, stream[ORDERS], pack_order, work_new, work_free);
	if (set.events)
		gather_read(gather, stream[EVENTS], pack_event, work_new, work_free);
	play_all(&all, gather);
	gather_free(gather);
	report_balances(&all, &privileges, stream_column_name(stream[ORDERS], CUSTOMER));
	if (all.refused)
		summary_line(true, "%" PRId64 " redemption%s refused: over the balance",
			all.refused, all.refused == 1 ? "" : "s");
	balances_release(&all);
	privileges_release(&privileges);
	earning_rules_release(&set.earning);
	return command_end();
}
