#include "unit.h"

#include <stdio.h>

#include "crm/codeset.h"

/* Many codes, each added twice, stay in the order of the first time; then the set again. */
START_TEST(sets)
{
	enum { MANY = 20000 };
	struct code_set set;
	char code[8];

	code_set_init(&set, 5);
	ck_assert_uint_eq(code_set_joined(&set).length, 0);
	for (int again = 0; again < 3; again++) {
		code_set_clear(&set);
		for (int i = 0; i < 2 * MANY; i++) {
			snprintf(code, sizeof code, "%05d", i % MANY * 7 % 100000);
			ck_assert_int_eq(code_set_add(&set, slice_from(code)), i < MANY);
		}
		ck_assert_uint_eq(set.count, MANY);
		for (int i = 0; i < MANY; i++) {
			snprintf(code, sizeof code, "%05d", i * 7 % 100000);
			ck_assert(slice_is(code_set_at(&set, (size_t)i), code));
		}
		ck_assert_uint_eq(code_set_joined(&set).length, MANY * 6 - 1);
	}
	code_set_clear(&set);
	ck_assert(code_set_add(&set, slice_from("00007")));
	ck_assert(code_set_add(&set, slice_from("00003")));
	ck_assert(!code_set_add(&set, slice_from("00007")));
	ck_assert(slice_is(code_set_joined(&set), "00007;00003"));
	code_set_release(&set);
}
END_TEST

SUITE(crm_codeset)
{
	Suite *suite = suite_create("crm/codeset");
	TCase *all = tcase_create("codeset");

	tcase_add_test(all, sets);
	suite_add_tcase(suite, all);
	return suite;
}
