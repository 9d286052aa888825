/*
 * The balances of crm-points: each customer's ledger played, checked, then printed.
 */
#include "crm-points.h"

#include <inttypes.h>
#include <stdlib.h>

#include "run/summary.h"
#include "value/text.h"

void
balances_release(struct balances *all)
{
	free(all->balance);
	arena_release(&all->names);
}

static struct balance
keep(const struct ledger *ledger, const struct ledger_result *r)
{
	const struct tiers *tiers = &ledger->terms->tiers.tiers;
	struct balance balance = {
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
		.next_expiry = r->next_expiry,
		.expiring = ledger_expiring(ledger, day_plus(run_as_of(), set.soon)),
		.tier = (int16_t)r->tier,
		.tier_until = r->tier_until,
	};
	enum tier_basis basis = BASIS_SPEND;

	if (r->tier + 1 < (int)tiers->count) {
		balance.wanting = tier_wanting(&tiers->tier[r->tier + 1], &r->figures, &basis);
		balance.wants = (uint16_t)basis;
	}
	return balance;
}

/* earned ... - reversed, as the page has it. */
static __int128
moved(const struct balance *b)
{
	return (__int128)b->opening + b->earned + b->restored + b->transferred + b->adjusted +
		b->forgiven - b->redeemed - b->expired - b->reversed;
}

static int64_t
refusals(const struct balances *all)
{
	int64_t sum = 0;

	for (int i = 0; i < REFUSALS; i++)
		sum += all->refused[i];
	return sum;
}

_Noreturn static void
fail_too_large(struct slice customer)
{
	char name[TEXT_QUOTED];

	text_quote(customer, name);
	fail(EXIT_DATA, "customer %s: amounts or points too large to add up", name);
}

void
balances_play(struct balances *all, struct histories *histories, const struct ledger_terms *terms,
	const struct watcher *watcher)
{
	struct slice customer;
	struct ledger ledger;
	__int128 there = 0, came = 0;

	ledger_init(&ledger, terms);
	while (histories_next(histories, &customer)) {
		struct ledger_result result;
		struct balance balance;

		ledger_clear(&ledger);
		histories_fill(histories, &ledger);
		if (watcher->begin)
			watcher->begin(watcher->context, customer);
		if (!ledger_play(&ledger, run_as_of(), &result))
			fail_too_large(customer);
		if (watcher->end)
			watcher->end(watcher->context, customer, &ledger);
		check_conserved(
			ledger_balances(&ledger), "the points of a customer do not balance");
		balance = keep(&ledger, &result);
		if (!money_from_sum(result.spend, &balance.spend))
			fail_too_large(customer);
		balance.customer = arena_copy(&all->names, customer);
		there += (__int128)balance.balance + balance.pending;
		came += moved(&balance);
		for (int i = 0; i < REFUSALS; i++)
			all->refused[i] += result.refused[i];
		all->repeats += result.repeats;
		MEMORY_GROW(all->balance, all->capacity, all->count + 1);
		all->balance[all->count++] = balance;
	}
	check_conserved(there == came, "the points of all customers do not balance");
	ledger_release(&ledger);
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

	report_text(report, balance->customer);
	report_integer(report, balance->balance);
	report_integer(report, balance->pending);
	report_integer(report, balance->opening);
	report_integer(report, balance->earned);
	report_integer(report, balance->redeemed);
	report_integer(report, balance->restored);
	report_integer(report, balance->transferred);
	report_integer(report, balance->adjusted);
	report_integer(report, balance->expired);
	report_integer(report, balance->reversed);
	report_integer(report, balance->forgiven);
	report_day(report, balance->next_expiry);
	report_integer(report, balance->expiring);
	report_text(report, tier ? tier->name : SLICE_EMPTY);
	report_privileges(report, p, tier);
	report_money(report, balance->spend);
	if (balance->tier + 1 == (int)tiers->count)
		report_empty(report);
	else if (balance->wants == BASIS_SPEND)
		report_money(report, balance->wanting);
	else
		report_integer(report, balance->wanting);
	report_day(report, balance->tier_until);
	report_end(report);
}

void
balances_report(const struct balances *all, const struct privileges *p, struct slice customer)
{
	static const char *const figure[] = { "balance", "pending", "opening", "earned", "redeemed",
		"restored", "transferred", "adjusted", "expired", "reversed", "forgiven",
		"next_expiry", "expiring", "tier", "price_factor", "free_shipping" };
	static const char *const last[] = { "spend", "to_next_tier", "tier_until" };
	struct report *report = report_new();

	report_column(report, customer);
	report_columns(report, figure, sizeof figure / sizeof *figure);
	for (size_t i = 0; i < p->count; i++)
		report_column(report, p->name[i]);
	report_columns(report, last, sizeof last / sizeof *last);
	for (size_t i = 0; i < all->count; i++)
		report_balance(report, &all->balance[i], p);
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
