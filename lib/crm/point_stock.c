/*
 * A ledger's part of a stock: which of its plays ask for pieces, and what they took.
 */
#include <stdlib.h>

#include "crm/point_inside.h"

void
ledger_add_pieces(struct ledger *ledger, uint32_t item, int64_t pieces)
{
	MEMORY_GROW(ledger->piece, ledger->piece_capacity, ledger->pieces + 1);
	ledger->piece[ledger->pieces++] = (struct pieces){ item, pieces };
}

bool
ledger_take_pieces(struct ledger *ledger, uint32_t item, int64_t points)
{
	const struct ledger_terms *terms = ledger->terms;
	int64_t pieces;

	if (!terms->stock || item == NO_NAME || !points ||
		terms->catalogue->item[item].stock == STOCK_UNLIMITED)
		return true;
	pieces = points / terms->catalogue->item[item].points;
	if (!stock_take(terms->stock, (uint32_t)ledger->next, item, pieces))
		return false;
	ledger_add_pieces(ledger, item, pieces);
	return true;
}

static int
compare_items(const void *left, const void *right)
{
	const struct pieces *a = left, *b = right;

	return (a->item > b->item) - (a->item < b->item);
}

void
ledger_sort_pieces(struct ledger *ledger)
{
	size_t kept = 0;

	qsort(ledger->piece, ledger->pieces, sizeof *ledger->piece, compare_items);
	for (size_t i = 1; i < ledger->pieces; i++) {
		if (ledger->piece[i].item == ledger->piece[kept].item)
			ledger->piece[kept].pieces += ledger->piece[i].pieces;
		else
			ledger->piece[++kept] = ledger->piece[i];
	}
	ledger->pieces = ledger->pieces ? kept + 1 : 0;
}

void
ledger_claims(struct ledger *ledger, day as_of,
	void (*tell)(void *context, const struct ledger_claim *claim), void *context)
{
	const struct ledger_terms *terms = ledger->terms;
	struct buffer order;

	buffer_init(&order);
	ledger_prepare(ledger);
	for (size_t i = 0; i < ledger->plays; i++) {
		const struct ledger_entry *first = &ledger->entry[ledger->play[i].entry];
		const struct point_event  *event = &first->event;
		struct ledger_claim claim = { .play = (uint32_t)i };

		if (moment_day(event->at) > as_of)
			break;
		if (event->kind != POINT_REDEEM || first->conflict || first->late)
			continue;
		claim.pieces = catalogue_pieces(terms->catalogue, event->more->product,
			event->has_points, event->points, &claim.item);
		if (!claim.pieces || !terms->stock->item[claim.item].scarce)
			continue;
		buffer_clear(&order);
		point_event_order(event, &order);
		claim.order = slice_of(order.data, order.length);
		tell(context, &claim);
	}
	buffer_release(&order);
}
