/*
 * crm-test assign - put customers into test cells
 *
 * A map. A customer's cell follows from a keyed hash of customer and campaign, so
 * nothing is remembered and nothing depends on the order of the rows: the next run,
 * on any machine, gives the same customer the same cell. Exact counts need a look at
 * all customers first.
 */
#include "crm-test.h"

#include <stdlib.h>

#include "crm/draw.h"
#include "crm/quota.h"
#include "run/look.h"
#include "run/map.h"
#include "run/summary.h"
#include "value/memory.h"

#define STRATA_MOST 64           /* columns */

static struct {
	const char *cells, *seed, *strata, *pilot;
	bool        exact;
	int64_t     sample;          /* 0: none */
} set;

static void
set_sample(const char *argument)
{
	set.sample = argument_integer("--sample", argument, 1, INT64_MAX);
}

static const struct option_spec options[] = {
	{ 0, "cells", "NAME:SHARE,...", "the cells and their shares, as A:45,B:45,control:10",
		.text = &set.cells },
	{ 0, "seed", "CAMPAIGN", "the campaign: another one mixes anew", .text = &set.seed },
	{ 0, "exact", NULL, "counts that are exactly the shares", .flag = &set.exact },
	{ 0, "strata", "COLUMN,...", "exact counts within each value of these columns",
		.text = &set.strata },
	{ 0, "pilot", "SHARE", "only the first wave, as 10%; a later 30% contains it",
		.text = &set.pilot },
	{ 0, "sample", "N", "N customers at random, without cells", .set = set_sample },
	{ 0 },
};

enum { CUSTOMER };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER, .empty_ok = true },
};

const struct command assign = {
	.name = "crm-test assign",
	.purpose = "put customers into test cells, the same ones every time",
	.usage = "--cells=NAME:SHARE,...|--sample=N --seed=CAMPAIGN [options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns),
};

/* Set before the first row, read-only afterwards. */
static struct draw       *draw;
static struct test_cells *cells;     /* NULL: a sample */
static struct quota      *quota;     /* NULL: each customer alone decides */
static struct quota_spec  wanted;
static int               *stratum;   /* the columns of --strata */
static size_t             strata;
static uint64_t           everybody; /* the one stratum where there are none */

/* --- what the command line says --- */

static void
refuse_contradictions(void)
{
	if (set.sample && (set.cells || set.pilot))
		fail(EXIT_USAGE, "--sample draws customers without cells: leave out %s",
			set.cells ? "--cells" : "--pilot");
	if (!set.cells && !set.sample)
		fail(EXIT_USAGE,
			"--cells=NAME:SHARE,... is missing, as --cells=A:45,B:45,control:10");
	if (!set.seed || slice_trim(slice_from(set.seed)).length == 0)
		fail(EXIT_USAGE,
			"--seed=CAMPAIGN is missing: with one seed for all campaigns, the "
			"same customers would be the control for ever");
	refuse_not_utf8("--seed", set.seed);
}

/* The pilot as one whole number of another. */
static void
read_pilot(void)
{
	struct decimal share = argument_share("--pilot", set.pilot);

	wanted.waves = 1;
	for (int i = 0; i < share.scale; i++)
		wanted.waves *= 10;
	if (share.units <= 0 || share.units > (__int128)wanted.waves)
		fail(EXIT_USAGE, "--pilot=%s: a share over 0 and up to 100%% is wanted", set.pilot);
	wanted.wave = (uint64_t)share.units;
}

/* --- the look at all customers --- */

static uint64_t
row_stratum(const struct row *row)
{
	struct slice value[STRATA_MOST];

	if (!strata)
		return everybody;
	for (size_t i = 0; i < strata; i++)
		value[i] = row_field(row, stratum[i]);
	return draw_stratum(draw, value, strata);
}

static bool
look_at_row(const struct row *row, void *part)
{
	struct slice customer = row_text(row, CUSTOMER);

	if (customer.length)
		quota_add(part, row_stratum(row), draw_customer(draw, customer));
	return true;
}

static void *
part_new(void)
{
	return quota_new();
}

static void
part_done(void *part)
{
	quota_join(quota, part);
}

static void
look_at_all(struct stream *customers)
{
	quota = quota_new();
	look_run(customers, &(struct look){ look_at_row, part_new, part_done });
	quota_settle(quota, &wanted);
	if (wanted.sample > quota_customers(quota))
		note("--sample=%lld: there are only %lld customers", (long long)wanted.sample,
			(long long)quota_customers(quota));
}

/* --- the rows --- */

/* Whether the customer is taken, and into which cell. */
static enum quota_answer
place_customer(const struct row *row, struct slice customer, size_t *cell)
{
	struct drawn drawn = draw_customer(draw, customer);

	if (quota)
		return quota_ask(quota, row_stratum(row), drawn, cell);
	*cell = cells_at(cells, draw_place(drawn.cell, cells_total(cells)));
	return draw_place(drawn.wave, wanted.waves) < wanted.wave ? QUOTA_TAKEN : QUOTA_LEFT;
}

static bool
assign_row(const struct row *row, struct out *out, void *none)
{
	struct slice customer = row_text(row, CUSTOMER);
	size_t cell;

	(void)none;
	if (customer.length == 0)
		return row_bad(row, CUSTOMER, "empty: nobody to assign");
	switch (place_customer(row, customer, &cell)) {
	case QUOTA_SEVERAL:
		return row_bad(row, CUSTOMER, "in several strata: --strata=%s", set.strata);
	case QUOTA_LEFT:
		return row_ignore(row, set.sample ? "not in the sample" : "not in the pilot");
	case QUOTA_TAKEN: break;
	}
	out_pass(out, row);
	out_string(out, set.seed);
	if (cells)
		out_text(out, cells_name(cells, cell));
	out_end(out);
	return true;
}

void
assign_run(struct operands files)
{
	struct stream *customers;
	struct output *output;

	refuse_contradictions();
	cells = set.cells ? cells_given(set.cells) : NULL;
	wanted = (struct quota_spec){
		.cells = cells, .wave = 1, .waves = 1, .sample = (uint64_t)set.sample
	};
	if (set.pilot)
		read_pilot();
	draw = draw_new(slice_from(set.seed));
	everybody = draw_stratum(draw, NULL, 0);
	customers = stream_open(files);
	stratum = columns_given("--strata", set.strata, customers, &strata);
	if (strata > STRATA_MOST)
		fail(EXIT_USAGE, "--strata: more than %d columns", STRATA_MOST);
	output = output_passing(customers);
	output_add(output, "campaign");
	if (cells)
		output_add(output, "cell");
	if (set.exact || set.strata || set.sample)
		look_at_all(customers);
	map_run(customers, output, &(struct map){ .each = assign_row });
	quota_free(quota);
	free(stratum);
	cells_free(cells);
	draw_free(draw);
}
