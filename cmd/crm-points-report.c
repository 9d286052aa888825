/*
 * The report of crm-points: what became of all points, by day or month.
 */
#include "crm-points.h"

#include "crm/point_report.h"
#include "value/number.h"

static struct point_report periods;
static bool list_known, shipping_known;

static void
begin(void *context, struct slice customer)
{
	(void)context;
	(void)customer;
	point_report_begin(&periods);
}

static void
moved(void *context, const struct movement *movement)
{
	(void)context;
	if (movement->kind != MOVE_REFUSE && movement->kind != MOVE_TIER)
		point_report_move(&periods, movement);
}

/* What an order was spared: of the list price, and of shipping by its tier. */
static void
played(void *context, const struct point_event *event, int tier)
{
	bool bought = event->kind == POINT_ORDER && event->amount >= 0;
	money_sum discount = 0, shipping = 0;

	(void)context;
	if (bought && event->more->listed)
		discount = (money_sum)event->more->list_amount - event->amount;
	if (bought && event->more->shipped && tier >= 0 &&
		set.terms.tiers.tiers.tier[tier].shipping == SHIPPING_FREE)
		shipping = event->more->shipping;
	point_report_play(&periods, moment_day(event->at), discount, shipping);
}

void
periods_watch(struct watcher *watcher, struct ledger_terms *terms, const struct inputs *inputs)
{
	point_report_init(&periods, set.monthly);
	for (size_t i = 0; i < inputs->streams; i++) {
		list_known |= stream_has(inputs->stream[i], LIST_AMOUNT);
		shipping_known |= stream_has(inputs->stream[i], SHIPPING);
	}
	watcher->begin = begin;
	terms->moved = moved;
	terms->played = played;
}

/* --- the rows --- */

static void
report_points(struct report *report, __int128 points)
{
	if (points > INT64_MAX || points < INT64_MIN)
		fail(EXIT_DATA, "the points of all customers are too many to add up");
	report_integer(report, (int64_t)points);
}

static void
report_worth(struct report *report, __int128 points)
{
	if (!set.point_value)
		report_empty(report);
	else if (points > INT64_MAX || points < INT64_MIN)
		fail(EXIT_DATA, "the points of all customers are too many to add up");
	else
		report_sum(report, (money_sum)points * set.point_value, "what points are worth");
}

static void
report_when(struct report *report, period_index at)
{
	char text[DAY_TEXT];

	if (set.monthly)
		report_text(report, slice_of(text, month_print(at / 12, at % 12 + 1, text)));
	else
		report_day(report, at);
}

static void
report_breakage(struct report *report, const struct point_period *p)
{
	__int128 expired, settled;

	point_breakage(p, &expired, &settled);
	report_ratio(report, expired, settled);
	if (settled > 0 && p->outstanding > 0)
		report_points(report, sum_divide(p->outstanding * expired, settled));
	else
		report_empty(report);
}

static void
report_period(struct report *report, const struct point_period *p)
{
	__int128 earned = p->moved[MOVE_EARN], redeemed = -p->moved[MOVE_REDEEM];

	report_when(report, p->at);
	report_points(report, earned);
	report_points(report, redeemed);
	report_points(report, p->moved[MOVE_RESTORE]);
	report_points(report, p->moved[MOVE_TRANSFER]);
	report_points(report, p->moved[MOVE_ADJUST]);
	report_points(report, -p->moved[MOVE_EXPIRE]);
	report_points(report, -p->moved[MOVE_REVERSE]);
	report_points(report, p->moved[MOVE_FORGIVE]);
	report_points(report, p->outstanding);
	report_ratio(report, redeemed, earned);
	report_integer(report, p->active);
	report_integer(report, p->redeeming);
	report_ratio(report, p->redeeming, p->active);
	report_breakage(report, p);
	report_worth(report, p->outstanding);
	report_worth(report, redeemed);
	for (int age = 0; age < POINT_AGES; age++)
		report_points(report, p->age[age]);
	report_points(report, p->owed);
	if (list_known)
		report_sum(report, p->discount, "the discount given");
	else
		report_empty(report);
	if (shipping_known)
		report_sum(report, p->shipping, "the shipping waived");
	else
		report_empty(report);
	report_end(report);
}

void
periods_columns(struct report *report)
{
	static const char *const column[] = { "earned", "redeemed", "restored", "transferred",
		"adjusted", "expired", "reversed", "forgiven", "outstanding", "redemption_rate",
		"active_members", "redeeming_members", "member_redemption_rate", "breakage_rate",
		"breakage", "liability", "points_cost", "age_under_3m", "age_3_6m", "age_6_12m",
		"age_over_12m", "owed", "discount_given", "shipping_waived" };

	report_column(report, slice_from(set.monthly ? "month" : "date"));
	report_columns(report, column, sizeof column / sizeof *column);
}

void
periods_report(struct report *report)
{
	period_index from =
		set.terms.from == DAY_NONE ? INT32_MIN : period_of(set.monthly, set.terms.from);

	point_report_finish(&periods, run_as_of());
	for (size_t i = 0; i < periods.count; i++) {
		const struct point_period *p = &periods.period[i];
		__int128 there = -p->owed;

		for (int age = 0; age < POINT_AGES; age++)
			there += p->age[age];
		check_conserved(there == p->outstanding, "the ages of points do not add up");
	}
	for (size_t i = 0; i < periods.count; i++)
		if (periods.period[i].at >= from)
			report_period(report, &periods.period[i]);
	report_finish(report);
	point_report_release(&periods);
}
