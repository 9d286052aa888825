/*
 * Customers that no order tells of: --customer-level, a row a customer whose recency, frequency and
 * money are there already; and --customers, who never bought.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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
	[MARGIN]    = { "margin", .empty_ok = true, .accept = "" },
	[FREQUENCY] = { "frequency", COLUMN_INTEGER,
		.accept = "frequency,orders,transaction_count,消费频率" },
	[RECENCY]   = { "recency", COLUMN_INTEGER, .optional = true, .empty_ok = true,
		.accept = "recency_days,recency,最近一次消费距今天数" },
	[FIRST]     = { "first", COLUMN_DAY, .optional = true, .empty_ok = true,
		.accept = "first_order,first_order_date,首次购买" },
};

/* Kept behind a history: where the customer stands, and where again. */
struct places {
	uint64_t first, second;
};

static struct {
	struct operands files;
	size_t          places;    /* where they are kept */
} level;

struct stream *
open_customers(struct operands files)
{
	static struct column_spec column[LEVEL_COLUMNS];
	struct stream *rows;

	level.files = files;
	memcpy(column, level_columns, sizeof level_columns);
	column[MARGIN].called = margin_column();
	column[MARGIN].optional = !margin_column();
	rows = stream_open_as(files, column, LEVEL_COLUMNS);
	if (!stream_has(rows, DATE) && !stream_has(rows, RECENCY))
		fail(EXIT_DATA, "--customer-level needs a column last_order or recency_days");
	return rows;
}

static bool
judge_customer(const struct row *row)
{
	if (row_integer(row, FREQUENCY) < 0)
		return row_bad(row, FREQUENCY, "below 0");
	if (!judge_margin(row))
		return false;
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
add_place(struct places *places, uint64_t place)
{
	if (!places->first || place < places->first) {
		places->second = places->first;
		places->first = place;
	} else if (!places->second || place < places->second) {
		places->second = place;
	}
}

static void
add_customer(void *kept, const struct fold_member *member, const struct row *row)
{
	struct history *history = kept;

	(void)member;
	add_place((struct places *)((char *)kept + level.places), row_place(row));
	margin_add(kept, row, row_money(row, AMOUNT));
	history->orders = row_integer(row, FREQUENCY);
	history->spent = row_money(row, AMOUNT);
	history->first = row_has(row, FIRST) ? row_day(row, FIRST) : DAY_NONE;
	if (row_has(row, DATE))
		history->last = row_day(row, DATE);
	else if (row_has(row, RECENCY))
		history->last = run_as_of() - (day)row_integer(row, RECENCY);
}

static const char *
file_name(uint64_t place)
{
	const char *path = level.files.path[place_file(place)];

	return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

/* The first row of a customer who has one already is the end. */
static void
refuse_second_rows(struct fold *histories)
{
	struct group **customer;
	struct places found = { 0, UINT64_MAX };
	struct slice who = SLICE_EMPTY;
	char name[TEXT_QUOTED];
	size_t count;

	customer = fold_groups(histories, &count);
	for (size_t i = 0; i < count; i++) {
		const struct places *places =
			(const void *)((const char *)group_kept(customer[i]) + level.places);

		if (!places->second || places->second > found.second)
			continue;
		found = *places;
		who = group_key(customer[i]);
	}
	free(customer);
	if (!found.first)
		return;
	text_quote(who, name);
	fail(EXIT_DATA, "%s:%" PRIu64 ": customer %s stands at %s:%" PRIu64 " already",
		file_name(found.second), place_line(found.second), name, file_name(found.first),
		place_line(found.first));
}

struct fold *
read_customers(struct stream *rows)
{
	const struct history_plan plan = { 0 };
	struct fold *histories;

	level.places = margin_kept(history_kept(&plan));
	histories = fold_new(&(struct fold_spec){ .kept = level.places + sizeof(struct places) });
	fold_read(histories, rows,
		&(struct fold_source){
			.judge = judge_customer, .add = add_customer, .places = true });
	refuse_second_rows(histories);
	return histories;
}

void
add_customers(struct fold *histories, const char *path, struct slice key_name)
{
	char *called = memory_string(key_name);
	const struct column_spec column[] = {
		{ "customer", .role = ROLE_CUSTOMER, .empty_ok = true, .called = called },
	};
	struct side *side = side_open("--customers", path, column, 1, SIDE_DATA);
	struct row row;

	while (side_next(side, &row))
		if (row_has(&row, 0))
			fold_group(histories, row_text(&row, 0));
	side_close(side);
	free(called);
}
