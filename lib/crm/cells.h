/*
 * Test cells: which customer belongs to which cell of a campaign.
 *
 * The assignment is a keyed hash, so nothing has to be remembered: the same customer,
 * campaign and shares give the same cell on any machine, in any order, at any time,
 * and different campaigns assign independently of each other. It is pinned; a change
 * would move people between the arms of running tests:
 *
 *	u    = the first 8 bytes, as a big-endian number, of HMAC-SHA-256 with the
 *	       campaign's bytes as the key and the customer's bytes as the message
 *	cell = the one whose interval of cumulative shares holds floor(u * total / 2^64),
 *	       cells in the order of their names' bytes, shares brought to whole numbers
 *
 * (u * total / 2^64 lies in [0, total); only the proportions of the shares matter.)
 * All arithmetic is exact. Cells are read-only once made.
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
 * The campaign is not empty. NULL: *why says the reason, *at the cell that has it (or is empty).
 */
struct test_cells *cells_new(
	struct slice cells, struct slice campaign, const char **why, struct slice *at);
void               cells_free(struct test_cells *cells);      /* NULL is fine */

/* The customer's number u under this campaign. */
uint64_t           cells_number(const struct test_cells *cells, struct slice customer);

/* The name of the customer's cell; it lives as long as the cells. */
struct slice       cells_assign(const struct test_cells *cells, struct slice customer);

#endif
