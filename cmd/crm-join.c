/*
 * crm-join - brings columns of other tables to each record by its customer
 *
 * A map. Side tables are read first, into memory, and indexed by their keys; each record
 * then looks its key up in every one of them. Records are never multiplied: a key may
 * stand once in a side table, or --first or --last says which of its rows counts. Sorted
 * tables are read in step with sorted records instead, and nothing of them is kept.
 */
#include "crm-join.h"

#include <inttypes.h>
#include <stdlib.h>

#include "run/map.h"
#include "value/buffer.h"
#include "value/memory.h"

static struct join_options tables = { .brings = true };

static struct {
	const char *not_found;        /* path of the records that are not found */
	bool        inner, anti;
	bool        first, last;
} set;

static void
set_with(const char *path)
{
	if (tables.tables == TABLES_MOST)
		fail(EXIT_USAGE, "--with: more than %d tables", TABLES_MOST);
	tables.with[tables.tables++] = path;
}

static void
set_take(const char *names)
{
	tables.take = argument_list("--take", names, ',');
}

static const struct option_spec options[] = {
	{ 0, "with", "FILE", "look records up in FILE; may be given again", set_with },
	{ 0, "on", "COL[=COL],...", "look up by these columns, called so in FILE [the customer]",
		.text = &tables.on },
	{ 0, "take", "COLUMNS", "bring only these columns, in this order [all but the key]",
		set_take },
	{ 0, "prefix", "TEXT", "put TEXT before the names of the columns brought",
		.text = &tables.prefix },
	{ 0, "inner", NULL, "only records that are found in every table", .flag = &set.inner },
	{ 0, "anti", NULL, "only records that are found in no table", .flag = &set.anti },
	{ 0, "not-found", "FILE", "write records that some table lacks to FILE as well",
		.text = &set.not_found },
	{ 0, "first", NULL, "of several rows of a key the first one counts", .flag = &set.first },
	{ 0, "last", NULL, "of several rows of a key the last one counts", .flag = &set.last },
	{ 0, "sorted", NULL, "records and tables are sorted by the key: keep nothing in memory",
		.flag = &tables.sorted },
	{ 0 },
};

static const struct command command = {
	.name    = "crm-join",
	.purpose = "bring columns of other tables to each record by its customer",
	.usage   = "--with=FILE ... [options] [file ...]",
	.takes   = TAKES_ROWS | ADDS_COLUMNS,
	.option  = options,
	COMMAND_COLUMNS(join_columns),
};

static void
check_options(void)
{
	if (!tables.tables)
		fail(EXIT_USAGE, "--with=FILE is needed: the table to look records up in");
	if (set.inner && set.anti)
		fail(EXIT_USAGE, "--inner and --anti exclude each other");
	if (set.first && set.last)
		fail(EXIT_USAGE, "--first and --last exclude each other");
	if (set.anti && tables.take.count)
		fail(EXIT_USAGE, "--anti brings no columns: --take has no meaning with it");
	if (set.anti && set.not_found)
		fail(EXIT_USAGE,
			"--anti writes the records that are not found: --not-found has "
			"no meaning with it");
	tables.brings = !set.anti;
	tables.repeated = set.first ? REPEATED_FIRST : set.last ? REPEATED_LAST : REPEATED_REFUSED;
}

static struct key_columns key_columns; /* of the operands' header */
static struct join_table  table[TABLES_MOST];
static size_t             takes;       /* columns that all tables bring */

/* Every name of --take must be in some table. */
static void
check_taken(const bool *taken)
{
	for (size_t i = 0; i < tables.take.count; i++) {
		if (!taken[i])
			fail(EXIT_USAGE, "--take: no table has a column \"%.*s\"",
				(int)tables.take.part[i].length, tables.take.part[i].data);
	}
}

static void
open_tables(struct output *output)
{
	bool *taken = memory_zeroed(tables.take.count + 1, sizeof *taken);

	for (size_t i = 0; i < tables.tables; i++) {
		table[i] = table_open(&tables, i, taken, output);
		takes += table[i].takes;
	}
	check_taken(taken);
	free(taken);
}

/* --- records --- */

static void *
fields_new(void)
{
	return memory_zeroed(takes + 1, sizeof(struct slice));
}

/* The key of the record before, for --sorted: one thread reads then. */
static struct buffer before;
static uint64_t      before_line;

static bool
check_order(const struct row *row, struct slice key, int field)
{
	struct slice last = slice_of(before.data, before.length);
	char         now[TEXT_QUOTED], earlier[TEXT_QUOTED];

	if (slice_compare(key, last) < 0) {
		key_quote(key, now);
		key_quote(last, earlier);
		return row_bad_field(
			row, field, MERGE_DISORDER, now, earlier, (unsigned long long)before_line);
	}
	buffer_clear(&before);
	buffer_add(&before, key);
	before_line = row->line;
	return true;
}

static bool
join(const struct row *row, struct out *out, void *work)
{
	struct slice *field = work, key;
	size_t        found = 0, filled = 0;
	int           odd;
	const char   *why = key_of_row(row, &key_columns, &key, &odd);

	if (why)
		return row_bad_field(row, odd, "%s", why);
	if (tables.sorted && !check_order(row, key, odd))
		return false;
	for (size_t i = 0; i < tables.tables; i++) {
		if (table_find(&table[i], key, field + filled))
			found++;
		else
			row_count(row, table[i].not_found);
		filled += table[i].takes;
	}
	if (found < tables.tables && set.not_found)
		out_aside(out, row);
	if (set.inner && found < tables.tables)
		return row_ignore(row, "not found in every table");
	if (set.anti && found > 0)
		return row_ignore(row, "found");
	out_pass(out, row);
	for (size_t i = 0; i < takes; i++)
		out_text(out, field[i]);
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
	if (set.not_found)
		output_aside(output, "--not-found", set.not_found);
	key_columns = join_key(&tables, stream);
	open_tables(output);
	map_run(stream, output,
		&(struct map){ .each = join,
			.work_new = fields_new,
			.work_free = free,
			.in_turn = tables.sorted });
	for (size_t i = 0; i < tables.tables; i++)
		table_close(&table[i]);
	free((int *)key_columns.field);
	free(tables.take.part);
	buffer_release(&before);
	return command_end();
}
