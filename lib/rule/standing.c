/* Where a row stands in the whole input: see standing.h. */
#include "rule/standing.h"

#include <math.h>

/* --- what a row adds ------------------------------------------------------------------------ */

static enum truth
truth_of(enum got got)
{
	return got == GOT_VALUE ? TRUTH_TRUE : got == GOT_NOTHING ? TRUTH_UNKNOWN : TRUTH_FAULT;
}

/* Days, or numbers in 1/10000, rounded half to even. */
static enum got
value_ranked(const struct survey *survey, const struct rule_row *row, int64_t *result)
{
	static const char too_large[] = "the number grows too large";
	struct number number;
	enum got got;
	bool rounded = false;
	double units;
	day d;

	if (survey->told.days) {
		if ((got = compute_day(survey->value_code, row, &d)) == GOT_VALUE)
			*result = d;
		return got;
	}
	if ((got = compute_number(survey->value_code, row, &number)) != GOT_VALUE)
		return got;
	if (number.exact)
		return decimal_money(number.decimal, result, &rounded)
			? GOT_VALUE
			: compute_fault(row, -1, too_large);
	units = nearbyint(number.real * MONEY_UNIT);
	if (!(fabs(units) < 9.2e18))
		return compute_fault(row, -1, too_large);
	*result = (int64_t)units;
	return GOT_VALUE;
}

static enum got
group_of(const struct survey *survey, const struct rule_row *row, struct slice *group)
{
	*group = SLICE_EMPTY;
	return survey->by_code ? compute_text(survey->by_code, row, group) : GOT_VALUE;
}

enum truth
survey_gather(const struct survey *survey, const struct rule_row *row, struct slice *group,
	int64_t *value)
{
	enum truth truth = TRUTH_TRUE;

	if (survey->where_code)
		truth = compute_truth(survey->where_code, row);
	if (truth == TRUTH_TRUE)
		truth = truth_of(group_of(survey, row, group));
	return truth == TRUTH_TRUE ? truth_of(value_ranked(survey, row, value)) : truth;
}

/* --- where it stands ------------------------------------------------------------------------ */

static const struct rule_standings *
standings_of(const struct survey *survey, struct slice group)
{
	if (!survey->told.grouped)
		return survey->alone;
	return survey->find ? survey->find(survey->context, group) : NULL;
}

/* How many marks are not above the row. */
static size_t
marks_reached(const struct rule_standings *standings, int64_t value, uint64_t place)
{
	size_t low = 0, high = standings->marks;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int64_t mark = standings->mark[middle];

		if (mark < value ||
			(mark == value && (!standings->place || standings->place[middle] >= place)))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* TRUTH_TRUE: *standings and *reached. */
static enum truth
row_stands(const struct survey *survey, const struct rule_row *row,
	const struct rule_standings **standings, size_t *reached)
{
	struct slice group = SLICE_EMPTY;
	int64_t value = 0;
	enum truth truth = survey_gather(survey, row, &group, &value);

	if (truth != TRUTH_TRUE)
		return truth;
	*standings = standings_of(survey, group);
	if (!*standings)
		return TRUTH_UNKNOWN;
	*reached = marks_reached(*standings, value, row->work->place);
	return TRUTH_TRUE;
}

enum truth
compute_extreme(const struct code *code, const struct rule_row *row)
{
	const struct rule_standings *standings;
	size_t reached;
	enum truth truth = row_stands(code->of.survey, row, &standings, &reached);

	if (truth != TRUTH_TRUE)
		return truth;
	return (reached > 0) == (code->op == CODE_TOP) ? TRUTH_TRUE : TRUTH_FALSE;
}

enum got
compute_standing(const struct code *code, const struct rule_row *row, struct number *result)
{
	const struct rule_standings *standings;
	size_t reached;
	enum truth truth = row_stands(code->of.survey, row, &standings, &reached);

	if (truth != TRUTH_TRUE)
		return truth == TRUTH_FAULT ? GOT_FAULT : GOT_NOTHING;
	if (code->op == CODE_RANK)
		reached = standings->marks - reached;
	*result = (struct number){ .exact = true,
		.decimal = decimal_from_integer((int64_t)reached + 1) };
	return GOT_VALUE;
}

/* --- quantiles ------------------------------------------------------------------------------ */

static enum got
quantile_of(const struct code *code, const struct rule_row *row, struct decimal *result)
{
	const struct rule_standings *standings;
	struct slice group;
	enum got got = group_of(code->of.survey, row, &group);

	if (got != GOT_VALUE)
		return got;
	standings = standings_of(code->of.survey, group);
	if (!standings)
		return GOT_NOTHING;
	*result = standings->quantile;
	return GOT_VALUE;
}

/* From 1/10000 to ones. Decimals past the eighteenth are those of an interpolation and go. */
enum got
compute_quantile(const struct code *code, const struct rule_row *row, struct number *result)
{
	struct decimal quantile;
	enum got got = quantile_of(code, row, &quantile);

	if (got != GOT_VALUE)
		return got;
	for (quantile.scale += 4; quantile.scale > 18; quantile.scale--)
		quantile.units /= 10;
	*result = (struct number){ .exact = true, .decimal = quantile };
	return GOT_VALUE;
}

/* The largest whole number that is not more. */
static int64_t
decimal_floor(struct decimal d)
{
	bool below = false;

	for (; d.scale > 0; d.scale--) {
		below = below || d.units % 10 < 0;
		d.units /= 10;
	}
	return (int64_t)(d.units - below);
}

enum got
compute_quantile_day(const struct code *code, const struct rule_row *row, day *result)
{
	struct decimal quantile;
	enum got got = quantile_of(code, row, &quantile);

	if (got == GOT_VALUE)
		*result = (day)decimal_floor(quantile);
	return got;
}
