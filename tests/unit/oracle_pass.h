/*
 * The pass held to the oracle: what any number of threads make of an input is what libcsv,
 * fed byte by byte, makes of it by itself.
 *
 * The rows have two columns and nothing to be judged but their grammar. Compared are the
 * rows with their lines, in the order they are delivered, and the rows set aside.
 */
#ifndef ORACLE_PASS_H
#define ORACLE_PASS_H

#include <fcntl.h>

#include "oracle.h"
#include "run/input.h"
#include "run/pass.h"

#define PASS_COLUMNS 2

struct passed {
	struct buffer rows, rejects;
};

static void
pass_write(struct writer *writer, uint64_t line, const struct slice field[PASS_COLUMNS])
{
	writer_integer(writer, (int64_t)line);
	for (size_t i = 0; i < PASS_COLUMNS; i++)
		writer_text(writer, field[i]);
	writer_end(writer);
}

static bool
pass_row(struct pass_worker *worker, const struct row *row)
{
	pass_write(&worker->parcel->output, row->line, row->field);
	return true;
}

static void
pass_deliver(struct pass *pass, struct parcel *parcel)
{
	struct passed       *passed = pass->context;
	const struct buffer *rows = &parcel->output.buffer, *rejects = &parcel->rejects.buffer;

	buffer_add(&passed->rows, slice_of(rows->data, rows->length));
	buffer_add(&passed->rejects, slice_of(rejects->data, rejects->length));
}

/* Bad rows are said as well, which nobody wants to see here. */
static int
pass_hush(void)
{
	int said = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);

	if (said < 0 || nowhere < 0 || dup2(nowhere, STDERR_FILENO) < 0)
		abort();
	close(nowhere);
	return said;
}

static void
pass_input(const struct trial *trial, struct slice input, int threads, struct passed *passed)
{
	static struct sink      *nowhere;
	static const struct slice name[PASS_COLUMNS] = { { "a", 1 }, { "b", 1 } };
	struct source           *source = oracle_source(input, false);
	struct input_file file = { .source = source, .cutter = cutter_new(source, trial->dialect) };
	struct stream     stream = { .title = "",
		.dialect = trial->dialect,
		.file = &file,
		.files = 1,
		.date = -1,
		.customer = -1,
		.amount = -1,
		.order = -1,
		.rejects_path = "/dev/null" };
	struct pass       pass = {
		.stream = &stream, .context = passed, .row = pass_row, .deliver = pass_deliver
	};
	int said = pass_hush();

	if (!nowhere)
		nowhere = sink_open("--rejects", stream.rejects_path);
	stream.rejects = nowhere;
	header_init(&file.header, name, PASS_COLUMNS, false);
	settings.jobs = threads;
	settings.threads_from = 0;
	pass_run(&pass);
	header_release(&file.header);
	cutter_free(file.cutter);
	source_free(source);
	dup2(said, STDERR_FILENO);
	close(said);
}

/* Bytes that stand in a rejects file as they came. */
static bool
pass_is_tame(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.data[i] - 1u >= 0x7e)
			return false;
	return true;
}

static struct slice
pass_field(const struct oracle *oracle, size_t field)
{
	size_t at = 0;

	for (size_t i = 0; i < field; i++)
		at += oracle->length[i];
	return slice_of(oracle->text + at, oracle->length[field]);
}

/* The row set aside next, against the oracle's. */
static bool
pass_same_reject(struct oracle *rejects, const struct oracle *oracle)
{
	char line[24];

	snprintf(line, sizeof line, "%ju", (uintmax_t)oracle->record_line);
	return oracle_next(rejects) && rejects->fields == 5 + PASS_COLUMNS &&
		slice_is(pass_field(rejects, 1), line) &&
		(!pass_is_tame(oracle->raw) || slice_equal(pass_field(rejects, 4), oracle->raw));
}

static bool
pass_same(const struct trial *trial, struct slice input, const struct passed *passed)
{
	struct oracle oracle, rejects;
	struct writer rows;
	const char   *differs = NULL;

	writer_init(&rows, trial->dialect.delimiter);
	oracle_init(&oracle, input, trial->dialect);
	oracle_init(&rejects, slice_of(passed->rejects.data, passed->rejects.length),
		(struct dialect){ trial->dialect.delimiter, false, CUTTER_MAX_RECORD, 1 });
	while (!differs && oracle_next(&oracle)) {
		struct slice field[PASS_COLUMNS];

		if (!oracle.fault && !oracle.raw.length)
			continue;
		if (oracle.fault || oracle.fields != PASS_COLUMNS) {
			if (!pass_same_reject(&rejects, &oracle))
				differs = "a row set aside";
			continue;
		}
		for (size_t i = 0; i < PASS_COLUMNS; i++)
			field[i] = pass_field(&oracle, i);
		pass_write(&rows, oracle.record_line, field);
	}
	if (!differs && oracle_next(&rejects))
		differs = "a row set aside too many";
	if (!differs &&
		!slice_equal(slice_of(rows.buffer.data, rows.buffer.length),
			slice_of(passed->rows.data, passed->rows.length)))
		differs = "rows";
	if (differs)
		oracle_differs(trial, &oracle, differs);
	oracle_release(&oracle);
	oracle_release(&rejects);
	writer_release(&rows);
	return !differs;
}

/* True when so many threads find in input what the oracle finds. Says what differs. */
static bool
oracle_passes(const struct trial *trial, struct slice input, int threads)
{
	struct passed passed;
	bool          same;

	if (!scanner_force(trial->scanner))
		return true;
	buffer_init(&passed.rows);
	buffer_init(&passed.rejects);
	pass_input(trial, input, threads, &passed);
	same = pass_same(trial, input, &passed);
	buffer_release(&passed.rows);
	buffer_release(&passed.rejects);
	if (!same)
		printf("    by %d threads\n", threads);
	return same;
}

#endif
