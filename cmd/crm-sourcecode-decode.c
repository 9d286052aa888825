/*
 * crm-sourcecode decode - what source codes say
 *
 * A map: each record with its code's parts and how well the code could be read. The
 * year, of which a code may tell one digit only, comes from the register's entry; without a
 * register from the record's date.
 */
#include <stdlib.h>

#include "crm-sourcecode.h"

#include "run/map.h"
#include "value/memory.h"

static struct {
	struct span ahead;
	bool        correct;
} set;

static void
set_ahead(const char *span)
{
	set.ahead = argument_span("--ahead", span);
}

static const struct option_spec options[] = {
	{ 0, "ahead", "SPAN", "codes may be this much after the date, as 12m", .set = set_ahead },
	OPTION_REGISTRY("the codes there are: tells years, names and what was meant"),
	{ 0, "correct", NULL, "put the registered code in place of a corrected one",
		.flag = &set.correct },
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

/* The last day a row's code may be of. */
static day
limit_of(const struct row *row)
{
	return dated && row_has(row, DATE) ? day_plus(row_day(row, DATE), set.ahead) : latest;
}

/* Settles the code's year; false: the row is bad. */
static bool
decode_year(const struct row *row, struct code *code, enum code_status *status)
{
	if (*status != CODE_EXACT || !layout_needs_day(&layout))
		return true;
	if (dated && !row_has(row, DATE))
		return row_bad(row, DATE, "empty: the code's year cannot be told");
	if (!code_date(&layout, code, limit_of(row)))
		*status = CODE_MALFORMED;
	return true;
}

/* --correct: the code column anew, first of those added. */
static void
write_corrected(const struct row *row, struct out *out, const struct register_entry *entry)
{
	if (set.correct)
		out_text(out, entry ? code_text(&layout, &entry->code) : row_text(row, CODE));
}

static void
write_decoded(const struct row *row, struct out *out, const struct code *code,
	const struct register_entry *entry, enum code_status status)
{
	out_pass(out, row);
	write_corrected(row, out, entry);
	parts_write((struct target){ .out = out }, code, (struct called){ .entry = entry });
	out_string(out, code_status_name(status));
	out_end(out);
}

static bool
decode_registered(const struct row *row, struct out *out, void *none)
{
	const struct register_entry *entry;
	enum code_status status =
		register_read(&issued, row_text(row, CODE), limit_of(row), &entry);

	(void)none;
	write_decoded(row, out, entry ? &entry->code : NULL, entry, status);
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
	write_decoded(row, out, status == CODE_EXACT ? &code : NULL, NULL, status);
	return true;
}

static void
add_corrected(struct output *output, const struct stream *records)
{
	char *name = memory_string(stream_column_name(records, CODE));

	output_put(output, name, stream_binding(records)->field[CODE]);
	free(name);
}

void
decode_run(struct operands files)
{
	struct stream *records;
	struct output *output;

	if (set.correct && !codes.registry)
		fail(EXIT_USAGE, "--correct: only a register can tell, see --registry");
	registry_read();
	records = stream_open(files);
	output = output_passing(records);
	dated = stream_has(records, DATE);
	latest = day_plus(run_as_of(), set.ahead);
	if (set.correct)
		add_corrected(output, records);
	parts_add(output, NULL);
	output_add(output, "code_status");
	map_run(records, output,
		&(struct map){ .each = codes.registry ? decode_registered : decode_row });
}
