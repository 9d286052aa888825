/* The last days of policies, by the calendar. */
#include "crm/point_expiry.h"
#include "dates.h"
#include "unit.h"

START_TEST(policies_end_on_their_day)
{
	static const struct {
		const char *expiry, *earned, *last;
	} policy[] = {
		{ "year-end:0", "2024-01-01", "2024-12-31" },
		{ "year-end:0", "2024-12-31", "2024-12-31" },
		{ "year-end:1", "2024-02-29", "2025-12-31" },
		{ "12m", "2024-02-29", "2025-02-28" },
		{ "12m", "2023-02-28", "2024-02-28" },
		{ "1m", "2024-01-31", "2024-02-29" },
		{ "90d", "2024-01-01", "2024-03-31" },
		{ "0d", "2024-01-01", "2024-01-01" },
		{ "month-end:12m", "2024-02-10", "2025-02-28" },
		{ "month-end:1m", "2024-01-31", "2024-02-29" },
		{ "month-end:0m", "2024-01-31", "2024-01-31" },
		{ "month-end:30d", "2024-12-15", "2025-01-31" },
	};
	struct expiry expiry;

	for (size_t i = 0; i < sizeof policy / sizeof *policy; i++) {
		ck_assert(expiry_parse(slice_from(policy[i].expiry), &expiry));
		ck_assert_int_eq(expiry_last(expiry, on(policy[i].earned)), on(policy[i].last));
	}
	ck_assert(expiry_parse(slice_from("never"), &expiry));
	ck_assert_int_eq(expiry_last(expiry, on("2024-01-01")), POINT_NEVER);
	ck_assert(expiry_parse(slice_from("year-end:9999"), &expiry));
	ck_assert_int_eq(expiry_last(expiry, on("2024-01-01")), on("9999-12-31"));
}
END_TEST

START_TEST(what_is_no_policy_is_refused)
{
	static const char *const wrong[] = { "", "12", "year-end", "year-end:", "year-end:-1",
		"month-end", "month-end:", "someday", "Never", "month-end:never" };
	struct expiry expiry;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ck_assert_msg(!expiry_parse(slice_from(wrong[i]), &expiry), "%s", wrong[i]);
}
END_TEST

SUITE(crm_point_expiry)
{
	Suite *suite = suite_create("crm/point_expiry");
	TCase *all = tcase_create("expiry");

	tcase_add_test(all, policies_end_on_their_day);
	tcase_add_test(all, what_is_no_policy_is_refused);
	suite_add_tcase(suite, all);
	return suite;
}
