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

SUITE(crm_catalogue)
{
	Suite *suite = suite_create("crm/catalogue");
	TCase *all = tcase_create("catalogue");

	tcase_add_test(all, an_item_is_there_once);
	suite_add_tcase(suite, all);
	return suite;
}
