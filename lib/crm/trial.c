#include "crm/trial.h"

#include <math.h>
#include <stdlib.h>

#include "stat/interval.h"
#include "stat/sequential.h"
#include "stat/test.h"
#include "value/memory.h"

#define CENT (MONEY_UNIT / 100)

/* Past this a double does not tell cents apart, and no such campaign was ever run. */
#define MOST 9e13

bool
trial_head(struct trial_arm *arm, int64_t orders, money spent, money earned)
{
	money counted;

	arm->heads++;
	arm->buyers += orders > 0;
	arm->spenders += spent != 0;
	arm->orders += orders;
	arm->revenue += spent;
	return money_from_sum((money_sum)orders * MONEY_UNIT, &counted) &&
		moments_add(&arm->ordered, counted) && moments_add(&arm->spent, spent) &&
		moments_add(&arm->earned, earned);
}

/* --- names --- */

static const char *const name[TRIAL_FIGURES] = {
	[TRIAL_ASSIGNED] = "assigned",
	[TRIAL_BUYERS] = "buyers",
	[TRIAL_RATE] = "rate",
	[TRIAL_RATE_LOW] = "rate_low",
	[TRIAL_RATE_HIGH] = "rate_high",
	[TRIAL_RATE_DIFFERENCE] = "rate_difference",
	[TRIAL_RATE_DIFFERENCE_LOW] = "rate_difference_low",
	[TRIAL_RATE_DIFFERENCE_HIGH] = "rate_difference_high",
	[TRIAL_RATE_LIFT] = "rate_lift",
	[TRIAL_RATE_LIFT_LOW] = "rate_lift_low",
	[TRIAL_RATE_LIFT_HIGH] = "rate_lift_high",
	[TRIAL_Z] = "z",
	[TRIAL_P] = "p",
	[TRIAL_P_HOLM] = "p_holm",
	[TRIAL_ORDERS] = "orders",
	[TRIAL_INCREMENTAL_ORDERS] = "incremental_orders",
	[TRIAL_INCREMENTAL_ORDERS_LOW] = "incremental_orders_low",
	[TRIAL_INCREMENTAL_ORDERS_HIGH] = "incremental_orders_high",
	[TRIAL_REVENUE] = "revenue",
	[TRIAL_REVENUE_PER_HEAD] = "revenue_per_head",
	[TRIAL_REVENUE_DIFFERENCE] = "revenue_difference",
	[TRIAL_REVENUE_DIFFERENCE_LOW] = "revenue_difference_low",
	[TRIAL_REVENUE_DIFFERENCE_HIGH] = "revenue_difference_high",
	[TRIAL_REVENUE_LIFT] = "revenue_lift",
	[TRIAL_REVENUE_LIFT_LOW] = "revenue_lift_low",
	[TRIAL_REVENUE_LIFT_HIGH] = "revenue_lift_high",
	[TRIAL_T] = "t",
	[TRIAL_REVENUE_P] = "revenue_p",
	[TRIAL_REVENUE_P_HOLM] = "revenue_p_holm",
	[TRIAL_INCREMENTAL_REVENUE] = "incremental_revenue",
	[TRIAL_INCREMENTAL_REVENUE_LOW] = "incremental_revenue_low",
	[TRIAL_INCREMENTAL_REVENUE_HIGH] = "incremental_revenue_high",
	[TRIAL_COST] = "cost",
	[TRIAL_INCREMENTAL_ROI] = "incremental_roi",
	[TRIAL_INCREMENTAL_ROI_LOW] = "incremental_roi_low",
	[TRIAL_INCREMENTAL_ROI_HIGH] = "incremental_roi_high",
	[TRIAL_P_ANY] = "p_any",
	[TRIAL_SRM_P] = "srm_p",
};

const char *
trial_figure_name(enum trial_figure figure)
{
	return name[figure];
}

bool
trial_figure_find(struct slice wanted, enum trial_figure *figure)
{
	for (int i = 0; i < TRIAL_FIGURES; i++) {
		if (slice_is(wanted, name[i])) {
			*figure = (enum trial_figure)i;
			return true;
		}
	}
	return false;
}

/* --- values --- */

/* An estimate in money, to the cent. */
static struct figure_value
an_amount(double amount)
{
	return fabs(amount) < MOST ? figure_sum((money_sum)llrint(amount * 100) * CENT)
				   : FIGURE_UNKNOWN;
}

/* Low and high of an interval, times something, where there is one. */
static void
put_interval(struct figure_value low_high[2], bool there, struct interval at, double times,
	struct figure_value (*put)(double))
{
	low_high[0] = there ? put(at.low * times) : FIGURE_UNKNOWN;
	low_high[1] = there ? put(at.high * times) : FIGURE_UNKNOWN;
}

static struct proportion
rate_of_arm(const struct trial_arm *arm)
{
	return (struct proportion){ arm->buyers, arm->heads };
}

/* --- one arm by itself --- */

static void
describe(const struct trial_arm *arm, const struct trial_terms *terms,
	struct figure_value value[TRIAL_FIGURES])
{
	struct interval at = { 0, 0 };
	double times;
	bool there;

	there = terms->sequential ? sequential_times(arm->buyers, terms->confidence, &times) &&
			interval_rate_at(rate_of_arm(arm), times, &at)
				  : interval_rate(rate_of_arm(arm), terms->confidence, &at);
	value[TRIAL_ASSIGNED] = figure_count(arm->heads);
	value[TRIAL_BUYERS] = figure_count(arm->buyers);
	value[TRIAL_RATE] = figure_rate(rate_of(arm->buyers, arm->heads));
	put_interval(&value[TRIAL_RATE_LOW], there, at, 1, figure_number);
	value[TRIAL_ORDERS] = figure_count(arm->orders);
	value[TRIAL_REVENUE] = figure_sum(arm->revenue);
	if (arm->heads)
		value[TRIAL_REVENUE_PER_HEAD] =
			figure_sum(sum_divide(arm->revenue, (money_sum)arm->heads * CENT) * CENT);
	if (terms->costs)
		value[TRIAL_COST] = figure_sum(arm->cost);
}

/* --- an arm and its control --- */

struct pair {
	const struct trial_arm   *a, *b;
	const struct trial_terms *terms;
};

static void
compare_rates(const struct pair *pair, struct figure_value value[TRIAL_FIGURES])
{
	struct proportion a = rate_of_arm(pair->a), b = rate_of_arm(pair->b);
	double confidence = pair->terms->confidence, p;
	int64_t events = a.hits + b.hits;
	bool sequential = pair->terms->sequential, there;
	struct interval at = { 0, 0 };
	struct test test;

	if (!a.n || !b.n)
		return;
	value[TRIAL_RATE_DIFFERENCE] =
		figure_number((double)a.hits / (double)a.n - (double)b.hits / (double)b.n);
	there = sequential ? sequential_rate_difference(a, b, confidence, &at)
			   : interval_rate_difference(a, b, confidence, &at);
	put_interval(&value[TRIAL_RATE_DIFFERENCE_LOW], there, at, 1, figure_number);
	if (b.hits)
		value[TRIAL_RATE_LIFT] = figure_number(
			((double)a.hits * (double)b.n) / ((double)b.hits * (double)a.n) - 1);
	there = sequential ? sequential_rate_lift(a, b, confidence, &at)
			   : interval_rate_lift(a, b, confidence, &at);
	put_interval(&value[TRIAL_RATE_LIFT_LOW], there, at, 1, figure_number);
	if (!test_rates(a, b, &test))
		return;
	value[TRIAL_Z] = figure_number(test.statistic);
	p = test.p;
	if (!sequential || sequential_p(test.statistic, events, confidence, &p))
		value[TRIAL_P] = figure_number(p);
}

/* A mean of each arm's heads, and what there is to say of the two. */
struct means {
	bool            there, interval, lift_interval, tested;
	double          difference, lift;
	struct interval at, lift_at;
	struct test     test;
};

static struct means
compare_means(const struct pair *pair, const struct moments *of_a, const struct moments *of_b,
	int64_t events)
{
	double confidence = pair->terms->confidence;
	struct means means = { .lift = NAN };
	struct sample a, b;

	if (!moments_sample(of_a, &a) || !moments_sample(of_b, &b))
		return means;
	means.there = true;
	means.difference = a.mean - b.mean;
	if (b.mean > 0)
		means.lift = a.mean / b.mean - 1;
	means.interval = pair->terms->sequential
		? sequential_mean_difference(a, b, events, confidence, &means.at)
		: interval_mean_difference(a, b, confidence, &means.at);
	means.lift_interval = pair->terms->sequential
		? sequential_mean_lift(a, b, events, confidence, &means.lift_at)
		: interval_mean_lift(a, b, confidence, &means.lift_at);
	means.tested = test_means(a, b, &means.test);
	return means;
}

static void
compare_orders(const struct pair *pair, struct figure_value value[TRIAL_FIGURES])
{
	struct means means = compare_means(
		pair, &pair->a->ordered, &pair->b->ordered, pair->a->buyers + pair->b->buyers);
	double heads = (double)pair->a->heads;

	if (!means.there)
		return;
	value[TRIAL_INCREMENTAL_ORDERS] = figure_number(means.difference * heads);
	put_interval(&value[TRIAL_INCREMENTAL_ORDERS_LOW], means.interval, means.at, heads,
		figure_number);
}

static void
compare_revenue(const struct pair *pair, struct figure_value value[TRIAL_FIGURES])
{
	int64_t events = pair->a->spenders + pair->b->spenders;
	struct means means = compare_means(pair, &pair->a->spent, &pair->b->spent, events);
	double heads = (double)pair->a->heads, p = means.test.p;

	if (!means.there)
		return;
	value[TRIAL_REVENUE_DIFFERENCE] = figure_number(means.difference);
	put_interval(
		&value[TRIAL_REVENUE_DIFFERENCE_LOW], means.interval, means.at, 1, figure_number);
	value[TRIAL_REVENUE_LIFT] = figure_number(means.lift);
	put_interval(&value[TRIAL_REVENUE_LIFT_LOW], means.lift_interval, means.lift_at, 1,
		figure_number);
	value[TRIAL_INCREMENTAL_REVENUE] = an_amount(means.difference * heads);
	put_interval(
		&value[TRIAL_INCREMENTAL_REVENUE_LOW], means.interval, means.at, heads, an_amount);
	if (!means.tested)
		return;
	value[TRIAL_T] = figure_number(means.test.statistic);
	if (!pair->terms->sequential ||
		sequential_p(means.test.statistic, events, pair->terms->confidence, &p))
		value[TRIAL_REVENUE_P] = figure_number(p);
}

/* What was earned beyond the control, less the cost, over the cost. */
static void
compare_cost(const struct pair *pair, struct figure_value value[TRIAL_FIGURES])
{
	const struct trial_terms *terms = pair->terms;
	const struct trial_arm *a = pair->a, *b = pair->b;
	double margin = terms->margins ? 1 : (double)terms->margin / (double)terms->margin_one;
	double cost = (double)a->cost / MONEY_UNIT, times;
	struct means means;

	if (!terms->costs || cost <= 0)
		return;
	means = compare_means(pair, terms->margins ? &a->earned : &a->spent,
		terms->margins ? &b->earned : &b->spent, a->spenders + b->spenders);
	if (!means.there)
		return;
	times = (double)a->heads * margin / cost;
	value[TRIAL_INCREMENTAL_ROI] = figure_number(means.difference * times - 1);
	if (!means.interval)
		return;
	value[TRIAL_INCREMENTAL_ROI_LOW] = figure_number(means.at.low * times - 1);
	value[TRIAL_INCREMENTAL_ROI_HIGH] = figure_number(means.at.high * times - 1);
}

/* --- all arms together --- */

static void
adjust(struct figure_value (*value)[TRIAL_FIGURES], size_t arms, enum trial_figure from,
	enum trial_figure to)
{
	double *p = memory_new((arms + 1) * sizeof *p);

	for (size_t i = 0; i < arms; i++)
		p[i] = value[i][from].kind == VALUE_NUMBER ? value[i][from].number : NAN;
	holm_adjust(p, arms, p);
	for (size_t i = 0; i < arms; i++)
		value[i][to] = figure_number(p[i]);
	free(p);
}

static void
test_all(const struct trial_arm *const arm[], size_t arms, const double *share,
	const struct trial_terms *terms, struct figure_value (*value)[TRIAL_FIGURES])
{
	struct proportion *cell = memory_new((arms + 1) * sizeof *cell);
	int64_t *heads = memory_new((arms + 1) * sizeof *heads);
	struct test any, shares;
	bool differs, off;

	for (size_t i = 0; i < arms; i++) {
		cell[i] = rate_of_arm(arm[i]);
		heads[i] = arm[i]->heads;
	}
	/* A chi-square is for one look. */
	differs = !terms->sequential && test_cells(cell, arms, &any);
	off = share && test_shares(heads, share, arms, &shares);
	for (size_t i = 0; i < arms; i++) {
		if (differs)
			value[i][TRIAL_P_ANY] = figure_number(any.p);
		if (off)
			value[i][TRIAL_SRM_P] = figure_number(shares.p);
	}
	free(cell);
	free(heads);
}

void
trial_compare(const struct trial_arm *const arm[], size_t arms, int control, const double *share,
	const struct trial_terms *terms, struct figure_value (*value)[TRIAL_FIGURES])
{
	for (size_t i = 0; i < arms; i++) {
		struct pair pair = { arm[i], control < 0 ? NULL : arm[control], terms };

		for (int k = 0; k < TRIAL_FIGURES; k++)
			value[i][k] = FIGURE_UNKNOWN;
		describe(arm[i], terms, value[i]);
		if (!pair.b || pair.a == pair.b)
			continue;
		compare_rates(&pair, value[i]);
		compare_orders(&pair, value[i]);
		compare_revenue(&pair, value[i]);
		compare_cost(&pair, value[i]);
	}
	adjust(value, arms, TRIAL_P, TRIAL_P_HOLM);
	adjust(value, arms, TRIAL_REVENUE_P, TRIAL_REVENUE_P_HOLM);
	test_all(arm, arms, share, terms, value);
}
