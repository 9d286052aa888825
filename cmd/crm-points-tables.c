/*
 * The tables of crm-points that a person writes: tiers and their privileges, and rules
 * that earn.
 */
#include "crm-points.h"

#include <stdlib.h>

#include "run/command.h"
#include "run/side.h"
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

static const struct column_spec tier_columns[TIER_FIELDS] = {
	[TIER_NAME]     = { "tier", .accept = "tier,等级,会员等级" },
	[TIER_MINIMUM]  = { "minimum", .accept = "minimum,门槛,最低消费" },
	[TIER_FACTOR] = { "price_factor", .accept = "price_factor,折扣", .optional = true,
		.empty_ok = true },
	[TIER_SHIPPING] = { "free_shipping", .accept = "free_shipping,包邮", .optional = true,
		.empty_ok = true },
};

static void
read_tier(struct privileges *p, struct side *side, const struct row *row)
{
	size_t columns = side_header(side)->columns;
	struct slice field[TIER_FIELDS], *more = arena_new(&p->text, (columns + 1) * sizeof *more);
	struct tier tier;
	const char *wrong;
	int column;

	for (int i = 0; i < TIER_FIELDS; i++)
		field[i] = arena_copy(&p->text, row_text(row, i));
	wrong = tier_read(&tier, field, &column);
	tier.more = more;
	for (size_t i = 0; i < columns; i++)
		if (!is_bound(side_binding(side), i))
			*more++ = arena_copy(&p->text, row_field(row, (int)i));
	if (wrong)
		complain(side, row, column, wrong);
	else if (!tiers_add(&p->tiers, tier))
		complain(side, row, TIER_MINIMUM, "another tier has this minimum");
}

void
privileges_read(struct privileges *p, const char *path)
{
	struct side *side = side_open("--tiers", path, tier_columns, TIER_FIELDS, SIDE_RULES);
	const struct header *header = side_header(side);
	struct row row;
	bool any = false;

	p->name = arena_new(&p->text, (header->columns + 1) * sizeof *p->name);
	for (size_t i = 0; i < header->columns; i++)
		if (!is_bound(side_binding(side), i))
			p->name[p->count++] = arena_copy(&p->text, header->name[i]);
	while (side_next(side, &row)) {
		read_tier(p, side, &row);
		any = true;
	}
	if (!any)
		side_bad(side, NULL, -1, "no tiers");
	side_close(side);
}

void
privileges_release(struct privileges *p)
{
	tiers_release(&p->tiers);
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

void
privileges_print(const struct privileges *p)
{
	struct report *report = report_new();

	for (int i = 0; i < TIER_FIELDS; i++)
		report_column(report, slice_from(tier_columns[i].name));
	for (size_t i = 0; i < p->count; i++)
		report_column(report, p->name[i]);
	for (size_t i = 0; i < p->tiers.count; i++) {
		report_text(report, p->tiers.tier[i].name);
		report_money(report, p->tiers.tier[i].minimum);
		report_privileges(report, p, &p->tiers.tier[i]);
		report_end(report);
	}
	report_finish(report);
}

/* --- rules --- */

enum { RULE_NAME = EARNING_FIELDS, RULE_WHEN, RULE_COLUMNS };

#define GIVES(column) \
	{ \
		column, .accept = column, .optional = true, .empty_ok = true \
	}

static const struct column_spec rule_columns[RULE_COLUMNS] = {
	[EARNING_RATE]     = GIVES("points_per_unit"),
	[EARNING_MULTIPLY] = GIVES("multiply"),
	[EARNING_ADD]      = GIVES("add"),
	[RULE_NAME]        = { "rule", .accept = "rule" },
	[RULE_WHEN]        = { "when", .accept = "when", .empty_ok = true },
};

/* A misspelt column would be a promise not kept, without a word. */
static void
refuse_other_columns(struct side *side)
{
	const struct header *header = side_header(side);

	for (size_t i = 0; i < header->columns; i++)
		if (!is_bound(side_binding(side), i))
			side_bad(side, NULL, -1,
				"rules have no column \"%.*s\" (known: rule, when, "
				"points_per_unit, multiply, add)",
				(int)header->name[i].length, header->name[i].data);
}

static void
read_rule(struct earning_rules *rules, struct side *side, const struct row *row,
	struct ledger_terms *terms)
{
	struct slice field[EARNING_FIELDS];
	struct earning_rule gives;
	unsigned extras = 0;
	const char *wrong;
	int column;

	for (int i = 0; i < EARNING_FIELDS; i++)
		field[i] = row_text(row, i);
	if ((wrong = earning_read(&gives, field, &column)))
		complain(side, row, column, wrong);
	for (size_t i = 0; i < rules->count; i++)
		extras += rules->gives[i].points > 0;
	if (gives.points && extras == POINT_EXTRAS)
		side_bad(side, row, EARNING_ADD, "more than %d rules add points", POINT_EXTRAS);
	else if (gives.points)
		terms->extra[gives.extra = extras] = gives.points;
	conditions_add(rules->when, side, row, row_text(row, RULE_WHEN));
	MEMORY_GROW(rules->gives, rules->capacity, rules->count + 1);
	rules->gives[rules->count++] = gives;
}

void
earning_rules_read(struct earning_rules *rules, const char *path,
	struct stream *const stream[STREAMS], struct ledger_terms *terms)
{
	struct side *side = side_open("--rules", path, rule_columns, RULE_COLUMNS, SIDE_RULES);
	struct row row;

	refuse_other_columns(side);
	rules->when = conditions_new(stream, STREAMS);
	while (side_next(side, &row))
		read_rule(rules, side, &row, terms);
	side_close(side);
	conditions_survey(rules->when);
}

void
earning_rules_release(struct earning_rules *rules)
{
	if (rules->when)
		conditions_free(rules->when);
	free(rules->gives);
}
