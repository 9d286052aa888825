/*
 * The balances of crm-points: each customer's ledger played, checked, then printed.
 */
#include "crm-points.h"

#include <stdlib.h>

#include "run/command.h"
#include "value/text.h"

void
event_pack(const struct point_event *event, struct buffer *record)
{
	buffer_add(record, slice_of((const char *)event, sizeof *event));
	buffer_add(record, event->order);
}

struct point_event
event_unpack(struct slice record)
{
	struct point_event event;

	memcpy(&event, record.data, sizeof event);
	event.order.data = record.data + sizeof event;
	return event;
}

void
balances_release(struct balances *all)
{
	free(all->balance);
	arena_release(&all->names);
}

void
balances_play(struct balances *all, struct gather *gather, const struct ledger_terms *terms,
	struct span soon)
{
	struct slice customer, record;
	struct ledger ledger;
	__int128 total = 0, moved = 0;

	ledger_init(&ledger, terms);
	while (gather_key(gather, &customer)) {
		struct balance balance = { .customer = arena_copy(&all->names, customer) };
		struct ledger_result *p = &balance.points;
		char name[TEXT_QUOTED];
		money spend;

		ledger_clear(&ledger);
		while (gather_record(gather, &record)) {
			struct point_event event = event_unpack(record);

			ledger_add(&ledger, &event);
		}
		text_quote(customer, name);
		if (!ledger_play(&ledger, run_as_of(), p) || !money_from_sum(p->spend, &spend))
			fail(EXIT_DATA, "customer %s: amounts or points too large to add up", name);
		check_conserved(
			ledger_balances(&ledger), "the points of a customer do not balance");
		balance.expiring = ledger_expiring(&ledger, day_plus(run_as_of(), soon));
		total += p->balance;
		moved += (__int128)p->earned + p->adjusted - p->redeemed - p->expired - p->reversed;
		all->refused += p->refused;
		MEMORY_GROW(all->balance, all->capacity, all->count + 1);
		all->balance[all->count++] = balance;
	}
	check_conserved(total == moved, "the points of all customers do not balance");
	ledger_release(&ledger);
}

static void
report_balance(struct report *report, const struct balance *balance, const struct privileges *p)
{
	const struct ledger_result *points = &balance->points;
	const struct tier *tier = tiers_reached(&p->tiers, points->spend);
	const struct tier *next = tiers_next(&p->tiers, points->spend);

	report_text(report, balance->customer);
	report_integer(report, points->balance);
	report_integer(report, points->earned);
	report_integer(report, points->redeemed);
	report_integer(report, points->adjusted);
	report_integer(report, points->expired);
	report_integer(report, points->reversed);
	report_day(report, points->next_expiry);
	report_integer(report, balance->expiring);
	report_text(report, tier ? tier->name : SLICE_EMPTY);
	report_privileges(report, p, tier);
	report_sum(report, points->spend, "spend");
	if (next)
		report_sum(report, next->minimum - points->spend, "spend to the next tier");
	else
		report_empty(report);
	report_end(report);
}

void
balances_report(const struct balances *all, const struct privileges *p, struct slice customer)
{
	static const char *const figure[] = { "balance", "earned", "redeemed", "adjusted",
		"expired", "reversed", "next_expiry", "expiring", "tier", "price_factor",
		"free_shipping" };
	struct report *report = report_new();

	report_column(report, customer);
	report_columns(report, figure, sizeof figure / sizeof *figure);
	for (size_t i = 0; i < p->count; i++)
		report_column(report, p->name[i]);
	report_column(report, slice_from("spend"));
	report_column(report, slice_from("to_next_tier"));
	for (size_t i = 0; i < all->count; i++)
		report_balance(report, &all->balance[i], p);
	report_finish(report);
}
