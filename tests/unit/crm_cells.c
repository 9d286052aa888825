#include "unit.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/cells.h"
#include "crm/draw.h"

/* The cells of a campaign. */
struct assignment {
	struct test_cells *cells;
	struct draw *draw;
};

static struct assignment
cells_of(const char *text, const char *campaign)
{
	struct slice at;
	const char *why;
	struct assignment made = { cells_new(slice_from(text), &why, &at),
		draw_new(slice_from(campaign)) };

	ck_assert_msg(made.cells != NULL, "%s: %s", text, why);
	return made;
}

static void
assignment_free(struct assignment assignment)
{
	cells_free(assignment.cells);
	draw_free(assignment.draw);
}

static struct slice
cell_of(struct assignment assignment, const char *customer)
{
	uint64_t number = draw_customer(assignment.draw, slice_from(customer)).cell;
	uint64_t place = draw_place(number, cells_total(assignment.cells));

	return cells_name(assignment.cells, cells_at(assignment.cells, place));
}

/*
 * C1 of autumn has u = 0x6a03.. = 0.414 of 2^64, C2 0x4aa7.. = 0.292, 会员00042
 * 0x8a9d.. = 0.541: of A:40,B:12,control:48 the ends are 0.40 and 0.52.
 */
START_TEST(cells_by_hand)
{
	struct assignment autumn = cells_of("control:48,A:40,B:12", "autumn");

	ck_assert(slice_is(cell_of(autumn, "C1"), "B"));
	ck_assert(slice_is(cell_of(autumn, "C2"), "A"));
	ck_assert(slice_is(cell_of(autumn, "会员00042"), "control"));
	assignment_free(autumn);
}
END_TEST

START_TEST(texts_that_are_no_cells)
{
	static const char *const text[] = {
		"",
		"A",
		"A:",
		":1",
		"A:1,",
		",A:1",
		"A:0",
		"A:-1",
		"A:x",
		"A:1:2",
		"A:1,A:2",
		"A:1,B:1,A:1",
		"A:9999999999999999999",
		"A:9223372036854775807,B:1",
		"A:1e3",
		"A:0.000000000000000001,B:10",
	};
	struct slice at;
	const char *why;

	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
		ck_assert_msg(!cells_new(slice_from(text[i]), &why, &at), "taken: %s", text[i]);
}
END_TEST

/* By their names, with shares as whole numbers of the finest decimal. */
START_TEST(names_and_shares)
{
	struct slice at;
	const char *why;
	struct test_cells *cells = cells_new(slice_from("control:1, B:4.25,A:4.5"), &why, &at);

	ck_assert_uint_eq(cells_count(cells), 3);
	ck_assert_uint_eq(cells_total(cells), 975);
	ck_assert(slice_is(cells_name(cells, 0), "A") && cells_share(cells, 0) == 450);
	ck_assert(slice_is(cells_name(cells, 1), "B") && cells_share(cells, 1) == 425);
	ck_assert(slice_is(cells_name(cells, 2), "control") && cells_share(cells, 2) == 100);
	ck_assert_uint_eq(cells_find(cells, slice_from("B")), 1);
	ck_assert_uint_eq(cells_find(cells, slice_from("b")), 3);
	ck_assert_uint_eq(cells_at(cells, 449), 0);
	ck_assert_uint_eq(cells_at(cells, 450), 1);
	ck_assert_uint_eq(cells_at(cells, 974), 2);
	cells_free(cells);
}
END_TEST

/* Only proportions matter, not how they are written or in which order. */
START_TEST(the_same_shares)
{
	static const char *const text[] = {
		"A:45,B:45,control:10",
		"control:10,B:45,A:45",
		"A:4.5,B:4.50,control:1",
		"A:0.45, B:0.45, control:0.1",
		"A:405,B:405,control:90",
		"A:922337203685477580,B:922337203685477580,control:204963823041217240",
	};
	enum { WAYS = sizeof text / sizeof text[0] };
	struct assignment cells[WAYS];

	for (size_t i = 0; i < WAYS; i++)
		cells[i] = cells_of(text[i], "spring");
	for (int c = 0; c < 20000; c++) {
		char customer[16];
		struct slice first;

		snprintf(customer, sizeof customer, "C%06d", c);
		first = cell_of(cells[0], customer);
		for (size_t i = 1; i < WAYS; i++)
			ck_assert(slice_equal(cell_of(cells[i], customer), first));
	}
	for (size_t i = 0; i < WAYS; i++)
		assignment_free(cells[i]);
}
END_TEST

enum { CUSTOMERS = 100000, CELLS = 3 };

static size_t
cell_index(struct slice name)
{
	return slice_is(name, "A") ? 0 : slice_is(name, "B") ? 1 : 2;
}

/* Chi-square of observed counts against planned shares; for 2 degrees 27.6 is p = 1e-6. */
START_TEST(shares_come_out)
{
	static const double planned[CELLS] = { 0.45, 0.45, 0.10 };

	for (int campaign = 0; campaign < 5; campaign++) {
		struct assignment cells;
		double count[CELLS] = { 0 }, chi_square = 0;
		char text[32];

		snprintf(text, sizeof text, "campaign %d", campaign);
		cells = cells_of("A:45,B:45,control:10", text);
		for (int c = 0; c < CUSTOMERS; c++) {
			snprintf(text, sizeof text, "%d", c);
			count[cell_index(cell_of(cells, text))]++;
		}
		for (int i = 0; i < CELLS; i++) {
			double expected = CUSTOMERS * planned[i];

			chi_square += (count[i] - expected) * (count[i] - expected) / expected;
		}
		ck_assert_double_lt(chi_square, 27.6);
		assignment_free(cells);
	}
}
END_TEST

/* Who was in control last time tells nothing about this time: 4 degrees, 33.4 is p = 1e-6. */
START_TEST(campaigns_are_independent)
{
	struct assignment spring = cells_of("A:45,B:45,control:10", "spring");
	struct assignment autumn = cells_of("A:45,B:45,control:10", "autumn");
	double count[CELLS][CELLS] = { { 0 } }, rows[CELLS] = { 0 }, columns[CELLS] = { 0 };
	double chi_square = 0;

	for (int c = 0; c < CUSTOMERS; c++) {
		char customer[16];
		size_t i, j;

		snprintf(customer, sizeof customer, "%08d", c);
		i = cell_index(cell_of(spring, customer));
		j = cell_index(cell_of(autumn, customer));
		count[i][j]++;
		rows[i]++;
		columns[j]++;
	}
	for (int i = 0; i < CELLS; i++) {
		for (int j = 0; j < CELLS; j++) {
			double expected = rows[i] * columns[j] / CUSTOMERS;

			chi_square +=
				(count[i][j] - expected) * (count[i][j] - expected) / expected;
		}
	}
	ck_assert_double_lt(chi_square, 33.4);
	assignment_free(spring);
	assignment_free(autumn);
}
END_TEST

SUITE(crm_cells)
{
	Suite *suite = suite_create("crm/cells");
	TCase *assigning = tcase_create("assigning");

	tcase_add_test(assigning, cells_by_hand);
	tcase_add_test(assigning, texts_that_are_no_cells);
	tcase_add_test(assigning, names_and_shares);
	tcase_add_test(assigning, the_same_shares);
	tcase_add_test(assigning, shares_come_out);
	tcase_add_test(assigning, campaigns_are_independent);
	suite_add_tcase(suite, assigning);
	return suite;
}
