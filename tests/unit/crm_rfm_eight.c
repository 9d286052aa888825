/* The names of the eight are those of Chinese practice, R F M above the mean or not. */
#include "crm/rfm_eight.h"
#include "unit.h"

START_TEST(names)
{
	/* Means 3: above are 4 and 5; 3 itself is not. */
	static const struct rfm_means means = { { 30, 30, 30 }, 10 };
	static const struct {
		rfm_scores score;
		const char *name;
	} expected[] = {
		{ { 4, 5, 4 }, "重要价值" },
		{ { 4, 3, 4 }, "重要发展" },
		{ { 3, 4, 4 }, "重要保持" },
		{ { 1, 2, 5 }, "重要挽留" },
		{ { 5, 5, 3 }, "一般价值" },
		{ { 5, 3, 3 }, "一般发展" },
		{ { 3, 5, 3 }, "一般保持" },
		{ { 3, 3, 3 }, "一般挽留" },
	};

	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		ck_assert_str_eq(rfm_eight_name(&means, expected[i].score), expected[i].name);
}
END_TEST

/* 2 2 3: the mean is 7/3, so 3 is above and 2 is not; of 2 2 2 nobody is. */
START_TEST(means_are_exact)
{
	static const rfm_scores score[] = { { 2, 2, 1 }, { 2, 2, 5 }, { 3, 2, 5 } };
	struct rfm_means means = rfm_means_of(score, 3);

	ck_assert_uint_eq(means.sum[0], 7);
	ck_assert_str_eq(rfm_eight_name(&means, score[0]), "一般挽留");
	ck_assert_str_eq(rfm_eight_name(&means, score[1]), "重要挽留");
	ck_assert_str_eq(rfm_eight_name(&means, score[2]), "重要发展");
}
END_TEST

SUITE(crm_rfm_eight)
{
	Suite *suite = suite_create("crm/rfm_eight");
	TCase *eight = tcase_create("eight");

	tcase_add_test(eight, names);
	tcase_add_test(eight, means_are_exact);
	suite_add_tcase(suite, eight);
	return suite;
}
