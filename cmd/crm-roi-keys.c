/*
 * The keys of crm-roi: by what orders, pieces and costs are grouped, and where each table
 * has it. Parts of a source code that a table lacks, or that are empty in a row, are
 * read out of the row's code.
 */
#include "crm-roi.h"

#include <stdio.h>
#include <stdlib.h>

#include "run/bind.h"
#include "value/memory.h"
#include "value/text.h"

struct keys keys;

static int
part_called(struct slice name)
{
	for (size_t i = 0; i < keys.layout.parts; i++)
		if (layout_shows(&keys.layout, i) && slice_equal(keys.layout.part[i].name, name))
			return (int)i;
	return -1;
}

size_t
keys_add(struct slice name)
{
	for (size_t i = 0; i < keys.count; i++)
		if (slice_is(name, keys.key[i].name))
			return i;
	if (keys.count == KEYS_MOST)
		fail(EXIT_USAGE, "more than %d columns to group by", KEYS_MOST);
	keys.key[keys.count] = (struct key){ .name = memory_string(name),
		.code = slice_is(name, "source_code"),
		.part = part_called(name) };
	return keys.count++;
}

void
keys_release(void)
{
	for (size_t i = 0; i < keys.count; i++)
		free(keys.key[i].name);
	layout_release(&keys.layout);
}

/* --- where a table has them --- */

/* A column of the header: by its name, else as the logical column of this name; or -1. */
static int
find_column(const struct stream *stream, const char *name, const char *file)
{
	const struct header *header = stream_header(stream);
	const struct binding *bound = stream_binding(stream);
	const struct column_spec wanted = { .name = name, .optional = true };
	int field = header_find(header, slice_from(name));
	struct binding found;

	if (field == -2)
		fail(EXIT_DATA, "%s: several columns are called \"%s\"", file, name);
	for (size_t i = 0; field < 0 && i < bound->columns; i++)
		if (slice_is(slice_from(name), bound->column[i].name))
			field = bound->field[i];
	if (field >= 0)
		return field;
	bind_columns(&found, header,
		&(struct bind_request){ .file = file,
			.column = &wanted,
			.columns = 1,
			.missing = EXIT_DATA,
			.notes = true });
	field = found.field[0];
	binding_release(&found);
	return field;
}

void
plan_stream(struct key_plan *plan, const struct stream *stream, int code, const char *file)
{
	char why[256];

	plan->code = stream_binding(stream)->field[code];
	for (size_t i = 0; i < keys.count; i++) {
		const struct key *key = &keys.key[i];

		plan->field[i] = key->code ? plan->code : find_column(stream, key->name, file);
		if (i >= keys.by || plan->field[i] >= 0)
			continue;
		snprintf(why, sizeof why, "--by=%s", key->name);
		if (key->code || key->part >= 0)
			stream_require(stream, code, why);
	}
}

static void
hint_parts(void)
{
	char names[512] = "";

	for (size_t i = 0; i < keys.layout.parts; i++)
		if (layout_shows(&keys.layout, i))
			list_name(names, sizeof names, keys.layout.part[i].name, "");
	hint("parts of the source code are %s", names);
}

void
plan_require_keys(const struct key_plan *plan, const struct stream *stream)
{
	char have[512];

	for (size_t i = 0; i < keys.by; i++) {
		if (plan->field[i] >= 0 || keys.key[i].part >= 0)
			continue;
		header_list(stream_header(stream), have, sizeof have);
		say("--by: \"%s\" is no column and no part of the source code (have: %s)",
			keys.key[i].name, have);
		hint_parts();
		fail(EXIT_USAGE, NULL);
	}
}

/* --- what they are in a row --- */

/* A code read at most once a row, in memory that lives as long as the row. */
struct code_reading {
	struct slice     text;
	day              latest;
	struct arena    *scratch;
	struct code     *code;         /* NULL: not read yet */
	enum code_status status;
};

static bool
read_code(struct code_reading *reading)
{
	if (!reading->code) {
		reading->code = arena_new(reading->scratch, sizeof *reading->code);
		reading->status = code_read(&keys.layout, reading->text, reading->code);
		if (reading->status == CODE_EXACT &&
			!code_date(&keys.layout, reading->code, reading->latest))
			reading->status = CODE_MALFORMED;
	}
	return reading->status == CODE_EXACT;
}

/* Nothing but ASCII, and no blanks around it: nearly every code. */
static bool
is_plain(struct slice text)
{
	unsigned char all = 0;

	for (size_t i = 0; i < text.length; i++)
		all |= (unsigned char)text.data[i];
	return !text.length ||
		(all < 0x80 && text.data[0] > ' ' && text.data[text.length - 1] > ' ');
}

/*
 * The code as it is written when it is written well: in half width, no blanks around it.
 * Also one that the layout does not know, or it would be a group for each way to write it.
 */
static struct slice
code_key(struct code_reading *reading)
{
	char *narrow;

	if (is_plain(reading->text))
		return reading->text;
	if (read_code(reading))
		return code_text(&keys.layout, reading->code);
	narrow = arena_new(reading->scratch, reading->text.length);
	return slice_trim(slice_of(narrow, text_narrow(reading->text, narrow)));
}

/* A month as a person writes it becomes 2026-08. */
static struct slice
month_key(struct slice text, struct arena *scratch)
{
	char *month;
	int year, of_year;

	if (!month_parse(text, &year, &of_year))
		return text;
	month = arena_new(scratch, DAY_TEXT);
	return slice_of(month, month_print(year, of_year, month));
}

static struct slice
part_key(struct code_reading *reading, const struct key *key, struct slice text)
{
	bool month = key->part == keys.layout.month;

	if (text.length)
		return month ? month_key(text, reading->scratch) : text;
	if (!reading->text.length || !read_code(reading))
		return SLICE_EMPTY;
	return code_value(&keys.layout, reading->code, (size_t)key->part,
		arena_new(reading->scratch, DAY_TEXT));
}

void
plan_values(const struct key_plan *plan, const struct slice *field, day latest,
	struct arena *scratch, struct slice value[KEYS_MOST])
{
	struct code_reading reading = { .text = plan->code >= 0 ? field[plan->code] : SLICE_EMPTY,
		.latest = latest,
		.scratch = scratch };

	for (size_t i = 0; i < keys.count; i++) {
		const struct key *key = &keys.key[i];
		struct slice text = plan->field[i] >= 0 ? field[plan->field[i]] : SLICE_EMPTY;

		if (plan->field[i] >= 0 && plan->field[i] == plan->code)
			value[i] = code_key(&reading);
		else if (key->part >= 0)
			value[i] = part_key(&reading, key, text);
		else
			value[i] = text;
	}
}

struct slice
plan_key(const struct key_plan *plan, const struct row *row, day latest, struct arena *scratch)
{
	struct slice value[KEYS_MOST];

	plan_values(plan, row->field, latest, scratch, value);
	return fold_key(scratch, value, keys.count);
}
