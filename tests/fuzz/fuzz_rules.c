/*
 * A rule and a row: the first line is the rule, the second the row's fields, split at '|'.
 *
 * Whatever comes in, it is a rule or an error that points into it; a rule says the same
 * each time, its denial the opposite, and a fault says why. Of the columns a, b, c, d the
 * later ones are empty where the row is short.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/message.h"
#include "rule/rule.h"
#include "value/text.h"

#define FIELDS 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static int
find(const void *context, struct slice name)
{
	(void)context;
	if (slice_is(name, "金额"))
		return 0;
	return name.length == 1 && name.data[0] >= 'a' && name.data[0] < 'a' + FIELDS
		? name.data[0] - 'a'
		: -1;
}

static void
list(const void *context, char *text, size_t size)
{
	(void)context;
	snprintf(text, size, "a, b, c, d, 金额");
}

static const struct rule_columns columns = { find, list, NULL };

/* One line of UTF-8. */
static void
must_be_line(const char *text, size_t size)
{
	must(memchr(text, '\0', size) != NULL);
	must(text_utf8_valid_prefix(slice_from(text)) == strlen(text));
	for (; *text; text++)
		must((unsigned char)*text >= ' ' && *text != '\x7f');
}

static void
must_point_into(struct slice text, const struct rule_error *error)
{
	char caret[64];

	must(error->at <= text.length && error->length <= text.length - error->at);
	must_be_line(error->message, sizeof error->message);
	must_be_line(error->hint, sizeof error->hint);
	must(error->message[0]);
	must(rule_caret(text, error, caret, sizeof caret) == strlen(caret));
}

static struct rule *
rule_made(struct slice text)
{
	struct rule_error error = { SIZE_MAX, 0, "", "" };
	struct rule *rule = rule_parse(text, &error);

	if (!rule) {
		must_point_into(text, &error);
		return NULL;
	}
	must(slice_equal(rule_text(rule), text));
	if (rule_bind(rule, &columns, 19800, &error))
		return rule;
	must_point_into(text, &error);
	rule_free(rule);
	return NULL;
}

static const struct rule_standings *
find_standings(const void *context, struct slice group)
{
	(void)group;
	return context;
}

static bool
list_has(const void *context, struct slice text)
{
	(void)context;
	return text.length % 2;
}

#define SURVEYS 64

/* As if every row were this one. */
static void
try_surveys(struct rule *rule, const struct slice *field, struct rule_work *work)
{
	for (size_t i = 0; i < rule_surveys(rule); i++) {
		static int64_t values[SURVEYS];
		static struct rule_standings of[SURVEYS];
		struct rule_standings *standings = &of[i % SURVEYS];
		int64_t *value = &values[i % SURVEYS];
		struct slice group;
		enum truth truth = rule_survey_value(rule, i, field, work, &group, value);

		*standings =
			(struct rule_standings){ value, NULL, 1, decimal_from_integer(*value) };
		rule_survey_set(rule, i, find_standings, truth == TRUTH_TRUE ? standings : NULL);
	}
	for (size_t i = 0; i < rule_lists(rule); i++)
		rule_list_set(rule, i, list_has, NULL);
}

static void
try_denial(struct slice text, const struct slice *field, struct rule_work *work, enum truth truth)
{
	char *denial = malloc(text.length + 16);
	size_t length = (size_t)snprintf(denial, 16, "not (");
	struct rule *rule;
	enum truth denied;

	if (text.length)
		memcpy(denial + length, text.data, text.length);
	denial[length + text.length] = ')';
	rule = rule_made(slice_of(denial, length + text.length + 1));
	if (rule) {      /* one level more may be one too many */
		try_surveys(rule, field, work);
		denied = rule_test(rule, field, work);
		must(truth == TRUTH_TRUE               ? denied == TRUTH_FALSE
				: truth == TRUTH_FALSE ? denied == TRUTH_TRUE
						       : denied == truth);
		rule_free(rule);
	}
	free(denial);
}

static void
try_row(struct slice text, struct rule *rule, const struct slice *field, struct rule_work *work)
{
	struct rule_result result;
	struct rule_error error;
	enum truth truth;
	bool good;

	try_surveys(rule, field, work);
	good = rule_value(rule, field, work, &result);
	must(good || rule_work_fault(work)->reason[0]);
	must_be_line(rule_work_fault(work)->reason, sizeof rule_work_fault(work)->reason);
	must(rule_work_fault(work)->column >= -1 && rule_work_fault(work)->column < FIELDS);
	if (rule_gives(rule) != RULE_TRUTH)
		return;
	truth = rule_test(rule, field, work);
	must((truth == TRUTH_FAULT) == !good);
	must(!good || (truth == TRUTH_UNKNOWN) == result.unknown);
	must((truth == TRUTH_TRUE) == result.truth);
	must(rule_bind(rule, &columns, 19800, &error));
	try_surveys(rule, field, work);
	must(rule_test(rule, field, work) == truth);
	try_denial(text, field, work, truth);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text, rest = slice_cut(slice_of((const char *)data, size), '\n', &text),
			   field[FIELDS];
	struct rule *rule = rule_made(text);

	if (!rule)
		return 0;
	for (int i = 0; i < FIELDS; i++) {
		field[i] = SLICE_EMPTY;
		if (rest.data)
			rest = slice_cut(rest, '|', &field[i]);
		/* The input of a filter is UTF-8 before any rule sees it. */
		field[i].length = text_utf8_valid_prefix(field[i]);
	}
	struct rule_work *work = rule_work_new();

	try_row(text, rule, field, work);
	rule_work_free(work);
	rule_free(rule);
	return 0;
}
