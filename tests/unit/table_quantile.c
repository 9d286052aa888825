#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/groups.h"
#include "table/quantile.h"
#include "unit.h"
#include "value/day.h"
#include "value/hash.h"
#include "value/memory.h"

static struct decimal
share_of(const char *text)
{
	struct decimal share;

	ck_assert(decimal_parse(slice_from(text), &share));
	return share;
}

/* `expected` as a decimal text, to be equal to the last digit. */
static void
check_quantile(const int64_t *value, size_t n, const char *share, const char *expected)
{
	struct decimal found;

	ck_assert(quantile_value(value, n, share_of(share), &found));
	ck_assert_msg(decimal_compare(found, share_of(expected)) == 0,
		"quantile %s: %.6f, expected %s", share, decimal_double(found), expected);
}

/* R: quantile(1:10) prints 1.00 3.25 5.50 7.75 10.00. */
START_TEST(one_to_ten_as_in_r)
{
	static const int64_t value[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

	check_quantile(value, 10, "0", "1");
	check_quantile(value, 10, "0.25", "3.25");
	check_quantile(value, 10, "0.5", "5.5");
	check_quantile(value, 10, "0.75", "7.75");
	check_quantile(value, 10, "1", "10");
	check_quantile(value, 10, "0.333333333333333333", "3.999999999999999997");
}
END_TEST

/*
 * Miles per gallon of R's data set mtcars (Henderson and Velleman 1981), here in tenths;
 * R: quantile(mtcars$mpg) prints 10.400 15.425 19.200 22.800 33.900.
 */
START_TEST(mtcars_as_in_r)
{
	int64_t value[] = { 210, 210, 228, 214, 187, 181, 143, 244, 228, 192, 178, 164, 173, 152,
		104, 104, 147, 324, 304, 339, 215, 155, 152, 133, 192, 273, 260, 304, 158, 197, 150,
		214 };

	values_sort(value, 32);
	check_quantile(value, 32, "0", "104");
	check_quantile(value, 32, "0.25", "154.25");
	check_quantile(value, 32, "0.5", "192");
	check_quantile(value, 32, "0.75", "228");
	check_quantile(value, 32, "1", "339");
}
END_TEST

START_TEST(the_widest_values_are_exact)
{
	static const int64_t value[] = { INT64_MIN, INT64_MAX };
	static const int64_t one[] = { -7 };
	struct decimal found;

	/* -9223372036854775808 + (2^64 - 1) / 10^18 = -9223372036854775789.553255926290448385 */
	ck_assert(quantile_value(value, 2, share_of("0.000000000000000001"), &found));
	ck_assert_int_eq(found.scale, 18);
	ck_assert(found.units ==
		-((__int128)9223372036854775789 * 1000000000000000000 + 553255926290448385));
	check_quantile(value, 2, "0.5", "-0.5");
	check_quantile(value, 2, "1", "9223372036854775807");
	check_quantile(one, 1, "0.37", "-7");
	ck_assert(!quantile_value(one, 1, share_of("1.01"), &found));
	ck_assert(!quantile_value(one, 1, share_of("-0.01"), &found));
}
END_TEST

/* Every cut is a value, not above the quantile, and no value lies between the two. */
static void
check_cuts(const int64_t *value, size_t n, size_t bins)
{
	int64_t cut[1000];

	quantile_cuts(value, n, bins, cut);
	for (size_t k = 0; k + 1 < bins; k++) {
		size_t whole = (n - 1) * (k + 1) / bins, rest = (n - 1) * (k + 1) % bins;
		__int128 scaled = (__int128)value[whole] * (__int128)bins;

		if (rest)
			scaled += (__int128)rest * ((__int128)value[whole + 1] - value[whole]);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(
				value[i] <= cut[k], (__int128)value[i] * (__int128)bins <= scaled);
	}
}

START_TEST(x_is_within_a_cut_where_it_is_within_the_quantile)
{
	uint64_t state = 42;
	int64_t value[200];

	for (size_t n = 1; n <= 200; n = n < 20 ? n + 1 : n + 17) {
		for (size_t i = 0; i < n; i++) {
			state = state * 6364136223846793005 + 1442695040888963407;
			value[i] = (int64_t)(state >> 33) % (n % 3 ? 12 : 100000) - 6;
		}
		values_sort(value, n);
		for (size_t bins = 1; bins <= 12; bins++)
			check_cuts(value, n, bins);
		check_cuts(value, n, 999);
	}
}
END_TEST

START_TEST(equal_values_get_equal_bins)
{
	static const int64_t cut[] = { 3, 4, 4, 7 };

	ck_assert_uint_eq(cut_bin(cut, 4, INT64_MIN), 1);
	ck_assert_uint_eq(cut_bin(cut, 4, 3), 1);
	ck_assert_uint_eq(cut_bin(cut, 4, 4), 2);
	ck_assert_uint_eq(cut_bin(cut, 4, 5), 4);
	ck_assert_uint_eq(cut_bin(cut, 4, 7), 4);
	ck_assert_uint_eq(cut_bin(cut, 4, 8), 5);
	ck_assert_uint_eq(cut_bin(cut, 0, 8), 1);
	for (size_t cuts = 0; cuts <= 40; cuts++) {
		int64_t many[40];

		for (size_t k = 0; k < cuts; k++)
			many[k] = (int64_t)(k / 3 * 2);
		for (int64_t x = -1; x < 30; x++) {
			size_t below = 0;

			for (size_t k = 0; k < cuts; k++)
				below += many[k] < x;
			ck_assert_uint_eq(cut_bin(many, cuts, x), below + 1);
		}
	}
}
END_TEST

static int
by_value(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

START_TEST(values_are_sorted_at_any_length)
{
	static const uint64_t mask[] = { 0, 1, 0xff, 0xff00ff, UINT32_MAX, UINT64_MAX };
	int64_t *value = memory_new(5000 * sizeof *value),
		*model = memory_new(5000 * sizeof *model);
	uint64_t state = 7;

	for (size_t m = 0; m < sizeof mask / sizeof *mask; m++)
		for (size_t n = 0; n <= 5000; n = n < 130 ? n + 1 : n * 3) {
			for (size_t i = 0; i < n; i++) {
				state = state * 6364136223846793005 + 1442695040888963407;
				value[i] = (int64_t)((state ^ state >> 29) & mask[m]);
				if (m < 5 && state >> 63)
					value[i] = -value[i];
			}
			if (n > 2) {
				value[n / 2] = INT64_MIN;
				value[n / 3] = INT64_MAX;
			}
			memcpy(model, value, n * sizeof *value);
			values_sort(value, n);
			qsort(model, n, sizeof *model, by_value);
			ck_assert_int_eq(memcmp(value, model, n * sizeof *value), 0);
			values_sort(value, n);
			ck_assert_int_eq(memcmp(value, model, n * sizeof *value), 0);
		}
	free(value);
	free(model);
}
END_TEST

#define ORDERS "../shared/data/rfm/rfm_data_orders.csv"

struct history {
	day last;
	int64_t orders, spent;
};

/*
 * 4,906 orders of 995 customers as of 2006-12-31, in 5 bins: the R package rfm's cut points
 * (ref_orders_quantile5_threshold.csv beside it) are the quantiles + 1.
 */
START_TEST(real_orders_have_the_published_quantiles)
{
	static const char *const share[] = { "0.2", "0.4", "0.6", "0.8" };
	static const char *const published[3][4] = {
		{ "114", "180", "296.4", "481" },
		{ "3", "4", "5", "7" },
		{ "254.8", "381", "505.4", "665" },
	};
	day as_of = day_from_date((struct date){ 2006, 12, 31 });
	struct hash_seed seed = { 1, 2 };
	struct groups *groups;
	FILE *file = fopen(ORDERS, "r");
	int64_t *value[3];
	char line[256];
	size_t n, rows = 0;

	if (!file) {
		printf("table/quantile: %s is not there, published quantiles not tested\n", ORDERS);
		return;
	}
	groups = groups_new(&(struct groups_spec){ .kept = sizeof(struct history) });
	while (fgets(line, sizeof line, file)) {
		struct slice customer, date, revenue, rest = slice_from(line);
		struct history *history;
		int64_t amount;
		day d;

		if (rows++ == 0)
			continue;
		rest = slice_cut(rest, ',', &customer);
		rest = slice_cut(rest, ',', &date);
		slice_cut(rest, ',', &revenue);
		ck_assert(day_parse(date, &d) && integer_parse(revenue, &amount));
		history = group_kept(groups_find(groups, customer, hash_bytes(customer, seed)));
		if (d > history->last)
			history->last = d;
		history->orders++;
		history->spent += amount;
	}
	fclose(file);
	n = groups_count(groups);
	ck_assert_uint_eq(rows, 4907);
	ck_assert_uint_eq(n, 995);
	for (size_t v = 0; v < 3; v++)
		value[v] = memory_zeroed(n, sizeof *value[v]);
	for (size_t i = 0; i < n; i++) {
		struct history *history = group_kept(groups_at(groups, i));

		value[0][i] = as_of - history->last;
		value[1][i] = history->orders;
		value[2][i] = history->spent;
	}
	for (size_t v = 0; v < 3; v++) {
		values_sort(value[v], n);
		for (size_t k = 0; k < 4; k++)
			check_quantile(value[v], n, share[k], published[v][k]);
		check_cuts(value[v], n, 5);
		free(value[v]);
	}
	groups_free(groups);
}
END_TEST

SUITE(table_quantile)
{
	Suite *suite = suite_create("table/quantile");
	TCase *quantiles = tcase_create("quantiles");
	TCase *sorting = tcase_create("sorting");

	tcase_set_timeout(quantiles, 60);
	tcase_add_test(quantiles, one_to_ten_as_in_r);
	tcase_add_test(quantiles, mtcars_as_in_r);
	tcase_add_test(quantiles, the_widest_values_are_exact);
	tcase_add_test(quantiles, x_is_within_a_cut_where_it_is_within_the_quantile);
	tcase_add_test(quantiles, equal_values_get_equal_bins);
	tcase_add_test(quantiles, real_orders_have_the_published_quantiles);
	suite_add_tcase(suite, quantiles);
	tcase_set_timeout(sorting, 60);
	tcase_add_test(sorting, values_are_sorted_at_any_length);
	suite_add_tcase(suite, sorting);
	return suite;
}
