/*
 * crm-sourcecode generate - make the source codes of a plan
 *
 * A map: each row of the plan becomes all codes its lists and ranges stand for. When the
 * command line gives every part, nothing is read. With a register every code is entered
 * there, and nothing goes out before that is written.
 */
#include <stdlib.h>

#include "crm-sourcecode.h"

#include "crm/codeplan.h"
#include "run/map.h"
#include "value/memory.h"
#include "value/text.h"

static const struct option_spec options[] = {
	{ 0, "medium", "VALUES", "the media, as D or D;M [the column medium]",
		.text = &part_text[MEDIUM] },
	{ 0, "cell", "VALUES", "the test cells, as A-C [the column cell]",
		.text = &part_text[CELL] },
	{ 0, "list", "VALUES", "the customer lists, as 01-03;07 [the column list]",
		.text = &part_text[LIST] },
	{ 0, "month", "MONTHS", "the months, as 2026-08 [the column month]",
		.text = &part_text[MONTH] },
	{ 0, "part", "NAME=VALUES", "any other part [its column]", .set = set_part },
	OPTION_REGISTRY("add the codes to this register; refuse those that are on it"),
	OPTIONS_OF_NAMES,
	OPTIONS_OF_LAYOUT,
	{ 0 },
};

enum { DATE = PART_COLUMNS };
static const struct column_spec columns[] = {
	COLUMNS_OF_PARTS,
	[DATE] = { "date", .type = COLUMN_DAY, .optional = true, .empty_ok = true },
};

const struct command generate = {
	.name = "crm-sourcecode generate",
	.purpose = "make the source codes of a plan",
	.usage = "[options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns),
};

static void
write_planned(struct target to, const struct code *code, const struct row *row)
{
	target_text(to, code_text(&layout, code));
	parts_write(to, code, (struct called){ .row = row });
}

static void *
plan_work_new(void)
{
	struct code_plan *plan = memory_new(sizeof *plan);

	plan_init(plan, &layout);
	return plan;
}

static void
plan_work_free(void *work)
{
	plan_release(work);
	free(work);
}

/* The text of a part in a plan's row; a date's month where there is no month. */
static struct slice
planned_text(const struct row *row, size_t part, char month[DAY_TEXT])
{
	struct date date;

	if (origin[part].given)
		return slice_from(origin[part].given);
	if (origin[part].field >= 0)
		return row_field(row, origin[part].field);
	date = day_to_date(row_day(row, DATE));
	return slice_of(month, month_print(date.year, date.month, month));
}

static bool
plan_part(const struct row *row, struct code_plan *plan, size_t part)
{
	bool dated = !origin[part].given && origin[part].field < 0;
	char month[DAY_TEXT], form[PART_FORM], quoted[TEXT_QUOTED];
	struct slice text;
	const char *why;

	if (dated && !row_has(row, DATE))
		return row_bad(row, DATE, "empty: there is no month");
	text = planned_text(row, part, month);
	if (plan_set(plan, part, text, &why))
		return true;
	text_quote(text, quoted);
	return row_bad_field(row, origin[part].field, "%s %s (%s is %s)", quoted, why,
		layout.part[part].name.data, part_form(&layout, part, form));
}

static bool
plan_row(const struct row *row, struct code_plan *plan)
{
	const char *why;

	plan_clear(plan);
	for (size_t i = 0; i < layout.parts; i++)
		if (layout_shows(&layout, i) && !plan_part(row, plan, i))
			return false;
	return plan_start(plan, &why) || row_bad(row, -1, "the row %s", why);
}

/* Before any code of the row is entered: all of them or none. */
static bool
plan_is_free(struct code_plan *plan, char why[REFUSED_TEXT])
{
	struct code code;
	const char *none;

	while (plan_next(plan, &code))
		if (registry_refuses(&code, why))
			return false;
	return plan_start(plan, &none);
}

static bool
generate_row(const struct row *row, struct out *out, void *work)
{
	char why[REFUSED_TEXT];
	struct code code;

	if (!plan_row(row, work))
		return false;
	if (codes.registry && !plan_is_free(work, why))
		return row_bad(row, -1, "%s", why);
	while (plan_next(work, &code)) {
		if (codes.registry)
			registry_enter(row, &code);
		out_pass(out, row);
		write_planned((struct target){ .out = out }, &code, row);
		out_end(out);
	}
	return true;
}

static void
check_given(struct code_plan *plan)
{
	char form[PART_FORM], quoted[TEXT_QUOTED];
	const char *why;

	for (size_t i = 0; i < layout.parts; i++) {
		if (!origin[i].given || plan_set(plan, i, slice_from(origin[i].given), &why))
			continue;
		text_quote(slice_from(origin[i].given), quoted);
		fail(EXIT_USAGE, "%s %s (%s is %s)", quoted, why, layout.part[i].name.data,
			part_form(&layout, i, form));
	}
}

/* Everything is on the command line: nothing is read. */
static void
generate_alone(struct code_plan *plan)
{
	struct report *report;
	char refused[REFUSED_TEXT];
	struct code code;
	const char *why;

	if (!plan_start(plan, &why))
		fail(EXIT_USAGE, "the command line %s", why);
	if (codes.registry) {
		registry_begin(NULL);
		if (!plan_is_free(plan, refused))
			fail(EXIT_DATA, "%s", refused);
	}
	report = report_new();
	report_column(report, slice_from("source_code"));
	parts_add(NULL, report);
	while (plan_next(plan, &code)) {
		if (codes.registry)
			registry_enter(NULL, &code);
		write_planned((struct target){ .report = report }, &code, NULL);
		report_end(report);
	}
	report_finish(report);
}

static void
generate_rows(struct operands files)
{
	struct stream *plans = stream_open(files);
	struct output *output;

	origins_bind(plans, stream_has(plans, DATE));
	if (codes.registry)
		registry_begin(plans);
	output = output_passing(plans);
	for (size_t i = 0; i < layout.parts; i++) {
		if (origin[i].field >= 0)
			output_drop(output, origin[i].field);
		if (origin[i].named)
			output_drop(output, origin[i].named - 1);
	}
	output_add(output, "source_code");
	parts_add(output, NULL);
	map_run(plans, output,
		&(struct map){ generate_row, plan_work_new, plan_work_free, codes.registry });
}

void
generate_run(struct operands files)
{
	bool alone = origins_given() && !files.named;
	struct code_plan *plan = plan_work_new();

	check_given(plan);
	if (alone)
		generate_alone(plan);
	else
		generate_rows(files);
	plan_work_free(plan);
	registry_end();
}
