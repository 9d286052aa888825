/*
 * Always-valid intervals: for those who look at a running test every day.
 *
 * A 95% interval covers the truth 19 times of 20 at one look chosen beforehand; who looks
 * daily and stops at the first good day is misled far more often. These intervals cover the
 * truth at all looks together with the confidence given, whenever one stops. They are the
 * normal mixture of H. Robbins ("Statistical methods related to the law of the iterated
 * logarithm", Annals of Mathematical Statistics 41, 1970; S. R. Howard, A. Ramdas,
 * J. McAuliffe and J. Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence
 * sequences", Annals of Statistics 49, 2021, two-sided normal mixture), with the variance
 * estimated as they come (I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas,
 * "Time-uniform central limit theory and asymptotic confidence sequences", Annals of
 * Statistics 52, 2024):
 *
 *	times = sqrt((1 + 1/k) (log(1 + k) - 2 log(alpha)))    standard errors
 *
 * where k is the variance gathered so far over a constant. Of a campaign it is gathered by
 * the responses: k = c * events / SEQUENTIAL_EVENTS with `events` the heads of both arms who
 * responded (or spent) so far. That is a clock of the variance both where heads are added and
 * where they were all sent on one day and answer one by one. c is what makes the interval
 * narrowest at SEQUENTIAL_EVENTS: -W(-alpha^2 / e) - 1, W the lower branch of Lambert's
 * function. There they are 1.55 times as wide as the interval of one look, for 95%.
 *
 * They hold as the number of events grows, not for the first few: the variance is estimated.
 *
 * Pure; false: undefined (no events, a confidence that is none).
 */
#ifndef STAT_SEQUENTIAL_H
#define STAT_SEQUENTIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "stat/interval.h"

#define SEQUENTIAL_EVENTS 200

/* What takes the place of z or t in the interval_*_at of interval.h. */
bool sequential_times(int64_t events, double confidence, double *times);

/* Events are the hits of both arms. */
bool sequential_rate_difference(
	struct proportion a, struct proportion b, double confidence, struct interval *at);
bool sequential_rate_lift(
	struct proportion a, struct proportion b, double confidence, struct interval *at);

/*
 * The events of two arms of which a and b heads spent something, for revenue per head:
 * 4 a b / (a + b), both together where they are as many. What the arms differ by is known no
 * better than the smaller one, and sums of money are skew: with all events as the clock, a
 * small control's first orders would count for more than they say.
 */
int64_t sequential_events(int64_t a, int64_t b);

/* `events`: of sequential_events. */
bool sequential_mean_difference(
	struct sample a, struct sample b, int64_t events, double confidence, struct interval *at);
bool sequential_mean_lift(
	struct sample a, struct sample b, int64_t events, double confidence, struct interval *at);

/*
 * The always-valid p of an estimate that is z standard errors off 0: the chance that a running
 * test of nothing ever looks like this (the mixture's likelihood ratio turned over; R. Johari,
 * P. Koomen, L. Pekelis and D. Walsh, "Always valid inference: continuous monitoring of A/B
 * tests", Operations Research 70, 2022). `confidence` sets c, as above.
 */
bool sequential_p(double z, int64_t events, double confidence, double *p);

#endif
