/*
 * The customers of the result: their measures and scores.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "crm/rfm_cuts.h"
#include "run/command.h"
#include "run/tasks.h"
#include "value/text.h"

money
customer_money(struct group *customer, money_sum spent)
{
	char name[TEXT_QUOTED];
	money amount = 0;

	if (!money_from_sum(spent, &amount)) {
		text_quote(group_key(customer), name);
		fail(EXIT_DATA, "customer %s: the sum of amounts is too large", name);
	}
	return amount;
}

int64_t
customer_measure(struct group *customer, enum rfm_measure m)
{
	const struct history *history = group_kept(customer);
	int64_t days = RFM_NONE;

	if (m == RFM_FREQUENCY)
		return set.windowed ? history->recent_orders : history->orders;
	if (m == RFM_MONETARY)
		return customer_money(
			customer, set.windowed ? history->recent_spent : history->spent);
	history_recency(history, run_as_of(), &days);
	return days;
}

const char *
measure_name(enum rfm_measure m, char name[MEASURE_NAME])
{
	if (!set.windowed || m == RFM_RECENCY)
		return rfm_measure_names[m];
	snprintf(name, MEASURE_NAME, "%s_%s", rfm_measure_names[m], set.window);
	return name;
}

void
find_customers(struct customers *all, struct fold *histories)
{
	size_t kept = 0;

	all->customer = fold_groups(histories, &all->count);
	if (!set.window_only)
		return;
	for (size_t i = 0; i < all->count; i++)
		if (customer_measure(all->customer[i], RFM_FREQUENCY) > 0)
			all->customer[kept++] = all->customer[i];
	all->count = kept;
}

void
release_customers(struct customers *all)
{
	rfm_map_release(&all->map);
	free(all->score);
	free(all->customer);
}

static int64_t
value_of(const void *context, size_t i, enum rfm_measure m)
{
	const struct customers *all = context;

	groups_ahead(all->customer, i, all->count);
	return customer_measure(all->customer[i], m);
}

/* A scale that only says how many scores there are. */
static void
set_bins_alone(struct customers *all)
{
	for (int m = 0; m < RFM_MEASURES; m++)
		all->scale[m] = (struct rfm_scale){ .bins = set.bins[m] };
}

/* --- by scales, with all threads --- */

#define PART 16384                      /* customers */

struct scoring {
	struct customers        *all;
	const struct rfm_people *people;
	size_t                   part;
};

static void
find_scale(void *context, size_t measure)
{
	const struct scoring *scoring = context;
	enum rfm_measure m = (enum rfm_measure)measure;
	struct rfm_scale *scale = &scoring->all->scale[m];

	if (set.method == METHOD_CUTS && m != RFM_MONETARY)
		rfm_scale_ready(m, scale);
	else
		rfm_people_scale(scoring->people, m, set.bins[m], scale);
}

static void
score_part(void *context, size_t part)
{
	const struct scoring *scoring = context;
	size_t count = scoring->people->count, from = part * scoring->part;
	size_t to = count - from < scoring->part ? count : from + scoring->part;

	rfm_score_by_scales(scoring->people, from, to, scoring->all->scale, scoring->all->score);
}

static void
score_by_scales(struct customers *all, const struct rfm_people *people)
{
	struct scoring scoring = { all, people, PART };

	if (!set.cuts)
		tasks_run(RFM_MEASURES, find_scale, &scoring);
	else
		/* Sums too large, which fitting finds, come to light now: the first must. */
		scoring.part = people->count + 1;
	tasks_run(people->count / scoring.part + 1, score_part, &scoring);
}

/* Scores that nobody has, where values are few or equal, are worth a word. */
static void
note_missing_scores(const struct customers *all)
{
	static const char letter[RFM_MEASURES] = { 'r', 'f', 'm' };
	char text[RFM_MEASURES * 64] = "";
	size_t length = 0;

	for (enum rfm_measure m = RFM_RECENCY; all->count && m < RFM_MEASURES; m++) {
		size_t found = rfm_scores_found(all->score, all->count, m);

		if (found < set.bins[m])
			length += (size_t)snprintf(text + length, sizeof text - length,
				"%s %c %zu of %zu", length ? "," : "", letter[m], found,
				set.bins[m]);
	}
	if (length)
		note("equal values get equal scores, so fewer came out:%s", text);
}

void
score_customers(struct customers *all)
{
	struct rfm_people people = { all->count, value_of, all };

	all->score = memory_zeroed(all->count, sizeof *all->score);
	switch (set.method) {
	case METHOD_QUANTILE:
	case METHOD_CUTS: score_by_scales(all, &people); break;
	case METHOD_COUNT:
		set_bins_alone(all);
		rfm_score_by_count(&people, set.bins, all->score);
		break;
	case METHOD_NESTED:
		set_bins_alone(all);
		rfm_score_nested(&people, set.bins, all->score);
		break;
	}
	all->means = rfm_means_of(all->score, all->count);
	if (set.method == METHOD_QUANTILE || set.method == METHOD_NESTED)
		note_missing_scores(all);
}

struct slice
customer_segment(const struct customers *all, size_t i)
{
	const uint8_t *given = all->score[i];

	if (set.map == MAP_EIGHT)
		return slice_from(rfm_eight_name(&all->means, given));
	const unsigned score[RFM_MEASURES] = { given[0], given[1], given[2] };

	return rfm_map_find(&all->map, score);
}
