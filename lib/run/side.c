#include "run/side.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/fault.h"
#include "run/pass.h"
#include "value/text.h"

struct side {
	const char        *option;
	enum side_kind     kind;
	/* of one file, so that its rows are judged like any other's */
	struct stream      stream;
	struct pass_worker worker;
	struct parcel      parcel;
	char               place[512];
	bool               failed, started, hinted;
};

char
side_delimiter(const char *path)
{
	size_t length = strlen(path);

	return length > 4 && strcmp(path + length - 4, ".tsv") == 0 ? '\t' : ',';
}

struct side *
side_open(const char *option, const char *path, const struct column_spec *column, size_t columns,
	enum side_kind kind)
{
	struct side   *side = memory_zeroed(1, sizeof *side);
	enum exit_code wrong = kind == SIDE_RULES ? EXIT_USAGE : EXIT_DATA;
	struct stream *stream = &side->stream;
	struct dialect dialect = settings.dialect;

	dialect.delimiter = side_delimiter(path);
	side->option = option;
	side->kind = kind;
	if (strcmp(path, "-") == 0)
		stdin_claim(option);
	stream->title = option;
	stream->files = 1;
	stream->file = memory_zeroed(1, sizeof *stream->file);
	stream->file[0].source = source_open(path);
	if (!stream->file[0].source)
		fail_errno("%s: %s", option, path);
	sinks_spare(path);
	stream->file[0].cutter =
		header_read(stream->file[0].source, dialect, false, wrong, &stream->file[0].header);
	struct bind_request request = { .file = source_name(stream->file[0].source),
		.column = column,
		.columns = columns,
		.missing = wrong };

	bind_columns(&stream->binding, &stream->file[0].header, &request);
	stream->date = stream->customer = stream->amount = -1;
	stream->dates = settings.dates;
	stream->order = -1;
	stream_plan(stream);
	block_init(&side->parcel.block);
	side->worker = (struct pass_worker){ .stream = stream,
		.parcel = &side->parcel,
		.reader = reader_new(dialect),
		.rules = rule_work_new() };
	judge_file(&side->worker, &stream->file[0]);
	arena_init(&side->worker.scratch);
	side->worker.row.cell = side->worker.cell;
	side->worker.row.worker = &side->worker;
	return side;
}

static bool
next_record(struct side *side)
{
	for (;;) {
		if (side->started && reader_next(side->worker.reader, &side->worker.record))
			return true;
		switch (cutter_next(side->stream.file[0].cutter, &side->parcel.block)) {
		case CUT_FAILED: fail_errno("%s", source_name(side->stream.file[0].source));
		case CUT_END: side->started = false; return false;
		case CUT_BLOCK:
			arena_clear(&side->worker.scratch);
			reader_start(side->worker.reader, &side->parcel.block);
			side->started = true;
		}
	}
}

/* Rules are typed by hand. */
static void
hint_record(struct side *side)
{
	enum record_fault fault = side->worker.record.fault;
	const char       *remedy = fault_remedy(fault, side->worker.record.raw);
	bool              many = fault == RECORD_GOOD &&
		side->worker.record.fields > side->stream.file[0].header.columns;

	if (side->hinted)
		return;
	side->hinted = true;
	if (remedy)
		fault_hint(remedy, source_name(side->stream.file[0].source));
	else if (side->kind == SIDE_RULES && (many || fault == RECORD_QUOTE))
		hint("a field with commas or double quotes stands in double quotes, and those "
		     "inside are written twice");
}

static void
bad(struct side *side, const struct verdict *verdict)
{
	char quoted[TEXT_QUOTED];

	if (verdict->column.length) {
		text_quote(verdict->column, quoted);
		say("%s: column %s: %s", side->place, quoted, verdict->reason);
		if (verdict->remedy && !side->hinted) {
			side->hinted = true;
			hint("%s", verdict->remedy);
		}
	} else {
		say("%s: %s", side->place, verdict->reason);
		if (verdict->raw.data)
			hint_record(side);
	}
	if (side->kind == SIDE_DATA)
		fail(EXIT_DATA, NULL);
	side->failed = true;
}

const char *
side_place(struct side *side, const struct row *row)
{
	const char *name = source_name(side->stream.file[0].source);

	if (row)
		snprintf(side->place, sizeof side->place, "%s:%" PRIu64, name, row->line);
	else
		snprintf(side->place, sizeof side->place, "%s", name);
	return side->place;
}

bool
side_next(struct side *side, struct row *row)
{
	while (next_record(side)) {
		enum judgement judged = judge(&side->worker);

		if (side->parcel.marks)
			check_currencies(&side->stream, &side->parcel);
		*row = side->worker.row;
		if (judged == JUDGED_USE)
			return true;
		if (judged != JUDGED_BAD)
			continue;
		side_place(side, row);
		bad(side, &side->worker.verdict);
	}
	return false;
}

void
side_bad(struct side *side, const struct row *row, int column, const char *format, ...)
{
	struct verdict verdict = { .bad = true };
	va_list        arguments;

	if (column >= 0)
		verdict.column = stream_column_name(&side->stream, column);
	va_start(arguments, format);
	vsnprintf(verdict.reason, sizeof verdict.reason, format, arguments);
	va_end(arguments);
	side_place(side, row);
	bad(side, &verdict);
}

void
side_failed(struct side *side)
{
	side->failed = true;
}

const struct header *
side_header(const struct side *side)
{
	return &side->stream.file[0].header;
}

const struct binding *
side_binding(const struct side *side)
{
	return &side->stream.binding;
}

void
side_close(struct side *side)
{
	if (side->failed)
		fail(side->kind == SIDE_RULES ? EXIT_USAGE : EXIT_DATA, NULL);
	summary_remarks(source_name(side->stream.file[0].source), &side->worker.tally);
	arena_release(&side->worker.scratch);
	rule_work_free(side->worker.rules);
	reader_free(side->worker.reader);
	block_release(&side->parcel.block);
	input_file_release(&side->stream.file[0]);
	binding_release(&side->stream.binding);
	free(side->stream.file);
	free(side);
}
