/*
 * States: what is known of the rows, exactly, so that parts can be merged later.
 *
 * A row of a state is what happened to a customer on a day in an order. It knows
 * neither as-of day nor window; refunds stand beside the sales. What the order of
 * the columns and their names cannot say stands in the name of the last one, which is empty
 * otherwise: states that do not fit together have other columns and are refused as such.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "crm/order_parts.h"
#include "run/command.h"
#include "run/gather.h"
#include "run/report.h"
#include "run/state.h"

#define STATE "crm-rfm-state-1"
#define KEY   "customer="
#define WHOLE ";orders-whole;frequency="

/* All optional, so that a file that is no state is told as that. */
static const struct column_spec state_columns[] = {
	[CUSTOMER]    = { "customer", .role = ROLE_CUSTOMER, .optional = true, .empty_ok = true,
		.accept = STATE },
	[DATE]        = { "date", COLUMN_DAY, .optional = true, .accept = "date" },
	[AMOUNT]      = { "amount", COLUMN_MONEY, .optional = true, .accept = "amount" },
	[ORDER]       = { "order", .optional = true, .empty_ok = true, .accept = "order" },
	[ROWS]        = { "rows", COLUMN_INTEGER, .optional = true, .accept = "rows" },
	[REFUND_ROWS] = { "refund_rows", COLUMN_INTEGER, .optional = true,
		.accept = "refund_rows" },
	[REFUND_SUM]  = { "refund_sum", COLUMN_MONEY, .optional = true, .accept = "refund_sum" },
};
#define STATE_COLUMNS (sizeof state_columns / sizeof *state_columns)

static struct {
	struct slice text;         /* of the states read */
	const char  *copy;
	bool         whole;
} stamp;

bool
state_is_whole(void)
{
	return stamp.whole;
}

bool
judge_entry(const struct row *row, const struct history_entry *entry)
{
	if (entry->sales < 0)
		return row_bad(row, ROWS, "below 0");
	if (entry->refunds < 0)
		return row_bad(row, REFUND_ROWS, "below 0");
	if (entry->sold < 0)
		return row_bad(row, AMOUNT, "below 0");
	if (entry->refunded > 0)
		return row_bad(row, REFUND_SUM, "above 0");
	return true;
}

/* --- opening --- */

/*
 * The stamp of the states: what the customers' column is called, and how whole orders were
 * counted.
 */
static void
read_stamp(struct stream *rows, struct slice *key_name)
{
	static const char *const frequency[] = { "orders", "rows", "days" };
	static const char *const refunds[] = { "net", "ignore", "by-day" };
	const struct header *header = stream_header(rows);
	const char *end, *mark;
	size_t column = 0;
	bool state = slice_is(header->name[0], STATE);

	for (size_t i = 0; i < header->columns; i++)
		if (header->name[i].length > strlen(KEY) &&
			strncmp(header->name[i].data, KEY, strlen(KEY)) == 0)
			stamp.text = header->name[column = i];
	stamp.copy = memory_string(stamp.text);
	end = strstr(stamp.copy, ";date=");
	mark = strstr(stamp.copy, WHOLE);
	state = state && end;
	for (int i = 0; i < (int)STATE_COLUMNS; i++)
		state = state && (i == ORDER || stream_has(rows, i));
	if (!state)
		fail(EXIT_DATA, "--merge: these are no states of crm-rfm --partial");
	stream_is_state(rows, column);
	*key_name = slice_of(stamp.copy + strlen(KEY), (size_t)(end - stamp.copy) - strlen(KEY));
	stamp.whole = mark != NULL;
	for (int f = 0; stamp.whole && f < 3; f++) {
		for (int r = 0; r < 3; r++) {
			char way[64];

			snprintf(way, sizeof way, "%s;refunds=%s", frequency[f], refunds[r]);
			if (strcmp(mark + strlen(WHOLE), way) != 0)
				continue;
			if ((set.frequency && strcmp(set.frequency, frequency[f]) != 0) ||
				(set.refunds_given && (int)set.refunds != r))
				fail(EXIT_USAGE,
					"these states of whole orders are of --frequency=%s "
					"--refunds=%s",
					frequency[f], refunds[r]);
			set.frequency = frequency[f];
			set.refunds = (enum rfm_refunds)r;
			return;
		}
	}
	if (stamp.whole)
		fail(EXIT_DATA, "--merge: a state that this crm-rfm does not know: %s", mark + 1);
}

struct stream *
open_input(struct operands files, struct slice *key_name)
{
	static struct column_spec column[STATE_COLUMNS];
	const struct command *command = &rfm_command;
	size_t columns = set.merge ? STATE_COLUMNS : command->columns;
	struct stream *rows;

	memcpy(column, set.merge ? state_columns : command->column, columns * sizeof *column);
	/* A state is free of the as-of day; whole orders must not lose their late rows unseen. */
	if (set.partial || set.merge)
		column[DATE].role = ROLE_NONE;
	rows = set.customer_level ? open_customers(files) : stream_open_as(files, column, columns);
	*key_name = stream_column_name(rows, CUSTOMER);
	if (set.merge)
		read_stamp(rows, key_name);
	return rows;
}

/* --- writing --- */

/* What a column is read from: its name, or the expression. */
static struct slice
origin(const struct stream *rows, int column)
{
	const char *given = column_option(stream_binding(rows)->column[column].name);

	return given ? slice_from(given) : stream_column_name(rows, column);
}

static struct slice
make_stamp(const struct stream *rows, bool ids, struct slice key_name)
{
	static const char *const refunds[] = { "net", "ignore", "by-day" };
	static char text[2048];
	struct slice date, amount, order = SLICE_EMPTY;
	size_t length;

	if (set.merge)
		return stamp.text;
	date = origin(rows, DATE);
	amount = origin(rows, AMOUNT);
	if (ids)
		order = origin(rows, ORDER);
	length = (size_t)snprintf(text, sizeof text, KEY "%.*s;date=%.*s;amount=%.*s%s%.*s",
		(int)key_name.length, key_name.data, (int)date.length, date.data,
		(int)amount.length, amount.data, ids ? ";order=" : "", (int)order.length,
		order.data ? order.data : "");
	if (set.orders_whole && length < sizeof text)
		length += (size_t)snprintf(text + length, sizeof text - length,
			WHOLE "%s;refunds=%s", counted_by(rows), refunds[set.refunds]);
	if (length >= sizeof text)
		fail(EXIT_USAGE, "names of columns too long for a state");
	return slice_of(text, length);
}

/* A record: the entry, then the order's number. Ordered by day, then number. */
static bool
pack(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	struct history_entry entry = row_entry(row);
	struct slice id = row_text(row, ORDER);

	(void)work;
	if (set.merge && !judge_entry(row, &entry))
		return false;
	order_integer(order, entry.date);
	buffer_add(order, id);
	buffer_add(record, slice_of((const char *)&entry, sizeof entry));
	buffer_add(record, id);
	return true;
}

static void
add_record(struct parts *parts, struct slice record)
{
	struct history_entry entry;

	memcpy(&entry, record.data, sizeof entry);
	parts_add(
		parts, slice_of(record.data + sizeof entry, record.length - sizeof entry), &entry);
}

static void
report_parts(struct report *report, const struct parts *parts, struct slice customer, bool ids)
{
	for (size_t i = 0; i < parts->count; i++) {
		const struct part *part = &parts->part[i];

		report_text(report, customer);
		report_day(report, part->date);
		if (ids)
			report_text(report, part->id);
		report_integer(report, part->sales);
		report_sum(report, part->sold, "what a customer spent on a day");
		report_integer(report, part->refunds);
		report_sum(report, part->refunded, "what a customer got back on a day");
		report_empty(report);
		report_end(report);
	}
}

void
write_state(struct report *report, struct stream *rows, struct slice key_name)
{
	static const char *const sums[] = { "rows", "amount", "refund_rows", "refund_sum" };
	bool ids = stream_has(rows, ORDER) && !set.orders_whole;
	const char *counted = counted_by(rows);
	bool netted = set.orders_whole && *counted != 'r' && set.refunds != REFUNDS_BY_DAY;
	struct gather *gather = gather_new();
	struct parts parts;
	struct slice customer, record;

	if (*counted == 'o' && !stamp.whole)
		stream_require(rows, ORDER, "--frequency=orders");
	report_column(report, slice_from(STATE));
	report_column(report, slice_from("date"));
	if (ids)
		report_column(report, slice_from("order"));
	report_columns(report, sums, sizeof sums / sizeof *sums);
	report_column(report, make_stamp(rows, ids, key_name));
	gather_read(gather, rows, pack, NULL, NULL);
	parts_init(&parts);
	while (gather_key(gather, &customer)) {
		parts_clear(&parts);
		while (gather_record(gather, &record))
			add_record(&parts, record);
		if (netted)
			parts_count_orders(&parts, set.refunds == REFUNDS_NET);
		if (set.orders_whole)
			parts_drop_orders(&parts);
		report_parts(report, &parts, customer, ids);
	}
	report_state_end(report);
	report_finish(report);
	parts_release(&parts);
	gather_free(gather);
}
