#include "crm/point_report.h"

#include <stdlib.h>

#include "value/memory.h"

#define NO_PERIOD INT32_MIN

void
point_report_init(struct point_report *report, bool monthly)
{
	*report = (struct point_report){ .monthly = monthly, .seed = hash_seed_draw() };
	report->changes = groups_new(&(struct groups_spec){ .kept = sizeof(__int128) });
	report->places = groups_new(&(struct groups_spec){ .kept = sizeof(size_t) });
}

void
point_report_release(struct point_report *report)
{
	groups_free(report->changes);
	groups_free(report->places);
	free(report->period);
}

period_index
period_of(bool monthly, day when)
{
	struct date date;

	if (!monthly)
		return when;
	date = day_to_date(when);
	return date.year * 12 + date.month - 1;
}

void
point_report_begin(struct point_report *report)
{
	report->active = report->redeeming = NO_PERIOD;
}

static void *
kept(const struct point_report *report, struct groups *groups, const void *key, size_t size)
{
	struct slice bytes = slice_of(key, size);

	return group_kept(groups_find(groups, bytes, hash_bytes(bytes, report->seed)));
}

static struct point_period *
period_at(struct point_report *report, period_index at)
{
	size_t *place = kept(report, report->places, &at, sizeof at);

	if (!*place) {
		MEMORY_GROW(report->period, report->capacity, report->count + 1);
		report->period[report->count++] = (struct point_period){ .at = at };
		*place = report->count;
	}
	return &report->period[*place - 1];
}

static void
change(struct point_report *report, period_index at, day earned, int64_t points)
{
	period_index key[2] = { at, period_of(report->monthly, earned) };
	__int128 *sum;

	if (!points)
		return;
	sum = kept(report, report->changes, key, sizeof key);
	*sum += points;
}

void
point_report_move(struct point_report *report, const struct movement *m)
{
	period_index at = period_of(report->monthly, m->day);
	struct point_period *period = period_at(report, at);

	period->moved[m->kind] += m->points;
	if (m->lot == NO_LOT)
		period->debts -= m->points;
	else
		change(report, at, m->earned, m->points - m->settled);
	period->debts -= m->settled;
	if (m->kind == MOVE_REDEEM && report->redeeming != at) {
		report->redeeming = at;
		period->redeeming++;
	}
}

void
point_report_play(struct point_report *report, day when, money_sum discount, money_sum shipping)
{
	period_index at = period_of(report->monthly, when);
	struct point_period *period = period_at(report, at);

	period->discount += discount;
	period->shipping += shipping;
	if (report->active == at)
		return;
	report->active = at;
	period->active++;
}

/* --- at the end --- */

static int
compare_periods(const void *left, const void *right)
{
	const struct point_period *a = left, *b = right;

	return (a->at > b->at) - (a->at < b->at);
}

/* In the order of periods, none left out. */
static void
fill_in(struct point_report *report, day last)
{
	period_index upto = period_of(report->monthly, last), first;
	struct point_period *all;
	size_t count, taken = 0;

	if (!report->count)
		return;
	qsort(report->period, report->count, sizeof *report->period, compare_periods);
	first = report->period[0].at;
	if (report->period[report->count - 1].at > upto)
		upto = report->period[report->count - 1].at;
	count = (size_t)(upto - first) + 1;
	all = memory_zeroed(count, sizeof *all);
	for (size_t i = 0; i < count; i++) {
		if (taken < report->count && report->period[taken].at == first + (period_index)i)
			all[i] = report->period[taken++];
		all[i].at = first + (period_index)i;
	}
	free(report->period);
	report->period = all;
	report->count = report->capacity = count;
}

/* Points earned in one period that are left; few periods have any. */
struct vintage {
	period_index earned, at;
	__int128 points;
};

static int
compare_vintages(const void *left, const void *right)
{
	const struct vintage *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->earned > b->earned) - (a->earned < b->earned);
}

static struct vintage *
changes_in_order(const struct point_report *report, size_t *count)
{
	struct vintage *vintage;

	*count = groups_count(report->changes);
	vintage = memory_zeroed(*count + 1, sizeof *vintage);
	for (size_t i = 0; i < *count; i++) {
		struct group *group = groups_at(report->changes, i);
		period_index key[2];

		memcpy(key, group_key(group).data, sizeof key);
		vintage[i] = (struct vintage){ key[1], key[0], *(__int128 *)group_kept(group) };
	}
	qsort(vintage, *count, sizeof *vintage, compare_vintages);
	return vintage;
}

static enum point_age
age_of(const struct point_report *report, period_index earned, period_index now)
{
	int months = report->monthly ? now - earned : day_months_between(earned, now);

	return months < 3 ? AGE_UNDER_3M
		: months < 6  ? AGE_3_6M
		: months < 12 ? AGE_6_12M
			      : AGE_OVER_12M;
}

/* Adds a change to what is left of its vintage. */
static void
vintage_add(struct vintage *left, size_t *count, const struct vintage *change)
{
	size_t at = *count;

	while (at > 0 && left[at - 1].earned > change->earned)
		at--;
	if (at > 0 && left[at - 1].earned == change->earned) {
		left[at - 1].points += change->points;
		return;
	}
	memmove(left + at + 1, left + at, (*count - at) * sizeof *left);
	left[at] = *change;
	++*count;
}

void
point_report_finish(struct point_report *report, day last)
{
	size_t changes, done = 0, left = 0;
	struct vintage *changed, *vintage;
	__int128 outstanding = 0, owed = 0, expired = 0, redeemed = 0;

	fill_in(report, last);
	changed = changes_in_order(report, &changes);
	vintage = memory_zeroed(changes + 1, sizeof *vintage);
	for (size_t i = 0; i < report->count; i++) {
		struct point_period *period = &report->period[i];
		size_t remain = 0;

		for (; done < changes && changed[done].at == period->at; done++)
			vintage_add(vintage, &left, &changed[done]);
		for (size_t k = 0; k < left; k++) {
			if (!vintage[k].points)
				continue;
			vintage[remain++] = vintage[k];
			period->age[age_of(report, vintage[k].earned, period->at)] +=
				vintage[k].points;
		}
		left = remain;
		for (int kind = 0; kind < MOVEMENTS; kind++)
			outstanding += period->moved[kind];
		owed += period->debts;
		expired -= period->moved[MOVE_EXPIRE];
		redeemed -= period->moved[MOVE_REDEEM] + period->moved[MOVE_RESTORE];
		period->outstanding = outstanding;
		period->owed = owed;
		period->expired = expired;
		period->redeemed = redeemed;
	}
	free(changed);
	free(vintage);
}

void
point_breakage(const struct point_period *period, __int128 *numerator, __int128 *denominator)
{
	*numerator = period->expired;
	*denominator = period->expired + period->redeemed;
}
