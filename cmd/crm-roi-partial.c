/*
 * States of crm-roi: what is known of the orders, exactly, so that parts can be merged later.
 *
 * A row of a state is what came under a code, in the columns of --by, on a day, of a customer,
 * in an order. So buyers and numbers of orders are kept as the sets they are. A state knows
 * neither as-of day nor contacts nor costs.
 */
#include <stdlib.h>

#include "crm-roi.h"
#include "value/memory.h"

/* The columns after the code and those of --by; which of them there are, rows told. */
static const struct {
	int         column;
	const char *name;
} parts[] = { { ORDER_DATE, "date" }, { ORDER_CUSTOMER, "customer" }, { ORDER_NUMBER, "order" } };
#define PARTS (sizeof parts / sizeof *parts)

/* --- its columns --- */

/* Codes come first, whatever --by says; parts that the orders have as columns are kept. */
static void
keys_of_orders(void)
{
	const struct key first = keys.key[0];
	size_t code = keys_add(slice_from("source_code"));

	if (code) {
		keys.key[0] = keys.key[code];
		keys.key[code] = first;
	}
	keys.by = keys.count;
	for (size_t i = 0; i < layout.parts; i++)
		if (layout_shows(&layout, i))
			keys_add(layout.part[i].name);
}

static bool
is_part(struct slice name)
{
	for (size_t i = 0; i < PARTS; i++)
		if (slice_is(name, parts[i].name))
			return true;
	return slice_is(name, "rows");
}

/* Those that stand between the code and what all states have. */
static void
keys_of_states(const struct header *header)
{
	keys_release();
	keys.count = 0;
	keys_add(slice_from("source_code"));
	for (size_t i = 1; i < header->columns && !is_part(header->name[i]); i++)
		keys_add(header->name[i]);
	keys.by = keys.count;
}

void
state_keys(const struct stream *of)
{
	if (set.merge)
		keys_of_states(stream_header(of));
	else
		keys_of_orders();
}

/* What is known of a customer's order on a day; all zero at first. */
struct known {
	int64_t   rows, refund_rows;
	money_sum amount, refund_sum, margin;
};

static struct stream *orders;

/* Whether a key is a column of the state: the code and the day tell the others. */
static bool
is_kept(size_t i)
{
	return order_plan.field[i] >= 0;
}

static struct slice
part_of(const struct row *row, int column, struct arena *scratch)
{
	char *text;

	if (!row_has(row, column))
		return SLICE_EMPTY;
	if (column != ORDER_DATE)
		return row_text(row, column);
	text = arena_new(scratch, DAY_TEXT);
	return slice_of(text, day_print(row_day(row, column), text));
}

static struct slice
state_key(const struct row *row, struct arena *scratch)
{
	struct slice value[KEYS_MOST + PARTS];
	struct key_row of = order_keys(row, row->field);

	plan_values(&order_plan, &of, scratch, value);
	for (size_t i = 0; i < keys.count; i++)
		if (!is_kept(i))
			value[i] = SLICE_EMPTY;
	for (size_t i = 0; i < PARTS; i++)
		value[keys.count + i] = part_of(row, parts[i].column, scratch);
	return fold_key(scratch, value, keys.count + PARTS);
}

static void
add_known(void *kept, const struct fold_member *member, const struct row *row)
{
	struct known *known = kept;
	money refund = order_refund(row);

	(void)member;
	known->rows += order_rows(row);
	known->refund_rows += order_refund_rows(row);
	known->refund_sum += refund;
	known->amount += order_amount(row) - refund;
	known->margin += order_margin(row);
}

/* --- writing --- */

static void
add_origin(struct buffer *text, const char *name, int column)
{
	const char *given = column_option(stream_binding(orders)->column[column].name);

	if (!stream_has(orders, column))
		return;
	buffer_add(text, slice_from(name));
	buffer_add(text, given ? slice_from(given) : stream_column_name(orders, column));
}

static struct slice
make_stamp(struct buffer *text)
{
	if (set.merge)
		return state_stamp(orders);
	add_origin(text, STATE_STAMP, ORDER_AMOUNT);
	add_origin(text, ";code=", ORDER_CODE);
	add_origin(text, ";date=", ORDER_DATE);
	add_origin(text, ";customer=", ORDER_CUSTOMER);
	add_origin(text, ";order=", ORDER_NUMBER);
	if (set.terms.margins)
		add_origin(text, ";margin=", ORDER_MARGIN);
	return slice_of(text->data, text->length);
}

static struct report *
state_begin(void)
{
	static const char *const sums[] = { "rows", "amount", "refund_rows", "refund_sum" };
	struct report *report = report_new();
	struct buffer text;

	report_column(report, slice_from(STATE_NAME));
	for (size_t i = 1; i < keys.count; i++)
		if (is_kept(i))
			report_column(report, slice_from(keys.key[i].name));
	for (size_t i = 0; i < PARTS; i++)
		if (stream_has(orders, parts[i].column))
			report_column(report, slice_from(parts[i].name));
	report_columns(report, sums, sizeof sums / sizeof *sums);
	if (set.terms.margins)
		report_column(report, slice_from("margin"));
	buffer_init(&text);
	report_column(report, make_stamp(&text));
	buffer_release(&text);
	return report;
}

static void
report_known(struct report *report, struct slice key, const struct known *known)
{
	struct slice rest = key, value;

	for (size_t i = 0; i < keys.count + PARTS; i++) {
		rest = slice_cut(rest, '\0', &value);
		if (i < keys.count ? is_kept(i) : stream_has(orders, parts[i - keys.count].column))
			report_text(report, value);
	}
	report_integer(report, known->rows);
	report_sum(report, known->amount, "an order");
	report_integer(report, known->refund_rows);
	report_sum(report, known->refund_sum, "an order's refunds");
	if (set.terms.margins)
		report_sum(report, known->margin, "an order's margin");
	report_empty(report);
	report_end(report);
}

void
write_state(struct stream *of)
{
	struct fold *fold = fold_new(&(struct fold_spec){ .kept = sizeof(struct known) });
	__int128 measured = 0, kept = 0;
	struct report *report;
	struct group **group;
	size_t count;

	orders = of;
	report = state_begin();
	fold_read(fold, orders,
		&(struct fold_source){ .judge = set.merge ? judge_state : NULL,
			.key = state_key,
			.add = add_known,
			.measure = order_amount,
			.measured = &measured });
	group = fold_groups(fold, &count);
	for (size_t i = 0; i < count; i++) {
		const struct known *known = group_kept(group[i]);

		kept += known->amount + known->refund_sum;
	}
	check_conserved(kept == measured, "the revenue of the state is not that of the orders");
	for (size_t i = 0; i < count; i++)
		report_known(report, group_key(group[i]), group_kept(group[i]));
	report_state_end(report);
	report_finish(report);
	free(group);
	fold_free(fold);
}
