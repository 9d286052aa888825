/* Power: see power.h. */
#include "stat/power.h"

#include <math.h>

#include "stat/distribution.h"

static bool
within(double x)
{
	return x > 0 && x < 1;
}

static bool
plan_is_one(const struct power_plan *plan, double rate)
{
	return within(plan->base) && within(plan->alpha) && plan->ratio > 0 &&
		isfinite(plan->ratio) && rate >= 0 && rate <= 1 && rate != plan->base;
}

/* Standard errors of the difference at n = 1: were the rates one, and as they are. */
static void
plan_errors(const struct power_plan *plan, double rate, double *pooled, double *apart)
{
	double share = plan->ratio / (plan->ratio + 1);
	double both = plan->base + share * (rate - plan->base);

	*pooled = sqrt(both * (1 - both) * (1 + 1 / plan->ratio));
	*apart = sqrt(plan->base * (1 - plan->base) + rate * (1 - rate) / plan->ratio);
}

double
power_alpha(double alpha, size_t comparisons)
{
	return comparisons > 1 ? alpha / (double)comparisons : alpha;
}

/* The quantile whose share is the power; it rises with n and with the difference. */
static double
power_reach(const struct power_plan *plan, double rate, double n)
{
	double pooled, apart, z = normal_two_sided(1 - plan->alpha);

	plan_errors(plan, rate, &pooled, &apart);
	return (fabs(rate - plan->base) * sqrt(n) - z * pooled) / apart;
}

bool
power_of(const struct power_plan *plan, double rate, double n, double *power)
{
	if (!plan_is_one(plan, rate) || !(n > 0))
		return false;
	*power = normal_below(power_reach(plan, rate, n));
	return true;
}

bool
power_heads(const struct power_plan *plan, double rate, double power, double *n)
{
	double pooled, apart, root;

	if (!plan_is_one(plan, rate) || !within(power))
		return false;
	plan_errors(plan, rate, &pooled, &apart);
	root = normal_two_sided(1 - plan->alpha) * pooled + normal_point(power) * apart;
	/* A power that chance alone exceeds needs nobody. */
	if (!(root > 0))
		return false;
	root /= fabs(rate - plan->base);
	*n = root * root;
	return true;
}

struct wanted {
	const struct power_plan *plan;
	double n, reach;
};

static double
reach_missing(double rate, void *with)
{
	const struct wanted *wanted = with;

	return power_reach(wanted->plan, rate, wanted->n) - wanted->reach;
}

bool
power_rate(const struct power_plan *plan, double n, double power, bool below, double *rate)
{
	struct wanted wanted = { plan, n, normal_point(power) };
	double end = below ? 0 : 1, found;

	if (!plan_is_one(plan, end) || !within(power) || !(n > 0))
		return false;
	found = root_between(plan->base, end, reach_missing, &wanted);
	if (isnan(found) || found == plan->base)
		return false;
	*rate = found;
	return true;
}
