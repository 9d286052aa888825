/*
 * What a map writes: the columns of its stream that pass through, and those it adds.
 *
 *	struct output *output = output_passing(stream);
 *	output_add(output, "segment");
 *
 * A column that is there already is the end (exit 2) that names --as and --replace; with
 * --replace the added one stands in its place. In the map's function the out of an output
 * takes one record after the other: out_pass for the passing columns, then one call for
 * each added column, in the order they were added, then out_end.
 */
#ifndef RUN_OUT_H
#define RUN_OUT_H

#include <stddef.h>

#include "csv/writer.h"
#include "run/row.h"
#include "run/stream.h"

struct output;

struct output *output_passing(struct stream *stream);      /* to -o or stdout */
struct output *output_alone(void);                          /* the same without passing columns */
/* the same in parts instead of one: files of their own, see output_part and out_part */
struct output *output_parts(struct stream *stream);
/*
 * The next part: the file FOLDER/NAME.csv (.tsv where fields are divided by tabs). The folder
 * is made when it is not there. Bytes of the name that some system or shell takes for something
 * else stand as %XX, so that two names never give one file; names that differ in nothing
 * but case are refused, because on some disks they are one file.
 */
void output_part(struct output *output, const char *option, const char *folder, struct slice name);
void           output_add(struct output *output, const char *name);      /* copied */
struct slice   output_name(const char *name);     /* what --as makes of it if it is added first */
/* a header column that does not pass */
void           output_drop(struct output *output, int field);
/* output_add, and the column stands where that one of the header stood, which does not pass */
void           output_put(struct output *output, const char *name, int field);

/*
 * A second output, for records that go elsewhere as well: all columns of the stream as they
 * stand; comma separated, or by tabs as its name says. `option` is for messages.
 */
void           output_aside(struct output *output, const char *option, const char *path);

struct out;

/* Writes the record to the second output. */
void out_aside(struct out *out, const struct row *row);

/* Of an output in parts: where the next record goes. Before its first field, each time. */
void out_part(struct out *out, size_t part);

void out_pass(struct out *out, const struct row *row);
void out_text(struct out *out, struct slice text);
void out_string(struct out *out, const char *string);
void out_empty(struct out *out);
void out_day(struct out *out, day d);
void out_money(struct out *out, money amount);
void out_integer(struct out *out, int64_t n);
void out_end(struct out *out);

#endif
