/*
 * crm-points has two files: the tables a person writes (tiers, rules) and the replay. This
 * is what they share.
 */
#ifndef CRM_POINTS_COMMAND_H
#define CRM_POINTS_COMMAND_H

#include "crm/earning.h"
#include "crm/points.h"
#include "crm/tiers.h"
#include "run/conditions.h"
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

#endif
