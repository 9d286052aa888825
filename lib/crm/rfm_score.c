#include "crm/rfm_score.h"

#include <stdlib.h>
#include <string.h>

#include "value/memory.h"

static void
scale_of(const struct rfm_people *people, const size_t *who, size_t count, enum rfm_measure measure,
	size_t bins, struct rfm_scale *scale)
{
	int64_t *value = memory_zeroed(count, sizeof *value);

	for (size_t i = 0; i < count; i++)
		value[i] = people->value(people->context, who ? who[i] : i, measure);
	rfm_scale_fit(scale, bins, value, count);
	free(value);
}

void
rfm_people_scale(const struct rfm_people *people, enum rfm_measure measure, size_t bins,
	struct rfm_scale *scale)
{
	scale_of(people, NULL, people->count, measure, bins, scale);
}

void
rfm_score_by_scales(const struct rfm_people *people, size_t from, size_t to,
	const struct rfm_scale scale[RFM_MEASURES], rfm_scores *score)
{
	for (size_t i = from; i < to; i++) {
		for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
			int64_t value = people->value(people->context, i, m);

			score[i][m] = (uint8_t)rfm_score(&scale[m], m, value);
		}
	}
}

/* --- count --- */

struct ranked {
	int64_t value;
	size_t  who;
};

static int
compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->who > y->who) - (x->who < y->who);
}

void
rfm_score_by_count(
	const struct rfm_people *people, const size_t bins[RFM_MEASURES], rfm_scores *score)
{
	struct ranked *ranked = memory_zeroed(people->count, sizeof *ranked);

	for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
		size_t known = 0;

		for (size_t i = 0; i < people->count; i++) {
			int64_t value = people->value(people->context, i, m);

			score[i][m] = 1;
			if (value != RFM_NONE)
				ranked[known++] = (struct ranked){ value, i };
		}
		if (known)
			qsort(ranked, known, sizeof *ranked, compare_ranked);
		for (size_t rank = 0; rank < known; rank++) {
			size_t bin = (size_t)((unsigned __int128)rank * bins[m] / known);

			score[ranked[rank].who][m] =
				(uint8_t)(m == RFM_RECENCY ? bins[m] - bin : bin + 1);
		}
	}
	free(ranked);
}

/* --- nested --- */

struct nest {
	const struct rfm_people *people;
	const size_t            *bins;
	rfm_scores              *score;
	size_t                  *scratch;
};

/* Brings those of equal scores together, in the order of their scores; fills start[]. */
static void
spread(const struct nest *nest, size_t *who, size_t count, enum rfm_measure m, size_t *start)
{
	size_t at[RFM_BINS_MOST + 2] = { 0 };

	for (size_t i = 0; i < count; i++)
		at[nest->score[who[i]][m] + 1]++;
	for (size_t s = 1; s < RFM_BINS_MOST + 2; s++)
		at[s] += at[s - 1];
	memcpy(start, at, sizeof at);
	for (size_t i = 0; i < count; i++)
		nest->scratch[at[nest->score[who[i]][m]]++] = who[i];
	memcpy(who, nest->scratch, count * sizeof *who);
}

static void
score_within(const struct nest *nest, size_t *who, size_t count, enum rfm_measure m)
{
	size_t start[RFM_BINS_MOST + 2];
	struct rfm_scale scale;

	scale_of(nest->people, who, count, m, nest->bins[m], &scale);
	for (size_t i = 0; i < count; i++) {
		int64_t value = nest->people->value(nest->people->context, who[i], m);

		nest->score[who[i]][m] = (uint8_t)rfm_score(&scale, m, value);
	}
	if (m + 1 == RFM_MEASURES)
		return;
	spread(nest, who, count, m, start);
	for (size_t s = 1; s <= nest->bins[m]; s++)
		if (start[s + 1] > start[s])
			score_within(nest, who + start[s], start[s + 1] - start[s], m + 1);
}

void
rfm_score_nested(
	const struct rfm_people *people, const size_t bins[RFM_MEASURES], rfm_scores *score)
{
	size_t *who = memory_zeroed(people->count, sizeof *who);
	size_t *scratch = memory_zeroed(people->count, sizeof *scratch);
	struct nest nest = { people, bins, score, scratch };

	for (size_t i = 0; i < people->count; i++)
		who[i] = i;
	if (people->count)
		score_within(&nest, who, people->count, RFM_RECENCY);
	free(scratch);
	free(who);
}

/* --- what came out --- */

size_t
rfm_scores_found(const rfm_scores *score, size_t count, enum rfm_measure measure)
{
	bool there[UINT8_MAX + 1] = { false };
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		bool *seen = &there[score[i][measure]];

		found += !*seen;
		*seen = true;
	}
	return found;
}

void
rfm_scale_ready(enum rfm_measure measure, struct rfm_scale *scale)
{
	static const struct rfm_scale ready[RFM_MONETARY] = {
		[RFM_RECENCY]   = { 5, { 30, 90, 180, 365 } },
		[RFM_FREQUENCY] = { 5, { 1, 2, 3, 4 } },
	};

	*scale = ready[measure];
}
