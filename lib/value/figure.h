/*
 * A figure: a number as people write it, before it means an amount or a count.
 *
 * One grammar for money, decimals and whole numbers: an optional sign, digits that
 * may be grouped by commas in threes, an optional point with digits after it; full
 * width or not, blanks at both ends passed over. "5." and "1 234" are none.
 *
 * Around it may stand, from the outside in: a spreadsheet's guard (text.h); one mark of
 * currency, before or behind, blanks between; brackets for a negative, then without a
 * sign. ¥-5, -¥5, (¥5), ¥(5), 5 元 are figures; ¥5元 and (-5) are none.
 */
#ifndef VALUE_FIGURE_H
#define VALUE_FIGURE_H

#include <stdbool.h>

#include "value/money.h"
#include "value/slice.h"

struct figure {
	bool          negative;
	enum currency currency;
	struct slice  whole;         /* digits, perhaps well-placed commas; may be empty */
	struct slice  decimals;      /* digits only; may be empty, but not both */
};

/* Room for a figure in full width; one that is longer than this is no figure. */
#define FIGURE_TEXT 128

/* The slices lie in text, or in `space` when it had to be narrowed. False: no figure. */
bool figure_read(struct slice text, char space[FIGURE_TEXT], struct figure *figure);

#endif
