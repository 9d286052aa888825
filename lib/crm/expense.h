/*
 * Expenses: what a campaign cost, laid on the codes it was spent for.
 *
 * An expense names codes by its keys, the source code first and then parts of one; an
 * empty key leaves that open, so that an expense may name one code, all codes of a
 * medium, or all there are. It is a fixed sum, a cost of each piece, a cost of each
 * responder, or all three.
 *
 * A fixed sum is spread over the codes it names in proportion to the pieces sent under
 * each, and what falls to a code in the same way over the places the code is divided into
 * (the groups it appears in): to the cent where the sum is one of whole cents, the
 * shares adding up to the sum exactly. So a code bears the same whatever it is grouped by.
 *
 * The pieces of an expense may be said by the expense itself; they are used where no
 * others are known for what it names. A fixed sum without any pieces cannot be spread: it
 * stands alone, and is laid where the caller puts it.
 *
 * In this order: expenses_add, expenses_close, expenses_count for every place with
 * pieces, what is missing and what stands alone settled by the caller, expenses_link for
 * every place, expenses_charge. The same expenses and places give the same shares in
 * whatever order they come. Everything is owned by the expenses, but for the places.
 */
#ifndef CRM_EXPENSE_H
#define CRM_EXPENSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/campaign.h"
#include "value/memory.h"
#include "value/money.h"
#include "value/slice.h"

#define EXPENSE_KEYS 64             /* at most */
#define EXPENSE_SENT_UNSAID (-1)

struct expense {
	struct slice *key;           /* as many as the expenses have */
	struct slice  own;           /* the caller's: where it lies when it must stand alone */
	money         fixed, unit, response;
	int64_t       sent;          /* pieces, or EXPENSE_SENT_UNSAID */
	uint64_t      line;          /* where it stands */

	int64_t       pieces;        /* known, of what it names */
	size_t       *place;         /* linked places it names */
	size_t        places, capacity;
	size_t        next;          /* of the same keys, + 1 */
};

struct expense_index;
struct expense_place;

struct expenses {
	size_t                keys;
	struct expense       *expense;       /* from expenses_close on the most exact first */
	size_t                count, capacity;
	money_sum             given;         /* all that was charged; see expenses_charge */

	struct expense_index *index;         /* one for each set of keys that are given */
	size_t                indexes, index_capacity;
	struct expense_place *place;
	size_t                places, place_capacity;
	struct groups        *codes;
	size_t               *found;         /* expenses that name what was looked for */
	char                 *joined;
	size_t                joined_capacity;
	struct arena          texts;
};

void expenses_init(struct expenses *expenses, size_t keys);
void expenses_release(struct expenses *expenses);

/* Takes the sums, pieces and line of `expense`; key and own are copied. */
void expenses_add(struct expenses *expenses, const struct slice key[], struct slice own,
	const struct expense *expense);

/* After the last one: the most exact come first (a source code, then many parts). */
void expenses_close(struct expenses *expenses);

/* Tells all that name this code of more pieces. */
void expenses_count(struct expenses *expenses, const struct slice key[], int64_t pieces);

/* A place to be charged: of this code, called `id` by the caller. */
void expenses_link(
	struct expenses *expenses, const struct slice key[], struct campaign *campaign, size_t id);

/* How many different responders these places have together. */
typedef int64_t expense_responders(void *context, const size_t id[], size_t ids);

/*
 * Adds the costs of all places, but what stands alone; `given` is then all costs given,
 * that included. NULL, or the expense that is too large to be spread.
 */
const struct expense *expenses_charge(
	struct expenses *expenses, expense_responders *responders, void *context);

#endif
