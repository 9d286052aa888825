/* The life of a rule, and its doors: see rule.h. */
#include "rule/rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "rule/binder.h"
#include "rule/checker.h"
#include "rule/code.h"
#include "rule/message.h"
#include "rule/parser.h"
#include "rule/pattern.h"
#include "rule/standing.h"
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
	free(rule->list);
	free(rule->other);
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
	arena_init(&work->scratch);
	return work;
}

void
rule_work_free(struct rule_work *work)
{
	if (!work)
		return;
	pattern_work_free(work->patterns);
	arena_release(&work->scratch);
	free(work->memo);
	free(work);
}

/* What an earlier call made is not needed any more. */
static inline void
work_begin(struct rule_work *work)
{
	if (!work->scratched)
		return;
	arena_clear(&work->scratch);
	work->scratched = false;
}

void
rule_work_row(struct rule_work *work, uint64_t place)
{
	work->place = place;
	work->memos = 0;
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

	work_begin(work);
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

	work_begin(work);
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
	struct rule_work *work, struct slice *group, int64_t *value)
{
	const struct rule_row row = { field, work };

	work_begin(work);
	return survey_gather(rule->survey[i], &row, group, value);
}

void
rule_survey_set(struct rule *rule, size_t i, rule_standings_find *find, const void *context)
{
	struct survey *survey = rule->survey[i];

	survey->find = find;
	survey->context = context;
	survey->alone = survey->told.grouped ? NULL : find(context, SLICE_EMPTY);
}

/* --- lists ------------------------------------------------------------------------------------ */

size_t
rule_lists(const struct rule *rule)
{
	return rule->lists;
}

const struct rule_list *
rule_list_at(const struct rule *rule, size_t i)
{
	return &rule->list[i]->told;
}

void
rule_list_set(struct rule *rule, size_t i, rule_list_has *has, const void *context)
{
	rule->list[i]->has = has;
	rule->list[i]->context = context;
}

/* --- other rules ------------------------------------------------------------------------------ */

size_t
rule_others(const struct rule *rule)
{
	return rule->others;
}

struct slice
rule_other(const struct rule *rule, size_t i)
{
	return rule->other[i]->name;
}

bool
rule_others_set(const struct rule *rule)
{
	for (size_t i = 0; i < rule->others; i++)
		if (rule->other[i]->rules == 0)
			return false;
	return true;
}

void
rule_other_wrong(
	const struct rule *rule, size_t i, struct rule_error *error, const char *format, ...)
{
	const struct tree *call = rule->other[i]->call;
	char message[sizeof error->message];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	error_set(error, call->at, call->length, "%s", message);
}

void
rule_other_set(struct rule *rule, size_t i, const struct rule *const *named, size_t count)
{
	rule->other[i]->rule = named;
	rule->other[i]->rules = count;
}
