/*
 * crm-test - put customers into test cells
 *
 * assign is a map. A customer's cell is a keyed hash of customer and campaign, so
 * nothing is remembered and nothing depends on the order of the rows: the next run,
 * on any machine, gives the same customer the same cell.
 */
#include <stdlib.h>

#include "crm/cells.h"
#include "run/command.h"
#include "run/map.h"
#include "value/text.h"

static struct {
	const char *cells, *seed;
} set;

static const struct option_spec assign_options[] = {
	{ 0, "cells", "NAME:SHARE,...", "the cells and their shares, as A:45,B:45,control:10",
		.text = &set.cells },
	{ 0, "seed",  "CAMPAIGN",       "the campaign: another one mixes anew", .text = &set.seed },
	{ 0 },
};

enum { CUSTOMER };
static const struct column_spec assign_columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER, .empty_ok = true },
};

static const struct command assign = {
	.name = "crm-test assign",
	.purpose = "put customers into test cells, the same ones every time",
	.usage = "--cells=NAME:SHARE,... --seed=CAMPAIGN [options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = assign_options,
	COMMAND_COLUMNS(assign_columns),
};

static struct test_cells *cells;

/* --- assign --- */

/* What is written into every row must not spoil the output. */
static void
refuse_not_utf8(const char *option, const char *text)
{
	struct slice slice = slice_from(text);

	if (text_utf8_valid_prefix(slice) != slice.length)
		fail(EXIT_USAGE, "%s is not UTF-8", option);
}

static struct test_cells *
cells_given(void)
{
	struct test_cells *made;
	struct slice at;
	const char *why;
	char quoted[TEXT_QUOTED];

	if (!set.cells)
		fail(EXIT_USAGE,
			"--cells=NAME:SHARE,... is missing, as --cells=A:45,B:45,control:10");
	if (!set.seed || slice_trim(slice_from(set.seed)).length == 0)
		fail(EXIT_USAGE,
			"--seed=CAMPAIGN is missing: with one seed for all campaigns, the "
			"same customers would be the control for ever");
	refuse_not_utf8("--cells", set.cells);
	refuse_not_utf8("--seed", set.seed);
	made = cells_new(slice_from(set.cells), slice_from(set.seed), &why, &at);
	if (made)
		return made;
	if (!at.data)
		fail(EXIT_USAGE, "--cells: %s", why);
	text_quote(at, quoted);
	fail(EXIT_USAGE, "--cells: %s %s", quoted, why);
}

static bool
assign_row(const struct row *row, struct out *out, void *none)
{
	struct slice customer = row_text(row, CUSTOMER);

	(void)none;
	if (customer.length == 0)
		return row_bad(row, CUSTOMER, "empty: nobody to assign");
	out_pass(out, row);
	out_string(out, set.seed);
	out_text(out, cells_assign(cells, customer));
	out_end(out);
	return true;
}

static void
assign_run(struct operands files)
{
	struct stream *customers;
	struct output *output;

	cells = cells_given();
	customers = stream_open(files);
	output = output_passing(customers);
	output_add(output, "campaign");
	output_add(output, "cell");
	map_run(customers, output, &(struct map){ .each = assign_row });
	cells_free(cells);
}

int
main(int argc, char **argv)
{
	static const struct command *const choice[] = { &assign };
	const struct command *command = command_choose("crm-test", "test cells of campaigns",
		choice, sizeof choice / sizeof choice[0], &argc, &argv);

	assign_run(command_start(command, argc, argv));
	return command_end();
}
