/*
 * crm-join - brings columns of other tables to each record by its customer
 *
 * A map. Side tables are read first, into memory, and indexed by their keys; each record
 * then looks its key up in every one of them. Records are never multiplied: a key may
 * stand once in a side table, or --first or --last says which of its rows counts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "run/bind.h"
#include "run/lookup.h"
#include "run/map.h"
#include "value/memory.h"

#define TABLES_MOST 32

static struct {
	const char *with[TABLES_MOST];
	size_t      tables;
	const char *on;
	struct list take;   /* none: all columns but the key */
	bool       *taken;  /* by name of take: some table has it */
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
	{ 0, "with", "FILE", "look records up in FILE; may be given again", set_with },
	{ 0, "on", "COL[=COL]", "look up by this column, called so in FILE [the customer]",
		.text = &set.on },
	{ 0, "take", "COLUMNS", "bring only these columns, in this order [all but the key]",
		set_take },
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
	.name    = "crm-join",
	.purpose = "bring columns of other tables to each record by its customer",
	.usage   = "--with=FILE ... [options] [file ...]",
	.takes   = TAKES_ROWS | ADDS_COLUMNS,
	.option  = options,
	COMMAND_COLUMNS(columns),
};

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

static int key_field; /* of the operands' header */

static struct {
	struct lookup *lookup;
	size_t         takes;     /* columns that it brings */
	char          *not_found; /* what records that are not found there are counted as */
} table[TABLES_MOST];

/* --- side tables --- */

/* --on=COL=COL: the name in the operands, or in the side tables. */
static struct slice
on_name(bool in_side)
{
	struct slice left, right = slice_cut(slice_from(set.on), '=', &left);

	return in_side && right.data ? right : left;
}

static int
find_column(const struct header *header, struct slice name, const char *where)
{
	int field = header_find(header, name);

	if (field == -2)
		fail(EXIT_DATA, "%s: several columns are called \"%.*s\"", where, (int)name.length,
			name.data);
	return field;
}

static int
find_key(const struct header *header, struct slice name, const char *where)
{
	int  field = find_column(header, name, where);
	char have[512];

	if (field >= 0)
		return field;
	header_list(header, have, sizeof have);
	fail(EXIT_USAGE, "--on: %s has no column \"%.*s\" (have: %s)", where, (int)name.length,
		name.data, have);
}

/* Which columns of a table are brought: those of --take that it has, or all but the key. */
static size_t
choose_columns(const struct header *header, int key, const char *path, int *take)
{
	size_t takes = 0;

	for (size_t i = 0; !set.take.count && !set.anti && i < header->columns; i++) {
		if ((int)i == key)
			continue;
		if (!header->name[i].length)
			fail(EXIT_DATA,
				"%s: column %zu has no name: --take=COLUMNS says what to bring",
				path, i + 1);
		take[takes++] = (int)i;
	}
	for (size_t i = 0; i < set.take.count; i++) {
		int field = find_column(header, set.take.part[i], path);

		if (field < 0)
			continue;
		take[takes++] = field;
		set.taken[i] = true;
	}
	return takes;
}

static void
read_table(size_t i, const char *path, struct output *output)
{
	static const char    text[] = "not found in ";
	struct side         *side = side_open("--with", path, columns, 1, SIDE_DATA);
	const struct header *header = side_header(side);
	int                  key = side_binding(side)->field[CUSTOMER];
	int                 *take = memory_zeroed(header->columns + set.take.count, sizeof *take);

	if (strcmp(path, "-") == 0)
		path = "<stdin>";
	if (set.on)
		key = find_key(header, on_name(true), path);
	else if (key < 0)
		fail(EXIT_DATA,
			"%s: no column for \"customer\"; --on=COL=COL names the one to look up by",
			path);
	table[i].takes = choose_columns(header, key, path, take);
	for (size_t k = 0; k < table[i].takes; k++)
		output_add(output, header->name[take[k]].data);
	table[i].not_found = memory_new(sizeof text + strlen(path));
	snprintf(table[i].not_found, sizeof text + strlen(path), "%s%s", text, path);
	table[i].lookup = lookup_read(side, key, take, table[i].takes,
		set.first          ? REPEATED_FIRST
			: set.last ? REPEATED_LAST
				   : REPEATED_REFUSED);
	free(take);
}

/* Every name of --take must be in some table. */
static void
check_taken(void)
{
	for (size_t i = 0; i < set.take.count; i++) {
		if (!set.taken[i])
			fail(EXIT_USAGE, "--take: no table has a column \"%.*s\"",
				(int)set.take.part[i].length, set.take.part[i].data);
	}
}

/* --- records --- */

static bool
join(const struct row *row, struct out *out, void *work)
{
	const struct slice *found[TABLES_MOST] = { NULL };
	size_t              matches = 0;

	(void)work;
	for (size_t i = 0; i < set.tables; i++) {
		found[i] = lookup_find(table[i].lookup, row_field(row, key_field));
		if (found[i])
			matches++;
		else
			row_count(row, table[i].not_found);
	}
	if (set.inner && matches < set.tables)
		return row_ignore(row, "not found in every table");
	if (set.anti && matches > 0)
		return row_ignore(row, "found");
	out_pass(out, row);
	for (size_t i = 0; i < set.tables; i++) {
		for (size_t k = 0; k < table[i].takes; k++)
			out_text(out, found[i] ? found[i][k] : SLICE_EMPTY);
	}
	out_end(out);
	return true;
}

int
main(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);
	struct stream  *stream;
	struct output  *output;

	check_options();
	stream = stream_open(files);
	output = output_passing(stream);
	if (set.on) {
		key_field = find_key(stream_header(stream), on_name(false), "the input");
	} else {
		stream_require(stream, CUSTOMER, "looking records up");
		key_field = stream_binding(stream)->field[CUSTOMER];
	}
	for (size_t i = 0; i < set.tables; i++)
		read_table(i, set.with[i], output);
	check_taken();
	map_run(stream, output, &(struct map){ .each = join });
	for (size_t i = 0; i < set.tables; i++) {
		lookup_free(table[i].lookup);
		free(table[i].not_found);
	}
	free(set.take.part);
	free(set.taken);
	return command_end();
}
