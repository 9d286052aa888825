/*
 * A side table: a second named input (rules, costs, contacts, lookups), read in one go by
 * the command's own loop, in one thread.
 *
 *	struct side *costs = side_open("--costs", path, columns, n, SIDE_DATA);
 *	while (side_next(costs, &row)) { ... }
 *	side_close(costs);
 *
 * Comma separated, or by tabs when the name ends in .tsv; bound by the same binder.
 * A bad row of data ends the filter at once (exit 1); in a rule file (SIDE_RULES) every error
 * is said first and side_close ends with exit 2. `-` may stand for one FILE of a command line.
 */
#ifndef RUN_SIDE_H
#define RUN_SIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "run/columns.h"
#include "run/row.h"

enum side_kind { SIDE_DATA, SIDE_RULES };

struct side;

struct side *side_open(const char *option, const char *path, const struct column_spec *column,
	size_t columns, enum side_kind kind);

/*
 * The next row: fields and cells live until the next call, `line` is its place. Blank
 * lines are passed over.
 */
bool side_next(struct side *side, struct row *row);

/*
 * This row is wrong (NULL: the file as a whole). Data: the end. Rules: said, and
 * remembered. `column` logical, or -1.
 */
void side_bad(struct side *side, const struct row *row, int column, const char *format, ...)
	PRINTF_LIKE(4, 5);

/* "rules.csv:3", for stream_rule and messages; lives until the next call. */
const char *side_place(struct side *side, const struct row *row);

/* Remembers an error that was said by someone else (stream_rule returned NULL). */
void side_failed(struct side *side);

const struct header  *side_header(const struct side *side);
const struct binding *side_binding(const struct side *side);

void side_close(struct side *side);

/* What separates the fields of a file of this name. */
char side_delimiter(const char *path);

#endif
