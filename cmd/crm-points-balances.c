/*
 * The balances of crm-points: each customer's ledger played, checked, then printed.
 */
#include "crm-points.h"

#include <inttypes.h>

#include "run/summary.h"
#include "value/text.h"

void
balances_release(struct balances *all)
{
	kept_release(&all->kept);
}

static void
keep(struct balance *balance, const struct ledger *ledger, const struct ledger_result *r, day soon)
{
	const struct tiers *tiers = &ledger->terms->tiers.tiers;
	bool some_go = r->next_expiry != DAY_NONE && r->next_expiry <= soon;
	enum tier_basis basis = BASIS_SPEND;

	*balance = (struct balance){
		.balance = r->balance,
		.pending = r->pending,
		.opening = r->opening,
		.earned = r->earned,
		.redeemed = r->redeemed,
		.restored = r->restored,
		.transferred = r->transferred,
		.adjusted = r->adjusted,
		.expired = r->expired,
		.reversed = r->reversed,
		.forgiven = r->forgiven,
		.next_expiry = day_counted(r->next_expiry),
		.expiring = some_go ? ledger_expiring(ledger, soon) : 0,
		.tier = r->tier,
		.tier_until = day_counted(r->tier_until),
		.spend = r->spend,
	};
	if (r->tier + 1 < (int)tiers->count) {
		balance->wanting = tier_wanting(&tiers->tier[r->tier + 1], &r->figures, &basis);
		balance->wants = basis;
	}
}

static int64_t
refusals(const struct balances *all)
{
	int64_t sum = 0;

	for (int i = 0; i < REFUSALS; i++)
		sum += all->refused[i];
	return sum;
}

_Noreturn void
fail_too_large(struct slice customer)
{
	char name[TEXT_QUOTED];

	text_quote(customer, name);
	fail(EXIT_DATA, "customer %s: amounts or points too large to add up", name);
}

/* The same events under other rules. */
static void
play_other(struct ledger *other, struct slice customer, struct balance *balance)
{
	struct ledger_result result;

	if (!ledger_play(other, run_as_of(), &result))
		fail_too_large(customer);
	check_conserved(ledger_balances(other), "the points of a customer do not balance");
	balance->earned_otherwise = result.earned;
	balance->balance_otherwise = result.balance + result.pending;
}

static void
begin_stocks(const struct ledger_terms *terms, const struct ledger_terms *others, size_t customer)
{
	if (terms->stock)
		stock_begin(terms->stock, customer);
	if (others && others->stock)
		stock_begin(others->stock, customer);
}

static void
check_stock(const struct ledger_terms *terms)
{
	check_conserved(!terms || !terms->stock || stock_is_conserved(terms->stock),
		"other pieces of an item were taken than there are");
}

void
balances_play(struct balances *all, struct histories *histories, const struct ledger_terms *terms,
	const struct ledger_terms *others, const struct watcher watcher[WATCHERS])
{
	struct slice customer;
	struct ledger ledger, other;
	bool balanced = true;
	const day soon = day_plus(run_as_of(), set.soon);
	size_t number = 0;

	ledger_init(&ledger, terms);
	if (others)
		ledger_init(&other, others);
	while (histories_next(histories, &customer)) {
		struct ledger_result result;
		struct balance balance;

		ledger_clear(&ledger);
		if (others)
			ledger_clear(&other);
		begin_stocks(terms, others, number++);
		histories_fill(histories, (struct ledger *[]){ &ledger, others ? &other : NULL });
		for (int i = 0; i < WATCHERS; i++)
			if (watcher[i].begin)
				watcher[i].begin(watcher[i].context, customer);
		if (!ledger_play(&ledger, run_as_of(), &result))
			fail_too_large(customer);
		for (int i = 0; i < WATCHERS; i++)
			if (watcher[i].end)
				watcher[i].end(watcher[i].context, customer, &ledger);
		check_conserved(
			ledger_balances(&ledger), "the points of a customer do not balance");
		keep(&balance, &ledger, &result, soon);
		if (others)
			play_other(&other, customer, &balance);
		balance.customer = customer;
		balanced &= balance_of_moves(&balance) == balance.balance;
		for (int i = 0; i < REFUSALS; i++)
			all->refused[i] += result.refused[i];
		all->repeats += result.repeats;
		balance_keep(&all->kept, &balance);
	}
	check_conserved(balanced, "the points of all customers do not balance");
	check_stock(terms);
	check_stock(others);
	ledger_release(&ledger);
	if (others)
		ledger_release(&other);
	if (set.strict && refusals(all)) {
		balances_summary(all);
		fail(EXIT_DATA, "--strict: %" PRId64 " refused", refusals(all));
	}
}

static void
report_balance(struct report *report, const struct balance *balance, const struct privileges *p)
{
	const struct tiers *tiers = &set.terms.tiers.tiers;
	const struct tier *tier = balance->tier < 0 ? NULL : &tiers->tier[balance->tier];
	size_t number = (size_t)(balance->tier + 1);

	report_text(report, balance->customer);
	report_integers(report, balance->figure, BALANCE_POINTS);
	report_day(report, day_from_counted(balance->next_expiry));
	report_integer(report, balance->expiring);
	if (!report_common(report, number)) {
		report_text(report, tier ? tier->name : SLICE_EMPTY);
		report_privileges(report, p, tier);
		report_common_end(report, number);
	}
	report_money(report, balance->spend);
	if (balance->tier + 1 == (int)tiers->count)
		report_empty(report);
	else if (balance->wants == BASIS_SPEND)
		report_money(report, balance->wanting);
	else
		report_integer(report, balance->wanting);
	report_day(report, day_from_counted(balance->tier_until));
	report_end(report);
}

void
balances_columns(struct report *report, const struct privileges *p, struct slice customer)
{
	static const char *const figure[] = { "balance", "pending", "opening", "earned", "redeemed",
		"restored", "transferred", "adjusted", "expired", "reversed", "forgiven",
		"next_expiry", "expiring", "tier", "price_factor", "free_shipping" };
	static const char *const last[] = { "spend", "to_next_tier", "tier_until" };

	report_column(report, customer);
	report_columns(report, figure, sizeof figure / sizeof *figure);
	for (size_t i = 0; i < p->count; i++)
		report_column(report, p->name[i]);
	report_columns(report, last, sizeof last / sizeof *last);
}

void
balances_report(struct report *report, const struct balances *all, const struct privileges *p)
{
	struct kept_place place = { .piece = NULL };
	struct balance balance;

	while (balance_next(&all->kept, &place, &balance))
		report_balance(report, &balance, p);
	report_finish(report);
}

static void
report_what_if(struct report *report, struct slice customer, const __int128 figure[4])
{
	report_text(report, customer);
	for (int i = 0; i < 6; i++) {
		__int128 n = i % 3 == 2 ? figure[i / 3 * 2 + 1] - figure[i / 3 * 2]
					: figure[i / 3 * 2 + i % 3];

		if (n > INT64_MAX || n < INT64_MIN)
			fail(EXIT_DATA, "the points of all customers are too many to add up");
		report_integer(report, (int64_t)n);
	}
	report_end(report);
}

void
what_if_columns(struct report *report, struct slice customer)
{
	static const char *const figure[] = { "earned", "earned_what_if", "earned_more", "points",
		"points_what_if", "points_more" };

	report_column(report, customer);
	report_columns(report, figure, sizeof figure / sizeof *figure);
}

void
what_if_report(struct report *report, const struct balances *all)
{
	__int128 total[4] = { 0 };
	struct kept_place place = { .piece = NULL };
	struct balance b;

	while (balance_next(&all->kept, &place, &b)) {
		__int128 own[4] = { b.earned, b.earned_otherwise, (__int128)b.balance + b.pending,
			b.balance_otherwise };

		for (int k = 0; k < 4; k++)
			total[k] += own[k];
		report_what_if(report, b.customer, own);
	}
	report_last(report);
	report_what_if(report, slice_from("total"), total);
	report_finish(report);
}

void
balances_summary(const struct balances *all)
{
	if (all->repeats)
		summary_line(true, "%" PRId64 " repeated row%s left out", all->repeats,
			all->repeats == 1 ? "" : "s");
	for (int i = 0; i < REFUSALS; i++)
		if (all->refused[i])
			summary_line(true, "%" PRId64 " refused: %s", all->refused[i],
				refusal_word((enum refusal)i));
}
