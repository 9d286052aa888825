/* Balance: see balance.h. */
#include "crm/balance.h"

#include <stdlib.h>
#include <string.h>

#include "table/groups.h"
#include "value/buffer.h"
#include "value/hash.h"
#include "value/memory.h"

/*
 * A group's key is campaign NUL subject value, its members the cells and their counts; no
 * campaign has a NUL. Of subject 0 the group also knows who is in several cells.
 */
struct kept {
	int64_t several;
	char   *example;
};

struct balance {
	struct groups           *groups;
	struct hash_seed         seed;
	struct buffer            key;
	struct arena             texts;
	struct balance_campaign *campaign;
	size_t                   campaigns;
};

struct balance *
balance_new(void)
{
	struct balance *balance = memory_zeroed(1, sizeof *balance);

	balance->groups = groups_new(&(struct groups_spec){ .kept = sizeof(struct kept),
		.member_kinds = 1,
		.member_kept = { sizeof(int64_t) } });
	balance->seed = hash_seed_draw();
	buffer_init(&balance->key);
	arena_init(&balance->texts);
	return balance;
}

void
balance_free(struct balance *balance)
{
	if (!balance)
		return;
	for (size_t i = 0; i < groups_count(balance->groups); i++)
		free(((struct kept *)group_kept(groups_at(balance->groups, i)))->example);
	groups_free(balance->groups);
	for (size_t i = 0; i < balance->campaigns; i++) {
		struct balance_campaign *campaign = &balance->campaign[i];

		for (size_t t = 0; t < campaign->tables; t++) {
			free(campaign->table[t].value);
			free(campaign->table[t].count);
		}
		free(campaign->table);
		free(campaign->cell);
		free(campaign->size);
	}
	free(balance->campaign);
	buffer_release(&balance->key);
	arena_release(&balance->texts);
	free(balance);
}

/* --- counting --- */

static struct group *
group_of(struct balance *balance, struct slice campaign, size_t subject, struct slice value)
{
	char parts[2] = { '\0', (char)subject };
	struct slice key;

	buffer_clear(&balance->key);
	buffer_add(&balance->key, campaign);
	buffer_add(&balance->key, slice_of(parts, sizeof parts));
	buffer_add(&balance->key, value);
	key = slice_of(balance->key.data, balance->key.length);
	return groups_find(balance->groups, key, hash_bytes(key, balance->seed));
}

void
balance_count(struct balance *balance, struct slice campaign, size_t subject, struct slice value,
	struct slice cell)
{
	struct group *group = group_of(balance, campaign, subject, value);
	int64_t *count = group_member(
		balance->groups, group, 0, cell, hash_bytes(cell, balance->seed), NULL);

	++*count;
}

void
balance_several(struct balance *balance, struct slice campaign, struct slice customer)
{
	struct kept *kept = group_kept(group_of(balance, campaign, 0, SLICE_EMPTY));

	if (!kept->several++)
		kept->example = memory_string(customer);
}

/* --- tables --- */

struct parts {
	struct slice campaign, value;
	size_t       subject;
};

static struct parts
group_parts(const struct group *group)
{
	struct slice key = group_key(group), campaign, rest = slice_cut(key, '\0', &campaign);

	return (struct parts){ campaign, slice_of(rest.data + 1, rest.length - 1),
		(unsigned char)rest.data[0] };
}

static int
by_bytes(const void *a, const void *b)
{
	return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static size_t
cell_index(const struct balance_campaign *campaign, struct slice cell)
{
	const struct slice *found = campaign->cells
		? bsearch(&cell, campaign->cell, campaign->cells, sizeof cell, by_bytes)
		: NULL;

	return found ? (size_t)(found - campaign->cell) : campaign->cells;
}

static void
row_fill(const struct balance *balance, const struct group *group,
	const struct balance_campaign *campaign, int64_t *count)
{
	struct member *member = NULL;

	while ((member = group_members(balance->groups, group, 0, member)))
		count[cell_index(campaign, member_id(member))] =
			*(const int64_t *)member_kept(balance->groups, member);
}

static void
cell_add(struct balance *balance, struct balance_campaign *campaign, struct slice name,
	size_t *capacity)
{
	MEMORY_GROW(campaign->cell, *capacity, campaign->cells + 1);
	campaign->cell[campaign->cells++] = arena_copy(&balance->texts, name);
}

/* The campaign's own group: subject 0. */
static void
campaign_begin(struct balance *balance, struct balance_campaign *campaign,
	const struct group *group, const struct test_cells *planned)
{
	struct kept *kept = group_kept((struct group *)group);
	struct member *member = NULL;
	size_t capacity = 0, seen;

	*campaign = (struct balance_campaign){
		.name = arena_copy(&balance->texts, group_parts(group).campaign),
		.several = kept->several,
		.example = kept->example ? slice_from(kept->example) : SLICE_EMPTY,
	};
	while ((member = group_members(balance->groups, group, 0, member)))
		cell_add(balance, campaign, member_id(member), &capacity);
	if (campaign->cells)
		qsort(campaign->cell, campaign->cells, sizeof(struct slice), by_bytes);
	seen = campaign->cells;
	for (size_t i = 0; planned && i < cells_count(planned); i++) {
		struct slice name = cells_name(planned, i);

		if (!seen || !bsearch(&name, campaign->cell, seen, sizeof name, by_bytes))
			cell_add(balance, campaign, name, &capacity);
	}
	if (campaign->cells)
		qsort(campaign->cell, campaign->cells, sizeof(struct slice), by_bytes);
	campaign->size = memory_zeroed(campaign->cells + 1, sizeof *campaign->size);
	row_fill(balance, group, campaign, campaign->size);
	for (size_t i = 0; i < campaign->cells; i++)
		campaign->customers += campaign->size[i];
}

/* One value more; groups come in order, so a subject's values come together. */
static void
value_add(struct balance *balance, struct balance_campaign *campaign, const struct group *group)
{
	struct parts parts = group_parts(group);
	struct balance_table *table = campaign->table + campaign->tables - 1;
	size_t cells = campaign->cells;

	if (!campaign->tables || table->subject != parts.subject) {
		campaign->table = memory_resize(
			campaign->table, campaign->tables + 1, sizeof *campaign->table);
		table = campaign->table + campaign->tables++;
		*table = (struct balance_table){ .subject = parts.subject };
	}
	/* Room doubles at powers of two. */
	if (!(table->values & (table->values - 1))) {
		size_t room = table->values ? 2 * table->values : 1;

		table->value = memory_resize(table->value, room, sizeof *table->value);
		table->count = memory_resize(table->count, room * cells + 1, sizeof *table->count);
	}
	table->value[table->values] = arena_copy(&balance->texts, parts.value);
	memset(table->count + table->values * cells, 0, cells * sizeof *table->count);
	row_fill(balance, group, campaign, table->count + table->values * cells);
	table->values++;
}

const struct balance_campaign *
balance_campaigns(struct balance *balance, const struct test_cells *planned, size_t *count)
{
	size_t groups, capacity = 0;
	struct group **group = groups_sort(&balance->groups, 1, &groups);

	for (size_t i = 0; i < groups; i++) {
		if (group_parts(group[i]).subject == 0) {
			MEMORY_GROW(balance->campaign, capacity, balance->campaigns + 1);
			campaign_begin(balance, &balance->campaign[balance->campaigns++], group[i],
				planned);
		} else {
			value_add(balance, &balance->campaign[balance->campaigns - 1], group[i]);
		}
	}
	free(group);
	*count = balance->campaigns;
	return balance->campaign;
}

/* --- tests --- */

bool
balance_sizes(const struct balance_campaign *campaign, const struct test_cells *planned,
	double *expected, struct test *test)
{
	double *share = memory_zeroed(campaign->cells + 1, sizeof *share);
	double total = (double)cells_total(planned);
	bool all_planned = true, defined;

	for (size_t i = 0; i < campaign->cells; i++) {
		size_t at = cells_find(planned, campaign->cell[i]);

		if (at == cells_count(planned))
			all_planned = false;
		else
			share[i] = (double)cells_share(planned, at);
		expected[i] = (double)campaign->customers * (share[i] / total);
	}
	defined = all_planned && test_shares(campaign->size, share, campaign->cells, test);
	free(share);
	return defined;
}

bool
balance_values(const struct balance_campaign *campaign, const struct balance_table *table,
	struct test *test)
{
	size_t cells = campaign->cells, values = 0;
	int64_t *count = memory_zeroed((table->values + 1) * cells + 1, sizeof *count);
	int64_t *rare = count + table->values * cells, least = INT64_MAX;
	bool defined;

	for (size_t i = 0; i < cells; i++)
		if (campaign->size[i] && campaign->size[i] < least)
			least = campaign->size[i];
	for (size_t v = 0; v < table->values; v++) {
		const int64_t *row = table->count + v * cells;
		double of_value = 0;
		int64_t *into = rare;

		for (size_t i = 0; i < cells; i++)
			of_value += (double)row[i];
		if (of_value * (double)least >= 5 * (double)campaign->customers)
			into = count + values++ * cells;
		for (size_t i = 0; i < cells; i++)
			into[i] += row[i];
	}
	/* The rare ones stand last, after rows that were not used and are all 0. */
	defined = test_table(count, table->values + 1, cells, test);
	free(count);
	return defined;
}

bool
balance_share(const struct balance_campaign *campaign, const struct balance_table *table,
	size_t value, struct test *test)
{
	struct proportion *cell = memory_zeroed(campaign->cells + 1, sizeof *cell);
	bool defined;

	for (size_t i = 0; i < campaign->cells; i++)
		cell[i] = (struct proportion){ table->count[value * campaign->cells + i],
			campaign->size[i] };
	defined = test_cells(cell, campaign->cells, test);
	free(cell);
	return defined;
}
