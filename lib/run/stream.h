/*
 * A stream: the rows of the operands (the main stream) or of one more named input with
 * its own header, binding and rejects.
 *
 * Opening reads and binds every header before any output is written; files whose
 * columns stand in another order are brought into the first one's. A filter then
 * reads it through a shape: map, fold or gather.
 */
#ifndef RUN_STREAM_H
#define RUN_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "run/columns.h"
#include "run/command.h"
#include "value/slice.h"

struct stream;

/* The operands, bound to the command's columns. Answers --show-columns. */
struct stream *stream_open(struct operands files);

/* The same, bound to other columns: operands that are states, say. */
struct stream *stream_open_as(
	struct operands files, const struct column_spec *column, size_t columns);

/*
 * A second main stream, "--events". Column options apply where its header has that name. Its bad
 * rows go to `rejects` (NULL: the first one stops the filter).
 */
struct stream *stream_open_second(const char *option, const char *path,
	const struct column_spec *column, size_t columns, const char *rejects);

const struct header  *stream_header(const struct stream *stream);
const struct binding *stream_binding(const struct stream *stream);
bool                  stream_has(const struct stream *stream, int column);      /* bound */

/* Nobody looks at this column: it stays bound, but rows come as if nothing stood in it. */
void stream_unread(struct stream *stream, int column);

/* All columns of the header for the one that may be several, in its order; returns how many. */
size_t                stream_fields(const struct stream *stream, const int **field);

/* A bound column's own name in the header ("买家会员名"), else its logical name. */
struct slice          stream_column_name(const struct stream *stream, int column);

/* Ends with a message unless the column is bound: for columns that only some options need. */
void                  stream_require(const struct stream *stream, int column, const char *why);

/*
 * Parses and binds an expression over the stream's columns ("in --rules", "rules.csv:3"
 * says where it stands). NULL after the error was said: the caller collects all and ends with
 * EXIT_USAGE. Names are header names first, then logical names.
 */
struct rule *stream_rule(const struct stream *stream, struct slice text, const char *where);

/* The same, and it must be a condition: something that is true or not. */
struct rule *stream_condition(const struct stream *stream, struct slice text, const char *where);

/* Whether the text parses and every name in it is a column of this stream; nothing is said. */
bool stream_knows(const struct stream *stream, struct slice text);

/*
 * Columns that rules of this stream, from now on, may name besides its own: those of a side
 * table that belong to a row, say. Whoever tests such a rule gives their fields, in an array,
 * behind those of the row. A rule that asks of the whole input (top, quantile) must not name
 * them. Kept, not copied; a name may stand for a field of another.
 */
struct further_columns {
	struct further_column {
		struct slice name;
		size_t       field;
	} * column;
	size_t count, fields;
};
void stream_further(struct stream *stream, const struct further_columns *further);

/*
 * Answers what rules ask beyond their row: reads their lists (in_list), and looks at the whole
 * input for those that rank (top, quantile), once for all of them; nothing is read when none
 * asks. For every rule that is tested; --where is looked after by itself. Rules that name
 * others must have been given them, or it is the end.
 *
 * Equal values stand equal; with _exact they stand in the order of their rows, and every
 * test of a row must be led by rule_work_row(work, row_place(row)).
 */
void stream_survey(struct stream *stream, struct rule *const rule[], size_t rules);
void stream_survey_exact(struct stream *stream, struct rule *const rule[], size_t rules);

#endif
