#include "crm/balance.h"

#include <stdio.h>

#include "unit.h"

static void
count(struct balance *balance, const char *campaign, size_t subject, const char *value,
	const char *cell, int times)
{
	for (int i = 0; i < times; i++)
		balance_count(balance, slice_from(campaign), subject, slice_from(value),
			slice_from(cell));
}

/* Party by gender, as in stat/test: gender plays the cell. */
static struct balance *
of_agresti(void)
{
	struct balance *balance = balance_new();

	count(balance, "poll", 0, "", "F", 1557);
	count(balance, "poll", 0, "", "M", 1200);
	count(balance, "poll", 1, "democrat", "F", 762);
	count(balance, "poll", 1, "democrat", "M", 484);
	count(balance, "poll", 1, "independent", "F", 327);
	count(balance, "poll", 1, "independent", "M", 239);
	count(balance, "poll", 1, "republican", "F", 468);
	count(balance, "poll", 1, "republican", "M", 477);
	return balance;
}

START_TEST(values_of_agresti)
{
	struct balance *balance = of_agresti();
	const struct balance_campaign *campaign;
	struct test test;
	size_t n;

	campaign = balance_campaigns(balance, NULL, &n);
	ck_assert_uint_eq(n, 1);
	ck_assert(slice_is(campaign->name, "poll"));
	ck_assert_int_eq(campaign->customers, 2757);
	ck_assert_uint_eq(campaign->cells, 2);
	ck_assert(slice_is(campaign->cell[1], "M") && campaign->size[1] == 1200);
	ck_assert_uint_eq(campaign->tables, 1);
	ck_assert_uint_eq(campaign->table[0].values, 3);
	ck_assert(balance_values(campaign, &campaign->table[0], &test));
	ck_assert_double_eq_tol(test.statistic, 30.0701490957547, 1e-9);
	ck_assert_double_eq_tol(test.df, 2, 1e-12);
	balance_free(balance);
}
END_TEST

/*
 * Each of 20 customers has a name of his own: of each name a cell expects less than 5, so they
 * are taken together, and one value alone tells nothing.
 */
START_TEST(rare_values_are_taken_together)
{
	struct balance *balance = of_agresti();
	const struct balance_campaign *campaign;
	char name[32];
	struct test test;
	size_t n;

	count(balance, "poll", 2, "no name", "F", 1547);
	count(balance, "poll", 2, "no name", "M", 1190);
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof name, "name %d", i);
		count(balance, "poll", 2, name, i < 10 ? "F" : "M", 1);
	}
	count(balance, "poll", 3, "same", "F", 1557);
	count(balance, "poll", 3, "same", "M", 1200);
	campaign = balance_campaigns(balance, NULL, &n);
	ck_assert_uint_eq(campaign->table[1].values, 21);
	ck_assert(balance_values(campaign, &campaign->table[1], &test));
	/* chisq.test(rbind(c(1547, 1190), c(10, 10)), correct = FALSE) of R 4.2.2 */
	ck_assert_double_eq_tol(test.df, 1, 1e-12);
	ck_assert_double_eq_tol(test.statistic, .343556798191, 1e-9);
	ck_assert(!balance_values(campaign, &campaign->table[2], &test));
	balance_free(balance);
}
END_TEST

START_TEST(sizes_against_the_plan)
{
	struct slice at;
	const char *why;
	struct test_cells *planned = cells_new(slice_from("F:1,M:1,X:0.001"), &why, &at);
	struct test_cells *other = cells_new(slice_from("F:1,Q:1"), &why, &at);
	struct balance *balance = of_agresti();
	const struct balance_campaign *campaign;
	double expected[3];
	struct test test;
	size_t n;

	campaign = balance_campaigns(balance, planned, &n);
	ck_assert_uint_eq(campaign->cells, 3);
	ck_assert(slice_is(campaign->cell[2], "X") && campaign->size[2] == 0);
	ck_assert(balance_sizes(campaign, planned, expected, &test));
	/* 2757 / 2.001 = 1377.811; (179.189^2 + 177.811^2) / 1377.811 + 1.378 */
	ck_assert_double_eq_tol(expected[0], 1377.811, .001);
	ck_assert_double_eq_tol(test.statistic, 47.6290348205, 1e-8);
	ck_assert_double_eq_tol(test.df, 2, 1e-12);
	ck_assert(!balance_sizes(campaign, other, expected, &test));
	cells_free(planned);
	cells_free(other);
	balance_free(balance);
}
END_TEST

/* Who is also in another campaign: 40 of 1557 against 20 of 1200. */
START_TEST(shares_of_one_value)
{
	struct balance *balance = of_agresti();
	const struct balance_campaign *campaign;
	struct test test;
	size_t n;

	count(balance, "poll", 9, "spring", "F", 40);
	count(balance, "poll", 9, "spring", "M", 20);
	campaign = balance_campaigns(balance, NULL, &n);
	ck_assert_uint_eq(campaign->table[1].subject, 9);
	ck_assert(balance_share(campaign, &campaign->table[1], 0, &test));
	/* prop.test(c(40, 20), c(1557, 1200), correct = FALSE) of R 4.2.2 */
	ck_assert_double_eq_tol(test.statistic, 2.59208865485, 1e-9);
	balance_free(balance);
}
END_TEST

START_TEST(several_campaigns_and_cells)
{
	struct balance *balance = balance_new();
	const struct balance_campaign *campaign;
	size_t n;

	balance_several(balance, slice_from("b"), slice_from("C1"));
	balance_several(balance, slice_from("b"), slice_from("C2"));
	count(balance, "a", 0, "", "A", 2);
	count(balance, "", 0, "", "B", 1);
	count(balance, "a", 200, "x", "A", 1);
	campaign = balance_campaigns(balance, NULL, &n);
	ck_assert_uint_eq(n, 3);
	ck_assert(campaign[0].name.length == 0 && campaign[0].customers == 1);
	ck_assert(slice_is(campaign[1].name, "a") && campaign[1].table[0].subject == 200);
	ck_assert(slice_is(campaign[2].example, "C1") && campaign[2].several == 2);
	ck_assert(campaign[2].customers == 0 && campaign[2].cells == 0);
	balance_free(balance);
	balance_free(NULL);
}
END_TEST

SUITE(crm_balance)
{
	Suite *suite = suite_create("crm/balance");
	TCase *checks = tcase_create("checks");

	tcase_add_test(checks, values_of_agresti);
	tcase_add_test(checks, rare_values_are_taken_together);
	tcase_add_test(checks, sizes_against_the_plan);
	tcase_add_test(checks, shares_of_one_value);
	tcase_add_test(checks, several_campaigns_and_cells);
	suite_add_tcase(suite, checks);
	return suite;
}
