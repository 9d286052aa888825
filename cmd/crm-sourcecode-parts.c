/*
 * Parts of source codes as columns: which a subcommand writes, and where it finds their
 * values.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crm-sourcecode.h"
#include "run/bind.h"
#include "value/memory.h"

struct origin origin[CODE_LONGEST];

void
target_text(struct target to, struct slice text)
{
	if (to.out)
		out_text(to.out, text);
	else
		report_text(to.report, text);
}

static void
target_column(struct output *output, struct report *report, struct slice name)
{
	if (output)
		output_add(output, name.data);
	else
		report_column(report, name);
}

bool
part_has_name(size_t part)
{
	return names_has(&names, part) || issued.name_of[part] || origin[part].named;
}

const char *
part_name_column(size_t part, char name[NAME_COLUMN])
{
	struct slice of = layout.part[part].name;

	snprintf(name, NAME_COLUMN, "%.*s_name", (int)of.length, of.data);
	return name;
}

struct slice
part_called(struct called called, size_t part, struct slice value)
{
	struct slice name = SLICE_EMPTY;

	if (called.entry)
		name = register_name(&issued, called.entry, part);
	else if (called.row && origin[part].named)
		name = slice_trim(row_field(called.row, origin[part].named - 1));
	return name.length ? name : names_find(&names, part, value);
}

void
parts_add(struct output *output, struct report *report)
{
	for (size_t i = 0; i < layout.parts; i++) {
		char name[NAME_COLUMN];

		if (!layout_shows(&layout, i))
			continue;
		target_column(output, report, layout.part[i].name);
		if (part_has_name(i))
			target_column(output, report, slice_from(part_name_column(i, name)));
	}
}

void
parts_write(struct target to, const struct code *code, struct called called)
{
	for (size_t i = 0; i < layout.parts; i++) {
		char month[DAY_TEXT];
		struct slice value = SLICE_EMPTY;

		if (!layout_shows(&layout, i))
			continue;
		if (code)
			value = code_value(&layout, code, i, month);
		target_text(to, value);
		if (part_has_name(i))
			target_text(to, part_called(called, i, value));
	}
}

/* --- where values come from --- */

const char *part_text[PART_COLUMNS];
static const char *const part_name[PART_COLUMNS] = { "medium", "cell", "list", "month" };

/* Of --part, in the order given. */
struct given {
	struct slice part;
	const char  *value;
};
static struct {
	struct given *given;
	size_t        count, capacity;
} set;

void
set_part(const char *argument)
{
	struct slice name, value = slice_cut(slice_from(argument), '=', &name);

	if (!value.data)
		fail(EXIT_USAGE, "--part is NAME=VALUE, not \"%s\"", argument);
	MEMORY_GROW(set.given, set.capacity, set.count + 1);
	set.given[set.count++] = (struct given){ name, value.data };
}

static size_t
part_given(struct slice name)
{
	for (size_t i = 0; i < layout.parts; i++)
		if (layout_shows(&layout, i) && slice_equal(layout.part[i].name, name))
			return i;
	fail(EXIT_USAGE, "the layout has no part \"%.*s\" to give a value", (int)name.length,
		name.data);
}

static void
give(struct slice name, const char *value)
{
	struct origin *of = &origin[part_given(name)];

	if (of->given)
		fail(EXIT_USAGE, "the part \"%.*s\" is given twice", (int)name.length, name.data);
	of->given = value;
}

bool
origins_given(void)
{
	bool all = true;

	for (size_t i = 0; i < layout.parts; i++)
		origin[i] = (struct origin){ NULL, -1, 0 };
	for (int i = 0; i < PART_COLUMNS; i++)
		if (part_text[i])
			give(slice_from(part_name[i]), part_text[i]);
	for (size_t i = 0; i < set.count; i++)
		give(set.given[i].part, set.given[i].value);
	for (size_t i = 0; i < layout.parts; i++)
		all = all && (origin[i].given || !layout_shows(&layout, i));
	return all;
}

int
part_column(struct slice part)
{
	for (int i = 0; i < PART_COLUMNS; i++)
		if (slice_is(part, part_name[i]))
			return i;
	return -1;
}

static int
part_field(const struct stream *stream, struct slice part)
{
	int column = part_column(part);

	if (column >= 0)
		return stream_binding(stream)->field[column];
	return header_find_one(stream_header(stream), part, NULL);
}

/* A plan may say what its values are called. */
static int
names_field(const struct stream *stream, size_t part)
{
	char name[NAME_COLUMN];
	int field = header_find(stream_header(stream), slice_from(part_name_column(part, name)));

	return field < 0 ? -1 : field;
}

_Noreturn static void
fail_part(const struct stream *stream, const char *name)
{
	char have[512];
	bool own = false;       /* an option of its own */

	for (int i = 0; i < PART_COLUMNS; i++)
		own = own || strcmp(name, part_name[i]) == 0;
	header_list(stream_header(stream), have, sizeof have);
	fail(EXIT_DATA, "no column for the part \"%s\" (have: %s); give it with %s%s=VALUE", name,
		have, own ? "--" : "--part=", name);
}

void
origins_bind(const struct stream *stream, bool dated)
{
	for (size_t i = 0; i < layout.parts; i++) {
		if (!layout_shows(&layout, i))
			continue;
		origin[i].field = part_field(stream, layout.part[i].name);
		origin[i].named = names_field(stream, i) + 1;
		if (origin[i].field < 0 && !origin[i].given && !(dated && (int)i == layout.month))
			fail_part(stream, layout.part[i].name.data);
	}
}
