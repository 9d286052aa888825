/*
 * crm-sourcecode check - what is wrong with a layout, a plan or a register
 *
 * All errors are said at once, as of any file of rules; warnings are about letters that
 * people take for others. Nothing is written.
 */
#include <stdlib.h>

#include "crm-sourcecode.h"

#include "crm/codeplan.h"
#include "run/bind.h"
#include "run/side.h"
#include "value/memory.h"
#include "value/text.h"

static const struct option_spec options[] = {
	OPTION_REGISTRY("the register to look at; plans may not make its codes"),
	OPTIONS_OF_NAMES,
	OPTIONS_OF_LAYOUT,
	{ 0 },
};

const struct command check = {
	.name = "crm-sourcecode check",
	.purpose = "say what is wrong with layouts, plans and registers",
	.usage = "[options] [plan ...]",
	.takes = TAKES_FILES,
	.option = options,
};

enum { DATE = PART_COLUMNS };
static const struct column_spec columns[] = {
	COLUMNS_OF_PARTS,
	[DATE] = { "date", .type = COLUMN_DAY, .optional = true, .empty_ok = true },
};

struct checking {
	struct side     *side;
	struct code_plan plan;
	int              field[CODE_LONGEST];    /* of each part; -1: none */
	int              campaign;               /* its column, or -1 */
	bool             columns;                /* there is one for each part */
};

static void
find_columns(struct checking *checking)
{
	const struct binding *binding = side_binding(checking->side);

	checking->columns = true;
	checking->campaign = header_find(side_header(checking->side), slice_from("campaign"));
	for (size_t i = 0; i < layout.parts; i++) {
		struct slice name = layout.part[i].name;
		int column = part_column(name);

		checking->field[i] = -1;
		if (!layout_shows(&layout, i))
			continue;
		checking->field[i] = column >= 0 ? binding->field[column]
						 : header_find(side_header(checking->side), name);
		if (checking->field[i] >= 0)
			continue;
		if ((int)i == layout.month && binding_has(binding, DATE))
			continue;
		side_bad(checking->side, NULL, -1, "no column for the part \"%.*s\"",
			(int)name.length, name.data);
		checking->columns = false;
	}
}

static bool
check_part(struct checking *checking, const struct row *row, size_t part)
{
	char month[DAY_TEXT], form[PART_FORM], quoted[TEXT_QUOTED];
	struct slice text;
	struct date date;
	const char *why;

	if (checking->field[part] >= 0) {
		text = row_field(row, checking->field[part]);
	} else if (row_has(row, DATE)) {
		date = day_to_date(row_day(row, DATE));
		text = slice_of(month, month_print(date.year, date.month, month));
	} else {
		side_bad(checking->side, row, DATE, "empty: there is no month");
		return false;
	}
	if (plan_set(&checking->plan, part, text, &why))
		return true;
	text_quote(text, quoted);
	side_bad(checking->side, row, -1, "%.*s: %s %s (it is %s)",
		(int)layout.part[part].name.length, layout.part[part].name.data, quoted, why,
		part_form(&layout, part, form));
	return false;
}

/* The first code that is refused, and how many more are; those that are not count as made. */
static void
check_codes(struct checking *checking, const struct row *row)
{
	char why[REFUSED_TEXT], first[REFUSED_TEXT] = "";
	struct slice campaign = SLICE_EMPTY;
	struct code code;
	size_t refused = 0;

	if (checking->campaign >= 0)
		campaign = slice_trim(row_field(row, checking->campaign));
	while (plan_next(&checking->plan, &code)) {
		letters_warn(side_place(checking->side, row), campaign, &code);
		if (!registry_refuses(&code, why)) {
			register_add(&issued, &code, NULL, PLACE_OF_PLAN(row->line));
			continue;
		}
		if (!refused++)
			memcpy(first, why, sizeof first);
	}
	if (refused == 1)
		side_bad(checking->side, row, -1, "%s", first);
	else if (refused)
		side_bad(checking->side, row, -1, "%s, and %zu more of this row", first,
			refused - 1);
}

static void
check_row(struct checking *checking, const struct row *row)
{
	bool good = true;
	const char *why;

	plan_clear(&checking->plan);
	for (size_t i = 0; i < layout.parts; i++)
		if (layout_shows(&layout, i))
			good = check_part(checking, row, i) && good;
	if (!good)
		return;
	if (plan_start(&checking->plan, &why))
		check_codes(checking, row);
	else
		side_bad(checking->side, row, -1, "the row %s", why);
}

static struct side *
check_plan(const char *path)
{
	struct checking checking;
	struct row row;

	checking.side =
		side_open("plan", path, columns, sizeof columns / sizeof columns[0], SIDE_RULES);
	plan_init(&checking.plan, &layout);
	find_columns(&checking);
	while (side_next(checking.side, &row))
		if (checking.columns)
			check_row(&checking, &row);
	plan_release(&checking.plan);
	return checking.side;
}

/*
 * Without a plan one comes from standard input, unless something else is to be looked at: a
 * layout and names were, when they were read.
 */
void
check_run(struct operands files)
{
	bool other = codes.registry || codes.layout || codes.names;
	size_t plans = files.named || !other ? files.count : 0, sides = 0;
	struct side **side = memory_zeroed(plans + 1, sizeof *side);

	if (layout.month >= 0 && layout.year < 0)
		note("warning: the layout has no year: its codes come back every twelve months");
	if (codes.registry)
		side[sides++] = registry_open(REGISTRY_CHECKED);
	for (size_t i = 0; i < plans; i++)
		side[sides++] = check_plan(files.path[i]);
	/* Only now: the errors of all of them were said. */
	while (sides)
		side_close(side[--sides]);
	free(side);
	letters_release();
}
