/*
 * crm-rfm - recency, frequency and monetary value of each customer
 *
 * A fold. Each row is added to its customer's history; scores and segments are given at
 * the end, over all customers, because a quantile needs them all.
 */
#include "crm-rfm.h"
#include "run/command.h"
#include "run/report.h"
#include "run/side.h"

static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE]     = { "date",     .role = ROLE_EVENT_DATE, .type = COLUMN_DAY },
	[AMOUNT]   = { "amount",   .type = COLUMN_MONEY },
	[ORDER]    = { "order",    .optional = true, .empty_ok = true },
};

const struct command rfm_command = {
	.name    = "crm-rfm",
	.purpose = "recency, frequency and monetary value of each customer",
	.usage   = "[options] [file ...]",
	.takes   = TAKES_ROWS | SORTS_RESULT,
	.option  = rfm_options,
	COMMAND_COLUMNS(columns),
};

static int
show_map(struct rfm_map *map)
{
	bool good = true;
	int code;

	if (set.print)
		print_map(map);
	else
		good = check_map(map);
	rfm_map_release(map);
	code = command_end();
	return good ? code : EXIT_DATA;
}

static void
name_columns(struct report *report, struct slice key_name)
{
	if (set.by_segment)
		name_segments(report);
	else if (set.matrix)
		name_matrix(report);
	else if (set.deciles)
		name_deciles(report);
	else
		name_customers(report, key_name);
	report_named(report);
}

int
main(int argc, char **argv)
{
	struct operands files = command_start(&rfm_command, argc, argv);
	struct customers all = { 0 };
	struct previous *previous = NULL;
	struct slice key_name;
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
		rfm_map_builtin(
			&all.map, set.bins, set.map == MAP_CHINESE ? RFM_CHINESE : RFM_ENGLISH);
	if (set.print || set.check_map)
		return show_map(&all.map);

	/* Outputs are opened first: nobody waits for a folder that is not there. */
	rows = open_input(files, &key_name);
	report = report_new();
	if (set.partial) {
		write_state(report, rows, key_name);
		release_customers(&all);
		return command_end();
	}
	name_columns(report, key_name);
	if (set.cuts_out)
		cuts = report_to("--cuts-out", set.cuts_out);
	if (set.previous)
		previous = previous_read(set.previous, key_name);
	histories = set.customer_level ? read_customers(rows) : read_histories(rows);
	if (set.customers)
		add_customers(histories, set.customers, key_name);
	find_customers(&all, histories);
	if (!set.histories_only)
		score_customers(&all);
	if (cuts)
		write_cuts(cuts, all.scale);
	if (set.by_segment)
		report_segments(report, &all);
	else if (set.matrix)
		report_matrix(report, &all, previous);
	else if (set.deciles)
		report_deciles(report, &all);
	else
		report_customers(report, &all, previous);
	previous_free(previous);
	release_customers(&all);
	fold_free(histories);
	return command_end();
}
