/*
 * The costs of crm-roi as they are given: the table of --costs.
 */
#include <string.h>

#include "crm-roi.h"
#include "run/bind.h"
#include "run/columns.h"

enum { CODE, COST, UNIT_COST, RESPONSE_COST, SENT, DATE, PARTS };

/* No mailing has so many; a sum of them stays within 64 bits. */
#define PIECES_MOST 1000000000000

#define MAY_LACK .optional = true, .empty_ok = true

static const struct column_spec own_columns[PARTS] = {
	[CODE]          = { "code",          .type = COLUMN_TEXT,    MAY_LACK },
	[COST]          = { "cost",          .type = COLUMN_MONEY,   MAY_LACK },
	[UNIT_COST]     = { "unit_cost",     .type = COLUMN_MONEY,   MAY_LACK },
	[RESPONSE_COST] = { "response_cost", .type = COLUMN_MONEY,   MAY_LACK },
	[SENT]          = { "sent",          .type = COLUMN_INTEGER, MAY_LACK },
	[DATE]          = { "date",          .type = COLUMN_DAY,     MAY_LACK, .accept = "date" },
};

/* The columns of the table, the code's parts after its own; returns how many. */
static size_t
name_columns(struct column_spec column[COLUMNS_MOST])
{
	size_t n = PARTS;

	for (size_t i = 0; i < PARTS; i++)
		column[i] = own_columns[i];
	for (size_t i = 0; i < layout.parts; i++) {
		if (!layout_shows(&layout, i))
			continue;
		if (n < COLUMNS_MOST)
			column[n++] = (struct column_spec){ layout.part[i].name.data, MAY_LACK };
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
		plan.field[i] = keys.key[i].kind == KEY_CODE ? plan.code : -1;
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
	if (expense.sent > PIECES_MOST)
		side_bad(side, row, SENT, "more than 1000000000000 pieces");
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

		if (layout.month >= 0 && row_has(row, i) &&
			slice_equal(name, layout.part[layout.month].name) &&
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
		plan_values(&plan, &(struct key_row){ row.field, SLICE_EMPTY, latest, DAY_NONE },
			row_scratch(&row), value);
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
