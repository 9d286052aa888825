/* Items are found by name, each once. */
#include "crm/catalogue.h"
#include "unit.h"

START_TEST(an_item_is_there_once)
{
	struct catalogue catalogue;

	catalogue_init(&catalogue);
	ck_assert_uint_eq(catalogue_find(&catalogue, slice_from("mug")), NO_NAME);
	ck_assert(catalogue_add(&catalogue, slice_from("mug"), (struct item){ .points = 200 }));
	ck_assert(catalogue_add(&catalogue, slice_from("cup"), (struct item){ .points = 100 }));
	ck_assert(!catalogue_add(&catalogue, slice_from("mug"), (struct item){ .points = 1 }));
	ck_assert_int_eq(catalogue.item[catalogue_find(&catalogue, slice_from("mug"))].points, 200);
	ck_assert_int_eq(catalogue.item[catalogue_find(&catalogue, slice_from("cup"))].points, 100);
	ck_assert_uint_eq(catalogue_find(&catalogue, slice_from("Mug")), NO_NAME);
	catalogue_release(&catalogue);
}
END_TEST

START_TEST(pieces_are_points_by_the_price)
{
	struct catalogue catalogue;
	uint32_t item;

	catalogue_init(&catalogue);
	catalogue_add(&catalogue, slice_from("pen"),
		(struct item){ .points = 5, .stock = STOCK_UNLIMITED });
	ck_assert(!catalogue.limited);
	catalogue_add(&catalogue, slice_from("mug"), (struct item){ .points = 20, .stock = 0 });
	ck_assert(catalogue.limited);
	ck_assert_int_eq(catalogue_pieces(&catalogue, slice_from("mug"), true, 60, &item), 3);
	ck_assert_uint_eq(item, 1);
	ck_assert_int_eq(catalogue_pieces(&catalogue, slice_from("mug"), false, 0, &item), 1);
	ck_assert_int_eq(catalogue_pieces(&catalogue, slice_from("mug"), true, 0, &item), 0);
	ck_assert_int_eq(catalogue_pieces(&catalogue, slice_from("mug"), true, 30, &item), 0);
	ck_assert_int_eq(catalogue_pieces(&catalogue, slice_from("pen"), true, 60, &item), 0);
	ck_assert_int_eq(catalogue_pieces(&catalogue, slice_from("cup"), false, 0, &item), 0);
	ck_assert_int_eq(catalogue_pieces(&catalogue, SLICE_EMPTY, true, 60, &item), 0);
	catalogue_release(&catalogue);
}
END_TEST

SUITE(crm_catalogue)
{
	Suite *suite = suite_create("crm/catalogue");
	TCase *all = tcase_create("catalogue");

	tcase_add_test(all, an_item_is_there_once);
	tcase_add_test(all, pieces_are_points_by_the_price);
	suite_add_tcase(suite, all);
	return suite;
}
