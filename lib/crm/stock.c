#include "crm/stock.h"

#include <stdlib.h>

#include "value/memory.h"

void
stock_init(struct stock *stock, const struct catalogue *catalogue)
{
	size_t items = catalogue->names.count;

	*stock = (struct stock){ .catalogue = catalogue };
	stock->item = memory_zeroed(items + 1, sizeof *stock->item);
	for (size_t i = 0; i < items; i++)
		stock->item[i].left = catalogue->item[i].stock;
}

void
stock_release(struct stock *stock)
{
	free(stock->item);
	free(stock->claim);
	free(stock->contender);
}

bool
stock_taken_before(struct stock *stock, uint32_t item, int64_t pieces)
{
	if (pieces > stock->item[item].left)
		return false;
	stock->item[item].left -= pieces;
	stock->item[item].before += pieces;
	return true;
}

bool
stock_demand(struct stock *stock, uint32_t item, int64_t pieces)
{
	stock->item[item].scarce = pieces > stock->item[item].left;
	return stock->item[item].scarce;
}

/* --- claims --- */

void
stock_contend(struct stock *stock, size_t customer)
{
	MEMORY_GROW(stock->contender, stock->contender_capacity, stock->contenders + 1);
	stock->contender[stock->contenders++] = (struct stock_contender){
		.customer = customer, .first = (uint32_t)stock->claims, .stale = true
	};
}

void
stock_claim(struct stock *stock, uint32_t play, uint32_t item, int64_t pieces)
{
	MEMORY_GROW(stock->claim, stock->claim_capacity, stock->claims + 1);
	stock->claim[stock->claims++] = (struct stock_claim){ .pieces = pieces,
		.item = item,
		.play = play,
		.contender = (uint32_t)stock->contenders - 1 };
}

static size_t
claims_end(const struct stock *stock, size_t contender)
{
	return contender + 1 < stock->contenders ? stock->contender[contender + 1].first
						 : stock->claims;
}

/* The claim of a play of the ledger at hand; `end` where there is none. */
static size_t
find_claim(const struct stock *stock, uint32_t play)
{
	size_t low = stock->begin, high = stock->end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (stock->claim[middle].play < play)
			low = middle + 1;
		else
			high = middle;
	}
	return low < stock->end && stock->claim[low].play == play ? low : stock->end;
}

/* --- decisions --- */

static bool
is_there(const struct stock *stock, const struct stock_claim *claim)
{
	return claim->pieces <= stock->item[claim->item].left;
}

bool
stock_asks(const struct stock *stock, size_t claim)
{
	const struct stock_claim *c = &stock->claim[claim];

	return is_there(stock, c) && stock->contender[c->contender].stale;
}

void
stock_foresee(struct stock *stock, size_t claim, bool alone)
{
	size_t contender = stock->claim[claim].contender;

	stock->begin = stock->contender[contender].first;
	stock->end = alone ? claim + 1 : claims_end(stock, contender);
	stock->decided = claim;
	for (size_t i = claim; i < stock->end; i++)
		stock->claim[i].wanted = false;
	stock->contender[contender].stale = alone;
}

/* What was taken in the play is there again: it was not decided. */
void
stock_foreseen(struct stock *stock)
{
	for (size_t i = stock->decided; i < stock->end; i++) {
		const struct stock_claim *claim = &stock->claim[i];

		if (claim->wanted)
			stock->item[claim->item].left += claim->pieces;
	}
}

void
stock_decide(struct stock *stock, size_t claim)
{
	struct stock_claim *c = &stock->claim[claim];

	if (!c->wanted)
		return;
	if (is_there(stock, c)) {
		c->granted = true;
		stock->item[c->item].left -= c->pieces;
	} else {
		stock->contender[c->contender].stale = true;
	}
}

bool
stock_is_last(const struct stock *stock, size_t claim)
{
	return claim + 1 == claims_end(stock, stock->claim[claim].contender);
}

/* --- the plays --- */

void
stock_begin(struct stock *stock, size_t customer)
{
	stock->counts = true;
	stock->begin = stock->end = 0;
	if (stock->turn == stock->contenders || stock->contender[stock->turn].customer != customer)
		return;
	stock->begin = stock->contender[stock->turn].first;
	stock->end = claims_end(stock, stock->turn);
	stock->turn++;
}

static bool
take_foreseen(struct stock *stock, size_t claim)
{
	struct stock_claim *c = &stock->claim[claim];

	if (claim < stock->decided)
		return c->granted;
	if (!is_there(stock, c))
		return false;
	c->wanted = true;
	stock->item[c->item].left -= c->pieces;
	return true;
}

bool
stock_take(struct stock *stock, uint32_t play, uint32_t item, int64_t pieces)
{
	struct stock_item *of = &stock->item[item];
	bool granted = true;

	if (of->scarce) {
		size_t claim = find_claim(stock, play);

		/* No play takes what was not claimed. */
		if (claim == stock->end) {
			stock->broken = true;
			return false;
		}
		if (!stock->counts)
			return take_foreseen(stock, claim);
		granted = stock->claim[claim].granted;
	}
	if (granted && stock->counts && __builtin_add_overflow(of->taken, pieces, &of->taken))
		stock->broken = true;
	return granted;
}

bool
stock_is_conserved(const struct stock *stock)
{
	for (size_t i = 0; i < stock->catalogue->names.count; i++) {
		const struct stock_item *item = &stock->item[i];
		int64_t there = stock->catalogue->item[i].stock - item->before;

		if (item->taken > there || (item->scarce && item->taken != there - item->left))
			return false;
	}
	return !stock->broken && stock->turn == stock->contenders;
}
