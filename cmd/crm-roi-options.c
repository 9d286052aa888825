/* The options of crm-roi, and which of them go together. */
#include <stdlib.h>
#include <string.h>

#include "crm-roi.h"
#include "value/memory.h"
#include "value/number.h"

struct roi_settings set = {
	.by = "source_code", .window = { .days = 30 }, .terms = { .margin = 1, .margin_one = 1 }
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
	{ 0, "figures", "LIST", "these figures, in this order, or all [some]",
		.text = &set.figures },
	{ 0, "per", "sent|delivered", "which pieces the rates of pieces are of [sent]",
		.set = set_per },
	{ 0, "orders", "numbers|rows", "an order is a number or a row [numbers, if there are any]",
		.set = set_orders },
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
	if (share.scale > 6)
		fail(EXIT_USAGE, "--margin: more than six decimals in \"%s\"", given);
	set.terms.margin = (int64_t)share.units;
	for (int i = 0; i < share.scale; i++)
		set.terms.margin_one *= 10;
}

void
check_settings(void)
{
	bool matched = set.match != MATCH_CODE;

	settle_margin();
	if (set.total && strcmp(set.by, "none") == 0)
		fail(EXIT_USAGE, "--total: with --by=none the one row is the total");
	if (matched && !set.contacts)
		fail(EXIT_USAGE, "--match needs --contacts, to match orders to");
	if (!matched && (set.credit_given || set.window_given || set.windows)) {
		say("--credit, --window and --windows are of orders that are matched");
		hint("--match=both matches those without a code, --match=back all");
		fail(EXIT_USAGE, NULL);
	}
	if (set.customers && strcmp(set.by, "none") == 0)
		fail(EXIT_USAGE, "--customers: nothing in --by asks for it");
}
