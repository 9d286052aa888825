/*
 * The map: a record in, 0..n records out, in input order.
 *
 * `each` is called by any of several threads, one row after the other within a block;
 * it may keep nothing but what lies in `work`, which is its thread's own. It returns
 * false only through row_bad or row_ignore, having written nothing for that row but aside.
 */
#ifndef RUN_MAP_H
#define RUN_MAP_H

#include <stdbool.h>

#include "run/out.h"
#include "run/row.h"
#include "run/stream.h"

struct map {
	bool  (*each)(const struct row *row, struct out *out, void *work);
	void *(*work_new)(void);               /* NULL: no work */
	void  (*work_free)(void *work);
	bool    in_turn;                       /* by one thread, all rows in their order */
};

void map_run(struct stream *stream, struct output *output, const struct map *map);

#endif
