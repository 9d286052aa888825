/*
 * What rules ask beyond their row, answered before the rows are used: lists are read, and
 * where a rule ranks (top, quantile, ntile ...) the whole input is looked at. The values are
 * gathered by all workers, sorted at the end, and of them the few marks are kept by which a
 * row is judged; rank alone keeps all.
 *
 * Rules that rank the same share one gathering. Memory while it lasts: 8 bytes a row that is
 * ranked, 4 more with `by`, 8 more where ties are broken by place, and half as much again while
 * arrays grow; a group takes about 80 bytes and its text.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "run/lookup.h"
#include "run/pass.h"
#include "table/groups.h"
#include "table/quantile.h"
#include "table/ranked.h"
#include "value/hash.h"
#include "value/key.h"

/* How a survey goes: ties broken by place; before rows are ignored or judged. */
enum { PLACES = 1, UNJUDGED = 2 };

/* What rules look things up in: it lives as long as the process, as streams do. */
static struct kept {
	struct kept   *next;
	struct lookup *lookup;
	struct answer *answer;
} * all_kept;

static void
keep(struct lookup *lookup, struct answer *answer)
{
	struct kept *kept = memory_new(sizeof *kept);

	*kept = (struct kept){ all_kept, lookup, answer };
	all_kept = kept;
}

/* --- groups and their numbers --- */

struct numbers {
	struct groups   *groups;
	struct hash_seed seed;
};

static void
numbers_init(struct numbers *numbers)
{
	numbers->seed = hash_seed_draw();
	numbers->groups = groups_new(&(struct groups_spec){ .kept = sizeof(uint32_t) });
}

/* In the order in which they came: 0, 1, ... */
static uint32_t
number_of(struct numbers *numbers, struct slice group)
{
	size_t    before = groups_count(numbers->groups);
	uint32_t *number =
		group_kept(groups_find(numbers->groups, group, hash_bytes(group, numbers->seed)));

	if (groups_count(numbers->groups) > before)
		*number = (uint32_t)before;
	return *number;
}

/* --- gathering --- */

struct values {
	int64_t       *value;
	uint64_t      *place;
	uint32_t      *group;
	size_t         count, values, places, groups; /* capacities */
	struct numbers numbers;
};

/* What one or several surveys rank. */
struct gathering {
	const struct rule *rule; /* the first that asks for it, and its survey */
	size_t             survey;
	bool               grouped, ranks;
	struct values      all;
};

struct survey {
	struct gathering *gathering;
	size_t            gatherings, capacity;
	bool              exact;
	pthread_mutex_t   lock;
};

static void
values_add(struct values *values, const struct row *row, bool exact, bool grouped,
	struct slice group, int64_t value)
{
	MEMORY_GROW(values->value, values->values, values->count + 1);
	values->value[values->count] = value;
	if (exact) {
		MEMORY_GROW(values->place, values->places, values->count + 1);
		values->place[values->count] = row_place(row);
	}
	if (grouped) {
		MEMORY_GROW(values->group, values->groups, values->count + 1);
		values->group[values->count] = number_of(&values->numbers, group);
	}
	values->count++;
}

/* Adds what a worker gathered, its groups numbered anew. */
static void
values_join(struct values *all, struct values *mine)
{
	size_t    count = all->count + mine->count;
	uint32_t *number = NULL;

	MEMORY_GROW(all->value, all->values, count);
	if (mine->count)
		memcpy(all->value + all->count, mine->value, mine->count * sizeof *mine->value);
	if (mine->place) {
		MEMORY_GROW(all->place, all->places, count);
		memcpy(all->place + all->count, mine->place, mine->count * sizeof *mine->place);
	}
	if (mine->numbers.groups) {
		size_t groups = groups_count(mine->numbers.groups);

		MEMORY_GROW(all->group, all->groups, count);
		number = memory_zeroed(groups + 1, sizeof *number);
		for (size_t i = 0; i < groups; i++)
			number[i] = number_of(
				&all->numbers, group_key(groups_at(mine->numbers.groups, i)));
		for (size_t i = 0; i < mine->count; i++)
			all->group[all->count + i] = number[mine->group[i]];
		free(number);
		groups_free(mine->numbers.groups);
	}
	all->count = count;
	free(mine->value);
	free(mine->place);
	free(mine->group);
}

static void *
survey_local_new(struct pass *pass)
{
	const struct survey *survey = pass->context;
	struct values       *mine = memory_zeroed(survey->gatherings, sizeof *mine);

	for (size_t i = 0; i < survey->gatherings; i++)
		if (survey->gathering[i].grouped)
			numbers_init(&mine[i].numbers);
	return mine;
}

static void
survey_local_free(struct pass *pass, void *local)
{
	struct survey *survey = pass->context;
	struct values *mine = local;

	pthread_mutex_lock(&survey->lock);
	for (size_t i = 0; i < survey->gatherings; i++)
		values_join(&survey->gathering[i].all, &mine[i]);
	pthread_mutex_unlock(&survey->lock);
	free(mine);
}

static bool
survey_row(struct pass_worker *worker, const struct row *row)
{
	const struct survey *survey = worker->pass->context;
	struct values       *mine = worker->local;

	for (size_t i = 0; i < survey->gatherings; i++) {
		const struct gathering *gathering = &survey->gathering[i];
		struct slice            group;
		int64_t                 value;
		enum truth truth = rule_survey_value(gathering->rule, gathering->survey, row->field,
			worker->rules, &group, &value);

		if (truth == TRUTH_TRUE) {
			values_add(&mine[i], row, survey->exact, gathering->grouped, group, value);
		} else if (truth == TRUTH_FAULT) {
			const struct rule_fault *fault = rule_work_fault(worker->rules);

			return row_bad_field(row, fault->column, "%s", fault->reason);
		}
	}
	return true;
}

/* --- answers --- */

/* The values of a gathering, those of a group together: group i has begin[i] .. begin[i + 1]. */
struct sorted {
	struct ranked ranked;
	size_t       *begin;
	size_t        groups;
};

/* What a survey's `find` looks in. */
struct answer {
	struct numbers         numbers;
	bool                   grouped;
	struct rule_standings *standings;
	size_t                 groups;
};

static const struct rule_standings *
answer_find(const void *context, struct slice group)
{
	const struct answer *answer = context;
	struct group        *found;

	if (!answer->grouped)
		return answer->groups ? &answer->standings[0] : NULL;
	found = groups_seek(answer->numbers.groups, group, hash_bytes(group, answer->numbers.seed));
	return found ? &answer->standings[*(const uint32_t *)group_kept(found)] : NULL;
}

static struct ranked
group_ranked(const struct sorted *sorted, size_t i)
{
	const struct ranked *all = &sorted->ranked;
	size_t               begin = sorted->begin[i];

	return (struct ranked){ all->value + begin, all->place ? all->place + begin : NULL,
		sorted->begin[i + 1] - begin };
}

/* Brings the values of a group together. */
static void
values_part(struct values *all, struct sorted *sorted)
{
	int64_t  *value = memory_zeroed(all->count + 1, sizeof *value);
	uint64_t *place = all->place ? memory_zeroed(all->count + 1, sizeof *place) : NULL;
	size_t   *next = memory_zeroed(sorted->groups + 1, sizeof *next);

	for (size_t i = 0; i < all->count; i++)
		sorted->begin[all->group[i] + 1]++;
	for (size_t i = 0; i < sorted->groups; i++) {
		sorted->begin[i + 1] += sorted->begin[i];
		next[i] = sorted->begin[i];
	}
	for (size_t i = 0; i < all->count; i++) {
		size_t to = next[all->group[i]]++;

		value[to] = all->value[i];
		if (place)
			place[to] = all->place[i];
	}
	free(next);
	free(all->value);
	free(all->place);
	all->value = value;
	all->place = place;
}

static struct sorted
gathering_sort(struct gathering *gathering)
{
	struct values *all = &gathering->all;
	struct sorted  sorted = { .groups = all->count > 0 };

	if (gathering->grouped)
		sorted.groups = groups_count(all->numbers.groups);
	sorted.begin = memory_zeroed(sorted.groups + 2, sizeof *sorted.begin);
	if (gathering->grouped)
		values_part(all, &sorted);
	else
		sorted.begin[1] = all->count;
	sorted.ranked = (struct ranked){ all->value, all->place, all->count };
	for (size_t i = 0; i < sorted.groups; i++) {
		struct ranked group = group_ranked(&sorted, i);

		ranked_sort(&group);
	}
	return sorted;
}

static struct rule_standings
marks_at(const struct ranked *ranked, const size_t *at, size_t marks)
{
	int64_t  *value = memory_zeroed(marks + 1, sizeof *value);
	uint64_t *place = ranked->place ? memory_zeroed(marks + 1, sizeof *place) : NULL;

	for (size_t i = 0; i < marks; i++) {
		value[i] = ranked->value[at[i]];
		if (place)
			place[i] = ranked->place[at[i]];
	}
	return (struct rule_standings){ .mark = value, .place = place, .marks = marks };
}

static struct rule_standings
standings_of(const struct rule_survey *question, const struct ranked *ranked)
{
	struct rule_standings standings = { ranked->value, ranked->place, ranked->count, { 0, 0 } };
	size_t               *at = memory_zeroed(question->tiles + 1, sizeof *at), marks = 0;

	switch (question->kind) {
	case SURVEY_TOP:
		at[0] = ranked_top(ranked, question->share);
		standings = marks_at(ranked, at, 1);
		break;
	case SURVEY_BOTTOM:
		at[0] = ranked_bottom(ranked, question->share);
		standings = marks_at(ranked, at, at[0] < ranked->count);
		break;
	case SURVEY_NTILE:
		for (size_t k = 1; k < question->tiles; k++) {
			at[marks] = ranked_tile(ranked, question->tiles, k);
			marks += at[marks] < ranked->count;
		}
		standings = marks_at(ranked, at, marks);
		break;
	case SURVEY_QUANTILE:
		standings = (struct rule_standings){ .mark = NULL };
		if (!quantile_value(
			    ranked->value, ranked->count, question->share, &standings.quantile))
			fail(EXIT_USAGE, "a quantile of too many digits");
		break;
	case SURVEY_RANK: break;
	}
	free(at);
	return standings;
}

static void
answer_give(
	struct rule *rule, size_t i, const struct gathering *gathering, const struct sorted *sorted)
{
	struct answer *answer = memory_zeroed(1, sizeof *answer);

	answer->numbers = gathering->all.numbers;
	answer->grouped = gathering->grouped;
	answer->groups = sorted->groups;
	answer->standings = memory_zeroed(sorted->groups + 1, sizeof *answer->standings);
	for (size_t g = 0; g < sorted->groups; g++) {
		struct ranked ranked = group_ranked(sorted, g);

		answer->standings[g] = standings_of(rule_survey_at(rule, i), &ranked);
	}
	keep(NULL, answer);
	rule_survey_set(rule, i, answer_find, answer);
}

/* --- the survey --- */

static bool
asks_for(const struct rule_survey *question, const struct gathering *gathering)
{
	const struct rule_survey *first = rule_survey_at(gathering->rule, gathering->survey);

	return slice_equal(question->about, first->about);
}

static void
survey_wants(struct survey *survey, const struct rule *rule, size_t i)
{
	const struct rule_survey *question = rule_survey_at(rule, i);
	size_t                    k = 0;

	while (k < survey->gatherings && !asks_for(question, &survey->gathering[k]))
		k++;
	if (k == survey->gatherings) {
		MEMORY_GROW(survey->gathering, survey->capacity, k + 1);
		survey->gathering[survey->gatherings++] = (struct gathering){
			.rule = rule, .survey = i, .grouped = question->grouped
		};
		if (question->grouped)
			numbers_init(&survey->gathering[k].all.numbers);
	}
	survey->gathering[k].ranks |= question->kind == SURVEY_RANK;
}

/* One after the other, so that what is not needed any more is given back early. */
static void
survey_answer(const struct survey *survey, struct rule *const rule[], size_t rules)
{
	for (size_t k = 0; k < survey->gatherings; k++) {
		struct gathering *gathering = &survey->gathering[k];
		struct sorted     sorted = gathering_sort(gathering);

		for (size_t r = 0; r < rules; r++)
			for (size_t i = 0; i < rule_surveys(rule[r]); i++)
				if (asks_for(rule_survey_at(rule[r], i), gathering))
					answer_give(rule[r], i, gathering, &sorted);
		if (!gathering->ranks) {
			free(gathering->all.value);
			free(gathering->all.place);
		}
		free(gathering->all.group);
		free(sorted.begin);
	}
}

static void
survey_run(struct stream *stream, struct rule *const rule[], size_t rules, unsigned how)
{
	struct survey survey = { .exact = how & PLACES };
	struct pass   pass = {
		.stream = stream,
		.context = &survey,
		.row = survey_row,
		.local_new = survey_local_new,
		.local_free = survey_local_free,
		.survey = true,
		.unjudged = how & UNJUDGED,
	};

	for (size_t r = 0; r < rules; r++)
		for (size_t i = 0; i < rule_surveys(rule[r]); i++)
			survey_wants(&survey, rule[r], i);
	if (!survey.gatherings)
		return;
	pthread_mutex_init(&survey.lock, NULL);
	pass_run(&pass);
	pthread_mutex_destroy(&survey.lock);
	survey_answer(&survey, rule, rules);
	free(survey.gathering);
	stream_rewind(stream);
}

/* --- lists --- */

/* As the list's own texts were kept: without a spreadsheet's guard. */
static bool
list_answers(const void *lookup, struct slice text)
{
	const char *why;

	if (key_is_odd(text) && !key_read(text, &text, &why))
		return false;
	return lookup_find(lookup, text, NULL);
}

static struct lookup *
list_read(const struct rule_list *list)
{
	char        *path = memory_string(list->file), have[512];
	struct side *side = side_open("in_list", path, NULL, 0, SIDE_RULES);
	int          column = header_find(side_header(side), list->column);

	if (column == -2)
		fail(EXIT_USAGE, "%s: several columns are called \"%.*s\"", path,
			(int)list->column.length, list->column.data);
	if (column < 0) {
		header_list(side_header(side), have, sizeof have);
		say("%s: no column \"%.*s\", which in_list looks in (have: %s)", path,
			(int)list->column.length, list->column.data, have);
		hint("the file's column is the third argument: in_list('%s', ..., 'column')", path);
		fail(EXIT_USAGE, NULL);
	}
	free(path);
	return lookup_read(side, &(struct key_columns){ &column, 1 }, NULL, 0, REPEATED_FIRST);
}

/* A list that several rules ask is read once. */
static void
lists_read(struct rule *const rule[], size_t rules)
{
	struct read {
		const struct rule_list *list;
		struct lookup          *lookup;
	} *read = NULL;
	size_t count = 0, capacity = 0;

	for (size_t r = 0; r < rules; r++) {
		for (size_t i = 0; i < rule_lists(rule[r]); i++) {
			const struct rule_list *list = rule_list_at(rule[r], i);
			size_t                  k = 0;

			while (k < count &&
				!(slice_equal(list->file, read[k].list->file) &&
					slice_equal(list->column, read[k].list->column)))
				k++;
			if (k == count) {
				MEMORY_GROW(read, capacity, count + 1);
				read[count++] = (struct read){ list, list_read(list) };
				keep(read[k].lookup, NULL);
			}
			rule_list_set(rule[r], i, list_answers, read[k].lookup);
		}
	}
	free(read);
}

static void
refuse_names(struct rule *const rule[], size_t rules)
{
	for (size_t r = 0; r < rules; r++)
		if (rule_others(rule[r]) && !rule_others_set(rule[r]))
			fail(EXIT_USAGE, "segment() stands only in the rules of crm-segment: %.*s",
				(int)rule_text(rule[r]).length, rule_text(rule[r]).data);
}

static void
rules_answer(struct stream *stream, struct rule *const rule[], size_t rules, unsigned how)
{
	refuse_names(rule, rules);
	lists_read(rule, rules);
	survey_run(stream, rule, rules, how);
}

void
stream_survey(struct stream *stream, struct rule *const rule[], size_t rules)
{
	rules_answer(stream, rule, rules, 0);
}

void
stream_survey_exact(struct stream *stream, struct rule *const rule[], size_t rules)
{
	rules_answer(stream, rule, rules, PLACES);
}

void
stream_survey_where(struct stream *stream)
{
	/* Its questions are about all rows: none has been ignored or judged before. */
	rules_answer(stream, &stream->where, 1, UNJUDGED);
}
