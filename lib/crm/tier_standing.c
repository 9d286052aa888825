#include "crm/tier_standing.h"

#include <stdlib.h>

#include "value/memory.h"

void
standing_init(struct standing *standing, const struct tier_terms *terms)
{
	*standing = (struct standing){ .terms = terms };
	standing->nobody = tiers_reached(&terms->tiers, &standing->sum);
	tiers_range(&terms->tiers, &standing->sum, &standing->idle);
	standing_clear(standing);
}

void
standing_release(struct standing *standing)
{
	free(standing->dated);
}

void
standing_clear(struct standing *standing)
{
	standing->sum = (struct tier_figures){ 0 };
	standing->count = standing->from = 0;
	standing->until = DAY_NONE;
	standing->reached = standing->tier = standing->nobody;
	standing->range = standing->idle;
	standing->too_large = false;
}

/* --- the sum --- */

void
standing_reach(struct standing *standing)
{
	const struct tiers *tiers = &standing->terms->tiers;

	standing->reached = tiers_reached(tiers, &standing->sum);
	tiers_range(tiers, &standing->sum, &standing->range);
}

/* --- the window --- */

static day
window_first(enum tier_window window, day today)
{
	if (window == WINDOW_12M)
		return day_add_months(today, -12) + 1;
	return day_from_date((struct date){ day_to_date(today).year, 1, 1 });
}

/* What lies before the window counts no more. */
static void
leave_window(struct standing *standing, const struct tier_figures *gone)
{
	struct tier_figures *sum = &standing->sum;

	standing->too_large |= __builtin_sub_overflow(sum->spend, gone->spend, &sum->spend);
	standing->too_large |= __builtin_sub_overflow(sum->points, gone->points, &sum->points);
	sum->orders -= gone->orders;
	standing_reach(standing);
}

void
standing_move_window(struct standing *standing, day today)
{
	day first = window_first(standing->terms->window, today);

	for (; standing->from < standing->count; standing->from++) {
		const struct dated_figures *dated = &standing->dated[standing->from];

		if (dated->day >= first)
			break;
		leave_window(standing, &dated->figures);
	}
}

size_t
standing_dated_place(struct standing *standing, day today)
{
	if (standing->count && standing->dated[standing->count - 1].day == today)
		return standing->count - 1;
	MEMORY_GROW(standing->dated, standing->capacity, standing->count + 1);
	standing->dated[standing->count] = (struct dated_figures){ .day = today };
	return standing->count++;
}

/* --- from a state --- */

void
standing_restore(struct standing *standing, const struct tier_figures *sum)
{
	standing->sum = *sum;
	standing_reach(standing);
}

void
standing_restore_day(struct standing *standing, const struct dated_figures *dated, day today)
{
	size_t place = standing_place(standing, dated->day);

	standing->dated[place].figures = dated->figures;
	if (dated->day < window_first(standing->terms->window, today))
		standing->from = place + 1;
}

size_t
standing_find(const struct standing *standing, day when)
{
	size_t low = 0, high = standing->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (standing->dated[middle].day < when)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* --- the tier --- */

/* The next 31 December, today not counted when it is over. */
static day
year_end(day today, bool closed)
{
	day last = day_from_date((struct date){ day_to_date(today).year, 12, 31 });

	if (closed && last == today)
		last = day_from_date((struct date){ day_to_date(today + 1).year, 12, 31 });
	return last;
}

static void
set_tier(struct standing *standing, int tier, day today, bool closed)
{
	const struct tier_terms *terms = standing->terms;

	standing->tier = tier;
	standing->until = DAY_NONE;
	if (terms->downgrade == DOWNGRADE_NEVER || tier <= standing->nobody)
		return;
	standing->until = terms->keeps ? day_plus(today, terms->keep) : year_end(today, closed);
}

void
standing_take(struct standing *standing, day today)
{
	set_tier(standing, standing->reached, today, false);
}

bool
standing_review(struct standing *standing, day today)
{
	int was = standing->tier, reached;

	standing_move(standing, today);
	reached = standing->reached;
	if (reached >= was)
		set_tier(standing, was, today, true);
	else if (standing->terms->downgrade == DOWNGRADE_STEP)
		set_tier(standing, was - 1, today, true);
	else
		set_tier(standing, reached, today, true);
	return standing->tier != was;
}
