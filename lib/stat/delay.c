#include "stat/delay.h"

#include <math.h>

/* 1 - q^n, also where q is near 1. */
static double
fallen(double q, double n)
{
	return q > 0 ? -expm1(n * log(q)) : 1;
}

/* The mean of the delays 0..age: rises from 0 at q = 0 to age / 2 at q = 1. */
static double
mean_delay(double q, int64_t age)
{
	double n = (double)age + 1;

	return q / (1 - q) - n * (1 - fallen(q, n)) / fallen(q, n);
}

static double
expected_days(const struct delays *seen, size_t count, double q)
{
	double days = 0;

	for (size_t i = 0; i < count; i++)
		days += (double)seen[i].n * mean_delay(q, seen[i].age);
	return days;
}

/* Halving: what is sought rises with q. */
static double
fit(const struct delays *seen, size_t count, double days)
{
	double low = 0, high = 1 - 1e-9;

	if (days <= 0)
		return 0;
	for (int i = 0; i < 200 && low < high; i++) {
		double middle = low + (high - low) / 2;

		if (middle <= low || middle >= high)
			break;
		if (expected_days(seen, count, middle) < days)
			low = middle;
		else
			high = middle;
	}
	return high;
}

bool
delay_project(const struct delays *seen, size_t count, double *final)
{
	double days = 0, middle = 0, q, all = 0;
	int64_t n = 0;

	for (size_t i = 0; i < count; i++) {
		n += seen[i].n;
		days += (double)seen[i].days;
		middle += (double)seen[i].n * (double)seen[i].age / 2;
	}
	/* As many late ones as early ones, within a hundredth: no end is in sight. */
	if (!n || (days > 0 && days >= middle * 0.99))
		return false;
	q = fit(seen, count, days);
	for (size_t i = 0; i < count; i++)
		all += (double)seen[i].n / fallen(q, (double)seen[i].age + 1);
	*final = all;
	return true;
}
