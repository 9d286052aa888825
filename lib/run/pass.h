/*
 * The pass: one reading of a stream by all workers. The engine under every shape.
 *
 * A worker takes the next block under the lock of the cutter, judges its records one
 * after the other, gives the good ones to `row`, and hands the parcel in; parcels are
 * delivered in the sequence of their blocks, so that outputs, rejects and messages are the
 * same for any number of threads. A bad row stops the pass where it stands in the input,
 * unless rows are being rejected. Ends the filter itself when it must; returns when all
 * was read.
 *
 * What belongs to a worker (its row, scratch, local, tally) is touched by no other thread.
 */
#ifndef RUN_PASS_H
#define RUN_PASS_H

#include <stdbool.h>
#include <stdint.h>

#include "csv/reader.h"
#include "csv/writer.h"
#include "rule/rule.h"
#include "run/input.h"
#include "run/row.h"
#include "run/summary.h"
#include "run/trade.h"
#include "value/memory.h"

/*
 * The marks of currency in one column of a block: the first, and the first other. A column
 * with two of them is a fault of its file, found where blocks are delivered in sequence.
 */
struct mark_seen {
	enum currency first, other;
	uint64_t      line, other_line;
};

/* What became of one block. */
struct parcel {
	struct block   block;
	size_t         file;
	uint64_t       sequence;
	uint64_t       offset;       /* of its first byte in all files, for progress */
	bool           done;
	bool           stopped;      /* by a bad row: the rest of it was not judged */
	int            error;        /* of reading, errno: then there is no block */
	struct writer  output;       /* the shape's, in input order */
	struct writer  aside;        /* a map's second output */
	struct writer  rejects;
	struct buffer  messages;     /* of its bad rows, NUL-ended each, the first few */
	const char    *remedy;       /* of the first that has one, see run/fault.h */
	uint64_t       bad, rows;
	struct state_seen state;
	struct mark_seen mark[COLUMNS_MOST];   /* by logical column */
	bool           marks;        /* there are any */
	struct parcel *next;
};

/* Why the row at hand is not used. */
struct verdict {
	bool         bad;
	const char  *ignored;
	struct slice column;         /* of a bad row, a header's or a literal, or empty */
	char         reason[256];
	struct slice raw;            /* a record that gave no row, as it stands; else no data */
	const char  *remedy;         /* a hint, or NULL */
};

struct pass_worker {
	struct pass      *pass;
	struct stream    *stream;
	struct parcel    *parcel;
	const struct input_file *file;  /* the parcel's, see judge_file */
	size_t            fields;       /* of its records, if these need no closer look */
	struct reader    *reader;
	struct rule_work *rules;
	struct arena      scratch;      /* until the block is done */
	struct tally      tally;
	struct verdict    verdict;
	struct record     record;
	struct row        row;
	union cell        cell[COLUMNS_MOST];
	struct slice     *ordered;      /* the fields in the first file's order */
	struct trade_work *trade;     /* NULL: the stream has none */
	void             *local;
};

struct pass {
	struct stream *stream;
	void          *context;

	bool (*row)(struct pass_worker *worker,
		const struct row *row);                 /* false: row_bad or row_ignore */
	/* while its bytes are there; may be NULL */
	void  (*block_done)(struct pass_worker *worker);
	/* in sequence; may be NULL */
	void  (*deliver)(struct pass *pass, struct parcel *parcel);
	void *(*local_new)(struct pass *pass);
	void  (*local_free)(struct pass *pass, void *local);
	/* one thread: rows come in the order of the input */
	bool    in_turn;
	/* a first reading: rejects and counts wait for the second */
	bool    survey;
	/* rows as they stand: neither --where nor their values are judged */
	bool    unjudged;

	struct tally tally;             /* of all workers, when it is over */
};

/* Reads all; the tally is complete but for what the shape counts as used. */
void pass_run(struct pass *pass);

/* --- judge.c: a record becomes a row --- */

enum judgement { JUDGED_USE, JUDGED_BAD, JUDGED_IGNORED, JUDGED_BLANK, JUDGED_END };

/* The records that follow are of this file. */
void judge_file(struct pass_worker *worker, const struct input_file *file);

/* Fills worker->row from worker->record, or worker->verdict. */
enum judgement judge(struct pass_worker *worker);

/* The amount of an ignored row as it stands; false: it has none that could be read. */
bool judge_amount(struct pass_worker *worker, money *amount);

/* A mark of currency in the row at hand, where a column's money stands. */
void note_currency(struct pass_worker *worker, int column, enum currency currency);

/* Ends the filter when the parcel has another currency than what came before it. */
void check_currencies(struct stream *stream, const struct parcel *parcel);

/* The verdict on a bad row; returns false. */
bool verdict_bad(struct pass_worker *worker, struct slice column, const char *format, ...)
	PRINTF_LIKE(3, 4);

#endif
