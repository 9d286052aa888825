/*
 * Tiers: what a customer has reached by what they did, and what it brings.
 *
 * A tier asks for minimums of spend, points earned and orders; where several are asked for,
 * any or all of them are needed. Tiers stand from the lowest to the highest, and no minimum
 * falls from one to the next. Who has reached none has no tier.
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
#define TIERS_MOST        64                                 /* bits */

enum shipping { SHIPPING_UNSAID, SHIPPING_PAID, SHIPPING_FREE };

/* What tiers are reached by: money, points, a count. */
enum tier_basis { BASIS_SPEND, BASIS_POINTS, BASIS_ORDERS, TIER_BASES };

struct tier {
	struct slice        name;
	int64_t             minimum[TIER_BASES];    /* spend: money; -1: not asked for */
	int32_t             factor;          /* of the price, in 1/FACTOR_UNIT; 0: unsaid */
	enum shipping       shipping;
	int64_t             multiplier;      /* of points, in 1/10000 */
	const struct slice *more;            /* further fields, as many as the caller's table has */
};

struct tiers {
	struct tier    *tier;
	size_t          count, capacity;
	bool            all;                 /* all minimums of a tier are needed, not any */
	enum tier_basis basis;               /* what `minimum` is about */
};

/* What was done. */
struct tier_figures {
	money   spend;
	int64_t points, orders;
};

void tiers_init(struct tiers *tiers);
void tiers_release(struct tiers *tiers);

/*
 * Adds the next higher tier; by one minimum alone tiers may come in any order. NULL, or what is
 * wrong with it.
 */
const char *tiers_add(struct tiers *tiers, struct tier tier);

/*
 * Reads a tier of a table, whose `minimum` is about `basis`; the slices are kept, not copied.
 * All but the name may be empty: unsaid. NULL, or what is wrong with field *column.
 */
enum {
	TIER_NAME,
	TIER_MINIMUM,
	TIER_FACTOR,
	TIER_SHIPPING,
	TIER_MULTIPLIER,
	TIER_SPEND,
	TIER_POINTS,
	TIER_ORDERS,
	TIER_FIELDS
};
const char *tier_read(struct tier *tier, enum tier_basis basis,
	const struct slice field[TIER_FIELDS], int *column);

/* ordinary 0, silver 1000, gold 5000, diamond 20000; 0.90 0.85 0.80 0.75; diamond ships free. */
void tiers_builtin(struct tiers *tiers);

/* The highest tier reached, counted from 0; -1: none. Figures below 0 reach what 0 reaches. */
int tiers_reached(const struct tiers *tiers, const struct tier_figures *figures);

/*
 * What figures may become without reaching another tier: from low to below high, by basis.
 * Narrower than it need be where only some minimums count; so it is asked for anew outside.
 */
struct tier_range {
	int64_t low[TIER_BASES], high[TIER_BASES];
};
void tiers_range(
	const struct tiers *tiers, const struct tier_figures *figures, struct tier_range *range);

static inline bool
tier_range_holds(const struct tier_range *range, const struct tier_figures *figures)
{
	return figures->spend >= range->low[BASIS_SPEND] &&
		figures->spend < range->high[BASIS_SPEND] &&
		figures->points >= range->low[BASIS_POINTS] &&
		figures->points < range->high[BASIS_POINTS] &&
		figures->orders >= range->low[BASIS_ORDERS] &&
		figures->orders < range->high[BASIS_ORDERS];
}

/*
 * What is still wanting for the tier, by the first of its bases that is not reached: 0 when
 * it is reached.
 */
int64_t tier_wanting(
	const struct tier *tier, const struct tier_figures *figures, enum tier_basis *basis);

/* The tier of that name, or -1. */
int tiers_find(const struct tiers *tiers, struct slice name);

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
