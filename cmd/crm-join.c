/*
 * crm-join - brings columns of other tables to each record by its customer
 *
 * A map. Side tables are read first, into memory, and indexed by their keys; each record
 * then looks its key up in every one of them. Records are never multiplied: a key may
 * stand once in a side table, or --first or --last says which of its rows counts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "run/map.h"
#include "run/side.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/memory.h"

#define TABLES_MOST 32

static struct {
	const char *with[TABLES_MOST];
	size_t      tables;
	const char *on;
	struct list take; /* none: all columns but the key */
	bool       *taken; /* by name of take: some table has it */
	bool        inner, anti;
	bool        first, last;
} set;

static void
set_with(const char *path)
{
	if (set.tables == TABLES_MOST)
		fail(EXIT_USAGE, "--with: more than %d tables", TABLES_MOST);
	set.with[set.tables++] = path;
}

static void
set_take(const char *names)
{
	set.take = argument_list("--take", names, ',');
	set.taken = memory_zeroed(set.take.count, sizeof *set.taken);
}

static const struct option_spec options[] = {
	{ 0, "with", "FILE", "look records up in FILE; may be given again", .set = set_with },
	{ 0, "on", "COL[=COL]", "look up by this column, called so in FILE [the customer]",
		.text = &set.on },
	{ 0, "take", "COLUMNS", "bring only these columns, in this order [all but the key]",
		.set = set_take },
	{ 0, "inner", NULL, "only records that are found in every table", .flag = &set.inner },
	{ 0, "anti", NULL, "only records that are found in no table", .flag = &set.anti },
	{ 0, "first", NULL, "of several rows of a key the first one counts", .flag = &set.first },
	{ 0, "last", NULL, "of several rows of a key the last one counts", .flag = &set.last },
	{ 0 },
};

enum { CUSTOMER };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .optional = true, .empty_ok = true },
};

static const struct command command = {
	.name = "crm-join",
	.purpose = "bring columns of other tables to each record by its customer",
	.usage = "--with=FILE ... [options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns),
};

/* A side table: the taken fields of each of its rows, by key. */
struct lookup {
	const char    *path;
	char          *unmatched; /* what is counted of records not found here */
	struct groups *rows;
	int           *take; /* columns of its header */
	size_t         takes;
	struct arena   texts;
};

/* What is kept of a key. */
struct found {
	struct slice *field; /* `takes` of them */
};

static struct lookup    lookups[TABLES_MOST];
static struct hash_seed seed;
static int              key_field; /* of the operands' header */

/* --- side tables --- */

/* --on=COL=COL: the name in the operands, or in the side tables. */
static struct slice
on_name(bool in_side)
{
	struct slice left, right = slice_cut(slice_from(set.on), '=', &left);

	return in_side && right.data ? right : left;
}

static int
key_of(const struct header *header, struct slice name, const char *where)
{
	int field = header_find(header, name);

	if (field == -1)
		fail(EXIT_USAGE, "--on: %s has no column \"%.*s\"", where, (int)name.length,
			name.data);
	if (field == -2)
		fail(EXIT_DATA, "%s: several columns are called \"%.*s\"", where, (int)name.length,
			name.data);
	return field;
}

static void
take_columns(struct lookup *lookup, const struct header *header, int key)
{
	size_t most = header->columns > set.take.count ? header->columns : set.take.count;

	lookup->take = memory_zeroed(most, sizeof *lookup->take);
	for (size_t i = 0; !set.take.count && i < header->columns; i++) {
		if ((int)i != key)
			lookup->take[lookup->takes++] = (int)i;
	}
	for (size_t i = 0; i < set.take.count; i++) {
		struct slice name = set.take.part[i];
		int          field = header_find(header, name);

		if (field == -2)
			fail(EXIT_DATA, "%s: several columns are called \"%.*s\"", lookup->path,
				(int)name.length, name.data);
		if (field < 0)
			continue;
		lookup->take[lookup->takes++] = field;
		set.taken[i] = true;
	}
}

static void
keep_row(struct lookup *lookup, struct side *side, const struct row *row, struct slice key)
{
	struct found *found = group_kept(groups_find(lookup->rows, key, hash_bytes(key, seed)));

	if (found->field && !set.first && !set.last)
		side_bad(side, row, -1,
			"\"%.*s\" stands here a second time; --first or --last says which row "
			"counts",
			(int)key.length, key.data);
	if (found->field && set.first)
		return;
	if (!found->field)
		found->field =
			arena_new(&lookup->texts, (lookup->takes + 1) * sizeof *found->field);
	for (size_t i = 0; i < lookup->takes; i++)
		found->field[i] = arena_copy(&lookup->texts, row_field(row, lookup->take[i]));
}

static void
read_table(struct lookup *lookup, const char *path, struct output *output)
{
	static const char text[] = "not found in ";
	struct side      *side = side_open("--with", path, columns, 1, SIDE_DATA);
	int               key = side_binding(side)->field[CUSTOMER];
	struct row        row;

	lookup->path = path;
	lookup->unmatched = memory_new(sizeof text + strlen(path));
	snprintf(lookup->unmatched, sizeof text + strlen(path), "%s%s", text, path);
	lookup->rows = groups_new(&(struct groups_spec){ .kept = sizeof(struct found) });
	arena_init(&lookup->texts);
	if (set.on)
		key = key_of(side_header(side), on_name(true), path);
	else if (key < 0)
		fail(EXIT_DATA,
			"%s: no column for \"customer\"; --on=COL=COL names the one to look up by",
			path);
	if (!set.anti)
		take_columns(lookup, side_header(side), key);
	for (size_t i = 0; i < lookup->takes; i++) {
		char *name = memory_string(side_header(side)->name[lookup->take[i]]);

		output_add(output, name);
		free(name);
	}
	while (side_next(side, &row)) {
		if (row_field(&row, key).length)
			keep_row(lookup, side, &row, row_field(&row, key));
	}
	side_close(side);
}

/* Every name of --take must be in some table. */
static void
check_taken(void)
{
	for (size_t i = 0; i < set.take.count && !set.anti; i++) {
		if (!set.taken[i])
			fail(EXIT_USAGE, "--take: no table has a column \"%.*s\"",
				(int)set.take.part[i].length, set.take.part[i].data);
	}
}

/* --- records --- */

static bool
join(const struct row *row, struct out *out, void *work)
{
	struct slice        key = row_field(row, key_field);
	uint64_t            hash = hash_bytes(key, seed);
	const struct found *found[TABLES_MOST] = { NULL };
	size_t              matches = 0;

	(void)work;
	for (size_t i = 0; i < set.tables; i++) {
		struct group *group = key.length ? groups_seek(lookups[i].rows, key, hash) : NULL;

		found[i] = group ? group_kept(group) : NULL;
		matches += found[i] != NULL;
		if (!found[i])
			row_count(row, lookups[i].unmatched);
	}
	if (set.inner && matches < set.tables)
		return row_ignore(row, "not found in every table");
	if (set.anti && matches > 0)
		return row_ignore(row, "found");
	out_pass(out, row);
	for (size_t i = 0; i < set.tables; i++) {
		for (size_t k = 0; k < lookups[i].takes; k++)
			out_text(out, found[i] ? found[i]->field[k] : SLICE_EMPTY);
	}
	out_end(out);
	return true;
}

static void
check_options(void)
{
	if (!set.tables)
		fail(EXIT_USAGE, "--with=FILE is needed: the table to look records up in");
	if (set.inner && set.anti)
		fail(EXIT_USAGE, "--inner and --anti exclude each other");
	if (set.first && set.last)
		fail(EXIT_USAGE, "--first and --last exclude each other");
	if (set.anti && set.take.count)
		fail(EXIT_USAGE, "--anti brings no columns: --take has no meaning with it");
}

int
main(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);

	check_options();
	struct stream *stream = stream_open(files);
	struct output *output = output_passing(stream);

	if (set.on)
		key_field = key_of(stream_header(stream), on_name(false), "the input");
	else
		stream_require(stream, CUSTOMER, "looking records up");
	if (!set.on)
		key_field = stream_binding(stream)->field[CUSTOMER];
	seed = hash_seed_draw();
	for (size_t i = 0; i < set.tables; i++)
		read_table(&lookups[i], set.with[i], output);
	check_taken();
	map_run(stream, output, &(struct map){ .each = join });
	return command_end();
}
