/*
 * crm-sourcecode decode - what source codes say
 *
 * A map: each record with its code's parts and how well the code could be read. The
 * year, of which a code may tell one digit only, comes from the record's date.
 */
#include "crm-sourcecode.h"

#include "run/map.h"

static struct {
	struct span ahead;
} set;

static void
set_ahead(const char *span)
{
	set.ahead = argument_span("--ahead", span);
}

static const struct option_spec options[] = {
	{ 0, "ahead", "SPAN", "codes may be this much after the date, as 12m", .set = set_ahead },
	OPTIONS_OF_NAMES,
	OPTIONS_OF_LAYOUT,
	{ 0 },
};

enum { CODE, DATE };
static const struct column_spec columns[] = {
	[CODE] = { "code", .empty_ok = true },
	[DATE] = { "date", .type = COLUMN_DAY, .optional = true, .empty_ok = true },
};

const struct command decode = {
	.name = "crm-sourcecode decode",
	.purpose = "read medium, cell, list and month from source codes",
	.usage = "[options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns),
};

static bool dated;               /* there is a date column */
static day  latest;              /* without one: the last day a code may be of */

/* Settles the code's year; false: the row is bad. */
static bool
decode_year(const struct row *row, struct code *code, enum code_status *status)
{
	day limit = latest;

	if (*status != CODE_EXACT || !layout_needs_day(&layout))
		return true;
	if (dated) {
		if (!row_has(row, DATE))
			return row_bad(row, DATE, "empty: the code's year cannot be told");
		limit = day_plus(row_day(row, DATE), set.ahead);
	}
	if (!code_date(&layout, code, limit))
		*status = CODE_MALFORMED;
	return true;
}

static bool
decode_row(const struct row *row, struct out *out, void *none)
{
	struct code code;
	enum code_status status = code_read(&layout, row_text(row, CODE), &code);

	(void)none;
	if (!decode_year(row, &code, &status))
		return false;
	out_pass(out, row);
	parts_write((struct target){ .out = out }, status == CODE_EXACT ? &code : NULL);
	out_string(out, code_status_name(status));
	out_end(out);
	return true;
}

void
decode_run(struct operands files)
{
	struct stream *records = stream_open(files);
	struct output *output = output_passing(records);

	dated = stream_has(records, DATE);
	latest = day_plus(run_as_of(), set.ahead);
	parts_add(output, NULL);
	output_add(output, "code_status");
	map_run(records, output, &(struct map){ .each = decode_row });
}
