/*
 * Tables over all customers: by segment, from segment to segment, by tenths.
 */
#include <stdlib.h>

#include "crm-rfm.h"
#include "run/message.h"
#include "run/report.h"

#define COUNTED(array) (array), sizeof(array) / sizeof *(array)
#define TENTHS 10

/* What is added up over some customers. */
struct total {
	int64_t   customers;
	int64_t   dated;           /* of them, those with a recency */
	__int128  days;
	__int128  orders;
	money_sum spent;
	money_sum profit;          /* as customer_profit counts */
};

static void
total_add(struct total *total, struct group *customer)
{
	int64_t days = customer_measure(customer, RFM_RECENCY);

	total->customers++;
	total->orders += customer_measure(customer, RFM_FREQUENCY);
	total->spent += customer_measure(customer, RFM_MONETARY);
	if (set.margin)
		total->profit += customer_profit(customer);
	if (days != RFM_NONE) {
		total->dated++;
		total->days += days;
	}
}

static struct total
total_of(const struct customers *all)
{
	struct total total = { 0 };

	for (size_t i = 0; i < all->count; i++)
		total_add(&total, all->customer[i]);
	return total;
}

/* --- by segment --- */

static void
report_segment(struct report *report, struct group *segment, const struct total *whole)
{
	const struct total *total = group_kept(segment);
	money spent = 0, aov, mean;

	report_text(report, group_key(segment));
	report_integer(report, total->customers);
	report_ratio(report, total->customers, whole->customers);
	if (total->dated && money_divide(total->days * MONEY_UNIT, total->dated, &mean))
		report_money(report, mean);
	else
		report_empty(report);
	report_integer(report, (int64_t)total->orders);
	report_sum(report, total->spent, "the revenue of a segment");
	if (set.margin)
		report_profit(report, total->profit);
	report_ratio(report, total->spent, whole->spent);
	if (total->orders && money_from_sum(total->spent, &spent) &&
		money_divide(spent, (int64_t)total->orders, &aov))
		report_money(report, aov);
	else
		report_empty(report);
	report_end(report);
}

void
name_segments(struct report *report)
{
	static const char *const before[] = { "rfm_segment", "customers", "customers_share",
		"mean_recency_days", "orders", "revenue" };
	static const char *const after[] = { "revenue_share", "aov" };

	report_columns(report, COUNTED(before));
	if (set.margin)
		report_column(report, slice_from("profit"));
	report_columns(report, COUNTED(after));
}

void
report_segments(struct report *report, const struct customers *all)
{
	struct fold *segments = fold_new(&(struct fold_spec){ .kept = sizeof(struct total) });
	struct total whole = total_of(all);
	struct group **segment;
	size_t count;

	for (size_t i = 0; i < all->count; i++)
		total_add(group_kept(fold_group(segments, customer_segment(all, i))),
			all->customer[i]);
	segment = fold_groups(segments, &count);
	for (size_t i = 0; i < count; i++)
		report_segment(report, segment[i], &whole);
	report_finish(report);
	free(segment);
	fold_free(segments);
}

/* --- from segment to segment --- */

void
name_matrix(struct report *report)
{
	static const char *const columns[] = { "from", "to", "customers", "monetary" };

	report_columns(report, COUNTED(columns));
}

void
report_matrix(struct report *report, const struct customers *all, struct previous *previous)
{
	struct fold *moves = fold_new(&(struct fold_spec){ .kept = sizeof(struct total) });
	struct group **move, **gone;
	struct arena scratch;
	size_t count;

	arena_init(&scratch);
	for (size_t i = 0; i < all->count; i++) {
		struct slice ends[] = {
			previous_segment(previous, group_key(all->customer[i])),
			customer_segment(all, i),
		};

		arena_clear(&scratch);
		total_add(group_kept(fold_group(moves, fold_key(&scratch, ends, 2))),
			all->customer[i]);
	}
	gone = previous_gone(previous, &count);
	for (size_t i = 0; i < count; i++) {
		struct slice ends[] = { previous_segment(previous, group_key(gone[i])),
			SLICE_EMPTY };
		struct total *total;

		arena_clear(&scratch);
		total = group_kept(fold_group(moves, fold_key(&scratch, ends, 2)));
		total->customers++;
	}
	free(gone);
	move = fold_groups(moves, &count);
	for (size_t i = 0; i < count; i++) {
		const struct total *total = group_kept(move[i]);
		struct slice to = fold_key_part(group_key(move[i]), 1);

		report_text(report, fold_key_part(group_key(move[i]), 0));
		report_text(report, to);
		report_integer(report, total->customers);
		if (to.length)
			report_sum(report, total->spent, "the money of a move");
		else
			report_empty(report);
		report_end(report);
	}
	report_finish(report);
	free(move);
	fold_free(moves);
	arena_release(&scratch);
}

/* --- by tenths --- */

struct spender {
	money  spent;
	size_t number;      /* by key */
};

static int
compare_spenders(const void *a, const void *b)
{
	const struct spender *x = a, *y = b;

	if (x->spent != y->spent)
		return x->spent > y->spent ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
find_tenths(const struct customers *all, struct total tenth[TENTHS])
{
	struct spender *spender = memory_zeroed(all->count, sizeof *spender);

	for (size_t i = 0; i < all->count; i++)
		spender[i] =
			(struct spender){ customer_measure(all->customer[i], RFM_MONETARY), i };
	if (all->count)
		qsort(spender, all->count, sizeof *spender, compare_spenders);
	for (size_t rank = 0; rank < all->count; rank++)
		total_add(&tenth[(unsigned __int128)rank * TENTHS / all->count],
			all->customer[spender[rank].number]);
	free(spender);
}

void
name_deciles(struct report *report)
{
	static const char *const before[] = { "decile", "customers", "revenue" };
	static const char *const after[] = { "customers_share", "revenue_share",
		"cumulative_customers_share", "cumulative_revenue_share" };

	report_columns(report, COUNTED(before));
	if (set.margin)
		report_column(report, slice_from("profit"));
	report_columns(report, COUNTED(after));
	if (set.margin)
		report_column(report, slice_from("cumulative_profit_share"));
}

void
report_deciles(struct report *report, const struct customers *all)
{
	struct total tenth[TENTHS] = { { 0 } }, so_far = { 0 }, whole = total_of(all);

	find_tenths(all, tenth);
	for (int64_t i = 0; all->count && i < TENTHS; i++) {
		const struct total *total = &tenth[i];

		so_far.customers += total->customers;
		so_far.spent += total->spent;
		so_far.profit += total->profit;
		report_integer(report, i + 1);
		report_integer(report, total->customers);
		report_sum(report, total->spent, "the revenue of a tenth");
		if (set.margin)
			report_profit(report, total->profit);
		report_ratio(report, total->customers, whole.customers);
		report_ratio(report, total->spent, whole.spent);
		report_ratio(report, so_far.customers, whole.customers);
		report_ratio(report, so_far.spent, whole.spent);
		if (set.margin)
			report_ratio(report, so_far.profit, whole.profit);
		report_end(report);
	}
	report_finish(report);
}
