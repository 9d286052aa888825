/*
 * What is said of a record that is none: why it is bad, and what may mend its file.
 * Pure texts; whoever knows the place says them.
 */
#ifndef RUN_FAULT_H
#define RUN_FAULT_H

#include <stdbool.h>

#include "csv/cutter.h"
#include "value/slice.h"

/* "not UTF-8"; "" for RECORD_GOOD. */
const char *fault_text(enum record_fault fault);

/*
 * What mends such a file, given the record as it stands; NULL: nothing is known. The name of the
 * file goes behind it when it ends in a blank or in <.
 */
const char *fault_remedy(enum record_fault fault, struct slice raw);

/* Says the remedy as a hint for the file of that name ("<stdin>": without it). */
void fault_hint(const char *remedy, const char *file);

#endif
