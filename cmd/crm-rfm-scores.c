/*
 * The customers of the result and their scores.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "run/command.h"

const char *
measure_name(enum rfm_measure m, char name[MEASURE_NAME])
{
	static const char *const plain[RFM_MEASURES] = { "recency_days", "frequency", "monetary" };

	if (!set.windowed || m == RFM_RECENCY)
		return plain[m];
	snprintf(name, MEASURE_NAME, "%s_%s", plain[m], set.window);
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

static void
fit_scales(struct customers *all)
{
	int64_t *value = memory_zeroed(all->count, sizeof *value);

	for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
		for (size_t i = 0; i < all->count; i++)
			value[i] = customer_measure(all->customer[i], m);
		rfm_scale_fit(&all->scale[m], set.bins[m], value, all->count);
	}
	free(value);
}

void
score_customers(struct customers *all)
{
	if (!set.cuts)
		fit_scales(all);
	all->score = memory_zeroed(all->count, sizeof *all->score);
	for (size_t i = 0; i < all->count; i++) {
		for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
			int64_t value = customer_measure(all->customer[i], m);

			all->score[i][m] = (uint8_t)rfm_score(&all->scale[m], m, value);
		}
	}
}

struct slice
customer_segment(const struct customers *all, size_t i)
{
	const uint8_t *given = all->score[i];
	const unsigned score[RFM_MEASURES] = { given[0], given[1], given[2] };

	return rfm_map_find(&all->map, score);
}
