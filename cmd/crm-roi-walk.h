/*
 * A walk over customers, one after the other: what crm-roi knows of the one at hand, and what
 * it adds up on the way.
 */
#ifndef CMD_CRM_ROI_WALK_H
#define CMD_CRM_ROI_WALK_H

#include "crm-roi.h"
#include "value/memory.h"

/* What is known of a contact that may claim orders, or of one that was withheld. */
struct met {
	struct slice keys, campaign, cell;
};

struct walk {
	struct fold  *fold;
	struct trial *trial;             /* or NULL */
	struct curve *curve;             /* or NULL */
	struct seen   seen;
	__int128      revenue;
	struct slice  customer;

	/* Of the customer at hand, in the order of their days. */
	struct touch *touch;
	struct met   *met;
	size_t        touches, touch_capacity, mets, met_capacity;
	struct arena  texts;
	struct arena  scratch;           /* of the order at hand */

	size_t       *claim;
	int64_t      *weight;
	money        *share, *margin;
	size_t        room;

	uint64_t      unnumbered;        /* orders that are shared and have no number */
	int64_t       twice;             /* customers in two cells of a campaign */
	char         *first_twice;
};

/* An order of the customer, all contacts being known: into the groups that it belongs to. */
void walk_order(struct walk *walk, const struct happening *order);

/* The customer answered in this group: when, and by how long after a piece of it, is noted. */
void walk_answer(struct walk *walk, struct slice keys, day on);

#endif
