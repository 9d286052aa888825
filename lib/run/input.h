/*
 * The inside of a stream: its files, the order of their columns, what becomes of bad
 * rows. For the shapes of this room; filters see run/stream.h.
 */
#ifndef RUN_INPUT_H
#define RUN_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "csv/cutter.h"
#include "run/bind.h"
#include "run/settings.h"
#include "run/sink.h"
#include "run/stream.h"
#include "run/summary.h"
#include "value/money.h"

/* Of a file or block of a state: its rows, its last rows and what they say; see run/state.h. */
struct state_seen {
	uint64_t rows, ends, told;
};

struct input_file {
	struct source *source;
	struct cutter *cutter;
	struct header  header;
	/* this file's field for each column of the first file's; NULL: the same */
	size_t        *order;
	struct state_seen state;
};

/* The values whose usual form is read in place, see value/plain.h. */
enum plain { PLAIN_NONE, PLAIN_KEY, PLAIN_DAY, PLAIN_MOMENT, PLAIN_MONEY, PLAINS };

/* How a bound column is read of each row: settled once, in the order of judging. */
struct reading {
	int              column;      /* logical */
	uint32_t         bit;         /* of a row's present */
	int              field;       /* of the first file's header; -1: by its expression */
	enum column_type type;
	enum plain       plain;
	int              instead;     /* of the header: read where that is empty; -1: none */
	bool             empty_ok;    /* an empty field is no bad row */
	bool             folds;       /* a customer, under --fold-keys */
	bool             is_key;      /* rows are told apart by it: see value/key.h */
};

/* The readings whose values have a usual form, kind by kind: none of them takes a decision. */
struct usual {
	struct usual_reading {
		int      column, field;
		uint32_t bit;
	} reading[COLUMNS_MOST];
	const struct usual_reading *end[PLAINS];      /* of the readings of a kind */
	uint32_t bits;                /* of them all */
};

struct stream {
	struct stream     *next;  /* of all that were opened: they live until streams_close */
	const char        *title; /* "" for the operands, else the option's name */
	struct dialect     dialect;
	struct input_file *file;
	size_t             files;
	size_t             cutting;   /* the file whose blocks come now */
	struct binding     binding;
	struct reading     reading[COLUMNS_MOST];
	size_t             readings;
	uint32_t           bits;      /* of all of them */
	struct usual       usual;
	struct rule       *where;
	const struct further_columns *further; /* that rules may name; NULL: none */
	const char        *rejects_path;
	/* opened with the first reading; NULL: bad rows stop the filter */
	struct sink       *rejects;
	/* column of the event date, customer and amount; -1: none */
	int                date;
	int                customer;
	int                amount;
	int                order;     /* watched for repeated amounts; -1: not */
	uint64_t           repeats;   /* orders that repeat theirs, see run/repeats.h */
	enum anonymous     anonymous;
	const struct profile *profile; /* NULL: of no known export */
	struct trade      *trade;     /* NULL: nothing of it applies */
	bool               states;    /* the files are states, see run/state.h */
	size_t             stamp;     /* their column of the header */
	struct day_form    dates;     /* how they are written here */
	struct day_form    other_dates; /* in columns that only rules ask for: perhaps so */
	bool               surveyed;  /* has been read once and rewound */
	uint64_t           bytes_before; /* of the files already cut, for progress */
	uint64_t           bad;       /* rows set aside so far */
	uint64_t           messages;  /* of them, said one by one */
	bool               hinted;    /* what may mend the file was said */
	struct currency_seen {        /* by logical column: the first mark of a currency */
		enum currency currency;
		size_t        file;
		uint64_t      line;
	} mark[COLUMNS_MOST];
};

/* The next block of the operands in turn. */
enum cut stream_cut(struct stream *stream, struct block *block, size_t *file);

/* Back to the first row; ends the filter when it cannot, or when a file has changed. */
void stream_rewind(struct stream *stream);

/* Settles the readings by binding and date. */
void stream_plan(struct stream *stream);

/* Gives back all streams; the end of a command. */
void streams_close(void);

void input_file_release(struct input_file *file);

/* Answers what --where asks of the whole input. */
void stream_survey_where(struct stream *stream);

/* `-` may be asked for once: says by whom and ends when it is asked for again. */
void stdin_claim(const char *who);

/*
 * Reads and binds one file's header; shared by streams and side tables. NULL cutter: no
 * such thing.
 */
struct cutter *header_read(struct source *source, struct dialect dialect, bool may_hide,
	enum exit_code missing, struct header *header);

#endif
