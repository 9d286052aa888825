/*
 * The inside of an output and of what a worker writes to it; for the map.
 */
#ifndef RUN_OUT_BODY_H
#define RUN_OUT_BODY_H

#include "run/out.h"
#include "run/pass.h"

struct output {
	struct stream *stream;    /* whose columns pass; NULL: none */
	bool          *passes;    /* by column of its header */
	bool           drops;     /* some do not pass */
	struct added {
		char *asked;      /* by the filter */
		char *name;       /* as --as has it */
	} * add;
	size_t         added, capacity;
	struct sink   *sink;      /* NULL: in parts */
	struct sink  **part;
	char         **part_path; /* live as long as the sinks, which name them */
	size_t         parts, part_room;
	struct sink   *aside;     /* NULL: none */
	char           aside_delimiter;
};

struct out {
	const struct output *output;
	struct writer       *writer; /* of the parcel at hand */
	struct writer       *aside;  /* the same */
	size_t               written;
	size_t               begin;  /* of it, behind its frame */
	bool                 framed; /* out_part was called for the record at hand */
};

/* Before each record of an output in parts, among the parcel's bytes. */
struct frame {
	size_t part, length;
};

/* Writes the header. */
void output_begin(struct output *output);
void output_free(struct output *output);

#endif
