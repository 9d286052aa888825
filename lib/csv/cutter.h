/*
 * The cutter: turns the bytes of a source into blocks of whole records, in sequence.
 *
 * One cutter a source, one caller at a time (workers take turns under a lock of
 * theirs). It finds the last record end in what it has read by vectorised masks of
 * quotes and line ends with the exact quote state, and checks that quotes and CRs
 * stand where they may; where they do not, a walk byte by byte decides. What follows
 * the last record end begins the next block, so every block begins a record.
 *
 * Recovery: grammar is that of a sequential reading. When a record breaks it, the
 * physical line on which that record began is bad and reading resumes at the next
 * line. A record longer than max_record bytes, or open at the end of input, is bad in
 * the same way. A block lists its odd parts; all that stands between them is well formed.
 * The work is linear in the input, whatever stands in it.
 *
 * A byte order mark before the first record is passed over.
 */
#ifndef CSV_CUTTER_H
#define CSV_CUTTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "csv/source.h"

#define CUTTER_BLOCK_SIZE ((size_t)256 << 10)
#define CUTTER_MAX_RECORD ((size_t)64 << 20)
#define CUTTER_MAX_RECORD_LIMIT ((size_t)1 << 30)
#define BLOCK_PADDING     64     /* readable bytes behind a block's end, of any value */

struct dialect {
	char   delimiter;      /* ',' */
	bool   lax;            /* a quote is special only as a field's first byte */
	size_t max_record;     /* bytes, its line end included; CUTTER_MAX_RECORD_LIMIT at most */
	size_t block_size;     /* bytes read at once; tests go down to 1 */
};

#define DIALECT_DEFAULT ((struct dialect){ ',', false, CUTTER_MAX_RECORD, CUTTER_BLOCK_SIZE })

/* Why a record is none. */
enum record_fault {
	RECORD_GOOD,
	RECORD_QUOTE,          /* a quote in an unquoted field, text behind a closing one */
	RECORD_UNCLOSED,       /* the input ended inside a quote */
	RECORD_TOO_LONG,       /* longer than max_record, usually an unclosed quote */
	RECORD_RETURN,         /* a CR outside quotes without LF: old Mac line ends */
	RECORD_NUL,            /* a NUL byte: perhaps UTF-16 */
	RECORD_NOT_UTF8,
};

/*
 * What masks cannot split: a physical line that is bad, or (RECORD_GOOD) records that
 * are well formed only in the lax grammar.
 */
struct odd_part {
	size_t            at, length;   /* in the block; length with the line end */
	enum record_fault fault;
	uint64_t          fault_line;   /* of the offending byte, or the quote left open */
};

/*
 * Whole records of one source. The storage belongs to the block and is reused by the
 * next cutter_next on it; slices of its records live until then. The flags may be
 * true when nothing of the kind is in the block, never false when it is.
 */
struct block {
	const char      *data;        /* begins a record; BLOCK_PADDING readable bytes follow */
	size_t           length;
	uint64_t         line;        /* physical line of data[0], counted from 1, by LF */
	uint64_t         lines;       /* LFs in it */
	uint64_t         offset;      /* of data[0] in the source, for progress */
	bool             quotes;      /* has a quote byte */
	bool             high;        /* has a byte over 127 */
	bool             nuls;        /* has a NUL byte */
	struct odd_part *odd_part;    /* odd_parts of them, in order */
	size_t           odd_parts;
	char            *storage;     /* the cutter's: what data lies in */
	size_t           capacity, odd_capacity;
};

void block_init(struct block *block);
void block_release(struct block *block);

struct cutter;

enum cut { CUT_BLOCK, CUT_END, CUT_FAILED };

struct cutter *cutter_new(
	struct source *source, struct dialect dialect); /* source stays the caller's */
void           cutter_free(struct cutter *cutter);

/*
 * The first record only (the header; blank lines before it are passed over), as a block
 * of its own. Reads no further than it must, then parks the source. CUT_END: the input
 * is empty or blank.
 */
enum cut cutter_header(struct cutter *cutter, struct block *block);

/* The next block. CUT_FAILED: errno, source_name. */
enum cut cutter_next(struct cutter *cutter, struct block *block);

/* Back to the record after the header, for a second reading; false: errno. */
bool cutter_rewind(struct cutter *cutter);

#endif
