/* Each record into its segment, and where it is written. */
#include <stdlib.h>

#include "crm-segment.h"
#include "run/command.h"
#include "value/memory.h"
#include "value/number.h"

static char version[SEGMENTS_VERSION];
static size_t *part_of;                  /* of --split, by segment, the last for other */

static void *
work_new(void)
{
	struct work *work = memory_zeroed(1, sizeof *work);

	work->rules = rule_work_new();
	work->by = memory_zeroed(segments.names + 1, sizeof *work->by);
	if (set.counts)
		work->counts = counts_new();
	return work;
}

static void
work_free(void *context)
{
	struct work *work = context;

	rule_work_free(work->rules);
	free(work->by);
	free(work->text);
	free(work);
}

bool
rule_decides(size_t i, const struct row *row, struct work *work, bool *holds)
{
	enum truth truth = rule_test(segments.rule[i].rule, row->field, work->rules);

	*holds = truth == TRUTH_TRUE;
	if (truth != TRUTH_FAULT)
		return true;
	return row_bad_field(row, rule_work_fault(work->rules)->column, "%s",
		rule_work_fault(work->rules)->reason);
}

/* --- one segment --- */

/* Exclude beats include beats rule. */
static bool
choose(const struct row *row, struct work *work, size_t *segment, ptrdiff_t *by)
{
	struct group *list = set.include || set.exclude ? listed(row) : NULL;
	bool holds;

	*segment = SEGMENT_NONE;
	*by = BY_INCLUDE;
	while (list && (*segment = included_in(list, *segment)) != SEGMENT_NONE)
		if (!is_excluded(list, *segment))
			return true;
	*by = BY_NOTHING;
	for (size_t i = 0; i < segments.rules; i++) {
		size_t given = segments.rule[i].segment;

		if (!rule_decides(i, row, work, &holds))
			return false;
		if (holds && list && is_excluded(list, given)) {
			*by = BY_EXCLUDE;
		} else if (holds) {
			*segment = given;
			*by = (ptrdiff_t)i;
			return true;
		}
	}
	return true;
}

static struct slice
segment_name(size_t segment)
{
	return segment == SEGMENT_NONE ? slice_from(OTHER) : segments.name[segment];
}

/* Behind all, unless a rule gives that name as well. */
static size_t
part_of_other(void)
{
	size_t named = segments_find(&segments, slice_from(OTHER));

	return named == SEGMENT_NONE ? segments.names : named;
}

static void
write_movement(const struct row *row, struct out *out, size_t segment)
{
	const struct slice *previous = previous_segment(row);
	struct slice now = segment_name(segment);
	bool was = previous && previous->length && !slice_is(*previous, OTHER);

	out_text(out, previous ? *previous : SLICE_EMPTY);
	if (previous && slice_equal(*previous, now))
		out_string(out, "stayed");
	else if (segment != SEGMENT_NONE)
		out_string(out, "entered");
	else if (was)
		out_string(out, "left");
	else
		out_empty(out);
}

static void
write_reason(struct out *out, ptrdiff_t by)
{
	if (by >= 0) {
		out_integer(out, by + 1);
		out_text(out, slice_trim(rule_text(segments.rule[by].rule)));
		return;
	}
	out_empty(out);
	if (by == BY_NOTHING)
		out_empty(out);
	else
		out_string(out, by == BY_INCLUDE ? "--include" : "--exclude");
}

void
split_to(struct out *out, size_t segment)
{
	out_part(out, part_of[segment]);
}

void
write_version(struct out *out)
{
	if (set.version)
		out_string(out, version);
}

static bool
place_record(const struct row *row, struct out *out, void *context)
{
	struct work *work = context;
	size_t segment;
	ptrdiff_t by;

	rule_work_row(work->rules, row_place(row));
	if (!choose(row, work, &segment, &by))
		return false;
	if (work->counts) {
		if (!counts_row(work->counts, row))
			return false;
		counts_add(work->counts, segment == SEGMENT_NONE ? part_of_other() : segment);
		return true;
	}
	/* It is here, whether it is written or not. */
	if (!segment_wanted(segment)) {
		if (set.previous)
			previous_segment(row);
		return true;
	}
	if (set.split)
		split_to(out, segment == SEGMENT_NONE ? part_of_other() : segment);
	out_pass(out, row);
	out_text(out, segment_name(segment));
	if (set.previous)
		write_movement(row, out, segment);
	if (set.explain)
		write_reason(out, by);
	write_version(out);
	out_end(out);
	return true;
}

/* --- all of them --- */

static void
answer_rules(struct stream *records)
{
	struct rule **rule = memory_zeroed(segments.rules + 1, sizeof *rule);

	for (size_t i = 0; i < segments.rules; i++)
		rule[i] = segments.rule[i].rule;
	(set.exact ? stream_survey_exact : stream_survey)(records, rule, segments.rules);
	free(rule);
}

static void
add_columns(struct stream *records, struct output *output)
{
	if (set.tags)
		add_tags(records, output);
	else
		output_add(output, "segment");
	if (set.previous) {
		output_add(output, "previous_segment");
		output_add(output, "movement");
	}
	if (set.explain) {
		output_add(output, "rule");
		output_add(output, "rule_text");
	}
	if (set.version)
		output_add(output, "rules_version");
}

/*
 * A file for every segment that is wanted, also for one that nobody is in: last month's must not
 * stay. Others are not touched.
 */
static struct output *
split_output(struct stream *records)
{
	struct output *output = output_parts(records);
	bool other = !set.tags && segments_find(&segments, slice_from(OTHER)) == SEGMENT_NONE;
	size_t parts = 0;

	part_of = memory_zeroed(segments.names + 1, sizeof *part_of);
	for (size_t i = 0; i < segments.names + other; i++) {
		if (!segment_wanted(i == segments.names ? SEGMENT_NONE : i))
			continue;
		output_part(output, "--split", set.split,
			segment_name(i == segments.names ? SEGMENT_NONE : i));
		part_of[i] = parts++;
	}
	return output;
}

void
map_records(struct stream *records)
{
	const struct map map = { .each = set.tags ? tag_record : place_record,
		.work_new = work_new,
		.work_free = work_free };
	struct output *output;

	answer_rules(records);
	if (set.version)
		segments_version(&segments, version);
	if (set.counts)
		counts_start(records);
	if (set.counts)
		output = output_parts(records);
	else
		output = set.split ? split_output(records) : output_passing(records);
	if (!set.counts)
		add_columns(records, output);
	map_run(records, output, &map);
	if (set.counts)
		counts_write();
}
