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

/* --- top(x, share), quantile(x, share) ----------------------------------------------------- */

static bool
check_top(struct checker *checker, struct tree *call)
{
	call->kind = KIND_TRUTH;
	return checker_survey(checker, call, SURVEY_TOP);
}

static bool
check_quantile(struct checker *checker, struct tree *call)
{
	call->kind = tree_left(call)->kind == KIND_DAY ? KIND_DAY : KIND_NUMBER;
	return checker_survey(checker, call, SURVEY_QUANTILE);
}

static struct code *
bind_survey(struct binder *binder, const struct tree *call)
{
	const struct survey *survey = binder->rule->survey[call->survey];
	enum code_op quantile = survey->told.days ? CODE_QUANTILE_DAY : CODE_QUANTILE;
	struct code *code;

	code = binder_code(binder, survey->told.kind == SURVEY_TOP ? CODE_TOP : quantile);
	code->of.survey = survey;
	return code;
}

/* --- the table ------------------------------------------------------------------------------- */

static const struct function functions[] = {
	{ "date", 1, 1, "date(column)", false, check_date, bind_reading },
	{ "number", 1, 1, "number(column)", false, check_number, bind_reading },
	{ "quantile", 2, 2, "quantile(column, 0.8)", true, check_quantile, bind_survey },
	{ "text", 1, 1, "text(column)", false, check_text, bind_reading },
	{ "top", 2, 2, "top(column, 20%)", true, check_top, bind_survey },
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
