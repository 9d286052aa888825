/*
 * States: what a fold writes with --partial and reads with --merge, here as far as all filters
 * share it.
 *
 * A state is CSV whose stamp, the name of one of its columns, says what it was made of. That
 * column is empty in every row but the last one of the file, which holds nothing else than
 * end=N, where N is how many rows stand before it: a state that was cut short, also at a line's
 * end, is known as such and never merged. report_state_end (run/report.h) writes that row.
 */
#ifndef RUN_STATE_H
#define RUN_STATE_H

#include <stdbool.h>

#include "run/stream.h"

#define STATE_END "end="

/*
 * These operands are states, `stamp` is the column of the header. From then on no filter sees
 * their last rows, and a reading ends the filter (exit 1) when a file's end is not there, is
 * there twice or counts other rows. Before the stream is read.
 */
void stream_is_state(struct stream *stream, size_t stamp);

/* --- for the pass --- */

struct pass_worker;
struct parcel;

/* Whether the record at hand is its file's last row; others are counted. */
bool state_takes_end(struct pass_worker *worker);

/* A parcel, in sequence; and when all were read. */
void state_deliver(struct stream *stream, const struct parcel *parcel);
void state_finish(const struct stream *stream);

#endif
