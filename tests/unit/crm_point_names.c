/* Names get numbers in the order in which they come, and find them again. */
#include "crm/point_names.h"
#include "unit.h"

START_TEST(names_keep_their_numbers)
{
	static char text[5000][8];
	struct point_names names;
	bool fresh;

	point_names_init(&names);
	for (int round = 0; round < 3; round++) {
		int count = round == 1 ? 3 : 5000;

		point_names_clear(&names);
		ck_assert_uint_eq(point_names_find(&names, slice_from("0")), NO_NAME);
		for (int i = 0; i < count; i++) {
			int n = i * 7919 % 100000;

			for (int k = 0; k < 6; k++, n /= 10)
				text[i][k] = (char)('0' + n % 10);
			ck_assert_uint_eq(point_names_number(&names, slice_from(text[i]), &fresh),
				(uint32_t)i);
			ck_assert(fresh);
		}
		for (int i = 0; i < count; i++) {
			ck_assert_uint_eq(
				point_names_find(&names, slice_from(text[i])), (uint32_t)i);
			point_names_number(&names, slice_from(text[i]), &fresh);
			ck_assert(!fresh);
		}
		ck_assert_uint_eq(point_names_find(&names, slice_from("none")), NO_NAME);
	}
	point_names_release(&names);
}
END_TEST

SUITE(crm_point_names)
{
	Suite *suite = suite_create("crm/point_names");
	TCase *all = tcase_create("names");

	tcase_add_test(all, names_keep_their_numbers);
	suite_add_tcase(suite, all);
	return suite;
}
