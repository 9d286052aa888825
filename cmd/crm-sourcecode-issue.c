/*
 * What generate adds to the register: a row a code, with the columns that its header has.
 */
#include <stdlib.h>

#include "crm-sourcecode.h"

#include "run/bind.h"
#include "run/side.h"
#include "value/memory.h"

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

	if (column == side_binding(old)->field[REGISTRY_CODE])
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
	old = registry_open(REGISTRY_GROWS);
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
