/* One customer's tier through time, by hand. Tiers: a from 0, b from 100, c from 200 spent. */
#include "crm/tier_standing.h"
#include "dates.h"
#include "unit.h"

#include "value/day.h"

static struct tier_terms terms;
static struct standing standing;

static void
begin(enum tier_window window, enum tier_downgrade downgrade)
{
	terms = (struct tier_terms){ .window = window, .downgrade = downgrade };
	for (int i = 0; i < 3; i++)
		ck_assert_ptr_null(tiers_add(&terms.tiers,
			(struct tier){
				.name = slice_of(&"abc"[i], 1), .minimum = { i * 100, -1, -1 } }));
	standing_init(&standing, &terms);
}

static void
end(void)
{
	standing_release(&standing);
	tiers_release(&terms.tiers);
}

static size_t
spend(const char *date, int64_t amount, size_t place)
{
	day today = on(date);
	int before;

	standing_move(&standing, today);
	before = standing.reached;
	if (place == SIZE_MAX)
		place = standing_place(&standing, today);
	standing_add(&standing, place, &(struct tier_figures){ .spend = amount });
	standing_settle(&standing, before, today);
	return place;
}

START_TEST(a_tier_rises_at_once_and_falls_with_a_refund)
{
	size_t place;

	begin(WINDOW_ALL, DOWNGRADE_NEVER);
	ck_assert_int_eq(standing.tier, 0);
	place = spend("2026-01-01", 250, SIZE_MAX);
	ck_assert_int_eq(standing.tier, 2);
	ck_assert_int_eq(standing.until, DAY_NONE);
	spend("2026-02-01", -40, place);
	ck_assert_int_eq(standing.tier, 2);
	spend("2026-02-02", -20, place);
	ck_assert_int_eq(standing.tier, 1);
	end();
}
END_TEST

START_TEST(a_window_forgets_and_a_review_notices)
{
	begin(WINDOW_12M, DOWNGRADE_STEP);
	spend("2025-03-31", 200, SIZE_MAX);
	ck_assert_int_eq(standing.tier, 2);
	ck_assert_int_eq(standing.until, on("2025-12-31"));
	ck_assert(!standing_review(&standing, on("2025-12-31")));
	ck_assert_int_eq(standing.until, on("2026-12-31"));
	spend("2026-03-31", 5, SIZE_MAX);      /* after 2025-03-31 only */
	ck_assert(standing.sum.spend == 5);
	ck_assert_int_eq(standing.tier, 2);
	ck_assert(standing_review(&standing, on("2026-12-31")));
	ck_assert_int_eq(standing.tier, 1);
	ck_assert(standing_review(&standing, on("2027-12-31")));
	ck_assert_int_eq(standing.tier, 0);
	ck_assert_int_eq(standing.until, DAY_NONE);
	end();
}
END_TEST

START_TEST(a_refund_undoes_its_order_where_the_window_left_it)
{
	size_t old;

	begin(WINDOW_YEAR, DOWNGRADE_BALANCE);
	old = spend("2025-06-01", 200, SIZE_MAX);
	spend("2026-01-05", 150, SIZE_MAX);
	ck_assert(standing.sum.spend == 150);
	spend("2026-01-06", -200, old);
	ck_assert(standing.sum.spend == 150);
	ck_assert_int_eq(standing.tier, 2);
	ck_assert(standing_review(&standing, on("2026-12-31")));
	ck_assert_int_eq(standing.tier, 1);
	end();
}
END_TEST

START_TEST(a_tier_is_kept_for_its_time)
{
	begin(WINDOW_12M, DOWNGRADE_BALANCE);
	terms.keeps = true;
	terms.keep = (struct span){ .months = 12 };
	spend("2025-01-31", 100, SIZE_MAX);
	ck_assert_int_eq(standing.until, on("2026-01-31"));
	spend("2025-02-28", 100, SIZE_MAX);
	ck_assert_int_eq(standing.until, on("2026-02-28"));
	ck_assert(standing_review(&standing, on("2026-02-28")));
	ck_assert_int_eq(standing.tier, 0);
	end();
}
END_TEST

SUITE(crm_tier_standing)
{
	Suite *suite = suite_create("crm/tier_standing");
	TCase *all = tcase_create("standing");

	tcase_add_test(all, a_tier_rises_at_once_and_falls_with_a_refund);
	tcase_add_test(all, a_window_forgets_and_a_review_notices);
	tcase_add_test(all, a_refund_undoes_its_order_where_the_window_left_it);
	tcase_add_test(all, a_tier_is_kept_for_its_time);
	suite_add_tcase(suite, all);
	return suite;
}
