/*
 * Power: how many heads a test of two rates needs, and what a given number can show.
 *
 * A plan is for test_rates (test.h), two-sided at `alpha`. With nb = n heads at rate pb, and
 * na = `ratio` * n heads at rate pa (J. L. Fleiss, B. Levin and M. C. Paik, "Statistical
 * Methods for Rates and Proportions", 3rd ed., 2003, chapter 4, no correction for
 * continuity; with ratio 1 what R's power.prop.test computes):
 *
 *	p     = (ratio pa + pb) / (ratio + 1)
 *	power = Phi((|pa - pb| sqrt(n) - z sqrt(p (1 - p) (1 + 1 / ratio))) /
 *	            sqrt(pb (1 - pb) + pa (1 - pa) / ratio)),  z = Phi^-1(1 - alpha / 2)
 *
 * The far tail, a significant difference the wrong way round, is not counted as power.
 *
 * Several cells against one control, judged by Holm (test.h): the first step compares the
 * smallest p with alpha / m, so who plans each comparison at alpha / m is sure of the power
 * in each, whatever the others show. power_alpha gives that alpha.
 *
 * Pure; false: undefined (rates that are equal or not in 0..1, power or alpha not in 0..1).
 */
#ifndef STAT_POWER_H
#define STAT_POWER_H

#include <stdbool.h>
#include <stddef.h>

struct power_plan {
	double base;                 /* pb: the rate of control, in (0, 1) */
	double ratio;                /* heads of the cell to one of control, over 0 */
	double alpha;                /* two-sided, in (0, 1) */
};

double power_alpha(double alpha, size_t comparisons);

/* The chance that a cell with rate `rate` is found to differ, n heads in control. */
bool power_of(const struct power_plan *plan, double rate, double n, double *power);

/* The heads of control for that power; round up, never down. The cell has ratio * n. */
bool power_heads(const struct power_plan *plan, double rate, double power, double *n);

/*
 * The rate nearest to the base, above it or (`below`) under it, that n heads in control find
 * with that power. False also where no rate does.
 */
bool power_rate(const struct power_plan *plan, double n, double power, bool below, double *rate);

#endif
