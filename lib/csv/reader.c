#include <stdlib.h>
#include <string.h>

#include "csv/lax.h"
#include "csv/reader.h"
#include "csv/scanner.h"
#include "value/memory.h"
#include "value/text.h"

#define INDEX_STEP ((size_t)16 << 10)     /* bytes; what it yields stays in the nearest cache */

/*
 * The index runs ahead of `at`, step by step, to `indexed`; of it records up to
 * `taken` have been given out. A segment is what stands between two odd parts,
 * or an odd part that libcsv reads.
 */
struct reader {
	struct dialect        dialect;
	const struct scanner *scanner;
	const struct block   *block;
	size_t                at;           /* of the next record */
	size_t                segment_end;
	size_t                odd;          /* the next odd part */
	bool                  lax_segment;  /* the segment is one: libcsv splits it */
	uint64_t              line;         /* of at */
	bool                  doubtful;     /* NUL or bad UTF-8 in the block: judge each record */

	struct index          index;
	size_t                taken;        /* records of the index */
	size_t                first;        /* position of the next record's first field end */
	size_t                indexed;
	size_t                doubled_to;   /* behind it stands no doubled quote */
	size_t                inner_to;     /* behind it stands no line end inside quotes */
	size_t                position_room, end_room;

	struct slice         *field;
	size_t                field_room;
	struct arena          scratch;
	struct lax            lax;
};

struct reader *
reader_new(struct dialect dialect)
{
	struct reader *reader = memory_zeroed(1, sizeof *reader);

	reader->dialect = dialect;
	reader->scanner = scanner_chosen();
	arena_init(&reader->scratch);
	lax_init(&reader->lax, dialect, &reader->scratch);
	return reader;
}

void
reader_free(struct reader *reader)
{
	if (!reader)
		return;
	lax_release(&reader->lax);
	arena_release(&reader->scratch);
	free(reader->field);
	free(reader->index.position);
	free(reader->index.end);
	free(reader);
}

static bool
is_utf8(struct slice text)
{
	return text_utf8_valid_prefix(text) == text.length;
}

/* A segment begins at `at`. */
static void
begin_segment(struct reader *reader)
{
	const struct block *block = reader->block;

	reader->lax_segment = false;
	reader->segment_end =
		reader->odd < block->odd_parts ? block->odd_part[reader->odd].at : block->length;
	reader->indexed = reader->at;
	reader->index.positions = reader->index.ends = 0;
	reader->index.inside = reader->index.closed = 0;
	reader->taken = reader->first = 0;
}

void
reader_start(struct reader *reader, const struct block *block)
{
	struct slice all = slice_of(block->data, block->length);

	reader->block = block;
	reader->at = reader->odd = 0;
	reader->line = block->line;
	reader->doubled_to = reader->inner_to = 0;
	reader->doubtful = (block->high && !is_utf8(all)) ||
		(block->nuls && memchr(all.data, '\0', all.length));
	arena_clear(&reader->scratch);
	begin_segment(reader);
}

static struct slice
without_line_end(struct slice raw)
{
	if (raw.length > 0 && raw.data[raw.length - 1] == '\n') {
		raw.length--;
		if (raw.length > 0 && raw.data[raw.length - 1] == '\r')
			raw.length--;
	}
	return raw;
}

static uint64_t
count_lines(const struct reader *reader, struct slice text)
{
	return text.length ? reader->scanner->count(text.data, 0, text.length, '\n') : 0;
}

/* Where the bytes of a good record are no text, it is none after all. */
static void
check_bytes(const struct reader *reader, struct record *record)
{
	const char *nul = memchr(record->raw.data, '\0', record->raw.length);
	size_t valid = text_utf8_valid_prefix(record->raw);
	size_t at = nul ? (size_t)(nul - record->raw.data) : record->raw.length;

	if (at == record->raw.length && valid == record->raw.length)
		return;
	record->fault = at < valid ? RECORD_NUL : RECORD_NOT_UTF8;
	at = at < valid ? at : valid;
	record->fault_line = record->line + count_lines(reader, slice_of(record->raw.data, at));
	record->fields = 0;
}

static void
take_bad_line(struct reader *reader, struct record *record)
{
	const struct odd_part *bad = &reader->block->odd_part[reader->odd++];
	struct slice line = slice_of(reader->block->data + bad->at, bad->length);

	*record = (struct record){ .raw = without_line_end(line),
		.line = reader->line,
		.fault = bad->fault,
		.fault_line = bad->fault_line };
	if (record->raw.length > reader->dialect.max_record)
		record->raw.length = reader->dialect.max_record;
	reader->at += bad->length;
	reader->line++;
	begin_segment(reader);
}

/* What was indexed and not given out comes first, the next step behind it. */
static void
index_step(struct reader *reader)
{
	struct index *index = &reader->index;
	const struct block *block = reader->block;
	size_t left = index->positions - reader->first;
	size_t from = reader->indexed, step = reader->segment_end - from;

	if (step > INDEX_STEP)
		step = INDEX_STEP;
	if (left > 0)
		memmove(index->position, index->position + reader->first,
			left * sizeof *index->position);
	index->positions = left;
	index->ends = 0;
	reader->first = reader->taken = 0;
	MEMORY_GROW(index->position, reader->position_room, left + step + INDEX_SLACK);
	MEMORY_GROW(index->end, reader->end_room, step + INDEX_SLACK);
	reader->indexed = from + step;
	if (!block->quotes) {
		reader->scanner->index_plain(
			index, block->data, from, from + step, reader->dialect.delimiter);
	} else {
		reader->scanner->index_quoted(
			index, block->data, from, from + step, reader->dialect.delimiter);
		if (index->doubled)
			reader->doubled_to = reader->indexed;
		if (index->inner)
			reader->inner_to = reader->indexed;
		index->doubled = index->inner = false;
	}
	/* The end of input ends a record, as if a line end stood there. */
	if (reader->indexed == block->length && block->data[block->length - 1] != '\n') {
		index->end[index->ends++] = (uint32_t)index->positions;
		index->position[index->positions++] = (uint32_t)block->length;
	}
}

/* A field that stood in quotes, each doubled quote in it made one. */
static struct slice
without_doubles(struct reader *reader, struct slice field)
{
	const char *from = field.data, *end = from + field.length;
	const char *quote = field.length ? memchr(from, '"', field.length) : NULL;
	char *text, *to;

	if (!quote)
		return field;
	text = to = arena_new(&reader->scratch, field.length);
	for (; quote; quote = memchr(from, '"', (size_t)(end - from))) {
		size_t run = (size_t)(quote + 1 - from);

		memcpy(to, from, run);
		to += run;
		from = quote + 2;
	}
	memcpy(to, from, (size_t)(end - from));
	to += end - from;
	return slice_of(text, (size_t)(to - text));
}

/* Fields from `start`, each ending where `position` says. */
static void
split_plain(struct slice *field, size_t fields, const char *data, size_t start,
	const uint32_t *position)
{
	for (size_t i = 0; i < fields; i++) {
		field[i] = slice_of(data + start, position[i] - start);
		start = (size_t)position[i] + 1;
	}
}

/* The same, without the quotes around them. True: there were some. */
static bool
split_quoted(struct slice *field, size_t fields, const char *data, size_t start,
	const uint32_t *position)
{
	size_t any = 0;

	for (size_t i = 0; i < fields; i++) {
		size_t quoted = data[start] == '"';

		field[i] = slice_of(data + start + quoted, position[i] - start - 2 * quoted);
		start = (size_t)position[i] + 1;
		any |= quoted;
	}
	return any;
}

/* The next record of the index. */
static void
take_record(struct reader *reader, struct record *record)
{
	struct index *index = &reader->index;
	const char *data = reader->block->data;
	size_t first = reader->first, last = index->end[reader->taken++];
	uint32_t *position = index->position + first;
	size_t fields = last - first + 1, start = reader->at, end = index->position[last];
	bool quoted = false;

	reader->at = end + (end < reader->block->length);
	reader->first = last + 1;
	if (end > start && data[end - 1] == '\r')
		index->position[last] = (uint32_t)--end;
	MEMORY_GROW(reader->field, reader->field_room, fields);
	if (!reader->block->quotes)
		split_plain(reader->field, fields, data, start, position);
	else
		quoted = split_quoted(reader->field, fields, data, start, position);
	if (quoted && start < reader->doubled_to)
		for (size_t i = 0; i < fields; i++)
			reader->field[i] = without_doubles(reader, reader->field[i]);
	record->field = reader->field;
	record->fields = fields;
	record->raw = slice_of(data + start, end - start);
	record->line = reader->line;
	record->fault_line = 0;
	record->fault = RECORD_GOOD;
	record->blank = end == start;
	record->plain = !quoted;
	reader->line++;
	if (quoted && start < reader->inner_to)
		reader->line += count_lines(reader, record->raw);
}

static void
take_lax_record(struct reader *reader, struct record *record)
{
	static const struct slice nothing;
	struct lax *lax = &reader->lax;
	const char *data = reader->block->data + reader->at;
	size_t length = lax_next(lax, slice_of(data, reader->segment_end - reader->at));

	*record = (struct record){ .field = lax->fields ? lax->field : &nothing,
		.fields = lax->fields ? lax->fields : 1,
		.raw = without_line_end(slice_of(data, length)),
		.line = reader->line };
	record->blank = record->raw.length == 0;
	record->plain = !memchr(record->raw.data, '"', record->raw.length);
	reader->line += count_lines(reader, slice_of(data, length));
	reader->at += length;
}

/*
 * Sees to it that there is a record to take, from the index or for libcsv. False: a bad
 * line comes next, or nothing.
 */
static bool
make_ready(struct reader *reader)
{
	const struct block *block = reader->block;

	if (reader->at == reader->segment_end && reader->lax_segment)
		begin_segment(reader);
	if (reader->at == reader->segment_end) {
		const struct odd_part *odd;

		if (reader->at == block->length)
			return false;
		odd = &block->odd_part[reader->odd];
		if (odd->fault != RECORD_GOOD)
			return false;
		reader->segment_end = odd->at + odd->length;
		reader->lax_segment = true;
		reader->odd++;
	}
	while (!reader->lax_segment && reader->taken == reader->index.ends)
		index_step(reader);
	return true;
}

bool
reader_next(struct reader *reader, struct record *record)
{
	if (reader->taken == reader->index.ends && !make_ready(reader)) {
		if (reader->at == reader->block->length)
			return false;
		take_bad_line(reader, record);
		return true;
	}
	if (reader->lax_segment)
		take_lax_record(reader, record);
	else
		take_record(reader, record);
	if (reader->doubtful)
		check_bytes(reader, record);
	return true;
}
