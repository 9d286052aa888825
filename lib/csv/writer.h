/*
 * The writer: fields -> CSV bytes in a buffer.
 *
 * Quotes only where needed (delimiter, quote, CR or LF in it; and an empty field that
 * is a record's only one), doubles quotes, ends lines with LF. The buffer belongs to
 * the caller, who hands it to a sink. Never fails but by memory.
 */
#ifndef CSV_WRITER_H
#define CSV_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/buffer.h"
#include "value/day.h"
#include "value/money.h"
#include "value/slice.h"

struct writer {
	struct buffer buffer;
	char          delimiter;
	bool          started;     /* a field of this record is written */
	size_t        begin;       /* offset of this record in the buffer */
};

void writer_init(struct writer *writer, char delimiter);
void writer_release(struct writer *writer);

/* One field each. */
void writer_text(struct writer *writer, struct slice text);
void writer_empty(struct writer *writer);
void writer_day(struct writer *writer, day d);                 /* DAY_NONE: empty */
void writer_money(struct writer *writer, money amount);
void writer_integer(struct writer *writer, int64_t n);
void writer_integers(struct writer *writer, const int64_t *n, size_t count);   /* a field each */
void writer_number(struct writer *writer, double x);   /* number_print; nan and inf: empty */
void writer_ratio(struct writer *writer, __int128 numerator, __int128 denominator);

/* Several fields that are already CSV with this delimiter, as they stand (a plain record's raw). */
void writer_raw(struct writer *writer, struct slice fields);

/* Ends the record. */
void writer_end(struct writer *writer);

#endif
