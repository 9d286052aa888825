#include <stdlib.h>
#include <string.h>

#include "csv/lax.h"
#include "csv/reader.h"
#include "value/memory.h"
#include "value/text.h"

struct reader {
	struct dialect      dialect;
	const struct block *block;
	size_t              at;          /* of the next record */
	size_t              bad;         /* the next bad line's index */
	uint64_t            line;        /* of at */
	bool                doubtful;    /* the block holds a NUL or is not UTF-8: look at each record */
	struct arena        scratch;
	struct lax          lax;
};

struct reader *
reader_new(struct dialect dialect)
{
	struct reader *reader = memory_zeroed(1, sizeof *reader);

	reader->dialect = dialect;
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
	free(reader);
}

static bool
is_utf8(struct slice text)
{
	return text_utf8_valid_prefix(text) == text.length;
}

void
reader_start(struct reader *reader, const struct block *block)
{
	struct slice all = slice_of(block->data, block->length);

	reader->block = block;
	reader->at = reader->bad = 0;
	reader->line = block->line;
	reader->doubtful = (block->high && !is_utf8(all)) ||
	                   (block->nuls && memchr(all.data, '\0', all.length));
	arena_clear(&reader->scratch);
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
count_lines(struct slice text)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < text.length; i++)
		lines += text.data[i] == '\n';
	return lines;
}

/* Where the bytes of a good record are no text, it is none after all. */
static void
check_bytes(struct record *record)
{
	const char *nul = memchr(record->raw.data, '\0', record->raw.length);
	size_t valid = text_utf8_valid_prefix(record->raw);
	size_t at = nul ? (size_t)(nul - record->raw.data) : record->raw.length;

	if (at == record->raw.length && valid == record->raw.length)
		return;
	record->fault = at < valid ? RECORD_NUL : RECORD_NOT_UTF8;
	at = at < valid ? at : valid;
	record->fault_line = record->line + count_lines(slice_of(record->raw.data, at));
	record->fields = 0;
}

static void
take_bad_line(struct reader *reader, struct record *record)
{
	const struct bad_line *bad = &reader->block->bad_line[reader->bad++];
	struct slice line = slice_of(reader->block->data + bad->at, bad->length);

	*record = (struct record){ .raw = without_line_end(line), .line = reader->line,
		                   .fault = bad->fault, .fault_line = bad->fault_line };
	if (record->raw.length > reader->dialect.max_record)
		record->raw.length = reader->dialect.max_record;
	reader->at += bad->length;
	reader->line++;
}

bool
reader_next(struct reader *reader, struct record *record)
{
	static const struct slice nothing;
	const struct block *block = reader->block;
	size_t end = block->length, length;

	if (reader->at == block->length)
		return false;
	if (reader->bad < block->bad_lines) {
		end = block->bad_line[reader->bad].at;
		if (reader->at == end) {
			take_bad_line(reader, record);
			return true;
		}
	}
	length = lax_next(&reader->lax, slice_of(block->data + reader->at, end - reader->at));
	*record = (struct record){ .raw = without_line_end(slice_of(block->data + reader->at,
	                                                             length)),
		                   .line = reader->line };
	record->field = reader->lax.fields ? reader->lax.field : &nothing;
	record->fields = reader->lax.fields ? reader->lax.fields : 1;
	record->blank = record->raw.length == 0;
	record->plain = !memchr(record->raw.data, '"', record->raw.length);
	reader->line += count_lines(slice_of(block->data + reader->at, length));
	reader->at += length;
	if (reader->doubtful)
		check_bytes(record);
	return true;
}
