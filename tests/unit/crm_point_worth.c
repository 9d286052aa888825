/* Shares of worths, against fractions by hand. */
#include "crm/point_worth.h"
#include "unit.h"

#define POINTS(n) ((worth)(n)*WORTH_UNIT)

START_TEST(a_share_is_rounded_once)
{
	/* 100 points * 1/3 = 33 1/3; * 2/3 = 66 2/3; 5 * 1/2 = 2 1/2 */
	ck_assert(worth_points(POINTS(100), 1, 3, ROUND_DOWN) == 33);
	ck_assert(worth_points(POINTS(100), 1, 3, ROUND_NEAREST) == 33);
	ck_assert(worth_points(POINTS(100), 1, 3, ROUND_UP) == 34);
	ck_assert(worth_points(POINTS(100), 2, 3, ROUND_NEAREST) == 67);
	ck_assert(worth_points(POINTS(5), 1, 2, ROUND_NEAREST) == 3);
	ck_assert(worth_points(POINTS(5), 1, 2, ROUND_DOWN) == 2);
	ck_assert(worth_points(POINTS(7), 3, 3, ROUND_UP) == 7);
	ck_assert(worth_points(POINTS(7) + 1, 3, 3, ROUND_UP) == 8);
	ck_assert(worth_points(POINTS(7) - 1, 3, 3, ROUND_DOWN) == 6);
	ck_assert(worth_points(POINTS(7), 0, 3, ROUND_UP) == 0);
}
END_TEST

START_TEST(the_largest_worths_do_not_overflow)
{
	worth most = POINTS(1000000000000000) * 1000000;
	money bought = INT64_MAX;

	ck_assert(worth_points(most, bought, bought, ROUND_DOWN) ==
		(__int128)1000000000000000 * 1000000);
	ck_assert(worth_points(most, bought - 1, bought, ROUND_DOWN) <
		(__int128)1000000000000000 * 1000000);
	ck_assert(worth_points(most, 1, bought, ROUND_DOWN) == 108);
}
END_TEST

SUITE(crm_point_worth)
{
	Suite *suite = suite_create("crm/point_worth");
	TCase *all = tcase_create("worth");

	tcase_add_test(all, a_share_is_rounded_once);
	tcase_add_test(all, the_largest_worths_do_not_overflow);
	suite_add_tcase(suite, all);
	return suite;
}
