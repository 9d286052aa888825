/* A ledger that is put back from its state plays on as the one it was. */
#include "crm/point_state.h"
#include "dates.h"
#include "unit.h"

static struct earning_rules rules;
static struct ledger_terms  terms;
static struct ledger        whole, before, after;

static void
start(void)
{
	terms = (struct ledger_terms){ .rules = &rules,
		.expiry = { .form = EXPIRY_SPAN, .span = { .months = 6 } },
		.pending = { .days = 10 },
		.round_lines = true,
		.cap_day = INT64_MAX,
		.cap_month = 500,
		.tiers.window = WINDOW_12M,
		.tiers.downgrade = DOWNGRADE_STEP,
		.from = DAY_NONE,
		.since = DAY_NONE,
		.forgotten = DAY_NONE };
	tiers_builtin(&terms.tiers.tiers);
	ledger_init(&whole, &terms);
	ledger_init(&before, &terms);
	ledger_init(&after, &terms);
}

static void
finish(void)
{
	ledger_release(&whole);
	ledger_release(&before);
	ledger_release(&after);
	tiers_release(&terms.tiers.tiers);
}

static void
add(struct ledger *ledger, const char *when, enum point_kind kind, const char *document,
	int64_t value, const char *original)
{
	struct point_more  more = { .original = slice_from(original) };
	struct point_event event = { .kind = kind,
		.document = slice_from(document),
		.more = &more,
		.has_amount = kind <= POINT_REFUND,
		.has_points = kind > POINT_REFUND };

	*(kind <= POINT_REFUND ? &event.amount : &event.points) = value;
	event.at = (moment)on(when) * DAY_SECONDS;
	ledger_add(ledger, &event, false);
}

static void
put_back(void *context, const struct state_row *row)
{
	const char *wrong = ledger_restore(context, row);

	ck_assert_msg(!wrong, "%s", wrong);
}

static void
add_first(struct ledger *ledger)
{
	add(ledger, "2026-01-05", POINT_ORDER, "A", 12345678, "");
	add(ledger, "2026-01-05", POINT_ORDER, "A", 666, "");
	add(ledger, "2026-02-01", POINT_ORDER, "B", 1005000, "");
	add(ledger, "2026-02-10", POINT_REDEEM, "g", 300, "");
	add(ledger, "2026-02-11", POINT_ADJUST, "", -90, "");
}

static void
add_later(struct ledger *ledger)
{
	add(ledger, "2026-02-13", POINT_REFUND, "r", 5000000, "A");
	add(ledger, "2026-02-14", POINT_RETURN, "x", 250, "g");
	add(ledger, "2026-02-15", POINT_ORDER, "B", 7770000, "");
	add(ledger, "2026-03-15", POINT_REDEEM, "h", 20, "");
}

START_TEST(a_cut_changes_nothing)
{
	struct ledger_result all, first, second;

	add_first(&whole);
	add_later(&whole);
	ck_assert(ledger_play(&whole, on("2026-12-31"), &all));
	add_first(&before);
	ck_assert(ledger_play(&before, on("2026-02-12"), &first));
	terms.since = on("2026-02-12");
	ledger_state(&before, DAY_NONE, put_back, &after);
	add_first(&after);
	add_later(&after);
	ck_assert(ledger_play(&after, on("2026-12-31"), &second));
	ck_assert(ledger_balances(&after));
	ck_assert_int_eq(second.repeats, 5);
	ck_assert_int_eq(second.refused[REFUSED_LATE], 0);
	ck_assert_int_eq(all.balance, second.balance);
	ck_assert_int_eq(all.earned, second.earned);
	ck_assert_int_eq(all.reversed, second.reversed);
	ck_assert_int_eq(all.expired, second.expired);
	ck_assert_int_eq(all.restored, 250);
	ck_assert_int_eq(second.restored, 250);
	ck_assert_int_eq(all.tier, second.tier);
	ck_assert_int_eq(all.tier_until, second.tier_until);
	ck_assert(all.spend == second.spend && all.figures.spend == second.figures.spend);
}
END_TEST

START_TEST(rows_that_make_no_sense_are_refused)
{
	terms.since = on("2026-01-01");
	ck_assert_ptr_nonnull(ledger_restore(
		&after, &(struct state_row){ .kind = STATE_SUM, .name = slice_from("x") }));
	ck_assert_ptr_nonnull(ledger_restore(
		&after, &(struct state_row){ .kind = STATE_TIER, .name = slice_from("x") }));
	ck_assert_ptr_nonnull(ledger_restore(&after, &(struct state_row){ .kind = STATE_ORDER }));
	ck_assert_ptr_nonnull(ledger_restore(&after, &(struct state_row){ .kind = STATE_LOT }));
	ck_assert_ptr_nonnull(ledger_restore(
		&after, &(struct state_row){ .kind = STATE_LOT, .lot = UINT32_MAX }));
	ck_assert_ptr_nonnull(ledger_restore(
		&after, &(struct state_row){ .kind = STATE_LOT, .lot = 1, .points = -1 }));
	ck_assert_ptr_nonnull(ledger_restore(&after,
		&(struct state_row){ .kind = STATE_LINE, .document = slice_from("nowhere") }));
	ck_assert_ptr_nonnull(ledger_restore(
		&after, &(struct state_row){ .kind = STATE_TAKEN, .has_points = true, .lot = 1 }));
	ck_assert_ptr_nonnull(ledger_restore(
		&after, &(struct state_row){ .kind = STATE_SEEN, .name = slice_from("x") }));
	ck_assert_ptr_nonnull(
		ledger_restore(&after, &(struct state_row){ .kind = STATE_REFERRAL, .count = 65 }));
}
END_TEST

START_TEST(words_are_read)
{
	enum state_kind kind;

	for (int i = 0; i < STATE_KINDS; i++) {
		ck_assert(state_parse(slice_from(state_word((enum state_kind)i)), &kind));
		ck_assert_int_eq(kind, i);
	}
	ck_assert(!state_parse(slice_from("lots"), &kind));
}
END_TEST

SUITE(crm_point_state)
{
	Suite *suite = suite_create("crm/point_state");
	TCase *all = tcase_create("states");

	tcase_add_checked_fixture(all, start, finish);
	tcase_add_test(all, a_cut_changes_nothing);
	tcase_add_test(all, rows_that_make_no_sense_are_refused);
	tcase_add_test(all, words_are_read);
	suite_add_tcase(suite, all);
	return suite;
}
