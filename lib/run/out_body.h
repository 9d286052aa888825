/*
 * The inside of an output and of what a worker writes to it; for the map.
 */
#ifndef RUN_OUT_BODY_H
#define RUN_OUT_BODY_H

#include "run/out.h"
#include "run/pass.h"

/* What is written where a column of the header stood: the added column of this number, or */
enum { PLACE_PASSES = -1, PLACE_DROPPED = -2 };

struct output {
	struct stream *stream;    /* whose columns pass; NULL: none */
	int           *place;     /* by column of its header */
	bool           drops;     /* some do not pass */
	bool           puts;      /* added ones stand in their place */
	struct added {
		char *asked;      /* by the filter */
		char *name;       /* as --as has it */
		bool  put;        /* stands among those that pass, not behind them */
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

	/* Where added columns stand among those that pass, all wait for the record's end. */
	const struct row    *row;
	struct writer        held;
	size_t              *held_end; /* by added column */
};

/* Before each record of an output in parts, among the parcel's bytes. */
struct frame {
	size_t part, length;
};

void out_init(struct out *out, const struct output *output);
void out_release(struct out *out);

/* Writes the header. */
void output_begin(struct output *output);
void output_free(struct output *output);

#endif
