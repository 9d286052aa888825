#include "crm/history.h"
#include "unit.h"

START_TEST(orders_date_refunds_do_not)
{
	struct history history = { 0 };
	int64_t days;
	money aov;

	history_add(&history, 100, -5 * MONEY_UNIT, NULL);
	ck_assert_int_eq(history.orders, 0);
	ck_assert(!history_recency(&history, 200, &days));
	ck_assert(!history_aov(&history, &aov));

	history_add(&history, 150, 20 * MONEY_UNIT, NULL);
	history_add(&history, 120, 0, NULL);              /* given away, still an order */
	history_add(&history, 130, 10 * MONEY_UNIT, NULL);
	history_add(&history, 180, -4 * MONEY_UNIT, NULL);
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

	history_add(&history, -7, 0, NULL);
	history_add(&history, -9, 0, NULL);
	ck_assert_int_eq(history.first, -9);
	ck_assert_int_eq(history.last, -7);
}
END_TEST

/* Rows of one order count once, whatever comes first; a refund does not use the order up. */
START_TEST(an_order_counts_once)
{
	struct history history = { 0 };
	bool first = false, second = false;

	history_add(&history, 10, -1, &first);
	ck_assert(!first);
	history_add(&history, 10, 5, &first);
	history_add(&history, 12, 5, &first);
	history_add(&history, 11, 5, &second);
	ck_assert(first && second);
	ck_assert_int_eq(history.orders, 2);
	ck_assert_int_eq(history.last, 12);
	ck_assert(history.spent == 14);
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
	tcase_add_test(adding, aov_is_rounded_half_to_even);
	suite_add_tcase(suite, adding);
	return suite;
}
