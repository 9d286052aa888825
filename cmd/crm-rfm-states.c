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
#include "run/command.h"
#include "run/state.h"
#include "value/buffer.h"

/* The parts of a stamp. */
#define KEY     "customer="
#define DATE_OF ";date="
#define MARGINS ";margin="
#define WHOLE   ";orders-whole;frequency="
#define REFUNDS ";refunds="

/* All optional, so that a file that is no state is told as that. */
static const struct column_spec state_columns[] = {
	[CUSTOMER]    = { "customer", .role = ROLE_CUSTOMER, .optional = true, .empty_ok = true,
		.accept = STATE },
	[DATE]        = { "date", COLUMN_DAY, .optional = true, .accept = "date" },
	[AMOUNT]      = { "amount", COLUMN_MONEY, .optional = true, .accept = "amount" },
	[ORDER]       = { "order", .optional = true, .empty_ok = true, .accept = "order" },
	[MARGIN]      = { "margin", .optional = true, .accept = "margin" },
	[ROWS]        = { "rows", COLUMN_INTEGER, .optional = true, .accept = "rows" },
	[REFUND_ROWS] = { "refund_rows", COLUMN_INTEGER, .optional = true,
		.accept = "refund_rows" },
	[REFUND_SUM]  = { "refund_sum", COLUMN_MONEY, .optional = true, .accept = "refund_sum" },
};
#define STATE_COLUMNS (sizeof state_columns / sizeof *state_columns)

static struct {
	struct slice text;         /* of the states read */
	const char  *copy;
	size_t       column;       /* whose name it is */
	bool         whole;
} stamp;

bool
state_is_whole(void)
{
	return stamp.whole;
}

/* --- reading --- */

/* What the customers' column is called; no data: it is no state's stamp. */
static struct slice
find_stamp(const struct header *header)
{
	const char *end;

	for (size_t i = 0; i < header->columns; i++)
		if (header->name[i].length > strlen(KEY) &&
			memcmp(header->name[i].data, KEY, strlen(KEY)) == 0)
			stamp.text = header->name[stamp.column = i];
	stamp.copy = memory_string(stamp.text);
	end = strstr(stamp.copy, DATE_OF);
	if (!end)
		return SLICE_EMPTY;
	return slice_of(stamp.copy + strlen(KEY), (size_t)(end - stamp.copy) - strlen(KEY));
}

/* Whole orders were counted in one way, which is then that of the result. */
static void
read_whole(const char *way)
{
	for (int f = 0; f < 3; f++) {
		for (int r = 0; r < 3; r++) {
			const char *frequency = frequency_words[f], *refunds = refunds_words[r];
			char text[64];

			snprintf(text, sizeof text, "%s" REFUNDS "%s", frequency, refunds);
			if (strcmp(way, text) != 0)
				continue;
			if ((set.frequency && strcmp(set.frequency, frequency) != 0) ||
				(set.refunds_given && (int)set.refunds != r))
				fail(EXIT_USAGE,
					"these states of whole orders are of --frequency=%s "
					"--refunds=%s",
					frequency, refunds);
			set.frequency = frequency;
			set.refunds = (enum rfm_refunds)r;
			return;
		}
	}
	fail(EXIT_DATA, "--merge: a state that this crm-rfm does not know: %s", way);
}

/* Profit needs the margins of the rows: these, and no others. */
static void
check_margins(const char *whole)
{
	const char *wanted = margin_column(), *kept = NULL;
	size_t length;

	for (const char *at = stamp.copy; (at = strstr(at, MARGINS)); at += strlen(MARGINS))
		kept = at + strlen(MARGINS);
	if (!wanted)
		return;
	if (!kept)
		fail(EXIT_USAGE,
			"--margin=%s: these states hold no margins; give it with --partial too",
			wanted);
	length = whole > kept ? (size_t)(whole - kept) : strlen(kept);
	if (!slice_equal(slice_of(kept, length), slice_from(wanted)))
		fail(EXIT_USAGE, "--margin=%s: the margins of these states are of \"%.*s\"", wanted,
			(int)length, kept);
}

static void
read_stamp(struct stream *rows, struct slice *key_name)
{
	const struct header *header = stream_header(rows);
	const char *whole;
	bool state;

	*key_name = find_stamp(header);
	state = key_name->data && slice_is(header->name[0], STATE);
	for (int i = 0; i < (int)STATE_COLUMNS; i++)
		state = state && (i == ORDER || i == MARGIN || stream_has(rows, i));
	if (!state)
		fail(EXIT_DATA, "--merge: these are no states of crm-rfm --partial");
	stream_is_state(rows, stamp.column);
	whole = strstr(stamp.copy, WHOLE);
	stamp.whole = whole != NULL;
	check_margins(whole);
	if (whole)
		read_whole(whole + strlen(WHOLE));
}

/* --- opening --- */

/* Rows that have the figures of customers already, and no dates or amounts of orders. */
static void
hint_at_customers(const struct header *header)
{
	static const char *const frequency[] = { "frequency", "transaction_count", "消费频率" };
	static const char *const monetary[] = { "monetary", "消费金额" };
	bool counted = false, spent = false;

	for (size_t i = 0; i < sizeof frequency / sizeof *frequency; i++)
		counted = counted || header_find(header, slice_from(frequency[i])) >= 0;
	for (size_t i = 0; i < sizeof monetary / sizeof *monetary; i++)
		spent = spent || header_find(header, slice_from(monetary[i])) >= 0;
	if (counted || spent)
		hint("rows that are customers with their figures already: --customer-level");
}

static struct stream *
open_orders(struct operands files)
{
	static struct column_spec column[MARGIN + 1];
	const struct command *command = &rfm_command;

	memcpy(column, command->column, command->columns * sizeof *column);
	column[MARGIN] = (struct column_spec){ "margin", .empty_ok = true, .accept = "",
		.called = margin_column() };
	column[DATE].missing = column[AMOUNT].missing = hint_at_customers;
	/* A state is free of the as-of day; whole orders must not lose their late rows unseen. */
	if (set.partial)
		column[DATE].role = ROLE_NONE;
	return stream_open_as(files, column, command->columns + (margin_column() != NULL));
}

struct stream *
open_input(struct operands files, struct slice *key_name)
{
	struct stream *rows;

	if (set.merge) {
		rows = stream_open_as(files, state_columns, STATE_COLUMNS);
		read_stamp(rows, key_name);
		return rows;
	}
	rows = set.customer_level ? open_customers(files) : open_orders(files);
	*key_name = stream_column_name(rows, CUSTOMER);
	return rows;
}

/* --- of rows --- */

/* What a column is read from: its name, or the expression. */
static struct slice
origin(const struct stream *rows, int column)
{
	const char *given = column_option(stream_binding(rows)->column[column].name);

	return given ? slice_from(given) : stream_column_name(rows, column);
}

static void
add_part(struct buffer *text, const char *name, struct slice value)
{
	buffer_add(text, slice_from(name));
	buffer_add(text, value);
}

void
state_stamp(const struct stream *rows, struct slice key_name, struct buffer *text)
{
	if (set.merge) {
		buffer_add(text, stamp.text);
		return;
	}
	add_part(text, KEY, key_name);
	add_part(text, DATE_OF, origin(rows, DATE));
	add_part(text, ";amount=", origin(rows, AMOUNT));
	if (stream_has(rows, ORDER) && !set.orders_whole)
		add_part(text, ";order=", origin(rows, ORDER));
	if (margin_column())
		add_part(text, MARGINS, slice_from(margin_column()));
	if (set.orders_whole) {
		add_part(text, WHOLE, slice_from(counted_by(rows)));
		add_part(text, REFUNDS, slice_from(refunds_words[set.refunds]));
	}
}
