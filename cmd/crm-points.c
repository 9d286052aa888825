/*
 * crm-points - the points, tier and privileges of each customer
 *
 * A gather. Rows of orders and of point events become dated events, kept by customer;
 * then each customer's ledger is played. All are played before the first is printed,
 * because a ledger that does not balance must print nothing.
 */
#include "crm-points.h"

/* A column called type or event is no kind of point event, unless --kind says so. */
const struct column_spec point_columns[POINT_COLUMNS] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE]     = { "date",     .role = ROLE_EVENT_DATE, .type = COLUMN_MOMENT },
	[AMOUNT]   = { "amount",   .type = COLUMN_MONEY, .optional = true, .empty_ok = true },
	[ORDER]    = { "order",    .optional = true, .empty_ok = true },
	[KIND]     = { "kind", .optional = true, .accept = "kind,event_kind,事件类型,积分类型" },
	[POINTS]   = { "points",   .optional = true, .empty_ok = true },
	[ORIGINAL] = { "original", .optional = true, .empty_ok = true },
	[PRODUCT]  = { "product",  .optional = true, .empty_ok = true },
	[CHANNEL]  = { "channel",  .optional = true, .empty_ok = true },
	[LINE] = { "line", .optional = true, .empty_ok = true,
		.accept = "line,line_no,line_number,行号" },
	[DEDUCTED] = { "deducted", .type = COLUMN_MONEY, .optional = true, .empty_ok = true,
		.accept = "deducted,points_deducted,积分抵扣,积分抵扣金额,积分抵现" },
	[LIST_AMOUNT] = { "list_amount", .type = COLUMN_MONEY, .optional = true, .empty_ok = true,
		.accept = "list_amount,原价金额,吊牌金额" },
	[SHIPPING] = { "shipping", .type = COLUMN_MONEY, .optional = true, .empty_ok = true,
		.accept = "shipping,shipping_fee,运费,邮费" },
};

static const struct command command = {
	.name = "crm-points",
	.purpose = "the points, tier and privileges of each customer",
	.usage = "[options] [file ...]",
	.takes = TAKES_ROWS | SORTS_RESULT,
	.option = points_options,
	COMMAND_COLUMNS(point_columns),
};

static void
open_inputs(struct inputs *inputs, struct operands files)
{
	uint32_t operand = (uint32_t)files.count;

	inputs->stream[0] = stream_open(files);
	inputs->streams = 1 + set.event_files;
	if (!stream_has(inputs->stream[0], KIND))
		stream_require(inputs->stream[0], AMOUNT, "an order");
	for (size_t i = 0; i < set.event_files; i++) {
		inputs->stream[i + 1] = stream_open_second("--events", set.events[i], point_columns,
			POINT_COLUMNS, set.events_rejects[i]);
		inputs->operand[i + 1] = operand++;
		stream_require(inputs->stream[i + 1], KIND, "--events");
	}
}

static bool
has_lines(const struct inputs *inputs)
{
	bool any = false;

	for (size_t i = 0; i < inputs->streams; i++)
		any |= stream_has(inputs->stream[i], LINE);
	return any;
}

/*
 * Product and channel are what rules and the catalogue ask for, and they tell rows apart that
 * came twice. Without any of that, events that differ in them alone come to the same.
 */
static void
leave_unread(const struct inputs *inputs, size_t operands)
{
	static const int figure[] = { DEDUCTED, LIST_AMOUNT, SHIPPING };
	struct stream *rows = inputs->stream[0];
	bool same = operands < 2 && inputs->streams == 1 && !has_lines(inputs) && !set.state &&
		!set.state_out && !set.rules && !set.what_if && !set.catalogue;

	for (size_t i = 0; i < sizeof figure / sizeof *figure; i++)
		same &= !stream_has(rows, figure[i]);
	if (!same)
		return;
	stream_unread(rows, PRODUCT);
	stream_unread(rows, CHANNEL);
}

/* --- what was asked for --- */

static void
watch(struct watcher watcher[WATCHERS], const struct inputs *inputs)
{
	if (set.state_out)
		state_watch(&watcher[1]);
	if (set.ledger || set.statement)
		ledger_watch(watcher, &set.terms);
	else if (set.expiring)
		expiring_watch(watcher);
	else if (set.report)
		periods_watch(watcher, &set.terms, inputs);
}

/* Before the rows are read, because --sort may name none of them. */
static struct report *
name_columns(const struct privileges *privileges, struct slice customer)
{
	struct report *report = report_new();

	if (set.ledger)
		ledger_columns(report, customer);
	else if (set.statement)
		statement_columns(report);
	else if (set.expiring)
		expiring_columns(report, customer);
	else if (set.report)
		periods_columns(report);
	else if (set.what_if)
		what_if_columns(report, customer);
	else
		balances_columns(report, privileges, customer);
	report_named(report);
	return report;
}

static void
write_report(struct report *report, const struct balances *all, const struct privileges *privileges,
	const struct rule_book *book)
{
	if (set.ledger)
		ledger_report(report, book);
	else if (set.statement)
		statement_report(report, all);
	else if (set.expiring)
		expiring_report(report, all);
	else if (set.report)
		periods_report(report);
	else if (set.what_if)
		what_if_report(report, all);
	else
		balances_report(report, all, privileges);
}

int
main(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);
	struct tiers *tiers = &set.terms.tiers.tiers;
	struct privileges privileges = { 0 };
	struct rule_book book = { 0 }, other_book = { 0 };
	struct rule_book *books[] = { &book, set.what_if ? &other_book : NULL };
	struct ledger_terms others;
	struct catalogue catalogue;
	struct stock stock = { 0 }, other_stock = { 0 };
	struct inputs inputs = { 0 };
	struct referrals referrals = { 0 };
	struct balances all = { 0 };
	struct watcher watcher[WATCHERS] = { 0 };
	struct gather *gather;
	struct histories *histories;
	struct report *report;

	options_check();
	privileges_read(&privileges, tiers, set.tiers);
	if (set.print_tiers) {
		tiers_print(&privileges, tiers);
		privileges_release(&privileges);
		return command_end();
	}
	catalogue_init(&catalogue);
	if (set.catalogue) {
		catalogue_read(&catalogue, &privileges.text, set.catalogue, tiers);
		set.terms.catalogue = &catalogue;
		stock_open(&catalogue);
	}
	open_inputs(&inputs, files);
	leave_unread(&inputs, files.count);
	if (set.state)
		state_open();
	if (set.customers)
		customers_open(&inputs);
	if (set.rules)
		rule_book_read(&book, "--rules", set.rules, &inputs, tiers);
	if (set.what_if)
		rule_book_read(&other_book, "--what-if", set.what_if, &inputs, tiers);
	set.terms.rules = &book.rules;
	others = set.terms;
	others.rules = &other_book.rules;
	others.set = 1;
	report = name_columns(&privileges, stream_column_name(inputs.stream[0], CUSTOMER));

	gather = gather_new_as_read();
	if (set.state) {
		state_check(&set.terms, &book);
		state_read(gather);
	}
	rows_read(gather, &inputs, books, &referrals);
	histories = histories_new(gather, &referrals, books, has_lines(&inputs));
	stock_settle(&stock, histories, &set.terms);
	if (set.what_if)
		stock_settle(&other_stock, histories, &others);
	watch(watcher, &inputs);
	balances_play(&all, histories, &set.terms, set.what_if ? &others : NULL, watcher);
	stock_close();
	histories_free(histories);
	gather_free(gather);
	write_report(report, &all, &privileges, &book);
	if (set.state_out)
		state_write(&set.terms, &book);
	balances_summary(&all);

	balances_release(&all);
	referrals_release(&referrals);
	rule_book_release(&book);
	rule_book_release(&other_book);
	stock_release(&stock);
	stock_release(&other_stock);
	catalogue_release(&catalogue);
	privileges_release(&privileges);
	return command_end();
}
