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
	struct sink   *sink;
	struct sink   *aside;     /* NULL: none */
	char           aside_delimiter;
};

struct out {
	const struct output *output;
	struct writer       *writer; /* of the parcel at hand */
	struct writer       *aside;  /* the same */
	size_t               written;
};

/* Writes the header. */
void output_begin(struct output *output);
void output_free(struct output *output);

#endif
