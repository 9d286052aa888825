/*
 * Foreign: what a file probably is that does not read as CSV, or not as this filter wants it.
 *
 * By the first bytes of kinds of files that people take for CSV, by headers that stand
 * wrongly separated or too low, and by dates in the forms of other countries and of programs.
 * Only messages and hints depend on it, never what is read.
 */
#ifndef RUN_FOREIGN_H
#define RUN_FOREIGN_H

#include <stdbool.h>

#include "run/columns.h"
#include "value/slice.h"

/*
 * What the file is that begins so, "a workbook or another zip file, not CSV"; *remedy is a hint,
 * as of fault_hint. NULL: nothing is known.
 */
const char *foreign_kind(struct slice begin, const char **remedy);

/*
 * Hints at what is wrong with a header in which a column was missed, if it can be seen;
 * `operands`: -d is for them.
 */
void foreign_hint(const struct header *header, bool operands);

/*
 * A hint at the option that reads a text which is no date in the usual forms; NULL: nothing is
 * known. Where day and month cannot be told apart it names both ways.
 */
const char *foreign_date(struct slice text);

#endif
