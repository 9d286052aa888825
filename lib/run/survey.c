/*
 * Looking at the whole input before the rows are used: the values that top() and
 * quantile() rank, gathered by all workers and sorted at the end.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "run/pass.h"
#include "table/quantile.h"

struct values {
	int64_t *value;
	size_t   count, capacity;
};

struct survey {
	struct rule *const *rule;
	size_t              rules, questions; /* of all rules together */
	struct values      *values;           /* by question */
	pthread_mutex_t     lock;
};

static void *
survey_local_new(struct pass *pass)
{
	const struct survey *survey = pass->context;

	return memory_zeroed(survey->questions, sizeof(struct values));
}

static void
survey_local_free(struct pass *pass, void *local)
{
	struct survey *survey = pass->context;
	struct values *mine = local;

	pthread_mutex_lock(&survey->lock);
	for (size_t i = 0; i < survey->questions; i++) {
		struct values *all = &survey->values[i];

		MEMORY_GROW(all->value, all->capacity, all->count + mine[i].count);
		if (mine[i].count)
			memcpy(all->value + all->count, mine[i].value,
				mine[i].count * sizeof *all->value);
		all->count += mine[i].count;
		free(mine[i].value);
	}
	pthread_mutex_unlock(&survey->lock);
	free(mine);
}

static bool
survey_row(struct pass_worker *worker, const struct row *row)
{
	const struct survey *survey = worker->pass->context;
	struct values       *values = worker->local;

	for (size_t r = 0; r < survey->rules; r++) {
		for (size_t i = 0; i < rule_surveys(survey->rule[r]); i++, values++) {
			const struct rule_fault *fault;
			int64_t                  value;

			switch (rule_survey_value(
				survey->rule[r], i, row->field, worker->rules, &value)) {
			case TRUTH_TRUE:
				MEMORY_GROW(values->value, values->capacity, values->count + 1);
				values->value[values->count++] = value;
				break;
			case TRUTH_FAULT:
				fault = rule_work_fault(worker->rules);
				return row_bad_field(row, fault->column, "%s", fault->reason);
			case TRUTH_FALSE:
			case TRUTH_UNKNOWN: break;
			}
		}
	}
	return true;
}

static void
survey_answer(const struct survey *survey)
{
	struct values *values = survey->values;

	for (size_t r = 0; r < survey->rules; r++) {
		struct rule *rule = survey->rule[r];

		for (size_t i = 0; i < rule_surveys(rule); i++, values++) {
			const struct rule_survey *question = rule_survey_at(rule, i);
			struct decimal            outcome = { 0, 0 };
			bool                      known = values->count > 0;

			values_sort(values->value, values->count);
			if (known && question->kind == SURVEY_TOP)
				outcome = decimal_from_integer(top_threshold(
					values->value, values->count, question->share));
			else if (known &&
				!quantile_value(
					values->value, values->count, question->share, &outcome))
				fail(EXIT_USAGE, "a quantile of too many digits");
			rule_survey_set(rule, i, known, outcome);
		}
	}
}

static void
survey_run(struct stream *stream, struct rule *const rule[], size_t rules, bool unjudged)
{
	struct survey survey = { .rule = rule, .rules = rules };
	struct pass   pass = {
		.stream = stream,
		.context = &survey,
		.row = survey_row,
		.local_new = survey_local_new,
		.local_free = survey_local_free,
		.survey = true,
		.unjudged = unjudged,
	};

	for (size_t r = 0; r < rules; r++)
		survey.questions += rule_surveys(rule[r]);
	if (!survey.questions)
		return;
	survey.values = memory_zeroed(survey.questions, sizeof *survey.values);
	pthread_mutex_init(&survey.lock, NULL);
	pass_run(&pass);
	pthread_mutex_destroy(&survey.lock);
	survey_answer(&survey);
	for (size_t i = 0; i < survey.questions; i++)
		free(survey.values[i].value);
	free(survey.values);
	stream_rewind(stream);
}

void
stream_survey(struct stream *stream, struct rule *const rule[], size_t rules)
{
	survey_run(stream, rule, rules, false);
}

void
stream_survey_where(struct stream *stream)
{
	/* Its questions are about all rows: none has been ignored or judged before. */
	survey_run(stream, &stream->where, 1, true);
}
