/*
 * What is kept of a played ledger until all are played: most figures are those of somebody
 * to whom little happened, and take no room.
 */
#include "crm-points.h"
#include "value/varint.h"

_Static_assert(sizeof(struct balance) == sizeof(struct slice) + BALANCE_FIGURES * sizeof(int64_t),
	"all figures are in the array");
_Static_assert(BALANCE_FIGURES < 64, "bits");

/* Figures that are as these are left out. */
static const struct balance usual = { .next_expiry = DAY_NONE, .tier_until = DAY_NONE };

void
balance_keep(struct buffer *packed, const struct balance *balance)
{
	char *at = buffer_reserve(
		packed, (BALANCE_FIGURES + 2) * VARINT_MOST + balance->customer.length);
	uint64_t there = 0;

	for (unsigned i = 0; i < BALANCE_FIGURES; i++)
		if (balance->figure[i] != usual.figure[i])
			there |= UINT64_C(1) << i;
	at = varint_put(at, there);
	for (; there; there &= there - 1)
		at = varint_put_signed(at, balance->figure[__builtin_ctzll(there)]);
	at = varint_put(at, balance->customer.length);
	packed->length = (size_t)(at - packed->data);
	buffer_add(packed, balance->customer);
}

bool
balance_next(const struct buffer *packed, size_t *from, struct balance *balance)
{
	const char *at = packed->data + *from;
	uint64_t there, length;

	if (*from == packed->length)
		return false;
	*balance = usual;
	at = varint_get(at, &there);
	for (; there; there &= there - 1)
		at = varint_get_signed(at, &balance->figure[__builtin_ctzll(there)]);
	at = varint_get(at, &length);
	balance->customer = slice_of(at, length);
	*from = (size_t)(at - packed->data) + length;
	return true;
}
