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

/* Names that rise, that fall, and that leave their order somewhere, with some again. */
START_TEST(names_in_order_are_known_again)
{
	static char text[200][16];
	struct point_names names;

	point_names_init(&names);
	for (int falls = 0; falls < 2; falls++)
		for (int turn = 1; turn < 200; turn += 3) {
			uint32_t met = 0;
			bool fresh;

			point_names_clear(&names);
			for (int i = 0; i < 200; i++) {
				int n = falls ? 900 - i : 100 + i;

				/* After the turn: anywhere, and the first one again. */
				if (i >= turn)
					n = i % 2 ? 2000 + i * 7919 % 1000 : falls ? 900 : 100;
				snprintf(text[i], sizeof text[i], "%s%d",
					turn % 2 ? "" : "order-no-", n);
				for (int k = 0; k < 2; k++) {
					uint32_t number = point_names_number(
						&names, slice_from(text[i]), &fresh);

					ck_assert(!k || !fresh);
					met += fresh;
					ck_assert_uint_lt(number, met);
					ck_assert_uint_eq(
						point_names_find(&names, slice_from(text[i])),
						number);
					ck_assert(slice_is(names.name[number], text[i]));
				}
			}
			ck_assert_uint_eq(names.count, met);
			for (uint32_t i = 0; i < met; i++)
				for (uint32_t k = 0; k < i; k++)
					ck_assert(!slice_equal(names.name[i], names.name[k]));
			ck_assert_uint_eq(point_names_find(&names, slice_from("zz")), NO_NAME);
			ck_assert_uint_eq(point_names_find(&names, slice_from("")), NO_NAME);
		}
	point_names_release(&names);
}
END_TEST

SUITE(crm_point_names)
{
	Suite *suite = suite_create("crm/point_names");
	TCase *all = tcase_create("names");

	tcase_add_test(all, names_keep_their_numbers);
	tcase_add_test(all, names_in_order_are_known_again);
	suite_add_tcase(suite, all);
	return suite;
}
