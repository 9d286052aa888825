/*
 * What the files of crm-points share.
 *
 *	crm-points.c            the command: from rows to the output asked for
 *	crm-points-options.c    the command line
 *	crm-points-rows.c       rows become events, with the rules that fit them
 *	crm-points-tables.c     what a person writes: tiers, rules, catalogue
 *	crm-points-histories.c  each customer's events together
 *	crm-points-stock.c      what is asked for of the stock, and whether it is there
 *	crm-points-contest.c    who gets what there is not enough of
 *	crm-points-balances.c   ledgers played and checked; the balances
 *	crm-points-kept.c       what is kept of a played ledger, in few bytes
 *	crm-points-state.c      states, read
 *	crm-points-state-out.c  states, written
 *	crm-points-terms.c      the terms by which states are told apart
 *	crm-points-report.c     what became of all points, by day or month
 *	crm-points-ledger.c     movements: ledger, statement; what is about to expire
 */
#ifndef CRM_POINTS_COMMAND_H
#define CRM_POINTS_COMMAND_H

#include "crm/catalogue.h"
#include "crm/earning.h"
#include "crm/point_ledger.h"
#include "crm/tiers.h"
#include "run/command.h"
#include "run/conditions.h"
#include "run/gather.h"
#include "run/report.h"
#include "run/stream.h"

/* --- crm-points-options.c --- */

#define EVENTS_MOST (CONDITIONS_STREAMS - 1)

/* The command line, as it was given. */
struct points_settings {
	const char         *events[EVENTS_MOST], *events_rejects[EVENTS_MOST];
	size_t              event_files, event_rejects;
	const char         *customers, *rules, *what_if, *tiers, *catalogue;
	bool                members_only, strict, print_tiers, ledger, expiring;
	const char         *statement;
	bool                report, monthly, forgets;
	const char         *state, *state_out;
	struct span         forget;
	money               point_value;     /* 0: unsaid */
	struct span         expiring_span;
	struct ledger_terms terms;
	struct span         soon;
};
extern struct points_settings set;

extern const struct option_spec points_options[];

/* What goes together and what does not, once all is known. */
void options_check(void);

/* --- crm-points.c --- */

enum {
	CUSTOMER,
	DATE,
	AMOUNT,
	ORDER,
	KIND,
	POINTS,
	ORIGINAL,
	PRODUCT,
	CHANNEL,
	LINE,
	DEDUCTED,
	LIST_AMOUNT,
	SHIPPING,
	POINT_COLUMNS
};
extern const struct column_spec point_columns[POINT_COLUMNS];

/* The operands, then the files of --events. */
struct inputs {
	struct stream *stream[CONDITIONS_STREAMS];
	uint32_t       operand[CONDITIONS_STREAMS];     /* of its first file */
	size_t         streams;
};

/* --- crm-points-tables.c --- */

/* The names of what tiers bring besides price and shipping, and all text of these tables. */
struct privileges {
	struct slice *name;
	size_t        count;
	struct arena  text;
};

/* Tiers are put into the list; NULL: the ones that come with the filter. */
void privileges_read(struct privileges *privileges, struct tiers *tiers, const char *path);
void privileges_release(struct privileges *privileges);
void tiers_print(const struct privileges *privileges, const struct tiers *tiers);

/* The fields price_factor, free_shipping and the further ones of a tier; NULL: none reached. */
void report_privileges(
	struct report *report, const struct privileges *privileges, const struct tier *tier);

/* What earns: rules and the conditions on which they do, by number. */
struct rule_book {
	struct earning_rules rules;
	struct conditions   *when;           /* NULL: no rules */
	struct arena         text;
	struct buffer        said;           /* all that the file says, for the stamp of states */
};

/* Reads a rule file; `name` is its option. */
void rule_book_read(struct rule_book *book, const char *name, const char *path,
	const struct inputs *inputs, const struct tiers *tiers);
void rule_book_release(struct rule_book *book);

void catalogue_read(struct catalogue *catalogue, struct arena *text, const char *path,
	const struct tiers *tiers);

/* --- crm-points-rows.c --- */

/* Points for who brought a customer: on a day, by a rule. */
struct referral {
	struct slice referrer, customer;
	unsigned     set, rule;         /* of which rule file, its number */
	day          day;
};

struct referrals {
	struct referral *referral;      /* by referrer, customer, rule */
	size_t           count, capacity;
	struct arena     text;
};

/* Opens --customers for the streams' rules; before rules are read. */
void customers_open(const struct inputs *inputs);

/* Packs the rows of all inputs; what they bring to referrers is found, too. */
void rows_read(struct gather *gather, const struct inputs *inputs, struct rule_book *const book[2],
	struct referrals *referrals);
void referrals_release(struct referrals *referrals);

/* --- crm-points-histories.c --- */

struct histories;

/* `lined`: some rows may be known by document and line, whoever's they are. */
struct histories *histories_new(struct gather *gather, const struct referrals *referrals,
	struct rule_book *const book[2], bool lined);
void              histories_free(struct histories *histories);

/* The next customer, by key; then its events into a ledger for each rule file (NULL: none). */
bool histories_next(struct histories *histories, struct slice *customer);
void histories_fill(struct histories *histories, struct ledger *const ledger[2]);

/* Instead of histories_fill: appends the events, for history_fill. */
void histories_pack(struct histories *histories, struct buffer *packed);

/* Events into the ledger of a rule file; the bytes must stay until it is cleared. */
void history_fill(struct slice packed, struct ledger *ledger, unsigned which);

/* After the last customer: from the first one again. */
void histories_again(struct histories *histories);

/* --- crm-points-stock.c --- */

/* Before rows are read; stock_close after all ledgers were played. */
void stock_open(const struct catalogue *catalogue);
void stock_close(void);

/* For each redemption, and each row of a state about pieces, by any thread. */
void stock_ask(struct slice customer, const struct point_event *event);
void stock_had(struct slice item, int64_t pieces);

/* Whether the customer asks for pieces of any item that is limited. */
bool stock_is_asked(struct slice customer);

/* Decides who gets pieces; from then on the terms have a stock, the caller's. */
void stock_settle(struct stock *stock, struct histories *histories, struct ledger_terms *terms);

/* --- crm-points-contest.c --- */

/* Decides about the items of the stock that are scarce, under these terms. */
void stock_contest(
	struct stock *stock, struct histories *histories, const struct ledger_terms *terms);

/* --- crm-points-kept.c --- */

#define BALANCE_FIGURES 20
#define BALANCE_POINTS  11     /* the first of them, in the order they are printed */

/* What is kept of a played ledger. */
struct balance {
	struct slice customer;
	union {
		struct {
			int64_t balance, pending, opening;
			int64_t earned, redeemed, restored, transferred, adjusted, expired,
				reversed, forgiven;
			int64_t expiring;
			int64_t next_expiry, tier_until;        /* day_counted */
			int64_t tier;
			int64_t spend;                          /* money */
			int64_t wanting, wants;         /* of the basis that is wanted */
			int64_t earned_otherwise, balance_otherwise;    /* by --what-if */
		};
		int64_t figure[BALANCE_FIGURES];
	};
};

/* A day from DAY_FIRST on, which is 1; 0: DAY_NONE. */
static inline int64_t
day_counted(day d)
{
	return d == DAY_NONE ? 0 : (int64_t)d - DAY_FIRST + 1;
}

static inline day
day_from_counted(int64_t n)
{
	return n ? (day)(n + DAY_FIRST - 1) : DAY_NONE;
}

/* Balances in few bytes, in the order they were put in; they never move. All zero: none. */
struct kept {
	struct arena       memory;
	struct kept_piece *first, *last;
};

/* Of a balance; all zero: of the first. */
struct kept_place {
	const struct kept_piece *piece;
	size_t                   at;
};

/* What all but the balance make of it: opening + earned ... - reversed - pending, modulo 2^64. */
int64_t balance_of_moves(const struct balance *balance);

/* The customer is copied; of the balance nothing is kept but its moves. */
void balance_keep(struct kept *kept, const struct balance *balance);

/* The balance at the place, which moves on to the next one; false: it is the end. */
bool balance_next(const struct kept *kept, struct kept_place *place, struct balance *balance);
void kept_release(struct kept *kept);

/* --- crm-points-balances.c --- */

/* What came of every ledger: balances in the order of the customers. */
struct balances {
	struct kept   kept;
	int64_t       refused[REFUSALS], repeats;
};

#define WATCHERS 2

/* Who looks at every ledger, before and after it is played; NULL: nothing to do then. */
struct watcher {
	void *context;
	void (*begin)(void *context, struct slice customer);
	void (*end)(void *context, struct slice customer, struct ledger *ledger);
};

/*
 * Plays every customer's ledger as of the day; ends the filter where one does not balance, or
 * something was refused under --strict.
 */
void balances_play(struct balances *balances, struct histories *histories,
	const struct ledger_terms *terms, const struct ledger_terms *others,
	const struct watcher watcher[WATCHERS]);

/* The columns of each report are named before the rows are read, its own rows come after. */
void balances_columns(
	struct report *report, const struct privileges *privileges, struct slice customer_column);
void balances_report(struct report *report, const struct balances *balances,
	const struct privileges *privileges);
void what_if_columns(struct report *report, struct slice customer_column);
void what_if_report(struct report *report, const struct balances *balances);

_Noreturn void fail_too_large(struct slice customer);
void balances_summary(const struct balances *balances);
void balances_release(struct balances *balances);

/* --- crm-points-ledger.c --- */

/* From now on movements are noted; for the report that follows the play. */
void ledger_watch(struct watcher *watcher, struct ledger_terms *terms);
void ledger_columns(struct report *report, struct slice customer_column);
void ledger_report(struct report *report, const struct rule_book *book);
void statement_columns(struct report *report);
void statement_report(struct report *report, const struct balances *all);

/* The same for the points that go within --expiring. */
void expiring_watch(struct watcher *watcher);
void expiring_columns(struct report *report, struct slice customer_column);
void expiring_report(struct report *report, const struct balances *all);

/* --- crm-points-report.c --- */

void periods_watch(
	struct watcher *watcher, struct ledger_terms *terms, const struct inputs *inputs);
void periods_columns(struct report *report);
void periods_report(struct report *report);

/* --- crm-points-state.c --- */

/* Opens --state; then, when all terms are known, refuses one of others; reads its rows. */
void state_open(void);
void state_check(const struct ledger_terms *terms, const struct rule_book *book);
void state_read(struct gather *gather);

/* With what a record of the gather begins that is a state's row, and no event. */
#define RECORD_STATE ((char)0x80)

static inline bool
record_is_state(struct slice record)
{
	return record.data[0] == RECORD_STATE;
}

/* What identity a state's row claims, if any. */
bool state_claims(struct slice record, struct point_event *event, struct point_more *more);
void state_restore(struct slice record, struct ledger *ledger);

/* --- crm-points-state-out.c --- */

/* From now on ledgers are kept; written after the play. */
void state_watch(struct watcher *watcher);
void state_write(const struct ledger_terms *terms, const struct rule_book *book);

#endif
