#include "crm/expense.h"

#include <stdlib.h>

#include "table/groups.h"
#include "value/hash.h"

/* Expenses that give the same keys (those of the set bits), found by what they give. */
struct expense_index {
	uint64_t       given;
	struct groups *first;        /* kept: the expense, + 1 */
};

struct expense_place {
	struct group    *code;
	struct campaign *campaign;
	size_t           id;
};

/* Any seed will do: what is found here is never printed in its order. */
static const struct hash_seed seed = { 0x243f6a8885a308d3u, 0x13198a2e03707344u };

void
expenses_init(struct expenses *expenses, size_t keys)
{
	*expenses = (struct expenses){ .keys = keys };
	expenses->codes = groups_new(&(struct groups_spec){ .kept = sizeof(size_t) });
	arena_init(&expenses->texts);
}

void
expenses_release(struct expenses *expenses)
{
	for (size_t i = 0; i < expenses->count; i++)
		free(expenses->expense[i].place);
	for (size_t i = 0; i < expenses->indexes; i++)
		groups_free(expenses->index[i].first);
	groups_free(expenses->codes);
	free(expenses->expense);
	free(expenses->index);
	free(expenses->place);
	free(expenses->found);
	free(expenses->joined);
	arena_release(&expenses->texts);
}

void
expenses_add(struct expenses *expenses, const struct slice key[], struct slice own,
	const struct expense *expense)
{
	struct expense *added;

	MEMORY_GROW(expenses->expense, expenses->capacity, expenses->count + 1);
	added = &expenses->expense[expenses->count++];
	*added = (struct expense){ .fixed = expense->fixed,
		.unit = expense->unit,
		.response = expense->response,
		.sent = expense->sent,
		.line = expense->line };
	added->key = arena_new(&expenses->texts, (expenses->keys + 1) * sizeof *added->key);
	for (size_t i = 0; i < expenses->keys; i++)
		added->key[i] = arena_copy(&expenses->texts, key[i]);
	added->own = arena_copy(&expenses->texts, own);
}

/* --- which expenses name a code --- */

static uint64_t
keys_given(const struct expenses *expenses, const struct slice key[])
{
	uint64_t given = 0;

	for (size_t i = 0; i < expenses->keys; i++)
		given |= (uint64_t)(key[i].length > 0) << i;
	return given;
}

/* The keys of the set bits as one text; no key holds a NUL. */
static struct slice
keys_join(struct expenses *expenses, const struct slice key[], uint64_t bits)
{
	size_t length = 0;

	for (size_t i = 0; i < expenses->keys; i++) {
		if (!(bits >> i & 1))
			continue;
		MEMORY_GROW(
			expenses->joined, expenses->joined_capacity, length + key[i].length + 1);
		if (key[i].length)
			memcpy(expenses->joined + length, key[i].data, key[i].length);
		length += key[i].length;
		expenses->joined[length++] = '\0';
	}
	return slice_of(length ? expenses->joined : "", length);
}

static struct expense_index *
index_for(struct expenses *expenses, uint64_t given)
{
	struct expense_index *index;

	for (size_t i = 0; i < expenses->indexes; i++)
		if (expenses->index[i].given == given)
			return &expenses->index[i];
	MEMORY_GROW(expenses->index, expenses->index_capacity, expenses->indexes + 1);
	index = &expenses->index[expenses->indexes++];
	index->given = given;
	index->first = groups_new(&(struct groups_spec){ .kept = sizeof(size_t) });
	return index;
}

/* More than any number of parts tells a source code what it names. */
static int
exactness(const struct expense *expense, size_t keys)
{
	int parts = 0;

	for (size_t i = 1; i < keys; i++)
		parts += expense->key[i].length > 0;
	return parts + (expense->key[0].length > 0 ? EXPENSE_KEYS : 0);
}

struct ordered {
	struct expense expense;
	int            exactness;
};

static int
by_exactness(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	if (x->exactness != y->exactness)
		return x->exactness > y->exactness ? -1 : 1;
	return (x->expense.line > y->expense.line) - (x->expense.line < y->expense.line);
}

void
expenses_close(struct expenses *expenses)
{
	struct ordered *ordered = memory_zeroed(expenses->count + 1, sizeof *ordered);

	for (size_t i = 0; i < expenses->count; i++)
		ordered[i] = (struct ordered){ expenses->expense[i],
			exactness(&expenses->expense[i], expenses->keys) };
	qsort(ordered, expenses->count, sizeof *ordered, by_exactness);
	for (size_t i = 0; i < expenses->count; i++)
		expenses->expense[i] = ordered[i].expense;
	free(ordered);

	for (size_t i = expenses->count; i-- > 0;) {
		struct expense *expense = &expenses->expense[i];
		uint64_t given = keys_given(expenses, expense->key);
		struct slice joined = keys_join(expenses, expense->key, given);
		size_t *first = group_kept(groups_find(
			index_for(expenses, given)->first, joined, hash_bytes(joined, seed)));

		expense->next = *first;
		*first = i + 1;
	}
	expenses->found = memory_zeroed(expenses->count + 1, sizeof *expenses->found);
}

/* Fills `found`, returns how many. */
static size_t
expenses_naming(struct expenses *expenses, const struct slice key[])
{
	size_t n = 0;

	for (size_t i = 0; i < expenses->indexes; i++) {
		const struct expense_index *index = &expenses->index[i];
		struct slice joined = keys_join(expenses, key, index->given);
		struct group *group = groups_seek(index->first, joined, hash_bytes(joined, seed));

		for (size_t at = group ? *(size_t *)group_kept(group) : 0; at;
			at = expenses->expense[at - 1].next)
			expenses->found[n++] = at - 1;
	}
	return n;
}

void
expenses_count(struct expenses *expenses, const struct slice key[], int64_t pieces)
{
	size_t n = expenses_naming(expenses, key);

	for (size_t i = 0; i < n; i++)
		expenses->expense[expenses->found[i]].pieces += pieces;
}

void
expenses_link(
	struct expenses *expenses, const struct slice key[], struct campaign *campaign, size_t id)
{
	size_t n = expenses_naming(expenses, key);
	struct slice joined = keys_join(expenses, key, UINT64_MAX);
	struct group *code = groups_find(expenses->codes, joined, hash_bytes(joined, seed));

	MEMORY_GROW(expenses->place, expenses->place_capacity, expenses->places + 1);
	expenses->place[expenses->places] = (struct expense_place){ code, campaign, id };
	for (size_t i = 0; i < n; i++) {
		struct expense *expense = &expenses->expense[expenses->found[i]];

		MEMORY_GROW(expense->place, expense->capacity, expense->places + 1);
		expense->place[expense->places++] = expenses->places;
	}
	expenses->places++;
}

/* --- charging --- */

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
