#include "unit.h"

#include <string.h>

#include "crm/codeplan.h"
#include "crm_layout.h"

/* What a plan's text of one part stands for, joined by blanks, or the reason why it is none. */
static const char *
planned(size_t part, const char *text)
{
	static char list[400];
	size_t length = 0;
	struct code_plan plan;
	const char *why;

	plan_init(&plan, &layout);
	if (plan_set(&plan, part, slice_from(text), &why)) {
		for (size_t i = 0; i < plan.values[part].count; i++) {
			struct slice value = plan.values[part].value[i];

			if (length)
				list[length++] = ' ';
			memcpy(list + length, value.data, value.length);
			length += value.length;
		}
		list[length] = '\0';
		why = list;
	}
	plan_release(&plan);
	return why;
}

START_TEST(plans)
{
	ck_assert_str_eq(planned(0, "A-C"), "A B C");
	ck_assert_str_eq(planned(0, "A..C;F,H"), "A B C F H");
	ck_assert_str_eq(planned(2, "08-11"), "08 09 10 11");
	ck_assert_str_eq(planned(2, " ０１ "), "01");
	ck_assert_str_eq(planned(3, "2026-11..2027-02"), "2026-11 2026-12 2027-01 2027-02");
	ck_assert_str_eq(planned(3, "2026/8;202610"), "2026-08 2026-10");
	ck_assert_str_eq(planned(0, ""), "does not fit");
	ck_assert_str_eq(planned(0, "A;"), "does not fit");
	ck_assert_str_eq(planned(0, "A-"), "does not fit");
	ck_assert_str_eq(planned(0, "A-B-C"), "does not fit");
	ck_assert_str_eq(planned(2, "1-3"), "does not fit");
	ck_assert_str_eq(planned(0, "C-A"), "runs backwards");
	ck_assert_str_eq(planned(0, "A-C;B"), "gives a value twice");
	ck_assert_str_eq(
		planned(3, "2026-08;2036-08"), "spans more years than the code's year tells apart");
	ck_assert_str_eq(planned(3, "2026-08;2036-07"), "2026-08 2036-07");
	ck_assert(lay_out("a,letters,2|b,digits,9|y,year,4"));
	ck_assert_str_eq(planned(0, "AY-BB"), "AY AZ BA BB");
	ck_assert_str_eq(planned(1, "000000000-999999999"), "gives more than 1000000 codes");
	ck_assert_str_eq(planned(2, "2026-2028"), "2026 2027 2028");
}
END_TEST

START_TEST(planned_codes)
{
	static const char *const expected[] = {
		"DA01126",
		"DA01017",
		"DA02126",
		"DA02017",
		"DC01126",
		"DC01017",
		"DC02126",
		"DC02017",
	};
	struct code_plan plan;
	struct code code;
	const char *why;
	size_t i = 0;

	plan_init(&plan, &layout);
	for (int again = 0; again < 2; again++) {
		plan_clear(&plan);
		ck_assert(plan_set(&plan, 0, slice_from("D"), &why));
		ck_assert(plan_set(&plan, 1, slice_from("A;C"), &why));
		ck_assert(plan_set(&plan, 2, slice_from("01-02"), &why));
		ck_assert(plan_set(&plan, 3, slice_from("2026-12..2027-01"), &why));
		ck_assert(plan_start(&plan, &why));
		for (i = 0; plan_next(&plan, &code); i++)
			ck_assert_mem_eq(code.text, expected[i], 7);
		ck_assert_uint_eq(i, 8);
	}
	ck_assert(plan_set(&plan, 0, slice_from("A-Z"), &why));
	ck_assert(plan_set(&plan, 1, slice_from("A-Z"), &why));
	ck_assert(plan_set(&plan, 2, slice_from("00-99"), &why));
	ck_assert(plan_set(&plan, 3, slice_from("2020-01..2021-03"), &why));
	ck_assert(!plan_start(&plan, &why));
	plan_release(&plan);
}
END_TEST

SUITE(crm_codeplan)
{
	Suite *suite = suite_create("crm/codeplan");
	TCase *all = tcase_create("codeplan");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, plans);
	tcase_add_test(all, planned_codes);
	suite_add_tcase(suite, all);
	return suite;
}
