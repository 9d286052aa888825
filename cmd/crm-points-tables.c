/*
 * The tables of crm-points that a person writes: tiers and what they bring, rules that earn,
 * the catalogue.
 */
#include "crm-points.h"

#include <stdlib.h>

#include "run/side.h"
#include "value/number.h"
#include "value/text.h"

static bool
is_bound(const struct binding *binding, size_t field)
{
	for (size_t i = 0; i < binding->columns; i++)
		if (binding->field[i] == (int)field)
			return true;
	return false;
}

/* Says what is wrong with a field of a row, and what stands there. */
static void
complain(struct side *side, const struct row *row, int column, const char *wrong)
{
	char quoted[TEXT_QUOTED];

	if (column >= 0) {
		text_quote(row_text(row, column), quoted);
		side_bad(side, row, column, "%s: %s", wrong, quoted);
	} else {
		side_bad(side, row, -1, "%s", wrong);
	}
}

/* --- tiers --- */

#define MAY_BE(column, names) \
	{ \
		column, .accept = names, .optional = true, .empty_ok = true \
	}

static const struct column_spec tier_columns[TIER_FIELDS] = {
	[TIER_NAME]       = { "tier", .accept = "tier,等级,会员等级" },
	[TIER_MINIMUM]    = MAY_BE("minimum", "minimum,门槛,最低消费"),
	[TIER_FACTOR]     = MAY_BE("price_factor", "price_factor,折扣"),
	[TIER_SHIPPING]   = MAY_BE("free_shipping", "free_shipping,包邮"),
	[TIER_MULTIPLIER] = MAY_BE("multiplier", "multiplier,积分倍数"),
	[TIER_SPEND]      = MAY_BE("min_spend", "min_spend,消费门槛"),
	[TIER_POINTS]     = MAY_BE("min_points", "min_points,积分门槛"),
	[TIER_ORDERS]     = MAY_BE("min_orders", "min_orders,订单门槛"),
};

static void
read_tier(struct privileges *p, struct tiers *tiers, struct side *side, const struct row *row)
{
	size_t columns = side_header(side)->columns;
	struct slice field[TIER_FIELDS], *more = arena_new(&p->text, (columns + 1) * sizeof *more);
	struct tier tier;
	const char *wrong;
	int column;

	for (int i = 0; i < TIER_FIELDS; i++)
		field[i] = arena_copy(&p->text, row_text(row, i));
	wrong = tier_read(&tier, tiers->basis, field, &column);
	tier.more = more;
	for (size_t i = 0; i < columns; i++)
		if (!is_bound(side_binding(side), i))
			*more++ = arena_copy(&p->text, row_field(row, (int)i));
	if (wrong)
		complain(side, row, column, wrong);
	else if ((wrong = tiers_add(tiers, tier)))
		complain(side, row, -1, wrong);
}

void
privileges_read(struct privileges *p, struct tiers *tiers, const char *path)
{
	struct side *side;
	const struct header *header;
	struct row row;
	bool any = false;

	arena_init(&p->text);
	if (!path) {
		tiers_builtin(tiers);
		return;
	}
	side = side_open("--tiers", path, tier_columns, TIER_FIELDS, SIDE_RULES);
	header = side_header(side);
	p->name = arena_new(&p->text, (header->columns + 1) * sizeof *p->name);
	for (size_t i = 0; i < header->columns; i++)
		if (!is_bound(side_binding(side), i))
			p->name[p->count++] = arena_copy(&p->text, header->name[i]);
	while (side_next(side, &row)) {
		read_tier(p, tiers, side, &row);
		any = true;
	}
	if (!any)
		side_bad(side, NULL, -1, "no tiers");
	side_close(side);
}

void
privileges_release(struct privileges *p)
{
	tiers_release(&set.terms.tiers.tiers);
	arena_release(&p->text);
}

void
report_privileges(struct report *report, const struct privileges *p, const struct tier *tier)
{
	char text[MONEY_TEXT];

	if (tier && tier->factor)
		report_text(report, slice_of(text, factor_print(tier->factor, text)));
	else
		report_empty(report);
	report_string(report, shipping_word(tier ? tier->shipping : SHIPPING_UNSAID));
	for (size_t i = 0; i < p->count; i++)
		report_text(report, tier ? tier->more[i] : SLICE_EMPTY);
}

/* The columns of minimums that some tier has; `minimum` is about the basis. */
static void
report_minimums(struct report *report, const struct tiers *tiers, const struct tier *tier)
{
	for (int b = 0; b < TIER_BASES; b++) {
		bool any = b == (int)tiers->basis;

		for (size_t i = 0; i < tiers->count; i++)
			any |= tiers->tier[i].minimum[b] >= 0;
		if (!any)
			continue;
		if (!tier)
			report_column(report,
				slice_from(b == (int)tiers->basis
						? "minimum"
						: tier_columns[TIER_SPEND + b].name));
		else if (tier->minimum[b] < 0)
			report_empty(report);
		else if (b == BASIS_SPEND)
			report_money(report, tier->minimum[b]);
		else
			report_integer(report, tier->minimum[b]);
	}
}

void
tiers_print(const struct privileges *p, const struct tiers *tiers)
{
	struct report *report = report_new();
	bool multiplied = false;
	char text[MONEY_TEXT];

	for (size_t i = 0; i < tiers->count; i++)
		multiplied |= tiers->tier[i].multiplier != FACTOR_UNIT;
	report_column(report, slice_from("tier"));
	report_minimums(report, tiers, NULL);
	report_column(report, slice_from("price_factor"));
	report_column(report, slice_from("free_shipping"));
	for (size_t i = 0; i < p->count; i++)
		report_column(report, p->name[i]);
	if (multiplied)
		report_column(report, slice_from("multiplier"));
	for (size_t i = 0; i < tiers->count; i++) {
		report_text(report, tiers->tier[i].name);
		report_minimums(report, tiers, &tiers->tier[i]);
		report_privileges(report, p, &tiers->tier[i]);
		if (multiplied)
			report_text(report,
				slice_of(text, money_print(tiers->tier[i].multiplier, text)));
		report_end(report);
	}
	report_finish(report);
}

/* --- rules --- */

enum { RULE_NAME = EARNING_FIELDS, RULE_WHEN, RULE_TIER, RULE_COLUMNS };

static const struct column_spec rule_columns[RULE_COLUMNS] = {
	[EARNING_RATE]     = MAY_BE("points_per_unit", "points_per_unit,每元积分"),
	[EARNING_MULTIPLY] = MAY_BE("multiply", "multiply,倍数"),
	[EARNING_ADD]      = MAY_BE("add", "add,加分"),
	[EARNING_VALID]    = MAY_BE("valid", "valid,有效期"),
	[EARNING_PRIORITY] = MAY_BE("priority", "priority,优先级"),
	[EARNING_STOP]     = MAY_BE("stop", "stop,停止"),
	[EARNING_BALANCE]  = MAY_BE("min_balance", "min_balance,最低积分"),
	[EARNING_TO]       = MAY_BE("to", "to,给予"),
	[RULE_NAME]        = { "rule", .accept = "rule,规则" },
	[RULE_WHEN]        = MAY_BE("when", "when,条件"),
	[RULE_TIER]        = MAY_BE("tier", "tier,等级,会员等级"),
};

/* A misspelt column would be a promise not kept, without a word. */
static void
refuse_other_columns(
	struct side *side, const char *what, const struct column_spec *column, int columns)
{
	const struct header *header = side_header(side);
	char list[256] = "";

	for (int i = 0; i < columns; i++)
		list_name(list, sizeof list, slice_from(column[i].name), "");
	for (size_t i = 0; i < header->columns; i++)
		if (!is_bound(side_binding(side), i))
			side_bad(side, NULL, -1, "%s have no column \"%.*s\" (known: %s)", what,
				(int)header->name[i].length, header->name[i].data, list);
}

static void
read_rule_tiers(struct earning_rule *rule, struct side *side, const struct row *row,
	const struct tiers *tiers)
{
	struct slice rest = row_text(row, RULE_TIER), name;

	while (rest.data) {
		int tier;

		rest = slice_cut(rest, ';', &name);
		name = slice_trim(name);
		tier = tiers_find(tiers, name);
		if (tier >= 0)
			rule->tiers |= UINT64_C(1) << tier;
		else if (name.length || rest.data)
			complain(side, row, RULE_TIER, "not all of these are tiers");
	}
	if (rule->tiers && rule->to_referrer)
		complain(side, row, RULE_TIER, "a rule to the referrer is about no tier");
}

static void
read_rule(
	struct rule_book *book, struct side *side, const struct row *row, const struct tiers *tiers)
{
	struct slice field[EARNING_FIELDS];
	struct earning_rule rule;
	const char *wrong;
	int column;

	for (int i = 0; i < EARNING_FIELDS; i++)
		field[i] = row_text(row, i);
	if ((wrong = earning_read(&rule, field, &column)))
		complain(side, row, column, wrong);
	rule.name = arena_copy(&book->text, row_text(row, RULE_NAME));
	read_rule_tiers(&rule, side, row, tiers);
	if (rule.to_referrer && !set.customers)
		complain(side, row, EARNING_TO, "referrers are known from --customers");
	for (int i = 0; i < RULE_COLUMNS; i++) {
		buffer_add(&book->said, row_text(row, i));
		buffer_add(&book->said, slice_of("", 1));
	}
	if (!earning_add(&book->rules, rule))
		side_bad(side, row, -1, "more than %d rules", EARNING_RULES);
	conditions_add(book->when, side, row, row_text(row, RULE_WHEN));
}

void
rule_book_read(struct rule_book *book, const char *name, const char *path,
	const struct inputs *inputs, const struct tiers *tiers)
{
	struct side *side = side_open(name, path, rule_columns, RULE_COLUMNS, SIDE_RULES);
	struct row row;

	arena_init(&book->text);
	refuse_other_columns(side, "rules", rule_columns, RULE_COLUMNS);
	book->when = conditions_new(inputs->stream, inputs->streams);
	while (side_next(side, &row))
		read_rule(book, side, &row, tiers);
	side_close(side);
	earning_rank(&book->rules);
	conditions_survey(book->when);
}

void
rule_book_release(struct rule_book *book)
{
	if (book->when)
		conditions_free(book->when);
	arena_release(&book->text);
	buffer_release(&book->said);
}

/* --- the catalogue --- */

enum { ITEM, ITEM_POINTS, ITEM_STOCK, ITEM_FROM, ITEM_TO, ITEM_TIER, ITEM_COLUMNS };

static const struct column_spec item_columns[ITEM_COLUMNS] = {
	[ITEM]        = { "item", .accept = "item,product,礼品,商品" },
	[ITEM_POINTS] = { "points", COLUMN_INTEGER, .accept = "points,积分,所需积分" },
	[ITEM_STOCK] = { "stock", COLUMN_INTEGER, .accept = "stock,库存", .optional = true,
		.empty_ok = true },
	[ITEM_FROM] = { "from", COLUMN_DAY, .accept = "from,起始日期,开始日期", .optional = true,
		.empty_ok = true },
	[ITEM_TO]   = { "to", COLUMN_DAY, .accept = "to,截止日期,结束日期", .optional = true,
		.empty_ok = true },
	[ITEM_TIER] = MAY_BE("min_tier", "min_tier,最低等级"),
};

static void
read_item(struct catalogue *catalogue, struct arena *text, struct side *side, const struct row *row,
	const struct tiers *tiers)
{
	struct slice tier = row_text(row, ITEM_TIER);
	struct item item = { .points = row_integer(row, ITEM_POINTS),
		.stock = row_has(row, ITEM_STOCK) ? row_integer(row, ITEM_STOCK) : STOCK_UNLIMITED,
		.from = row_has(row, ITEM_FROM) ? row_day(row, ITEM_FROM) : DAY_FIRST,
		.to = row_has(row, ITEM_TO) ? row_day(row, ITEM_TO) : DAY_LAST,
		.min_tier = tier.length ? tiers_find(tiers, tier) : -1 };

	if (item.points <= 0 || item.points > POINTS_MOST)
		side_bad(side, row, ITEM_POINTS, "not from 1 to 10^15");
	if (row_has(row, ITEM_STOCK) && (item.stock < 0 || item.stock > POINTS_MOST))
		side_bad(side, row, ITEM_STOCK, "not from 0 to 10^15");
	if (item.from > item.to)
		side_bad(side, row, ITEM_TO, "before from");
	if (tier.length && item.min_tier < 0)
		complain(side, row, ITEM_TIER, "not a tier");
	if (!catalogue_add(catalogue, arena_copy(text, row_text(row, ITEM)), item))
		complain(side, row, ITEM, "this item is there already");
}

void
catalogue_read(struct catalogue *catalogue, struct arena *text, const char *path,
	const struct tiers *tiers)
{
	struct side *side = side_open("--catalogue", path, item_columns, ITEM_COLUMNS, SIDE_RULES);
	struct row row;

	refuse_other_columns(side, "catalogues", item_columns, ITEM_COLUMNS);
	while (side_next(side, &row))
		read_item(catalogue, text, side, &row, tiers);
	side_close(side);
}
