/*
 * Exact counts: cells, pilots and samples of just the right size, within strata.
 *
 * A look at all customers first, then each is asked for. What decides is their numbers and
 * which others are there, never the order of the rows; a customer seen twice counts once.
 * Within a stratum of N customers, in the order of their cell numbers from rank 0:
 *
 *	place = floor((rank * total + j) / N),  j = floor(start * total / 2^64)
 *
 * and cells.h says whose place it is. So each cell gets its share of N exactly, rounded up or
 * down where that is no whole number; `start` (draw.h) makes which of the two a fair
 * draw, so that many small strata together come out right too (systematic sampling with a
 * random start; W. G. Cochran, "Sampling Techniques", 3rd ed., 1977, chapter 8).
 *
 * A pilot takes of each cell of n customers in a stratum those with the smallest wave numbers,
 *
 *	floor((wave * n + floor(start * waves / 2^64)) / waves)
 *
 * of them for a pilot of wave / waves: a larger pilot holds a smaller one, and its cells are
 * those of the whole. A sample of so many customers, without cells, takes the smallest wave
 * numbers; its strata get their share by largest remainders (ties: the larger start).
 *
 * 24 bytes a customer until it is settled; then 24 a stratum and cell. Pure; memory as in
 * value/memory.h.
 */
#ifndef CRM_QUOTA_H
#define CRM_QUOTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/cells.h"
#include "crm/draw.h"

struct quota_spec {
	const struct test_cells *cells;      /* NULL: no cells, only a pilot or a sample */
	uint64_t wave, waves;                /* the pilot, 1 <= wave <= waves; all: 1, 1 */
	uint64_t sample;                     /* this many, without cells; 0: no sample */
};

/* What was looked at; each thread may have its own, and quota_join brings them together. */
struct quota;

struct quota *quota_new(void);
void          quota_free(struct quota *quota);           /* NULL is fine */
void          quota_add(struct quota *quota, uint64_t stratum, struct drawn drawn);
void          quota_join(struct quota *into, struct quota *from);       /* frees `from` */

/* After the last one; the cells stay the caller's and must outlive it. */
void          quota_settle(struct quota *quota, const struct quota_spec *spec);
uint64_t      quota_customers(const struct quota *quota);        /* different ones */

enum quota_answer {
	QUOTA_TAKEN,
	QUOTA_LEFT,                  /* not in the pilot or sample */
	QUOTA_SEVERAL,               /* the customer is in several strata, and counts in none */
};

/* *cell is set where there are cells. For customers that were added. */
enum quota_answer quota_ask(
	const struct quota *quota, uint64_t stratum, struct drawn drawn, size_t *cell);

#endif
