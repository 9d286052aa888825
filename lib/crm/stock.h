/*
 * Stock: who gets pieces of items of which there are not enough for all who ask.
 *
 * Pieces are taken in the order of play over all customers, and what is gone is gone. Of most
 * items there is enough for every redemption there is, whatever becomes of it: these need
 * no decision. Of a scarce item a redemption gets its pieces or not by what others took before
 * it, and that by what points they had then. So the ledgers of those who ask for scarce
 * items are played before those that count, and the decisions are kept.
 *
 * A claim is a redemption of a scarce item that is played, whether the customer has the points
 * for it or not. Claims are decided one after the other in the order of play over all. What a
 * customer will want is foreseen by a play of the ledger in which the claims before are as
 * decided, and the later ones get what is there now. This holds until one of them does not get
 * what was foreseen; then the customer is foreseen anew, if anything is left of what
 * they claim later. So a ledger is played once more than it would be, and again only where
 * a customer who went away empty-handed comes back to an item that is still there.
 *
 *	stock_demand		for each item
 *	stock_contend		for each customer who has claims, then for each of these
 *		stock_claim	in their order of play
 *	for each claim of all, in the order of play:
 *		if (stock_asks(stock, claim)) {
 *			stock_foresee(stock, claim, ...);
 *			... play the ledger: it calls stock_take ...
 *			stock_foreseen(stock);
 *		}
 *		stock_decide(stock, claim);
 *	for each customer:
 *		stock_begin(stock, customer);
 *		... play the ledger ...
 *	stock_is_conserved(stock)
 *
 * Counts are pieces. The catalogue stays the caller's. Pure; memory: 32 bytes a claim, 16
 * a customer who has some.
 */
#ifndef CRM_STOCK_H
#define CRM_STOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/catalogue.h"

struct stock_item {
	int64_t before;             /* taken in the time of a state */
	int64_t left;               /* by the decisions so far */
	int64_t taken;              /* in the plays that count */
	bool    scarce;
};

struct stock_claim {
	int64_t  pieces;
	uint32_t item, play, contender;
	bool     wanted;            /* as foreseen: all allows it, and it is there */
	bool     granted;
};

struct stock_contender {
	size_t   customer;          /* the number of all customers in their order */
	uint32_t first;             /* claim; the next contender's is the end */
	bool     stale;             /* what is foreseen holds no more */
};

struct stock {
	const struct catalogue *catalogue;
	struct stock_item      *item;         /* by number in the catalogue */
	struct stock_claim     *claim;
	struct stock_contender *contender;
	size_t                  claims, claim_capacity, contenders, contender_capacity;
	size_t                  turn;         /* the next contender of the plays that count */
	size_t                  begin, end;   /* claims of the ledger that is played */
	size_t                  decided;      /* of them, those before it; the later are foreseen */
	bool                    counts;       /* the plays that count have begun */
	bool                    broken;       /* what was decided and what was played differ */
};

void stock_init(struct stock *stock, const struct catalogue *catalogue);
void stock_release(struct stock *stock);

/* Pieces that were taken before. False: more than there are. */
bool stock_taken_before(struct stock *stock, uint32_t item, int64_t pieces);

/* All pieces that are asked for, or more. True: the item is scarce. */
bool stock_demand(struct stock *stock, uint32_t item, int64_t pieces);

/* Customers by their number, rising; then their claims, by the number of the play, rising. */
void stock_contend(struct stock *stock, size_t customer);
void stock_claim(struct stock *stock, uint32_t play, uint32_t item, int64_t pieces);

/* Whether the claim could be granted, and what its customer wants is not known. */
bool stock_asks(const struct stock *stock, size_t claim);

/* The ledger is played next: all of it, or (alone) no further than this claim. */
void stock_foresee(struct stock *stock, size_t claim, bool alone);
void stock_foreseen(struct stock *stock);

void stock_decide(struct stock *stock, size_t claim);
bool stock_is_last(const struct stock *stock, size_t claim);     /* of its customer */

/* A ledger that counts is played next; customers in their order. */
void stock_begin(struct stock *stock, size_t customer);

/* A redemption takes pieces of an item that has a stock, if it gets them; for ledgers. */
bool stock_take(struct stock *stock, uint32_t play, uint32_t item, int64_t pieces);

/* After all: no item had more pieces taken than there are, and what was granted was taken. */
bool stock_is_conserved(const struct stock *stock);

#endif
