#include "crm/history.h"

size_t
history_kept(const struct history_plan *plan)
{
	return plan->windowed ? sizeof(struct history) : offsetof(struct history, recent_spent);
}

/* --- visits --- */

static uint32_t
dated_of(day date)
{
	return (uint32_t)(date - DAY_FIRST + 1) << 1;
}

day
visit_day(const struct visit *visit)
{
	return (day)(visit->dated >> 1) - 1 + DAY_FIRST;
}

static int64_t
visit_net(const struct visit *visit)
{
	return (int64_t)((uint64_t)visit->net[1] << 32 | visit->net[0]);
}

bool
visit_counts(const struct visit *visit)
{
	if (visit->dated >> 1 == 0)
		return false;
	return !(visit->dated & VISIT_REFUNDED) || visit_net(visit) > 0;
}

/*
 * Added modulo 2^64, so that the order of the entries does not matter: right
 * whenever the visit's net is an amount at all.
 */
void
visit_join(struct visit *visit, const struct visit *other)
{
	uint64_t net = (uint64_t)visit_net(visit) + (uint64_t)visit_net(other);
	uint32_t mine = visit->dated & ~VISIT_REFUNDED, theirs = other->dated & ~VISIT_REFUNDED;
	uint32_t first = theirs && (!mine || theirs < mine) ? theirs : mine;

	visit->net[0] = (uint32_t)net;
	visit->net[1] = (uint32_t)(net >> 32);
	visit->dated = first | ((visit->dated | other->dated) & VISIT_REFUNDED);
}

static struct visit
visit_of(const struct history_entry *entry)
{
	uint64_t net = (uint64_t)entry->sold + (uint64_t)entry->refunded;

	return (struct visit){
		.net = { (uint32_t)net, (uint32_t)(net >> 32) },
		.dated = (entry->sales ? dated_of(entry->date) : 0) |
			(entry->refunds ? VISIT_REFUNDED : 0),
	};
}

/* --- histories --- */

static bool
in_window(const struct history_plan *plan, day date)
{
	return plan->windowed && date > plan->after;
}

static void
add_money(
	struct history *history, const struct history_plan *plan, const struct history_entry *entry)
{
	money_sum amount = (money_sum)entry->sold + entry->refunded;

	history->spent += amount;
	if (in_window(plan, entry->date))
		history->recent_spent += amount;
}

static void
extend(day *first, day *last, bool begun, day date)
{
	if (!begun || date < *first)
		*first = date;
	if (!begun || date > *last)
		*last = date;
}

void
history_add(
	struct history *history, const struct history_plan *plan, const struct history_entry *entry)
{
	add_money(history, plan, entry);
	if (!entry->sales)
		return;
	extend(&history->first, &history->last, history->orders > 0, entry->date);
	history->orders += entry->sales;
	if (in_window(plan, entry->date))
		history->recent_orders += entry->sales;
}

void
history_add_visit(struct history *history, const struct history_plan *plan, struct visit *visit,
	const struct history_entry *entry)
{
	struct visit added = visit_of(entry);

	add_money(history, plan, entry);
	visit_join(visit, &added);
}

void
history_settle_visit(
	struct history *history, const struct history_plan *plan, const struct visit *visit)
{
	day date = visit_day(visit);

	if (!visit_counts(visit))
		return;
	extend(&history->first, &history->last, history->orders > 0, date);
	history->orders++;
	if (in_window(plan, date))
		history->recent_orders++;
}

void
history_count_days(
	struct history *history, const struct history_plan *plan, const day *date, size_t days)
{
	history->orders = (int64_t)days;
	if (days > 0) {
		history->first = date[0];
		history->last = date[days - 1];
	}
	if (!plan->windowed)
		return;
	history->recent_orders = 0;
	for (size_t i = 0; i < days; i++)
		history->recent_orders += in_window(plan, date[i]);
}

bool
history_recency(const struct history *history, day as_of, int64_t *days)
{
	if (!history->orders)
		return false;
	*days = (int64_t)as_of - history->last;
	return true;
}

bool
history_aov(const struct history *history, money *aov)
{
	return history->orders && money_divide(history->spent, history->orders, aov);
}
