/* crm-join: side tables, their keys and the columns they bring. */
#include "crm-join.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/bind.h"
#include "run/side.h"
#include "value/memory.h"

const struct column_spec join_columns[1] = {
	[CUSTOMER] = { "customer", .optional = true, .empty_ok = true },
};

static int
find_key(const struct header *header, struct slice name, const char *where)
{
	int  field = header_find_one(header, name, where);
	char have[512];

	if (field >= 0)
		return field;
	header_list(header, have, sizeof have);
	fail(EXIT_USAGE, "--on: %s has no column \"%.*s\" (have: %s)", where, (int)name.length,
		name.data, have);
}

/* Of --on=COL[=COL],...: behind the = stands the name in the side tables. */
enum side_of_on { ON_INPUT, ON_TABLE };

static struct key_columns
find_keys(const char *on, enum side_of_on side, const struct header *header, const char *where)
{
	struct list list = argument_list("--on", on, ',');
	int        *field = memory_zeroed(list.count, sizeof *field);

	if (list.count > KEYS_MOST)
		fail(EXIT_USAGE, "--on: more than %d columns", KEYS_MOST);
	for (size_t i = 0; i < list.count; i++) {
		struct slice left, right = slice_cut(list.part[i], '=', &left);

		field[i] = find_key(header, side == ON_TABLE && right.data ? right : left, where);
	}
	free(list.part);
	return (struct key_columns){ field, list.count };
}

static struct key_columns
one_key(int field)
{
	int *one = memory_new(sizeof *one);

	*one = field;
	return (struct key_columns){ one, 1 };
}

struct key_columns
join_key(const struct join_options *options, struct stream *stream)
{
	if (options->on)
		return find_keys(options->on, ON_INPUT, stream_header(stream), "the input");
	stream_require(stream, CUSTOMER, "looking records up");
	return one_key(stream_binding(stream)->field[CUSTOMER]);
}

static struct key_columns
customer_key(const struct side *side, const char *path)
{
	int  field = side_binding(side)->field[CUSTOMER];
	char have[512];

	if (field >= 0)
		return one_key(field);
	header_list(side_header(side), have, sizeof have);
	fail(EXIT_DATA,
		"%s: no column for \"customer\" (have: %s); name the one to look up by with "
		"--on=COL=COL",
		path, have);
}

static bool
is_key(const struct key_columns *key, int field)
{
	for (size_t i = 0; i < key->fields; i++) {
		if (key->field[i] == field)
			return true;
	}
	return false;
}

/* Which columns of a table are brought: those of --take that it has, or all but the key. */
static size_t
choose_columns(const struct join_options *options, const struct header *header,
	const struct key_columns *key, const char *path, bool *taken, int *take)
{
	size_t takes = 0;

	for (size_t i = 0; !options->take.count && options->brings && i < header->columns; i++) {
		if (is_key(key, (int)i))
			continue;
		if (!header->name[i].length)
			fail(EXIT_DATA,
				"%s: column %zu has no name: --take=COLUMNS says what to bring",
				path, i + 1);
		take[takes++] = (int)i;
	}
	for (size_t i = 0; i < options->take.count; i++) {
		int field = header_find_one(header, options->take.part[i], path);

		if (field < 0)
			continue;
		take[takes++] = field;
		taken[i] = true;
	}
	return takes;
}

static void
add_columns(const struct join_options *options, const struct header *header, const int *take,
	size_t takes, struct output *output)
{
	const char *prefix = options->prefix ? options->prefix : "";

	for (size_t i = 0; i < takes; i++) {
		struct slice column = header->name[take[i]];
		size_t       size = strlen(prefix) + column.length + 1;
		char        *name = memory_new(size);

		snprintf(name, size, "%s%.*s", prefix, (int)column.length, column.data);
		output_add(output, name);
		free(name);
	}
}

struct join_table
table_open(const struct join_options *options, size_t i, bool *taken, struct output *output)
{
	static const char    text[] = "not found in ";
	const char          *path = options->with[i];
	struct side         *side = side_open("--with", path, join_columns, 1, SIDE_DATA);
	const struct header *header = side_header(side);
	int *take = memory_zeroed(header->columns + options->take.count, sizeof *take);
	struct join_table    table = { NULL };
	struct key_columns   key;

	if (strcmp(path, "-") == 0)
		path = "<stdin>";
	key = options->on ? find_keys(options->on, ON_TABLE, header, path)
			  : customer_key(side, path);
	table.takes = choose_columns(options, header, &key, path, taken, take);
	add_columns(options, header, take, table.takes, output);
	table.not_found = memory_new(sizeof text + strlen(path));
	snprintf(table.not_found, sizeof text + strlen(path), "%s%s", text, path);
	if (options->sorted)
		table.merge = merge_open(side, &key, take, table.takes, options->repeated);
	else
		table.lookup = lookup_read(side, &key, take, table.takes, options->repeated);
	free((int *)key.field);
	free(take);
	return table;
}

void
table_close(struct join_table *table)
{
	if (table->merge)
		merge_close(table->merge);
	else
		lookup_free(table->lookup);
	free(table->not_found);
}

bool
table_find(const struct join_table *table, struct slice key, struct slice *field)
{
	if (table->merge ? merge_find(table->merge, key, field)
			 : lookup_find(table->lookup, key, field))
		return true;
	for (size_t i = 0; i < table->takes; i++)
		field[i] = SLICE_EMPTY;
	return false;
}
