/*
 * A report: the result of a fold, row by row, to -o or stdout, with --sort and --limit.
 *
 * Columns first, then for each row one call a column and report_end; the report counts
 * and refuses a row of another width. Without --sort rows go straight out. --sort
 * orders by value (text by bytes, empty last), equal ones in the order they came.
 */
#ifndef RUN_REPORT_H
#define RUN_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/day.h"
#include "value/money.h"
#include "value/slice.h"

struct report;

struct report *report_new(void);

/*
 * A second output of the command (--cuts-out): comma separated, or by tabs where its name ends
 * in .tsv, like a side table; without --sort and --limit. It is there before -o.
 */
struct report *report_to(const char *option, const char *path);

/*
 * Rows for a register (sink_append): as report_to, behind those that are there. Its columns
 * are given as its header has them; the header is written where *there is false.
 */
struct report *report_append(const char *option, const char *path, bool *there);

void report_column(struct report *report, struct slice name);       /* repeated names: exit 2 */
void report_columns(struct report *report, const char *const name[], size_t names);

/* All are named: --sort is held against them, before a long input is read. May be left out. */
void report_named(struct report *report);

void report_text(struct report *report, struct slice text);
void report_string(struct report *report, const char *string);
void report_empty(struct report *report);
void report_day(struct report *report, day d);                      /* DAY_NONE: empty */
void report_money(struct report *report, money amount);
void report_sum(struct report *report, money_sum sum,
	const char *what); /* too large: exit 1, naming what */
void report_integer(struct report *report, int64_t n);
void report_integers(struct report *report, const int64_t *n, size_t count);     /* a field each */
void report_number(struct report *report, double x);
void report_ratio(struct report *report, __int128 numerator, __int128 denominator);
void report_end(struct report *report);

/*
 * Fields that many rows have in common, by a number of the caller's, from 0 on: true, and they are
 * there; false, and then they are given, and report_common_end is called after them.
 */
bool report_common(struct report *report, size_t number);
void report_common_end(struct report *report, size_t number);

/*
 * Rows by all threads of the filter: as if row had been called for each i < count in turn. It
 * makes one row, in the report it is given, and changes nothing else that is shared. Where
 * may_end says that the row could end the filter, or for another reason must come in its turn, it
 * is made by the caller's thread, after all rows before it.
 */
struct report_rows {
	void (*row)(struct report *report, const void *context, size_t i);
	bool (*may_end)(const void *context, size_t i);
	const void *context;
};
void report_rows(struct report *report, size_t count, const struct report_rows *rows);

/* A row that stays last whatever the sort and limit: the total. Call before its first field. */
void report_last(struct report *report);

/* The last row of a state, see run/state.h: empty but for the number of rows in the last column. */
void report_state_end(struct report *report);

/* writes what waits; command_end commits */
void report_finish(struct report *report);

#endif
