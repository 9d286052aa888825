#include "crm/expense_body.h"

#include <stdlib.h>

#include "value/hash.h"

/* Expenses that give the same keys (those of the set bits), found by what they give. */
struct expense_index {
	uint64_t       given;
	struct groups *first;        /* kept: the expense, + 1 */
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
