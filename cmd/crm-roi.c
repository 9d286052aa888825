/*
 * crm-roi - what came back of a campaign, by source code or any of its parts
 *
 * A fold of orders, with contacts and events as further streams of their own and the
 * costs as a side table. Each becomes money, pieces and members of the group that its
 * source code, or the contact it is matched to, leads to; the figures follow at the end.
 */
#include <stdlib.h>
#include <string.h>

#include "code-files.h"
#include "crm-roi.h"
#include "value/memory.h"

static const struct column_spec columns[ORDER_COLUMNS] = {
	[ORDER_CODE]     = { "code",     .optional = true, .empty_ok = true },
	[ORDER_AMOUNT]   = { "amount",   .type = COLUMN_MONEY },
	[ORDER_NUMBER]   = { "order",    .optional = true, .empty_ok = true },
	[ORDER_CUSTOMER] = { "customer", .role = ROLE_CUSTOMER, .optional = true,
		.empty_ok = true },
	[ORDER_DATE] = { "date", .role = ROLE_EVENT_DATE, .type = COLUMN_DAY, .optional = true },
	[ORDER_MARGIN]   = { "margin",   .type = COLUMN_MONEY },
};

const struct command roi_command = {
	.name    = "crm-roi",
	.purpose = "what came back of a campaign, by source code or its parts",
	.usage   = "[options] [file ...]",
	.takes   = TAKES_ROWS | SORTS_RESULT,
	.option  = roi_options,
	COMMAND_COLUMNS(columns),
};

/* The margin is a column only where it was asked for as one: it is the last. */
static struct stream *
open_orders(struct operands files)
{
	static struct column_spec column[ORDER_COLUMNS];

	if (set.merge)
		return states_open(files);
	memcpy(column, columns, sizeof columns);
	/* A state is free of the as-of day. */
	if (set.partial)
		column[ORDER_DATE].role = ROLE_NONE;
	return stream_open_as(files, column, set.terms.margins ? ORDER_COLUMNS : ORDER_COLUMNS - 1);
}

static void
plan_orders(struct stream *orders, const struct contacts *contacts)
{
	const struct key_plan *others[2];
	size_t count = 0;

	/* Who is matched or compared may do without codes. */
	plan_stream(&order_plan, orders, ORDER_CODE, "the orders",
		set.match == MATCH_CODE && !set.control);
	if (contacts->contacts)
		others[count++] = &contact_plan;
	if (contacts->events)
		others[count++] = &event_plan;
	if (!set.control)
		plan_require_keys(&order_plan, orders, others, count);
	if (by_customer()) {
		stream_require(orders, ORDER_CUSTOMER, by_customer());
		stream_require(orders, ORDER_DATE, by_customer());
	}
}

/* --- the command --- */

/* The other results: each is told of customers with all that happened to them, or is NULL. */
struct others {
	struct trial *trial;
	struct curve *curve;
};

/* Contacts, events and orders into the groups; returns the revenue. */
static __int128
read_all(struct fold *fold, struct stream *orders, const struct contacts *contacts,
	const struct costs *costs, const struct others *others)
{
	struct stream *gathered = by_customer() ? orders : NULL;
	__int128 revenue = 0;
	struct seen seen =
		journeys_read(fold, contacts, gathered, others->trial, others->curve, &revenue);

	set.terms.known = find_known(orders, costs, &seen);
	check_response_costs(costs, set.terms.known);
	if (!gathered)
		orders_read(fold, orders, &revenue);
	return revenue;
}

static struct report *
begin(struct figures *figures)
{
	struct report *report = set.control ? compare_begin()
		: set.curve                 ? curve_begin()
					    : result_begin(figures);

	report_named(report);
	return report;
}

static void
finish(struct report *report, const struct result *result, const struct figures *figures,
	const struct others *others)
{
	if (others->trial) {
		compare_report(report, others->trial, result->fold);
		trial_free(others->trial);
	} else if (others->curve) {
		curve_report(report, others->curve);
		curve_free(others->curve);
	} else {
		result_report(result, report, figures);
	}
}

static const char *
grouped_by(const struct contacts *contacts)
{
	if (set.control)
		return contacts_have_campaign(contacts) ? "campaign,cell" : "cell";
	return set.by ? set.by : "source_code";
}

int
main(int argc, char **argv)
{
	struct operands files = command_start(&roi_command, argc, argv);
	struct figures figures = { .count = 0 };
	struct result result;
	struct costs costs = { .path = NULL };
	struct firsts *firsts = NULL;
	struct others others = { NULL, NULL };
	struct report *report = NULL;
	struct stream *orders;
	struct contacts contacts;
	__int128 revenue;

	check_settings();
	if (!set.control && !set.curve)
		figures = figures_choose(set.figures);
	layout_load(&layout, set.layout);
	orders = open_orders(files);
	contacts = contacts_open(set.contacts, set.events);
	keys_choose(grouped_by(&contacts));
	if (set.partial)
		state_keys(orders);
	else
		report = begin(&figures);
	if (set.customers)
		customers_read(set.customers);
	if (set.windows)
		windows_read(set.windows);
	if (set.costs)
		costs_read(&costs, set.costs);
	contacts_plan(&contacts);
	plan_orders(orders, &contacts);
	if (set.partial) {
		write_state(orders);
		return command_end();
	}
	choose_counts(orders, &figures, &costs);
	if (wanted.counts & COUNTED(COUNT_NEW_BUYERS))
		firsts = history_open(set.history);
	if (set.control)
		others.trial = trial_new();
	if (set.curve)
		others.curve = curve_new();

	result.fold = counts_fold();
	revenue = read_all(result.fold, orders, &contacts, &costs, &others);
	if (firsts)
		history_settle(firsts, result.fold);
	if (set.costs)
		costs_charge(&costs, result.fold);

	result.group = fold_groups(result.fold, &result.groups);
	result_check(&result, revenue, costs.expenses.given);
	finish(report, &result, &figures, &others);
	free(result.group);
	fold_free(result.fold);
	costs_release(&costs);
	keys_release();
	layout_release(&layout);
	return command_end();
}
