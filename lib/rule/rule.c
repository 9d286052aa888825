/* The life of a rule, and its doors: see rule.h. */
#include "rule/rule.h"

#include <stdio.h>
#include <stdlib.h>

#include "rule/binder.h"
#include "rule/checker.h"
#include "rule/code.h"
#include "rule/message.h"
#include "rule/parser.h"
#include "rule/pattern.h"
#include "rule/tree.h"
#include "value/memory.h"
#include "value/text.h"

static bool
text_is_read(struct rule *rule, struct rule_error *error)
{
	size_t valid = text_utf8_valid_prefix(rule->text);

	if (valid < rule->text.length)
		return error_set(error, valid, 1, "not UTF-8");
	return parser_run(rule, error) && checker_run(rule, error);
}

struct rule *
rule_parse(struct slice text, struct rule_error *error)
{
	struct rule *rule = memory_zeroed(1, sizeof *rule);

	arena_init(&rule->trees);
	arena_init(&rule->codes);
	rule->asked = KIND_FIELD;
	rule->text = arena_copy(&rule->trees, text);
	if (text_is_read(rule, error))
		return rule;
	rule_free(rule);
	return NULL;
}

bool
rule_bind(
	struct rule *rule, const struct rule_columns *columns, day as_of, struct rule_error *error)
{
	struct binder binder = { rule, columns, as_of, error };

	return binder_run(&binder);
}

void
rule_free(struct rule *rule)
{
	if (!rule)
		return;
	for (size_t i = 0; i < rule->patterns; i++)
		pattern_free(rule->pattern[i]);
	free(rule->pattern);
	free(rule->survey);
	free(rule->column);
	arena_release(&rule->trees);
	arena_release(&rule->codes);
	free(rule);
}

struct slice
rule_text(const struct rule *rule)
{
	return rule->text;
}

size_t
rule_uses(const struct rule *rule, int *column, size_t most)
{
	for (size_t i = 0; i < rule->columns && i < most; i++)
		column[i] = rule->column[i];
	return rule->columns;
}

/* What comes out, a column alone being read as it was asked for. */
static enum kind
rule_kind_of(const struct rule *rule)
{
	return rule->root->kind == KIND_FIELD ? rule->asked : rule->root->kind;
}

enum rule_kind
rule_gives(const struct rule *rule)
{
	return (enum rule_kind)rule_kind_of(rule);
}

bool
rule_ask(struct rule *rule, enum rule_kind kind, struct rule_error *error)
{
	struct checker checker = { rule, error };

	if (kind == RULE_ANY)
		return true;
	if (!checker_wants(&checker, rule->root, (enum kind)kind))
		return false;
	rule->asked = (enum kind)kind;
	return true;
}

/* --- one row -------------------------------------------------------------------------------- */

struct rule_work *
rule_work_new(void)
{
	struct rule_work *work = memory_zeroed(1, sizeof *work);

	work->patterns = pattern_work_new();
	return work;
}

void
rule_work_free(struct rule_work *work)
{
	if (!work)
		return;
	pattern_work_free(work->patterns);
	free(work);
}

const struct rule_fault *
rule_work_fault(const struct rule_work *work)
{
	return &work->fault;
}

enum truth
rule_test(const struct rule *rule, const struct slice *field, struct rule_work *work)
{
	const struct rule_row row = { field, work };

	if (rule->root->kind == KIND_TRUTH)
		return compute_truth(rule->code, &row);
	work->fault.column = -1;
	snprintf(work->fault.reason, sizeof work->fault.reason, "the rule is no condition");
	return TRUTH_FAULT;
}

static enum got
result_number(const struct rule *rule, const struct rule_row *row, struct rule_result *result)
{
	struct number number;
	enum got got = compute_number(rule->code, row, &number);

	if (got == GOT_VALUE) {
		result->exact = number.exact;
		result->decimal = number.exact ? number.decimal : (struct decimal){ 0, 0 };
		result->real = number_real(&number);
	}
	return got;
}

static enum got
result_truth(const struct rule *rule, const struct rule_row *row, struct rule_result *result)
{
	enum truth truth = compute_truth(rule->code, row);

	result->truth = truth == TRUTH_TRUE;
	return truth == TRUTH_FAULT ? GOT_FAULT : truth == TRUTH_UNKNOWN ? GOT_NOTHING : GOT_VALUE;
}

bool
rule_value(const struct rule *rule, const struct slice *field, struct rule_work *work,
	struct rule_result *result)
{
	const struct rule_row row = { field, work };
	enum kind kind = rule_kind_of(rule);
	enum got got;

	*result = (struct rule_result){ .kind = kind == KIND_FIELD ? RULE_TEXT
								   : (enum rule_kind)kind };
	if (result->kind == RULE_TRUTH)
		got = result_truth(rule, &row, result);
	else if (result->kind == RULE_NUMBER)
		got = result_number(rule, &row, result);
	else if (result->kind == RULE_DAY)
		got = compute_day(rule->code, &row, &result->day);
	else
		got = compute_text(rule->code, &row, &result->text);
	result->unknown = got == GOT_NOTHING;
	return got != GOT_FAULT;
}

/* --- the whole input -------------------------------------------------------------------------- */

size_t
rule_surveys(const struct rule *rule)
{
	return rule->surveys;
}

const struct rule_survey *
rule_survey_at(const struct rule *rule, size_t i)
{
	return &rule->survey[i]->told;
}

enum truth
rule_survey_value(const struct rule *rule, size_t i, const struct slice *field,
	struct rule_work *work, int64_t *value)
{
	const struct rule_row row = { field, work };
	enum got got = compute_survey(rule->survey[i], &row, value);

	return got == GOT_VALUE ? TRUTH_TRUE : got == GOT_NOTHING ? TRUTH_UNKNOWN : TRUTH_FAULT;
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

/* From 1/10000 to ones. Decimals past the eighteenth are those of an interpolation and go. */
static struct decimal
number_from_units(struct decimal units)
{
	for (units.scale += 4; units.scale > 18; units.scale--)
		units.units /= 10;
	return units;
}

void
rule_survey_set(struct rule *rule, size_t i, bool known, struct decimal outcome)
{
	struct survey *survey = rule->survey[i];

	survey->known = known;
	if (!known)
		return;
	if (survey->told.kind == SURVEY_TOP)
		survey->threshold = decimal_floor(outcome);
	else if (survey->told.days)
		survey->day = (day)decimal_floor(outcome);
	else
		survey->number = number_from_units(outcome);
}
