#include "crm/order_parts.h"

#include <stdlib.h>

void
parts_init(struct parts *parts)
{
	*parts = (struct parts){ 0 };
	arena_init(&parts->ids);
}

void
parts_clear(struct parts *parts)
{
	parts->count = 0;
	arena_clear(&parts->ids);
}

void
parts_release(struct parts *parts)
{
	arena_release(&parts->ids);
	free(parts->part);
	parts_init(parts);
}

void
parts_add(struct parts *parts, struct slice id, int64_t margin, const struct history_entry *entry)
{
	size_t last = parts->count - 1;
	struct part *part;

	if (!parts->count || parts->part[last].date != entry->date ||
		parts->part[last].margin != margin || !slice_equal(parts->part[last].id, id)) {
		last = parts->count++;
		MEMORY_GROW(parts->part, parts->capacity, parts->count);
		parts->part[last] =
			(struct part){ arena_copy(&parts->ids, id), entry->date, margin };
	}
	part = &parts->part[last];
	part->sales += entry->sales;
	part->refunds += entry->refunds;
	part->sold += entry->sold;
	part->refunded += entry->refunded;
}

/* --- whole orders --- */

static int
by_day(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return (x->margin > y->margin) - (x->margin < y->margin);
}

static int
by_id(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	int order = slice_compare(x->id, y->id);

	return order ? order : by_day(a, b);
}

/* The parts of one order, by day: `sales` is 1 where it counts, on the day of its first sale. */
static void
count_order(struct part *part, size_t parts, bool netted)
{
	struct part *first = NULL;
	money_sum net = 0;
	bool refunded = false;

	for (size_t i = 0; i < parts; i++) {
		if (part[i].sales && !first)
			first = &part[i];
		part[i].sales = 0;
		net += part[i].sold;
		if (netted) {
			net += part[i].refunded;
			refunded = refunded || part[i].refunds;
		}
	}
	if (first && (!refunded || net > 0))
		first->sales = 1;
}

void
parts_count_orders(struct parts *parts, bool netted)
{
	struct part *part = parts->part;

	if (parts->count)
		qsort(part, parts->count, sizeof *part, by_id);
	for (size_t i = 0, next; i < parts->count; i = next) {
		next = i + 1;
		while (next < parts->count && slice_equal(part[next].id, part[i].id))
			next++;
		if (part[i].id.length)
			count_order(&part[i], next - i, netted);
	}
}

void
parts_drop_orders(struct parts *parts)
{
	struct part *part = parts->part;
	size_t kept = 0;

	if (parts->count)
		qsort(part, parts->count, sizeof *part, by_day);
	for (size_t i = 0; i < parts->count; i++) {
		struct part *into = kept ? &part[kept - 1] : NULL;

		part[i].id = SLICE_EMPTY;
		if (!into || by_day(into, &part[i]) != 0) {
			part[kept++] = part[i];
			continue;
		}
		into->sales += part[i].sales;
		into->refunds += part[i].refunds;
		into->sold += part[i].sold;
		into->refunded += part[i].refunded;
	}
	parts->count = kept;
}
