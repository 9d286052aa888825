/* The options of crm-roi, and which of them go together. */
#include <stdlib.h>
#include <string.h>

#include "crm-roi.h"
#include "value/memory.h"
#include "value/number.h"

struct roi_settings set = {
	.confidence = 0.95, .window = { .days = 30 }, .terms = { .margin = 1, .margin_one = 1 }
};

static void
set_orders(const char *what)
{
	set.rows = strcmp(what, "rows") == 0;
	set.numbers = strcmp(what, "numbers") == 0;
	if (!set.rows && !set.numbers)
		fail(EXIT_USAGE, "--orders is numbers or rows, not \"%s\"", what);
}

static void
set_match(const char *what)
{
	static const char *const way[] = {
		[MATCH_CODE] = "code", [MATCH_BACK] = "back", [MATCH_BOTH] = "both"
	};

	for (int i = MATCH_CODE; i <= MATCH_BOTH; i++) {
		if (strcmp(what, way[i]) != 0)
			continue;
		set.match = (enum roi_match)i;
		return;
	}
	fail(EXIT_USAGE, "--match is code, back or both, not \"%s\"", what);
}

static void
set_credit(const char *what)
{
	if (!credit_parse(slice_from(what), &set.credit))
		fail(EXIT_USAGE, "--credit is last, first, linear or decay:7d, not \"%s\"", what);
	set.credit_given = true;
}

static void
set_window(const char *what)
{
	set.window = argument_span("--window", what);
	set.window_given = true;
}

static void
set_per(const char *what)
{
	set.terms.per_delivered = strcmp(what, "delivered") == 0;
	if (!set.terms.per_delivered && strcmp(what, "sent") != 0)
		fail(EXIT_USAGE, "--per is sent or delivered, not \"%s\"", what);
}

static void
set_confidence(const char *what)
{
	struct slice text = slice_from(what);
	struct decimal level;

	if (text.length && what[text.length - 1] == '%')
		text.length--;
	set.confidence = decimal_parse(text, &level) ? decimal_double(level) / 100 : 0;
	if (set.confidence < 0.5 || set.confidence >= 1)
		fail(EXIT_USAGE, "--confidence is 50 or more and less than 100, not \"%s\"", what);
	set.confidence_given = true;
}

const struct option_spec roi_options[] = {
	{ 0, "by", "COLUMNS", "a row for each of these, or none [source_code]", .text = &set.by },
	{ 0, "contacts", "FILE", "the pieces that were sent", .text = &set.contacts },
	{ 0, "events", "FILE", "responses: who responded, registered ...", .text = &set.events },
	{ 0, "costs", "FILE", "what it cost, by code or its parts", .text = &set.costs },
	{ 0, "customers", "FILE", "customers, whose columns --by may name",
		.text = &set.customers },
	{ 0, "history", "FILE", "earlier orders: their customers are not new",
		.text = &set.history },
	{ 0, "match", "code|back|both", "orders belong to their code, a contact, or either [code]",
		.set = set_match },
	{ 0, "window", "SPAN", "how long after a contact it may be matched [30d]",
		.set = set_window },
	{ 0, "windows", "FILE", "the same by medium: medium,window", .text = &set.windows },
	{ 0, "credit", "last|first|linear|decay:7d", "which contacts share a matched order [last]",
		.set = set_credit },
	{ 0, "control", "CELL", "compare the cells of --contacts with this one",
		.text = &set.control },
	{ 0, "confidence", "LEVEL", "of the intervals, in percent [95]", .set = set_confidence },
	{ 0, "cells", "CELL:SHARE,...", "the shares that were planned, for srm_p",
		.text = &set.cells },
	{ 0, "sequential", NULL, "intervals that hold however often one looks",
		.flag = &set.sequential },
	{ 0, "figures", "LIST", "these figures, in this order, or all [some]",
		.text = &set.figures },
	{ 0, "per", "sent|delivered", "which pieces the rates of pieces are of [sent]",
		.set = set_per },
	{ 0, "orders", "numbers|rows", "an order is a number or a row [numbers, if there are any]",
		.set = set_orders },
	{ 0, "cumulative", NULL, "each order_month with all before it", .flag = &set.cumulative },
	{ 0, "curve", NULL, "responses by days since the piece was sent", .flag = &set.curve },
	{ 0, "partial", NULL, "write a state of these orders instead of a result",
		.flag = &set.partial },
	{ 0, "merge", NULL, "the operands are states", .flag = &set.merge },
	{ 0, "total", NULL, "a last row for all together", .flag = &set.total },
	{ 0, "layout", "FILE", "the layout of codes: part,kind,length,text", .text = &set.layout },
	{ 0 },
};

/* A margin that is a share of the revenue; else it is a column or an expression. */
static void
settle_margin(void)
{
	const char *given = column_option("margin");
	struct decimal share;

	if (!given)
		return;
	set.terms.margins = !share_parse(slice_from(given), &share);
	if (set.terms.margins)
		return;
	share = argument_share("--margin", given);
	if (share.units < 0 || decimal_compare(share, decimal_from_integer(1)) > 0)
		fail(EXIT_USAGE, "--margin: a share of the revenue is 0 to 100%%, not \"%s\"",
			given);
	if (share.scale > 6)
		fail(EXIT_USAGE, "--margin: more than six decimals in \"%s\"", given);
	set.terms.margin = (int64_t)share.units;
	for (int i = 0; i < share.scale; i++)
		set.terms.margin_one *= 10;
}

/* A curve is of pieces; months of orders are not theirs. */
static void
check_time(void)
{
	const struct slice month = slice_from("order_month");
	struct list by = argument_list("--by", set.by ? set.by : "source_code", ',');

	if (set.cumulative && !slice_equal(by.part[by.count - 1], month))
		fail(EXIT_USAGE, "--cumulative: order_month must be the last of --by");
	if (set.curve && !set.contacts)
		fail(EXIT_USAGE, "--curve needs --contacts, to know when pieces were sent");
	if (set.curve && (set.figures || set.total || set.cumulative || set.control))
		fail(EXIT_USAGE,
			"--curve has columns of its own: --figures, --total, "
			"--cumulative and --control do not go with it");
	if (set.curve && (list_has(&by, month) || list_has(&by, slice_from("response_channel"))))
		fail(EXIT_USAGE, "--curve: pieces have neither order_month nor response_channel");
	free(by.part);
}

static void
check_control(void)
{
	if (!set.control && (set.cells || set.sequential || set.confidence_given))
		fail(EXIT_USAGE, "--cells, --sequential and --confidence are of --control");
	if (!set.control)
		return;
	if (!set.contacts)
		fail(EXIT_USAGE, "--control needs --contacts, who is in which cell");
	if (set.by || set.total)
		fail(EXIT_USAGE,
			"--control writes a row for each cell: --by and --total do not go with it");
}

void
check_settings(void)
{
	bool matched = set.match != MATCH_CODE, none = set.by && strcmp(set.by, "none") == 0;

	settle_margin();
	check_control();
	check_time();
	check_states();
	if (set.total && none)
		fail(EXIT_USAGE, "--total: with --by=none the one row is the total");
	if (matched && !set.contacts)
		fail(EXIT_USAGE, "--match needs --contacts, to match orders to");
	if (!matched && !set.control && (set.credit_given || set.window_given || set.windows)) {
		say("--credit, --window and --windows are of orders that are matched");
		hint("--match=both matches those without a code, --match=back all");
		fail(EXIT_USAGE, NULL);
	}
	if (set.customers && (!set.by || none))
		fail(EXIT_USAGE, "--customers: nothing in --by asks for it");
}

const char *
by_customer(void)
{
	return set.control ? "--control"
		: set.curve ? "--curve"
		: set.match != MATCH_CODE ? "--match"
					  : NULL;
}
