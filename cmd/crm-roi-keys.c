/*
 * The keys of crm-roi: by what orders, pieces and costs are grouped, and where each table
 * has it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crm-roi.h"
#include "run/bind.h"
#include "value/memory.h"

struct keys        keys;
struct code_layout layout;

static int
part_called(struct slice name)
{
	for (size_t i = 0; i < layout.parts; i++)
		if (layout_shows(&layout, i) && slice_equal(layout.part[i].name, name))
			return (int)i;
	return -1;
}

static struct key
key_called(struct slice name)
{
	struct key key = { memory_string(name), KEY_COLUMN, part_called(name), -1 };

	if (slice_is(name, "source_code"))
		key.kind = KEY_CODE;
	else if (key.part >= 0)
		key.kind = KEY_PART;
	else if (slice_is(name, "order_month"))
		key.kind = KEY_ORDER_MONTH;
	return key;
}

size_t
keys_add(struct slice name)
{
	for (size_t i = 0; i < keys.count; i++)
		if (slice_is(name, keys.key[i].name))
			return i;
	if (keys.count == KEYS_MOST)
		fail(EXIT_USAGE, "more than %d columns to group by", KEYS_MOST);
	keys.key[keys.count] = key_called(name);
	return keys.count++;
}

void
keys_choose(const char *by)
{
	struct list list = argument_list("--by", by, ',');
	bool none = list_has(&list, slice_from("none"));

	if (none && list.count > 1)
		fail(EXIT_USAGE, "--by: none stands alone");
	for (size_t i = 0; !none && i < list.count; i++)
		keys_add(list.part[i]);
	if (!none && keys.count < list.count)
		fail(EXIT_USAGE, "--by: a column twice in \"%s\"", by);
	keys.by = keys.count;
	free(list.part);
}

struct slice
keys_of_row(struct slice key)
{
	struct slice rest = key, head;

	if (keys.by == keys.count)
		return key;
	for (size_t i = 0; i < keys.by; i++)
		rest = slice_cut(rest, '\0', &head);
	return slice_of(key.data, (size_t)(rest.data - key.data));
}

void
keys_release(void)
{
	for (size_t i = 0; i < keys.count; i++)
		free(keys.key[i].name);
}

/* --- where a table has them --- */

/* A column of the header: by its name, else as the logical column of this name; or -1. */
static int
find_column(const struct stream *stream, const char *name, const char *file)
{
	const struct header *header = stream_header(stream);
	const struct binding *bound = stream_binding(stream);
	const struct column_spec wanted_column = { .name = name, .optional = true };
	int field = header_find_one(header, slice_from(name), file);
	struct binding found;

	for (size_t i = 0; field < 0 && i < bound->columns; i++)
		if (slice_is(slice_from(name), bound->column[i].name))
			field = bound->field[i];
	if (field >= 0)
		return field;
	bind_columns(&found, header,
		&(struct bind_request){ .file = file,
			.column = &wanted_column,
			.columns = 1,
			.missing = EXIT_DATA,
			.notes = true });
	field = found.field[0];
	binding_release(&found);
	return field;
}

/* The code itself, or letters and digits of it. */
static bool
is_told_by_code(const struct key_plan *plan, size_t i)
{
	const struct key *key = &keys.key[i];

	if (plan->field[i] >= 0)
		return plan->field[i] == plan->code;
	return key->kind == KEY_PART && layout.part[key->part].kind != PART_MONTH &&
		layout.part[key->part].kind != PART_YEAR;
}

void
plan_stream(struct key_plan *plan, const struct stream *stream, int code, const char *file,
	bool must_have)
{
	char why[256];

	plan->code = stream_binding(stream)->field[code];
	plan->of_code = plan->code >= 0;
	for (size_t i = 0; i < keys.count; i++) {
		const struct key *key = &keys.key[i];

		plan->field[i] =
			key->kind == KEY_CODE ? plan->code : find_column(stream, key->name, file);
		plan->of_code = plan->of_code && is_told_by_code(plan, i);
		if (i >= keys.by || plan->field[i] >= 0 || !must_have)
			continue;
		snprintf(why, sizeof why, "--by=%s", key->name);
		if (key->kind == KEY_CODE || key->kind == KEY_PART)
			stream_require(stream, code, why);
	}
	plan->is_code = plan->code >= 0 && keys.count == 1 && plan->field[0] == plan->code;
}

static void
hint_parts(void)
{
	char names[512] = "";

	for (size_t i = 0; i < layout.parts; i++)
		if (layout_shows(&layout, i))
			list_name(names, sizeof names, layout.part[i].name, "");
	hint("parts of the source code are %s", names);
}

/*
 * Orders lack the channel of a response; and those matched to a contact take its columns with
 * them.
 */
static bool
others_have(const struct key_plan *const others[], size_t count, size_t i)
{
	bool lent = set.match != MATCH_CODE ||
		slice_is(slice_from(keys.key[i].name), "response_channel");

	for (size_t k = 0; lent && k < count; k++)
		if (others[k]->field[i] >= 0)
			return true;
	return false;
}

void
plan_require_keys(const struct key_plan *plan, const struct stream *stream,
	const struct key_plan *const others[], size_t count)
{
	char have[512];

	for (size_t i = 0; i < keys.by; i++) {
		const struct key *key = &keys.key[i];

		if (plan->field[i] < 0 && key->kind == KEY_ORDER_MONTH)
			stream_require(stream, ORDER_DATE, "--by=order_month");
		if (plan->field[i] >= 0 || key->kind != KEY_COLUMN || key->customer >= 0 ||
			others_have(others, count, i))
			continue;
		header_list(stream_header(stream), have, sizeof have);
		say("--by: \"%s\" is no column and no part of the source code (have: %s)",
			key->name, have);
		hint_parts();
		fail(EXIT_USAGE, NULL);
	}
}
