/*
 * The register of codes as a file: a CSV with the code, its month and whatever else its
 * header names. Read by all subcommands, added to by generate alone.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crm-sourcecode.h"

#include "crm/codealike.h"
#include "run/bind.h"
#include "run/side.h"
#include "value/memory.h"
#include "value/text.h"

struct code_register issued;

/* --- reading --- */

enum { CODE };
static const struct column_spec columns[] = {
	[CODE] = { "code" },
};

/* A register that is being read: the places of its columns, -1 where there is none. */
struct reading {
	struct side *side;
	int          dated;              /* what tells month or year */
	int          part[CODE_LONGEST]; /* of check: these must agree with the code */
	int          campaign;
	int          name[CODE_LONGEST]; /* in the order of register_names */
	bool         checks;
};

/* The part that tells the time; -1: the layout has none. */
static int
dated_part(void)
{
	return layout.month >= 0 ? layout.month : layout.year;
}

static void
find_names(struct reading *reading)
{
	for (size_t i = 0; i < layout.parts; i++) {
		char name[NAME_COLUMN];
		int field;

		if (!layout_shows(&layout, i))
			continue;
		field = header_find(
			side_header(reading->side), slice_from(part_name_column(i, name)));
		if (field < 0)
			continue;
		reading->name[issued.names] = field;
		register_names(&issued, i);
	}
}

static void
find_columns(struct reading *reading)
{
	const struct header *header = side_header(reading->side);
	int dated = dated_part();

	reading->dated = -1;
	if (dated >= 0)
		reading->dated = header_find(header, layout.part[dated].name);
	if (reading->dated < 0 && layout_needs_day(&layout))
		side_bad(reading->side, NULL, -1, "no column \"%.*s\" that tells the codes' years",
			(int)layout.part[dated].name.length, layout.part[dated].name.data);
	reading->campaign = header_find(header, slice_from("campaign"));
	for (size_t i = 0; i < layout.parts; i++)
		reading->part[i] =
			layout_shows(&layout, i) ? header_find(header, layout.part[i].name) : -1;
}

/* A month as it was written, or what a spreadsheet makes of it: the first day of it. */
static bool
put_date(struct code *code, size_t part, struct slice text)
{
	char month[DAY_TEXT];
	struct date date;
	day first;

	if (code_put(&layout, code, part, text))
		return true;
	if (layout.month < 0 || !day_parse(text, &first))
		return false;
	date = day_to_date(first);
	return code_put(
		&layout, code, part, slice_of(month, month_print(date.year, date.month, month)));
}

/* The year that the entry tells must be one of the code. */
static bool
date_entry(const struct reading *reading, const struct row *row, struct code *code)
{
	struct code dated = *code;
	struct slice text;
	char quoted[TEXT_QUOTED];

	if (reading->dated < 0)
		return true;
	text = row_field(row, reading->dated);
	text_quote(text, quoted);
	if (!put_date(&dated, (size_t)dated_part(), text)) {
		side_bad(reading->side, row, -1, "not a %s: %s",
			layout.month >= 0 ? "month like 2026-08" : "year like 2026", quoted);
		return false;
	}
	if (memcmp(dated.text, code->text, layout.length) != 0) {
		side_bad(reading->side, row, -1, "%s is not what the code %.*s says", quoted,
			(int)layout.length, code->text);
		return false;
	}
	*code = dated;
	return true;
}

/* Columns of parts are there for people; a spreadsheet may have made 2 of 02. */
static void
check_parts(const struct reading *reading, const struct row *row, const struct code *code)
{
	for (size_t i = 0; i < layout.parts; i++) {
		char month[DAY_TEXT], quoted[TEXT_QUOTED];
		struct slice said, value;

		if (reading->part[i] < 0 || reading->part[i] == reading->dated)
			continue;
		said = slice_trim(row_field(row, reading->part[i]));
		value = code_value(&layout, code, i, month);
		if (said.length == 0 || slice_equal(said, value))
			continue;
		text_quote(said, quoted);
		side_bad(reading->side, row, -1, "the %.*s is %s, but the code %.*s says %.*s",
			(int)layout.part[i].name.length, layout.part[i].name.data, quoted,
			(int)layout.length, code->text, (int)value.length, value.data);
	}
}

/* Two codes that differ in nothing the eye would see: neither can be told by its look. */
static void
warn_alike(const struct reading *reading, const struct row *row, const struct code *code)
{
	char plain[CODE_LONGEST];
	struct slice text = code_text(&layout, code);
	const struct register_entry *other = register_meant(
		&issued, slice_of(plain, text_plain(text, plain, sizeof plain)), DAY_LAST);

	if (other && !slice_equal(code_text(&layout, &other->code), text))
		note("%s: warning: %.*s looks like %.*s of line %zu",
			side_place(reading->side, row), (int)text.length, text.data,
			(int)text.length, other->code.text, other->place >> 1);
}

static void
check_entry(const struct reading *reading, const struct row *row, const struct code *code)
{
	struct slice campaign = SLICE_EMPTY;

	check_parts(reading, row, code);
	warn_alike(reading, row, code);
	if (reading->campaign >= 0)
		campaign = slice_trim(row_field(row, reading->campaign));
	letters_warn(side_place(reading->side, row), campaign, code);
}

static void
read_entry(const struct reading *reading, const struct row *row)
{
	struct slice text = row_text(row, CODE), name[CODE_LONGEST];
	char quoted[TEXT_QUOTED], why[REFUSED_TEXT];
	struct code code;

	if (!code_fits(&layout, slice_trim(text), &code)) {
		text_quote(text, quoted);
		side_bad(reading->side, row, -1, "no code of this layout: %s", quoted);
		return;
	}
	if (!date_entry(reading, row, &code))
		return;
	if (registry_refuses(&code, why)) {
		side_bad(reading->side, row, -1, "%s", why);
		return;
	}
	if (reading->checks)
		check_entry(reading, row, &code);
	for (size_t i = 0; i < issued.names; i++)
		name[i] = slice_trim(row_field(row, reading->name[i]));
	register_add(&issued, &code, name, PLACE_OF_REGISTER(row->line));
}

static struct side *
read_all(struct reading reading, enum side_kind kind)
{
	struct row row;

	reading.side = side_open("--registry", codes.registry, columns, 1, kind);
	find_columns(&reading);
	if (kind == SIDE_DATA && !reading.checks)
		find_names(&reading);
	while (side_next(reading.side, &row))
		read_entry(&reading, &row);
	return reading.side;
}

void
registry_read(void)
{
	if (codes.registry)
		side_close(read_all((struct reading){ .checks = false }, SIDE_DATA));
}

struct side *
registry_check(void)
{
	return read_all((struct reading){ .checks = true }, SIDE_RULES);
}

bool
registry_refuses(const struct code *code, char why[REFUSED_TEXT])
{
	const struct register_entry *entry = register_refuses(&issued, code);
	struct slice text = code_text(&layout, code);
	char month[DAY_TEXT], where[64] = "";
	struct slice when;

	if (!entry)
		return false;
	if (entry->place > 1)
		snprintf(where, sizeof where, " (line %zu of the %s)", entry->place >> 1,
			entry->place & 1 ? "plan" : "register");
	if (entry->code.year == code->year && entry->code.month == code->month) {
		snprintf(why, REFUSED_TEXT, "the code %.*s is there already%s", (int)text.length,
			text.data, where);
		return true;
	}
	when = code_value(&layout, &entry->code, (size_t)dated_part(), month);
	snprintf(why, REFUSED_TEXT,
		"the code %.*s would be taken for the one of %.*s: it may not come back within "
		"%d years%s",
		(int)text.length, text.data, (int)when.length, when.data, REGISTER_YEARS, where);
	return true;
}

/* --- adding --- */

/* What stands in the columns of the register's file. */
struct target_of {
	enum { NOTHING, THE_CODE, A_PART, ITS_NAME, ISSUED, OF_THE_PLAN } what;
	size_t part;
	int    field;
};

static struct {
	struct report    *report;
	struct target_of *column;
	size_t            columns, capacity;
} file;

static void
add_column(struct slice name, struct target_of column)
{
	report_column(file.report, name);
	MEMORY_GROW(file.column, file.capacity, file.columns + 1);
	file.column[file.columns++] = column;
}

/* From a column of the plan, where it has one of that name. */
static struct target_of
of_the_plan(const struct stream *plans, struct slice name)
{
	struct target_of of = { NOTHING, .field = -1 };

	if (plans)
		of.field = header_find(stream_header(plans), name);
	if (of.field >= 0)
		of.what = OF_THE_PLAN;
	return of;
}

/* The header of a register that begins; numbers say nothing to a person without a name. */
static void
begin_columns(const struct stream *plans)
{
	struct slice campaign = slice_from("campaign");

	add_column(slice_from("source_code"), (struct target_of){ THE_CODE });
	for (size_t i = 0; i < layout.parts; i++) {
		char name[NAME_COLUMN];

		if (!layout_shows(&layout, i))
			continue;
		add_column(layout.part[i].name, (struct target_of){ A_PART, i });
		if (layout.part[i].kind == PART_DIGITS || part_has_name(i))
			add_column(slice_from(part_name_column(i, name)),
				(struct target_of){ ITS_NAME, i });
	}
	/* Unless the code itself tells the campaign. */
	if (layout_find(&layout, "campaign") < 0)
		add_column(campaign, of_the_plan(plans, campaign));
	add_column(slice_from("issued"), (struct target_of){ ISSUED });
}

/* What the column of an old header is: found by its names, as when it is read. */
static struct target_of
target_of(const struct side *old, int column, const struct stream *plans)
{
	const struct header *header = side_header(old);

	if (column == side_binding(old)->field[CODE])
		return (struct target_of){ THE_CODE };
	if (column == header_find(header, slice_from("issued")))
		return (struct target_of){ ISSUED };
	for (size_t i = 0; i < layout.parts; i++) {
		char name[NAME_COLUMN];

		if (!layout_shows(&layout, i))
			continue;
		if (column == header_find(header, layout.part[i].name))
			return (struct target_of){ A_PART, i };
		if (column == header_find(header, slice_from(part_name_column(i, name))))
			return (struct target_of){ ITS_NAME, i };
	}
	return of_the_plan(plans, header->name[column]);
}

static void
continue_columns(const struct side *old, const struct stream *plans)
{
	const struct header *header = side_header(old);

	for (size_t i = 0; i < header->columns; i++)
		add_column(header->name[i], target_of(old, (int)i, plans));
}

void
registry_begin(const struct stream *plans)
{
	struct side *old;
	bool there;

	file.report = report_append("--registry", codes.registry, &there);
	if (!there) {
		begin_columns(plans);
		return;
	}
	old = read_all((struct reading){ .checks = false }, SIDE_DATA);
	continue_columns(old, plans);
	side_close(old);
}

void
registry_enter(const struct row *row, const struct code *code)
{
	register_add(&issued, code, NULL, PLACE_OF_PLAN(row ? row->line : 0));
	for (size_t i = 0; i < file.columns; i++) {
		const struct target_of *column = &file.column[i];
		char month[DAY_TEXT];
		struct slice value;

		switch (column->what) {
		case THE_CODE: report_text(file.report, code_text(&layout, code)); break;
		case ISSUED: report_day(file.report, run_as_of()); break;
		case OF_THE_PLAN: report_text(file.report, row_field(row, column->field)); break;
		case A_PART:
		case ITS_NAME:
			value = code_value(&layout, code, column->part, month);
			if (column->what == ITS_NAME)
				value = part_called(
					(struct called){ .row = row }, column->part, value);
			report_text(file.report, value);
			break;
		case NOTHING: report_empty(file.report); break;
		}
	}
	report_end(file.report);
}

void
registry_end(void)
{
	if (file.report)
		report_finish(file.report);
	free(file.column);
}
