/*
 * Customers that no order tells of: --customer-level, a row a customer whose recency, frequency and
 * money are there already; and --customers, who never bought.
 */
#include <stdlib.h>

#include "crm-rfm.h"
#include "run/command.h"
#include "run/side.h"
#include "value/text.h"

/* Beside CUSTOMER, DATE (of the last order) and AMOUNT. */
enum { FREQUENCY = ROWS, RECENCY = REFUND_ROWS, FIRST = REFUND_SUM, LEVEL_COLUMNS };

static const struct column_spec level_columns[LEVEL_COLUMNS] = {
	[CUSTOMER]  = { "customer", .role = ROLE_CUSTOMER },
	[DATE]      = { "date", COLUMN_DAY, .optional = true, .empty_ok = true,
		.accept = "last_order,last_order_date,last_purchase,最近购买" },
	[AMOUNT]    = { "amount", COLUMN_MONEY, .accept = "monetary,amount,revenue,消费金额" },
	[ORDER]     = { "order", .optional = true, .empty_ok = true, .accept = "" },
	[FREQUENCY] = { "frequency", COLUMN_INTEGER,
		.accept = "frequency,orders,transaction_count,消费频率" },
	[RECENCY]   = { "recency", COLUMN_INTEGER, .optional = true, .empty_ok = true,
		.accept = "recency_days,recency,最近一次消费距今天数" },
	[FIRST]     = { "first", COLUMN_DAY, .optional = true, .empty_ok = true,
		.accept = "first_order,first_order_date,首次购买" },
};

struct stream *
open_customers(struct operands files)
{
	struct stream *rows = stream_open_as(files, level_columns, LEVEL_COLUMNS);

	if (!stream_has(rows, DATE) && !stream_has(rows, RECENCY))
		fail(EXIT_DATA, "--customer-level needs a column last_order or recency_days");
	return rows;
}

static bool
judge_customer(const struct row *row)
{
	if (row_integer(row, FREQUENCY) < 0)
		return row_bad(row, FREQUENCY, "below 0");
	if (row_integer(row, FREQUENCY) == 0)
		return true;
	if (row_has(row, DATE))
		return row_day(row, DATE) <= run_as_of() ||
			row_bad(row, DATE, "after the as-of day");
	if (!row_has(row, RECENCY))
		return row_bad(row, RECENCY, "who ordered has a last order");
	if (row_integer(row, RECENCY) < 0 || row_integer(row, RECENCY) > run_as_of() - DAY_FIRST)
		return row_bad(row, RECENCY, "not so many days before the as-of day");
	return true;
}

static void
add_customer(void *kept, const struct fold_member *member, const struct row *row)
{
	struct history *history = kept;

	(void)member;
	history->stale = history->loose;       /* twice */
	history->loose = true;
	history->orders = row_integer(row, FREQUENCY);
	history->spent = row_money(row, AMOUNT);
	history->first = row_has(row, FIRST) ? row_day(row, FIRST) : DAY_NONE;
	if (row_has(row, DATE))
		history->last = row_day(row, DATE);
	else if (row_has(row, RECENCY))
		history->last = run_as_of() - (day)row_integer(row, RECENCY);
}

struct fold *
read_customers(struct stream *rows)
{
	const struct history_plan plan = { .visits = true };
	struct fold *histories = fold_new(&(struct fold_spec){ .kept = history_kept(&plan) });
	struct group **customer;
	size_t count;

	fold_read(histories, rows,
		&(struct fold_source){ .judge = judge_customer, .add = add_customer });
	customer = fold_groups(histories, &count);
	for (size_t i = 0; i < count; i++) {
		const struct history *history = group_kept(customer[i]);
		char name[TEXT_QUOTED];

		if (!history->stale)
			continue;
		text_quote(group_key(customer[i]), name);
		fail(EXIT_DATA, "customer %s has several rows", name);
	}
	free(customer);
	return histories;
}

void
add_customers(struct fold *histories, const char *path)
{
	static const struct column_spec column[] = {
		{ "customer", .role = ROLE_CUSTOMER, .empty_ok = true },
	};
	struct side *side = side_open("--customers", path, column, 1, SIDE_DATA);
	struct row row;

	while (side_next(side, &row))
		if (row_has(&row, 0))
			fold_group(histories, row_text(&row, 0));
	side_close(side);
}
