/*
 * From rows to histories: what is an order, and what refunds do.
 */
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "run/command.h"

/* Members: what is netted, an order or a day; and days of rows without an order's number. */
enum { VISIT, LOOSE_DAY, KINDS };

static struct {
	struct history_plan plan;
	bool                days_of_orders;   /* days are counted, orders netted */
	size_t              kinds;
	int                 member[KINDS];    /* column + 1 */
} way;

struct history_entry
row_entry(const struct row *row)
{
	struct history_entry entry = history_entry_of(row_day(row, DATE), row_money(row, AMOUNT));

	if (!set.merge && row_paid_back(row) && set.refunds != REFUNDS_IGNORE) {
		entry.sales = 0;
		entry.refunds = 1;
	}
	if (!set.merge)
		return entry;
	entry.sales = row_integer(row, ROWS);
	entry.sold = row_money(row, AMOUNT);
	entry.refunds = row_integer(row, REFUND_ROWS);
	entry.refunded = row_money(row, REFUND_SUM);
	return entry;
}

static bool
is_sale(const struct row *row)
{
	return row_entry(row).sales > 0;
}

static bool
judge_row(const struct row *row)
{
	struct history_entry entry = row_entry(row);

	if (set.merge && !judge_entry(row, &entry))
		return false;
	if (set.merge && entry.date > run_as_of()) {
		/* Its orders were netted when it was made, with all that came later. */
		if (state_is_whole())
			return row_bad(row, DATE,
				"a state of whole orders ends here: --as-of "
				"must not be before its last day");
		return row_ignore(row, "dated after the as-of day");
	}
	if (set.refunds == REFUNDS_IGNORE && !entry.sales && !entry.sold)
		return row_ignore(row, "refund");
	return judge_margin(row);
}

static void
add_row(void *kept, const struct fold_member *member, const struct row *row)
{
	struct history_entry entry = row_entry(row), refund = entry;
	void *visit = way.kinds ? member[VISIT].kept : NULL;

	if (set.refunds == REFUNDS_IGNORE)
		entry.refunds = entry.refunded = 0;
	margin_add(kept, row, (money_sum)entry.sold + entry.refunded);
	/* Where days are a mere set their refunds are money and no more. */
	if (visit && way.member[VISIT] == DATE + 1 && set.refunds == REFUNDS_NET) {
		refund.sales = refund.sold = 0;
		entry.refunds = entry.refunded = 0;
		history_add(kept, &way.plan, &refund);
	}
	if (visit)
		history_add_visit(kept, &way.plan, visit, &entry);
	else
		history_add(kept, &way.plan, &entry);
	if (way.days_of_orders && !visit && entry.sales)
		*(bool *)member[LOOSE_DAY].kept = true;
}

/*
 * The plain job, millions of times: no visits, nothing left out, no window, no margins, no
 * states. What was paid back is no sale.
 */
static void
add_sale(void *kept, const struct fold_member *member, const struct row *row)
{
	(void)member;
	if (!row_paid_back(row) || set.refunds == REFUNDS_IGNORE)
		history_add_amount(kept, row_day(row, DATE), row_money(row, AMOUNT));
}

/* The same with orders, each row of which has an entry of its own. */
static void
add_to_order(void *kept, const struct fold_member *member, const struct row *row)
{
	if (member[VISIT].kept && !row_paid_back(row))
		history_begin_visit(
			kept, member[VISIT].kept, row_day(row, DATE), row_money(row, AMOUNT));
	else
		add_row(kept, member, row);
}

/* --- settling --- */

struct days {
	day   *date;
	size_t count, capacity;
};

static void
add_date(struct days *days, day date)
{
	MEMORY_GROW(days->date, days->capacity, days->count + 1);
	days->date[days->count++] = date;
}

static int
compare_days(const void *a, const void *b)
{
	day x = *(const day *)a, y = *(const day *)b;

	return (x > y) - (x < y);
}

static void
sort_once(struct days *days)
{
	size_t kept = 0;

	if (days->count)
		qsort(days->date, days->count, sizeof *days->date, compare_days);
	for (size_t i = 0; i < days->count; i++)
		if (!kept || days->date[i] != days->date[kept - 1])
			days->date[kept++] = days->date[i];
	days->count = kept;
}

static void
count_days(const struct groups *groups, struct group *customer)
{
	struct days days = { 0 };

	for (size_t i = 0; i < group_members(groups, customer, VISIT); i++) {
		const struct visit *visit = member_kept(group_member(groups, customer, VISIT, i));

		if (visit_counts(visit))
			add_date(&days, visit_day(visit));
	}
	for (size_t i = 0; i < group_members(groups, customer, LOOSE_DAY); i++) {
		struct member *loose = group_member(groups, customer, LOOSE_DAY, i);
		day date;

		if (!*(bool *)member_kept(loose))
			continue;
		memcpy(&date, member_id(loose).data, sizeof date);
		add_date(&days, date);
	}
	sort_once(&days);
	history_count_days(group_kept(customer), &way.plan, days.date, days.count);
	free(days.date);
}

/* By any thread, each customer once. */
static void
settle(const struct groups *groups, struct group *customer)
{
	if (way.days_of_orders) {
		count_days(groups, customer);
		return;
	}
	for (size_t i = 0; i < group_members(groups, customer, VISIT); i++)
		history_settle_visit(group_kept(customer), &way.plan,
			member_kept(group_member(groups, customer, VISIT, i)));
}

static void
join_visits(void *into, const void *from)
{
	visit_join(into, from);
}

static void
join_days(void *into, const void *from)
{
	*(bool *)into |= *(const bool *)from;
}

/* --- reading --- */

const char *
counted_by(const struct stream *rows)
{
	return set.frequency                    ? set.frequency
		: set.refunds == REFUNDS_BY_DAY ? "days"
		: stream_has(rows, ORDER)       ? "orders"
						: "rows";
}

static void
find_way(const struct stream *rows)
{
	const char *counted = counted_by(rows);

	way.plan = (struct history_plan){ .windowed = set.windowed, .after = set.after };
	if (*counted == 'o' && !state_is_whole())
		stream_require(rows, ORDER, "--frequency=orders");
	if (*counted == 'r' || (*counted == 'o' && state_is_whole()))
		return;
	way.kinds = 1;
	way.member[VISIT] = (*counted == 'o' ? ORDER : DATE) + 1;
	if (*counted == 'd' && set.refunds != REFUNDS_BY_DAY && stream_has(rows, ORDER)) {
		way.days_of_orders = true;
		way.kinds = KINDS;
		way.member[VISIT] = ORDER + 1;
		way.member[LOOSE_DAY] = DATE + 1;
	}
}

struct fold *
read_histories(struct stream *rows)
{
	struct fold_source source = { .add = add_row };
	struct fold *histories;

	find_way(rows);
	memcpy(source.member, way.member, sizeof way.member);
	if (!set.merge && !set.windowed && !margin_column()) {
		if (!way.kinds)
			source.add = add_sale;
		else if (way.kinds == 1 && way.member[VISIT] == ORDER + 1)
			source.add = add_to_order;
	}
	if (set.refunds == REFUNDS_IGNORE || set.merge || margin_column())
		source.judge = judge_row;
	/* Where days are counted and nothing is netted a refund is no visit. */
	if (way.member[VISIT] == DATE + 1 && set.refunds == REFUNDS_NET)
		source.brings = is_sale;
	histories = fold_new(&(struct fold_spec){ .kept = margin_kept(history_kept(&way.plan)),
		.member_kinds = way.kinds,
		.member_kept = { sizeof(struct visit), sizeof(bool) },
		.member_join = { join_visits, join_days },
		.settle = settle });
	fold_read(histories, rows, &source);
	return histories;
}
