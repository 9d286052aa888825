/*
 * crm-rfm - recency, frequency and monetary value of each customer
 *
 * A fold. Each row is added to its customer's history; scores and segments are given at
 * the end, over all customers, because a quantile needs them all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "run/command.h"
#include "run/report.h"
#include "run/side.h"
#include "value/number.h"

struct rfm_settings set = { .bins = { RFM_BINS, RFM_BINS, RFM_BINS } };

static void
set_frequency(const char *what)
{
	if (strcmp(what, "orders") != 0 && strcmp(what, "rows") != 0 && strcmp(what, "days") != 0)
		fail(EXIT_USAGE, "--frequency is orders, rows or days, not \"%s\"", what);
	set.frequency = what;
}

static void
set_refunds(const char *what)
{
	static const char *const name[] = {
		[REFUNDS_NET] = "net", [REFUNDS_IGNORE] = "ignore", [REFUNDS_BY_DAY] = "by-day"
	};

	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		if (strcmp(what, name[i]) == 0) {
			set.refunds = (enum rfm_refunds)i;
			return;
		}
	}
	fail(EXIT_USAGE, "--refunds is net, ignore or by-day, not \"%s\"", what);
}

static void
set_window(const char *argument)
{
	struct span span = argument_span("--window", argument);

	if (span.months <= 0 && span.days <= 0)
		fail(EXIT_USAGE, "--window: no days are in \"%s\"", argument);
	snprintf(set.window, sizeof set.window, "%d%c", span.months ? span.months : span.days,
		span.months ? 'm' : 'd');
	set.span = span;
	set.windowed = true;
}

static void
set_bins(const char *argument)
{
	struct list bins = argument_list("--bins", argument, ',');
	bool good = bins.count == 1 || bins.count == RFM_MEASURES;

	for (size_t m = 0; good && m < RFM_MEASURES; m++) {
		int64_t n;

		good = integer_parse(bins.part[m % bins.count], &n) && n >= RFM_BINS_LEAST &&
			n <= RFM_BINS_MOST;
		set.bins[m] = good ? (size_t)n : 0;
	}
	if (!good)
		fail(EXIT_USAGE, "--bins is a number from %d to %d, or three of them, not \"%s\"",
			RFM_BINS_LEAST, RFM_BINS_MOST, argument);
	set.bins_given = true;
	free(bins.part);
}

static const struct option_spec options[] = {
	{ 0, "frequency", "orders|rows|days",
		"what is counted [orders, if there are order numbers]", set_frequency },
	{ 0, "refunds",   "net|ignore|by-day", "what refunds lower [net]", set_refunds },
	{ 0, "window",    "SPAN", "count and score the last SPAN (12m, 90d)", set_window },
	{ 0, "window-only", NULL, "only customers with an order in it", .flag = &set.window_only },
	{ 0, "customers", "FILE", "also those who never bought", .text = &set.customers },
	{ 0, "bins",      "N|R,F,M", "scores go from 1 to N [5]", set_bins },
	{ 0, "cuts",      "FILE", "score by these cuts, not by quantiles", .text = &set.cuts },
	{ 0, "cuts-out",  "FILE", "write the cuts that scores went by", .text = &set.cuts_out },
	{ 0, "segments",  "FILE", "use this segment map [a built-in one]", .text = &set.segments },
	{ 0, "print-segments", NULL, "print the segment map, then end", .flag = &set.print },
	{ 0, "no-scores", NULL, "histories only", .flag = &set.histories_only },
	{ 0 },
};

static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE]     = { "date",     .role = ROLE_EVENT_DATE, .type = COLUMN_DAY },
	[AMOUNT]   = { "amount",   .type = COLUMN_MONEY },
	[ORDER]    = { "order",    .optional = true, .empty_ok = true },
};

static void
check_settings(void)
{
	if (set.windowed)
		set.after = day_minus(run_as_of(), set.span);
	if (set.window_only && (!set.windowed || set.customers))
		fail(EXIT_USAGE,
			set.windowed ? "--window-only goes not with --customers"
				     : "--window-only needs a --window");
	if (set.refunds == REFUNDS_BY_DAY && set.frequency && strcmp(set.frequency, "days") != 0)
		fail(EXIT_USAGE, "--refunds=by-day counts days, not %s", set.frequency);
	if (set.histories_only &&
		(set.bins_given || set.cuts || set.cuts_out || set.segments || set.print))
		fail(EXIT_USAGE, "--no-scores goes with no option for scores or segments");
	if (set.cuts && set.bins_given)
		fail(EXIT_USAGE, "--cuts has its own number of bins: leave --bins out");
}

static const struct command command = {
	.name    = "crm-rfm",
	.purpose = "recency, frequency and monetary value of each customer",
	.usage   = "[options] [file ...]",
	.takes   = TAKES_ROWS | SORTS_RESULT,
	.option  = options,
	COMMAND_COLUMNS(columns),
};

int
main(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);
	struct customers all = { 0 };
	struct stream *rows;
	struct fold *histories;
	struct report *report, *cuts = NULL;

	check_settings();
	rfm_map_init(&all.map);
	if (set.cuts)
		read_cuts(set.cuts, all.scale, set.bins);
	if (set.segments)
		read_map(set.segments, &all.map, set.bins);
	else
		rfm_map_builtin(&all.map, set.bins);
	if (set.print) {
		print_map(&all.map);
		rfm_map_release(&all.map);
		return command_end();
	}

	/* Outputs are opened first: nobody waits for a folder that is not there. */
	rows = stream_open(files);
	report = report_new();
	if (set.cuts_out)
		cuts = report_to("--cuts-out", set.cuts_out);
	histories = read_histories(rows);
	if (set.customers)
		add_customers(histories, set.customers);
	find_customers(&all, histories);
	if (!set.histories_only)
		score_customers(&all);
	if (cuts)
		write_cuts(cuts, all.scale);
	report_customers(report, &all, stream_column_name(rows, CUSTOMER));
	release_customers(&all);
	fold_free(histories);
	return command_end();
}
