/* --tags: all that a record is, in one column. */
#include <stdlib.h>
#include <string.h>

#include "crm-segment.h"
#include "value/number.h"

static int tags_column = -1; /* of the tags that are there already */

void
add_tags(struct stream *records, struct output *output)
{
	const struct header *header = stream_header(records);
	struct slice name = output_name("tags");

	for (size_t i = 0; i < header->columns && tags_column < 0; i++)
		if (slice_equal(header->name[i], name))
			tags_column = (int)i;
	if (tags_column >= 0)
		output_put(output, "tags", tags_column);
	else
		output_add(output, "tags");
}

static void
text_join(struct work *work, const char *mark, struct slice text)
{
	size_t more = work->length ? strlen(mark) : 0;

	MEMORY_GROW(work->text, work->room, work->length + more + text.length + 1);
	memcpy(work->text + work->length, mark, more);
	if (text.length)
		memcpy(work->text + work->length + more, text.data, text.length);
	work->length += more + text.length;
}

static struct slice
joined(const struct work *work)
{
	return slice_of(work->text, work->length);
}

/* The record's tag, from the rules, the lists, or because it was there already. */
static bool
has_tag(const struct work *work, size_t tag)
{
	return work->by[tag] != BY_NOTHING && work->by[tag] != BY_EXCLUDE;
}

static struct slice
tags_there(const struct row *row)
{
	return tags_column < 0 ? SLICE_EMPTY : row_field(row, tags_column);
}

static void
find_tags_there(const struct row *row, struct work *work)
{
	struct slice rest = tags_there(row);

	while (rest.data) {
		struct slice tag;
		size_t known;

		rest = slice_cut(rest, ';', &tag);
		known = segments_find(&segments, slice_trim(tag));
		if (known != SEGMENT_NONE && work->by[known] != BY_EXCLUDE)
			work->by[known] = BY_ITSELF;
	}
}

/* Exclude beats include beats rule, and what is there already needs no reason. */
static bool
choose_tags(const struct row *row, struct work *work)
{
	struct group *list = set.include || set.exclude ? listed(row) : NULL;
	bool holds;

	for (size_t i = 0; i < segments.names; i++)
		work->by[i] = BY_NOTHING;
	for (size_t i = 0; i < segments.rules; i++) {
		size_t tag = segments.rule[i].segment;

		if (!rule_decides(i, row, work, &holds))
			return false;
		if (holds && work->by[tag] == BY_NOTHING)
			work->by[tag] = (ptrdiff_t)i;
	}
	for (size_t tag = SEGMENT_NONE; list && (tag = included_in(list, tag)) != SEGMENT_NONE;)
		work->by[tag] = BY_INCLUDE;
	for (size_t i = 0; list && i < segments.names; i++)
		if (is_excluded(list, i))
			work->by[i] = BY_EXCLUDE;
	find_tags_there(row, work);
	return true;
}

/* Those that are there stay in front, but for what the customer is kept out of. */
static void
join_tags(const struct row *row, struct work *work)
{
	struct slice rest = tags_there(row);

	work->length = 0;
	while (rest.data) {
		struct slice tag;
		size_t known;

		rest = slice_cut(rest, ';', &tag);
		tag = slice_trim(tag);
		known = segments_find(&segments, tag);
		if (tag.length && (known == SEGMENT_NONE || work->by[known] != BY_EXCLUDE))
			text_join(work, ";", tag);
	}
	for (size_t i = 0; i < segments.names; i++)
		if (has_tag(work, i) && work->by[i] != BY_ITSELF)
			text_join(work, ";", segments.name[i]);
}

/* Of the tags that were added. */
static void
write_reasons(struct out *out, struct work *work)
{
	char number[NUMBER_TEXT];

	work->length = 0;
	for (size_t i = 0; i < segments.names; i++)
		if (work->by[i] >= 0)
			text_join(work, ";",
				slice_of(number, integer_print(work->by[i] + 1, number)));
	out_text(out, joined(work));
	work->length = 0;
	for (size_t i = 0; i < segments.names; i++) {
		if (work->by[i] >= 0)
			text_join(
				work, "; ", slice_trim(rule_text(segments.rule[work->by[i]].rule)));
		else if (work->by[i] == BY_INCLUDE)
			text_join(work, "; ", slice_from("--include"));
	}
	out_text(out, joined(work));
}

static void
write_tagged(const struct row *row, struct out *out, struct work *work)
{
	out_pass(out, row);
	join_tags(row, work);
	out_text(out, joined(work));
	if (set.explain)
		write_reasons(out, work);
	write_version(out);
	out_end(out);
}

/* --only: one of the tags is wanted. --not: none of them is unwanted. */
static bool
tags_wanted(const struct work *work)
{
	bool any = set.only.count == 0;

	for (size_t i = 0; i < segments.names; i++) {
		if (!has_tag(work, i))
			continue;
		if (list_has(&set.not, segments.name[i]))
			return false;
		any = any || list_has(&set.only, segments.name[i]);
	}
	return any;
}

bool
tag_record(const struct row *row, struct out *out, void *context)
{
	struct work *work = context;

	rule_work_row(work->rules, row_place(row));
	if (!choose_tags(row, work))
		return false;
	if (work->counts && !counts_row(work->counts, row))
		return false;
	for (size_t i = 0; i < segments.names; i++) {
		if (work->counts && has_tag(work, i))
			counts_add(work->counts, i);
		if (set.split && has_tag(work, i) && segment_wanted(i) && tags_wanted(work)) {
			split_to(out, i);
			write_tagged(row, out, work);
		}
	}
	if (!work->counts && !set.split && tags_wanted(work))
		write_tagged(row, out, work);
	return true;
}
