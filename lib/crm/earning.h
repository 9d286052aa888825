/*
 * Earning: what the rules that fit a row make of it, points a yuan and points besides.
 *
 * A rule may give a rate, multiply it, and add a fixed number of points. Rules are tried by
 * priority. The first rule of a row that gives a rate replaces the plain one (one point a
 * yuan). Multipliers of several rules and of the tier are stacked: added, so that two
 * doubles give three times the points (each promises once more), or multiplied, so that
 * they give four. A multiplier of 0 excludes the row from a rate, whatever else fits.
 *
 * Which rules fit a row is known from the row, one bit each; the tier and the balance that
 * a rule may ask for are known when the row is played.
 *
 * Pure; rates and multipliers have at most four decimals and are exact.
 */
#ifndef CRM_EARNING_H
#define CRM_EARNING_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/point_expiry.h"
#include "value/slice.h"

#define RATE_UNIT      100000000      /* a rate of one point a yuan */
#define EARNING_UNIT   10000          /* a rate or multiplier of 1, as written */
#define EARNING_MOST   10000          /* the largest rate or multiplier, as such */
#define EARNING_RULES  64             /* bits */
#define LIVES_MOST     (EARNING_RULES + 1)

#define EARNING_ADD_MOST 1000000000000      /* points */

/* Reads "2", "1.5", "0": a rate or a multiplier, in 1/EARNING_UNIT. */
bool earning_parse(struct slice text, int64_t *result);

struct earning_rule {
	struct slice  name;
	bool          gives, multiplies, lives, stops, to_referrer, asks_balance;
	int64_t       rate, factor;   /* in 1/EARNING_UNIT */
	int64_t       points;         /* added; 0: none */
	struct expiry valid;          /* where it lives */
	uint64_t      tiers;          /* bit i: for the i-th tier; 0: for everybody */
	int64_t       min_balance;
	int64_t       priority;       /* INT64_MAX: none */
};

/*
 * Reads what a rule of a table gives, its name and tiers apart; slices are not kept. NULL, or
 * what is wrong with field *column; -1: all.
 */
enum {
	EARNING_RATE,
	EARNING_MULTIPLY,
	EARNING_ADD,
	EARNING_VALID,
	EARNING_PRIORITY,
	EARNING_STOP,
	EARNING_BALANCE,
	EARNING_TO,
	EARNING_FIELDS
};
const char *earning_read(
	struct earning_rule *rule, const struct slice field[EARNING_FIELDS], int *column);

/*
 * Rules by the number of their bit. A life is that of the policy, 0, or of the i-th rule in
 * the order of trial, i + 1; so lives are in the order in which lots are made.
 */
struct earning_rules {
	struct earning_rule rule[EARNING_RULES];
	size_t              count;
	uint8_t             trial[EARNING_RULES];     /* numbers in the order of trial */
	uint64_t            to_referrers;             /* such rules give the customer nothing */
};

/* False: there are EARNING_RULES already. */
bool earning_add(struct earning_rules *rules, struct earning_rule rule);

/* Once all are there: the order of trial. */
void earning_rank(struct earning_rules *rules);

/* The rule that gives a life its length. */
static inline const struct earning_rule *
earning_of_life(const struct earning_rules *rules, unsigned life)
{
	return &rules->rule[rules->trial[life - 1]];
}

enum stacking { STACKING_ADD, STACKING_MULTIPLY };

/* Whose row it is. */
struct earner {
	int     tier;             /* -1: none */
	int64_t multiplier;       /* of the tier, in 1/EARNING_UNIT */
	int64_t balance;
};

struct earning {
	int64_t  rate;            /* points a yuan, in 1/RATE_UNIT */
	unsigned life;            /* of the points by rate */
	uint64_t applied;         /* the rules that were */
	uint64_t adds;            /* those of them that add points, by place in the trial */
};

/*
 * What a row gets of the rules in `fits`; what is beyond the eighth decimal of a rate is
 * dropped with each multiplication. False: more than EARNING_MOST * EARNING_MOST a yuan.
 */
bool earning_of(const struct earning_rules *rules, uint64_t fits, enum stacking stacking,
	const struct earner *earner, struct earning *earning);

#endif
