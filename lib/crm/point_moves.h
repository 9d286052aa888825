/*
 * Moves: how points come in and go while an event is played, for the files that play events.
 *
 * Each changes the lots and the result of the ledger, and tells whoever listens. An event's life
 * is that of the policy, 0, or of a rule; see struct earning_rules.
 */
#ifndef CRM_POINT_MOVES_H
#define CRM_POINT_MOVES_H

#include "crm/point_inside.h"

/* A movement of this event; what a caller leaves out is 0. */
struct movement move_of(
	const struct ledger_entry *entry, enum movement_kind kind, int64_t points, uint32_t lot);

/* Tells of it, if anybody listens. */
void move_tell(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points, uint32_t lot);

/* A row was played, at this tier. */
void move_played(const struct ledger *ledger, const struct ledger_entry *entry, int tier);

/* Refused events change nothing. False, always. */
bool move_refuse(struct ledger *ledger, const struct ledger_entry *entry, enum refusal refusal);

/* Why what an event goes back to is not there. */
enum refusal move_unknown(const struct ledger *ledger);

/* --- in --- */

/* What an event brings, life by life. */
struct gain {
	uint64_t rules;                 /* that gave it, by number */
	bool     plain;                 /* all of it has the life of the policy */
	worth    worth[LIVES_MOST];     /* unless plain */
};

static inline void
gain_begin(struct gain *gain)
{
	gain->rules = 0;
	gain->plain = true;
	gain->worth[0] = 0;
}

static inline void
gain_add(struct gain *gain, unsigned life, worth more)
{
	if (life && gain->plain) {
		gain->plain = false;
		for (unsigned i = 1; i < LIVES_MOST; i++)
			gain->worth[i] = 0;
	}
	gain->worth[life] += more;
}

/* Points earned: one lot for each life, together `points`; of an order or of none. */
void move_earn(struct ledger *ledger, const struct ledger_entry *entry, int64_t points,
	const struct gain *gain, struct point_order *order);

/* Other points come, in a lot with the life of the policy. */
void move_put(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points);

/* --- out --- */

/*
 * Points go, first those that expire first, into the parts of a redemption if it is one. Returns
 * what is wanting; the caller refuses, or calls move_want.
 */
int64_t move_take(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points, struct redemption *redemption);

/* What is wanting is owed, or forgiven. */
void move_want(struct ledger *ledger, const struct ledger_entry *entry, enum movement_kind kind,
	int64_t points);

/* --- caps --- */

/* What the caps leave of the points; they are used up by what was earned. */
int64_t caps_leave(const struct ledger *ledger, int64_t points);
void    caps_use(struct ledger *ledger, int64_t points);

/* --- orders --- */

/* The rows of an order and a day, or a refund. False: refused. */
bool ledger_play_order(struct ledger *ledger, const struct ledger_play *play);

/* Whose rows they are, now. */
static inline struct earner
ledger_earner(const struct ledger *ledger)
{
	int tier = ledger->standing.tier;

	return (struct earner){ .tier = tier,
		.multiplier = tier_multiplier(ledger->terms, tier),
		.balance = lots_balance(&ledger->lots) };
}

static inline int64_t
points_lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

#endif
