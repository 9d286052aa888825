/*
 * Rows in the order of a value: where the top, the bottom and the tiles begin.
 *
 * The rows stand upwards by value. Without places equal values are never parted: a boundary
 * that would fall between them is moved so that the upper part keeps all of them or none, as
 * each function says. With places (numbers that grow from row to row of the input) equal values
 * stand in one order too, the later row below, and every part has exactly its number of rows.
 * Arrays are the caller's.
 */
#ifndef TABLE_RANKED_H
#define TABLE_RANKED_H

#include <stddef.h>
#include <stdint.h>

#include "value/number.h"

struct ranked {
	int64_t  *value;
	uint64_t *place;               /* NULL: equal values are equal */
	size_t    count;
};

void ranked_sort(struct ranked *ranked);

/*
 * floor(count * share), at least one: the first of the highest so many. Equal ones all belong
 * to them. count > 0.
 */
size_t ranked_top(const struct ranked *ranked, struct decimal share);

/* The first above the lowest so many, to which equal ones all belong; count: there is none. */
size_t ranked_bottom(const struct ranked *ranked, struct decimal share);

/*
 * The first of tile k (1..tiles - 1, tile 0 being the lowest) when the rows are dealt out as
 * evenly as they go, the lower tiles taking one more each: SQL's NTILE. Equal ones belong to
 * the tile of the first of them. count: the tile is empty, as are those above it.
 */
size_t ranked_tile(const struct ranked *ranked, size_t tiles, size_t k);

#endif
