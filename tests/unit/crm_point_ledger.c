/* Ledgers by hand, and thousands of random ones under every term. */
#include "crm/point_ledger.h"
#include "dates.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

static struct slice
text(const char *string)
{
	return slice_from(string);
}

static struct earning_rules rules;
static struct ledger_terms  terms;
static struct ledger        ledger;
static char                 story[4096];

/* Every movement as "kind points@lot balance; ". */
static void
note(void *context, const struct movement *m)
{
	size_t used = strlen(story);

	(void)context;
	snprintf(story + used, sizeof story - used, "%s %lld", movement_word(m->kind),
		(long long)m->points);
	used = strlen(story);
	if (m->lot != NO_LOT)
		snprintf(story + used, sizeof story - used, "@%u", m->lot);
	used = strlen(story);
	if (m->kind == MOVE_REFUSE)
		snprintf(story + used, sizeof story - used, " %s", refusal_word(m->refusal));
	used = strlen(story);
	snprintf(story + used, sizeof story - used, " =%lld; ", (long long)m->balance);
}

static void
start(const char *expiry)
{
	rules = (struct earning_rules){ 0 };
	terms = (struct ledger_terms){ .rules = &rules,
		.cap_day = INT64_MAX,
		.cap_month = INT64_MAX,
		.from = DAY_NONE,
		.since = DAY_NONE,
		.forgotten = DAY_NONE };
	ck_assert(expiry_parse(text(expiry), &terms.expiry));
	tiers_builtin(&terms.tiers.tiers);
	ledger_init(&ledger, &terms);
	*story = '\0';
}

static void
finish(void)
{
	ledger_release(&ledger);
	tiers_release(&terms.tiers.tiers);
}

static void
add_event(const struct point_event *event)
{
	ledger_add(&ledger, event, false);
}

/* `value`: an amount of orders and refunds, else points; "": none. */
static void
add(const char *when, const char *kind, const char *document, const char *value,
	const char *original)
{
	struct point_more  more = { .original = text(original) };
	struct point_event event = { .document = text(document), .more = &more };
	struct point_row row = { .kind = text(kind), .points = text(value), .ruled = true };
	bool rounded = false;
	enum point_field field;
	const char *wrong;

	ck_assert(moment_parse(text(when), &event.at, &event.timed));
	if (*kind == 'o' || strcmp(kind, "refund") == 0) {
		event.has_amount = money_parse(text(value), &event.amount, &rounded);
		row.points = SLICE_EMPTY;
	}
	wrong = point_event_read(&event, &row, &field);
	ck_assert_msg(!wrong, "%s", wrong);
	add_event(&event);
}

static struct ledger_result
played(const char *as_of)
{
	struct ledger_result result;

	ck_assert(ledger_play(&ledger, on(as_of), &result));
	ck_assert(ledger_balances(&ledger));
	return result;
}

START_TEST(a_refund_leaves_the_points_of_what_is_kept)
{
	struct ledger_result r;

	start("never");
	add("2026-03-01", "order", "A", "99.90", "");
	add("2026-03-02", "refund", "r1", "33.30", "A");
	add("2026-03-03", "refund", "r2", "33.30", "A");
	r = played("2026-03-03");
	/* floor(33.30) */
	ck_assert_int_eq(r.balance, 33);
	ck_assert_int_eq(r.reversed, 66);
	ck_assert(r.spend == 333000);
	finish();
}
END_TEST

START_TEST(a_redemption_that_is_undone_comes_back_where_it_was)
{
	start("12m");
	terms.moved = note;
	add("2025-01-10", "order", "A", "30", "");
	add("2025-02-10", "order", "B", "20", "");
	add("2025-03-01", "redeem", "g", "40", "");
	add("2025-03-02", "return-redeem", "x", "15", "g");
	add("2026-01-11", "return-redeem", "y", "", "g");
	played("2026-01-12");
	/* Of A's 30 and B's 10: B's 10 come back, then 5 of A's; the last 25 after A's last day. */
	ck_assert_str_eq(story,
		"earn 30@0 =30; earn 20@1 =50; redeem -30@0 =20; redeem -10@1 =10; "
		"restore 10@1 =20; restore 5@0 =25; expire -5@0 =20; restore 25@0 =45; "
		"expire -25@0 =20; ");
	finish();
}
END_TEST

START_TEST(what_cannot_be_done_is_refused)
{
	struct ledger_result r;

	start("never");
	terms.negative = NEGATIVE_REFUSE;
	add("2026-03-01", "order", "A", "50", "");
	add("2026-03-02", "redeem", "g", "40", "");
	add("2026-03-03", "refund", "r", "20", "A");
	add("2026-03-04", "refund", "r", "20", "Z");
	add("2026-03-05", "redeem", "h", "11", "");
	add("2026-03-06", "transfer", "t", "-11", "");
	add("2026-03-07", "return-redeem", "u", "41", "g");
	add("2026-03-08", "return-redeem", "v", "1", "h");
	add("2026-03-09", "adjust", "w", "-11", "");
	r = played("2026-03-09");
	ck_assert_int_eq(r.balance, 10);
	ck_assert_int_eq(r.refused[REFUSED_NEGATIVE], 2);
	ck_assert_int_eq(r.refused[REFUSED_ORIGINAL], 2);
	ck_assert_int_eq(r.refused[REFUSED_POINTS], 3);
	ck_assert(r.spend == 500000);
	finish();
}
END_TEST

START_TEST(what_is_wanting_may_be_forgiven)
{
	struct ledger_result r;

	start("never");
	terms.negative = NEGATIVE_FLOOR;
	add("2026-03-01", "order", "A", "50", "");
	add("2026-03-02", "redeem", "g", "40", "");
	add("2026-03-03", "refund", "r", "50", "A");
	r = played("2026-03-03");
	ck_assert_int_eq(r.balance, 0);
	ck_assert_int_eq(r.reversed, 50);
	ck_assert_int_eq(r.forgiven, 40);
	finish();
}
END_TEST

START_TEST(points_wait)
{
	struct ledger_result r;

	start("5d");
	terms.pending = (struct span){ .days = 7 };
	add("2026-03-01", "order", "A", "50", "");
	add("2026-03-03", "redeem", "g", "1", "");
	r = played("2026-03-06");
	ck_assert_int_eq(r.pending, 50);
	ck_assert_int_eq(r.refused[REFUSED_POINTS], 1);
	finish();
	start("never");
	terms.pending = (struct span){ .days = 7 };
	add("2026-03-01", "order", "A", "50", "");
	add("2026-03-02", "adjust", "a", "-20", "");
	add("2026-03-08", "redeem", "g", "30", "");
	r = played("2026-03-08");
	ck_assert_int_eq(r.balance, 0);
	ck_assert_int_eq(r.pending, 0);
	ck_assert_int_eq(r.redeemed, 30);
	finish();
}
END_TEST

START_TEST(caps_cut_for_good)
{
	struct ledger_result r;

	start("never");
	terms.cap_day = 100;
	terms.cap_month = 130;
	ledger_release(&ledger);
	ledger_init(&ledger, &terms);
	add("2026-03-01", "order", "A", "150", "");
	add("2026-03-02", "order", "B", "50", "");
	add("2026-03-03", "refund", "r", "75", "A");
	add("2026-04-01", "order", "C", "20", "");
	r = played("2026-04-01");
	/* A 100 of 150, half given back: 75; B 30 of 50; C 20 */
	ck_assert_int_eq(r.earned, 150);
	ck_assert_int_eq(r.balance, 125);
	finish();
}
END_TEST

START_TEST(lives_of_rules_have_their_own_lots)
{
	start("never");
	terms.moved = note;
	ck_assert(earning_add(&rules,
		(struct earning_rule){ .points = 50,
			.lives = true,
			.valid = { .form = EXPIRY_SPAN, .span = { .days = 10 } },
			.priority = INT64_MAX }));
	earning_rank(&rules);
	add_event(&(struct point_event){ .at = (moment)on("2026-03-01") * DAY_SECONDS,
		.has_amount = true,
		.amount = 106000,
		.document = text("A"),
		.more = &(struct point_more){ .fits = { 1 } } });
	add("2026-03-02", "refund", "r", "5.30", "A");
	played("2026-03-11");
	/* 10.6 + 50 = 60; 10 live for ever, 50 to 11 March; kept floor(30.3) = 30 */
	ck_assert_str_eq(story, "earn 10@0 =10; earn 50@1 =60; reverse -30@1 =30; ");
	finish();
}
END_TEST

START_TEST(the_opening_is_what_was_there_before)
{
	struct ledger_result r;

	start("1m");
	terms.from = on("2026-03-15");
	add("2026-02-01", "order", "A", "10", "");
	add("2026-02-20", "order", "B", "20", "");
	add("2026-03-20", "order", "C", "5", "");
	r = played("2026-03-25");
	ck_assert_int_eq(r.opening, 20);
	ck_assert_int_eq(r.expired, 20);
	ck_assert_int_eq(r.earned, 5);
	ck_assert_int_eq(r.balance, 5);
	finish();
}
END_TEST

/* --- random histories --- */

#define HISTORIES 3000
#define EVENTS    24

static uint64_t seed;

static unsigned
draw(unsigned below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

static struct point_event
draw_event(struct point_more *more)
{
	static const char *const document[] = { "", "a", "b", "c", "d" };
	static const char *const line[] = { "", "", "1", "2", "3", "4", "5", "6", "7", "8" };
	struct point_event event = { .at = (moment)(on("2025-01-01") + (day)draw(500)) *
			DAY_SECONDS,
		.kind = (enum point_kind)draw(POINT_KINDS),
		.document = text(document[draw(5)]),
		.more = more };

	*more = (struct point_more){ .original = text(document[draw(4)]) };
	more->line = text(line[draw(10)]);
	if (draw(3) == 0)
		event.kind = POINT_ORDER;
	if (draw(4) == 0) {
		event.timed = true;
		event.at += draw(3) * 3600;
	}
	if (event.kind <= POINT_REFUND) {
		event.has_amount = true;
		event.amount = (money)draw(2000000);
		if (event.kind == POINT_ORDER && draw(8) == 0)
			event.amount = -event.amount;
		more->fits[0] = event.kind == POINT_ORDER && event.amount >= 0 ? draw(8) : 0;
	} else if (event.kind != POINT_RETURN || draw(2)) {
		event.has_points = true;
		event.points = draw(150);
		if (event.kind == POINT_TRANSFER_OUT || (event.kind == POINT_ADJUST && draw(2)))
			event.points = -event.points - (event.kind == POINT_TRANSFER_OUT);
	}
	return event;
}

static void
draw_terms(void)
{
	static const char *const expiry[] = { "never", "year-end:0", "year-end:1", "12m", "90d",
		"month-end:3m" };

	start(expiry[draw(6)]);
	terms.negative = (enum negative)draw(3);
	terms.restore_fresh = draw(2);
	terms.rounding = (enum rounding)draw(3);
	terms.round_lines = draw(2);
	terms.stacking = (enum stacking)draw(2);
	terms.pending = (struct span){ .days = draw(2) ? 0 : (int32_t)draw(40) };
	if (draw(3) == 0)
		terms.cap_day = 100;
	if (draw(3) == 0)
		terms.cap_month = 150;
	terms.tiers.window = (enum tier_window)draw(3);
	terms.tiers.downgrade = (enum tier_downgrade)draw(3);
	for (int i = 0; i < 4; i++) {
		terms.tiers.tiers.tier[i].minimum[BASIS_SPEND] = i * 1500000;
		terms.tiers.tiers.tier[i].multiplier = 10000 + 2500 * i;
	}
	if (draw(3) == 0)
		terms.from = on("2025-06-30");
	earning_add(&rules,
		(struct earning_rule){ .multiplies = true, .factor = 15000, .priority = 3 });
	earning_add(&rules,
		(struct earning_rule){ .points = 7,
			.lives = true,
			.valid = { .form = EXPIRY_SPAN, .span = { .days = 20 } },
			.priority = 1 });
	earning_add(&rules,
		(struct earning_rule){ .gives = true,
			.rate = 5000,
			.lives = true,
			.valid = { .form = EXPIRY_SPAN, .span = { .months = 1 } },
			.tiers = 6,
			.priority = 2 });
	earning_rank(&rules);
	ledger_release(&ledger);
	ledger_init(&ledger, &terms);
}

/* Nothing is taken from a lot after its last day, unless it came back that day. */

static void
watch(void *context, const struct movement *m)
{
	static day back_on[EVENTS * 4];

	(void)context;
	if (m->lot == NO_LOT || m->kind == MOVE_REFUSE)
		return;
	ck_assert_uint_lt(m->lot, EVENTS * 4);
	if (m->points > 0)
		back_on[m->lot] = m->day;
	else
		ck_assert(m->day <= m->last || m->day == back_on[m->lot]);
}

static struct ledger_result
play_again(const struct point_event *event, const size_t *order, size_t events, uint32_t copies)
{
	ledger_clear(&ledger);
	for (uint32_t copy = 0; copy < copies; copy++)
		for (size_t i = 0; i < events; i++) {
			struct point_event one = event[order[i]];

			one.operand = copy;
			add_event(&one);
		}
	return played("2026-07-01");
}

static void
same(struct ledger_result a, struct ledger_result b)
{
	ck_assert_int_eq(a.balance, b.balance);
	ck_assert_int_eq(a.pending, b.pending);
	ck_assert_int_eq(a.opening, b.opening);
	ck_assert_int_eq(a.earned, b.earned);
	ck_assert_int_eq(a.reversed, b.reversed);
	ck_assert_int_eq(a.expired, b.expired);
	ck_assert_int_eq(a.redeemed, b.redeemed);
	ck_assert_int_eq(a.restored, b.restored);
	ck_assert_int_eq(a.forgiven, b.forgiven);
	ck_assert_int_eq(a.next_expiry, b.next_expiry);
	ck_assert_int_eq(a.tier, b.tier);
	ck_assert_int_eq(a.tier_until, b.tier_until);
	ck_assert(a.spend == b.spend);
}

START_TEST(no_order_of_rows_and_no_repeat_changes_a_ledger)
{
	for (seed = 1; seed <= HISTORIES;) {
		uint64_t round = seed;
		struct point_event event[EVENTS];
		struct point_more more[EVENTS];
		size_t order[EVENTS], events;
		struct ledger_result first, other;
		static char told[sizeof story];

		seed = round * 7919;
		draw_terms();
		events = draw(EVENTS) + 1;
		for (size_t i = 0; i < events; i++) {
			event[i] = draw_event(&more[i]);
			order[i] = i;
		}
		terms.moved = watch;
		play_again(event, order, events, 1);
		terms.moved = note;
		*story = '\0';
		first = play_again(event, order, events, 1);
		memcpy(told, story, sizeof told);
		for (size_t i = events; i-- > 1;) {
			size_t j = draw((unsigned)i + 1), kept = order[i];

			order[i] = order[j];
			order[j] = kept;
		}
		*story = '\0';
		other = play_again(event, order, events, 1);
		same(first, other);
		ck_assert_str_eq(told, story);
		terms.moved = NULL;
		same(first, play_again(event, order, events, 3));
		if (terms.from == DAY_NONE)
			ck_assert_int_le(first.reversed, first.earned);
		finish();
		seed = round + 1;
	}
}
END_TEST

SUITE(crm_point_ledger)
{
	Suite *suite = suite_create("crm/point_ledger");
	TCase *hand = tcase_create("by hand");
	TCase *random = tcase_create("random histories");

	tcase_add_test(hand, a_refund_leaves_the_points_of_what_is_kept);
	tcase_add_test(hand, a_redemption_that_is_undone_comes_back_where_it_was);
	tcase_add_test(hand, what_cannot_be_done_is_refused);
	tcase_add_test(hand, what_is_wanting_may_be_forgiven);
	tcase_add_test(hand, points_wait);
	tcase_add_test(hand, caps_cut_for_good);
	tcase_add_test(hand, lives_of_rules_have_their_own_lots);
	tcase_add_test(hand, the_opening_is_what_was_there_before);
	tcase_add_test(random, no_order_of_rows_and_no_repeat_changes_a_ledger);
	tcase_set_timeout(random, 60);
	suite_add_tcase(suite, hand);
	suite_add_tcase(suite, random);
	return suite;
}
