/*
 * Tiers: what a customer has reached by net paid spend, and what it brings.
 *
 * A tier is reached when spend is its minimum or more. Kept by minimum, the lowest first;
 * no two have the same. Who is under the lowest has no tier.
 *
 * The list owns its array; names and further fields stay the caller's.
 */
#ifndef CRM_TIERS_H
#define CRM_TIERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/money.h"
#include "value/slice.h"

#define FACTOR_UNIT       10000                              /* the whole price */
#define TIER_MINIMUM_MOST (1000000000000 * (money)MONEY_UNIT)

enum shipping { SHIPPING_UNSAID, SHIPPING_PAID, SHIPPING_FREE };

struct tier {
	struct slice        name;
	money               minimum;
	int32_t             factor;          /* of the price, in 1/FACTOR_UNIT; 0: unsaid */
	enum shipping       shipping;
	const struct slice *more;            /* further fields, as many as the caller's table has */
};

struct tiers {
	struct tier *tier;
	size_t       count, capacity;
};

void tiers_init(struct tiers *tiers);
void tiers_release(struct tiers *tiers);

/* False: another tier has this minimum. */
bool tiers_add(struct tiers *tiers, struct tier tier);

/*
 * Reads a tier of a table; the slices are kept, not copied. Factor and shipping may be empty:
 * unsaid. NULL, or what is wrong with field *column.
 */
enum { TIER_NAME, TIER_MINIMUM, TIER_FACTOR, TIER_SHIPPING, TIER_FIELDS };
const char *tier_read(struct tier *tier, const struct slice field[TIER_FIELDS], int *column);

/* ordinary 0, silver 1000, gold 5000, diamond 20000; 0.90 0.85 0.80 0.75; diamond ships free. */
void tiers_builtin(struct tiers *tiers);

/* The tier reached, or NULL. Who was refunded more than they paid stands at 0. */
const struct tier *tiers_reached(const struct tiers *tiers, money_sum spend);

/* The next tier up; NULL: there is none. */
const struct tier *tiers_next(const struct tiers *tiers, money_sum spend);

/*
 * Reads the part of the price that is paid: 0.85, 85%, 8.5折, 85折, 八五折, 9折, 九折. More
 * than 0, at most 1, at most four decimals. "85" and "9" alone are refused: they say
 * neither % nor 折.
 */
bool factor_parse(struct slice text, int32_t *factor);

/* "0.85": two decimals, up to four when needed. Returns the length; no NUL. */
size_t factor_print(int32_t factor, char text[MONEY_TEXT]);

/* Reads yes, no, true, false, 1, 0, 是, 否, 包邮, 不包邮. */
bool        shipping_parse(struct slice text, enum shipping *shipping);
const char *shipping_word(enum shipping shipping);              /* "yes", "no", "" */

#endif
