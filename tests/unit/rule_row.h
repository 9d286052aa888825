/*
 * One row for the tests of rules, and the rules tried on it.
 *
 * The columns are those of `columns` below, in order; the day the filter stands on is
 * 2024-03-31.
 */
#ifndef RULE_ROW_H
#define RULE_ROW_H

#include <stdio.h>
#include <string.h>

#include "rule/message.h"
#include "rule/rule.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *name, *field;
} columns[] = {
	{ "amount", "12.50" },
	{ "quantity", "3" },
	{ "price", "33.3333" },
	{ "half", "0.10" },
	{ "status", "paid" },
	{ "city", "杭州" },
	{ "channel", "wechat" },
	{ "quoted", "it's" },
	{ "ordered", "2024-01-31" },
	{ "shipped", "2024/2/3" },
	{ "compact", "20240201" },
	{ "none", "" },
	{ "blank", " \t　" },
	{ "bad", "12O" },
	{ "id", "007" },
	{ "seven", "7" },
	{ "grouped", "1,234.50" },
	{ "wide", "１２" },
	{ "huge", "123456789012345678901234567890" },
	{ "fine", "0.00001" },
	{ "金额", "100" },
	{ "in", "yes" },
	{ "total (x)", "5" },
	{ "a\"b", "1" },
	{ "nine", "9" },
	{ "ten", "10" },
	{ "timed", "2024-01-31 23:59:59" },
};

static inline int
columns_find(const void *context, struct slice name)
{
	(void)context;
	for (size_t i = 0; i < COUNT(columns); i++)
		if (slice_is(name, columns[i].name))
			return (int)i;
	return slice_is(name, "twice") ? -2 : -1;
}

static inline void
columns_list(const void *context, char *text, size_t size)
{
	size_t length = 0;

	(void)context;
	text[0] = '\0';
	for (size_t i = 0; i < COUNT(columns); i++) {
		size_t wanted = strlen(columns[i].name) + (i ? 2 : 0);

		if (length + wanted >= size)
			return;
		length += (size_t)snprintf(
			text + length, size - length, "%s%s", i ? ", " : "", columns[i].name);
	}
}

static const struct rule_columns known = { columns_find, columns_list, NULL };

static inline day
day_of(int year, int month, int d)
{
	return day_from_date((struct date){ year, month, d });
}

/* Parsed and bound, or the test fails. */
static inline struct rule *
rule_made(const char *text)
{
	struct rule_error error;
	struct rule *rule = rule_parse(slice_from(text), &error);

	ck_assert_msg(rule != NULL, "%s\n%s", text, rule ? "" : error.message);
	ck_assert_msg(rule_bind(rule, &known, day_of(2024, 3, 31), &error), "%s\n%s", text,
		error.message);
	return rule;
}

static inline void
row_fill(struct slice field[COUNT(columns)])
{
	for (size_t i = 0; i < COUNT(columns); i++)
		field[i] = slice_from(columns[i].field);
}

/* "true", "false", "unknown", or why not. */
static inline const char *
rule_says(const char *text)
{
	static const char *const words[] = { "false", "true", "unknown" };
	static char reason[256];
	struct slice field[COUNT(columns)];
	struct rule_work *work = rule_work_new();
	struct rule *rule = rule_made(text);
	enum truth truth;

	row_fill(field);
	truth = rule_test(rule, field, work);
	snprintf(reason, sizeof reason, "%s", rule_work_fault(work)->reason);
	rule_free(rule);
	rule_work_free(work);
	return truth == TRUTH_FAULT ? reason : words[truth];
}

static inline void
rules_say(const char *wanted, const char *const *rule, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *said = rule_says(rule[i]);

		ck_assert_msg(strcmp(said, wanted) == 0, "%s\n%s, not %s", rule[i], said, wanted);
	}
}

/* An error: the rule, the carets under it, the message, what the hint begins with ("": none). */
struct wrong {
	const char *rule, *caret, *message, *hint;
};

static inline void
rules_are_wrong(const struct wrong *wrong, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct slice text = slice_from(wrong[i].rule);
		struct rule_error error = { 0, 0, "", "" };
		struct rule *rule = rule_parse(text, &error);
		char caret[512];

		if (rule)
			ck_assert_msg(
				!rule_bind(rule, &known, 0, &error), "accepted: %s", wrong[i].rule);
		ck_assert_msg(error.at + error.length <= text.length, "outside: %s", wrong[i].rule);
		rule_caret(text, &error, caret, sizeof caret);
		ck_assert_msg(strcmp(caret, wrong[i].caret) == 0 &&
				strcmp(error.message, wrong[i].message) == 0 &&
				(*wrong[i].hint ? strncmp(error.hint, wrong[i].hint,
							  strlen(wrong[i].hint)) == 0
						: !*error.hint),
			"%s\n%s\n%s\n%s", wrong[i].rule, caret, error.message, error.hint);
		rule_free(rule);
	}
}

#endif
