#include "stat/moments.h"

#include "unit.h"

/* Amounts of 1/10000, one by one. */
static struct moments
moments_of(const money *amount, size_t n)
{
	struct moments moments = { 0 };

	for (size_t i = 0; i < n; i++)
		ck_assert(moments_add(&moments, amount[i]));
	return moments;
}

START_TEST(mean_and_variance)
{
	/* 2 4 4 4 5 5 7 9: mean 5, squares of what is off it 32, over 7. */
	money amount[] = { 20000, 40000, 40000, 40000, 50000, 50000, 70000, 90000 };
	struct moments moments = moments_of(amount, 8);
	struct sample sample;

	ck_assert(moments_sample(&moments, &sample));
	ck_assert_int_eq(sample.n, 8);
	ck_assert_double_eq_tol(sample.mean, 5, 1e-15);
	ck_assert_double_eq_tol(sample.variance, 32. / 7, 1e-15);
}
END_TEST

START_TEST(heads_who_spent_nothing_count)
{
	money amount[] = { 300000 };
	struct moments moments = moments_of(amount, 1);
	struct sample sample;

	ck_assert(moments_add_zeros(&moments, 2));
	ck_assert(moments_sample(&moments, &sample));
	/* 30 0 0: mean 10, variance (400 + 100 + 100) / 2. */
	ck_assert_int_eq(sample.n, 3);
	ck_assert_double_eq_tol(sample.mean, 10, 1e-15);
	ck_assert_double_eq_tol(sample.variance, 300, 1e-12);
}
END_TEST

START_TEST(refunds_are_squared_too)
{
	money amount[] = { -10000, 10000 };
	struct moments moments = moments_of(amount, 2);
	struct sample sample;

	ck_assert(moments_sample(&moments, &sample));
	ck_assert_double_eq(sample.mean, 0);
	ck_assert_double_eq_tol(sample.variance, 2, 1e-15);
	amount[1] = -30000;
	moments = moments_of(amount, 2);
	ck_assert(moments_sample(&moments, &sample));
	ck_assert_double_eq_tol(sample.mean, -2, 1e-15);
	ck_assert_double_eq_tol(sample.variance, 2, 1e-15);
}
END_TEST

/* A billion each, give or take 1/10000: in doubles the squares would swallow it. */
START_TEST(nothing_cancels)
{
	struct moments moments = { 0 };
	struct sample sample;
	money billion = 1000000000LL * MONEY_UNIT;

	for (int i = 0; i < 1000; i++) {
		ck_assert(moments_add(&moments, billion - 1));
		ck_assert(moments_add(&moments, billion + 1));
	}
	ck_assert(moments_sample(&moments, &sample));
	ck_assert_double_eq(sample.mean, 1e9);
	ck_assert_double_eq_tol(sample.variance, 1e-8 * 2000 / 1999, 1e-22);
}
END_TEST

START_TEST(equal_amounts_have_no_variance)
{
	money amount[] = { 333333, 333333, 333333 };
	struct moments moments = moments_of(amount, 3);
	struct sample sample;

	ck_assert(moments_sample(&moments, &sample));
	ck_assert_double_eq(sample.variance, 0);
}
END_TEST

/* 10^9 heads, a tenth of whom spent 1000: p (1 - p) 1000^2 n / (n - 1). */
START_TEST(a_billion_heads)
{
	struct moments one = { 1, 10000000, (unsigned __int128)10000000 * 10000000 };
	struct moments moments = { one.count * 100000000, one.sum * 100000000,
		one.squares * 100000000 };
	struct sample sample;

	ck_assert(moments_add_zeros(&moments, 900000000));
	ck_assert(moments_sample(&moments, &sample));
	ck_assert_double_eq_tol(sample.mean, 100, 1e-12);
	ck_assert_double_eq_tol(sample.variance, 90000 * (1e9 / (1e9 - 1)), 1e-10);
}
END_TEST

START_TEST(any_split_is_the_same)
{
	money amount[] = { 19990, -500, 0, 123456789, 1, 99 };
	struct moments all = moments_of(amount, 6);

	for (size_t cut = 0; cut <= 6; cut++) {
		struct moments left = moments_of(amount, cut);
		struct moments right = moments_of(amount + cut, 6 - cut);

		ck_assert(moments_merge(&right, &left));
		ck_assert(right.count == all.count && right.sum == all.sum &&
			right.squares == all.squares);
	}
}
END_TEST

START_TEST(too_large_changes_nothing)
{
	struct moments moments = { 0 }, before;

	/* (2^63 - 1)^2 goes into 2^128 four times. */
	for (int i = 0; i < 4; i++)
		ck_assert(moments_add(&moments, i % 2 ? INT64_MAX : -INT64_MAX));
	before = moments;
	ck_assert(!moments_add(&moments, INT64_MAX));
	ck_assert(moments.count == before.count && moments.squares == before.squares);
	moments = (struct moments){ .count = INT64_MAX };
	ck_assert(!moments_add_zeros(&moments, 1));
	ck_assert_int_eq(moments.count, INT64_MAX);
}
END_TEST

/* The largest there can be: the numerator of the variance takes more than 128 bits. */
START_TEST(the_largest_amounts)
{
	money amount[] = { INT64_MAX, -INT64_MAX, INT64_MAX, -INT64_MAX };
	struct moments moments = moments_of(amount, 4);
	struct sample sample;
	double yuan = (double)INT64_MAX / MONEY_UNIT;

	ck_assert(moments_sample(&moments, &sample));
	ck_assert_double_eq(sample.mean, 0);
	ck_assert_double_eq_tol(sample.variance / (yuan * yuan * 4 / 3), 1, 1e-14);
	moments = moments_of(amount, 1);
	ck_assert(moments_add_zeros(&moments, INT64_MAX - 1));
	ck_assert(moments_sample(&moments, &sample));
	ck_assert_double_eq_tol(sample.variance / (yuan * yuan / (double)INT64_MAX), 1, 1e-14);
}
END_TEST

START_TEST(nobody_and_one)
{
	struct moments moments = { 0 };
	struct sample sample;

	ck_assert(!moments_sample(&moments, &sample));
	ck_assert(moments_add(&moments, 50000));
	ck_assert(moments_sample(&moments, &sample));
	ck_assert_int_eq(sample.n, 1);
	ck_assert_double_eq(sample.mean, 5);
	ck_assert_double_eq(sample.variance, 0);
}
END_TEST

SUITE(stat_moments)
{
	Suite *suite = suite_create("stat/moments");
	TCase *figures = tcase_create("figures"), *exact = tcase_create("exact");

	tcase_add_test(figures, mean_and_variance);
	tcase_add_test(figures, heads_who_spent_nothing_count);
	tcase_add_test(figures, refunds_are_squared_too);
	tcase_add_test(figures, nobody_and_one);
	tcase_add_test(exact, nothing_cancels);
	tcase_add_test(exact, equal_amounts_have_no_variance);
	tcase_add_test(exact, a_billion_heads);
	tcase_add_test(exact, any_split_is_the_same);
	tcase_add_test(exact, too_large_changes_nothing);
	tcase_add_test(exact, the_largest_amounts);
	suite_add_tcase(suite, figures);
	suite_add_tcase(suite, exact);
	return suite;
}
