/*
 * The reader: splits a block into records and fields.
 *
 * Two lanes, one grammar. The fast lane splits by bit masks; all that stands between
 * a block's odd parts is well formed, so nothing is left for it to decide. Records that
 * only the lax grammar allows go through libcsv. libcsv fed line by line is also the
 * oracle the tests hold cutter and reader to, in the configuration that loses nothing: CSV_STRICT |
 * CSV_STRICT_FINI | CSV_REPALL_NL and a space function that returns 0.
 *
 * One reader a worker. A record's slices point into the block or into the reader's
 * own scratch (fields with doubled quotes) and live until the next reader_start.
 * UTF-8 and NUL are checked for whole blocks at reader_start, record by record only
 * where that failed. Never fails but by memory.
 */
#ifndef CSV_READER_H
#define CSV_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "csv/cutter.h"
#include "value/slice.h"

struct record {
	const struct slice *field;     /* `fields` of them; valid until the next reader_next */
	size_t              fields;
	struct slice        raw;       /* as it stands, without its line end; of a bad line
	                                  the first max_record bytes */
	uint64_t            line;      /* on which it starts */
	uint64_t            fault_line;   /* of the offending byte, or the quote left open */
	enum record_fault   fault;     /* not RECORD_GOOD: no fields; one bad physical line,
	                                  for RECORD_NUL and _NOT_UTF8 a whole record */
	bool                blank;     /* an empty line: one empty field */
	bool                plain;     /* no quote byte in raw: it is the fields as they stand */
};

struct reader;

struct reader *reader_new(struct dialect dialect);
void           reader_free(struct reader *reader);
void           reader_start(struct reader *reader, const struct block *block);

/* False: the block is done. */
bool           reader_next(struct reader *reader, struct record *record);

#endif
