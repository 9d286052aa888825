/* Periods by hand: what is outstanding at their ends, and how old it is. */
#include "crm/point_report.h"
#include "dates.h"
#include "unit.h"

static struct point_report report;

static void
move(enum movement_kind kind, const char *when, int64_t points, int64_t settled, const char *earned)
{
	point_report_move(&report,
		&(struct movement){ .kind = kind,
			.day = on(when),
			.points = points,
			.settled = settled,
			.lot = *earned ? 0 : NO_LOT,
			.earned = *earned ? on(earned) : DAY_NONE });
}

START_TEST(ages_and_debts_add_up_to_what_is_outstanding)
{
	const struct point_period *p;

	point_report_init(&report, true);
	point_report_begin(&report);
	move(MOVE_EARN, "2026-01-10", 100, 0, "2026-01-10");
	move(MOVE_REDEEM, "2026-02-01", -80, 0, "2026-01-10");
	move(MOVE_REDEEM, "2026-02-02", -20, 0, "2026-01-10");
	move(MOVE_REVERSE, "2026-02-03", -30, 0, "");
	move(MOVE_EARN, "2026-04-01", 50, 30, "2026-04-01");
	move(MOVE_EXPIRE, "2026-05-01", -5, 0, "2026-04-01");
	point_report_play(&report, on("2026-04-01"), 7, 8);
	point_report_play(&report, on("2026-04-02"), 1, 0);
	point_report_finish(&report, on("2026-07-31"));
	ck_assert_uint_eq(report.count, 7);
	p = report.period;
	ck_assert(p[0].outstanding == 100 && p[0].age[AGE_UNDER_3M] == 100);
	ck_assert(p[1].outstanding == -30 && p[1].owed == 30 && p[1].redeeming == 1);
	ck_assert(p[2].outstanding == -30 && p[2].age[AGE_UNDER_3M] == 0);
	ck_assert(p[3].outstanding == 20 && p[3].owed == 0 && p[3].age[AGE_UNDER_3M] == 20);
	ck_assert(p[3].active == 1 && p[3].discount == 8 && p[3].shipping == 8);
	ck_assert(p[4].outstanding == 15 && p[4].expired == 5 && p[4].redeemed == 100);
	ck_assert(p[6].age[AGE_UNDER_3M] == 0 && p[6].age[AGE_3_6M] == 15);
	point_report_release(&report);
}
END_TEST

START_TEST(days_are_aged_by_full_months)
{
	point_report_init(&report, false);
	point_report_begin(&report);
	move(MOVE_EARN, "2025-11-30", 10, 0, "2025-11-30");
	point_report_finish(&report, on("2026-02-28"));
	ck_assert_uint_eq(report.count, 91);
	ck_assert(report.period[89].age[AGE_UNDER_3M] == 10);
	ck_assert(report.period[90].age[AGE_3_6M] == 10);
	point_report_release(&report);
}
END_TEST

SUITE(crm_point_report)
{
	Suite *suite = suite_create("crm/point_report");
	TCase *all = tcase_create("periods");

	tcase_add_test(all, ages_and_debts_add_up_to_what_is_outstanding);
	tcase_add_test(all, days_are_aged_by_full_months);
	suite_add_tcase(suite, all);
	return suite;
}
