/*
 * The summary: what became of the rows, said once at the end.
 *
 * Rows read = used + ignored + rejected + blank, for each stream; the shapes report
 * both sides and the sum is checked here. Lines are said when something was ignored,
 * rounded, repaired or rejected, or always with -v, never with -q.
 */
#ifndef RUN_SUMMARY_H
#define RUN_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include "value/money.h"

/* Counts by text; the texts are literals or live as long as the process. */
#define TALLY_MOST 64
struct tally {
	struct tally_entry {
		const char *what;
		bool        ignored; /* such rows were not used; else a mere remark */
		uint64_t    rows;
		money_sum   amount;  /* of the ignored rows, where it could be read */
		bool        amounts;
	} entry[TALLY_MOST];
	int      entries;
	uint64_t read, used, blank, rejected;
};

struct tally_entry *tally_entry(struct tally *tally, const char *what, bool ignored);
void                tally_merge(struct tally *into, const struct tally *from);

/*
 * Once a stream was read to its end: checks the sum and keeps it for the end. `name` is ""
 * for the operands.
 */
void summary_stream(const char *name, const struct tally *tally);

/* What is to be remarked of a side table's rows (rounded amounts), by its name. */
void summary_remarks(const char *name, const struct tally *tally);

/* A line of its own for the end ("995 customers", said with -v or when `always`). */
void summary_line(bool always, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says it; the exit code: 0, or 4 when rows were rejected. */
int summary_end(void);

#endif
