/*
 * What the figures of crm-roi rest on: what is to be counted for them, and what of it is known.
 */
#include <inttypes.h>
#include <string.h>

#include "crm-roi.h"

#define PEOPLE ((unsigned)COUNTED(COUNTS_OF_PEOPLE) - 1)
#define NEW    ((unsigned)COUNTED(COUNT_NEW_BUYERS))
#define CODED  ((unsigned)(COUNTED(COUNT_VALID) | COUNTED(COUNT_CODED)))

/* What is to be counted, as far as the orders can give it. */
void
choose_counts(struct stream *orders, const struct figures *figures, const struct costs *costs)
{
	unsigned counts = figures->basis;
	bool shared = set.credit.way == CREDIT_LINEAR || set.credit.way == CREDIT_DECAY;
	bool named = set.figures && strcmp(set.figures, "all") != 0;

	if (costs->per_response)
		counts |= BASIS_RESPONDERS;
	if (set.numbers && counts & BASIS_ORDERS)
		stream_require(orders, ORDER_NUMBER, "--orders=numbers");
	if (named && counts & PEOPLE)
		stream_require(orders, ORDER_CUSTOMER, "--figures");
	if (named && counts & NEW)
		stream_require(orders, ORDER_DATE, "new_buyers");
	if (!stream_has(orders, ORDER_DATE))
		counts &= ~NEW;
	if ((set.rows || !stream_has(orders, ORDER_NUMBER)) && !shared)
		counts &= ~((unsigned)COUNTED(COUNT_ORDERS));
	if (!stream_has(orders, ORDER_CUSTOMER)) {
		if (counts & PEOPLE)
			note("no column for \"customer\": buyers and responders are not known");
		counts &= ~PEOPLE;
	}
	if (set.history && !(counts & NEW))
		fail(EXIT_USAGE, "--history: no figure asks who is new (new_buyers, cac)");
	wanted_settle(counts);
}

/* What is known, once contacts and events were read. */
unsigned
find_known(struct stream *orders, const struct costs *costs, const struct seen *seen)
{
	unsigned known = BASIS_ORDERS | COUNTED(COUNT_MATCHED);

	if (set.contacts || costs->sent)
		known |= BASIS_PIECES;
	if (seen->rows[CONTACT_DELIVERED])
		known |= BASIS_DELIVERED;
	if (set.costs)
		known |= BASIS_COST;
	if (stream_has(orders, ORDER_CODE))
		known |= CODED;
	if (!stream_has(orders, ORDER_CUSTOMER))
		return known;
	known |= BASIS_BUYERS | (wanted.counts & NEW);
	if (seen->rows[CONTACT_INVITED])
		known |= COUNTED(COUNT_INVITED);
	if (seen->rows[CONTACT_REGISTERED])
		known |= COUNTED(COUNT_REGISTERED);
	if (seen->rows[CONTACT_ATTENDED])
		known |= COUNTED(COUNT_ATTENDED);
	if (seen->rows[CONTACT_RESPONDED] || seen->rows[CONTACT_REGISTERED] ||
		seen->rows[CONTACT_ATTENDED])
		known |= BASIS_RESPONDERS;
	return known;
}

void
check_response_costs(const struct costs *costs, unsigned known)
{
	if (costs->per_response && !(known & BASIS_RESPONDERS))
		fail(EXIT_DATA,
			"%s:%" PRIu64
			": column \"response_cost\": no responses are known to count: "
			"they come by --events or in --contacts, and orders need a customer",
			costs->path, costs->response_line);
}
