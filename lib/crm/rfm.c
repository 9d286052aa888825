#include "crm/rfm.h"

#include <stdio.h>

#include "table/quantile.h"
#include "value/number.h"

const char *const rfm_measure_name[RFM_MEASURES] = {
	[RFM_RECENCY]   = "recency_days",
	[RFM_FREQUENCY] = "frequency",
	[RFM_MONETARY]  = "monetary",
};

/* The score of the bin-th bin by rising value, from 0; and the other way round. */
static size_t
bin_score(size_t bins, enum rfm_measure measure, size_t bin)
{
	return measure == RFM_RECENCY ? bins - bin : bin + 1;
}

static size_t
score_bin(size_t bins, enum rfm_measure measure, size_t score)
{
	return measure == RFM_RECENCY ? bins - score : score - 1;
}

void
rfm_scale_fit(struct rfm_scale *scale, size_t bins, int64_t *value, size_t n)
{
	size_t known = 0;

	for (size_t i = 0; i < n; i++)
		if (value[i] != RFM_NONE)
			value[known++] = value[i];
	*scale = (struct rfm_scale){ .bins = known ? bins : 0 };
	if (!known)
		return;
	values_sort(value, known);
	quantile_cuts(value, known, bins, scale->cut);
}

unsigned
rfm_score(const struct rfm_scale *scale, enum rfm_measure measure, int64_t value)
{
	size_t bin;

	if (value == RFM_NONE)
		return 1;
	bin = cut_bin(scale->cut, scale->bins - 1, value) - 1;
	return (unsigned)bin_score(scale->bins, measure, bin);
}

size_t
rfm_print(const struct rfm_scale scale[RFM_MEASURES], const unsigned score[RFM_MEASURES],
	char text[RFM_TEXT])
{
	bool wide = false;
	size_t length = 0;

	for (int m = 0; m < RFM_MEASURES; m++)
		wide = wide || scale[m].bins > 9;
	for (int m = 0; m < RFM_MEASURES; m++) {
		if (wide && m > 0)
			text[length++] = '-';
		if (score[m] >= 100)
			text[length++] = (char)('0' + score[m] / 100 % 10);
		if (score[m] >= 10)
			text[length++] = (char)('0' + score[m] / 10 % 10);
		text[length++] = (char)('0' + score[m] % 10);
	}
	return length;
}

struct rfm_limit
rfm_limit_of(const struct rfm_scale *scale, enum rfm_measure measure, size_t bin)
{
	bool open = bin + 1 == scale->bins;

	return (struct rfm_limit){
		.measure = measure,
		.score   = bin_score(scale->bins, measure, bin),
		.open    = open,
		.up_to   = open ? 0 : scale->cut[bin],
	};
}

/*
 * One measure's limits laid out by bin: given[bin] is 1 + the place of the limit, 0 where
 * there is none. A fault that follows from one reported already is not reported again.
 */
struct layout {
	const struct rfm_limit *limit;
	size_t                  n;
	rfm_complaint          *complain;
	void                   *context;
	size_t                  given[RFM_BINS_MOST];
};

/* The number of bins, from the highest score; 0 and a complaint if that is no number of bins. */
static size_t
layout_bins(const struct layout *layout, enum rfm_measure measure)
{
	size_t bins = 0, highest = 0;
	char message[128];

	for (size_t i = 0; i < layout->n; i++) {
		if (layout->limit[i].measure == measure && layout->limit[i].score > bins) {
			bins = layout->limit[i].score;
			highest = i;
		}
	}
	if (bins >= RFM_BINS_LEAST && bins <= RFM_BINS_MOST)
		return bins;
	if (bins == 0)
		snprintf(message, sizeof message, "no cuts for %s", rfm_measure_name[measure]);
	else
		snprintf(message, sizeof message, "%s: scores go up to %zu, it must be %d to %d",
			rfm_measure_name[measure], bins, RFM_BINS_LEAST, RFM_BINS_MOST);
	layout->complain(layout->context, bins ? highest : layout->n, message);
	return 0;
}

/* Every score from 1 to bins once; of those missing the first is said. */
static bool
layout_fill(struct layout *layout, enum rfm_measure measure, size_t bins)
{
	bool good = true;
	char message[128];

	for (size_t bin = 0; bin < bins; bin++)
		layout->given[bin] = 0;
	for (size_t i = 0; i < layout->n; i++) {
		const struct rfm_limit *limit = &layout->limit[i];
		size_t bin;

		if (limit->measure != measure)
			continue;
		if (limit->score == 0) {
			layout->complain(layout->context, i, "scores begin at 1");
			good = false;
			continue;
		}
		bin = score_bin(bins, measure, limit->score);
		if (layout->given[bin]) {
			snprintf(message, sizeof message, "%s: score %zu is given twice",
				rfm_measure_name[measure], limit->score);
			layout->complain(layout->context, i, message);
			good = false;
			continue;
		}
		layout->given[bin] = i + 1;
	}
	for (size_t score = 1; score <= bins && good; score++) {
		if (layout->given[score_bin(bins, measure, score)])
			continue;
		snprintf(message, sizeof message, "%s: score %zu of %zu is missing",
			rfm_measure_name[measure], score, bins);
		layout->complain(layout->context, layout->n, message);
		good = false;
	}
	return good;
}

/* The last bin open and no other, limits that do not fall. */
static bool
layout_check(const struct layout *layout, enum rfm_measure measure, size_t bins)
{
	const struct rfm_limit *below = NULL;
	bool good = true;
	char message[128];

	for (size_t bin = 0; bin < bins; bin++) {
		size_t at = layout->given[bin] - 1;
		const struct rfm_limit *limit = &layout->limit[at];
		bool last = bin + 1 == bins;

		if (limit->open != last) {
			snprintf(message, sizeof message,
				last ? "%s: score %zu has the highest values, its up_to is empty"
				     : "%s: score %zu has no up_to, the largest value that gets it",
				rfm_measure_name[measure], limit->score);
			layout->complain(layout->context, at, message);
			good = false;
		} else if (!last && below && limit->up_to < below->up_to) {
			snprintf(message, sizeof message,
				"%s: score %zu goes up to less than score %zu",
				rfm_measure_name[measure], limit->score, below->score);
			layout->complain(layout->context, at, message);
			good = false;
		}
		if (!limit->open)
			below = limit;
	}
	return good;
}

bool
rfm_scales_build(struct rfm_scale scale[RFM_MEASURES], const struct rfm_limit *limit, size_t n,
	rfm_complaint *complain, void *context)
{
	struct layout layout = { limit, n, complain, context, { 0 } };
	bool good = true;

	for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
		size_t bins = layout_bins(&layout, m);

		scale[m] = (struct rfm_scale){ .bins = bins };
		if (!bins || !layout_fill(&layout, m, bins) || !layout_check(&layout, m, bins)) {
			good = false;
			continue;
		}
		for (size_t bin = 0; bin + 1 < bins; bin++)
			scale[m].cut[bin] = limit[layout.given[bin] - 1].up_to;
	}
	return good;
}
