#include "crm/rfm_cuts.h"

#include <stdio.h>
#include <stdlib.h>

#include "value/memory.h"
#include "value/number.h"

const char *const rfm_measure_names[RFM_MEASURES] = {
	[RFM_RECENCY]   = "recency_days",
	[RFM_FREQUENCY] = "frequency",
	[RFM_MONETARY]  = "monetary",
};

void
rfm_cuts_init(struct rfm_cuts *cuts, const char *const name[RFM_MEASURES])
{
	*cuts = (struct rfm_cuts){ .name = name };
}

void
rfm_cuts_release(struct rfm_cuts *cuts)
{
	free(cuts->limit);
	rfm_cuts_init(cuts, cuts->name);
}

/* --- rows in --- */

static bool
read_measure(const struct rfm_cuts *cuts, struct slice text, enum rfm_measure *measure)
{
	for (*measure = RFM_RECENCY; *measure < RFM_MEASURES; (*measure)++)
		if (slice_is(slice_trim(text), cuts->name[*measure]))
			return true;
	return false;
}

static bool
read_score(struct slice text, size_t *score)
{
	int64_t n;

	if (!integer_parse(text, &n) || n < 1 || n > RFM_BINS_MOST)
		return false;
	*score = (size_t)n;
	return true;
}

static bool
read_up_to(struct slice text, struct rfm_limit *limit)
{
	bool rounded = false;

	limit->open = slice_trim(text).length == 0;
	if (limit->open)
		return true;
	if (limit->measure == RFM_MONETARY)
		return money_parse(text, &limit->up_to, &rounded) && !rounded;
	return integer_parse(text, &limit->up_to);
}

void
rfm_cuts_add(struct rfm_cuts *cuts, uint64_t line, const struct slice field[RFM_CUTS_COLUMNS],
	rfm_complaint *complain, void *context)
{
	struct rfm_limit limit = { .line = line };
	char message[128];
	int wrong = -1;

	if (!read_measure(cuts, field[RFM_CUTS_MEASURE], &limit.measure)) {
		wrong = RFM_CUTS_MEASURE;
		snprintf(message, sizeof message, "a measure is %s, %s or %s", cuts->name[0],
			cuts->name[1], cuts->name[2]);
	} else if (!read_score(field[RFM_CUTS_SCORE], &limit.score)) {
		wrong = RFM_CUTS_SCORE;
		snprintf(message, sizeof message, "a score is 1 to %d", RFM_BINS_MOST);
	} else if (!read_up_to(field[RFM_CUTS_UP_TO], &limit)) {
		wrong = RFM_CUTS_UP_TO;
		snprintf(message, sizeof message, "%s goes up to %s", cuts->name[limit.measure],
			limit.measure == RFM_MONETARY ? "an amount, of four decimals at most"
						      : "a whole number");
	}
	if (wrong >= 0) {
		complain(context, line, wrong, message);
		cuts->bad = true;
		return;
	}
	MEMORY_GROW(cuts->limit, cuts->capacity, cuts->limits + 1);
	cuts->limit[cuts->limits++] = limit;
}

/* The score of a bin, and the bin of a score, bins from 0 by rising value. */
static size_t
score_of(enum rfm_measure measure, size_t bins, size_t bin)
{
	return measure == RFM_RECENCY ? bins - bin : bin + 1;
}

static size_t
bin_of(enum rfm_measure measure, size_t bins, size_t score)
{
	return measure == RFM_RECENCY ? bins - score : score - 1;
}

/* --- limits to scales --- */

/*
 * One measure's limits laid out by bin. A fault that follows from one complained of
 * already is not complained of again.
 */
struct layout {
	enum rfm_measure measure;
	const char      *name;
	size_t           bins;
	struct rfm_limit bin[RFM_BINS_MOST];
	bool             given[RFM_BINS_MOST];
	rfm_complaint   *complain;
	void            *context;
};

/* The number of bins, which is the highest score. */
static bool
layout_count(struct layout *layout, const struct rfm_cuts *cuts)
{
	const struct rfm_limit *highest = NULL;
	char message[128];

	for (size_t i = 0; i < cuts->limits; i++)
		if (cuts->limit[i].measure == layout->measure &&
			(!highest || cuts->limit[i].score > highest->score))
			highest = &cuts->limit[i];
	layout->bins = highest ? highest->score : 0;
	if (layout->bins >= RFM_BINS_LEAST)
		return true;
	snprintf(message, sizeof message,
		highest ? "%s has one score, which needs no cuts" : "%s has no cuts", layout->name);
	layout->complain(layout->context, highest ? highest->line : 0, -1, message);
	return false;
}

/* Every score from 1 to bins once; of those missing the first is said. */
static bool
layout_fill(struct layout *layout, const struct rfm_cuts *cuts)
{
	bool good = true;
	char message[128];

	for (size_t i = 0; i < cuts->limits; i++) {
		const struct rfm_limit *limit = &cuts->limit[i];
		size_t bin;

		if (limit->measure != layout->measure)
			continue;
		bin = bin_of(layout->measure, layout->bins, limit->score);
		if (layout->given[bin]) {
			snprintf(message, sizeof message, "%s has a score %zu already",
				layout->name, limit->score);
			layout->complain(layout->context, limit->line, RFM_CUTS_SCORE, message);
			good = false;
		}
		layout->bin[bin] = *limit;
		layout->given[bin] = true;
	}
	for (size_t score = 1; score <= layout->bins; score++) {
		if (layout->given[bin_of(layout->measure, layout->bins, score)])
			continue;
		snprintf(message, sizeof message, "%s has no score %zu, but a score %zu",
			layout->name, score, layout->bins);
		layout->complain(layout->context, 0, -1, message);
		return false;
	}
	return good;
}

/* No end where values are highest and nowhere else; ends that do not fall. */
static bool
layout_check(const struct layout *layout)
{
	const struct rfm_limit *below = NULL;
	bool good = true;
	char message[128] = "";

	for (size_t bin = 0; bin < layout->bins; bin++) {
		const struct rfm_limit *limit = &layout->bin[bin];
		bool last = bin + 1 == layout->bins;

		if (last && !limit->open)
			snprintf(message, sizeof message,
				"score %zu has the highest %s: it has no end, leave it empty",
				limit->score, layout->name);
		else if (!last && limit->open)
			snprintf(message, sizeof message,
				"only score %zu, with the highest %s, has no end",
				score_of(layout->measure, layout->bins, layout->bins - 1),
				layout->name);
		else if (!last && below && limit->up_to < below->up_to)
			snprintf(message, sizeof message,
				"%s of score %zu ends before that of score %zu", layout->name,
				limit->score, below->score);
		if (message[0]) {
			layout->complain(layout->context, limit->line, RFM_CUTS_UP_TO, message);
			good = false;
			message[0] = '\0';
		}
		if (!limit->open)
			below = limit;
	}
	return good;
}

bool
rfm_cuts_scales(const struct rfm_cuts *cuts, struct rfm_scale scale[RFM_MEASURES],
	rfm_complaint *complain, void *context)
{
	bool good = !cuts->bad;

	for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES && !cuts->bad; m++) {
		struct layout layout = {
			.measure = m,
			.name = cuts->name[m],
			.complain = complain,
			.context = context,
		};

		if (!layout_count(&layout, cuts) || !layout_fill(&layout, cuts) ||
			!layout_check(&layout)) {
			good = false;
			continue;
		}
		scale[m] = (struct rfm_scale){ .bins = layout.bins };
		for (size_t bin = 0; bin + 1 < layout.bins; bin++)
			scale[m].cut[bin] = layout.bin[bin].up_to;
	}
	return good;
}

/* --- rows out --- */

void
rfm_cuts_row(const struct rfm_scale *scale, enum rfm_measure measure, const char *name, size_t bin,
	struct rfm_cuts_text *text, struct slice field[RFM_CUTS_COLUMNS])
{
	size_t length;

	field[RFM_CUTS_MEASURE] = slice_from(name);
	length = integer_print((int64_t)score_of(measure, scale->bins, bin), text->score);
	field[RFM_CUTS_SCORE] = slice_of(text->score, length);
	if (bin + 1 == scale->bins)
		length = 0;
	else if (measure == RFM_MONETARY)
		length = money_print(scale->cut[bin], text->up_to);
	else
		length = integer_print(scale->cut[bin], text->up_to);
	field[RFM_CUTS_UP_TO] = slice_of(text->up_to, length);
}
