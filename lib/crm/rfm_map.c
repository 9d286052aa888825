#include "crm/rfm_map.h"

#include <stdio.h>
#include <stdlib.h>

#include "value/memory.h"
#include "value/number.h"

/*
 * Names as the trade uses them; ranges for five bins, the first match wins. Tested to hold each
 * of the 125 places.
 */
static const struct {
	const char      *name[2];      /* by rfm_language */
	struct rfm_range range[RFM_MEASURES];
} builtin[] = {
	/* lately, often, much */
	{ { "Champions", "冠军客户" }, { { 4, 5 }, { 4, 5 }, { 4, 5 } } },
	/* often */
	{ { "Loyal Customers", "忠诚客户" }, { { 3, 5 }, { 4, 5 }, { 1, 5 } } },
	/* lately, came back */
	{ { "Potential Loyalist", "潜在忠诚客户" }, { { 4, 5 }, { 2, 3 }, { 1, 5 } } },
	/* just now, once */
	{ { "New Customers", "新客户" }, { { 5, 5 }, { 1, 1 }, { 1, 5 } } },
	/* lately, once */
	{ { "Promising", "潜力客户" }, { { 4, 4 }, { 1, 1 }, { 1, 5 } } },
	/* good in all, slowing */
	{ { "Need Attention", "需关注客户" }, { { 3, 3 }, { 2, 3 }, { 3, 5 } } },
	/* slowing */
	{ { "About To Sleep", "将沉睡客户" }, { { 3, 3 }, { 1, 3 }, { 1, 5 } } },
	/* were champions */
	{ { "Can't Lose Them", "不可流失客户" }, { { 1, 2 }, { 4, 5 }, { 4, 5 } } },
	/* came often, long ago */
	{ { "At Risk", "有流失风险客户" }, { { 1, 2 }, { 3, 5 }, { 1, 5 } } },
	/* seldom, long ago */
	{ { "Hibernating", "沉睡客户" }, { { 2, 2 }, { 1, 2 }, { 1, 5 } } },
	/* the rest */
	{ { "Lost", "流失客户" }, { { 1, 1 }, { 1, 2 }, { 1, 5 } } },
};

void
rfm_map_init(struct rfm_map *map)
{
	*map = (struct rfm_map){ .others = RFM_OTHERS };
	arena_init(&map->names);
}

void
rfm_map_release(struct rfm_map *map)
{
	free(map->segment);
	arena_release(&map->names);
	rfm_map_init(map);
}

void
rfm_map_add(struct rfm_map *map, struct rfm_segment segment)
{
	MEMORY_GROW(map->segment, map->capacity, map->segments + 1);
	segment.name = arena_copy(&map->names, segment.name);
	map->segment[map->segments++] = segment;
}

static bool
segment_holds(const struct rfm_segment *segment, const unsigned score[RFM_MEASURES])
{
	for (int m = 0; m < RFM_MEASURES; m++)
		if (score[m] < segment->range[m].least || score[m] > segment->range[m].most)
			return false;
	return true;
}

struct slice
rfm_map_find(const struct rfm_map *map, const unsigned score[RFM_MEASURES])
{
	for (size_t i = 0; i < map->segments; i++)
		if (segment_holds(&map->segment[i], score))
			return map->segment[i].name;
	return slice_from(map->others);
}

/* An end of a range; `own` is the scale's, for an empty field. False: no score. */
static bool
read_end(struct slice text, size_t own, size_t bins, unsigned *end)
{
	int64_t n = (int64_t)own;

	if (slice_trim(text).length > 0 && !integer_parse(text, &n))
		return false;
	*end = (unsigned)n;
	return n >= 1 && n <= (int64_t)bins;
}

void
rfm_map_read(struct rfm_map *map, uint64_t line, const struct slice field[RFM_MAP_COLUMNS],
	const size_t bins[RFM_MEASURES], rfm_complaint *complain, void *context)
{
	struct rfm_segment segment = { .name = field[RFM_MAP_NAME] };
	char message[128];

	if (slice_trim(segment.name).length == 0)
		complain(context, line, RFM_MAP_NAME, "a segment needs a name");
	for (int m = 0; m < RFM_MEASURES; m++) {
		struct rfm_range *range = &segment.range[m];
		int least = RFM_MAP_ENDS + 2 * m, most = least + 1;
		bool good = true;

		snprintf(message, sizeof message, "a score here is 1 to %zu", bins[m]);
		if (!read_end(field[least], 1, bins[m], &range->least)) {
			complain(context, line, least, message);
			good = false;
		}
		if (!read_end(field[most], bins[m], bins[m], &range->most)) {
			complain(context, line, most, message);
			good = false;
		}
		if (good && range->least > range->most)
			complain(context, line, most, "the range ends before it begins");
	}
	rfm_map_add(map, segment);
}

/* Where a score of `bins` lies on 1..5; halves towards 3. */
static unsigned
score_of_five(unsigned score, size_t bins)
{
	unsigned gaps = (unsigned)bins - 1, steps = (score - 1) * 4;
	unsigned whole = steps / gaps, twice = 2 * (steps % gaps);

	if (twice > gaps || (twice == gaps && whole < 2))
		whole++;
	return whole + 1;
}

/* The scores of `bins` that lie in a range of five. False: none does. */
static bool
range_spread(struct rfm_range *range, size_t bins)
{
	struct rfm_range spread = { 0, 0 };

	for (unsigned score = 1; score <= bins; score++) {
		unsigned five = score_of_five(score, bins);

		if (five < range->least || five > range->most)
			continue;
		if (!spread.least)
			spread.least = score;
		spread.most = score;
	}
	*range = spread;
	return spread.least > 0;
}

void
rfm_map_builtin(struct rfm_map *map, const size_t bins[RFM_MEASURES], enum rfm_language language)
{
	if (language == RFM_CHINESE)
		map->others = "其他客户";
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++) {
		struct rfm_segment segment = { .name = slice_from(builtin[i].name[language]) };
		bool reached = true;

		for (int m = 0; m < RFM_MEASURES; m++) {
			segment.range[m] = builtin[i].range[m];
			reached = range_spread(&segment.range[m], bins[m]) && reached;
		}
		if (reached)
			rfm_map_add(map, segment);
	}
}
