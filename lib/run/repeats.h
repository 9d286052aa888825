/*
 * Repeats: whether the amount looks like that of the order, written again on each row.
 *
 * Only the first block of the operands is looked at, so it costs nothing to speak of, and
 * says the same for any number of threads. Where all orders of several rows that it holds
 * have one amount on all of them, the summary says so, and what to do.
 */
#ifndef RUN_REPEATS_H
#define RUN_REPEATS_H

#include "run/pass.h"

struct repeats {
	struct slice order;          /* at hand; its rows, their amount */
	money        amount;
	uint64_t     rows;
	bool         alike;
	uint64_t     orders, others; /* of several rows: with one amount, with several */
};

/* A row that is used. */
void repeats_add(struct repeats *repeats, const struct pass_worker *worker);

/* The block is done. */
void repeats_end(struct repeats *repeats);

void repeats_say(const struct stream *stream);

#endif
