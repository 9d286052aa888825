/*
 * The result of crm-roi: groups of the fold become rows, rows become the figures chosen.
 * The money of the rows is checked against what came in before anything is written.
 */
#include "crm-roi.h"

#include <stdlib.h>

_Noreturn static void
fail_figure(struct slice name, const char *name_of(int), int count)
{
	char known[1024] = "";

	for (int i = 0; i < count; i++)
		list_name(known, sizeof known, slice_from(name_of(i)), "");
	say("--figures: there is no figure \"%.*s\"", (int)name.length, name.data);
	hint("there are %s", known);
	fail(EXIT_USAGE, NULL);
}

size_t
names_choose(const char *names, const char *name_of(int), int count, int chosen[])
{
	struct list list = argument_list("--figures", names, ',');
	size_t n = 0;

	if (list.count == 1 && slice_is(list.part[0], "all"))
		for (int i = 0; i < count; i++)
			chosen[n++] = i;
	else if (list.count > (size_t)count)
		fail(EXIT_USAGE, "--figures: there are only %d of them", count);
	while (n < list.count && !slice_is(list.part[0], "all")) {
		int at = 0;

		while (at < count && !slice_is(list.part[n], name_of(at)))
			at++;
		if (at == count)
			fail_figure(list.part[n], name_of, count);
		chosen[n++] = at;
	}
	free(list.part);
	return n;
}

/* What is written when nothing else is asked for. */
static const enum campaign_figure usual[] = { FIGURE_SENT, FIGURE_RESPONDERS, FIGURE_RESPONSE_RATE,
	FIGURE_BUYERS, FIGURE_ORDERS, FIGURE_CODED_ORDERS, FIGURE_MATCHED_ORDERS,
	FIGURE_CONVERSION_RATE, FIGURE_REVENUE, FIGURE_COST, FIGURE_ER, FIGURE_ROAS, FIGURE_ROI,
	FIGURE_COST_PER_ORDER };

#define USUAL (sizeof usual / sizeof *usual)

static void
figures_add(struct figures *chosen, enum campaign_figure figure)
{
	chosen->figure[chosen->count++] = figure;
	chosen->basis |= figure_basis(figure);
}

/* Which orders gave a code is the question only where others are matched. */
static struct figures
figures_usual(void)
{
	struct figures chosen = { .count = 0 };

	for (size_t i = 0; i < USUAL; i++)
		if (set.match != MATCH_CODE ||
			(usual[i] != FIGURE_CODED_ORDERS && usual[i] != FIGURE_MATCHED_ORDERS))
			figures_add(&chosen, usual[i]);
	return chosen;
}

static const char *
name_of_figure(int i)
{
	return figure_name((enum campaign_figure)i);
}

struct figures
figures_choose(const char *names)
{
	struct figures chosen = { .count = 0 };
	int place[CAMPAIGN_FIGURES];
	size_t n;

	if (!names)
		return figures_usual();
	n = names_choose(names, name_of_figure, CAMPAIGN_FIGURES, place);
	for (size_t i = 0; i < n; i++)
		figures_add(&chosen, (enum campaign_figure)place[i]);
	return chosen;
}

struct report *
result_begin(const struct figures *figures)
{
	struct report *report = report_new();

	for (size_t i = 0; i < keys.by; i++)
		report_column(report, slice_from(keys.key[i].name));
	for (size_t i = 0; i < figures->count; i++)
		report_column(report, slice_from(figure_name(figures->figure[i])));
	return report;
}

static struct slice
row_key(const struct group *group)
{
	return keys_of_row(group_key(group));
}

/* How many groups from `first` on are one row. */
static size_t
row_length(const struct result *result, size_t first)
{
	size_t n = 1;

	while (first + n < result->groups &&
		slice_equal(row_key(result->group[first]), row_key(result->group[first + n])))
		n++;
	return n;
}

static struct campaign
sum_money(const struct result *result, size_t first, size_t n)
{
	struct campaign sum = { .pieces = 0 };

	for (size_t i = 0; i < n; i++)
		campaign_merge(&sum, group_kept(result->group[first + i]));
	return sum;
}

void
result_check(const struct result *result, __int128 revenue, __int128 cost)
{
	struct campaign all = { .pieces = 0 };

	for (size_t i = 0, n; i < result->groups; i += n) {
		struct campaign row;

		n = row_length(result, i);
		row = sum_money(result, i, n);
		campaign_merge(&all, &row);
	}
	check_conserved(
		all.revenue == revenue, "the revenue of the groups is not that of the orders");
	check_conserved(all.cost == cost, "the cost of the groups is not that of --costs");
}

static struct campaign
sum_groups(const struct result *result, size_t first, size_t n)
{
	struct campaign sum = sum_money(result, first, n);

	counts_together(result->fold, result->group + first, n, &sum);
	return sum;
}

void
report_value(struct report *report, const struct figure_value *value, const char *name)
{
	switch (value->kind) {
	case VALUE_UNKNOWN: report_empty(report); break;
	case VALUE_COUNT: report_integer(report, value->count); break;
	case VALUE_MONEY: report_sum(report, value->sum, name); break;
	case VALUE_NUMBER: report_number(report, value->number); break;
	case VALUE_RATE:
		report_ratio(report, value->rate.numerator, value->rate.denominator);
		break;
	}
}

static void
report_figures(
	struct report *report, const struct figures *figures, const struct campaign *campaign)
{
	for (size_t i = 0; i < figures->count; i++) {
		struct figure_value value =
			campaign_figure(campaign, figures->figure[i], &set.terms);

		report_value(report, &value, figure_name(figures->figure[i]));
	}
	report_end(report);
}

/* The rows of one series: those that differ in nothing but the month of the order. */
static bool
goes_on(const struct result *result, size_t first, size_t here)
{
	for (size_t k = 0; k + 1 < keys.by; k++)
		if (!slice_equal(fold_key_part(group_key(result->group[first]), k),
			    fold_key_part(group_key(result->group[here]), k)))
			return false;
	return true;
}

void
result_report(const struct result *result, struct report *report, const struct figures *figures)
{
	struct campaign sum;
	size_t first = 0;

	for (size_t i = 0, n; i < result->groups; i += n) {
		n = row_length(result, i);
		if (!set.cumulative || !goes_on(result, first, i))
			first = i;
		sum = sum_groups(result, first, i + n - first);
		for (size_t k = 0; k < keys.by; k++)
			report_text(report, fold_key_part(group_key(result->group[i]), k));
		report_figures(report, figures, &sum);
	}
	if (set.total && result->groups) {
		sum = sum_groups(result, 0, result->groups);
		report_last(report);
		for (size_t k = 0; k < keys.by; k++)
			report_string(report, k ? "" : "total");
		report_figures(report, figures, &sum);
	}
	report_finish(report);
}
