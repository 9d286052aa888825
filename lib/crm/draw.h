/*
 * The numbers a campaign draws for its customers.
 *
 * They are a keyed hash, so nothing has to be remembered: the same customer and campaign
 * give the same numbers on any machine, in any order, at any time, and different campaigns
 * draw independently of each other. They are pinned; a change would move people between
 * the arms of running tests. Of HMAC-SHA-256 with the campaign's bytes as the key and the
 * customer's bytes as the message, each number big-endian:
 *
 *	cell    = bytes 1 to 8: decides the test cell
 *	wave    = bytes 9 to 16: the place in the queue, for pilots and samples
 *
 * and for a group of customers, the message being "strata=" and its values joined by ',',
 * those with a comma or a quote in quotes as in a CSV:
 *
 *	start   = bytes 1 to 8: where exact counts begin to round
 *
 * Read-only once made; any number of threads may draw.
 */
#ifndef CRM_DRAW_H
#define CRM_DRAW_H

#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

struct draw;

struct drawn {
	uint64_t cell, wave;
};

struct draw *draw_new(struct slice campaign);
void         draw_free(struct draw *draw);               /* NULL is fine */

struct drawn draw_customer(const struct draw *draw, struct slice customer);

/* No values: the group of all. */
uint64_t     draw_stratum(const struct draw *draw, const struct slice *value, size_t values);

/* floor(number * total / 2^64): a place in 0 .. total - 1. */
static inline uint64_t
draw_place(uint64_t number, uint64_t total)
{
	return (uint64_t)((unsigned __int128)number * total >> 64);
}

#endif
