/*
 * A figure: a number as people write it, before it means an amount or a count.
 *
 * One grammar for money, decimals and whole numbers: an optional sign, digits that
 * may be grouped by commas in threes, an optional point with digits after it; full
 * width or not, blanks at both ends passed over. "5." and "1 234" are none.
 * Whatever else people put around a number (marks of currency, guards, brackets for
 * a negative) belongs here too, so that all three learn it at once.
 */
#ifndef VALUE_FIGURE_H
#define VALUE_FIGURE_H

#include <stdbool.h>

#include "value/slice.h"

struct figure {
	bool         negative;
	struct slice whole;          /* digits, perhaps well-placed commas; may be empty */
	struct slice decimals;       /* digits only; may be empty, but not both */
};

/* Room for a figure in full width; one that is longer than this is no figure. */
#define FIGURE_TEXT 128

/* The slices lie in text, or in `space` when it had to be narrowed. False: no figure. */
bool figure_read(struct slice text, char space[FIGURE_TEXT], struct figure *figure);

#endif
