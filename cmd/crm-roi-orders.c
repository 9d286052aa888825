/*
 * The orders of crm-roi: by the codes they give, each row in the group its code leads to; or
 * gathered by customer, to be matched to contacts.
 */
#include "crm-roi.h"
#include "run/gather.h"
#include "value/plain.h"

struct key_plan order_plan;

struct key_row
order_keys(const struct row *row, const struct slice *field)
{
	bool dated = row_has(row, ORDER_DATE);

	return (struct key_row){ field, row_text(row, ORDER_CUSTOMER),
		dated ? row_day(row, ORDER_DATE) : run_as_of(),
		dated ? row_day(row, ORDER_DATE) : DAY_NONE };
}

static struct slice
order_key(const struct row *row, struct arena *scratch)
{
	struct key_row of;

	/* By the code alone, as most do, and with nothing to mend. */
	if (order_plan.is_code && plain_code(row_field(row, order_plan.code)))
		return row_field(row, order_plan.code);
	of = order_keys(row, row->field);
	return plan_key(&order_plan, &of, scratch);
}

static bool
is_order(const struct row *row)
{
	return campaign_is_order(row_money(row, ORDER_AMOUNT)) && !row_paid_back(row);
}

int64_t
order_rows(const struct row *row)
{
	return set.merge ? row_integer(row, STATE_ROWS) : is_order(row);
}

int64_t
order_refund_rows(const struct row *row)
{
	return set.merge ? row_integer(row, STATE_REFUND_ROWS) : !is_order(row);
}

money
order_refund(const struct row *row)
{
	if (set.merge)
		return row_money(row, STATE_REFUND_SUM);
	return is_order(row) ? 0 : row_money(row, ORDER_AMOUNT);
}

int64_t
order_amount(const struct row *row)
{
	return row_money(row, ORDER_AMOUNT) + (set.merge ? row_money(row, STATE_REFUND_SUM) : 0);
}

money
order_margin(const struct row *row)
{
	return set.terms.margins ? row_money(row, ORDER_MARGIN) : 0;
}

static bool
brings_order(const struct row *row)
{
	return order_rows(row) > 0;
}

/* What is counted of an order; more than that it is one only where it is asked for. */
static uint32_t
order_bits(const struct row *row)
{
	uint32_t bits = COUNTED(COUNT_ORDERS);
	struct key_row of;

	if (!wanted.orders_kept || !row_has(row, ORDER_CODE))
		return bits;
	of = order_keys(row, NULL);
	bits |= COUNTED(COUNT_CODED);
	if (wanted.counts & COUNTED(COUNT_VALID) &&
		code_is_valid(row_text(row, ORDER_CODE), of.latest))
		bits |= COUNTED(COUNT_VALID);
	return bits;
}

static void
add_order(void *kept, const struct fold_member *member, const struct row *row)
{
	struct campaign *campaign = kept;

	campaign->revenue += order_amount(row);
	if (set.terms.margins)
		campaign->margin += order_margin(row);
	if (!brings_order(row))
		return;
	count_order(campaign, &member[MEMBER_ORDER], order_bits(row), order_rows(row));
	count_person(&member[MEMBER_PERSON], COUNTED(COUNT_BUYERS) | COUNTED(COUNT_RESPONDERS),
		row_has(row, ORDER_DATE) ? row_day(row, ORDER_DATE) : DAY_NONE);
}

/* The plain job, millions of times: money and rows, sets if any, no margins, no states. */
static void
add_row(void *kept, const struct fold_member *member, const struct row *row)
{
	struct campaign *campaign = kept;

	campaign->revenue += row_money(row, ORDER_AMOUNT);
	campaign->loose[COUNT_ORDERS] += !member[MEMBER_ORDER].kept && is_order(row);
}

void
orders_read(struct fold *fold, struct stream *orders, __int128 *revenue)
{
	struct fold_source source = { .judge = set.merge ? judge_state : NULL,
		.key = order_key,
		.add = add_order,
		.brings = brings_order,
		.measure = order_amount,
		.measured = revenue };

	if (wanted.people && stream_has(orders, ORDER_CUSTOMER))
		source.member[MEMBER_PERSON] = ORDER_CUSTOMER + 1;
	if (wanted.orders && !set.rows && stream_has(orders, ORDER_NUMBER))
		source.member[MEMBER_ORDER] = ORDER_NUMBER + 1;
	if (!wanted.people_kept && !wanted.orders_kept && !set.terms.margins && !set.merge)
		source.add = add_row;
	fold_read(fold, orders, &source);
}

/* --- gathered --- */

static bool
pack_order(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	struct key_row of = order_keys(row, row->field);
	struct happening happening = { .kind = HAPPENED_ORDER,
		.contact = CONTACT_OTHER,
		.coded = row_has(row, ORDER_CODE),
		.valid = code_is_valid(row_text(row, ORDER_CODE), of.latest),
		.brings = is_order(row),
		.on = of.ordered,
		.until = DAY_NONE,
		.amount = row_money(row, ORDER_AMOUNT),
		.margin = order_margin(row),
		.keys = plan_key(&order_plan, &of, row_scratch(row)) };

	(void)work;
	if (!set.rows)
		happening.id = row_text(row, ORDER_NUMBER);
	happening_pack(&happening, order, record);
	return true;
}

void
orders_gather(struct stream *orders, struct gather *gather)
{
	gather_read(gather, orders, pack_order, NULL, NULL);
}
