/*
 * --partial: the state of rows, or of states.
 */
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "crm/order_parts.h"
#include "run/gather.h"
#include "run/report.h"
#include "value/buffer.h"

bool
judge_entry(const struct row *row, const struct history_entry *entry)
{
	if (entry->sales < 0)
		return row_bad(row, ROWS, "below 0");
	if (entry->refunds < 0)
		return row_bad(row, REFUND_ROWS, "below 0");
	if (entry->sold < 0)
		return row_bad(row, AMOUNT, "below 0");
	if (entry->refunded > 0)
		return row_bad(row, REFUND_SUM, "above 0");
	return true;
}

/* What is kept of a row, before its order's number. */
struct packed {
	struct history_entry entry;
	int64_t              margin;
};

/* Ordered by day, then the order's number, then margin; no field holds a NUL. */
static bool
pack(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	struct packed packed = { row_entry(row), 0 };
	struct slice id = row_text(row, ORDER);

	(void)work;
	if ((set.merge && !judge_entry(row, &packed.entry)) || !judge_margin(row))
		return false;
	packed.margin = row_margin(row);
	order_integer(order, packed.entry.date);
	buffer_add(order, id);
	buffer_add(order, slice_of("", 1));
	order_integer(order, packed.margin);
	buffer_add(record, slice_of((const char *)&packed, sizeof packed));
	buffer_add(record, id);
	return true;
}

static void
add_record(struct parts *parts, struct slice record)
{
	struct packed packed;

	memcpy(&packed, record.data, sizeof packed);
	parts_add(parts, slice_of(record.data + sizeof packed, record.length - sizeof packed),
		packed.margin, &packed.entry);
}

/* Which columns a state has that not all have. */
struct shape {
	bool ids, margins;
};

static void
report_parts(
	struct report *report, const struct parts *parts, struct slice customer, struct shape shape)
{
	for (size_t i = 0; i < parts->count; i++) {
		const struct part *part = &parts->part[i];

		report_text(report, customer);
		report_day(report, part->date);
		if (shape.ids)
			report_text(report, part->id);
		if (shape.margins)
			report_margin(report, part->margin);
		report_integer(report, part->sales);
		report_sum(report, part->sold, "what a customer spent on a day");
		report_integer(report, part->refunds);
		report_sum(report, part->refunded, "what a customer got back on a day");
		report_empty(report);
		report_end(report);
	}
}

void
write_state(struct report *report, struct stream *rows, struct slice key_name)
{
	static const char *const sums[] = { "rows", "amount", "refund_rows", "refund_sum" };
	const struct shape shape = { stream_has(rows, ORDER) && !set.orders_whole,
		stream_has(rows, MARGIN) };
	const char *counted = counted_by(rows);
	bool netted = set.orders_whole && *counted != 'r' && set.refunds != REFUNDS_BY_DAY;
	struct gather *gather = gather_new();
	struct parts parts;
	struct slice customer, record;
	struct buffer stamp;

	if (*counted == 'o' && !state_is_whole())
		stream_require(rows, ORDER, "--frequency=orders");
	report_column(report, slice_from(STATE));
	report_column(report, slice_from("date"));
	if (shape.ids)
		report_column(report, slice_from("order"));
	if (shape.margins)
		report_column(report, slice_from("margin"));
	report_columns(report, sums, sizeof sums / sizeof *sums);
	buffer_init(&stamp);
	state_stamp(rows, key_name, &stamp);
	report_column(report, slice_of(stamp.data, stamp.length));
	buffer_release(&stamp);
	gather_read(gather, rows, pack, NULL, NULL);
	parts_init(&parts);
	while (gather_key(gather, &customer)) {
		parts_clear(&parts);
		while (gather_record(gather, &record))
			add_record(&parts, record);
		if (netted)
			parts_count_orders(&parts, set.refunds == REFUNDS_NET);
		if (set.orders_whole)
			parts_drop_orders(&parts);
		report_parts(report, &parts, customer, shape);
	}
	report_state_end(report);
	report_finish(report);
	parts_release(&parts);
	gather_free(gather);
}
