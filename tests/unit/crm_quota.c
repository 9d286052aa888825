#include "crm/quota.h"

#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

enum { CUSTOMERS = 5000, CELLS = 3 };

static const uint64_t share[CELLS] = { 45, 45, 10 };

static struct test_cells *
three_cells(void)
{
	struct slice at;
	const char *why;

	return cells_new(slice_from("A:45,B:45,control:10"), &why, &at);
}

static struct drawn
drawn_of(const struct draw *draw, int customer)
{
	char text[16];
	int length = snprintf(text, sizeof text, "C%d", customer);

	return draw_customer(draw, slice_of(text, (size_t)length));
}

/* Customer c is in stratum c % strata; a stratum's number is drawn for its own number. */
static uint64_t
stratum_of(const struct draw *draw, int customer, int strata)
{
	char text[16];
	int length = snprintf(text, sizeof text, "%d", customer % strata);

	return draw_stratum(draw, &(struct slice){ text, (size_t)length }, 1);
}

static struct quota *
settled(const struct draw *draw, int customers, int strata, const struct quota_spec *spec)
{
	struct quota *quota = quota_new();

	for (int c = 0; c < customers; c++)
		quota_add(quota, stratum_of(draw, c, strata), drawn_of(draw, c));
	quota_settle(quota, spec);
	return quota;
}

/* Each cell has its share of each stratum, rounded up or down. */
START_TEST(exact_in_each_stratum)
{
	struct draw *draw = draw_new(slice_from("autumn"));
	struct test_cells *cells = three_cells();
	struct quota_spec spec = { .cells = cells, .wave = 1, .waves = 1 };

	for (int strata = 1; strata <= 2000; strata = strata * 3 + 1) {
		struct quota *quota = settled(draw, CUSTOMERS, strata, &spec);
		uint64_t(*count)[CELLS] = calloc((size_t)strata, sizeof *count);

		ck_assert_uint_eq(quota_customers(quota), CUSTOMERS);
		for (int c = 0; c < CUSTOMERS; c++) {
			size_t cell;

			ck_assert_int_eq(quota_ask(quota, stratum_of(draw, c, strata),
						 drawn_of(draw, c), &cell),
				QUOTA_TAKEN);
			count[c % strata][cell]++;
		}
		for (int s = 0; s < strata; s++) {
			uint64_t n = count[s][0] + count[s][1] + count[s][2];

			for (int i = 0; i < CELLS; i++) {
				ck_assert_uint_ge(count[s][i], n * share[i] / 100);
				ck_assert_uint_le(count[s][i], (n * share[i] + 99) / 100);
			}
		}
		free(count);
		quota_free(quota);
	}
	cells_free(cells);
	draw_free(draw);
}
END_TEST

/*
 * Strata of one: nobody's cell is given, and all together come near their shares. Of 5000
 * a cell of 10% has 500 -+ 21 (a standard deviation); 5 of them are p = 6e-7.
 */
START_TEST(strata_of_one_are_drawn_fairly)
{
	struct draw *draw = draw_new(slice_from("spring"));
	struct test_cells *cells = three_cells();
	struct quota_spec spec = { .cells = cells, .wave = 1, .waves = 1 };
	struct quota *quota = settled(draw, CUSTOMERS, CUSTOMERS, &spec);
	int control = 0;

	for (int c = 0; c < CUSTOMERS; c++) {
		size_t cell;

		quota_ask(quota, stratum_of(draw, c, CUSTOMERS), drawn_of(draw, c), &cell);
		control += cell == 2;
	}
	ck_assert_int_ge(control, 500 - 106);
	ck_assert_int_le(control, 500 + 106);
	quota_free(quota);
	cells_free(cells);
	draw_free(draw);
}
END_TEST

/* A later wave holds the earlier one, customer by customer, in the cells of the whole. */
START_TEST(waves_within_waves)
{
	struct draw *draw = draw_new(slice_from("autumn"));
	struct test_cells *cells = three_cells();
	static bool taken[CUSTOMERS];
	static size_t cell_then[CUSTOMERS];
	size_t cell;

	for (uint64_t wave = 0; wave <= 10; wave++) {
		struct quota_spec spec = {
			.cells = cells, .wave = wave ? wave : 1, .waves = wave ? 10 : 100
		};
		struct quota *quota = settled(draw, CUSTOMERS, 7, &spec);
		uint64_t count = 0;

		for (int c = 0; c < CUSTOMERS; c++) {
			enum quota_answer answer =
				quota_ask(quota, stratum_of(draw, c, 7), drawn_of(draw, c), &cell);

			ck_assert(answer == QUOTA_TAKEN || !taken[c]);
			ck_assert(!wave || cell == cell_then[c]);
			taken[c] = answer == QUOTA_TAKEN;
			cell_then[c] = cell;
			count += taken[c];
		}
		/* 21 cells of strata, each rounded by less than one. */
		ck_assert_uint_ge(count + 21, CUSTOMERS * spec.wave / spec.waves);
		ck_assert_uint_le(count, CUSTOMERS * spec.wave / spec.waves + 21);
		quota_free(quota);
	}
	cells_free(cells);
	draw_free(draw);
}
END_TEST

START_TEST(samples_of_just_the_size)
{
	struct draw *draw = draw_new(slice_from("survey"));
	static bool taken[CUSTOMERS];

	for (int strata = 1; strata <= 100; strata += 33) {
		for (uint64_t sample = 1; sample <= 2 * CUSTOMERS; sample = sample * 2 + 1) {
			struct quota_spec spec = { .wave = 1, .waves = 1, .sample = sample };
			struct quota *quota = settled(draw, CUSTOMERS, strata, &spec);
			uint64_t count = 0;
			size_t cell;

			for (int c = 0; c < CUSTOMERS; c++) {
				bool now = quota_ask(quota, stratum_of(draw, c, strata),
						   drawn_of(draw, c), &cell) == QUOTA_TAKEN;

				/* Without strata a larger sample holds a smaller one. */
				ck_assert(strata > 1 || sample == 1 || now || !taken[c]);
				taken[c] = now;
				count += now;
			}
			ck_assert_uint_eq(count, sample < CUSTOMERS ? sample : CUSTOMERS);
			quota_free(quota);
		}
	}
	draw_free(draw);
}
END_TEST

/* Rows in another order, in parts, customers twice: nothing changes. */
START_TEST(order_and_repeats_do_not_matter)
{
	struct draw *draw = draw_new(slice_from("autumn"));
	struct test_cells *cells = three_cells();
	struct quota_spec spec = { .cells = cells, .wave = 3, .waves = 10 };
	struct quota *quota = settled(draw, 1000, 4, &spec), *other = quota_new();
	struct quota *part = quota_new();

	for (int c = 999; c >= 0; c--) {
		quota_add(c % 2 ? part : other, stratum_of(draw, c, 4), drawn_of(draw, c));
		quota_add(other, stratum_of(draw, c, 4), drawn_of(draw, c));
	}
	quota_join(other, part);
	quota_settle(other, &spec);
	ck_assert_uint_eq(quota_customers(other), 1000);
	for (int c = 0; c < 1000; c++) {
		uint64_t stratum = stratum_of(draw, c, 4);
		size_t a, b;

		ck_assert_int_eq(quota_ask(quota, stratum, drawn_of(draw, c), &a),
			quota_ask(other, stratum, drawn_of(draw, c), &b));
		ck_assert_uint_eq(a, b);
	}
	quota_free(quota);
	quota_free(other);
	cells_free(cells);
	draw_free(draw);
}
END_TEST

START_TEST(who_is_in_several_strata)
{
	struct draw *draw = draw_new(slice_from("autumn"));
	struct test_cells *cells = three_cells();
	struct quota *quota = quota_new();
	size_t cell;

	for (int c = 0; c < 20; c++)
		quota_add(quota, 1, drawn_of(draw, c));
	quota_add(quota, 2, drawn_of(draw, 5));
	quota_settle(quota, &(struct quota_spec){ .cells = cells, .wave = 1, .waves = 1 });
	ck_assert_uint_eq(quota_customers(quota), 19);
	ck_assert_int_eq(quota_ask(quota, 1, drawn_of(draw, 5), &cell), QUOTA_SEVERAL);
	ck_assert_int_eq(quota_ask(quota, 2, drawn_of(draw, 5), &cell), QUOTA_SEVERAL);
	ck_assert_int_eq(quota_ask(quota, 1, drawn_of(draw, 6), &cell), QUOTA_TAKEN);
	quota_free(quota);
	cells_free(cells);
	draw_free(draw);
}
END_TEST

START_TEST(nobody)
{
	struct quota *quota = quota_new();
	size_t cell;

	quota_settle(quota, &(struct quota_spec){ .wave = 1, .waves = 1, .sample = 5 });
	ck_assert_uint_eq(quota_customers(quota), 0);
	ck_assert_int_eq(quota_ask(quota, 1, (struct drawn){ 1, 2 }, &cell), QUOTA_LEFT);
	quota_free(quota);
	quota_free(NULL);
}
END_TEST

SUITE(crm_quota)
{
	Suite *suite = suite_create("crm/quota");
	TCase *counts = tcase_create("counts");

	tcase_add_test(counts, exact_in_each_stratum);
	tcase_add_test(counts, strata_of_one_are_drawn_fairly);
	tcase_add_test(counts, waves_within_waves);
	tcase_add_test(counts, samples_of_just_the_size);
	tcase_add_test(counts, order_and_repeats_do_not_matter);
	tcase_add_test(counts, who_is_in_several_strata);
	tcase_add_test(counts, nobody);
	suite_add_tcase(suite, counts);
	return suite;
}
