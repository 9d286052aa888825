/*
 * The oracle: what CSV is, said by libcsv, slowly and independently of lib/csv.
 *
 * The whole input lies in memory. Each record is given byte by byte to a parser made
 * anew, in the configuration that loses nothing; what a fault costs, and how reading
 * goes on after it, is written down here once more in the plainest way. oracle_agrees
 * holds cutter and reader to it.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include <csv.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csv/cutter.h"
#include "csv/reader.h"
#include "csv/scanner.h"
#include "value/slice.h"

struct oracle {
	struct slice   input;
	struct dialect dialect;
	size_t         at;
	uint64_t       line;

	/* The record oracle_next found. */
	char             *text;        /* its fields' bytes, one after the other */
	size_t            used, room;
	size_t           *length;      /* of each field */
	size_t            fields, field_room;
	int               row;         /* what ended the row; 0: it goes on */
	struct slice      raw;
	uint64_t          record_line, fault_line;
	enum record_fault fault;
};

/* The states of libcsv's parser that have no names in csv.h. */
enum { PARSER_FIELD_NOT_BEGUN = 1, PARSER_IN_FIELD = 2 };

static int
oracle_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void
oracle_field(void *data, size_t length, void *self)
{
	struct oracle *oracle = self;

	if (oracle->used + length >= oracle->room) {
		oracle->room = 2 * (oracle->used + length) + 8;
		oracle->text = realloc(oracle->text, oracle->room);
	}
	if (oracle->fields == oracle->field_room) {
		oracle->field_room = 2 * oracle->field_room + 8;
		oracle->length =
			realloc(oracle->length, oracle->field_room * sizeof *oracle->length);
	}
	if (length)
		memcpy(oracle->text + oracle->used, data, length);
	oracle->used += length;
	oracle->length[oracle->fields++] = length;
}

static void
oracle_row(int mark, void *self)
{
	struct oracle *oracle = self;

	oracle->row = mark;
}

/* Length of the well-formed sequence at the begin of text, 0 if there is none (RFC 3629). */
static size_t
oracle_sequence(struct slice text)
{
	const unsigned char *p = (const unsigned char *)text.data;
	size_t length = p[0] < 0x80 ? 1
		: p[0] < 0xC2       ? 0
		: p[0] < 0xE0       ? 2
		: p[0] < 0xF0       ? 3
		: p[0] < 0xF5       ? 4
				    : 0;
	uint32_t code = 0;

	if (length < 2)
		return length;
	if (length > text.length)
		return 0;
	code = p[0] & (0x7Fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3Fu);
	}
	if ((length == 3 && code < 0x800) || (length == 4 && (code < 0x10000 || code > 0x10FFFF)) ||
		(code >= 0xD800 && code < 0xE000))
		return 0;
	return length;
}

/* What a record of right grammar may still be: no text. */
static void
oracle_check_bytes(struct oracle *oracle)
{
	uint64_t line = oracle->record_line;

	for (size_t i = 0, length; i < oracle->raw.length; i += length) {
		const char *p = oracle->raw.data + i;

		length = oracle_sequence(slice_of(p, oracle->raw.length - i));
		if (*p == '\0' || length == 0) {
			oracle->fault = *p == '\0' ? RECORD_NUL : RECORD_NOT_UTF8;
			oracle->fault_line = line;
			return;
		}
		line += *p == '\n';
	}
}

/* Feeds one record; returns where it ends, or sets fault. */
static size_t
oracle_parse(struct oracle *oracle, struct csv_parser *parser)
{
	const char *data = oracle->input.data;
	size_t end = oracle->input.length, begin = oracle->at;
	uint64_t line = oracle->line, open_line = line;

	for (size_t at = begin; at < end; at++) {
		int before = parser->pstate;

		if (at - begin == oracle->dialect.max_record) {
			bool open = parser->pstate == PARSER_IN_FIELD && parser->quoted;

			oracle->fault = RECORD_TOO_LONG;
			oracle->fault_line = open && oracle->row == 0 ? open_line : oracle->line;
			return at;
		}
		if (oracle->row == '\r') {
			oracle->fault = data[at] == '\n' ? RECORD_GOOD : RECORD_RETURN;
			oracle->fault_line = line;
			return at + 1;
		}
		if (csv_parse(parser, data + at, 1, oracle_field, oracle_row, oracle) != 1) {
			oracle->fault = RECORD_QUOTE;
			oracle->fault_line = line;
			return at;
		}
		if (before <= PARSER_FIELD_NOT_BEGUN && parser->quoted)
			open_line = line;
		if (oracle->row == '\n')
			return at + 1;
		line += data[at] == '\n';
	}
	oracle->fault_line = line;
	if (oracle->row == '\r') {
		oracle->fault = RECORD_RETURN;
	} else if (parser->pstate == PARSER_IN_FIELD && parser->quoted) {
		oracle->fault = RECORD_UNCLOSED;
		oracle->fault_line = open_line;
	} else {
		csv_fini(parser, oracle_field, oracle_row, oracle);
	}
	return end;
}

static void
oracle_init(struct oracle *oracle, struct slice input, struct dialect dialect)
{
	memset(oracle, 0, sizeof *oracle);
	oracle->input = input;
	oracle->dialect = dialect;
	oracle->line = 1;
	if (input.length >= 3 && memcmp(input.data, "\xEF\xBB\xBF", 3) == 0)
		oracle->at = 3;
}

static void
oracle_release(struct oracle *oracle)
{
	free(oracle->text);
	free(oracle->length);
}

static bool
oracle_next(struct oracle *oracle)
{
	unsigned char options = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL;
	const char *data = oracle->input.data;
	struct csv_parser parser;
	size_t end;

	if (oracle->at == oracle->input.length)
		return false;
	csv_init(&parser, oracle->dialect.lax ? CSV_REPALL_NL : options);
	csv_set_delim(&parser, (unsigned char)oracle->dialect.delimiter);
	csv_set_space_func(&parser, oracle_space);
	oracle->used = oracle->fields = 0;
	oracle->row = 0;
	oracle->fault = RECORD_GOOD;
	oracle->record_line = oracle->line;
	end = oracle_parse(oracle, &parser);
	csv_free(&parser);
	if (oracle->fault != RECORD_GOOD) {
		end = oracle->at;
		while (end < oracle->input.length && data[end++] != '\n')
			;
		oracle->fields = 0;
	}
	oracle->raw = slice_of(data + oracle->at, end - oracle->at);
	for (; oracle->at < end; oracle->at++)
		oracle->line += data[oracle->at] == '\n';
	if (data[end - 1] == '\n') {
		oracle->raw.length--;
		if (oracle->raw.length && oracle->raw.data[oracle->raw.length - 1] == '\r')
			oracle->raw.length--;
	}
	if (oracle->fault == RECORD_GOOD) {
		if (oracle->fields == 0)
			oracle_field(NULL, 0, oracle);
		oracle_check_bytes(oracle);
	} else if (oracle->raw.length > oracle->dialect.max_record) {
		oracle->raw.length = oracle->dialect.max_record;
	}
	return true;
}

/* How cutter and reader are to be tried. */
struct trial {
	struct dialect dialect;
	const char    *scanner;
	bool           header;      /* take the header first, and read all twice */
};

static bool
oracle_differs(const struct trial *trial, const struct oracle *oracle, const char *what)
{
	printf("not as the oracle says: %s, line %ju; block %zu, max %zu, %s, delimiter %d%s%s\n   "
	       " ",
		what, (uintmax_t)oracle->record_line, trial->dialect.block_size,
		trial->dialect.max_record, trial->scanner ? trial->scanner : "best",
		trial->dialect.delimiter, trial->dialect.lax ? ", lax" : "",
		trial->header ? ", header" : "");
	for (size_t i = 0; i < oracle->input.length && i < 400; i++) {
		unsigned char c = (unsigned char)oracle->input.data[i];

		printf(c >= ' ' && c < 127 && c != '\\' ? "%c" : "\\%03o", c);
	}
	printf("\n");
	fflush(stdout);
	return false;
}

static bool
oracle_same_record(
	const struct trial *trial, const struct oracle *oracle, const struct record *record)
{
	if (record->fault != oracle->fault)
		return oracle_differs(trial, oracle, "fault");
	if (record->line != oracle->record_line)
		return oracle_differs(trial, oracle, "line");
	if (!slice_equal(record->raw, oracle->raw))
		return oracle_differs(trial, oracle, "raw");
	if (record->fault != RECORD_GOOD)
		return record->fault_line == oracle->fault_line
			? true
			: oracle_differs(trial, oracle, "fault_line");
	if (record->fields != oracle->fields)
		return oracle_differs(trial, oracle, "fields");
	if (record->blank != (oracle->raw.length == 0))
		return oracle_differs(trial, oracle, "blank");
	if (record->plain != !memchr(oracle->raw.data, '"', oracle->raw.length))
		return oracle_differs(trial, oracle, "plain");
	for (size_t i = 0, at = 0; i < record->fields; i++) {
		if (!slice_equal(record->field[i], slice_of(oracle->text + at, oracle->length[i])))
			return oracle_differs(trial, oracle, "field");
		at += oracle->length[i];
	}
	return true;
}

/* The records of a block, kept until its end: their slices must live that long. */
struct kept {
	struct record *record;
	struct slice  *field;
	size_t         records, record_room, fields, field_room;
};

static void
keep(struct kept *kept, const struct record *record)
{
	if (kept->records == kept->record_room) {
		kept->record_room = 2 * kept->record_room + 8;
		kept->record = realloc(kept->record, kept->record_room * sizeof *kept->record);
	}
	kept->record[kept->records++] = *record;
	if (kept->fields + record->fields >= kept->field_room) {
		kept->field_room = 2 * (kept->fields + record->fields) + 8;
		kept->field = realloc(kept->field, kept->field_room * sizeof *kept->field);
	}
	if (record->fields)
		memcpy(kept->field + kept->fields, record->field,
			record->fields * sizeof *record->field);
	kept->fields += record->fields;
}

static bool
oracle_same_block(const struct trial *trial, struct oracle *oracle, struct reader *reader,
	const struct block *block, struct kept *kept)
{
	struct record record;
	size_t field = 0;

	if (block->line != oracle->line)
		return oracle_differs(trial, oracle, "block line");
	if (block->offset != oracle->at)
		return oracle_differs(trial, oracle, "block offset");
	kept->records = kept->fields = 0;
	reader_start(reader, block);
	while (reader_next(reader, &record))
		keep(kept, &record);
	for (size_t i = 0; i < kept->records; i++) {
		record = kept->record[i];
		record.field = kept->field + field;
		field += record.fields;
		if (!oracle_next(oracle))
			return oracle_differs(trial, oracle, "a record too many");
		if (!oracle_same_record(trial, oracle, &record))
			return false;
	}
	return true;
}

static bool
oracle_same_rest(const struct trial *trial, struct oracle *oracle, struct cutter *cutter,
	struct reader *reader, struct block *block, struct kept *kept)
{
	enum cut cut;

	while ((cut = cutter_next(cutter, block)) == CUT_BLOCK)
		if (!oracle_same_block(trial, oracle, reader, block, kept))
			return false;
	if (cut == CUT_FAILED)
		return oracle_differs(trial, oracle, strerror(errno));
	if (oracle_next(oracle))
		return oracle_differs(trial, oracle, "a record missing");
	return true;
}

/* The header, then the rest, then the rest once more. */
static bool
oracle_same_twice(const struct trial *trial, struct oracle *oracle, struct cutter *cutter,
	struct reader *reader, struct block *block, struct kept *kept)
{
	struct oracle ahead = *oracle;
	bool same, found = false;

	ahead.text = NULL;
	ahead.length = NULL;
	ahead.room = ahead.field_room = 0;
	while (!found && oracle_next(&ahead)) {
		found = ahead.raw.length > 0 || ahead.fault;
		if (!found && !oracle_next(oracle))
			break;
	}
	oracle_release(&ahead);
	if (cutter_header(cutter, block) != (found ? CUT_BLOCK : CUT_END))
		return oracle_differs(trial, oracle, "header");
	if (!found)
		return true;
	if (!oracle_same_block(trial, oracle, reader, block, kept))
		return false;
	if (kept->records != 1)
		return oracle_differs(trial, oracle, "records of the header");
	ahead = *oracle;
	if (!oracle_same_rest(trial, oracle, cutter, reader, block, kept))
		return false;
	if (!cutter_rewind(cutter))
		return oracle_differs(trial, oracle, "rewind");
	oracle->at = ahead.at;
	oracle->line = ahead.line;
	same = oracle_same_rest(trial, oracle, cutter, reader, block, kept);
	return same;
}

/* Makes input what stands on standard input; a pipe holds so much. */
#define ORACLE_MOST ((size_t)60 << 10)

static struct source *
oracle_source(struct slice input, bool spool)
{
	struct source *source;
	int end[2];

	if (input.length > ORACLE_MOST || pipe(end) < 0 ||
		write(end[1], input.data, input.length) != (ssize_t)input.length ||
		dup2(end[0], STDIN_FILENO) < 0)
		abort();
	close(end[0]);
	close(end[1]);
	source = source_open("-");
	if (spool)
		source_spool(source);
	return source;
}

/* True when cutter and reader find in input what the oracle finds. Says what differs. */
static inline bool
oracle_agrees(const struct trial *trial, struct slice input)
{
	struct source *source;
	struct cutter *cutter;
	struct reader *reader;
	struct oracle oracle;
	struct block block;
	struct kept kept = { .records = 0 };
	bool same;

	if (!scanner_force(trial->scanner))
		return true;
	source = oracle_source(input, trial->header);
	cutter = cutter_new(source, trial->dialect);
	reader = reader_new(trial->dialect);
	block_init(&block);
	oracle_init(&oracle, input, trial->dialect);
	same = (trial->header ? oracle_same_twice : oracle_same_rest)(
		trial, &oracle, cutter, reader, &block, &kept);
	oracle_release(&oracle);
	block_release(&block);
	reader_free(reader);
	cutter_free(cutter);
	source_free(source);
	free(kept.record);
	free(kept.field);
	return same;
}

#endif
