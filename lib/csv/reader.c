#include <stdlib.h>
#include <string.h>

#include "csv/lax.h"
#include "csv/reader.h"
#include "csv/scanner.h"
#include "value/memory.h"
#include "value/text.h"

#define RARE __attribute__((noinline))    /* kept out of the way of what each record needs */
#define INDEX_STEP ((size_t)16 << 10)     /* bytes; what it yields stays in the nearest cache */

/*
 * The index begins at `origin`, not behind `at`, and runs ahead of it step by step, to
 * `indexed`; behind its last word one of zeros stands. A segment is what stands between
 * two odd parts, or an odd part that libcsv reads.
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
	size_t                origin, indexed;
	size_t                doubled_to;   /* behind it stands no doubled quote */
	size_t                inner_to;     /* behind it stands no line end inside quotes */
	size_t                word_room;

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
	MEMORY_GROW(reader->field, reader->field_room, 64);
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
	free(reader->index.word);
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
	reader->origin = reader->indexed = reader->at;
	reader->index.words = 0;
	reader->index.inside = reader->index.closed = 0;
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
static RARE void
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

static RARE void
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

/* Whole words before `at` are done with. */
static void
drop_words(struct reader *reader)
{
	struct index *index = &reader->index;
	size_t done = (reader->at - reader->origin) / 64;

	if (done > index->words)
		done = index->words;
	if (done == 0)
		return;
	index->words -= done;
	reader->origin += 64 * done;
	memmove(index->word, index->word + done, index->words * sizeof *index->word);
}

/* The end of input ends a record, as if a line end stood there. */
static void
index_last_end(struct reader *reader)
{
	struct index *index = &reader->index;
	size_t at = reader->indexed - reader->origin, word = at / 64;

	if (word == index->words)
		index->word[index->words++] = (struct ends){ 0, 0 };
	index->word[word].field |= UINT64_C(1) << at % 64;
	index->word[word].record |= UINT64_C(1) << at % 64;
}

/* What was indexed and not given out comes first, the next step behind it. */
static RARE void
index_step(struct reader *reader)
{
	struct index *index = &reader->index;
	const struct block *block = reader->block;
	size_t from = reader->indexed, step = reader->segment_end - from;

	if (step > INDEX_STEP)
		step = INDEX_STEP;
	drop_words(reader);
	MEMORY_GROW(index->word, reader->word_room, index->words + INDEX_WORDS(step) + 2);
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
	if (reader->indexed == block->length && block->data[block->length - 1] != '\n')
		index_last_end(reader);
	index->word[index->words] = (struct ends){ 0, 0 };
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

/* What the index says of 64 bytes that begin at `bit`, of the record that begins there only. */
static inline struct ends
ends_from(const struct index *index, size_t bit)
{
	const struct ends *word = index->word + bit / 64;
	struct ends ends = {
		.field = word[0].field >> bit % 64 | word[1].field << 1 << (~bit % 64),
		.record = word[0].record >> bit % 64 | word[1].record << 1 << (~bit % 64),
	};

	ends.field &= ends.record ^ (ends.record - 1);
	return ends;
}

/*
 * Splits at the bits of `ends`, which speaks of data: a field begins at `begin`. Returns what
 * is behind the last end; *past is past the last field.
 */
static inline const char *
split_plain(struct slice **past, const char *data, uint64_t ends, const char *begin)
{
	struct slice *field = *past;

	while (ends) {
		const char *end = data + (unsigned)__builtin_ctzll(ends);

		field->data = begin;
		field->length = (size_t)(end - begin);
		field++;
		begin = end + 1;
		ends &= ends - 1;
	}
	*past = field;
	return begin;
}

/* The same, without the quotes around them; *quoted: there were some. */
static inline const char *
split_quoted(struct slice **past, const char *data, uint64_t ends, const char *begin, bool *quoted)
{
	struct slice *field = *past;
	size_t any = 0;

	while (ends) {
		const char *end = data + (unsigned)__builtin_ctzll(ends);
		size_t quote = *begin == '"';

		field->data = begin + quote;
		field->length = (size_t)(end - begin) - 2 * quote;
		field++;
		begin = end + 1;
		any |= quote;
		ends &= ends - 1;
	}
	*past = field;
	*quoted |= any;
	return begin;
}

/* The index of 64 bytes of the record, `seen` of it having been looked at. */
static inline struct ends
next_ends(struct reader *reader, size_t seen)
{
	size_t bit = reader->at + seen - reader->origin;

	if (bit / 64 + 1 >= reader->index.words && reader->indexed < reader->segment_end) {
		index_step(reader);
		bit = reader->at + seen - reader->origin;
	}
	return ends_from(&reader->index, bit);
}

/* A record of any length that may have quotes; returns what is behind its line end. */
static RARE const char *
split_any(struct reader *reader, const char *data, size_t *fields, bool *quoted)
{
	const char *begin = data;

	*fields = 0;
	for (size_t seen = 0;; seen += 64) {
		struct ends ends = next_ends(reader, seen);
		struct slice *past;

		MEMORY_GROW(reader->field, reader->field_room, *fields + 64);
		past = reader->field + *fields;
		if (!reader->block->quotes)
			begin = split_plain(&past, data + seen, ends.field, begin);
		else
			begin = split_quoted(&past, data + seen, ends.field, begin, quoted);
		*fields = (size_t)(past - reader->field);
		if (ends.record)
			return begin;
	}
}

/* What only some records with quotes need. */
static RARE void
mend_quoted(struct reader *reader, const struct record *record)
{
	size_t start = (size_t)(record->raw.data - reader->block->data);

	if (start < reader->doubled_to)
		for (size_t i = 0; i < record->fields; i++)
			reader->field[i] = without_doubles(reader, reader->field[i]);
	if (start < reader->inner_to)
		reader->line += count_lines(reader, record->raw);
}

/* The next record of the segment. Most have no quotes and are as short as a word has bits. */
static inline void
take_record(struct reader *reader, struct record *record)
{
	const char *data = reader->block->data + reader->at, *past;
	struct ends ends = next_ends(reader, 0);
	size_t fields, length;
	bool quoted = false;

	if (ends.record && !reader->block->quotes) {
		struct slice *end = reader->field;

		past = split_plain(&end, data, ends.field, data);
		fields = (size_t)(end - reader->field);
	} else {
		past = split_any(reader, data, &fields, &quoted);
	}
	length = (size_t)(past - 1 - data);
	reader->at += length + 1;
	if (reader->at > reader->block->length)
		reader->at = reader->block->length;
	if (length && past[-2] == '\r') {
		length--;
		reader->field[fields - 1].length--;
	}
	*record = (struct record){ .field = reader->field,
		.fields = fields,
		.raw = { data, length },
		.line = reader->line++,
		.blank = length == 0,
		.plain = !quoted };
	if (quoted)
		mend_quoted(reader, record);
}

static RARE void
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

/* At a segment's end: on to the next one. False: a bad line comes next, or nothing. */
static RARE bool
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
	return true;
}

bool
reader_next(struct reader *reader, struct record *record)
{
	if (reader->at == reader->segment_end && !make_ready(reader)) {
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
