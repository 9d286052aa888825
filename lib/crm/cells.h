/*
 * Test cells: their names, their shares, and who belongs to which.
 *
 * Cells stand in the order of their names' bytes, whatever order they were given in, and
 * their shares are brought to whole numbers, so only the proportions matter. Of the total of
 * all shares, each cell has an interval of places: the first one those from 0, and so on.
 * A customer's place decides (draw.h says how it is drawn):
 *
 *	place = floor(number * total / 2^64), number being the customer's cell number
 *
 * That is pinned; a change would move people between the arms of running tests. All
 * arithmetic is exact. Cells are read-only once made.
 */
#ifndef CRM_CELLS_H
#define CRM_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

struct test_cells;

/*
 * Reads "A:45,B:45,control:10": names are not empty, differ and hold no ':' or ',';
 * shares are numbers over 0 with any number of decimals and need not add to 100.
 * NULL: *why says the reason, *at the cell that has it (or is empty).
 */
struct test_cells *cells_new(struct slice text, const char **why, struct slice *at);
void               cells_free(struct test_cells *cells);      /* NULL is fine */

size_t             cells_count(const struct test_cells *cells);
uint64_t           cells_total(const struct test_cells *cells);

/* Of the i-th cell: its name, which lives as long as the cells, and its share of the total. */
struct slice       cells_name(const struct test_cells *cells, size_t i);
uint64_t           cells_share(const struct test_cells *cells, size_t i);

/* The cell of that name; cells_count when there is none. */
size_t             cells_find(const struct test_cells *cells, struct slice name);

/* The cell that has this place; place < total. */
size_t             cells_at(const struct test_cells *cells, uint64_t place);

#endif
