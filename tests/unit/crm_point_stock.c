/* What a ledger claims of a stock, takes of it, and says of it in its state. */
#include "crm/point_state.h"
#include "dates.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct catalogue     catalogue;
static struct stock         stock;
static struct earning_rules rules;
static struct ledger_terms  terms;
static struct ledger        ledger;

/* 3 mugs for 20 points, 5 hats for 10, pens for 1 without end. */
static void
start(void)
{
	static const struct {
		const char *name;
		struct item item;
	} items[] = {
		{ "mug", { 20, 3, DAY_FIRST, DAY_LAST, -1 } },
		{ "hat", { 10, 5, DAY_FIRST, DAY_LAST, -1 } },
		{ "pen", { 1, STOCK_UNLIMITED, DAY_FIRST, DAY_LAST, -1 } },
	};

	catalogue_init(&catalogue);
	for (size_t i = 0; i < sizeof items / sizeof *items; i++)
		ck_assert(catalogue_add(&catalogue, slice_from(items[i].name), items[i].item));
	stock_init(&stock, &catalogue);
	rules = (struct earning_rules){ 0 };
	terms = (struct ledger_terms){ .rules = &rules,
		.expiry = EXPIRY_DEFAULT,
		.cap_day = INT64_MAX,
		.cap_month = INT64_MAX,
		.catalogue = &catalogue,
		.stock = &stock,
		.from = DAY_NONE,
		.since = DAY_NONE,
		.forgotten = DAY_NONE };
	tiers_builtin(&terms.tiers.tiers);
	ledger_init(&ledger, &terms);
}

static void
finish(void)
{
	ledger_release(&ledger);
	tiers_release(&terms.tiers.tiers);
	stock_release(&stock);
	catalogue_release(&catalogue);
}

/* No points or line: -1. */
static void
add(const char *when, enum point_kind kind, const char *product, int64_t points, int line,
	bool conflict)
{
	static const char *const number[] = { "1", "2", "3" };
	struct point_more  more = { .line = line < 0 ? SLICE_EMPTY : slice_from(number[line]),
		.product = slice_from(product) };
	struct point_event event = { .at = (moment)on(when) * DAY_SECONDS,
		.kind = kind,
		.document = slice_from("g"),
		.more = &more,
		.has_points = points >= 0,
		.points = points >= 0 ? points : 0 };

	ledger_add(&ledger, &event, conflict);
}

static char told[400];

static void
note_claim(void *context, const struct ledger_claim *claim)
{
	size_t used = strlen(told);

	ck_assert_ptr_eq(context, &stock);
	ck_assert(claim->order.length > 0);
	snprintf(told + used, sizeof told - used, "%u:%lldx%u ", claim->play,
		(long long)claim->pieces, claim->item);
}

static void
note_row(void *context, const struct state_row *row)
{
	size_t used = strlen(told);

	(void)context;
	if (row->kind == STATE_STOCK)
		snprintf(told + used, sizeof told - used, "%.*s %lld ", (int)row->name.length,
			row->name.data, (long long)row->points);
}

START_TEST(claims_are_redemptions_of_scarce_items_that_are_played)
{
	struct ledger_result result;

	start();
	add("2026-01-01", POINT_ADJUST, "", 200, -1, false);
	add("2026-01-02", POINT_REDEEM, "mug", 40, -1, false);
	add("2026-01-03", POINT_REDEEM, "hat", 10, -1, false);
	add("2026-01-04", POINT_REDEEM, "mug", -1, 1, false);
	add("2026-01-04", POINT_REDEEM, "mug", -1, 1, false);       /* a repeat */
	add("2026-01-05", POINT_REDEEM, "mug", 30, -1, false);      /* no price */
	add("2026-01-06", POINT_REDEEM, "mug", 20, 2, true);        /* in conflict */
	add("2026-01-07", POINT_REDEEM, "pen", 20, -1, false);
	add("2026-01-08", POINT_REDEEM, "mug", 2000, -1, false);    /* too few points: a claim */
	add("2026-01-09", POINT_REDEEM, "mug", 0, -1, false);
	add("2026-01-10", POINT_REDEEM, "mug", 20, -1, false);
	add("2026-02-01", POINT_REDEEM, "mug", 20, -1, false);      /* another day */
	ck_assert(stock_demand(&stock, 0, 4));
	ck_assert(!stock_demand(&stock, 1, 5));
	*told = '\0';
	ledger_claims(&ledger, on("2026-01-31"), note_claim, &stock);
	ck_assert_str_eq(told, "1:2x0 3:1x0 7:100x0 9:1x0 ");

	/* The mug of 4 January is not there then. */
	stock_contend(&stock, 0);
	stock_claim(&stock, 1, 0, 2);
	stock_claim(&stock, 3, 0, 1);
	stock_claim(&stock, 7, 0, 100);
	stock_claim(&stock, 9, 0, 1);
	stock_foresee(&stock, 0, true);
	ck_assert(ledger_play_through(&ledger, 1));
	stock_foreseen(&stock);
	stock_decide(&stock, 0);
	ck_assert_int_eq(stock.item[0].left, 1);
	stock.item[0].left = 0;
	ck_assert(!stock_asks(&stock, 1));
	stock.item[0].left = 1;
	stock_foresee(&stock, 3, true);
	ck_assert(ledger_play_through(&ledger, 9));
	stock_foreseen(&stock);
	stock_decide(&stock, 3);
	stock_begin(&stock, 0);
	ck_assert(ledger_play(&ledger, on("2026-01-31"), &result));
	ck_assert(ledger_balances(&ledger));
	ck_assert_int_eq(result.refused[REFUSED_STOCK], 1);
	ck_assert_int_eq(result.refused[REFUSED_PRICE], 1);
	ck_assert_int_eq(result.refused[REFUSED_POINTS], 1);
	ck_assert_int_eq(result.refused[REFUSED_CONFLICT], 1);
	/* 200 - 40 - 10 - 20 - 20 */
	ck_assert_int_eq(result.balance, 110);
	*told = '\0';
	ledger_state(&ledger, DAY_NONE, note_row, NULL);
	ck_assert_str_eq(told, "mug 3 hat 1 ");
	finish();
}
END_TEST

START_TEST(a_state_keeps_what_was_taken)
{
	struct state_row row = {
		.kind = STATE_STOCK, .name = slice_from("hat"), .has_points = true, .points = 2
	};
	struct ledger_result result;

	start();
	terms.since = on("2026-01-01");
	ck_assert_ptr_null(ledger_restore(&ledger, &row));
	row.name = slice_from("pen");
	ck_assert_ptr_nonnull(ledger_restore(&ledger, &row));
	row.name = slice_from("cup");
	ck_assert_ptr_nonnull(ledger_restore(&ledger, &row));
	row.name = slice_from("mug");
	row.points = -1;
	ck_assert_ptr_nonnull(ledger_restore(&ledger, &row));
	add("2026-01-02", POINT_ADJUST, "", 200, -1, false);
	add("2026-01-03", POINT_REDEEM, "mug", 20, -1, false);
	add("2026-01-04", POINT_REDEEM, "hat", 10, -1, false);
	ck_assert(stock_taken_before(&stock, 1, 2));
	stock_begin(&stock, 0);
	ck_assert(ledger_play(&ledger, on("2026-01-31"), &result));
	ck_assert(stock_is_conserved(&stock));
	*told = '\0';
	ledger_state(&ledger, on("2026-01-31"), note_row, NULL);
	ck_assert_str_eq(told, "mug 1 hat 3 ");
	finish();
}
END_TEST

SUITE(crm_point_stock)
{
	Suite *suite = suite_create("crm/point_stock");
	TCase *all = tcase_create("stock");

	tcase_add_test(all, claims_are_redemptions_of_scarce_items_that_are_played);
	tcase_add_test(all, a_state_keeps_what_was_taken);
	suite_add_tcase(suite, all);
	return suite;
}
