/*
 * The walker: where a record ends, or where it breaks the grammar, byte by byte.
 *
 * A table of states that says the same as libcsv, but can stop anywhere, go on when
 * more bytes have come, and tell why and where a record is none. Only for what the
 * masks of the cutter cannot decide, and for lax reading.
 *
 * A failed record is read again from its second line, so the same bytes could be
 * walked once for each of their lines. They are not: every line that begins inside
 * a failed record begins inside its quotes (a line end outside would have ended the
 * record). A later record that reaches the begin of such a line with a quote open
 * stands therefore just as the failed one stood there, and takes over what that one
 * found. So every byte is walked about twice at most.
 */
#ifndef CSV_WALKER_H
#define CSV_WALKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "csv/cutter.h"

/* How far a record has been walked. */
struct step {
	size_t   at;            /* the next byte */
	int      state;
	size_t   open_at;       /* where the last quote that opened a field stands */
	uint64_t open_line;     /* its line */
	uint64_t line;          /* of the next byte */
};

struct walker {
	struct dialect dialect;
	unsigned char  kind[256];   /* of each byte */
	size_t         begin;        /* of the record walked now */
	uint64_t       begin_line;
	size_t         second;       /* where its second line begins; 0: not reached */
	struct step    now;
	struct step    failed;       /* how far the furthest failed record came; at 0: none */
};

enum walk {
	WALK_RECORD,       /* it ends before now.at */
	WALK_MORE,         /* all bytes are walked and it goes on */
	WALK_FAULT,        /* *fault, *fault_line */
};

void walker_init(struct walker *walker, struct dialect dialect);

/* Begins a record; offsets count from wherever the caller's data begins. */
void walker_begin(struct walker *walker, size_t at, uint64_t line);

/*
 * Walks on through data up to `end`; `final` says that the input ends there. The
 * record's end may be the input's end. Calls for one record see the same bytes again.
 */
enum walk walker_walk(struct walker *walker, const char *data, size_t end, bool final,
	enum record_fault *fault, uint64_t *fault_line);

/* The caller's data now begins `by` bytes later. */
void walker_shift(struct walker *walker, size_t by);

#endif
