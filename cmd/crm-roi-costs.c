/*
 * The costs of crm-roi: the table of --costs, and what it lays on the groups.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm-roi.h"
#include "run/bind.h"
#include "run/columns.h"
#include "run/summary.h"
#include "value/memory.h"

enum { CODE, COST, UNIT_COST, RESPONSE_COST, SENT, DATE, PARTS };

#define MAY_LACK .optional = true, .empty_ok = true

static const struct column_spec own_columns[PARTS] = {
	[CODE]          = { "code",          .type = COLUMN_TEXT,    MAY_LACK },
	[COST]          = { "cost",          .type = COLUMN_MONEY,   MAY_LACK },
	[UNIT_COST]     = { "unit_cost",     .type = COLUMN_MONEY,   MAY_LACK },
	[RESPONSE_COST] = { "response_cost", .type = COLUMN_MONEY,   MAY_LACK },
	[SENT]          = { "sent",          .type = COLUMN_INTEGER, MAY_LACK },
	[DATE]          = { "date",          .type = COLUMN_DAY,     MAY_LACK, .accept = "date" },
};

/* --- reading --- */

/* The columns of the table, the code's parts after its own; returns how many. */
static size_t
name_columns(struct column_spec column[COLUMNS_MOST])
{
	size_t n = PARTS;

	for (size_t i = 0; i < PARTS; i++)
		column[i] = own_columns[i];
	for (size_t i = 0; i < keys.layout.parts; i++) {
		if (!layout_shows(&keys.layout, i))
			continue;
		if (n < COLUMNS_MOST)
			column[n++] =
				(struct column_spec){ keys.layout.part[i].name.data, MAY_LACK };
		else
			fail(EXIT_USAGE, "--costs: not with a layout of more than %d parts",
				COLUMNS_MOST - PARTS);
	}
	return n;
}

static void
refuse_columns(const char *path, const struct side *side)
{
	const struct binding *bound = side_binding(side);
	bool key = bound->field[CODE] >= 0;
	char have[512];

	header_list(side_header(side), have, sizeof have);

	for (size_t i = PARTS; i < bound->columns; i++)
		key = key || bound->field[i] >= 0;
	if (!key)
		fail(EXIT_DATA,
			"%s: no column says which codes: source_code or a part of it (have: %s)",
			path, have);
	if (bound->field[COST] < 0 && bound->field[UNIT_COST] < 0 &&
		bound->field[RESPONSE_COST] < 0 && bound->field[SENT] < 0)
		fail(EXIT_DATA,
			"%s: no column for \"cost\", \"unit_cost\", \"response_cost\" (have: %s)",
			path, have);
}

/* Its keys are the source code, and those parts it has columns for. */
static size_t
add_keys(struct costs *costs, const struct binding *bound)
{
	size_t n = 0;

	costs->key[n++] = keys_add(slice_from("source_code"));
	for (size_t i = PARTS; i < bound->columns; i++)
		if (bound->field[i] >= 0)
			costs->key[n++] = keys_add(slice_from(bound->column[i].name));
	return n;
}

static struct key_plan
plan_costs(const struct binding *bound)
{
	struct key_plan plan = { .code = bound->field[CODE] };

	for (size_t i = 0; i < keys.count; i++) {
		plan.field[i] = keys.key[i].code ? plan.code : -1;
		for (size_t k = PARTS; k < bound->columns; k++)
			if (slice_is(slice_from(keys.key[i].name), bound->column[k].name))
				plan.field[i] = bound->field[k];
	}
	return plan;
}

static money
amount_of(struct side *side, const struct row *row, int column)
{
	money amount = row_has(row, column) ? row_money(row, column) : 0;

	if (amount < 0 && column != COST)
		side_bad(side, row, column, "less than nothing");
	return amount;
}

static struct expense
read_sums(struct costs *costs, struct side *side, const struct row *row)
{
	struct expense expense = { .fixed = amount_of(side, row, COST),
		.unit = amount_of(side, row, UNIT_COST),
		.response = amount_of(side, row, RESPONSE_COST),
		.sent = row_has(row, SENT) ? row_integer(row, SENT) : EXPENSE_SENT_UNSAID,
		.line = row->line };

	if (row_has(row, SENT) && expense.sent < 0)
		side_bad(side, row, SENT, "less than nothing");
	costs->sent = costs->sent || row_has(row, SENT);
	if (expense.response && !costs->per_response) {
		costs->per_response = true;
		costs->response_line = row->line;
	}
	return expense;
}

/* A month that is none would name no code, and nobody would know. */
static void
check_month(struct side *side, const struct row *row)
{
	const struct binding *bound = side_binding(side);
	int year, month;

	for (int i = PARTS; i < (int)bound->columns; i++) {
		struct slice name = slice_from(bound->column[i].name);

		if (keys.layout.month >= 0 && row_has(row, i) &&
			slice_equal(name, keys.layout.part[keys.layout.month].name) &&
			!month_parse(row_text(row, i), &year, &month))
			side_bad(side, row, i, "not a month like 2026-08");
	}
}

void
costs_read(struct costs *costs, const char *path)
{
	struct column_spec column[COLUMNS_MOST];
	size_t columns = name_columns(column);
	struct side *side = side_open("--costs", path, column, columns, SIDE_DATA);
	const struct binding *bound = side_binding(side);
	struct key_plan plan;
	struct row row;

	costs->path = strcmp(path, "-") == 0 ? "<stdin>" : path;
	refuse_columns(costs->path, side);
	expenses_init(&costs->expenses, add_keys(costs, bound));
	plan = plan_costs(bound);
	while (side_next(side, &row)) {
		struct expense expense = read_sums(costs, side, &row);
		struct slice value[KEYS_MOST], given[EXPENSE_KEYS];
		day latest = row_has(&row, DATE) ? row_day(&row, DATE) : run_as_of();

		check_month(side, &row);
		plan_values(&plan, row.field, latest, row_scratch(&row), value);
		for (size_t i = 0; i < costs->expenses.keys; i++) {
			int field = plan.field[costs->key[i]];
			bool any = field < 0 || !row_field(&row, field).length;

			given[i] = any ? SLICE_EMPTY : value[costs->key[i]];
		}
		expenses_add(&costs->expenses, given,
			fold_key(row_scratch(&row), value, keys.count), &expense);
	}
	side_close(side);
	expenses_close(&costs->expenses);
}

void
costs_release(struct costs *costs)
{
	if (costs->path)
		expenses_release(&costs->expenses);
}

/* --- laying them on the groups --- */

/* A group's keys, of which those of the expenses. */
static void
expense_key(const struct costs *costs, struct slice key, struct slice result[EXPENSE_KEYS])
{
	struct slice value[KEYS_MOST] = { SLICE_EMPTY }, rest = key;

	for (size_t i = 0; i < keys.count; i++)
		rest = slice_cut(rest, '\0', &value[i]);
	for (size_t i = 0; i < costs->expenses.keys; i++)
		result[i] = value[costs->key[i]];
}

static void
count_pieces(struct costs *costs, struct fold *fold)
{
	size_t count;
	struct group **group = fold_groups(fold, &count);

	for (size_t i = 0; i < count; i++) {
		const struct campaign *campaign = group_kept(group[i]);
		struct slice key[EXPENSE_KEYS];

		if (!campaign->pieces)
			continue;
		expense_key(costs, group_key(group[i]), key);
		expenses_count(&costs->expenses, key, campaign->pieces);
	}
	free(group);
}

/*
 * Pieces that only the costs know of; the most exact say so first. What then names
 * nothing that was sent stands alone.
 */
static void
settle(struct costs *costs, struct fold *fold)
{
	int64_t other = 0, alone = 0;
	bool any_pieces = false;

	for (size_t i = 0; i < costs->expenses.count; i++) {
		struct expense *expense = &costs->expenses.expense[i];
		struct slice key[EXPENSE_KEYS];

		other += expense->sent >= 0 && expense->pieces > 0 &&
			expense->sent != expense->pieces;
		if (expense->sent <= 0 || expense->pieces > 0)
			continue;
		((struct campaign *)group_kept(fold_group(fold, expense->own)))->pieces +=
			expense->sent;
		expense_key(costs, expense->own, key);
		expenses_count(&costs->expenses, key, expense->sent);
	}
	for (size_t i = 0; i < costs->expenses.count; i++) {
		struct expense *expense = &costs->expenses.expense[i];

		any_pieces = any_pieces || expense->pieces > 0;
		if (expense->pieces > 0 || (!expense->fixed && !expense->unit))
			continue;
		((struct campaign *)group_kept(fold_group(fold, expense->own)))->cost +=
			expense->fixed;
		alone++;
	}
	if (other)
		summary_line(true,
			"--costs %" PRId64 " row%s: sent is not the pieces known otherwise", other,
			other == 1 ? "" : "s");
	if (alone)
		summary_line(any_pieces,
			"--costs %" PRId64
			" row%s: the codes have no pieces, the cost stands alone",
			alone, alone == 1 ? "" : "s");
}

struct responders {
	struct fold   *fold;
	struct group **group;
};

static int64_t
count_responders(void *context, const size_t id[], size_t ids)
{
	const struct responders *all = context;
	struct group **group = memory_zeroed(ids, sizeof *group);
	int64_t distinct;

	for (size_t i = 0; i < ids; i++)
		group[i] = all->group[id[i]];
	distinct = fold_distinct(all->fold, CAMPAIGN_RESPONDERS, group, ids);
	free(group);
	return distinct;
}

void
costs_charge(struct costs *costs, struct fold *fold)
{
	struct responders all = { .fold = fold };
	const struct expense *wrong;
	size_t count;

	count_pieces(costs, fold);
	settle(costs, fold);
	all.group = fold_groups(fold, &count);
	for (size_t i = 0; i < count; i++) {
		struct slice key[EXPENSE_KEYS];

		expense_key(costs, group_key(all.group[i]), key);
		expenses_link(&costs->expenses, key, group_kept(all.group[i]), i);
	}
	wrong = expenses_charge(&costs->expenses, count_responders, &all);
	if (wrong)
		fail(EXIT_DATA, "%s:%" PRIu64 ": column \"response_cost\": too large a sum",
			costs->path, wrong->line);
	free(all.group);
}
