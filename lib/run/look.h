/*
 * A look at all rows before a map writes the first: for what a row alone does not tell (how
 * many there are, where its rank is).
 *
 * The stream is read once more for it; a pipe waits in an unlinked temporary file. Rows that
 * are bad or ignored are passed over and judged again by the map, so `each` may return
 * false only through row_bad or row_ignore, as the map's function does for the same row.
 */
#ifndef RUN_LOOK_H
#define RUN_LOOK_H

#include <stdbool.h>

#include "run/row.h"
#include "run/stream.h"

struct look {
	bool  (*each)(const struct row *row, void *work);   /* by several threads */
	void *(*work_new)(void);                            /* a thread's own */
	void  (*work_done)(void *work);                     /* one thread at a time; frees it */
};

/* Afterwards the stream stands at its first row again. */
void look_run(struct stream *stream, const struct look *look);

#endif
