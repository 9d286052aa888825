/*
 * crm-points has three files: the command and its columns, the tables a person writes
 * (tiers, rules), the balances it prints. This is what they share.
 */
#ifndef CRM_POINTS_COMMAND_H
#define CRM_POINTS_COMMAND_H

#include "crm/earning.h"
#include "crm/points.h"
#include "crm/tiers.h"
#include "run/conditions.h"
#include "run/gather.h"
#include "run/report.h"
#include "run/stream.h"

/* The streams that rules are about. */
enum { ORDERS, EVENTS, STREAMS };

/* The tiers, and the names of what they bring besides price and shipping. */
struct privileges {
	struct tiers  tiers;
	struct slice *name;
	size_t        count;
	struct arena  text;
};

void privileges_read(struct privileges *privileges, const char *path);
void privileges_release(struct privileges *privileges);
void privileges_print(const struct privileges *privileges);

/* The fields price_factor, free_shipping and the further ones of a tier; NULL: none reached. */
void report_privileges(
	struct report *report, const struct privileges *privileges, const struct tier *tier);

/* What earns: conditions and what they give, by number of the condition. */
struct earning_rules {
	struct conditions   *when;           /* NULL: no rules */
	struct earning_rule *gives;
	size_t               count, capacity;
};

void earning_rules_release(struct earning_rules *rules);

/* Extra points are put into the terms. */
void earning_rules_read(struct earning_rules *rules, const char *path,
	struct stream *const stream[STREAMS], struct ledger_terms *terms);

/* Events as they are kept by the gather: the order's id follows the event. */
void               event_pack(const struct point_event *event, struct buffer *record);
struct point_event event_unpack(struct slice record);

struct balance {
	struct slice         customer;
	struct ledger_result points;
	int64_t              expiring;
};

/* What came of every ledger, by customer. */
struct balances {
	struct balance *balance;
	size_t          count, capacity;
	struct arena    names;
	int64_t         refused;
};

/* Plays every customer's ledger as of the day; ends the filter where one does not balance. */
void balances_play(struct balances *balances, struct gather *gather,
	const struct ledger_terms *terms, struct span soon);
void balances_report(const struct balances *balances, const struct privileges *privileges,
	struct slice customer_column);
void balances_release(struct balances *balances);

#endif
