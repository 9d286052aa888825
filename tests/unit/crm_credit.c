#include "crm/credit.h"

#include "unit.h"

/* Contacts on days 10, 12 and 20, with windows to 40, 15 and 50. */
static const struct touch touch[] = { { 10, 40, 40, 0 }, { 12, 15, 40, 1 }, { 20, 50, 50, 2 } };
#define TOUCHES (sizeof touch / sizeof *touch)

static struct credit
credit_of(const char *text)
{
	struct credit credit = { CREDIT_LAST, 0 };

	ck_assert_msg(credit_parse(slice_from(text), &credit), "%s", text);
	return credit;
}

START_TEST(ways)
{
	struct credit credit;

	ck_assert_int_eq(credit_of("last").way, CREDIT_LAST);
	ck_assert_int_eq(credit_of("first").way, CREDIT_FIRST);
	ck_assert_int_eq(credit_of("linear").way, CREDIT_LINEAR);
	ck_assert_int_eq(credit_of("decay:2w").way, CREDIT_DECAY);
	ck_assert_int_eq(credit_of("decay:2w").half_life, 14);
	ck_assert(!credit_parse(slice_from(""), &credit));
	ck_assert(!credit_parse(slice_from("decay"), &credit));
	ck_assert(!credit_parse(slice_from("decay:"), &credit));
	ck_assert(!credit_parse(slice_from("decay:0d"), &credit));
	ck_assert(!credit_parse(slice_from("decay:1m"), &credit));
	ck_assert(!credit_parse(slice_from("Last"), &credit));
}
END_TEST

START_TEST(claims)
{
	struct credit last = credit_of("last"), first = credit_of("first"),
		      all = credit_of("linear");
	size_t claim[TOUCHES];

	ck_assert_uint_eq(credit_claims(&all, touch, TOUCHES, 9, claim), 0);
	ck_assert_uint_eq(credit_claims(&all, touch, TOUCHES, 10, claim), 1);
	ck_assert_uint_eq(claim[0], 0);
	ck_assert_uint_eq(credit_claims(&all, touch, TOUCHES, 15, claim), 2);
	ck_assert_uint_eq(credit_claims(&all, touch, TOUCHES, 16, claim), 1);
	ck_assert_uint_eq(credit_claims(&all, touch, TOUCHES, 40, claim), 2);
	ck_assert_uint_eq(claim[1], 2);
	ck_assert_uint_eq(credit_claims(&all, touch, TOUCHES, 51, claim), 0);
	ck_assert_uint_eq(credit_claims(&last, touch, TOUCHES, 15, claim), 1);
	ck_assert_uint_eq(claim[0], 1);
	ck_assert_uint_eq(credit_claims(&last, touch, TOUCHES, 40, claim), 1);
	ck_assert_uint_eq(claim[0], 2);
	ck_assert_uint_eq(credit_claims(&first, touch, TOUCHES, 40, claim), 1);
	ck_assert_uint_eq(claim[0], 0);
	ck_assert_uint_eq(credit_claims(&first, touch, 0, 40, claim), 0);
}
END_TEST

/* 100.00 in three is 33.34, 33.33, 33.33; refunds are divided the same way. */
START_TEST(equal_shares)
{
	static const struct touch same[] = { { 1, 9, 9, 0 }, { 2, 9, 9, 1 }, { 3, 9, 9, 2 } };
	struct credit all = credit_of("linear");
	size_t claim[3];
	int64_t weight[3];
	money share[3];

	ck_assert_uint_eq(credit_claims(&all, same, 3, 5, claim), 3);
	credit_divide(&all, same, claim, 3, 100 * MONEY_UNIT, weight, share);
	ck_assert_int_eq(share[0], 333400);
	ck_assert_int_eq(share[1], 333300);
	ck_assert_int_eq(share[2], 333300);
	credit_divide(&all, same, claim, 3, -100 * MONEY_UNIT, weight, share);
	ck_assert_int_eq(share[0], -333400);
	ck_assert_int_eq(share[0] + share[1] + share[2], -1000000);
}
END_TEST

/* Seven days further back is half, fourteen a quarter: 4/7, 2/7 and 1/7 of 70.00. */
START_TEST(half_lives)
{
	static const struct touch apart[] = { { 0, 99, 99, 0 }, { 7, 99, 99, 1 },
		{ 14, 99, 99, 2 } };
	struct credit decay = credit_of("decay:7d");
	size_t claim[3];
	int64_t weight[3];
	money share[3];

	ck_assert_uint_eq(credit_claims(&decay, apart, 3, 20, claim), 3);
	credit_divide(&decay, apart, claim, 3, 70 * MONEY_UNIT, weight, share);
	ck_assert_int_eq(share[0], 10 * MONEY_UNIT);
	ck_assert_int_eq(share[1], 20 * MONEY_UNIT);
	ck_assert_int_eq(share[2], 40 * MONEY_UNIT);
}
END_TEST

/* What lies further back than the weights reach has nothing; the latest always has some. */
START_TEST(long_ago)
{
	static const struct touch apart[] = { { 0, 9999, 9999, 0 }, { 9000, 9999, 9999, 1 } };
	struct credit decay = credit_of("decay:1d");
	size_t claim[2];
	int64_t weight[2];
	money share[2];

	ck_assert_uint_eq(credit_claims(&decay, apart, 2, 9999, claim), 2);
	credit_divide(&decay, apart, claim, 2, INT64_MAX, weight, share);
	ck_assert_int_eq(share[0], 0);
	ck_assert_int_eq(share[1], INT64_MAX);
}
END_TEST

SUITE(crm_credit)
{
	Suite *suite = suite_create("crm/credit");
	TCase *credit = tcase_create("credit");

	tcase_add_test(credit, ways);
	tcase_add_test(credit, claims);
	tcase_add_test(credit, equal_shares);
	tcase_add_test(credit, half_lives);
	tcase_add_test(credit, long_ago);
	suite_add_tcase(suite, credit);
	return suite;
}
