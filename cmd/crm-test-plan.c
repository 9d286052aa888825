/*
 * crm-test plan - how many pieces a test needs, and what a given number can show
 *
 * Nothing is read. Of lift and size one is given and the other found; with both, the
 * power is. Every cell is compared with the control, by the test crm-roi makes later.
 */
#include "crm-test.h"

#include <math.h>

#include "run/report.h"
#include "stat/power.h"
#include "value/memory.h"

static struct {
	const char *cells, *control, *base, *lift, *power, *confidence;
	int64_t     size;            /* 0: to be found */
} set = { .cells = "control:1,test:1", .control = "control", .confidence = "95%" };

static void
set_size(const char *argument)
{
	set.size = argument_integer("--size", argument, 2, (int64_t)1 << 40);
}

static const struct option_spec options[] = {
	{ 0, "base", "RATE", "the rate of control, as 2%", .text = &set.base },
	{ 0, "lift", "SHARE", "how much better a cell is to be, as 20%: 2.4%", .text = &set.lift },
	{ 0, "power", "SHARE", "the chance that such a lift is found [80%]", .text = &set.power },
	{ 0, "size", "N", "pieces of all cells: what lift they can show", .set = set_size },
	{ 0, "cells", "NAME:SHARE,...", "the cells and their shares [control:1,test:1]",
		.text = &set.cells },
	{ 0, "control", "NAME", "the cell the others are compared with [control]",
		.text = &set.control },
	{ 0, "confidence", "SHARE", "of the test, two-sided; Holm over the cells [95%]",
		.text = &set.confidence },
	{ 0 },
};

const struct command plan = {
	.name = "crm-test plan",
	.purpose = "how many pieces a test needs, and what a given number can show",
	.usage = "--base=RATE [--lift=SHARE] [--size=N] [options]",
	.option = options,
};

/* The whole test. */
struct planned {
	struct test_cells *cells;
	size_t             control;
	double             base, lift, power, alpha;
	double             size;     /* of all cells, before rounding */
};

/* --- what the command line says --- */

/* A share between nothing and all. */
static double
share_within(const char *option, const char *argument)
{
	double share = decimal_double(argument_share(option, argument));

	if (!(share > 0 && share < 1))
		fail(EXIT_USAGE, "%s=%s: not between 0%% and 100%%", option, argument);
	return share;
}

/* The same, where 95 can only mean 95%. */
static double
percent_within(const char *option, const char *argument)
{
	double share = decimal_double(argument_share(option, argument));

	if (!slice_has(slice_from(argument), '%') && share >= 1 && share < 100)
		return share / 100;
	return share_within(option, argument);
}

/* A lift of 20 would be one of 2000%, which nobody means who leaves out the %. */
static double
read_lift(void)
{
	double lift = decimal_double(argument_share("--lift", set.lift));

	if (lift == 0)
		fail(EXIT_USAGE, "--lift=%s: no number of pieces shows that nothing differs",
			set.lift);
	if (lift < -1)
		fail(EXIT_USAGE, "--lift=%s: a rate under 0", set.lift);
	if (lift > 1 && !slice_has(slice_from(set.lift), '%'))
		fail(EXIT_USAGE, "--lift=%s: over 1 it needs a %%: %s%% or %.10g%%", set.lift,
			set.lift, 100 * lift);
	return lift;
}

static void
plan_read(struct planned *planned)
{
	if (!set.base)
		fail(EXIT_USAGE, "--base=RATE is missing, the rate of control, as --base=2%%");
	if (!set.lift && !set.size)
		fail(EXIT_USAGE,
			"--lift=SHARE is missing, or --size=N to see what lift it can show");
	if (set.lift && set.size && set.power)
		fail(EXIT_USAGE,
			"--power: it is what is found where --lift and --size are both given");
	planned->base = share_within("--base", set.base);
	planned->power = percent_within("--power", set.power ? set.power : "80%");
	planned->alpha = 1 - percent_within("--confidence", set.confidence);
	planned->lift = set.lift ? read_lift() : NAN;
	if (planned->base * (1 + planned->lift) > 1)
		fail(EXIT_USAGE, "--lift=%s of --base=%s is a rate over 100%%", set.lift, set.base);
	planned->cells = cells_given(set.cells);
	planned->control = cells_find(planned->cells, slice_from(set.control));
	if (planned->control == cells_count(planned->cells))
		fail(EXIT_USAGE,
			"--cells has no cell \"%s\": --control says which one is compared with",
			set.control);
	if (cells_count(planned->cells) < 2)
		fail(EXIT_USAGE, "--cells has no cell beside \"%s\"", set.control);
	planned->alpha = power_alpha(planned->alpha, cells_count(planned->cells) - 1);
}

/* --- the plan --- */

static double
cell_share(const struct planned *planned, size_t cell)
{
	return (double)cells_share(planned->cells, cell) / (double)cells_total(planned->cells);
}

/* The size at which the cell that needs most has the power. */
static void
plan_size(struct planned *planned)
{
	for (size_t i = 0; i < cells_count(planned->cells); i++) {
		double control = cell_share(planned, planned->control), heads;
		struct power_plan comparison = { planned->base, cell_share(planned, i) / control,
			planned->alpha };

		if (i == planned->control)
			continue;
		if (!power_heads(&comparison, planned->base * (1 + planned->lift), planned->power,
			    &heads))
			fail(EXIT_USAGE, "--power=%s: chance alone does as much", set.power);
		planned->size = fmax(planned->size, heads / control);
	}
	if (planned->size > 1e15)
		fail(EXIT_USAGE, "--lift=%s of --base=%s takes more pieces than there are people",
			set.lift, set.base);
}

/*
 * The pieces of a cell. Sizes that were found are rounded up, so that the power is there;
 * one that was given is divided without rest.
 */
static int64_t
cell_pieces(const struct planned *planned, size_t cell)
{
	__int128 total = cells_total(planned->cells), before = 0, share;

	if (!set.size)
		return (int64_t)ceil(planned->size * cell_share(planned, cell));
	for (size_t i = 0; i < cell; i++)
		before += cells_share(planned->cells, i);
	share = before + cells_share(planned->cells, cell);
	return (int64_t)((2 * set.size * share + total) / (2 * total) -
		(2 * set.size * before + total) / (2 * total));
}

static void
report_or_empty(struct report *report, bool defined, double x)
{
	if (defined)
		report_number(report, x);
	else
		report_empty(report);
}

/* Given a lift, the power of what is there; given a size alone, the lift that has the power. */
static void
report_comparison(struct report *report, const struct planned *planned, size_t cell)
{
	double control = (double)cell_pieces(planned, planned->control);
	double rate = planned->base * (1 + planned->lift), power = planned->power;
	struct power_plan comparison = { planned->base,
		(double)cell_pieces(planned, cell) / control, planned->alpha };
	bool found = set.lift ? power_of(&comparison, rate, control, &power)
			      : power_rate(&comparison, control, power, false, &rate);

	report_or_empty(report, set.lift || found, rate);
	report_or_empty(report, set.lift || found, rate / planned->base - 1);
	report_or_empty(report, found, power);
	report_number(report, planned->alpha);
}

static void
plan_report(const struct planned *planned)
{
	static const char *const column[] = { "cell", "pieces", "share", "rate", "lift", "power",
		"alpha" };
	struct report *report = report_new();

	report_columns(report, column, sizeof column / sizeof column[0]);
	for (size_t i = 0; i < cells_count(planned->cells); i++) {
		report_text(report, cells_name(planned->cells, i));
		report_integer(report, cell_pieces(planned, i));
		report_number(report, cell_share(planned, i));
		if (i != planned->control) {
			report_comparison(report, planned, i);
		} else {
			report_number(report, planned->base);
			report_empty(report);
			report_empty(report);
			report_empty(report);
		}
		report_end(report);
	}
	report_finish(report);
}

void
plan_run(struct operands files)
{
	struct planned planned = { .size = 0 };

	(void)files;
	plan_read(&planned);
	if (!set.size)
		plan_size(&planned);
	plan_report(&planned);
	cells_free(planned.cells);
}
