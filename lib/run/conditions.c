#include "run/conditions.h"

#include <stdlib.h>

#include "value/memory.h"

struct condition {
	bool         always;
	struct rule *rule[CONDITIONS_STREAMS]; /* NULL: says nothing of that stream's rows */
};

struct conditions {
	struct stream    *stream[CONDITIONS_STREAMS];
	size_t            streams;
	struct condition *condition;
	size_t            count, capacity;
};

struct conditions *
conditions_new(struct stream *const stream[], size_t streams)
{
	struct conditions *conditions = memory_zeroed(1, sizeof *conditions);

	conditions->streams = streams;
	for (size_t s = 0; s < streams; s++)
		conditions->stream[s] = stream[s];
	return conditions;
}

void
conditions_free(struct conditions *conditions)
{
	for (size_t i = 0; i < conditions->count; i++)
		for (size_t s = 0; s < conditions->streams; s++)
			if (conditions->condition[i].rule[s])
				rule_free(conditions->condition[i].rule[s]);
	free(conditions->condition);
	free(conditions);
}

void
conditions_add(
	struct conditions *conditions, struct side *side, const struct row *row, struct slice text)
{
	struct condition condition = { .always = slice_trim(text).length == 0 };
	bool bound = condition.always, wrong = false;

	for (size_t s = 0; s < conditions->streams && !condition.always && !wrong; s++) {
		struct stream *stream = conditions->stream[s];

		if (!stream || !stream_knows(stream, text))
			continue;
		condition.rule[s] = stream_condition(stream, text, side_place(side, row));
		bound = true;
		wrong = !condition.rule[s];
	}
	if (!bound)
		wrong = !stream_condition(conditions->stream[0], text, side_place(side, row));
	if (wrong)
		side_failed(side);
	MEMORY_GROW(conditions->condition, conditions->capacity, conditions->count + 1);
	conditions->condition[conditions->count++] = condition;
}

void
conditions_survey(const struct conditions *conditions)
{
	struct rule **rule = memory_zeroed(conditions->count + 1, sizeof *rule);

	for (size_t s = 0; s < conditions->streams; s++) {
		size_t rules = 0;

		for (size_t i = 0; i < conditions->count; i++)
			if (conditions->condition[i].rule[s])
				rule[rules++] = conditions->condition[i].rule[s];
		if (rules)
			stream_survey(conditions->stream[s], rule, rules);
	}
	free(rule);
}

bool
conditions_fit(const struct conditions *conditions, size_t i, size_t s, const struct row *row,
	const struct slice *field, struct rule_work *work, bool *fits)
{
	const struct condition *condition = &conditions->condition[i];
	enum truth truth = TRUTH_FALSE;
	int column;

	if (condition->rule[s])
		truth = rule_test(condition->rule[s], field, work);
	*fits = condition->always || truth == TRUTH_TRUE;
	if (truth != TRUTH_FAULT)
		return true;
	column = rule_work_fault(work)->column;
	if (column >= (int)stream_header(conditions->stream[s])->columns)
		column = -1;
	return row_bad_field(row, column, "%s", rule_work_fault(work)->reason);
}
