/* The functions of the rule language: see function.h. */
#include "rule/function.h"

#include <stdio.h>
#include <string.h>

#include "rule/message.h"
#include "value/text.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- number(x), date(x), text(x): how a column is to be read ------------------------------- */

static bool
check_reading(struct checker *checker, struct tree *call, enum kind kind)
{
	call->kind = kind;
	return checker_wants(checker, tree_left(call), kind);
}

static bool
check_number(struct checker *checker, struct tree *call)
{
	return check_reading(checker, call, KIND_NUMBER);
}

static bool
check_date(struct checker *checker, struct tree *call)
{
	return check_reading(checker, call, KIND_DAY);
}

static bool
check_text(struct checker *checker, struct tree *call)
{
	return check_reading(checker, call, KIND_TEXT);
}

static struct code *
bind_reading(struct binder *binder, const struct tree *call)
{
	return binder_read(binder, tree_left(call), call->kind);
}

/* --- the whole input ----------------------------------------------------------------------- */

static bool
check_top(struct checker *checker, struct tree *call)
{
	call->kind = KIND_TRUTH;
	return checker_survey(checker, call, SURVEY_TOP);
}

static bool
check_bottom(struct checker *checker, struct tree *call)
{
	call->kind = KIND_TRUTH;
	return checker_survey(checker, call, SURVEY_BOTTOM);
}

static bool
check_quantile(struct checker *checker, struct tree *call)
{
	call->kind = tree_left(call)->kind == KIND_DAY ? KIND_DAY : KIND_NUMBER;
	return checker_survey(checker, call, SURVEY_QUANTILE);
}

static bool
check_ntile(struct checker *checker, struct tree *call)
{
	call->kind = KIND_NUMBER;
	return checker_survey(checker, call, SURVEY_NTILE);
}

static bool
check_rank(struct checker *checker, struct tree *call)
{
	call->kind = KIND_NUMBER;
	return checker_survey(checker, call, SURVEY_RANK);
}

static struct code *
bind_survey(struct binder *binder, const struct tree *call)
{
	static const enum code_op ops[] = {
		[SURVEY_TOP] = CODE_TOP,
		[SURVEY_BOTTOM] = CODE_BOTTOM,
		[SURVEY_QUANTILE] = CODE_QUANTILE,
		[SURVEY_NTILE] = CODE_NTILE,
		[SURVEY_RANK] = CODE_RANK,
	};
	const struct survey *survey = binder->rule->survey[call->asks];
	bool of_days = survey->told.kind == SURVEY_QUANTILE && survey->told.days;
	struct code *code =
		binder_code(binder, of_days ? CODE_QUANTILE_DAY : ops[survey->told.kind]);

	code->of.survey = survey;
	return code;
}

/* --- parts of days --------------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum date_part part;
} date_parts[] = {
	{ "age", PART_AGE },
	{ "day", PART_DAY },
	{ "days", PART_DAYS },
	{ "month", PART_MONTH },
	{ "months", PART_MONTHS },
	{ "weekday", PART_WEEKDAY },
	{ "year", PART_YEAR },
};

static bool
check_date_part(struct checker *checker, struct tree *call)
{
	const struct tree *from = tree_left(call);

	call->kind = KIND_NUMBER;
	return checker_wants(checker, from, KIND_DAY) &&
		(!from->next || checker_wants(checker, from->next, KIND_DAY));
}

/* To the second day, or to today. */
static struct code *
bind_date_part(struct binder *binder, const struct tree *call)
{
	const struct tree *from = tree_left(call);
	struct code *code = binder_code(binder, CODE_DATE_PART), *to;

	if (from->next) {
		to = binder_read(binder, from->next, KIND_DAY);
	} else {
		to = binder_code(binder, CODE_DAY);
		to->of.day = binder->as_of;
	}
	code->left = binder_read(binder, from, KIND_DAY);
	code->right = to;
	for (size_t i = 0; i < COUNT(date_parts); i++)
		if (strcmp(date_parts[i].name, call->function->name) == 0)
			code->of.part = date_parts[i].part;
	return code->left && to ? code : NULL;
}

/* --- text ---------------------------------------------------------------------------- */

static bool
check_length(struct checker *checker, struct tree *call)
{
	call->kind = KIND_NUMBER;
	return checker_wants(checker, tree_left(call), KIND_TEXT);
}

static bool
check_lower(struct checker *checker, struct tree *call)
{
	call->kind = KIND_TEXT;
	return checker_wants(checker, tree_left(call), KIND_TEXT);
}

static struct code *
bind_one_text(struct binder *binder, const struct tree *call, enum code_op op)
{
	struct code *text = binder_read(binder, tree_left(call), KIND_TEXT), *code;

	if (!text)
		return NULL;
	code = binder_code(binder, op);
	code->left = code->right = text;
	return code;
}

static struct code *
bind_length(struct binder *binder, const struct tree *call)
{
	return bind_one_text(binder, call, CODE_LENGTH);
}

static struct code *
bind_lower(struct binder *binder, const struct tree *call)
{
	return bind_one_text(binder, call, CODE_LOWER);
}

/* Text in quotes that is not empty. */
static bool
is_written(struct checker *checker, const struct tree *tree, const char *what)
{
	char message[80];

	if (tree->op == TREE_TEXT && slice_trim(tree->text).length)
		return true;
	snprintf(message, sizeof message, "expected %s, written in single quotes", what);
	return checker_refuses(checker, tree, message);
}

static bool
check_has(struct checker *checker, struct tree *call)
{
	const struct tree *tag = tree_right(call);

	call->kind = KIND_TRUTH;
	if (!checker_wants(checker, tree_left(call), KIND_TEXT) ||
		!is_written(checker, tag, "a tag"))
		return false;
	if (memchr(tag->text.data, ';', tag->text.length))
		return checker_refuses(
			checker, tag, "one tag; several are joined by \"and\" or \"or\"");
	return true;
}

static struct code *
bind_has(struct binder *binder, const struct tree *call)
{
	struct code *code = bind_one_text(binder, call, CODE_HAS);

	if (code)
		code->of.text = slice_trim(tree_right(call)->text);
	return code;
}

/* --- in_list('file', x, 'column') ------------------------------------------------------------ */

static bool
check_in_list(struct checker *checker, struct tree *call)
{
	struct rule *rule = checker->rule;
	const struct tree *file = tree_left(call), *value = tree_right(call), *name = value->next;
	struct listed *listed;

	call->kind = KIND_TRUTH;
	if (!is_written(checker, file, "the name of a file") ||
		!checker_wants(checker, value, KIND_TEXT) ||
		(name && !is_written(checker, name, "the name of the file's column")))
		return false;
	if (!name && value->op != TREE_COLUMN) {
		checker_refuses(checker, value, "which column of the file is that?");
		return error_hint(checker->error, "in_list('file.csv', lower(email), 'email')");
	}
	listed = arena_new(&rule->trees, sizeof *listed);
	*listed = (struct listed){ .told = { file->text, name ? name->text : value->text } };
	MEMORY_GROW(rule->list, rule->list_room, rule->lists + 1);
	call->asks = rule->lists;
	rule->list[rule->lists++] = listed;
	return true;
}

static struct code *
bind_in_list(struct binder *binder, const struct tree *call)
{
	struct code *value = binder_read(binder, tree_right(call), KIND_TEXT), *code;

	if (!value)
		return NULL;
	code = binder_code(binder, CODE_IN_LIST);
	code->left = code->right = value;
	code->of.listed = binder->rule->list[call->asks];
	return code;
}

/* --- segment('name') ------------------------------------------------------------------------- */

static bool
check_segment(struct checker *checker, struct tree *call)
{
	struct rule *rule = checker->rule;
	const struct tree *name = tree_left(call);
	struct other *other;

	call->kind = KIND_TRUTH;
	if (!is_written(checker, name, "the name of a segment"))
		return false;
	other = arena_new(&rule->trees, sizeof *other);
	*other = (struct other){ .call = call, .name = name->text };
	MEMORY_GROW(rule->other, rule->other_room, rule->others + 1);
	call->asks = rule->others;
	rule->other[rule->others++] = other;
	return true;
}

static struct code *
bind_segment(struct binder *binder, const struct tree *call)
{
	struct code *code = binder_code(binder, CODE_OTHER);

	code->of.other = binder->rule->other[call->asks];
	return code;
}

/* --- the table ------------------------------------------------------------------------------- */

static const struct function functions[] = {
	{ "age", 1, 1, "age(birthday)", false, false, check_date_part, bind_date_part },
	{ "bottom", 2, 2, "bottom(column, 20%)", true, false, check_bottom, bind_survey },
	{ "date", 1, 1, "date(column)", false, false, check_date, bind_reading },
	{ "day", 1, 1, "day(column)", false, false, check_date_part, bind_date_part },
	{ "days", 1, 2, "days(from), days(from, to)", false, false, check_date_part,
		bind_date_part },
	{ "has", 2, 2, "has(tags, 'vip')", false, false, check_has, bind_has },
	{ "in_list", 2, 3, "in_list('file.csv', column)", false, false, check_in_list,
		bind_in_list },
	{ "length", 1, 1, "length(column)", false, false, check_length, bind_length },
	{ "lower", 1, 1, "lower(column)", false, false, check_lower, bind_lower },
	{ "month", 1, 1, "month(column)", false, false, check_date_part, bind_date_part },
	{ "months", 1, 2, "months(from), months(from, to)", false, false, check_date_part,
		bind_date_part },
	{ "ntile", 2, 2, "ntile(column, 5)", true, false, check_ntile, bind_survey },
	{ "number", 1, 1, "number(column)", false, false, check_number, bind_reading },
	{ "quantile", 2, 2, "quantile(column, 0.8)", true, false, check_quantile, bind_survey },
	{ "rank", 1, 1, "rank(column)", true, false, check_rank, bind_survey },
	{ "segment", 1, 1, "segment('name')", false, true, check_segment, bind_segment },
	{ "text", 1, 1, "text(column)", false, false, check_text, bind_reading },
	{ "top", 2, 2, "top(column, 20%)", true, false, check_top, bind_survey },
	{ "weekday", 1, 1, "weekday(column)", false, false, check_date_part, bind_date_part },
	{ "year", 1, 1, "year(column)", false, false, check_date_part, bind_date_part },
};

const struct function *
function_find(struct slice name)
{
	char small[16];

	if (name.length > sizeof small)
		return NULL;
	name = slice_of(small, text_lower(name, small));
	for (size_t i = 0; i < COUNT(functions); i++)
		if (slice_is(name, functions[i].name))
			return &functions[i];
	return NULL;
}

void
function_list(char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < COUNT(functions); i++) {
		int wrote = snprintf(
			text + length, size - length, "%s%s", i ? ", " : "", functions[i].name);

		if (wrote < 0 || (size_t)wrote >= size - length) {
			text[length] = '\0';
			return;
		}
		length += (size_t)wrote;
	}
}
