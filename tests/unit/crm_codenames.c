#include "unit.h"

#include <string.h>

#include "crm/codenames.h"
#include "crm_layout.h"

START_TEST(names)
{
	struct code_names set;
	const char *why;

	names_init(&set);
	names_default(&set, &layout);
	ck_assert(slice_is(names_find(&set, 0, slice_from("D")), "e-mail"));
	ck_assert_uint_eq(names_find(&set, 0, slice_from("Q")).length, 0);
	ck_assert(!names_has(&set, 2));
	ck_assert(names_add(&set, &layout, slice_from("list"), slice_from("０２"),
		slice_from(" autumn buyers "), &why));
	ck_assert(names_has(&set, 2));
	ck_assert(slice_is(names_find(&set, 2, slice_from("02")), "autumn buyers"));
	ck_assert(!names_add(
		&set, &layout, slice_from("list"), slice_from("02"), slice_from("x"), &why));
	ck_assert(!names_add(
		&set, &layout, slice_from("list"), slice_from("2"), slice_from("x"), &why));
	ck_assert(!names_add(
		&set, &layout, slice_from("lst"), slice_from("03"), slice_from("x"), &why));
	ck_assert(!names_add(
		&set, &layout, slice_from("list"), slice_from("03"), slice_from(" "), &why));
	ck_assert(!names_add(
		&set, &layout, slice_from("month"), slice_from("2026-08"), slice_from("x"), &why));
	names_release(&set);
}
END_TEST

/* The built-in media are one letter each, in order, and all were taken. */
START_TEST(media)
{
	struct code_names set;
	const char *letter, *name, *last = "";
	size_t i;

	names_init(&set);
	names_default(&set, &layout);
	for (i = 0; names_medium(i, &letter, &name); i++) {
		ck_assert_int_lt(strcmp(last, letter), 0);
		ck_assert(slice_is(names_find(&set, 0, slice_from(letter)), name));
		last = letter;
	}
	ck_assert_uint_eq(set.count, i);
	names_release(&set);
	ck_assert(lay_out("medium,digits,2"));
	names_init(&set);
	names_default(&set, &layout);
	ck_assert_uint_eq(set.count, 0);
	names_release(&set);
}
END_TEST

SUITE(crm_codenames)
{
	Suite *suite = suite_create("crm/codenames");
	TCase *all = tcase_create("codenames");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, names);
	tcase_add_test(all, media);
	suite_add_tcase(suite, all);
	return suite;
}
