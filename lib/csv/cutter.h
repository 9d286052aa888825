/*
 * The cutter: turns the bytes of a source into blocks of whole records, in sequence.
 *
 * One cutter a source, one caller at a time (workers take turns under a lock of
 * theirs). It finds the last record end in what it has read by vectorised masks of
 * quotes and line ends with the exact quote state, and checks that quotes stand where
 * they may; where they do not, the block is walked by libcsv. What follows the last
 * record end begins the next block, so every block begins a record.
 *
 * Recovery: grammar is that of a sequential reading. When a record breaks it, the
 * physical line on which that record began is bad and reading resumes at the next
 * line. A record that reaches max_record bytes, or the end of input inside a quote,
 * is bad in the same way: then the block ends right behind that one bad line and
 * `ends_bad` says why.
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
#define BLOCK_PADDING     64     /* readable bytes behind a block's end, of any value */

struct dialect {
	char   delimiter;      /* ',' */
	bool   lax;            /* a quote is special only as a field's first byte */
	size_t max_record;     /* bytes, its line end included */
	size_t block_size;     /* bytes read at once; tests go down to 1 */
};

#define DIALECT_DEFAULT ((struct dialect){ ',', false, CUTTER_MAX_RECORD, CUTTER_BLOCK_SIZE })

/* Why a record is none. */
enum record_fault {
	RECORD_GOOD,
	RECORD_QUOTE,          /* a quote inside an unquoted field, or text behind a closing quote */
	RECORD_UNCLOSED,       /* the input ended inside a quote */
	RECORD_TOO_LONG,       /* reached max_record, usually an unclosed quote */
	RECORD_RETURN,         /* a CR outside quotes without LF: old Mac line ends */
	RECORD_NUL,            /* a NUL byte: perhaps UTF-16 */
	RECORD_NOT_UTF8,
};

/*
 * Whole records of one source. The storage belongs to the block and is reused by the
 * next cutter_next on it; slices of its records live until then.
 */
struct block {
	char             *data;       /* begins a record; BLOCK_PADDING readable bytes follow */
	size_t            length;
	size_t            capacity;
	uint64_t          line;       /* physical line of data[0], counted from 1, by LF */
	uint64_t          lines;      /* LFs in it */
	uint64_t          offset;     /* of data[0] in the source, for progress */
	bool              quotes;     /* has a quote byte at all */
	bool              returns;    /* has a CR at all */
	bool              high;       /* has a byte over 127 at all */
	bool              orderly;    /* every quote is well placed: the fast lane may split it */
	enum record_fault ends_bad;   /* not RECORD_GOOD: the last physical line is bad for this reason */
	uint64_t          bad_line;   /* then: the line its open quote stands on */
};

void block_init(struct block *block);
void block_release(struct block *block);

struct cutter;

enum cut { CUT_BLOCK, CUT_END, CUT_FAILED };

struct cutter *cutter_new(struct source *source, struct dialect dialect);   /* source stays the caller's */
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

/* Forces a scanner in tests: "scalar", "sse2", "avx2", "neon"; NULL: the best here. False: not on this machine. Also $CRM_SCANNER. */
bool scanner_force(const char *name);

#endif
