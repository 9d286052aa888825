/*
 * What is kept of a played ledger until all are played.
 *
 * Figures that hardly anybody has take no room, and the balance none, because the others give
 * it. A record: the sizes of the figures that most have, four bits each, and whether there are
 * others; these figures; which others, and those; the customer.
 */
#include <stddef.h>

#include "crm-points.h"
#include "value/sized.h"
#include "value/varint.h"

#define PIECE_BYTES ((size_t)64 << 10)

struct kept_piece {
	struct kept_piece *next;
	size_t             length, capacity;
	char               data[];
};

#define FIGURE(name) ((offsetof(struct balance, name) - sizeof(struct slice)) / sizeof(int64_t))

static const unsigned char seldom[] = { FIGURE(pending), FIGURE(opening), FIGURE(redeemed),
	FIGURE(restored), FIGURE(transferred), FIGURE(adjusted), FIGURE(reversed), FIGURE(forgiven),
	FIGURE(tier_until), FIGURE(wants), FIGURE(earned_otherwise), FIGURE(balance_otherwise) };

#define SELDOM (sizeof seldom / sizeof *seldom)
#define OFTEN  7

_Static_assert(sizeof(struct balance) == sizeof(struct slice) + BALANCE_FIGURES * sizeof(int64_t),
	"all figures are in the array");
_Static_assert(OFTEN + SELDOM + 1 == BALANCE_FIGURES, "the balance is not kept");

void
kept_release(struct kept *kept)
{
	arena_release(&kept->memory);
	*kept = (struct kept){ .first = NULL };
}

int64_t
balance_of_moves(const struct balance *b)
{
	return (int64_t)((uint64_t)b->opening + (uint64_t)b->earned + (uint64_t)b->restored +
		(uint64_t)b->transferred + (uint64_t)b->adjusted + (uint64_t)b->forgiven -
		(uint64_t)b->redeemed - (uint64_t)b->expired - (uint64_t)b->reversed -
		(uint64_t)b->pending);
}

/* Room for a record, and where it is read past its end. */
static char *
record_reserve(struct kept *kept, size_t name)
{
	size_t most = sizeof(uint32_t) + OFTEN * SIZED_MOST + (SELDOM + 2) * VARINT_MOST + name;
	struct kept_piece *piece = kept->last;

	if (!piece || piece->capacity - piece->length < most) {
		size_t bytes = most > PIECE_BYTES ? most : PIECE_BYTES;

		piece = arena_new(&kept->memory, sizeof *piece + bytes);
		*piece = (struct kept_piece){ .capacity = bytes };
		*(kept->last ? &kept->last->next : &kept->first) = piece;
		kept->last = piece;
	}
	return piece->data + piece->length;
}

/* What `seldom` has, at once. */
static bool
has_seldom(const struct balance *b)
{
	return b->pending | b->opening | b->redeemed | b->restored | b->transferred | b->adjusted |
		b->reversed | b->forgiven | b->tier_until | b->wants | b->earned_otherwise |
		b->balance_otherwise;
}

static char *
seldom_put(char *at, const struct balance *balance)
{
	uint64_t there = 0;

	for (unsigned i = 0; i < SELDOM; i++)
		there |= (uint64_t)(balance->figure[seldom[i]] != 0) << i;
	at = varint_put(at, there);
	for (; there; there &= there - 1)
		at = varint_put_signed(at, balance->figure[seldom[__builtin_ctzll(there)]]);
	return at;
}

static const char *
seldom_get(const char *at, struct balance *balance)
{
	uint64_t there;

	at = varint_get(at, &there);
	for (; there; there &= there - 1)
		at = varint_get_signed(at, &balance->figure[seldom[__builtin_ctzll(there)]]);
	return at;
}

void
balance_keep(struct kept *kept, const struct balance *b)
{
	const int64_t often[OFTEN] = { b->earned, b->expired, b->next_expiry, b->expiring, b->tier,
		b->spend, b->wanting };
	bool more = has_seldom(b);
	uint32_t sizes = (uint32_t)more << 4 * OFTEN;
	char *record = record_reserve(kept, b->customer.length);
	char *at = record + sizeof sizes;

#pragma GCC unroll 7
	for (unsigned i = 0; i < OFTEN; i++) {
		unsigned size = sized_put(at, often[i]);

		at += size;
		sizes |= size << 4 * i;
	}
	memcpy(record, &sizes, sizeof sizes);
	if (more)
		at = seldom_put(at, b);
	at = varint_put(at, b->customer.length);
	if (b->customer.length)
		memcpy(at, b->customer.data, b->customer.length);
	kept->last->length = (size_t)(at + b->customer.length - kept->last->data);
}

bool
balance_next(const struct kept *kept, struct kept_place *place, struct balance *balance)
{
	const char *at;
	uint32_t sizes;
	uint64_t length;
	int64_t often[OFTEN];

	if (!place->piece)
		place->piece = kept->first;
	else if (place->at == place->piece->length && place->piece->next)
		*place = (struct kept_place){ .piece = place->piece->next };
	if (!place->piece || place->at == place->piece->length)
		return false;
	at = place->piece->data + place->at;
	memcpy(&sizes, at, sizeof sizes);
	at += sizeof sizes;
#pragma GCC unroll 7
	for (unsigned i = 0; i < OFTEN; i++) {
		unsigned size = sizes >> 4 * i & 15;

		often[i] = sized_get(at, size);
		at += size;
	}
	*balance = (struct balance){ .earned = often[0],
		.expired = often[1],
		.next_expiry = often[2],
		.expiring = often[3],
		.tier = often[4],
		.spend = often[5],
		.wanting = often[6] };
	if (sizes >> 4 * OFTEN)
		at = seldom_get(at, balance);
	balance->balance = balance_of_moves(balance);
	at = varint_get(at, &length);
	balance->customer = slice_of(at, length);
	place->at = (size_t)(at - place->piece->data) + length;
	return true;
}
