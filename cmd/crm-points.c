/*
 * crm-points - the points, tier and privileges of each customer
 *
 * A gather. Rows of orders and of point events become dated events, kept by customer;
 * then each customer's ledger is played. All are played before the first is printed,
 * because a ledger that does not balance must print nothing.
 */
#include "crm-points.h"

#include <inttypes.h>

#include "run/command.h"
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
set_events(const char *file)
{
	if (set.events)
		fail(EXIT_USAGE, "--events is given twice: %s and %s", set.events, file);
	set.events = file;
}

static void
set_expiry(const char *policy)
{
	if (!expiry_parse(slice_from(policy), &set.terms.expiry))
		fail(EXIT_USAGE, "--expiry is year-end:N, never or a span as 12m, not \"%s\"",
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
	{ 0, "events", "FILE", "point events beside the orders", .set = set_events },
	{ 0, "events-rejects", "FILE", "go on after bad rows of --events; they go here",
		.text = &set.events_rejects },
	{ 0, "rules", "FILE", "what earns more, less, or besides", .text = &set.rules },
	{ 0, "stacking", "add|multiply", "several multipliers of a row [add]",
		.set = set_stacking },
	{ 0, "expiry", "POLICY", "year-end:N, 12m, never [year-end:1]", .set = set_expiry },
	{ 0, "soon", "SPAN", "points that go within it count as expiring [30d]", .set = set_soon },
	{ 0, "tiers", "FILE", "use these tiers [built-in ones]", .text = &set.tiers },
	{ 0, "print-tiers", NULL, "print the tiers, and end", .flag = &set.print_tiers },
	{ 0 },
};

enum { CUSTOMER, DATE, AMOUNT, ORDER, KIND, POINTS, ORIGINAL, PRODUCT, CHANNEL };

/* A column called type or event is no kind of point event, unless --kind says so. */
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE]     = { "date",     .role = ROLE_EVENT_DATE, .type = COLUMN_MOMENT },
	[AMOUNT]   = { "amount",   .type = COLUMN_MONEY, .optional = true, .empty_ok = true },
	[ORDER]    = { "order",    .optional = true, .empty_ok = true },
	[KIND]     = { "kind", .optional = true, .accept = "kind,event_kind,事件类型,积分类型" },
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
	event_pack(&event, record);
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
	balances_play(&all, gather, &set.terms, set.soon);
	gather_free(gather);
	balances_report(&all, &privileges, stream_column_name(stream[ORDERS], CUSTOMER));
	if (all.refused)
		summary_line(true, "%" PRId64 " redemption%s refused: over the balance",
			all.refused, all.refused == 1 ? "" : "s");
	balances_release(&all);
	privileges_release(&privileges);
	earning_rules_release(&set.earning);
	return command_end();
}
