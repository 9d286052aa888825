/* Balance: see balance.h. */
#include "crm/balance.h"

#include <stdlib.h>
#include <string.h>

#include "table/groups.h"
#include "value/buffer.h"
#include "value/hash.h"
#include "value/memory.h"

/*
 * A group's key is campaign NUL subject value NUL cell; no text has a NUL. In the order of
 * keys a campaign comes after the other, its sizes first, and of a value all cells together.
 */
struct kept {
	int64_t count;
	int64_t several;             /* of a campaign's own group, which has no cell */
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

	balance->groups = groups_new(&(struct groups_spec){ .kept = sizeof(struct kept) });
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

/* A cell without data: the campaign's own group. */
static struct kept *
kept_of(struct balance *balance, struct slice campaign, size_t subject, struct slice value,
	struct slice cell)
{
	char parts[2] = { '\0', (char)subject };
	struct buffer *key = &balance->key;
	struct slice bytes;

	buffer_clear(key);
	buffer_add(key, campaign);
	buffer_add(key, slice_of(parts, sizeof parts));
	if (cell.data) {
		buffer_add(key, value);
		buffer_add(key, slice_of("", 1));
		buffer_add(key, cell);
	}
	bytes = slice_of(key->data, key->length);
	return group_kept(groups_find(balance->groups, bytes, hash_bytes(bytes, balance->seed)));
}

void
balance_count(struct balance *balance, struct slice campaign, size_t subject, struct slice value,
	struct slice cell)
{
	kept_of(balance, campaign, subject, value, cell)->count++;
}

void
balance_several(struct balance *balance, struct slice campaign, struct slice customer)
{
	struct kept *kept = kept_of(balance, campaign, 0, SLICE_EMPTY, SLICE_EMPTY);

	if (!kept->several++)
		kept->example = memory_string(customer);
}

/* --- tables --- */

struct parts {
	struct slice campaign, value, cell;      /* the campaign's own group: no cell's data */
	size_t       subject;
	struct kept *kept;
};

static struct parts
group_parts(struct group *group)
{
	struct parts parts = { .kept = group_kept(group) };
	struct slice rest = slice_cut(group_key(group), '\0', &parts.campaign);

	/* No key is without its NUL: said for the analyser. */
	if (!rest.data)
		return parts;
	parts.subject = (unsigned char)rest.data[0];
	parts.cell = slice_cut(slice_of(rest.data + 1, rest.length - 1), '\0', &parts.value);
	return parts;
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

/* The first group from `at` on that is of another campaign, or not of the sizes any more. */
static size_t
sizes_end(struct group *const *group, size_t at, size_t groups, struct slice campaign)
{
	for (; at < groups; at++) {
		struct parts parts = group_parts(group[at]);

		if (parts.subject != 0 || !slice_equal(parts.campaign, campaign))
			break;
	}
	return at;
}

static void
cell_add(struct balance *balance, struct balance_campaign *campaign, struct slice name,
	int64_t size, size_t room)
{
	if (!campaign->cell) {
		campaign->cell = memory_zeroed(room + 1, sizeof *campaign->cell);
		campaign->size = memory_zeroed(room + 1, sizeof *campaign->size);
	}
	campaign->cell[campaign->cells] = arena_copy(&balance->texts, name);
	campaign->size[campaign->cells++] = size;
	campaign->customers += size;
}

/* Cells in order, of those that are there and those that are planned. */
static void
cells_merge(struct balance *balance, struct balance_campaign *campaign, struct group *const *group,
	size_t groups, const struct test_cells *planned)
{
	size_t plans = planned ? cells_count(planned) : 0, at = 0, plan = 0;

	while (at < groups || plan < plans) {
		struct parts parts = { .cell = SLICE_EMPTY };
		int order = 1;

		if (at < groups) {
			parts = group_parts(group[at]);
			order = plan < plans ? slice_compare(parts.cell, cells_name(planned, plan))
					     : -1;
		}
		if (order <= 0)
			cell_add(balance, campaign, parts.cell, parts.kept->count, groups + plans);
		else
			cell_add(balance, campaign, cells_name(planned, plan), 0, groups + plans);
		at += order <= 0;
		plan += order >= 0;
	}
}

/* Reads a campaign's sizes; returns the place after them. */
static size_t
campaign_begin(struct balance *balance, struct balance_campaign *campaign,
	struct group *const *group, size_t at, size_t groups, const struct test_cells *planned)
{
	struct parts parts = group_parts(group[at]);
	size_t end = sizes_end(group, at, groups, parts.campaign);

	*campaign = (struct balance_campaign){
		.name = arena_copy(&balance->texts, parts.campaign),
	};
	if (!parts.cell.data) {
		campaign->several = parts.kept->several;
		campaign->example = slice_from(parts.kept->example);
		at++;
	}
	cells_merge(balance, campaign, group + at, end - at, planned);
	return end;
}

/* The table of a subject: the last one, or a new one after it. */
static struct balance_table *
table_of(struct balance_campaign *campaign, size_t subject)
{
	size_t n = campaign->tables;

	if (n && campaign->table[n - 1].subject == subject)
		return &campaign->table[n - 1];
	campaign->table = memory_resize(campaign->table, n + 1, sizeof *campaign->table);
	campaign->table[n] = (struct balance_table){ .subject = subject };
	campaign->tables++;
	return &campaign->table[n];
}

static void
value_add(struct balance *balance, struct balance_table *table, struct slice value, size_t cells)
{
	/* Room doubles at powers of two. */
	if (!(table->values & (table->values - 1))) {
		size_t room = table->values ? 2 * table->values : 1;

		table->value = memory_resize(table->value, room, sizeof *table->value);
		table->count = memory_resize(table->count, room * cells + 1, sizeof *table->count);
	}
	table->value[table->values] = arena_copy(&balance->texts, value);
	memset(table->count + table->values * cells, 0, cells * sizeof *table->count);
	table->values++;
}

/* One count more; groups come in order, so a subject's values come together. */
static void
count_add(struct balance *balance, struct balance_campaign *campaign, struct group *group)
{
	struct parts parts = group_parts(group);
	struct balance_table *table = table_of(campaign, parts.subject);
	size_t cells = campaign->cells;

	if (!table->values || !slice_equal(table->value[table->values - 1], parts.value))
		value_add(balance, table, parts.value, cells);
	table->count[(table->values - 1) * cells + cell_index(campaign, parts.cell)] =
		parts.kept->count;
}

const struct balance_campaign *
balance_campaigns(struct balance *balance, const struct test_cells *planned, size_t *count)
{
	size_t groups, capacity = 0;
	struct group **group = groups_sort(&balance->groups, 1, &groups);

	for (size_t i = 0; i < groups;) {
		if (group_parts(group[i]).subject == 0) {
			MEMORY_GROW(balance->campaign, capacity, balance->campaigns + 1);
			i = campaign_begin(balance, &balance->campaign[balance->campaigns++], group,
				i, groups, planned);
		} else {
			count_add(balance, &balance->campaign[balance->campaigns - 1], group[i++]);
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
