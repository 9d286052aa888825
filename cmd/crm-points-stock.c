/*
 * The stock of crm-points: what all customers ask for, and whether there is enough of it.
 */
#include <pthread.h>
#include <stdlib.h>

#include "crm-points.h"
#include "table/groups.h"
#include "value/hash.h"

static struct {
	const struct catalogue *catalogue;     /* NULL: nothing is limited */
	pthread_mutex_t         lock;
	int64_t                *pieces;        /* asked for of each item; at most INT64_MAX */
	int64_t                *before;        /* taken in the time of the state; likewise */
	struct groups          *customers;     /* who ask */
	struct hash_seed        seed;
} asked = { .lock = PTHREAD_MUTEX_INITIALIZER };

void
stock_open(const struct catalogue *catalogue)
{
	size_t items = catalogue->names.count;

	if (!catalogue->limited)
		return;
	asked.catalogue = catalogue;
	asked.pieces = memory_zeroed(items, sizeof *asked.pieces);
	asked.before = memory_zeroed(items, sizeof *asked.before);
	asked.customers = groups_new(&(struct groups_spec){ .kept = 0 });
	asked.seed = hash_seed_draw();
}

static void
add_up(int64_t *sum, int64_t more)
{
	if (__builtin_add_overflow(*sum, more, sum))
		*sum = INT64_MAX;
}

void
stock_ask(struct slice customer, const struct point_event *event)
{
	uint32_t item;
	int64_t pieces;

	if (!asked.catalogue)
		return;
	pieces = catalogue_pieces(
		asked.catalogue, event->more->product, event->has_points, event->points, &item);
	if (!pieces)
		return;
	pthread_mutex_lock(&asked.lock);
	add_up(&asked.pieces[item], pieces);
	groups_find(asked.customers, customer, hash_bytes(customer, asked.seed));
	pthread_mutex_unlock(&asked.lock);
}

void
stock_had(struct slice name, int64_t pieces)
{
	uint32_t item = asked.catalogue ? catalogue_find(asked.catalogue, name) : NO_NAME;

	/* What is wrong with it is said when its ledger is restored. */
	if (item == NO_NAME || pieces <= 0)
		return;
	pthread_mutex_lock(&asked.lock);
	add_up(&asked.before[item], pieces);
	pthread_mutex_unlock(&asked.lock);
}

bool
stock_is_asked(struct slice customer)
{
	return groups_seek(asked.customers, customer, hash_bytes(customer, asked.seed)) != NULL;
}

void
stock_settle(struct stock *stock, struct histories *histories, struct ledger_terms *terms)
{
	bool scarce = false;

	if (!asked.catalogue)
		return;
	stock_init(stock, asked.catalogue);
	terms->stock = stock;
	for (uint32_t i = 0; i < asked.catalogue->names.count; i++) {
		if (asked.before[i] && !stock_taken_before(stock, i, asked.before[i]))
			fail(EXIT_DATA, "--state: more pieces were taken than there are");
		scarce |= stock_demand(stock, i, asked.pieces[i]);
	}
	if (scarce)
		stock_contest(stock, histories, terms);
}

void
stock_close(void)
{
	if (!asked.catalogue)
		return;
	free(asked.pieces);
	free(asked.before);
	groups_free(asked.customers);
}
