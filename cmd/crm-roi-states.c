/*
 * States of crm-roi that are read: as orders are, with contacts, costs and everything else
 * beside them. crm-roi-partial.c writes them.
 */
#include <stdlib.h>

#include "crm-roi.h"
#include "run/settings.h"
#include "run/state.h"
#include "value/memory.h"

/* All optional, so that a file that is no state is told as that. */
static const struct column_spec columns[STATE_COLUMNS] = {
	[ORDER_CODE]        = { "code", .optional = true, .empty_ok = true, .accept = STATE_NAME },
	[ORDER_AMOUNT]      = { "amount", COLUMN_MONEY, .optional = true, .accept = "amount" },
	[ORDER_NUMBER]      = { "order", .optional = true, .empty_ok = true, .accept = "order" },
	[ORDER_CUSTOMER] = { "customer", .role = ROLE_CUSTOMER, .optional = true, .empty_ok = true,
		.accept = "customer" },
	[ORDER_DATE] = { "date", COLUMN_DAY, ROLE_EVENT_DATE, .optional = true, .accept = "date" },
	[ORDER_MARGIN]      = { "margins", COLUMN_MONEY, .optional = true, .accept = "margin" },
	[STATE_ROWS]        = { "rows", COLUMN_INTEGER, .optional = true, .accept = "rows" },
	[STATE_REFUND_ROWS] = { "refund_rows", COLUMN_INTEGER, .optional = true,
		.accept = "refund_rows" },
	[STATE_REFUND_SUM]  = { "refund_sum", COLUMN_MONEY, .optional = true,
		.accept = "refund_sum" },
};

/* --- reading --- */

static size_t stamp;

static bool
begins(struct slice text, const char *with)
{
	size_t length = strlen(with);

	return text.length >= length && memcmp(text.data, with, length) == 0;
}

struct stream *
states_open(struct operands files)
{
	struct column_spec *column = memory_new(sizeof columns);
	const struct header *header;
	struct stream *states;
	bool good;

	memcpy(column, columns, sizeof columns);
	/* A state is free of the as-of day. */
	if (set.partial)
		column[ORDER_DATE].role = ROLE_NONE;
	states = stream_open_as(files, column, STATE_COLUMNS);
	header = stream_header(states);
	stamp = header->columns - 1;
	good = slice_is(header->name[0], STATE_NAME) && begins(header->name[stamp], STATE_STAMP);
	for (int i = STATE_ROWS; i < STATE_COLUMNS; i++)
		good = good && stream_has(states, i);
	if (!good || !stream_has(states, ORDER_AMOUNT))
		fail(EXIT_DATA, "--merge: these are no states of crm-roi --partial");
	stream_is_state(states, stamp);
	set.terms.margins = stream_has(states, ORDER_MARGIN);
	if (set.terms.margins && column_option("margin"))
		fail(EXIT_USAGE, "--margin: these states hold the margins of their rows");
	return states;
}

struct slice
state_stamp(const struct stream *states)
{
	return stream_header(states)->name[stamp];
}

bool
judge_state(const struct row *row)
{
	if (row_integer(row, STATE_ROWS) < 0)
		return row_bad(row, STATE_ROWS, "below 0");
	if (row_integer(row, STATE_REFUND_ROWS) < 0)
		return row_bad(row, STATE_REFUND_ROWS, "below 0");
	if (row_money(row, ORDER_AMOUNT) < 0)
		return row_bad(row, ORDER_AMOUNT, "below 0");
	if (row_money(row, STATE_REFUND_SUM) > 0)
		return row_bad(row, STATE_REFUND_SUM, "above 0");
	return true;
}

/* --- what goes with them --- */

void
check_states(void)
{
	if (!set.partial && !set.merge)
		return;
	if (by_customer())
		fail(EXIT_USAGE,
			"%s does not go with --partial and --merge: states know orders "
			"by their codes only",
			by_customer());
	if (set.merge && settings.where)
		fail(EXIT_USAGE,
			"--where chooses rows when a state is made (--partial); merged "
			"states are taken whole");
	if (set.merge && column_option("margin") && set.terms.margins)
		fail(EXIT_USAGE,
			"--margin: the margin of rows is kept when a state is made "
			"(--partial); states can be given a share");
	if (set.partial && set.merge && set.by)
		fail(EXIT_USAGE, "--by: merged into one state the columns are those of the states");
	if (set.partial &&
		(set.contacts || set.events || set.costs || set.customers || set.history ||
			set.figures || set.total || set.cumulative))
		fail(EXIT_USAGE,
			"--partial writes what is known of orders: --contacts, --events, "
			"--costs, --customers, --history, --figures, --total and "
			"--cumulative are for --merge");
}
