/* Who gets pieces: by hand, and against one play of all customers at once. */
#include "crm/stock.h"
#include "unit.h"

#include <string.h>

static struct catalogue catalogue;
static struct stock     stock;

static void
add_item(const char *name, int64_t pieces)
{
	ck_assert(catalogue_add(&catalogue, slice_from(name),
		(struct item){ .points = 1, .stock = pieces, .min_tier = -1 }));
}

static void
finish(void)
{
	stock_release(&stock);
	catalogue_release(&catalogue);
}

START_TEST(what_is_there_for_all_needs_no_decision)
{
	catalogue_init(&catalogue);
	add_item("mug", 5);
	add_item("pen", STOCK_UNLIMITED);
	ck_assert(catalogue.limited);
	stock_init(&stock, &catalogue);
	ck_assert(stock_taken_before(&stock, 0, 2));
	ck_assert(!stock_taken_before(&stock, 0, 4));
	ck_assert(!stock_demand(&stock, 0, 3));
	ck_assert(!stock_demand(&stock, 1, INT64_MAX));
	stock_begin(&stock, 0);
	ck_assert(stock_take(&stock, 7, 0, 2));
	stock_begin(&stock, 1);
	ck_assert(stock_take(&stock, 7, 0, 1));
	ck_assert(stock_is_conserved(&stock));
	ck_assert(stock_take(&stock, 8, 0, 1));
	ck_assert_msg(!stock_is_conserved(&stock), "one that is not there was taken");
	finish();
}
END_TEST

START_TEST(what_was_decided_is_taken_and_nothing_else)
{
	catalogue_init(&catalogue);
	add_item("mug", 1);
	stock_init(&stock, &catalogue);
	ck_assert(stock_demand(&stock, 0, 2));
	stock_contend(&stock, 4);
	stock_claim(&stock, 2, 0, 1);
	stock_contend(&stock, 9);
	stock_claim(&stock, 0, 0, 1);
	/* Customer 9 comes first. */
	ck_assert(stock_asks(&stock, 1));
	stock_foresee(&stock, 1, false);
	ck_assert(stock_take(&stock, 0, 0, 1));
	stock_foreseen(&stock);
	ck_assert_int_eq(stock.item[0].left, 1);
	stock_decide(&stock, 1);
	ck_assert(stock_is_last(&stock, 1));
	ck_assert_msg(!stock_asks(&stock, 0), "it is gone, whatever 4 wants");
	stock_decide(&stock, 0);
	stock_begin(&stock, 4);
	ck_assert(!stock_take(&stock, 2, 0, 1));
	stock_begin(&stock, 5);
	ck_assert_msg(!stock_is_conserved(&stock), "9 was not played");
	stock_begin(&stock, 9);
	ck_assert(stock_take(&stock, 0, 0, 1));
	ck_assert(stock_is_conserved(&stock));
	ck_assert_msg(!stock_take(&stock, 1, 0, 1), "this was never claimed");
	ck_assert(!stock_is_conserved(&stock));
	finish();
}
END_TEST

/* --- at random --- */

#define CUSTOMERS 12
#define CLAIMS    16     /* of a customer, at most */
#define ITEMS     4
#define MOMENTS   (CLAIMS * 20 + 1)

static uint64_t chance;

static unsigned
draw(unsigned below)
{
	chance = chance * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(chance >> 33) % below;
}

static struct {
	unsigned claims;
	unsigned when[CLAIMS];          /* rising */
	uint32_t item[CLAIMS];
	int64_t  pieces[CLAIMS];
	uint64_t nature;
} customer[CUSTOMERS];

/* What a customer wants depends on all they got and did not get before, in no simple way. */
static bool
wants(unsigned c, uint64_t past, unsigned claim)
{
	uint64_t mixed = (past ^ customer[c].nature) * 0x9e3779b97f4a7c15 + claim;

	return (mixed * 0xd6e8feb86659fd93) >> 62 != 0;
}

static uint64_t
remember(uint64_t past, bool got)
{
	return past * 31 + (got ? 2 : 1);
}

/* A ledger: the plays of claims are those of odd numbers. */
static void
play(unsigned c, unsigned through, uint64_t *past, unsigned *from, bool got[CLAIMS])
{
	for (; *from < through; ++*from) {
		got[*from] = wants(c, *past, *from) &&
			stock_take(&stock, *from * 2 + 1, customer[c].item[*from],
				customer[c].pieces[*from]);
		*past = remember(*past, got[*from]);
	}
}

static void
draw_customers(void)
{
	for (unsigned c = 0; c < CUSTOMERS; c++) {
		customer[c].claims = draw(CLAIMS + 1);
		customer[c].nature = draw(1 << 30);
	}
	for (unsigned c = 0; c < CUSTOMERS; c++)
		for (unsigned k = 0, when = 0; k < customer[c].claims; k++) {
			when += 1 + draw(20);
			customer[c].when[k] = when;
			customer[c].item[k] = draw(ITEMS);
			customer[c].pieces[k] = 1 + draw(3);
		}
}

/* All at once, each claim in the order of play; customers of one moment go in their order. */
static void
play_together(const int64_t pieces[ITEMS], bool got[CUSTOMERS][CLAIMS])
{
	int64_t  left[ITEMS];
	uint64_t past[CUSTOMERS] = { 0 };
	unsigned at[CUSTOMERS] = { 0 };

	memcpy(left, pieces, sizeof left);
	for (unsigned when = 0; when < MOMENTS; when++)
		for (unsigned c = 0; c < CUSTOMERS; c++) {
			unsigned k = at[c];

			if (k == customer[c].claims || customer[c].when[k] != when)
				continue;
			got[c][k] = wants(c, past[c], k) &&
				customer[c].pieces[k] <= left[customer[c].item[k]];
			if (got[c][k])
				left[customer[c].item[k]] -= customer[c].pieces[k];
			past[c] = remember(past[c], got[c][k]);
			at[c]++;
		}
}

/* One after the other; every second customer waits where they were left. */
static void
decide(const size_t first[CUSTOMERS])
{
	uint64_t waiting[CUSTOMERS] = { 0 };
	unsigned waits_at[CUSTOMERS] = { 0 }, at[CUSTOMERS] = { 0 };
	bool     got[CLAIMS];

	for (unsigned when = 0; when < MOMENTS; when++)
		for (unsigned c = 0; c < CUSTOMERS; c++) {
			unsigned k = at[c];
			size_t claim = first[c] + k;
			uint64_t past = 0;
			unsigned from = 0;

			if (k == customer[c].claims || customer[c].when[k] != when)
				continue;
			at[c]++;
			if (stock_asks(&stock, claim)) {
				stock_foresee(&stock, claim, c % 2);
				if (c % 2)
					play(c, k + 1, &waiting[c], &waits_at[c], got);
				else
					play(c, customer[c].claims, &past, &from, got);
				stock_foreseen(&stock);
			}
			stock_decide(&stock, claim);
			ck_assert(stock_is_last(&stock, claim) == (at[c] == customer[c].claims));
		}
}

START_TEST(decisions_are_those_of_one_play_of_all)
{
	unsigned refused = 0, granted = 0;

	for (chance = 1; chance < 4000; chance++) {
		bool want[CUSTOMERS][CLAIMS], got[CUSTOMERS][CLAIMS];
		uint64_t seed = chance;
		size_t   first[CUSTOMERS];
		int64_t  pieces[ITEMS];

		catalogue_init(&catalogue);
		for (unsigned i = 0; i < ITEMS; i++) {
			pieces[i] = draw(30);
			add_item((const char *const[]){ "a", "b", "c", "d" }[i], pieces[i]);
		}
		draw_customers();
		stock_init(&stock, &catalogue);
		for (uint32_t i = 0; i < ITEMS; i++)
			stock_demand(&stock, i, INT64_MAX);
		for (unsigned c = 0; c < CUSTOMERS; c++) {
			first[c] = stock.claims;
			if (customer[c].claims)
				stock_contend(&stock, c);
			for (unsigned k = 0; k < customer[c].claims; k++)
				stock_claim(&stock, k * 2 + 1, customer[c].item[k],
					customer[c].pieces[k]);
		}
		play_together(pieces, want);
		decide(first);
		for (unsigned c = 0; c < CUSTOMERS; c++) {
			uint64_t past = 0;
			unsigned from = 0;

			stock_begin(&stock, c);
			play(c, customer[c].claims, &past, &from, got[c]);
			for (unsigned k = 0; k < customer[c].claims; k++) {
				ck_assert_msg(want[c][k] == got[c][k], "seed %llu: %u of %u",
					(unsigned long long)seed, k, c);
				granted += got[c][k];
				refused += !got[c][k];
			}
		}
		ck_assert(stock_is_conserved(&stock));
		finish();
		chance = seed;
	}
	ck_assert(granted > 10000 && refused > 10000);
}
END_TEST

SUITE(crm_stock)
{
	Suite *suite = suite_create("crm/stock");
	TCase *all = tcase_create("stock");

	tcase_add_test(all, what_is_there_for_all_needs_no_decision);
	tcase_add_test(all, what_was_decided_is_taken_and_nothing_else);
	tcase_add_test(all, decisions_are_those_of_one_play_of_all);
	suite_add_tcase(suite, all);
	return suite;
}
