/*
 * One customer's orders in parts: what happened on a day in an order, entries of the same
 * day, order and margin added up.
 *
 * This is what a state of histories is made of. Where orders are known to be whole, they can
 * be counted here and lose their numbers: what is left is a part a day and margin, whose sales are
 * the orders that count and were placed on it, and whose money is the day's.
 *
 * Sums have 128 bits. Pure.
 */
#ifndef CRM_ORDER_PARTS_H
#define CRM_ORDER_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/history.h"
#include "value/memory.h"
#include "value/slice.h"

struct part {
	struct slice id;                   /* of the order; empty: each sale is an order */
	day          date;
	int64_t      margin;               /* of the money, in a unit of the caller's */
	int64_t      sales, refunds;       /* how many */
	money_sum    sold, refunded;
};

struct parts {
	struct part *part;
	size_t       count, capacity;
	struct arena ids;
};

void parts_init(struct parts *parts);
void parts_clear(struct parts *parts);
void parts_release(struct parts *parts);

/* Entries come in the order of their days, then ids, which are copied, then margins. */
void parts_add(
	struct parts *parts, struct slice id, int64_t margin, const struct history_entry *entry);

/*
 * The sales of each order with an id become 1 on the day of its first one, else 0; all 0 when
 * `netted` and its refunds bring it down to nothing. Parts then stand by id.
 */
void parts_count_orders(struct parts *parts, bool netted);

/* Forgets the ids: a part a day and margin, in their order. */
void parts_drop_orders(struct parts *parts);

#endif
