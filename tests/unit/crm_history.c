#include "crm/history.h"
#include "unit.h"

static const struct history_plan rows = { 0 };
static const struct history_plan recent = { .windowed = true, .after = 100 };

static void
add(struct history *history, const struct history_plan *plan, day date, money amount)
{
	struct history_entry entry = history_entry_of(date, amount);

	history_add(history, plan, &entry);
}

static void
add_to(struct history *history, const struct history_plan *plan, struct visit *visit, day date,
	money amount)
{
	struct history_entry entry = history_entry_of(date, amount);

	history_add_visit(history, plan, visit, &entry);
}

/* The history as it is when the visits so far are all of them. */
static struct history
settled(struct history history, const struct history_plan *plan, const struct visit *visit,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		history_settle_visit(&history, plan, &visit[i]);
	return history;
}

START_TEST(orders_date_refunds_do_not)
{
	struct history history = { 0 };
	int64_t days;
	money aov;

	add(&history, &rows, 100, -5 * MONEY_UNIT);
	ck_assert_int_eq(history.orders, 0);
	ck_assert(!history_recency(&history, 200, &days));
	ck_assert(!history_aov(&history, &aov));

	add(&history, &rows, 150, 20 * MONEY_UNIT);
	add(&history, &rows, 120, 0);              /* given away, still an order */
	add(&history, &rows, 130, 10 * MONEY_UNIT);
	add(&history, &rows, 180, -4 * MONEY_UNIT);
	ck_assert_int_eq(history.orders, 3);
	ck_assert_int_eq(history.first, 120);
	ck_assert_int_eq(history.last, 150);
	ck_assert(history.spent == 21 * MONEY_UNIT);
	ck_assert(history_recency(&history, 200, &days));
	ck_assert_int_eq(days, 50);
	ck_assert(history_aov(&history, &aov));
	ck_assert_int_eq(aov, 7 * MONEY_UNIT);
}
END_TEST

START_TEST(before_1970)
{
	struct history history = { 0 };
	struct visit visit = { { 0 } };

	add(&history, &rows, -7, 0);
	add(&history, &rows, -9, 0);
	add_to(&history, &rows, &visit, DAY_FIRST, 1);
	ck_assert_int_eq(history.first, -9);
	ck_assert_int_eq(visit_day(&visit), DAY_FIRST);
	history = settled(history, &rows, &visit, 1);
	ck_assert_int_eq(history.first, DAY_FIRST);
	ck_assert_int_eq(history.last, -7);
	ck_assert_int_eq(history.orders, 3);
}
END_TEST

/* The day of an order is that of its first sale, whatever comes first. */
START_TEST(an_order_counts_once)
{
	struct history history = { 0 };
	struct visit order[2] = { { { 0 } } };

	add_to(&history, &rows, &order[0], 10, -1);
	ck_assert(!visit_counts(&order[0]));
	add_to(&history, &rows, &order[0], 12, 5);
	add_to(&history, &rows, &order[0], 10, 5);
	add_to(&history, &rows, &order[1], 11, 5);
	ck_assert_int_eq(history.orders, 0);
	history = settled(history, &rows, order, 2);
	ck_assert_int_eq(history.orders, 2);
	ck_assert_int_eq(history.first, 10);
	ck_assert_int_eq(history.last, 11);
	ck_assert(history.spent == 14);
}
END_TEST

START_TEST(refunds_bring_an_order_to_nothing)
{
	struct history history = { 0 }, then;
	struct visit order[3] = { { { 0 } } };

	add_to(&history, &rows, &order[0], 10, 5);
	add_to(&history, &rows, &order[1], 20, 8);
	add_to(&history, &rows, &order[2], 15, 0);
	ck_assert_int_eq(settled(history, &rows, order, 3).orders, 3);
	add_to(&history, &rows, &order[1], 25, -7);
	then = settled(history, &rows, order, 3);
	ck_assert_int_eq(then.orders, 3);          /* one is left of it */
	ck_assert_int_eq(then.last, 20);
	add_to(&history, &rows, &order[1], 26, -1);
	add_to(&history, &rows, &order[0], 9, -9);   /* more than was paid */
	then = settled(history, &rows, order, 3);
	ck_assert_int_eq(then.orders, 1);          /* the free one */
	ck_assert_int_eq(then.first, 15);
	ck_assert_int_eq(then.last, 15);
	ck_assert(then.spent == -4);
	add(&history, &rows, 30, 1);
	then = settled(history, &rows, order, 2);
	ck_assert_int_eq(then.orders, 1);
	ck_assert_int_eq(then.first, 30);
}
END_TEST

/* Days 101 and later are in it; money by its own day, orders by theirs. */
START_TEST(window)
{
	struct history history = { 0 }, then;
	struct visit order[2] = { { { 0 } } };

	add_to(&history, &recent, &order[0], 100, 50);
	add_to(&history, &recent, &order[1], 101, 30);
	add(&history, &recent, 102, 7);
	ck_assert_int_eq(settled(history, &recent, order, 2).recent_orders, 2);
	add_to(&history, &recent, &order[0], 103, -20);
	then = settled(history, &recent, order, 2);
	ck_assert_int_eq(then.recent_orders, 2);
	ck_assert(then.recent_spent == 17);
	add_to(&history, &recent, &order[1], 99, 1);      /* it began before */
	then = settled(history, &recent, order, 2);
	ck_assert_int_eq(then.recent_orders, 1);
	ck_assert_int_eq(then.orders, 3);
	ck_assert(then.spent == 68 && then.recent_spent == 17);
}
END_TEST

/* Entries of a visit that were kept apart are joined to the same, however they are dealt. */
START_TEST(visits_are_joined)
{
	static const struct history_entry entry[4] = { { 105, 1, 0, 10, 0 }, { 99, 0, 1, 0, -4 },
		{ 107, 2, 1, 7, -3 }, { 101, 1, 0, 0, 0 } };

	for (int dealt = 0; dealt < 1 << 4; dealt++) {
		struct history history = { 0 };
		struct visit part[2] = { { { 0 } } };

		for (int i = 0; i < 4; i++)
			history_add_visit(&history, &rows, &part[dealt >> i & 1], &entry[i]);
		visit_join(&part[0], &part[1]);
		ck_assert(visit_counts(&part[0]));
		ck_assert_int_eq(visit_day(&part[0]), 101);
		ck_assert(history.spent == 10);
		part[1] = (struct visit){ { 0 } };
		history_add_visit(
			&history, &rows, &part[1], &(struct history_entry){ 120, 0, 1, 0, -10 });
		visit_join(&part[1], &part[0]);
		ck_assert(!visit_counts(&part[1]));
	}
}
END_TEST

START_TEST(days_counted_afterwards)
{
	struct history history = { 0 };
	const day date[] = { 90, 100, 101, 105 };

	history_count_days(&history, &recent, date, 4);
	ck_assert_int_eq(history.orders, 4);
	ck_assert_int_eq(history.recent_orders, 2);
	ck_assert_int_eq(history.first, 90);
	ck_assert_int_eq(history.last, 105);
	history_count_days(&history, &recent, NULL, 0);
	ck_assert_int_eq(history.orders, 0);
	ck_assert_int_eq(history.recent_orders, 0);
}
END_TEST

/* Every order of five entries on two orders gives the same. */
START_TEST(any_order_of_entries)
{
	static const struct {
		int order;
		day date;
		money amount;
	} entry[5] = {
		{ 0, 105, 10 },
		{ 0, 99, 5 },
		{ 0, 107, -15 },
		{ 1, 104, 4 },
		{ 1, 101, -3 },
	};

	for (int n = 0; n < 5 * 5 * 5 * 5 * 5; n++) {
		struct history history = { 0 };
		struct visit order[2] = { { { 0 } } };
		int rest = n;
		unsigned seen = 0;

		for (int i = 0; i < 5; i++, rest /= 5)
			seen |= 1u << rest % 5;
		if (seen != 31)
			continue;
		rest = n;
		for (int i = 0; i < 5; i++, rest /= 5)
			add_to(&history, &recent, &order[entry[rest % 5].order],
				entry[rest % 5].date, entry[rest % 5].amount);
		history = settled(history, &recent, order, 2);
		ck_assert_int_eq(history.orders, 1);
		ck_assert_int_eq(history.recent_orders, 1);
		ck_assert_int_eq(history.first, 104);
		ck_assert_int_eq(history.last, 104);
		ck_assert(history.spent == 1 && history.recent_spent == -4);
	}
}
END_TEST

START_TEST(a_visit_of_one_amount)
{
	static const money amount[] = { 0, 7, -7, INT64_C(1) << 40, -(INT64_C(1) << 40) };

	for (size_t i = 0; i < sizeof amount / sizeof *amount; i++) {
		struct history slow = { 0 }, quick = { 0 };
		struct visit visit = { { 0 } }, begun = { { 0 } };

		add_to(&slow, &rows, &visit, DAY_FIRST, amount[i]);
		history_begin_visit(&quick, &begun, DAY_FIRST, amount[i]);
		ck_assert(slow.spent == quick.spent);
		ck_assert_uint_eq(visit.dated, begun.dated);
		ck_assert_uint_eq(visit.net[0], begun.net[0]);
		ck_assert_uint_eq(visit.net[1], begun.net[1]);
	}
}
END_TEST

START_TEST(only_what_a_plan_needs_is_kept)
{
	ck_assert_uint_le(history_kept(&rows), 32);
	ck_assert_uint_eq(history_kept(&recent), sizeof(struct history));
	ck_assert_uint_eq(sizeof(struct visit), 12);
}
END_TEST

START_TEST(an_amount_is_an_entry)
{
	static const struct {
		day date;
		money amount;
	} given[] = { { 50, -3 }, { 50, 0 }, { 70, 900 }, { -20, 5 }, { -90, -1 }, { 60, 1 },
		{ 90, INT64_MAX }, { -20, INT64_MAX } };
	struct history one = { 0 }, other = { 0 };

	for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
		add(&one, &rows, given[i].date, given[i].amount);
		history_add_amount(&other, given[i].date, given[i].amount);
		ck_assert(one.spent == other.spent);
		ck_assert_int_eq(one.orders, other.orders);
		ck_assert_int_eq(one.first, other.first);
		ck_assert_int_eq(one.last, other.last);
	}
	ck_assert_int_eq(other.first, -20);
	ck_assert_int_eq(other.last, 90);
}
END_TEST

/* 0.05 over 2 and 0.15 over 2: halves go to the even cent. */
START_TEST(aov_is_rounded_half_to_even)
{
	struct history history = { .spent = 500, .orders = 2 };
	money aov;

	ck_assert(history_aov(&history, &aov));
	ck_assert_int_eq(aov, 200);
	history.spent = 1500;
	ck_assert(history_aov(&history, &aov));
	ck_assert_int_eq(aov, 800);
	history.spent = -1500;
	ck_assert(history_aov(&history, &aov));
	ck_assert_int_eq(aov, -800);
}
END_TEST

SUITE(crm_history)
{
	Suite *suite = suite_create("crm/history");
	TCase *adding = tcase_create("adding");

	tcase_add_test(adding, orders_date_refunds_do_not);
	tcase_add_test(adding, before_1970);
	tcase_add_test(adding, an_order_counts_once);
	tcase_add_test(adding, refunds_bring_an_order_to_nothing);
	tcase_add_test(adding, window);
	tcase_add_test(adding, visits_are_joined);
	tcase_add_test(adding, a_visit_of_one_amount);
	tcase_add_test(adding, days_counted_afterwards);
	tcase_add_test(adding, any_order_of_entries);
	tcase_add_test(adding, only_what_a_plan_needs_is_kept);
	tcase_add_test(adding, an_amount_is_an_entry);
	tcase_add_test(adding, aov_is_rounded_half_to_even);
	suite_add_tcase(suite, adding);
	return suite;
}
