/* Expenses laid on the places they name: see expense.h. */
#include "crm/expense_body.h"

#include <stdlib.h>

/* One expense's places, a code's together, codes in the order of their keys. */
struct charge {
	struct expenses       *expenses;
	const struct expense  *expense;
	struct expense_place **place;
	size_t                *id;
	size_t                *begin;         /* of each code; one more for the end */
	size_t                 codes;
	int64_t               *weight;
	money                 *share;
};

static size_t
code_rank(const struct expense_place *place)
{
	return *(size_t *)group_kept(place->code);
}

static int
by_code(const void *a, const void *b)
{
	const struct expense_place *x = *(struct expense_place *const *)a;
	const struct expense_place *y = *(struct expense_place *const *)b;

	if (x->code != y->code)
		return code_rank(x) < code_rank(y) ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void
charge_begin(struct charge *charge, struct expenses *expenses, const struct expense *expense)
{
	size_t n = expense->places;

	*charge = (struct charge){ .expenses = expenses, .expense = expense };
	charge->place = memory_zeroed(n + 1, sizeof *charge->place);
	charge->id = memory_zeroed(n + 1, sizeof *charge->id);
	charge->begin = memory_zeroed(n + 1, sizeof *charge->begin);
	charge->weight = memory_zeroed(n + 1, sizeof *charge->weight);
	charge->share = memory_zeroed(n + 1, sizeof *charge->share);
	for (size_t i = 0; i < n; i++)
		charge->place[i] = &expenses->place[expense->place[i]];
	qsort(charge->place, n, sizeof *charge->place, by_code);
	for (size_t i = 0; i < n; i++) {
		charge->id[i] = charge->place[i]->id;
		if (i == 0 || charge->place[i]->code != charge->place[i - 1]->code)
			charge->begin[charge->codes++] = i;
	}
	charge->begin[charge->codes] = n;
}

static void
charge_end(struct charge *charge)
{
	free(charge->place);
	free(charge->id);
	free(charge->begin);
	free(charge->weight);
	free(charge->share);
}

static int64_t
pieces_of(const struct campaign *campaign)
{
	return campaign->pieces;
}

static int64_t
responders_of(const struct campaign *campaign)
{
	return campaign->count[COUNT_RESPONDERS];
}

/* Lays what falls to a code on its places; one of them has some of what is gone by. */
static void
charge_code(
	struct charge *charge, size_t code, money amount, int64_t (*by)(const struct campaign *))
{
	size_t begin = charge->begin[code], n = charge->begin[code + 1] - begin;
	struct expense_place **place = charge->place + begin;

	if (amount == 0)
		return;
	for (size_t i = 0; i < n; i++)
		charge->weight[i] = by(place[i]->campaign);
	money_spread(amount, charge->weight, n, charge->share);
	for (size_t i = 0; i < n; i++)
		place[i]->campaign->cost += charge->share[i];
}

static void
charge_fixed(struct charge *charge)
{
	money *fallen = memory_zeroed(charge->codes + 1, sizeof *fallen);

	for (size_t i = 0; i < charge->codes; i++) {
		charge->weight[i] = 0;
		for (size_t k = charge->begin[i]; k < charge->begin[i + 1]; k++)
			charge->weight[i] += charge->place[k]->campaign->pieces;
	}
	money_spread(charge->expense->fixed, charge->weight, charge->codes, fallen);
	for (size_t i = 0; i < charge->codes; i++)
		charge_code(charge, i, fallen[i], pieces_of);
	free(fallen);
}

static bool
charge_responses(struct charge *charge, expense_responders *responders, void *context)
{
	for (size_t i = 0; i < charge->codes; i++) {
		size_t begin = charge->begin[i], n = charge->begin[i + 1] - begin;
		int64_t people = n == 1 ? responders_of(charge->place[begin]->campaign)
					: responders(context, charge->id + begin, n);
		money amount;

		if (!money_from_sum((money_sum)charge->expense->response * people, &amount))
			return false;
		charge->expenses->given += amount;
		charge_code(charge, i, amount, responders_of);
	}
	return true;
}

/* Codes are numbered in the order of their keys. */
static void
rank_codes(struct expenses *expenses)
{
	size_t count;
	struct group **code = groups_sort(&expenses->codes, 1, &count);

	for (size_t i = 0; i < count; i++)
		*(size_t *)group_kept(code[i]) = i;
	free(code);
}

const struct expense *
expenses_charge(struct expenses *expenses, expense_responders *responders, void *context)
{
	rank_codes(expenses);
	for (size_t i = 0; i < expenses->count; i++) {
		const struct expense *expense = &expenses->expense[i];
		struct charge charge;
		bool good = true;

		expenses->given += expense->fixed + (money_sum)expense->unit * expense->pieces;
		charge_begin(&charge, expenses, expense);
		if (expense->fixed && expense->pieces > 0)
			charge_fixed(&charge);
		for (size_t k = 0; k < expense->places; k++)
			charge.place[k]->campaign->cost +=
				(money_sum)expense->unit * charge.place[k]->campaign->pieces;
		if (expense->response)
			good = charge_responses(&charge, responders, context);
		charge_end(&charge);
		if (!good)
			return expense;
	}
	return NULL;
}
