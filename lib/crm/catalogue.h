/*
 * The catalogue: what points can be exchanged for, at which price, by whom and when, and how
 * many pieces of it there are.
 *
 * Items are found by name, byte for byte. The catalogue owns its array and index; names
 * stay the caller's.
 */
#ifndef CRM_CATALOGUE_H
#define CRM_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/point_names.h"
#include "value/day.h"

#define STOCK_UNLIMITED INT64_MAX

struct item {
	int64_t points;             /* of one piece, > 0 */
	int64_t stock;              /* pieces that there are, ever; STOCK_UNLIMITED */
	day     from, to;           /* both included */
	int     min_tier;           /* -1: for everybody */
};

struct catalogue {
	struct point_names names;
	struct item       *item;
	size_t             capacity;
	bool               limited; /* some item is */
};

void catalogue_init(struct catalogue *catalogue);
void catalogue_release(struct catalogue *catalogue);

/* False: the item is there already. */
bool catalogue_add(struct catalogue *catalogue, struct slice name, struct item item);

/* The number of an item; NO_NAME. */
uint32_t catalogue_find(const struct catalogue *catalogue, struct slice name);

/*
 * What a redemption of so many points, or (not said) of one piece, asks of a limited stock:
 * pieces of *item. 0: nothing.
 */
int64_t catalogue_pieces(const struct catalogue *catalogue, struct slice product, bool said,
	int64_t points, uint32_t *item);

#endif
