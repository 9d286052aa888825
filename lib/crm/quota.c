/* Exact counts: see quota.h. */
#include "crm/quota.h"

#include <stdlib.h>
#include <string.h>

#include "value/memory.h"

struct entry {
	uint64_t stratum, cell, wave;
};

/* A cell within a stratum: its customers' cell numbers begin here. */
struct slot {
	uint64_t first, before;      /* who is taken: wave numbers before this one */
	uint64_t count;
	bool     all;                /* all are taken */
};

struct quota {
	struct entry *entry;
	size_t        count, capacity;
	size_t        customers;
	/* settled */
	uint64_t     *several;       /* cell numbers of those in several strata, in order */
	size_t        severals;
	uint64_t     *stratum;       /* in order; stratum i has slot[i * cells] and on */
	size_t        strata, cells;
	struct slot  *slot;
};

struct quota *
quota_new(void)
{
	return memory_zeroed(1, sizeof(struct quota));
}

void
quota_free(struct quota *quota)
{
	if (!quota)
		return;
	free(quota->entry);
	free(quota->several);
	free(quota->stratum);
	free(quota->slot);
	free(quota);
}

void
quota_add(struct quota *quota, uint64_t stratum, struct drawn drawn)
{
	MEMORY_GROW(quota->entry, quota->capacity, quota->count + 1);
	quota->entry[quota->count++] = (struct entry){ stratum, drawn.cell, drawn.wave };
}

void
quota_join(struct quota *into, struct quota *from)
{
	MEMORY_GROW(into->entry, into->capacity, into->count + from->count);
	if (from->count)
		memcpy(into->entry + into->count, from->entry, from->count * sizeof *from->entry);
	into->count += from->count;
	quota_free(from);
}

/* --- settling --- */

static int
compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* Cell and wave numbers are of one hash: who has the one has the other. */
static int
by_customer(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = compare(x->cell, y->cell);

	return order ? order : compare(x->stratum, y->stratum);
}

static int
by_stratum(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = compare(x->stratum, y->stratum);

	return order ? order : compare(x->cell, y->cell);
}

static int
by_wave(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = compare(x->wave, y->wave);

	return order ? order : compare(x->cell, y->cell);
}

static int
by_number(const void *a, const void *b)
{
	return compare(*(const uint64_t *)a, *(const uint64_t *)b);
}

/* Leaves one entry of each customer, none of those in several strata. */
static void
keep_one_of_each(struct quota *quota)
{
	struct entry *entry = quota->entry;
	size_t kept = 0, capacity = 0;

	if (quota->count)
		qsort(entry, quota->count, sizeof *entry, by_customer);
	for (size_t i = 0, end; i < quota->count; i = end) {
		bool several = false;

		for (end = i + 1; end < quota->count && entry[end].cell == entry[i].cell; end++)
			several |= entry[end].stratum != entry[i].stratum;
		if (several) {
			MEMORY_GROW(quota->several, capacity, quota->severals + 1);
			quota->several[quota->severals++] = entry[i].cell;
		} else {
			entry[kept++] = entry[i];
		}
	}
	quota->count = quota->customers = kept;
}

/* Takes the `take` smallest wave numbers of a slot's entries; they are reordered. */
static void
slot_take(struct slot *slot, struct entry *entry, uint64_t take)
{
	slot->all = take >= slot->count;
	if (slot->all || !take)
		return;
	qsort(entry, slot->count, sizeof *entry, by_wave);
	slot->before = entry[take].wave;
}

/* Floor of a whole number's share, begun at the stratum's start; see quota.h. */
static uint64_t
pilot_size(const struct quota_spec *spec, uint64_t stratum, uint64_t n)
{
	unsigned __int128 begin = draw_place(stratum, spec->waves);

	return (uint64_t)(((unsigned __int128)spec->wave * n + begin) / spec->waves);
}

/* The cells of a stratum's n entries, which stand in the order of their cell numbers. */
static void
settle_cells(struct slot *slot, struct entry *entry, size_t n, const struct quota_spec *spec)
{
	uint64_t total = spec->cells ? cells_total(spec->cells) : 1;
	uint64_t stratum = entry[0].stratum, begin = draw_place(stratum, total);
	size_t at = 0;

	for (size_t rank = 0; rank < n; rank++) {
		unsigned __int128 place = ((unsigned __int128)rank * total + begin) / n;
		size_t cell = spec->cells ? cells_at(spec->cells, (uint64_t)place) : 0;

		if (!slot[cell].count++)
			slot[cell].first = entry[rank].cell;
	}
	for (size_t cell = 0; at < n; at += slot[cell++].count)
		slot_take(&slot[cell], entry + at, pilot_size(spec, stratum, slot[cell].count));
}

/* --- a sample over strata --- */

struct remainder {
	unsigned __int128 left;
	uint64_t          stratum;
	size_t            at;
};

static int
by_remainder(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;

	if (x->left != y->left)
		return x->left < y->left ? 1 : -1;
	return compare(y->stratum, x->stratum);
}

/* Spreads the sample over the strata; take[] gets how many of each. */
static void
spread_sample(const struct quota *quota, uint64_t sample, const size_t *begin, uint64_t *take)
{
	struct remainder *remainder = memory_zeroed(quota->strata + 1, sizeof *remainder);
	uint64_t all = quota->count, left = sample < all ? sample : all;

	sample = left;
	for (size_t i = 0; i < quota->strata; i++) {
		unsigned __int128 n = begin[i + 1] - begin[i], share = n * sample;

		take[i] = (uint64_t)(share / all);
		left -= take[i];
		remainder[i] = (struct remainder){ share % all, quota->stratum[i], i };
	}
	qsort(remainder, quota->strata, sizeof *remainder, by_remainder);
	for (size_t i = 0; i < left; i++)
		take[remainder[i].at]++;
	free(remainder);
}

static bool
begins_stratum(const struct quota *quota, size_t i)
{
	return i == 0 || quota->entry[i].stratum != quota->entry[i - 1].stratum;
}

/* Finds where the strata begin; begin[strata] is the end. */
static size_t *
find_strata(struct quota *quota)
{
	size_t *begin, strata = 0;

	for (size_t i = 0; i < quota->count; i++)
		strata += begins_stratum(quota, i);
	begin = memory_zeroed(strata + 1, sizeof *begin);
	quota->stratum = memory_zeroed(strata + 1, sizeof *quota->stratum);
	for (size_t i = 0; i < quota->count; i++) {
		if (!begins_stratum(quota, i))
			continue;
		begin[quota->strata] = i;
		quota->stratum[quota->strata++] = quota->entry[i].stratum;
	}
	begin[strata] = quota->count;
	return begin;
}

void
quota_settle(struct quota *quota, const struct quota_spec *spec)
{
	size_t *begin;

	keep_one_of_each(quota);
	if (quota->count)
		qsort(quota->entry, quota->count, sizeof *quota->entry, by_stratum);
	begin = find_strata(quota);
	quota->cells = spec->cells ? cells_count(spec->cells) : 1;
	quota->slot = memory_zeroed(quota->strata * quota->cells + 1, sizeof *quota->slot);
	if (spec->sample && quota->count) {
		uint64_t *take = memory_zeroed(quota->strata, sizeof *take);

		spread_sample(quota, spec->sample, begin, take);
		for (size_t i = 0; i < quota->strata; i++) {
			quota->slot[i].first = quota->entry[begin[i]].cell;
			quota->slot[i].count = begin[i + 1] - begin[i];
			slot_take(&quota->slot[i], quota->entry + begin[i], take[i]);
		}
		free(take);
	} else {
		for (size_t i = 0; i < quota->strata; i++)
			settle_cells(quota->slot + i * quota->cells, quota->entry + begin[i],
				begin[i + 1] - begin[i], spec);
	}
	free(begin);
	free(quota->entry);
	quota->entry = NULL;
	quota->count = quota->capacity = 0;
}

/* --- afterwards --- */

uint64_t
quota_customers(const struct quota *quota)
{
	return quota->customers;
}

enum quota_answer
quota_ask(const struct quota *quota, uint64_t stratum, struct drawn drawn, size_t *cell)
{
	const uint64_t *found;
	const struct slot *slot;

	*cell = 0;
	if (quota->severals &&
		bsearch(&drawn.cell, quota->several, quota->severals, sizeof *quota->several,
			by_number))
		return QUOTA_SEVERAL;
	found = quota->strata ? bsearch(&stratum, quota->stratum, quota->strata,
					sizeof *quota->stratum, by_number)
			      : NULL;
	if (!found)
		return QUOTA_LEFT;
	slot = quota->slot + (size_t)(found - quota->stratum) * quota->cells;
	for (size_t i = 0; i < quota->cells; i++)
		if (slot[i].count && slot[i].first <= drawn.cell)
			*cell = i;
	slot += *cell;
	return slot->all || drawn.wave < slot->before ? QUOTA_TAKEN : QUOTA_LEFT;
}
