/*
 * crm-rfm - recency, frequency and monetary value of each customer
 *
 * A fold. Each row is added to its customer's history; scores and segments are given at
 * the end, over all customers, because a quantile needs them all.
 */
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "crm/history.h"
#include "run/command.h"
#include "run/fold.h"
#include "run/report.h"
#include "run/side.h"
#include "value/number.h"
#include "value/text.h"

static struct {
	const char *frequency;           /* orders, rows, days */
	bool        histories_only, print, bins_given;
	size_t      bins[RFM_MEASURES];
	const char *cuts, *cuts_out, *segments;
} set = { .bins = { RFM_BINS, RFM_BINS, RFM_BINS } };

static void
set_frequency(const char *what)
{
	if (strcmp(what, "orders") != 0 && strcmp(what, "rows") != 0 && strcmp(what, "days") != 0)
		fail(EXIT_USAGE, "--frequency is orders, rows or days, not \"%s\"", what);
	set.frequency = what;
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
	{ 0, "bins",      "N|R,F,M", "scores go from 1 to N [5]", set_bins },
	{ 0, "cuts",      "FILE", "score by these cuts, not by quantiles", .text = &set.cuts },
	{ 0, "cuts-out",  "FILE", "write the cuts that scores went by", .text = &set.cuts_out },
	{ 0, "segments",  "FILE", "use this segment map [a built-in one]", .text = &set.segments },
	{ 0, "print-segments", NULL, "print the segment map, then end", .flag = &set.print },
	{ 0, "no-scores", NULL, "histories only", .flag = &set.histories_only },
	{ 0 },
};

enum { CUSTOMER, DATE, AMOUNT, ORDER };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE]     = { "date",     .role = ROLE_EVENT_DATE, .type = COLUMN_DAY },
	[AMOUNT]   = { "amount",   .type = COLUMN_MONEY },
	[ORDER]    = { "order",    .optional = true, .empty_ok = true },
};

static const char *const history_columns[] = { "first_order", "last_order", "recency_days",
	"frequency", "monetary", "aov" };
static const char *const score_columns[] = { "r", "f", "m", "rfm", "rfm_segment" };

#define COUNTED(array) (array), sizeof(array) / sizeof *(array)

static void
add_row(void *kept, const struct fold_member *visit, const struct row *row)
{
	history_add(kept, row_day(row, DATE), row_money(row, AMOUNT), visit ? visit->kept : NULL);
}

/* What is kept of an order or a day is whether it was counted. */
static struct fold *
read_histories(struct stream *rows)
{
	const char *counted = set.frequency ? set.frequency
		: stream_has(rows, ORDER)   ? "orders"
					    : "rows";
	int id = *counted == 'o' ? ORDER + 1 : *counted == 'd' ? DATE + 1 : 0;
	struct fold *histories;

	if (id == ORDER + 1)
		stream_require(rows, ORDER, "--frequency=orders");
	histories = fold_new(&(struct fold_spec){ .kept = sizeof(struct history),
		.member_kinds = id > 0,
		.member_kept = { sizeof(bool) } });
	fold_read(histories, rows, &(struct fold_source){ .add = add_row, .member = { id } });
	return histories;
}

/* A measure as it is printed. */
static int64_t
measure(struct group *customer, enum rfm_measure m)
{
	const struct history *history = group_kept(customer);
	int64_t value = RFM_NONE;
	char name[TEXT_QUOTED];

	if (m == RFM_FREQUENCY) {
		value = history->orders;
	} else if (m == RFM_RECENCY) {
		history_recency(history, run_as_of(), &value);
	} else if (!money_from_sum(history->spent, &value)) {
		text_quote(group_key(customer), name);
		fail(EXIT_DATA, "customer %s: the sum of amounts is too large", name);
	}
	return value;
}

static void
fit_scales(struct rfm_scale scale[RFM_MEASURES], struct group **customer, size_t count)
{
	int64_t *value = memory_zeroed(count, sizeof *value);

	for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
		for (size_t i = 0; i < count; i++)
			value[i] = measure(customer[i], m);
		rfm_scale_fit(&scale[m], set.bins[m], value, count);
	}
	free(value);
}

static void
report_history(struct report *report, struct group *customer)
{
	const struct history *history = group_kept(customer);
	int64_t recency = measure(customer, RFM_RECENCY);
	money aov;

	report_text(report, group_key(customer));
	report_day(report, history->orders ? history->first : DAY_NONE);
	report_day(report, history->orders ? history->last : DAY_NONE);
	recency == RFM_NONE ? report_empty(report) : report_integer(report, recency);
	report_integer(report, history->orders);
	report_money(report, measure(customer, RFM_MONETARY));
	history_aov(history, &aov) ? report_money(report, aov) : report_empty(report);
}

static void
report_scores(struct report *report, struct group *customer,
	const struct rfm_scale scale[RFM_MEASURES], const struct rfm_map *map)
{
	unsigned score[RFM_MEASURES];
	char text[RFM_TEXT];

	for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
		score[m] = rfm_score(&scale[m], m, measure(customer, m));
		report_integer(report, score[m]);
	}
	report_text(report, slice_of(text, rfm_print(scale, score, text)));
	report_text(report, rfm_map_find(map, score));
}

static void
check_settings(void)
{
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
	struct rfm_scale scale[RFM_MEASURES];
	struct rfm_map map;
	struct stream *rows;
	struct fold *histories;
	struct group **customer;
	struct report *report, *cuts = NULL;
	size_t count;

	check_settings();
	rfm_map_init(&map);
	if (set.cuts)
		read_cuts(set.cuts, scale, set.bins);
	if (set.segments)
		read_map(set.segments, &map, set.bins);
	else
		rfm_map_builtin(&map, set.bins);
	if (set.print) {
		print_map(&map);
		rfm_map_release(&map);
		return command_end();
	}

	/* Outputs are opened first: nobody waits for a folder that is not there. */
	rows = stream_open(files);
	report = report_new();
	if (set.cuts_out)
		cuts = report_to("--cuts-out", set.cuts_out);
	histories = read_histories(rows);
	customer = fold_groups(histories, &count);
	if (!set.histories_only && !set.cuts)
		fit_scales(scale, customer, count);
	if (cuts)
		write_cuts(cuts, scale);

	report_column(report, stream_column_name(rows, CUSTOMER));
	report_columns(report, COUNTED(history_columns));
	if (!set.histories_only)
		report_columns(report, COUNTED(score_columns));
	for (size_t i = 0; i < count; i++) {
		report_history(report, customer[i]);
		if (!set.histories_only)
			report_scores(report, customer[i], scale, &map);
		report_end(report);
	}
	report_finish(report);
	free(customer);
	fold_free(histories);
	rfm_map_release(&map);
	return command_end();
}
