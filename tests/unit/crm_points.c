/*
 * The ledger against a model that keeps every single point as a thing of its own, and
 * against histories by hand.
 */
#include "crm/points.h"
#include "unit.h"

#include <stdlib.h>

#define HISTORIES 4000
#define EVENTS    40

static struct slice
text(const char *string)
{
	return slice_from(string);
}

static day
on(const char *date)
{
	day d;

	ck_assert_msg(day_parse(text(date), &d), "no date: %s", date);
	return d;
}

/* --- histories by hand --- */

static struct ledger_terms terms;
static struct ledger ledger;

static void
start(const char *expiry)
{
	terms = (struct ledger_terms){ .extra = { 50, 7 } };
	ck_assert(expiry_parse(text(expiry), &terms.expiry));
	ledger_init(&ledger, &terms);
}

static void
finish(void)
{
	ledger_release(&ledger);
}

static void
add(enum point_kind kind, const char *when, const char *order, const char *amount, int64_t points)
{
	struct point_event event = { .kind = kind, .rate = RATE_UNIT, .points = points };
	bool rounded = false;

	ck_assert(moment_parse(text(when), &event.at, &event.timed));
	ck_assert(!*amount || money_parse(text(amount), &event.amount, &rounded));
	event.order = text(order);
	ck_assert(point_event_fits(&event));
	ledger_add(&ledger, &event);
}

static struct ledger_result
played(const char *as_of)
{
	struct ledger_result result;

	ck_assert(ledger_play(&ledger, on(as_of), &result));
	ck_assert(ledger_balances(&ledger));
	return result;
}

START_TEST(an_order_earns_whole_points_of_its_sum)
{
	struct ledger_result r;

	start("never");
	add(POINT_ORDER, "2024-03-01", "A", "10.60", 0);
	add(POINT_ORDER, "2024-03-01", "A", "10.60", 0);
	add(POINT_ORDER, "2024-03-01", "", "10.60", 0);
	add(POINT_ORDER, "2024-03-01", "", "10.60", 0);
	r = played("2024-03-01");
	ck_assert_int_eq(r.earned, 21 + 10 + 10);
	ck_assert(r.spend == 424000);
	ck_assert_int_eq(r.next_expiry, DAY_NONE);
	finish();
}
END_TEST

START_TEST(points_are_there_on_their_last_day)
{
	static const struct {
		const char *expiry, *earned, *last;
	} policy[] = {
		{ "year-end:0", "2024-01-01", "2024-12-31" },
		{ "year-end:0", "2024-12-31", "2024-12-31" },
		{ "year-end:1", "2024-02-29", "2025-12-31" },
		{ "year-end:2", "2024-02-29", "2026-12-31" },
		{ "12m",        "2024-02-29", "2025-02-28" },
		{ "12m",        "2023-02-28", "2024-02-28" },
		{ "1m",         "2024-01-31", "2024-02-29" },
		{ "3m",         "2024-01-15", "2024-04-15" },
		{ "90d",        "2024-01-01", "2024-03-31" },
		{ "0d",         "2024-01-01", "2024-01-01" },
	};

	for (size_t i = 0; i < sizeof policy / sizeof *policy; i++) {
		char day_after[DAY_TEXT + 1] = { 0 };
		struct ledger_result r;

		start(policy[i].expiry);
		add(POINT_ORDER, policy[i].earned, "", "100", 0);
		r = played(policy[i].last);
		ck_assert_int_eq(r.balance, 100);
		ck_assert_int_eq(r.next_expiry, on(policy[i].last));
		ck_assert_int_eq(ledger_expiring(&ledger, on(policy[i].last)), 100);
		ck_assert_int_eq(ledger_expiring(&ledger, on(policy[i].last) - 1), 0);
		finish();

		start(policy[i].expiry);
		add(POINT_ORDER, policy[i].earned, "", "100", 0);
		day_print(on(policy[i].last) + 1, day_after);
		r = played(day_after);
		ck_assert_int_eq(r.balance, 0);
		ck_assert_int_eq(r.expired, 100);
		ck_assert_int_eq(r.next_expiry, DAY_NONE);
		finish();
	}
}
END_TEST

START_TEST(what_expires_first_is_spent_first)
{
	struct ledger_result r;

	start("12m");
	add(POINT_ORDER, "2024-01-10", "", "100", 0);
	add(POINT_ORDER, "2024-06-10", "", "50", 0);
	add(POINT_REDEEM, "2024-07-01", "", "", 70);
	r = played("2025-01-11");
	ck_assert_int_eq(r.expired, 30);
	ck_assert_int_eq(r.balance, 50);
	finish();
}
END_TEST

START_TEST(a_redemption_over_the_balance_takes_nothing)
{
	struct ledger_result r;

	start("never");
	add(POINT_ORDER, "2024-01-10", "", "100", 0);
	add(POINT_REDEEM, "2024-01-11", "", "", 101);
	add(POINT_REDEEM, "2024-01-12", "", "", -100);
	r = played("2024-12-31");
	ck_assert_int_eq(r.refused, 1);
	ck_assert_int_eq(r.redeemed, 100);
	ck_assert_int_eq(r.balance, 0);
	finish();
}
END_TEST

START_TEST(a_day_earns_before_it_spends_unless_times_say_otherwise)
{
	struct ledger_result r;

	start("never");
	add(POINT_REDEEM, "2024-01-10", "", "", 100);
	add(POINT_ORDER, "2024-01-10", "", "100", 0);
	r = played("2024-01-10");
	ck_assert_int_eq(r.refused, 0);
	ck_assert_int_eq(r.redeemed, 100);
	finish();

	start("never");
	add(POINT_REDEEM, "2024-01-10 09:00", "", "", 100);
	add(POINT_ORDER, "2024-01-10 09:01", "", "100", 0);
	r = played("2024-01-10");
	ck_assert_int_eq(r.refused, 1);
	ck_assert_int_eq(r.balance, 100);
	finish();
}
END_TEST

START_TEST(a_refund_leaves_the_points_of_what_is_kept)
{
	static const char *const part[][3] = { { "30.30", "30.30", "39.90" },
		{ "0.01", "60.59", "39.90" }, { "-60.60", "39.90", "0" } };

	for (size_t i = 0; i < 3; i++) {
		struct ledger_result r;

		start("never");
		add(POINT_ORDER, "2024-01-10", "A", "200.50", 0);
		for (size_t k = 0; k < 3; k++)
			add(POINT_REFUND, "2024-02-10", "A", part[i][k], 0);
		r = played("2024-12-31");
		ck_assert_int_eq(r.earned, 200);
		ck_assert_int_eq(r.balance, 100);
		ck_assert(r.spend == 1000000);
		finish();
	}
}
END_TEST

START_TEST(a_refund_of_spent_points_is_owed_and_paid_by_the_next)
{
	struct ledger_result r;

	start("never");
	add(POINT_ORDER, "2024-01-10", "A", "100", 0);
	add(POINT_REDEEM, "2024-01-11", "", "", 80);
	add(POINT_REFUND, "2024-01-12", "A", "100", 0);
	add(POINT_REDEEM, "2024-01-13", "", "", 1);
	r = played("2024-01-13");
	ck_assert_int_eq(r.balance, -80);
	ck_assert_int_eq(r.refused, 1);
	ck_assert_int_eq(r.reversed, 100);
	ledger_clear(&ledger);

	add(POINT_ORDER, "2024-01-10", "A", "100", 0);
	add(POINT_REDEEM, "2024-01-11", "", "", 80);
	add(POINT_REFUND, "2024-01-12", "A", "100", 0);
	add(POINT_ACTIVITY, "2024-01-13", "", "", 90);
	r = played("2024-01-13");
	ck_assert_int_eq(r.balance, 10);
	finish();
}
END_TEST

START_TEST(expired_points_are_not_taken_back_again)
{
	struct ledger_result r;

	start("year-end:0");
	add(POINT_ORDER, "2024-01-10", "A", "100", 0);
	add(POINT_REDEEM, "2024-01-11", "", "", 60);
	add(POINT_REFUND, "2025-01-12", "A", "50", 0);
	r = played("2025-01-12");
	ck_assert_int_eq(r.expired, 40);
	ck_assert_int_eq(r.reversed, 10);
	ck_assert_int_eq(r.balance, -10);
	finish();
}
END_TEST

START_TEST(extras_come_once_an_order_and_go_with_it)
{
	struct point_event row = { .kind = POINT_ORDER,
		.amount = 100 * MONEY_UNIT,
		.rate = 2 * (int64_t)RATE_UNIT,
		.extras = 3,
		.order = { "A", 1 } };
	struct ledger_result r;

	start("never");
	row.at = (moment)on("2024-01-10") * DAY_SECONDS;
	ledger_add(&ledger, &row);
	ledger_add(&ledger, &row);
	r = played("2024-01-10");
	ck_assert_int_eq(r.balance, 400 + 57);
	ledger_clear(&ledger);

	ledger_add(&ledger, &row);
	ledger_add(&ledger, &row);
	add(POINT_REFUND, "2024-01-11", "A", "100", 0);
	r = played("2024-01-11");
	ck_assert_int_eq(r.balance, 200 + 57);
	ledger_clear(&ledger);

	ledger_add(&ledger, &row);
	add(POINT_REFUND, "2024-01-11", "A", "100", 0);
	r = played("2024-01-11");
	ck_assert_int_eq(r.balance, 0);
	finish();
}
END_TEST

START_TEST(a_refund_of_no_known_order_takes_its_own_points)
{
	struct ledger_result r;

	start("never");
	add(POINT_ORDER, "2024-01-10", "", "10.50", 0);
	add(POINT_ORDER, "2024-01-11", "", "-10.50", 0);
	add(POINT_REFUND, "2024-01-12", "unknown", "5.99", 0);
	r = played("2024-01-12");
	ck_assert_int_eq(r.earned, 10);
	ck_assert_int_eq(r.reversed, 15);
	ck_assert_int_eq(r.balance, -5);
	finish();
}
END_TEST

START_TEST(later_events_are_not_looked_at)
{
	struct ledger_result r;

	start("never");
	add(POINT_ORDER, "2024-01-10", "A", "10", 0);
	add(POINT_ORDER, "2024-01-11 00:00:01", "A", "10", 0);
	r = played("2024-01-10");
	ck_assert_int_eq(r.balance, 10);
	ck_assert(r.spend == 10 * MONEY_UNIT);
	finish();
}
END_TEST

START_TEST(the_largest_amounts_are_exact_or_refused)
{
	struct point_event event = { .kind = POINT_ORDER, .rate = RATE_UNIT, .order = { "A", 1 } };
	struct ledger_result r;

	start("never");
	event.amount = INT64_MAX;
	ck_assert(point_event_fits(&event));
	ledger_add(&ledger, &event);
	ck_assert(ledger_play(&ledger, 0, &r));
	ck_assert_int_eq(r.balance, INT64_MAX / MONEY_UNIT);
	ck_assert(ledger_balances(&ledger));
	ledger_clear(&ledger);

	ledger_add(&ledger, &event);
	ledger_add(&ledger, &event);
	ck_assert(!ledger_play(&ledger, 0, &r));
	finish();

	event.rate = 2 * (int64_t)RATE_UNIT;
	ck_assert(!point_event_fits(&event));
	event.kind = POINT_ADJUST;
	event.amount = 0;
	event.points = -POINTS_MOST;
	ck_assert(point_event_fits(&event));
	event.points--;
	ck_assert(!point_event_fits(&event));
	event.points = INT64_MIN;
	ck_assert(!point_event_fits(&event));

	start("never");
	event.points = -POINTS_MOST;
	for (int i = 0; i < 9223; i++)
		ledger_add(&ledger, &event);
	ck_assert(ledger_play(&ledger, 0, &r));
	ck_assert_int_eq(r.balance, -9223 * POINTS_MOST);
	ledger_clear(&ledger);
	for (int i = 0; i < 9224; i++)
		ledger_add(&ledger, &event);
	ck_assert(!ledger_play(&ledger, 0, &r));
	finish();
}
END_TEST

START_TEST(words_are_read)
{
	enum point_kind kind;
	struct expiry expiry;

	ck_assert(point_kind_parse(text(" Order "), &kind) && kind == POINT_ORDER);
	ck_assert(point_kind_parse(text("消费"), &kind) && kind == POINT_ORDER);
	ck_assert(point_kind_parse(text("退款"), &kind) && kind == POINT_REFUND);
	ck_assert(point_kind_parse(text("兑换"), &kind) && kind == POINT_REDEEM);
	ck_assert(point_kind_parse(text("签到"), &kind) && kind == POINT_ACTIVITY);
	ck_assert(point_kind_parse(text("活动"), &kind) && kind == POINT_ACTIVITY);
	ck_assert(point_kind_parse(text("调整"), &kind) && kind == POINT_ADJUST);
	ck_assert(!point_kind_parse(text(""), &kind));
	ck_assert(!point_kind_parse(text("orders"), &kind));
	ck_assert(!point_kind_parse(text("a word that is far too long for a kind"), &kind));

	ck_assert(!expiry_parse(text(""), &expiry));
	ck_assert(!expiry_parse(text("year-end"), &expiry));
	ck_assert(!expiry_parse(text("year-end:"), &expiry));
	ck_assert(!expiry_parse(text("year-end:-1"), &expiry));
	ck_assert(!expiry_parse(text("year-end:10000"), &expiry));
	ck_assert(!expiry_parse(text("12"), &expiry));
	ck_assert(!expiry_parse(text("Never "), &expiry));
}
END_TEST

static const char *
wrong_with(struct point_row row, struct point_event *event, enum point_field *field)
{
	return point_event_read(event, &row, field);
}

START_TEST(rows_are_read)
{
	static const money paid = 12 * MONEY_UNIT;
	struct point_event event;
	enum point_field field;

	ck_assert_ptr_null(wrong_with(
		(struct point_row){ .amount = &paid, .order = text("o1") }, &event, &field));
	ck_assert(event.kind == POINT_ORDER && event.amount == paid);
	ck_assert(slice_is(event.order, "o1"));
	ck_assert_ptr_null(wrong_with((struct point_row){ .kind = text("refund"),
					      .amount = &paid,
					      .order = text("r1"),
					      .original = text("o1") },
		&event, &field));
	ck_assert(slice_is(event.order, "o1"));
	ck_assert_ptr_null(wrong_with((struct point_row){ .kind = text("order"),
					      .amount = &paid,
					      .order = text("o2"),
					      .original = text("o1") },
		&event, &field));
	ck_assert(slice_is(event.order, "o2"));
	ck_assert_ptr_null(
		wrong_with((struct point_row){ .kind = text("redeem"), .points = text("1,200") },
			&event, &field));
	ck_assert_int_eq(event.points, 1200);
	ck_assert_ptr_null(
		wrong_with((struct point_row){ .kind = text("activity") }, &event, &field));
	ck_assert_int_eq(event.points, 0);

	ck_assert_ptr_nonnull(wrong_with((struct point_row){ 0 }, &event, &field));
	ck_assert_int_eq(field, POINT_FIELD_AMOUNT);
	ck_assert_ptr_nonnull(
		wrong_with((struct point_row){ .kind = text("gift") }, &event, &field));
	ck_assert_int_eq(field, POINT_FIELD_KIND);
	ck_assert_ptr_nonnull(wrong_with(
		(struct point_row){ .kind = text("activity"), .unruled = true }, &event, &field));
	ck_assert_int_eq(field, POINT_FIELD_POINTS);
	ck_assert_ptr_nonnull(
		wrong_with((struct point_row){ .kind = text("activity"), .points = text("-1") },
			&event, &field));
	ck_assert_ptr_nonnull(
		wrong_with((struct point_row){ .kind = text("adjust") }, &event, &field));
	ck_assert_ptr_nonnull(
		wrong_with((struct point_row){ .kind = text("redeem"), .points = text("1.5") },
			&event, &field));
}
END_TEST

/* --- the model: every point by itself --- */

static uint64_t seed;

static int64_t
draw(int64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)below);
}

#define ORDERS 4
#define DOTS   200000

struct happening {
	day             day;
	int             second;      /* -1: no time */
	enum point_kind kind;
	int             order;       /* 0: none; 'a'.. */
	int64_t         cents, half_rate, points;
	uint64_t        extras;
	bool            played;
};

enum fate { HERE, SPENT, EXPIRED, BACK };

struct dot {
	day       last;
	int       order;
	enum fate fate;
};

static struct {
	struct dot dot[DOTS];
	int        dots;
	int64_t    owed, earned, redeemed, adjusted, expired, reversed, refused, cents;
	struct {
		bool     known;
		int64_t  bought, back, worth, worth_back, points;   /* cents, half points a yuan */
		uint64_t extras;
	} order[128];
} model;

static int64_t
model_here(void)
{
	int64_t here = 0;

	for (int i = 0; i < model.dots; i++)
		here += model.dot[i].fate == HERE;
	return here;
}

static void
model_earn(int64_t points, int order, day today)
{
	for (; points > 0; points--) {
		struct dot *dot = &model.dot[model.dots++];

		ck_assert_int_lt(model.dots, DOTS);
		*dot = (struct dot){ expiry_last(terms.expiry, today), order, HERE };
		if (model.owed) {
			model.owed--;
			dot->fate = SPENT;
		}
	}
}

static void
model_take(int64_t points)
{
	for (; points > 0; points--) {
		struct dot *first = NULL;

		for (int i = 0; i < model.dots; i++)
			if (model.dot[i].fate == HERE &&
				(!first || model.dot[i].last < first->last))
				first = &model.dot[i];
		if (first)
			first->fate = SPENT;
		else
			model.owed++;
	}
}

static struct dot *
model_first(int order, enum fate fate)
{
	for (int i = 0; i < model.dots; i++)
		if (model.dot[i].order == order && model.dot[i].fate == fate)
			return &model.dot[i];
	return NULL;
}

static void
model_take_back(int64_t points, int order)
{
	struct dot *dot;

	for (; points > 0; points--)
		if (order && (dot = model_first(order, HERE))) {
			dot->fate = BACK;
			model.reversed++;
		} else if (order && (dot = model_first(order, EXPIRED))) {
			dot->fate = BACK;
		} else {
			model.reversed++;
			model_take(1);
		}
}

/* The largest whole number of points that the kept part is worth. */
static int64_t
model_points(int order)
{
	int64_t points = 0, kept = model.order[order].bought - model.order[order].back;

	if (!model.order[order].known) {
		while ((points + 1) * 200 <= model.order[order].worth_back)
			points++;
		return -points;
	}
	if (model.order[order].back && kept <= 0)
		return 0;
	while (model.order[order].bought &&
		(points + 1) * 200 * model.order[order].bought <= model.order[order].worth * kept)
		points++;
	for (int i = 0; i < POINT_EXTRAS; i++)
		if (model.order[order].extras >> i & 1)
			points += terms.extra[i];
	return points;
}

static void
model_amount(const struct happening *h)
{
	int order = h->order;
	int64_t change;

	if (!order)
		memset(&model.order[0], 0, sizeof model.order[0]);
	if (h->kind == POINT_ORDER && h->cents >= 0) {
		model.order[order].known = true;
		model.order[order].bought += h->cents;
		model.order[order].worth += h->cents * h->half_rate;
		model.order[order].extras |= h->extras;
		model.cents += h->cents;
	} else {
		model.order[order].back += llabs(h->cents);
		model.order[order].worth_back += llabs(h->cents) * h->half_rate;
		model.cents -= llabs(h->cents);
	}
	change = model_points(order) - model.order[order].points;
	model.order[order].points += change;
}

/* The order's points changed from `before`: they come or go. */
static void
model_settle(int order, int64_t before, day today)
{
	int64_t change = model.order[order].points - before;

	if (change > 0) {
		model.earned += change;
		model_earn(change, order, today);
	} else {
		model_take_back(-change, order);
	}
}

/* True when a is played before b: the words of the page, one after the other. */
static bool
model_before(const struct happening *a, const struct happening *b)
{
	if (a->day != b->day)
		return a->day < b->day;
	if ((a->second < 0) != (b->second < 0))
		return b->second < 0;
	if (a->second != b->second)
		return a->second < b->second;
	if (a->kind != b->kind)
		return a->kind < b->kind;
	if ((a->order == 0) != (b->order == 0))
		return b->order == 0;
	if (a->order != b->order)
		return a->order < b->order;
	return llabs(a->points) < llabs(b->points) && a->kind == POINT_REDEEM;
}

static void
model_day_ends(day today)
{
	for (int i = 0; i < model.dots; i++)
		if (model.dot[i].fate == HERE && model.dot[i].last == today) {
			model.dot[i].fate = EXPIRED;
			model.expired++;
		}
}

static void
model_play_one(struct happening *event, int events, struct happening *h)
{
	int64_t before = h->order ? model.order[h->order].points : 0;

	h->played = true;
	switch (h->kind) {
	case POINT_ORDER:
	case POINT_REFUND:
		model_amount(h);
		for (int i = 0; h->order && i < events; i++)
			if (!event[i].played && event[i].order == h->order &&
				event[i].day == h->day && event[i].kind == h->kind) {
				event[i].played = true;
				model_amount(&event[i]);
			}
		model_settle(h->order, before, h->day);
		break;
	case POINT_ACTIVITY:
		model.earned += h->points;
		model_earn(h->points, 0, h->day);
		break;
	case POINT_REDEEM:
		if (llabs(h->points) > model_here() - model.owed) {
			model.refused++;
		} else {
			model.redeemed += llabs(h->points);
			model_take(llabs(h->points));
		}
		break;
	case POINT_ADJUST:
		model.adjusted += h->points;
		model_earn(h->points, 0, h->day);
		model_take(-h->points);
		break;
	}
}

static void
model_play(struct happening *event, int events, day first, day as_of)
{
	memset(&model, 0, sizeof model);
	for (int i = 0; i < events; i++)
		event[i].played = false;
	for (day today = first; today <= as_of; today++) {
		struct happening *next;

		do {
			next = NULL;
			for (int i = 0; i < events; i++)
				if (!event[i].played && event[i].day == today &&
					(!next || model_before(&event[i], next)))
					next = &event[i];
			if (next)
				model_play_one(event, events, next);
		} while (next);
		if (today < as_of)
			model_day_ends(today);
	}
}

/* --- many random histories --- */

static const char *const policies[] = { "never", "year-end:0", "year-end:1", "year-end:2", "12m",
	"1m", "30d", "0d" };

static void
happening_draw(struct happening *h, day first, int days)
{
	int64_t dice = draw(10);

	*h = (struct happening){ .day = first + (day)draw(days), .second = (int)draw(6) - 1 };
	h->kind = dice < 4 ? POINT_ORDER
		: dice < 6 ? POINT_REFUND
		: dice < 7 ? POINT_ACTIVITY
		: dice < 9 ? POINT_REDEEM
			   : POINT_ADJUST;
	if (h->kind == POINT_ORDER || h->kind == POINT_REFUND) {
		h->order = draw(4) ? 'a' + (int)draw(ORDERS) : 0;
		h->cents = draw(4) ? draw(3000) : draw(4) * 100;
		if (draw(5) == 0)
			h->cents = -h->cents;
		h->half_rate = draw(3) ? 2 : draw(6);
		h->extras = draw(4) ? 0 : (uint64_t)draw(4);
	} else {
		h->points = draw(40);
		if (h->kind != POINT_ACTIVITY && draw(2))
			h->points = -h->points;
	}
}

static void
happening_add(const struct happening *h)
{
	char name = (char)h->order;
	struct point_event event = {
		.at = (moment)h->day * DAY_SECONDS + (h->second > 0 ? h->second : 0),
		.timed = h->second >= 0,
		.kind = h->kind,
		.amount = h->cents * (MONEY_UNIT / 100),
		.rate = h->half_rate * (RATE_UNIT / 2),
		.extras = h->extras,
		.points = h->points,
		.order = slice_of(&name, h->order != 0),
	};

	ledger_add(&ledger, &event);
}

/* What the ledger told: a lot comes with its points, then only loses, and never after its end. */
static struct {
	int64_t left[EVENTS * 2];
	day     last[EVENTS * 2];
	size_t  lots;
	int64_t balance;
} told;

static void
listen(void *context, const struct movement *m)
{
	ck_assert_ptr_eq(context, &told);
	if (m->kind == MOVE_REFUSE) {
		ck_assert_int_gt(m->points, told.balance);
		return;
	}
	told.balance += m->points;
	if (m->lot == MOVEMENT_NO_LOT) {
		ck_assert_int_lt(m->points, 0);
		ck_assert_int_lt(told.balance, 0);
		return;
	}
	ck_assert_int_le(m->day, m->lot_last);
	if (m->points > 0) {
		ck_assert_int_eq(m->lot, told.lots);
		told.lots++;
		told.last[m->lot] = m->lot_last;
		told.left[m->lot] = m->points;
	} else {
		ck_assert_int_lt(m->lot, told.lots);
		ck_assert_int_eq(m->lot_last, told.last[m->lot]);
		if (m->kind == MOVE_EXPIRE)
			ck_assert_int_eq(m->day, m->lot_last);
		told.left[m->lot] += m->points;
		ck_assert_int_ge(told.left[m->lot], 0);
	}
}

static void
result_check(const struct ledger_result *r, int history)
{
	ck_assert_msg(r->earned == model.earned, "history %d: earned %ld, not %ld", history,
		(long)r->earned, (long)model.earned);
	ck_assert_msg(r->reversed == model.reversed, "history %d: reversed %ld, not %ld", history,
		(long)r->reversed, (long)model.reversed);
	ck_assert_msg(r->refused == model.refused, "history %d: refused %ld, not %ld", history,
		(long)r->refused, (long)model.refused);
	ck_assert_msg(r->redeemed == model.redeemed, "history %d: redeemed", history);
	ck_assert_msg(r->adjusted == model.adjusted, "history %d: adjusted", history);
	ck_assert_msg(r->expired == model.expired, "history %d: expired %ld, not %ld", history,
		(long)r->expired, (long)model.expired);
	ck_assert_msg(r->balance == model_here() - model.owed, "history %d: balance", history);
	ck_assert_msg(
		r->balance == r->earned + r->adjusted - r->redeemed - r->expired - r->reversed,
		"history %d: identity", history);
	ck_assert_msg(r->spend == (money_sum)model.cents * 100, "history %d: spend", history);
}

START_TEST(random_histories_agree_with_the_model_in_any_order)
{
	static struct happening event[EVENTS];
	day first = on("2023-11-01");

	for (int history = 0; history < HISTORIES; history++) {
		int events, days;
		struct ledger_result r, again;
		day as_of;

		seed = (uint64_t)history;
		events = 1 + (int)draw(EVENTS);
		days = draw(2) ? 20 : 900;
		as_of = first + (day)draw(days + days / 2);
		start(policies[draw(sizeof policies / sizeof *policies)]);
		for (int i = 0; i < events; i++) {
			happening_draw(&event[i], first, days);
			happening_add(&event[i]);
		}
		memset(&told, 0, sizeof told);
		terms.moved = listen;
		terms.context = &told;
		ck_assert(ledger_play(&ledger, as_of, &r));
		ck_assert(ledger_balances(&ledger));
		ck_assert_int_eq(told.balance, r.balance);
		ck_assert_int_eq(
			ledger_expiring(&ledger, INT32_MAX), r.balance > 0 ? r.balance : 0);
		model_play(event, events, first, as_of);
		result_check(&r, history);

		/* The same events, in another order. */
		terms.moved = NULL;
		ledger_clear(&ledger);
		for (int i = events - 1; i > 0; i--) {
			int k = (int)draw(i + 1);
			struct happening kept = event[i];

			event[i] = event[k];
			event[k] = kept;
		}
		for (int i = 0; i < events; i++)
			happening_add(&event[i]);
		ck_assert(ledger_play(&ledger, as_of, &again));
		ck_assert_int_eq(r.balance, again.balance);
		ck_assert_int_eq(r.expired, again.expired);
		ck_assert_int_eq(r.next_expiry, again.next_expiry);
		ck_assert_int_eq(r.reversed, again.reversed);
		finish();
	}
}
END_TEST

SUITE(crm_points)
{
	Suite *suite = suite_create("crm/points");
	TCase *hand = tcase_create("by hand");
	TCase *random = tcase_create("random histories");

	tcase_add_test(hand, an_order_earns_whole_points_of_its_sum);
	tcase_add_test(hand, points_are_there_on_their_last_day);
	tcase_add_test(hand, what_expires_first_is_spent_first);
	tcase_add_test(hand, a_redemption_over_the_balance_takes_nothing);
	tcase_add_test(hand, a_day_earns_before_it_spends_unless_times_say_otherwise);
	tcase_add_test(hand, a_refund_leaves_the_points_of_what_is_kept);
	tcase_add_test(hand, a_refund_of_spent_points_is_owed_and_paid_by_the_next);
	tcase_add_test(hand, expired_points_are_not_taken_back_again);
	tcase_add_test(hand, extras_come_once_an_order_and_go_with_it);
	tcase_add_test(hand, a_refund_of_no_known_order_takes_its_own_points);
	tcase_add_test(hand, later_events_are_not_looked_at);
	tcase_add_test(hand, the_largest_amounts_are_exact_or_refused);
	tcase_add_test(hand, words_are_read);
	tcase_add_test(hand, rows_are_read);
	suite_add_tcase(suite, hand);

	tcase_set_timeout(random, 120);
	tcase_add_test(random, random_histories_agree_with_the_model_in_any_order);
	suite_add_tcase(suite, random);
	return suite;
}
