/*
 * The ledger of one customer: events in any order -> the points and the tier that are there.
 *
 * A pure replay. Events are added, then played in an order that depends on their content
 * alone (crm-points(1), "The order of play"), each day opened before its events and
 * closed after them. Repeats of a row count once. What the business refuses changes
 * nothing; it is told with its reason and counted.
 *
 * The points of an order are those of the amount kept (point_worth.h). Each event of the
 * order earns or takes back the difference, from the order's own lots first.
 *
 * Always, in points:
 *	opening + earned + restored + transferred + adjusted + forgiven
 *		- redeemed - expired - reversed = balance + pending
 * where the left side is summed event by event and the right side counted from the lots.
 *
 * Memory belongs to the ledger; ledger_clear keeps it for the next customer.
 */
#ifndef CRM_POINT_LEDGER_H
#define CRM_POINT_LEDGER_H

#include "crm/catalogue.h"
#include "crm/earning.h"
#include "crm/point_event.h"
#include "crm/point_expiry.h"
#include "crm/point_lots.h"
#include "crm/point_names.h"
#include "crm/point_worth.h"
#include "crm/stock.h"
#include "crm/tier_standing.h"
#include "value/memory.h"

/* --- what is told as it happens --- */

enum movement_kind {
	MOVE_EARN,
	MOVE_REVERSE,
	MOVE_REDEEM,
	MOVE_RESTORE,
	MOVE_TRANSFER,
	MOVE_ADJUST,
	MOVE_FORGIVE,
	MOVE_EXPIRE,
	MOVE_REFUSE,
	MOVE_TIER,
	MOVE_SETTLE,            /* points that waited pay what is owed: nothing comes or goes */
	MOVEMENTS
};
const char *movement_word(enum movement_kind kind);

enum refusal {
	REFUSED_CONFLICT,
	REFUSED_ORIGINAL,
	REFUSED_POINTS,
	REFUSED_NEGATIVE,
	REFUSED_ITEM,
	REFUSED_PERIOD,
	REFUSED_TIER,
	REFUSED_PRICE,
	REFUSED_STOCK,
	REFUSED_LATE,
	REFUSED_FORGOTTEN,
	REFUSALS
};
const char *refusal_word(enum refusal refusal);

struct movement {
	enum movement_kind kind;
	day                day;
	int64_t            points;      /* added; REFUSE, TIER, SETTLE: 0 */
	int64_t            settled;     /* points of the lot that paid what was owed */
	uint32_t           lot;         /* NO_LOT: owed, or no matter of lots */
	day                earned, last;        /* of the lot */
	enum point_kind    event;       /* what was played; POINT_KINDS: a day closed */
	struct slice       document;
	uint64_t           rules;       /* that gave the points */
	enum refusal       refusal;
	int64_t            balance;     /* after it, with what waits */
	int                tier;        /* then; -1: none */
	int                was;         /* TIER: the tier before */
};

/* --- terms --- */

enum negative { NEGATIVE_ALLOW, NEGATIVE_FLOOR, NEGATIVE_REFUSE };

/* The points of a referral: an activity made by the caller, whose fits[0] is its rule. */
#define OPERAND_REFERRAL UINT32_MAX

struct ledger_terms {
	struct expiry               expiry;
	struct span                 pending;
	const struct earning_rules *rules;
	unsigned                    set;           /* which fits of an event are theirs: 0 or 1 */
	enum stacking               stacking;
	bool                        earn_on_points;
	enum rounding               rounding;
	bool                        round_lines;   /* each row by itself, not the order */
	int64_t                     cap_day, cap_month;     /* INT64_MAX: none */
	enum negative               negative;
	bool                        restore_fresh;
	struct tier_terms           tiers;
	const struct catalogue     *catalogue;     /* NULL: none */
	struct stock               *stock;         /* NULL: no item has one */
	day                         from;          /* DAY_NONE: the beginning */
	day                         since;         /* of the state: events are later; DAY_NONE */
	day                         forgotten;     /* the state lacks what is before; DAY_NONE */

	void *context;
	/* NULL: nobody listens */
	void (*moved)(void *context, const struct movement *movement);
	/* A row was played, at this tier. */
	void (*played)(void *context, const struct point_event *event, int tier);
};

struct ledger_result {
	int64_t   opening, balance, pending;
	int64_t   earned, redeemed, restored, transferred, adjusted, expired, reversed, forgiven;
	day       next_expiry;      /* of the points that go first; DAY_NONE: none do */
	money     spend;            /* paid in orders less refunds, over all time */
	struct tier_figures figures;     /* that tiers go by */
	int       tier;             /* -1: none */
	day       tier_until;       /* DAY_NONE: no matter of time */
	int64_t   refused[REFUSALS];
	int64_t   repeats;          /* rows left out because they are there already */
};

/* --- the ledger --- */

/* Customers earn on the same days: what a calendar had to be asked for is kept. */
#define ENDS_KNOWN 1024
struct known_end {
	day earned, last;
};

struct ledger_entry;
struct ledger_play;
struct point_order;
struct redemption;
struct pieces;

struct ledger {
	const struct ledger_terms *terms;
	struct ledger_entry       *entry;
	struct arena               further;           /* what events say more */
	struct point_more         *spare;             /* of it, for the next one; NULL */
	struct ledger_entry      **by_identity;       /* work space */
	struct ledger_play        *play, *sorted;     /* the latter: work space */
	struct point_names         numbers, exchanges;
	struct point_order        *order;             /* by number */
	struct redemption         *redemption;        /* by exchange */
	struct part_taken         *taken;
	struct line_worth         *line;
	struct pieces             *piece;             /* taken of limited items */
	size_t                     entries, plays, orders, redemptions, parts, lines;
	size_t                     pieces;
	size_t entry_capacity, identity_capacity, play_capacity, sorted_capacity, order_capacity,
		redemption_capacity, taken_capacity, line_capacity, piece_capacity;
	struct point_lots          lots;
	struct standing            standing;
	struct known_end           ends[ENDS_KNOWN];  /* by the policy, of days */
	int64_t                    rate[TIERS_MOST + 1];      /* where no rule fits: by tier + 1 */
	bool                       capped;            /* there is a cap */
	bool                       several, lined;    /* operands; rows that have a line */
	bool                       prepared;          /* plays are made of the entries */
	size_t                     next;              /* the play that is played, or will be */
	int64_t                    used_day, used_month;      /* of the caps, for today */
	int64_t                    owed_told;         /* what was owed when a movement was told */
	day                        today;
	bool                       opened;            /* `opening` is known */
	bool                       too_large;
	struct ledger_result       result;
};

/* The terms stay the caller's, as they are, and must outlive the ledger. */
void ledger_init(struct ledger *ledger, const struct ledger_terms *terms);
void ledger_release(struct ledger *ledger);
void ledger_clear(struct ledger *ledger);

/*
 * Adds an event; its texts stay where they are, and must until ledger_clear. `conflict`: it is
 * known that other rows of its identity, of other customers, say something else. At most
 * UINT32_MAX - 1 events.
 */
void ledger_add(struct ledger *ledger, const struct point_event *event, bool conflict);

/* The same for an event as point_event_pack packs it, see crm/point_packed.h. */
void ledger_add_record(struct ledger *ledger, struct slice record, bool conflict);

/*
 * Plays what was added, once, as the customer stands on as_of: events of that day are
 * played, points whose last day it is are still there. False: points or money do not fit.
 */
bool ledger_play(struct ledger *ledger, day as_of, struct ledger_result *result);

/*
 * For a ledger that is played only to see what comes of it: tells of every redemption that is
 * played until as_of and asks for pieces of a scarce item, in the order of play. `order` are bytes
 * in whose order (memcmp) those of several customers are played, but for equal ones.
 */
struct ledger_claim {
	uint32_t     play, item;
	int64_t      pieces;
	struct slice order;
};
void ledger_claims(struct ledger *ledger, day as_of,
	void (*tell)(void *context, const struct ledger_claim *claim), void *context);

/* Plays on, through the play of a claim, and waits there. False: too large, as in ledger_play. */
bool ledger_play_through(struct ledger *ledger, uint32_t play);

/* Of a played ledger: points whose last day is `until` or earlier. */
int64_t ledger_expiring(const struct ledger *ledger, day until);

/* The identity above holds: balance from the movements = balance from the lots. */
bool ledger_balances(const struct ledger *ledger);

#endif
