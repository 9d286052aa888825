/*
 * A lookup: a side table kept in memory, its rows found by a key.
 *
 * A key is one column or several; rows find each other when all of them are the same,
 * byte for byte, but for a spreadsheet's guard (value/key.h). Of each row the wanted
 * fields are kept, for each key one row: a key that stands there again is an error of the
 * side table unless the caller says which row counts (where it has the options --first and
 * --last, the message names them). Rows whose key is empty, all of it, are passed over: nothing
 * can ask for them. Read-only once it is read, so any number of threads may look up.
 *
 * Memory: 41 to 44 bytes a row, the bytes of keys over 15 bytes, and of the wanted fields
 * their bytes and one each (two from 128 bytes on).
 */
#ifndef RUN_LOOKUP_H
#define RUN_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "run/side.h"
#include "value/slice.h"
#include "value/text.h"

/* The columns of a header that are its key. */
struct key_columns {
	const int *field;
	size_t     fields;
};

/*
 * The key of a row, in its scratch: the parts joined by NULs, no data when all are empty.
 * NULL, or why *field is no key.
 */
const char *key_of_row(
	const struct row *row, const struct key_columns *columns, struct slice *key, int *field);

/* As text_quote, with commas between the parts. */
void key_quote(struct slice key, char out[TEXT_QUOTED]);

enum lookup_repeated { REPEATED_REFUSED, REPEATED_FIRST, REPEATED_LAST };

/* Ends the filter: this row has the key of another before it. */
void side_repeated(struct side *side, const struct row *row, struct slice key);

struct lookup;

/* Reads the side table to its end and closes it; `take` are places in its header. */
struct lookup *lookup_read(struct side *side, const struct key_columns *columns, const int *take,
	size_t takes, enum lookup_repeated repeated);
void           lookup_free(struct lookup *lookup);

/* Fills field[takes], in the order of `take`; false: the key is not there. */
bool lookup_find(const struct lookup *lookup, struct slice key, struct slice *field);

#endif
