/*
 * Where a row stands in the whole input: top, bottom, quantile, ntile, rank.
 *
 * The answers were handed in beforehand (rule_survey_set); nothing is looked up here but
 * the marks of the row's group, by halving. A row outside the survey's `where` is in no top
 * and no bottom and has no rank; a quantile it may be compared with all the same.
 */
#ifndef RULE_STANDING_H
#define RULE_STANDING_H

#include <stdint.h>

#include "rule/code.h"

enum truth compute_extreme(const struct code *code, const struct rule_row *row);
enum got   compute_standing(
	const struct code *code, const struct rule_row *row, struct number *result);
enum got compute_quantile(
	const struct code *code, const struct rule_row *row, struct number *result);
enum got compute_quantile_day(const struct code *code, const struct rule_row *row, day *result);

/* What a row adds to a survey, see rule_survey_value. */
enum truth survey_gather(const struct survey *survey, const struct rule_row *row,
	struct slice *group, int64_t *value);

#endif
