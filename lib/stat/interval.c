/* Confidence intervals: see interval.h. */
#include "stat/interval.h"

#include <math.h>

#include "stat/distribution.h"

static bool
proportion_is_one(struct proportion rate)
{
	return rate.n > 0 && rate.hits >= 0 && rate.hits <= rate.n;
}

static double
rate(struct proportion of)
{
	return (double)of.hits / (double)of.n;
}

bool
interval_rate_at(struct proportion of, double times, struct interval *at)
{
	double n = (double)of.n, hits = (double)of.hits, misses = (double)(of.n - of.hits);
	double square = times * times, root;

	if (!proportion_is_one(of) || !(times > 0))
		return false;
	/*
	 * (2 hits + z^2 -+ root) / 2 (n + z^2); the low end is turned so that nothing cancels.
	 * At 0 of n it is exactly 0, and at n of n the high end is exactly 1.
	 */
	root = times * sqrt(square + 4 * hits * (misses / n));
	at->low = 2 * hits * (hits / n) / (2 * hits + square + root);
	at->high = of.hits == of.n ? 1 : (2 * hits + square + root) / (2 * (n + square));
	return true;
}

bool
interval_rate_difference_at(
	struct proportion a, struct proportion b, double times, struct interval *at)
{
	struct interval of_a, of_b;
	double difference;

	if (!interval_rate_at(a, times, &of_a) || !interval_rate_at(b, times, &of_b))
		return false;
	difference = rate(a) - rate(b);
	at->low = difference - hypot(rate(a) - of_a.low, of_b.high - rate(b));
	at->high = difference + hypot(of_a.high - rate(a), rate(b) - of_b.low);
	return true;
}

bool
interval_rate_lift_at(struct proportion a, struct proportion b, double times, struct interval *at)
{
	struct interval of_a, of_b;
	double square, low_a, high_a, low_b, high_b;

	if (b.hits <= 0 || !interval_rate_at(a, times, &of_a) || !interval_rate_at(b, times, &of_b))
		return false;
	/* Each end l of p gives l (2p - l), which is at most p^2. */
	square = rate(a) * rate(b);
	low_a = of_a.low * (2 * rate(a) - of_a.low);
	high_a = of_a.high * (2 * rate(a) - of_a.high);
	low_b = of_b.low * (2 * rate(b) - of_b.low);
	high_b = of_b.high * (2 * rate(b) - of_b.high);
	/* The low end is turned so that it also holds where high_b is 0 or less. */
	at->low = -1;
	if (a.hits > 0)
		at->low = low_a / (square + sqrt(fmax(square * square - low_a * high_b, 0))) - 1;
	at->high = (square + sqrt(fmax(square * square - high_a * low_b, 0))) / low_b - 1;
	return true;
}

static double
error_squared(struct sample of)
{
	return of.variance / (double)of.n;
}

bool
welch_degrees(struct sample a, struct sample b, double *degrees)
{
	double of_a = error_squared(a), of_b = error_squared(b), share;

	if (a.n < 2 || b.n < 2 || !(of_a + of_b > 0))
		return false;
	share = of_a / (of_a + of_b);
	*degrees = 1 /
		(share * share / ((double)a.n - 1) + (1 - share) * (1 - share) / ((double)b.n - 1));
	return true;
}

bool
interval_mean(struct sample mean, double confidence, struct interval *at)
{
	double reach;

	if (mean.n < 2 || !(mean.variance > 0))
		return false;
	reach = t_two_sided(confidence, (double)mean.n - 1) * sqrt(error_squared(mean));
	if (isnan(reach))
		return false;
	*at = (struct interval){ mean.mean - reach, mean.mean + reach };
	return true;
}

bool
interval_mean_difference_at(struct sample a, struct sample b, double times, struct interval *at)
{
	double degrees, reach;

	if (!welch_degrees(a, b, &degrees) || !(times > 0))
		return false;
	reach = times * sqrt(error_squared(a) + error_squared(b));
	*at = (struct interval){ a.mean - b.mean - reach, a.mean - b.mean + reach };
	return true;
}

bool
interval_mean_lift_at(struct sample a, struct sample b, double times, struct interval *at)
{
	double degrees, square = times * times, base, reach;

	if (!welch_degrees(a, b, &degrees) || !(times > 0) || !(b.mean > 0))
		return false;
	base = b.mean * b.mean - square * error_squared(b);
	if (!(base > 0))
		return false;
	reach = times * sqrt(error_squared(a) * base + error_squared(b) * a.mean * a.mean);
	at->low = (a.mean * b.mean - reach) / base - 1;
	at->high = (a.mean * b.mean + reach) / base - 1;
	return true;
}

bool
interval_rate(struct proportion of, double confidence, struct interval *at)
{
	return interval_rate_at(of, normal_two_sided(confidence), at);
}

bool
interval_rate_difference(
	struct proportion a, struct proportion b, double confidence, struct interval *at)
{
	return interval_rate_difference_at(a, b, normal_two_sided(confidence), at);
}

bool
interval_rate_lift(struct proportion a, struct proportion b, double confidence, struct interval *at)
{
	return interval_rate_lift_at(a, b, normal_two_sided(confidence), at);
}

bool
interval_mean_difference(struct sample a, struct sample b, double confidence, struct interval *at)
{
	double degrees;

	return welch_degrees(a, b, &degrees) &&
		interval_mean_difference_at(a, b, t_two_sided(confidence, degrees), at);
}

bool
interval_mean_lift(struct sample a, struct sample b, double confidence, struct interval *at)
{
	double degrees;

	return welch_degrees(a, b, &degrees) &&
		interval_mean_lift_at(a, b, t_two_sided(confidence, degrees), at);
}
