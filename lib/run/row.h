/*
 * A row as a filter's functions see it: its bound columns as values, its fields as text.
 *
 * Values were read and judged by lib/run before the filter's function is called; a
 * row that is bad or ignored never reaches it. A row and its slices live for that
 * call only. row_bad and row_ignore take the row out afterwards: return their result.
 */
#ifndef RUN_ROW_H
#define RUN_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run/message.h"
#include "value/day.h"
#include "value/money.h"
#include "value/slice.h"

/* Values that are copied about in words: a day is an integer here. */
union cell {
	struct slice text;
	struct {
		moment at;
		bool timed;
	} moment;
	money        money;
	int64_t      integer;
};

struct pass_worker;
struct row {
	const union cell   *cell;       /* by logical column */
	uint32_t            present;    /* bit i: column i is bound and not empty */
	const struct slice *field;      /* by the stream's header; NULL in a fold's `add` */
	size_t              fields;
	uint64_t            line;       /* where it starts */
	size_t              file;       /* operand number */
	struct pass_worker *worker;     /* lib/run's */
};

static inline bool
row_has(const struct row *row, int column)
{
	return row->present >> column & 1;
}

/* All that was paid was paid back: a refund column took the amount down to 0. */
#define ROW_PAID_BACK (1u << 31)
static inline bool
row_paid_back(const struct row *row)
{
	return row->present & ROW_PAID_BACK;
}

/* Text of a column without a value: empty. */
static inline struct slice
row_text(const struct row *row, int column)
{
	return row_has(row, column) ? row->cell[column].text : SLICE_EMPTY;
}

static inline day
row_day(const struct row *row, int column)
{
	return (day)row->cell[column].integer;
}
static inline moment
row_moment(const struct row *row, int column)
{
	return row->cell[column].moment.at;
}
static inline bool
row_timed(const struct row *row, int column)
{
	return row->cell[column].moment.timed;
}
static inline money
row_money(const struct row *row, int column)
{
	return row->cell[column].money;
}
static inline int64_t
row_integer(const struct row *row, int column)
{
	return row->cell[column].integer;
}

/* A field by its place in the header. */
static inline struct slice
row_field(const struct row *row, int field)
{
	return row->field[field];
}

/* Grows from row to row of the input, over all files. */
static inline uint64_t
row_place(const struct row *row)
{
	return (uint64_t)row->file << 40 | row->line;
}

/* The operand of a place, and the line. */
static inline size_t
place_file(uint64_t place)
{
	return (size_t)(place >> 40);
}
static inline uint64_t
place_line(uint64_t place)
{
	return place & (((uint64_t)1 << 40) - 1);
}

/* Bytes that live as long as the row's block: keys and texts a function makes. */
struct arena;
struct arena *row_scratch(const struct row *row);

/* This row is bad: `column` is a logical column, or -1. Returns false. Not in a fold's `add`. */
bool row_bad(const struct row *row, int column, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same for a column of the header, or -1. */
bool row_bad_field(const struct row *row, int field, const char *format, ...) PRINTF_LIKE(3, 4);

/*
 * This row does not concern the filter; counted by `reason` (a literal: "closed order").
 * Returns false.
 */
bool row_ignore(const struct row *row, const char *reason);

/* Counts something worth a word in the summary ("unmatched"), the row stays. */
void row_count(const struct row *row, const char *what);

#endif
