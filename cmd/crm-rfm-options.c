/*
 * The command line of crm-rfm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "run/command.h"
#include "run/settings.h"
#include "value/number.h"

struct rfm_settings set = { .bins = { RFM_BINS, RFM_BINS, RFM_BINS } };

const char *const frequency_words[] = { "orders", "rows", "days" };
const char *const refunds_words[] = { "net", "ignore", "by-day" };

/* Which of the words it is; "what" names them all in a message. */
static int
choose(const char *option, const char *argument, const char *const word[], size_t words,
	const char *what)
{
	for (size_t i = 0; i < words; i++)
		if (strcmp(argument, word[i]) == 0)
			return (int)i;
	fail(EXIT_USAGE, "%s is %s, not \"%s\"", option, what, argument);
}

static void
set_frequency(const char *what)
{
	set.frequency = frequency_words[choose(
		"--frequency", what, frequency_words, 3, "orders, rows or days")];
}

static void
set_refunds(const char *what)
{
	set.refunds = (enum rfm_refunds)choose(
		"--refunds", what, refunds_words, 3, "net, ignore or by-day");
	set.refunds_given = true;
}

static void
set_method(const char *what)
{
	static const char *const word[] = { "quantile", "count", "nested", "cuts" };

	set.method = (enum rfm_method)choose(
		"--method", what, word, 4, "quantile, count, nested or cuts");
	set.method_given = true;
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

static void
set_map(const char *what)
{
	static const char *const word[] = { "en", "zh", "zh8" };

	set.map = (enum rfm_map_choice)choose("--map", what, word, 3, "en, zh or zh8");
	set.map_given = true;
}

#define WEIGHT_MOST (1000000 * (money)MONEY_UNIT)

/* Read as money is: exact, of four decimals. */
static void
set_weights(const char *argument)
{
	struct list weights = argument_list("--weights", argument, ',');
	bool good = weights.count == RFM_MEASURES, rounded = false;
	money sum = 0;

	for (size_t m = 0; good && m < RFM_MEASURES; m++) {
		good = money_parse(weights.part[m], &set.weight[m], &rounded) && !rounded &&
			set.weight[m] >= 0 && set.weight[m] <= WEIGHT_MOST;
		sum += set.weight[m];
	}
	if (!good || sum == 0)
		fail(EXIT_USAGE,
			"--weights are three numbers, R,F,M, not below 0 and not all 0, of four "
			"decimals at most, not \"%s\"",
			argument);
	set.weighted = true;
	free(weights.part);
}

const struct option_spec rfm_options[] = {
	{ 0, "frequency", "orders|rows|days",
		"what is counted [orders, if there are order numbers]", set_frequency },
	{ 0, "refunds",   "net|ignore|by-day", "what refunds lower [net]", set_refunds },
	{ 0, "window",    "SPAN", "count and score the last SPAN (12m, 90d)", set_window },
	{ 0, "window-only", NULL, "only customers with an order in it", .flag = &set.window_only },
	{ 0, "customers", "FILE", "also those who never bought", .text = &set.customers },
	{ 0, "bins",      "N|R,F,M", "scores go from 1 to N [5]", set_bins },
	{ 0, "method", "quantile|count|nested|cuts", "how scores are given [quantile]",
		set_method },
	{ 0, "weights",   "R,F,M", "adds the weighted mean of the scores", set_weights },
	{ 0, "cuts",      "FILE", "score by these cuts, not by quantiles", .text = &set.cuts },
	{ 0, "cuts-out",  "FILE", "write the cuts that scores went by", .text = &set.cuts_out },
	{ 0, "segments",  "FILE", "use this segment map [a built-in one]", .text = &set.segments },
	{ 0, "map",       "en|zh|zh8", "which built-in map [en]", set_map },
	{ 0, "check-segments", NULL, "holes and overlaps of the map, then end",
		.flag = &set.check_map },
	{ 0, "print-segments", NULL, "print the segment map, then end", .flag = &set.print },
	{ 0, "previous",  "FILE", "adds the segment of an earlier result, and moved",
		.text = &set.previous },
	{ 0, "matrix",    NULL, "from segment to segment since --previous", .flag = &set.matrix },
	{ 0, "by-segment", NULL, "a row a segment", .flag = &set.by_segment },
	{ 0, "deciles",   NULL, "a row a tenth of the customers, by money", .flag = &set.deciles },
	{ 0, "margin",    "SHARE|COLUMN", "adds profit: this share of the money, or each row's",
		set_margin },
	{ 0, "partial",   NULL, "write the state, not the result", .flag = &set.partial },
	{ 0, "merge",     NULL, "the operands are states", .flag = &set.merge },
	{ 0, "orders-whole", NULL, "no order is in two parts: a smaller state",
		.flag = &set.orders_whole },
	{ 0, "customer-level", NULL, "rows are customers, with figures already",
		.flag = &set.customer_level },
	{ 0, "no-scores", NULL, "histories only", .flag = &set.histories_only },
	{ 0 },
};

/* What a state knows nothing of. */
static void
check_partial(void)
{
	const struct {
		bool        given;
		const char *name;
	} later[] = {
		{ set.window_only, "window-only" },
		{ set.customers, "customers" },
		{ set.bins_given, "bins" },
		{ set.method_given, "method" },
		{ set.weighted, "weights" },
		{ set.cuts, "cuts" },
		{ set.cuts_out, "cuts-out" },
		{ set.segments, "segments" },
		{ set.map_given, "map" },
		{ set.check_map, "check-segments" },
		{ set.print, "print-segments" },
		{ set.previous, "previous" },
		{ set.matrix, "matrix" },
		{ set.by_segment, "by-segment" },
		{ set.deciles, "deciles" },
		{ set.margin && !margin_column(), "margin" },
		{ set.histories_only, "no-scores" },
		{ settings.labels, "labels" },
		{ settings.sort, "sort" },
		{ settings.limit >= 0, "limit" },
	};

	for (size_t i = 0; set.partial && i < sizeof later / sizeof *later; i++)
		if (later[i].given)
			fail(EXIT_USAGE, "--%s goes not with --partial, but with its --merge",
				later[i].name);
	if (set.orders_whole && (!set.partial || set.merge))
		fail(EXIT_USAGE, "--orders-whole goes with --partial, of rows");
	if (set.merge && settings.where)
		fail(EXIT_USAGE,
			"--where chooses rows when a state is made (--partial); "
			"it goes not with --merge");
	if (set.merge && settings.rejects_path)
		fail(EXIT_USAGE, "--rejects goes not with --merge: a state is whole or of no use");
}

void
check_settings(void)
{
	check_partial();
	if (set.windowed)
		set.after = day_minus(run_as_of(), set.span);
	if (set.customer_level &&
		(set.windowed || set.frequency || set.refunds_given || set.partial || set.merge))
		fail(EXIT_USAGE,
			"--customer-level has no orders to count: it goes with no option "
			"for orders or states");
	if (set.window_only && (!set.windowed || set.customers))
		fail(EXIT_USAGE,
			set.windowed ? "--window-only goes not with --customers"
				     : "--window-only needs a --window");
	if (set.refunds == REFUNDS_BY_DAY && set.frequency && strcmp(set.frequency, "days") != 0)
		fail(EXIT_USAGE, "--refunds=by-day counts days, not %s", set.frequency);
	if (set.matrix + set.by_segment + set.deciles > 1)
		fail(EXIT_USAGE, "--matrix, --by-segment and --deciles are three results: one");
	if (set.matrix && !set.previous)
		fail(EXIT_USAGE, "--matrix needs --previous=FILE");
	if (set.previous && set.by_segment)
		fail(EXIT_USAGE, "--previous goes not with --by-segment");
	if (set.histories_only && (set.previous || set.by_segment))
		fail(EXIT_USAGE, "--no-scores gives no segments");
	set.histories_only = set.histories_only || set.deciles;
	if (set.histories_only &&
		(set.bins_given || set.cuts || set.cuts_out || set.segments || set.print ||
			set.method_given || set.weighted || set.map_given || set.check_map ||
			set.previous))
		fail(EXIT_USAGE, "%s goes with no option for scores or segments",
			set.deciles ? "--deciles" : "--no-scores");
	if (set.map_given && set.segments)
		fail(EXIT_USAGE, "--map and --segments are two maps");
	if (set.map == MAP_EIGHT && (set.print || set.check_map))
		fail(EXIT_USAGE, "--map=zh8 goes by mean scores, not by ranges: nothing to %s",
			set.print ? "print" : "check");
	if (set.cuts && set.method_given && set.method != METHOD_CUTS)
		fail(EXIT_USAGE, "--cuts is a method by itself: leave --method out");
	if (set.cuts)
		set.method = METHOD_CUTS;
	if (set.method == METHOD_CUTS && set.bins_given)
		fail(EXIT_USAGE, "--cuts has its own number of bins: leave --bins out");
	if (set.cuts_out && (set.method == METHOD_COUNT || set.method == METHOD_NESTED))
		fail(EXIT_USAGE, "--method=%s has no cuts to write",
			set.method == METHOD_COUNT ? "count" : "nested");
}
