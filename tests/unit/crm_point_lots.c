/* Lots by hand: what goes first, what waits, what is owed. */
#include "crm/point_lots.h"
#include "unit.h"

static struct point_lots lots;

static void
start(void)
{
	lots_init(&lots);
}

static void
finish(void)
{
	ck_assert(lots_are_right(&lots));
	lots_release(&lots);
}

static void
note_lost(void *context, uint32_t lot, int64_t lost)
{
	int64_t *told = context;

	*told += lot * 1000 + lost;
}

START_TEST(what_ends_first_goes_first)
{
	uint32_t lot;
	int64_t  lost = 0;

	lots_open(&lots, 10, 1, 30, 1);
	lots_open(&lots, 20, 1, 20, 1);
	lots_open(&lots, 30, 2, 20, 2);
	ck_assert_int_eq(lots_take(&lots, 25, &lot), 20);
	ck_assert_uint_eq(lot, 1);
	ck_assert_int_eq(lots_take(&lots, 5, &lot), 5);
	ck_assert_uint_eq(lot, 2);
	ck_assert_uint_eq(lots_next(&lots), 2);
	ck_assert_int_eq(lots_ending(&lots, 20), 25);
	ck_assert_int_eq(lots_expire(&lots, 19, note_lost, &lost), 0);
	ck_assert_int_eq(lots.due, 20);
	ck_assert_int_eq(lots_expire(&lots, 20, note_lost, &lost), 25);
	ck_assert_int_eq(lost, 2025);
	ck_assert_int_eq(lots.due, 30);
	ck_assert_int_eq(lots_expire(&lots, 20, note_lost, &lost), 0);
	ck_assert_int_eq(lots_take(&lots, 99, &lot), 10);
	ck_assert_int_eq(lots_take(&lots, 89, &lot), 0);
	ck_assert_uint_eq(lot, NO_LOT);
}
END_TEST

START_TEST(what_waits_is_not_spent_and_pays_debts_when_it_comes)
{
	uint32_t lot;

	lots_open(&lots, 10, 1, 30, 8);
	ck_assert_int_eq(lots_take(&lots, 5, &lot), 0);
	lots_owe(&lots, 4);
	ck_assert_int_eq(lots_balance(&lots), -4);
	ck_assert_int_eq(lots.pending, 10);
	ck_assert_int_eq(lots_release_day(&lots), 8);
	ck_assert_uint_eq(lots_release_next(&lots, 7), NO_LOT);
	ck_assert_int_eq(lots.pending, 10);
	ck_assert_uint_eq(lots_release_next(&lots, 8), 0);
	ck_assert_uint_eq(lots_release_next(&lots, 8), NO_LOT);
	ck_assert_int_eq(lots_release_day(&lots), DAY_LAST);
	ck_assert_int_eq(lots.pending, 0);
	ck_assert_int_eq(lots_balance(&lots), 6);
	ck_assert_int_eq(lots_take(&lots, 99, &lot), 6);
}
END_TEST

START_TEST(what_comes_back_is_there_again)
{
	uint32_t lot;

	lots_open(&lots, 10, 1, 30, 1);
	ck_assert_int_eq(lots_take(&lots, 10, &lot), 10);
	ck_assert_uint_eq(lots_next(&lots), NO_LOT);
	lots_restore(&lots, 0, 7);
	ck_assert_uint_eq(lots_next(&lots), 0);
	lots_owe(&lots, 0);
	ck_assert_int_eq(lots_take_from(&lots, 0, 9), 7);
	lots_owe(&lots, 5);
	lots_restore(&lots, 0, 3);
	ck_assert_int_eq(lots_balance(&lots), -2);
}
END_TEST

SUITE(crm_point_lots)
{
	Suite *suite = suite_create("crm/point_lots");
	TCase *all = tcase_create("lots");

	tcase_add_checked_fixture(all, start, finish);
	tcase_add_test(all, what_ends_first_goes_first);
	tcase_add_test(all, what_waits_is_not_spent_and_pays_debts_when_it_comes);
	tcase_add_test(all, what_comes_back_is_there_again);
	suite_add_tcase(suite, all);
	return suite;
}
