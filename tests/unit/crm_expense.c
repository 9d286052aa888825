#include "crm/expense.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

/* Keys: source code, medium, cell. */
enum { KEYS = 3, PLACES_MOST = 300 };

static struct expenses expenses;
static struct campaign place[PLACES_MOST];
static size_t places;

static void
set_up(void)
{
	expenses_init(&expenses, KEYS);
	memset(place, 0, sizeof place);
	places = 0;
}

static void
tear_down(void)
{
	expenses_release(&expenses);
}

static void
add(const char *code, const char *medium, const char *cell, struct expense expense)
{
	struct slice key[KEYS] = { slice_from(code), slice_from(medium), slice_from(cell) };

	expenses_add(&expenses, key, slice_from(code), &expense);
}

static struct expense
fixed(money amount)
{
	return (struct expense){ .fixed = amount, .sent = EXPENSE_SENT_UNSAID };
}

/* A place of the code: D, cell A is "DA". */
static struct slice *
key_of(const char *code)
{
	static struct slice key[KEYS];

	key[0] = slice_from(code);
	key[1] = slice_of(code, 1);
	key[2] = slice_of(code + 1, 1);
	return key;
}

static void
place_add(const char *code, int64_t pieces, int64_t responders)
{
	place[places].pieces = pieces;
	place[places].count[COUNT_RESPONDERS] = responders;
	expenses_count(&expenses, key_of(code), pieces);
	expenses_link(&expenses, key_of(code), &place[places], places);
	places++;
}

/* In one code, half of the second place's responders are the first's too. */
static int64_t
shared(void *context, const size_t id[], size_t ids)
{
	int64_t sum = 0;

	(void)context;
	for (size_t i = 0; i < ids; i++)
		sum += place[id[i]].count[COUNT_RESPONDERS];
	return sum - place[id[ids - 1]].count[COUNT_RESPONDERS] / 2;
}

static money_sum
charged(void)
{
	money_sum sum = 0;

	for (size_t i = 0; i < places; i++)
		sum += place[i].cost;
	return sum;
}

#define YUAN(n) ((money)((n)*MONEY_UNIT))

START_TEST(a_fixed_sum_by_pieces)
{
	add("", "D", "", fixed(YUAN(100)));
	expenses_close(&expenses);
	place_add("DA", 30, 0);
	place_add("DB", 10, 0);
	place_add("MA", 60, 0);
	ck_assert(!expenses_charge(&expenses, shared, NULL));
	ck_assert(place[0].cost == YUAN(75));
	ck_assert(place[1].cost == YUAN(25));
	ck_assert(place[2].cost == 0);
	ck_assert(expenses.given == YUAN(100));
}
END_TEST

/* One cent in three: 33.34, 33.33, 33.33, the odd one to the first in the order of codes. */
START_TEST(whole_cents_and_the_sum_exact)
{
	add("", "", "", fixed(YUAN(100)));
	expenses_close(&expenses);
	place_add("DC", 1, 0);
	place_add("DA", 1, 0);
	place_add("DB", 1, 0);
	ck_assert(!expenses_charge(&expenses, shared, NULL));
	ck_assert(place[0].cost == 333300);
	ck_assert(place[1].cost == 333400);
	ck_assert(place[2].cost == 333300);
}
END_TEST

/* What DA bears does not depend on the places it is divided into: 33.34 as above. */
START_TEST(a_code_bears_the_same_however_divided)
{
	add("", "", "", fixed(YUAN(100)));
	expenses_close(&expenses);
	place_add("DA", 3, 0);
	place_add("DA", 4, 0);
	place_add("DB", 7, 0);
	place_add("DC", 7, 0);
	place_add("DA", 0, 0);
	ck_assert(!expenses_charge(&expenses, shared, NULL));
	ck_assert(place[0].cost + place[1].cost == 333400);
	ck_assert(place[0].cost == 142900);     /* 33.34 * 3 / 7 = 14.288.. */
	ck_assert(place[4].cost == 0);
	ck_assert(charged() == YUAN(100));
}
END_TEST

START_TEST(by_code_part_and_all)
{
	add("DA", "", "", fixed(YUAN(1)));
	add("", "", "A", fixed(YUAN(2)));
	add("", "D", "A", fixed(YUAN(4)));
	add("", "", "", fixed(YUAN(8)));
	add("DA", "M", "", fixed(YUAN(16)));     /* names nothing */
	expenses_close(&expenses);
	place_add("DA", 1, 0);
	place_add("MA", 1, 0);
	ck_assert(!expenses_charge(&expenses, shared, NULL));
	ck_assert(place[0].cost == YUAN(1 + 1 + 4 + 4));
	ck_assert(place[1].cost == YUAN(1 + 4));
	/* The one that cannot be spread is given all the same: the caller lays it somewhere. */
	ck_assert(expenses.given == charged() + YUAN(16));
}
END_TEST

START_TEST(a_piece_and_a_responder)
{
	add("", "D", "", (struct expense){ .unit = 8000, .response = YUAN(3), .sent = -1 });
	expenses_close(&expenses);
	place_add("DA", 100, 4);
	place_add("DB", 50, 6);
	place_add("DB", 50, 2);
	ck_assert(!expenses_charge(&expenses, shared, NULL));
	ck_assert(place[0].cost == YUAN(80 + 12));
	/* DB: 6 + 2 - 1 are 7 people, 21.00 as 6 to 2: 15.75 and 5.25. */
	ck_assert(place[1].cost == 400000 + 157500);
	ck_assert(place[2].cost == 400000 + 52500);
	ck_assert(expenses.given == charged());
}
END_TEST

START_TEST(the_most_exact_come_first)
{
	add("", "", "", (struct expense){ .sent = 5, .line = 2 });
	add("", "M", "", (struct expense){ .sent = 5, .line = 3 });
	add("", "D", "", (struct expense){ .sent = 5, .line = 4 });
	add("", "D", "A", (struct expense){ .sent = 5, .line = 5 });
	add("DA", "", "", (struct expense){ .sent = 5, .line = 6 });
	expenses_close(&expenses);
	/* Of those that are equally exact the first line comes first. */
	ck_assert_uint_eq(expenses.expense[2].line, 3);
	ck_assert_uint_eq(expenses.expense[3].line, 4);
	ck_assert_uint_eq(expenses.expense[0].line, 6);
	ck_assert_uint_eq(expenses.expense[1].line, 5);
	ck_assert_uint_eq(expenses.expense[4].line, 2);
	expenses_count(&expenses, key_of("DA"), 7);
	for (size_t i = 0; i < 5; i++)
		ck_assert_int_eq(expenses.expense[i].pieces, expenses.expense[i].line == 3 ? 0 : 7);
}
END_TEST

START_TEST(too_large_a_sum)
{
	add("", "D", "", (struct expense){ .response = INT64_MAX / 2, .sent = -1, .line = 9 });
	expenses_close(&expenses);
	place_add("DA", 1, 2);
	ck_assert(!expenses_charge(&expenses, shared, NULL));
	ck_assert(place[0].cost == INT64_MAX - 1);
	place[0].count[COUNT_RESPONDERS] = 3;
	ck_assert_uint_eq(expenses_charge(&expenses, shared, NULL)->line, 9);
}
END_TEST

/* The next of a fixed row of numbers, below n. */
static int64_t
next(uint64_t *state, int64_t n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((*state >> 33) % (uint64_t)n);
}

/* Any tables and places: what is charged is what is given, to the last unit. */
START_TEST(money_is_conserved)
{
	static const char *const code[] = { "DA", "DB", "DC", "MA", "MB", "WA" };
	uint64_t state = (uint64_t)_i * 0x9e3779b97f4a7c15u + 1;

	for (int i = 0; i < 12; i++) {
		const char *named = code[next(&state, 6)];
		char medium[2] = { named[0], '\0' };
		struct expense expense = { .sent = EXPENSE_SENT_UNSAID };

		expense.fixed = next(&state, 100000000) - 3000000;
		expense.unit = next(&state, 90000);
		expense.response = next(&state, 90000);
		add(next(&state, 3) ? "" : named, next(&state, 2) ? medium : "", "", expense);
	}
	expenses_close(&expenses);
	for (size_t i = 0; i < 46; i++) {
		const char *named = code[i < 6 ? i : (size_t)next(&state, 6)];
		int64_t pieces = next(&state, 1000) + 1;

		place_add(named, pieces, next(&state, 10));
	}
	ck_assert(!expenses_charge(&expenses, shared, NULL));
	ck_assert(charged() == expenses.given);
}
END_TEST

SUITE(crm_expense)
{
	Suite *suite = suite_create("crm/expense");
	TCase *spread = tcase_create("spread");

	tcase_add_checked_fixture(spread, set_up, tear_down);
	tcase_add_test(spread, a_fixed_sum_by_pieces);
	tcase_add_test(spread, whole_cents_and_the_sum_exact);
	tcase_add_test(spread, a_code_bears_the_same_however_divided);
	tcase_add_test(spread, by_code_part_and_all);
	tcase_add_test(spread, a_piece_and_a_responder);
	tcase_add_test(spread, the_most_exact_come_first);
	tcase_add_test(spread, too_large_a_sum);
	tcase_add_loop_test(spread, money_is_conserved, 0, 200);
	suite_add_tcase(suite, spread);
	return suite;
}
