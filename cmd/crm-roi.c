/*
 * crm-roi - what came back of a campaign, by source code or any of its parts
 *
 * A fold of orders, with contacts and events as further streams of their own and the
 * costs as a side table. Each becomes money, pieces and members of the group that its
 * source code leads to; the figures follow at the end.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "code-files.h"
#include "crm-roi.h"

static struct {
	const char *by, *contacts, *events, *costs, *layout, *figures;
	bool        rows, numbers, total;
} set = { .by = "source_code" };

static void
set_orders(const char *what)
{
	set.rows = strcmp(what, "rows") == 0;
	set.numbers = strcmp(what, "numbers") == 0;
	if (!set.rows && !set.numbers)
		fail(EXIT_USAGE, "--orders is numbers or rows, not \"%s\"", what);
}

static const struct option_spec options[] = {
	{ 0, "by", "COLUMNS", "a row for each of these [source_code]", .text = &set.by },
	{ 0, "contacts", "FILE", "the pieces that were sent", .text = &set.contacts },
	{ 0, "events", "FILE", "responses: who responded, registered ...", .text = &set.events },
	{ 0, "costs", "FILE", "what it cost, by code or its parts", .text = &set.costs },
	{ 0, "figures", "LIST", "these figures, in this order [all]", .text = &set.figures },
	{ 0, "orders", "numbers|rows", "an order is a number or a row [numbers, if there are any]",
		.set = set_orders },
	{ 0, "total", NULL, "a last row for all together", .flag = &set.total },
	{ 0, "layout", "FILE", "the layout of codes: part,kind,length,text", .text = &set.layout },
	{ 0 },
};

enum { CODE, AMOUNT, ORDER, CUSTOMER, DATE };
static const struct column_spec columns[] = {
	[CODE]     = { "code",     .optional = true, .empty_ok = true },
	[AMOUNT]   = { "amount",   .type = COLUMN_MONEY },
	[ORDER]    = { "order",    .optional = true, .empty_ok = true },
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER, .optional = true, .empty_ok = true },
	[DATE]     = { "date",     .role = ROLE_EVENT_DATE, .type = COLUMN_DAY, .optional = true },
};

static struct key_plan order_plan;

/* --- orders --- */

static struct slice
order_key(const struct row *row, struct arena *scratch)
{
	day latest = row_has(row, DATE) ? row_day(row, DATE) : run_as_of();

	return plan_key(&order_plan, row, latest, scratch);
}

static bool
is_order(const struct row *row)
{
	return campaign_is_order(row_money(row, AMOUNT));
}

static int64_t
order_amount(const struct row *row)
{
	return row_money(row, AMOUNT);
}

static void
add_order(void *kept, const struct fold_member *member, const struct row *row)
{
	struct campaign *campaign = kept;

	campaign->revenue += row_money(row, AMOUNT);
	if (is_order(row) && !member[CAMPAIGN_ORDERS].kept)
		campaign->unnumbered++;
	members_count(campaign, member);
}

/* `sets`: the bases whose sets are wanted. */
static void
read_orders(struct fold *fold, struct stream *orders, unsigned sets, __int128 *revenue)
{
	struct fold_source source = { .key = order_key,
		.add = add_order,
		.brings = is_order,
		.measure = order_amount,
		.measured = revenue };

	if (sets & BASIS_BUYERS)
		source.member[CAMPAIGN_BUYERS] = CUSTOMER + 1;
	if (sets & BASIS_RESPONDERS)
		source.member[CAMPAIGN_RESPONDERS] = CUSTOMER + 1;
	if (sets & BASIS_ORDERS)
		source.member[CAMPAIGN_ORDERS] = ORDER + 1;
	fold_read(fold, orders, &source);
}

/* --- the bases of figures --- */

#define BASES_OF_SETS (BASIS_BUYERS | BASIS_RESPONDERS | BASIS_ORDERS)

/* The bases whose sets are wanted, as far as the orders can give them. */
static unsigned
choose_sets(struct stream *orders, const struct figures *figures, const struct costs *costs)
{
	unsigned people = BASIS_BUYERS | BASIS_RESPONDERS, wanted = figures->basis;

	if (costs->per_response)
		wanted |= BASIS_RESPONDERS;
	if (set.numbers && wanted & BASIS_ORDERS)
		stream_require(orders, ORDER, "--orders=numbers");
	if (set.figures && wanted & people)
		stream_require(orders, CUSTOMER, "--figures");
	if (set.rows || !stream_has(orders, ORDER))
		wanted &= ~(unsigned)BASIS_ORDERS;
	if (!stream_has(orders, CUSTOMER)) {
		if (wanted & people)
			note("no column for \"customer\": buyers and responders are not known");
		wanted &= ~people;
	}
	return wanted & BASES_OF_SETS;
}

/* What is known, once contacts and events were read. */
static unsigned
find_known(struct stream *orders, const struct costs *costs, bool responses)
{
	unsigned known = BASIS_ORDERS;

	if (set.contacts || costs->sent)
		known |= BASIS_PIECES;
	if (set.costs)
		known |= BASIS_COST;
	if (stream_has(orders, CUSTOMER))
		known |= responses ? BASIS_BUYERS | BASIS_RESPONDERS : BASIS_BUYERS;
	return known;
}

static void
check_response_costs(const struct costs *costs, unsigned known)
{
	if (costs->per_response && !(known & BASIS_RESPONDERS))
		fail(EXIT_DATA,
			"%s:%" PRIu64
			": column \"response_cost\": no responses are known to count: "
			"they come by --events or in --contacts, and orders need a customer",
			costs->path, costs->response_line);
}

/* --- the command --- */

static const struct command command = {
	.name    = "crm-roi",
	.purpose = "what came back of a campaign, by source code or its parts",
	.usage   = "[options] [file ...]",
	.takes   = TAKES_ROWS | SORTS_RESULT,
	.option  = options,
	COMMAND_COLUMNS(columns),
};

static void
choose_keys(void)
{
	struct list by = argument_list("--by", set.by, ',');

	layout_load(&keys.layout, set.layout);
	for (size_t i = 0; i < by.count; i++)
		keys_add(by.part[i]);
	if (keys.count < by.count)
		fail(EXIT_USAGE, "--by: a column twice in \"%s\"", set.by);
	keys.by = keys.count;
	free(by.part);
}

int
main(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);
	struct figures figures = figures_choose(set.figures);
	struct result result = { .total = set.total };
	struct costs costs = { .path = NULL };
	struct report *report;
	struct stream *orders;
	struct contacts contacts;
	__int128 revenue = 0;
	bool responses;

	choose_keys();
	report = result_begin(&figures);
	orders = stream_open(files);
	if (set.costs)
		costs_read(&costs, set.costs);
	plan_stream(&order_plan, orders, CODE, "the orders");
	plan_require_keys(&order_plan, orders);
	contacts = contacts_open(set.contacts, set.events);

	result.sets = choose_sets(orders, &figures, &costs);
	result.fold = fold_new(&(struct fold_spec){
		.kept = sizeof(struct campaign), .member_kinds = result.sets ? CAMPAIGN_SETS : 0 });
	responses = contacts_read(&contacts, result.fold) > 0;
	result.known = find_known(orders, &costs, responses);
	check_response_costs(&costs, result.known);
	if (!responses)
		result.sets &= ~(unsigned)BASIS_RESPONDERS;
	read_orders(result.fold, orders, result.sets, &revenue);
	if (set.costs)
		costs_charge(&costs, result.fold);

	result.group = fold_groups(result.fold, &result.groups);
	result_check(&result, revenue, costs.expenses.given);
	result_report(&result, report, &figures);
	free(result.group);
	fold_free(result.fold);
	costs_release(&costs);
	keys_release();
	return command_end();
}
