#include "unit.h"

#include "run/labels.h"

static const struct {
	const char *column, *label;
} names[] = {
	{ "frequency", "购买次数" },
	{ "frequency_12m", "近12月次数" },
	{ "monetary_12m", "近12月消费" },
	{ "frequency_90d", "近90天次数" },
	{ "monetary_2y", "近2年消费" },
	{ "monetary_26w", "近26周消费" },
};

START_TEST(both_ways)
{
	ck_assert(slice_is(label_of(slice_from(names[_i].column)), names[_i].label));
	ck_assert(slice_is(label_column(slice_from(names[_i].label)), names[_i].column));
	/* The same bytes each time, not more of them. */
	ck_assert_ptr_eq(label_of(slice_from(names[_i].column)).data,
		label_of(slice_from(names[_i].column)).data);
}
END_TEST

START_TEST(others_have_none)
{
	static const char *const other[] = { "", "frequency_", "frequency_d", "frequency_90",
		"frequency_90x", "frequency_1234567d", "monetary_90days", "近天次数", "近90天",
		"近90天次", "购买", "no such column" };

	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		ck_assert_msg(!label_of(slice_from(other[i])).length, "%s", other[i]);
		ck_assert_msg(!label_column(slice_from(other[i])).length, "%s", other[i]);
	}
}
END_TEST

SUITE(run_labels)
{
	Suite *suite = suite_create("run/labels");
	TCase *tcase = tcase_create("names");

	tcase_add_loop_test(tcase, both_ways, 0, sizeof names / sizeof *names);
	tcase_add_test(tcase, others_have_none);
	suite_add_tcase(suite, tcase);
	return suite;
}
