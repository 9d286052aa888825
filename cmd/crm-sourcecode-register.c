/*
 * The register of codes as a file: a CSV with the code, its month and whatever else its
 * header names. Here it is read, by all subcommands; generate adds to it.
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

static const struct column_spec columns[] = {
	[REGISTRY_CODE] = { "code" },
};

/* A register that is being read: the places of its columns, -1 where there is none. */
struct reading {
	struct side *side;
	int          dated;              /* what tells month or year */
	int          part[CODE_LONGEST]; /* of check: these must agree with the code */
	int          campaign;
	int          name[CODE_LONGEST]; /* in the order of register_names */
	enum registry_use use;
};

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
	int dated = layout_dated(&layout);

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
	if (!put_date(&dated, (size_t)layout_dated(&layout), text)) {
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
	struct slice text = row_text(row, REGISTRY_CODE), name[CODE_LONGEST];
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
	if (reading->use == REGISTRY_CHECKED)
		check_entry(reading, row, &code);
	for (size_t i = 0; i < issued.names; i++)
		name[i] = slice_trim(row_field(row, reading->name[i]));
	register_add(&issued, &code, name, PLACE_OF_REGISTER(row->line));
}

struct side *
registry_open(enum registry_use use)
{
	struct reading reading = { .use = use };
	struct row row;

	reading.side = side_open("--registry", codes.registry, columns, 1,
		use == REGISTRY_CHECKED ? SIDE_RULES : SIDE_DATA);
	find_columns(&reading);
	if (use == REGISTRY_ASKED)
		find_names(&reading);
	while (side_next(reading.side, &row))
		read_entry(&reading, &row);
	return reading.side;
}

void
registry_read(void)
{
	if (codes.registry)
		side_close(registry_open(REGISTRY_ASKED));
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
	when = code_value(&layout, &entry->code, (size_t)layout_dated(&layout), month);
	snprintf(why, REFUSED_TEXT,
		"the code %.*s would be taken for the one of %.*s: it may not come back within "
		"%d years%s",
		(int)text.length, text.data, (int)when.length, when.data, REGISTER_YEARS, where);
	return true;
}
