/*
 * The lax lane: records and fields by libcsv, fed line by line.
 *
 * It reads only what the cutter found good, so that no error can come; where libcsv
 * and the cutter's walker should ever disagree, the tests say so.
 */
#ifndef CSV_LAX_H
#define CSV_LAX_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>

#include "csv/cutter.h"
#include "value/memory.h"
#include "value/slice.h"

struct lax {
	struct csv_parser parser;
	struct arena     *arena;       /* the reader's: what fields are copied into */
	struct slice     *field;
	size_t            fields, capacity;
	size_t            rows;
};

void lax_init(struct lax *lax, struct dialect dialect, struct arena *arena);
void lax_release(struct lax *lax);

/* The record at the begin of text, which holds whole records: its length with the line end. */
size_t lax_next(struct lax *lax, struct slice text);

#endif
