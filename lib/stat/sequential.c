/* Always-valid intervals: see sequential.h. */
#include "stat/sequential.h"

#include <math.h>

#include "stat/distribution.h"

/* k of sequential.h: the variance gathered so far, over the mixture's own. */
static bool
sequential_clock(int64_t events, double confidence, double *clock)
{
	double alpha = 1 - confidence;

	if (!(confidence > 0 && confidence < 1) || events <= 0)
		return false;
	*clock = -lambert_lower(-alpha * alpha / M_E) - 1;
	*clock *= (double)events / SEQUENTIAL_EVENTS;
	return *clock > 0;
}

bool
sequential_times(int64_t events, double confidence, double *times)
{
	double clock;

	if (!sequential_clock(events, confidence, &clock))
		return false;
	*times = sqrt((1 + 1 / clock) * (log1p(clock) - 2 * log(1 - confidence)));
	return true;
}

bool
sequential_rate_difference(
	struct proportion a, struct proportion b, double confidence, struct interval *at)
{
	double times;

	return sequential_times(a.hits + b.hits, confidence, &times) &&
		interval_rate_difference_at(a, b, times, at);
}

bool
sequential_rate_lift(
	struct proportion a, struct proportion b, double confidence, struct interval *at)
{
	double times;

	return sequential_times(a.hits + b.hits, confidence, &times) &&
		interval_rate_lift_at(a, b, times, at);
}

int64_t
sequential_events(int64_t a, int64_t b)
{
	return a > 0 && b > 0 ? (int64_t)(4 * (__int128)a * b / ((__int128)a + b)) : 0;
}

bool
sequential_mean_difference(
	struct sample a, struct sample b, int64_t events, double confidence, struct interval *at)
{
	double times;

	return sequential_times(events, confidence, &times) &&
		interval_mean_difference_at(a, b, times, at);
}

bool
sequential_mean_lift(
	struct sample a, struct sample b, int64_t events, double confidence, struct interval *at)
{
	double times;

	return sequential_times(events, confidence, &times) &&
		interval_mean_lift_at(a, b, times, at);
}

bool
sequential_p(double z, int64_t events, double confidence, double *p)
{
	double clock;

	if (isnan(z) || !sequential_clock(events, confidence, &clock))
		return false;
	*p = fmin(sqrt(1 + clock) * exp(-z * z * clock / (2 * (1 + clock))), 1);
	return true;
}
