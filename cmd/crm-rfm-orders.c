/*
 * From rows to histories: what is an order, what refunds do, who else is a customer.
 */
#include <stdlib.h>
#include <string.h>

#include "crm-rfm.h"
#include "run/command.h"
#include "run/side.h"
#include "value/text.h"

/* Members: what is netted, an order or a day; and days of rows without an order's number. */
enum { VISIT, LOOSE_DAY, KINDS };

static struct {
	struct history_plan plan;
	bool                days_of_orders;   /* days are counted, orders netted */
	size_t              kinds;
	int                 member[KINDS];    /* column + 1 */
} way;

static bool
is_sale(const struct row *row)
{
	return row_money(row, AMOUNT) >= 0;
}

static bool
judge_sale(const struct row *row)
{
	return is_sale(row) || row_ignore(row, "refund");
}

static void
add_row(void *kept, const struct fold_member *member, const struct row *row)
{
	struct history_entry entry = history_entry_of(row_day(row, DATE), row_money(row, AMOUNT));

	if (way.kinds && member[VISIT].kept)
		history_add_visit(kept, &way.plan, member[VISIT].kept, &entry);
	else
		history_add(kept, &way.plan, &entry);
	if (way.days_of_orders && !member[VISIT].kept && entry.sales)
		*(bool *)member[LOOSE_DAY].kept = true;
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
count_days(struct fold *histories, struct group *customer, struct days *days)
{
	struct member *member = NULL;

	days->count = 0;
	while ((member = fold_members(histories, customer, VISIT, member))) {
		const struct visit *visit = fold_member_kept(histories, member);

		if (visit_counts(visit))
			add_date(days, visit_day(visit));
	}
	while ((member = fold_members(histories, customer, LOOSE_DAY, member))) {
		day date;

		if (!*(bool *)fold_member_kept(histories, member))
			continue;
		memcpy(&date, member_id(member).data, sizeof date);
		add_date(days, date);
	}
	sort_once(days);
	history_count_days(group_kept(customer), &way.plan, days->date, days->count);
}

static void
date_again(struct fold *histories, struct group *customer)
{
	struct history *history = group_kept(customer);
	struct member *member = NULL;

	history_forget_days(history);
	while ((member = fold_members(histories, customer, VISIT, member))) {
		const struct visit *visit = fold_member_kept(histories, member);

		if (visit_counts(visit))
			history_add_day(history, visit_day(visit));
	}
}

static void
settle(struct fold *histories)
{
	struct days days = { 0 };
	struct group **customer;
	size_t count;

	if (!way.plan.visits)
		return;
	customer = fold_groups(histories, &count);
	for (size_t i = 0; i < count; i++) {
		const struct history *history = group_kept(customer[i]);

		if (way.days_of_orders)
			count_days(histories, customer[i], &days);
		else if (history->stale)
			date_again(histories, customer[i]);
	}
	free(days.date);
	free(customer);
}

/* --- reading --- */

static void
find_way(const struct stream *rows)
{
	const char *counted = set.frequency          ? set.frequency
		: set.refunds == REFUNDS_BY_DAY      ? "days"
		: stream_has(rows, ORDER)            ? "orders"
						: "rows";

	way.plan = (struct history_plan){ .windowed = set.windowed, .after = set.after };
	if (*counted == 'o')
		stream_require(rows, ORDER, "--frequency=orders");
	if (*counted == 'r')
		return;
	way.plan.visits = true;
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
	if (set.refunds == REFUNDS_IGNORE)
		source.judge = judge_sale;
	/* Where days are counted and nothing is netted a refund is no visit. */
	if (way.member[VISIT] == DATE + 1 && set.refunds == REFUNDS_NET)
		source.brings = is_sale;
	histories = fold_new(&(struct fold_spec){ .kept = history_kept(&way.plan),
		.member_kinds = way.kinds,
		.member_kept = { sizeof(struct visit), sizeof(bool) } });
	fold_read(histories, rows, &source);
	settle(histories);
	return histories;
}

void
add_customers(struct fold *histories, const char *path)
{
	static const struct column_spec column[] = {
		{ "customer", .role = ROLE_CUSTOMER, .empty_ok = true },
	};
	struct side *side = side_open("--customers", path, column, 1, SIDE_DATA);
	struct row row;

	while (side_next(side, &row))
		if (row_has(&row, 0))
			fold_group(histories, row_text(&row, 0));
	side_close(side);
}

/* --- measures --- */

money
customer_money(struct group *customer, money_sum spent)
{
	char name[TEXT_QUOTED];
	money amount = 0;

	if (!money_from_sum(spent, &amount)) {
		text_quote(group_key(customer), name);
		fail(EXIT_DATA, "customer %s: the sum of amounts is too large", name);
	}
	return amount;
}

int64_t
customer_measure(struct group *customer, enum rfm_measure m)
{
	const struct history *history = group_kept(customer);
	int64_t days = RFM_NONE;

	if (m == RFM_FREQUENCY)
		return set.windowed ? history->recent_orders : history->orders;
	if (m == RFM_MONETARY)
		return customer_money(
			customer, set.windowed ? history->recent_spent : history->spent);
	history_recency(history, run_as_of(), &days);
	return days;
}
