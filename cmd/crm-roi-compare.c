/*
 * The cells of crm-roi --control beside their control: a row each, campaign by campaign.
 */
#include <stdlib.h>

#include "crm-roi.h"
#include "crm/trial.h"
#include "run/summary.h"
#include "value/memory.h"
#include "value/number.h"

static int    chosen[TRIAL_FIGURES];
static size_t figures;

static const char *
name_of(int i)
{
	return trial_figure_name((enum trial_figure)i);
}

/* What is written when nothing else is asked for. */
static void
choose_usual(void)
{
	static const enum trial_figure usual[] = { TRIAL_ASSIGNED, TRIAL_BUYERS, TRIAL_RATE,
		TRIAL_RATE_LIFT, TRIAL_RATE_LIFT_LOW, TRIAL_RATE_LIFT_HIGH, TRIAL_P, TRIAL_P_HOLM,
		TRIAL_INCREMENTAL_ORDERS, TRIAL_INCREMENTAL_ORDERS_LOW,
		TRIAL_INCREMENTAL_ORDERS_HIGH, TRIAL_REVENUE_PER_HEAD, TRIAL_REVENUE_LIFT,
		TRIAL_REVENUE_LIFT_LOW, TRIAL_REVENUE_LIFT_HIGH, TRIAL_REVENUE_P,
		TRIAL_REVENUE_P_HOLM, TRIAL_INCREMENTAL_REVENUE, TRIAL_INCREMENTAL_REVENUE_LOW,
		TRIAL_INCREMENTAL_REVENUE_HIGH };
	static const enum trial_figure of_costs[] = { TRIAL_COST, TRIAL_INCREMENTAL_ROI,
		TRIAL_INCREMENTAL_ROI_LOW, TRIAL_INCREMENTAL_ROI_HIGH };

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		chosen[figures++] = (int)usual[i];
	for (size_t i = 0; set.costs && i < sizeof of_costs / sizeof *of_costs; i++)
		chosen[figures++] = (int)of_costs[i];
	chosen[figures++] = TRIAL_P_ANY;
	if (set.cells)
		chosen[figures++] = TRIAL_SRM_P;
}

static void
choose_named(void)
{
	bool all = strcmp(set.figures, "all") == 0;

	figures = names_choose(set.figures, name_of, TRIAL_FIGURES, chosen);
	for (size_t i = 0; i < figures && !all && !set.cells; i++) {
		if (chosen[i] == TRIAL_SRM_P)
			fail(EXIT_USAGE,
				"--figures=srm_p needs the shares that were planned: "
				"--cells=CELL:SHARE,...");
	}
}

static double share_of(const struct list *cells, struct slice cell);

struct report *
compare_begin(void)
{
	struct report *report = report_new();
	struct list cells;

	if (set.cells) {
		cells = argument_list("--cells", set.cells, ',');
		share_of(&cells, SLICE_EMPTY);
		free(cells.part);
	}
	if (set.figures)
		choose_named();
	else
		choose_usual();
	for (size_t i = 0; i < keys.by; i++)
		report_column(report, slice_from(keys.key[i].name));
	for (size_t i = 0; i < figures; i++)
		report_column(report, slice_from(name_of(chosen[i])));
	return report;
}

/* --- what the arms cost --- */

static void
lay_costs(struct group *const arm[], size_t arms, struct fold *fold)
{
	size_t count, at = 0;
	struct group **group = fold_groups(fold, &count);
	money_sum nowhere = 0;
	char text[MONEY_TEXT];
	money amount;

	/* Both are in the order of their keys. */
	for (size_t i = 0; i < count; i++) {
		struct slice key = keys_of_row(group_key(group[i]));
		money_sum cost = ((const struct campaign *)group_kept(group[i]))->cost;

		while (at < arms && slice_compare(group_key(arm[at]), key) < 0)
			at++;
		if (at < arms && slice_equal(group_key(arm[at]), key))
			((struct trial_arm *)group_kept(arm[at]))->cost += cost;
		else
			nowhere += cost;
	}
	free(group);
	if (nowhere && money_from_sum(nowhere, &amount))
		summary_line(true, "--costs %.*s: of no cell that is compared",
			(int)money_print(amount, text), text);
}

/* --- the planned shares --- */

static struct slice
cell_of(const struct group *arm)
{
	return fold_key_part(group_key(arm), keys.by - 1);
}

/* The share of a cell as --cells has it; 0: it has none. */
static double
share_of(const struct list *cells, struct slice cell)
{
	for (size_t i = 0; i < cells->count; i++) {
		struct slice name, share = slice_cut(cells->part[i], ':', &name);
		struct decimal number;

		if (!name.length || !decimal_parse(share, &number) || number.units <= 0)
			fail(EXIT_USAGE, "--cells: \"%.*s\" is not NAME:SHARE",
				(int)cells->part[i].length, cells->part[i].data);
		if (slice_equal(name, cell))
			return decimal_double(number);
	}
	return 0;
}

/* NULL: no shares were planned, or not of all these cells. */
static double *
shares_of(const struct list *cells, struct group *const arm[], size_t arms)
{
	double *share = memory_zeroed(arms + 1, sizeof *share);

	for (size_t i = 0; cells->count && i < arms; i++) {
		struct slice cell = cell_of(arm[i]);

		share[i] = share_of(cells, cell);
		if (share[i] > 0)
			continue;
		summary_line(true, "--cells: nothing is planned for the cell %.*s",
			(int)cell.length, cell.data);
		free(share);
		return NULL;
	}
	if (cells->count)
		return share;
	free(share);
	return NULL;
}

/* --- the result --- */

static size_t
campaign_length(struct group *const arm[], size_t arms)
{
	size_t n = 1;

	while (keys.by > 1 && n < arms &&
		slice_equal(
			fold_key_part(group_key(arm[0]), 0), fold_key_part(group_key(arm[n]), 0)))
		n++;
	return keys.by > 1 ? n : arms;
}

static int
control_of(struct group *const arm[], size_t arms)
{
	for (size_t i = 0; i < arms; i++)
		if (slice_is(cell_of(arm[i]), set.control))
			return (int)i;
	return -1;
}

static void
report_campaign(
	struct report *report, struct group *const arm[], size_t arms, const struct list *cells)
{
	const struct trial_terms terms = { .confidence = set.confidence,
		.sequential = set.sequential,
		.costs = set.costs != NULL,
		.margins = set.terms.margins,
		.margin = set.terms.margin,
		.margin_one = set.terms.margin_one };
	struct figure_value(*value)[TRIAL_FIGURES] = memory_zeroed(arms, sizeof *value);
	const struct trial_arm **kept = memory_zeroed(arms, sizeof *kept);
	double *share = shares_of(cells, arm, arms);

	for (size_t i = 0; i < arms; i++)
		kept[i] = group_kept(arm[i]);
	trial_compare(kept, arms, control_of(arm, arms), share, &terms, value);
	for (size_t i = 0; i < arms; i++) {
		for (size_t k = 0; k < keys.by; k++)
			report_text(report, fold_key_part(group_key(arm[i]), k));
		for (size_t k = 0; k < figures; k++)
			report_value(report, &value[i][chosen[k]], name_of(chosen[k]));
		report_end(report);
	}
	free(share);
	free(kept);
	free(value);
}

_Noreturn static void
fail_control(struct group *const arm[], size_t arms)
{
	char have[256] = "";

	for (size_t i = 0; i < arms; i++)
		list_name(have, sizeof have, cell_of(arm[i]), "");
	fail(EXIT_DATA, "--control: no contact is in a cell \"%s\" (have: %s)", set.control, have);
}

void
compare_report(struct report *report, struct trial *trial, struct fold *fold)
{
	struct list cells = { NULL, 0 };
	size_t arms;
	struct group **arm = trial_arms(trial, &arms);

	if (set.cells)
		cells = argument_list("--cells", set.cells, ',');
	if (arms && control_of(arm, arms) < 0)
		fail_control(arm, arms);
	lay_costs(arm, arms, fold);
	for (size_t i = 0, n; i < arms; i += n) {
		n = campaign_length(arm + i, arms - i);
		report_campaign(report, arm + i, n, &cells);
	}
	report_finish(report);
	free(cells.part);
	free(arm);
}
