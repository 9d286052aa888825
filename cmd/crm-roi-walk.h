/*
 * A walk over customers, one after the other: what crm-roi knows of the one at hand, and what
 * it adds up on the way.
 */
#ifndef CMD_CRM_ROI_WALK_H
#define CMD_CRM_ROI_WALK_H

#include "crm-roi.h"
#include "table/groups.h"
#include "value/memory.h"

/* A row of the result: the latest piece of the customer at hand in it, as far as was looked. */
struct row_piece {
	uint64_t sweep;                  /* in which it was found */
	day      on;
};

/* The keys of a contact, and what those of one keys have of the order at hand. */
struct lender {
	struct slice      keys;
	struct row_piece *row;
	uint64_t          order;         /* else it has nothing */
	money             amount, margin;
};

/* What is known of a contact that may claim orders, or of one that was withheld. */
struct met {
	struct lender *lender;
	struct slice   campaign, cell;
};

struct walk {
	struct fold  *fold;
	struct trial *trial;             /* or NULL */
	struct curve *curve;             /* or NULL */
	struct seen   seen;
	__int128      revenue;
	struct slice  customer;

	/* Of all customers: kept is a struct lender, a struct row_piece. */
	struct groups    *lenders, *rows;
	struct hash_seed  seed;
	uint64_t          orders;        /* that were matched */
	uint64_t          sweep;

	/* Of the customer at hand, in the order of their days. */
	struct touch *touch;
	struct met   *met;
	size_t        touches, touch_capacity, mets, met_capacity;
	struct arena  texts;
	struct arena  scratch;           /* of the order at hand */

	size_t       *claim;
	int64_t      *weight;
	money        *share, *margin;
	struct lender **claimant;        /* each once */
	size_t        room;

	/* Of touch[], by days: looked at for the latest piece of a row until this day. */
	size_t        swept;
	day           swept_to;

	uint64_t      unnumbered;        /* orders that are shared and have no number */
	int64_t       twice;             /* customers in two cells of a campaign */
	char         *first_twice;
};

/* An order of the customer, all contacts being known: into the groups that it belongs to. */
void walk_order(struct walk *walk, const struct happening *order);

/* The customer answered in this group: when, and by how long after a piece of it, is noted. */
void walk_answer(struct walk *walk, struct slice keys, day on);

#endif
