#include "unit.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/cells.h"

static struct test_cells *
cells_of(const char *text, const char *campaign)
{
	struct slice at;
	const char *why;
	struct test_cells *cells = cells_new(slice_from(text), slice_from(campaign), &why, &at);

	ck_assert_msg(cells != NULL, "%s: %s", text, why);
	return cells;
}

/* The first 8 bytes of HMAC-SHA-256 as RFC 4231 and `openssl dgst -sha256 -hmac` give it. */
START_TEST(the_number_is_pinned)
{
	static const struct {
		const char *campaign, *customer;
		uint64_t number;
	} pinned[] = {
		{ "Jefe", "what do ya want for nothing?",
			0x5bdcc146bf60754e }, /* RFC 4231, case 2 */
		{ "autumn", "C1", 0x6a030fe30d1a871e },
		{ "autumn", "C2", 0x4aa75a209afcf070 },
		{ "autumn", "会员00042", 0x8a9d75350e3425b7 },
		{ "autumn", "", 0x19e1f3896ef0a14d },
		{ "春季活动-2026", "C1", 0x35a6c989f5a8421b },
	};

	for (size_t i = 0; i < sizeof pinned / sizeof pinned[0]; i++) {
		struct test_cells *cells = cells_of("A:1", pinned[i].campaign);

		ck_assert_uint_eq(
			cells_number(cells, slice_from(pinned[i].customer)), pinned[i].number);
		cells_free(cells);
	}
}
END_TEST

/* A campaign longer than a block of the hash: RFC 4231, case 6. */
START_TEST(a_long_campaign)
{
	char campaign[132] = "";
	struct test_cells *cells;

	memset(campaign, 0xaa, 131);
	cells = cells_of("A:1", campaign);
	ck_assert_uint_eq(cells_number(cells,
				  slice_from("Test Using Larger Than Block-Size Key - "
					     "Hash Key First")),
		0x60e431591ee0b67f);
	cells_free(cells);
}
END_TEST

/*
 * C1 of autumn has u = 0x6a03.. = 0.414 of 2^64, C2 0x4aa7.. = 0.292, 会员00042
 * 0x8a9d.. = 0.541: of A:40,B:12,control:48 the ends are 0.40 and 0.52.
 */
START_TEST(cells_by_hand)
{
	struct test_cells *cells = cells_of("control:48,A:40,B:12", "autumn");

	ck_assert(slice_is(cells_assign(cells, slice_from("C1")), "B"));
	ck_assert(slice_is(cells_assign(cells, slice_from("C2")), "A"));
	ck_assert(slice_is(cells_assign(cells, slice_from("会员00042")), "control"));
	cells_free(cells);
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
		ck_assert_msg(!cells_new(slice_from(text[i]), slice_from("x"), &why, &at),
			"taken: %s", text[i]);
	ck_assert(!cells_new(slice_from("A:1"), SLICE_EMPTY, &why, &at));
	ck_assert_str_eq(why, "the campaign is empty");
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
	struct test_cells *cells[WAYS];

	for (size_t i = 0; i < WAYS; i++)
		cells[i] = cells_of(text[i], "spring");
	for (int c = 0; c < 20000; c++) {
		char customer[16];
		struct slice first;

		snprintf(customer, sizeof customer, "C%06d", c);
		first = cells_assign(cells[0], slice_from(customer));
		for (size_t i = 1; i < WAYS; i++)
			ck_assert(slice_equal(cells_assign(cells[i], slice_from(customer)), first));
	}
	for (size_t i = 0; i < WAYS; i++)
		cells_free(cells[i]);
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
		struct test_cells *cells;
		double count[CELLS] = { 0 }, chi_square = 0;
		char text[16];

		snprintf(text, sizeof text, "campaign %d", campaign);
		cells = cells_of("A:45,B:45,control:10", text);
		for (int c = 0; c < CUSTOMERS; c++) {
			snprintf(text, sizeof text, "%d", c);
			count[cell_index(cells_assign(cells, slice_from(text)))]++;
		}
		for (int i = 0; i < CELLS; i++) {
			double expected = CUSTOMERS * planned[i];

			chi_square += (count[i] - expected) * (count[i] - expected) / expected;
		}
		ck_assert_double_lt(chi_square, 27.6);
		cells_free(cells);
	}
}
END_TEST

/* Who was in control last time tells nothing about this time: 4 degrees, 33.4 is p = 1e-6. */
START_TEST(campaigns_are_independent)
{
	struct test_cells *spring = cells_of("A:45,B:45,control:10", "spring");
	struct test_cells *autumn = cells_of("A:45,B:45,control:10", "autumn");
	double count[CELLS][CELLS] = { { 0 } }, rows[CELLS] = { 0 }, columns[CELLS] = { 0 };
	double chi_square = 0;

	for (int c = 0; c < CUSTOMERS; c++) {
		char customer[16];
		size_t i, j;

		snprintf(customer, sizeof customer, "%08d", c);
		i = cell_index(cells_assign(spring, slice_from(customer)));
		j = cell_index(cells_assign(autumn, slice_from(customer)));
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
	cells_free(spring);
	cells_free(autumn);
}
END_TEST

SUITE(crm_cells)
{
	Suite *suite = suite_create("crm/cells");
	TCase *assigning = tcase_create("assigning");

	tcase_add_test(assigning, the_number_is_pinned);
	tcase_add_test(assigning, a_long_campaign);
	tcase_add_test(assigning, cells_by_hand);
	tcase_add_test(assigning, texts_that_are_no_cells);
	tcase_add_test(assigning, the_same_shares);
	tcase_add_test(assigning, shares_come_out);
	tcase_add_test(assigning, campaigns_are_independent);
	suite_add_tcase(suite, assigning);
	return suite;
}
