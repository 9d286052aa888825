/* The numbers a campaign draws: see draw.h. */
#include "crm/draw.h"

#include <sodium.h>

#include "value/memory.h"

struct draw {
	crypto_auth_hmacsha256_state keyed;      /* the campaign is in, the customer is not */
};

struct draw *
draw_new(struct slice campaign)
{
	struct draw *draw = memory_new(sizeof *draw);

	crypto_auth_hmacsha256_init(
		&draw->keyed, (const unsigned char *)campaign.data, campaign.length);
	return draw;
}

void
draw_free(struct draw *draw)
{
	free(draw);
}

static void
state_add(crypto_auth_hmacsha256_state *state, struct slice bytes)
{
	crypto_auth_hmacsha256_update(state, (const unsigned char *)bytes.data, bytes.length);
}

static struct drawn
state_numbers(crypto_auth_hmacsha256_state *state)
{
	unsigned char hash[crypto_auth_hmacsha256_BYTES];
	struct drawn drawn = { 0, 0 };

	crypto_auth_hmacsha256_final(state, hash);
	for (size_t i = 0; i < 8; i++) {
		drawn.cell = drawn.cell << 8 | hash[i];
		drawn.wave = drawn.wave << 8 | hash[8 + i];
	}
	return drawn;
}

struct drawn
draw_customer(const struct draw *draw, struct slice customer)
{
	crypto_auth_hmacsha256_state state = draw->keyed;

	state_add(&state, customer);
	return state_numbers(&state);
}

/* As a row of a CSV has it, so that "a,b" and "c" are not "a" and "b,c". */
static void
state_add_value(crypto_auth_hmacsha256_state *state, struct slice value)
{
	if (!slice_has(value, ',') && !slice_has(value, '"')) {
		state_add(state, value);
		return;
	}
	state_add(state, slice_from("\""));
	for (size_t i = 0; i < value.length; i++) {
		struct slice byte = slice_of(value.data + i, 1);

		state_add(state, byte);
		if (value.data[i] == '"')
			state_add(state, byte);
	}
	state_add(state, slice_from("\""));
}

uint64_t
draw_stratum(const struct draw *draw, const struct slice *value, size_t values)
{
	crypto_auth_hmacsha256_state state = draw->keyed;

	state_add(&state, slice_from("strata="));
	for (size_t i = 0; i < values; i++) {
		if (i)
			state_add(&state, slice_from(","));
		state_add_value(&state, value[i]);
	}
	return state_numbers(&state).cell;
}
