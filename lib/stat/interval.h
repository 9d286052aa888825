/*
 * Confidence intervals of rates, means, their differences and their lifts.
 *
 * A lift is relative: (a - b) / b, where b is the arm compared against; .25 is a quarter
 * more. `confidence` is two-sided and in (0, 1), such as .95. False: undefined (no heads, no
 * spread, a base of nothing, a confidence that is none); the interval is then left as it is.
 * An interval is never turned round and never leaves what is possible: rates stay in 0..1,
 * their differences in -1..1, their lifts at -1 or more.
 *
 * Pure; nothing is allocated.
 */
#ifndef STAT_INTERVAL_H
#define STAT_INTERVAL_H

#include <stdbool.h>

#include "stat/sample.h"

struct interval {
	double low, high;
};

/*
 * A rate, by its score (E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", JASA 22, 1927): the p with (hits / n - p)^2 <= z^2 p (1 - p) / n.
 * At 0 of n it is 0 .. z^2 / (n + z^2). Undefined without heads.
 */
bool interval_rate(struct proportion rate, double confidence, struct interval *at);

/*
 * a - b in rates: each arm's Wilson interval, combined by squares (R. G. Newcombe, "Interval
 * estimation for the difference between independent proportions", Statistics in Medicine 17,
 * 1998, method 10): low = d - sqrt((pa - la)^2 + (ub - pb)^2), high likewise.
 */
bool interval_rate_difference(
	struct proportion a, struct proportion b, double confidence, struct interval *at);

/*
 * The lift in rate: the two Wilson intervals again, combined for a ratio (A. Donner and
 * G. Y. Zou, "Closed-form confidence intervals for functions of the normal mean and standard
 * deviation", Statistical Methods in Medical Research 21, 2012, called MOVER-R). It holds at 0
 * of n in a, and holds 0 exactly when the interval of the difference does. Undefined where b
 * has no hits.
 */
bool interval_rate_lift(
	struct proportion a, struct proportion b, double confidence, struct interval *at);

/* A mean, by Student's t with n - 1 degrees of freedom. Undefined under two heads or without
 * spread. */
bool interval_mean(struct sample mean, double confidence, struct interval *at);

/*
 * a - b in means, the variances not taken for equal: t with the degrees of freedom of
 * welch_degrees (B. L. Welch, "The generalization of 'Student's' problem when several
 * different population variances are involved", Biometrika 34, 1947).
 */
bool interval_mean_difference(
	struct sample a, struct sample b, double confidence, struct interval *at);

/*
 * The lift in means: all R - 1 with (a - R b)^2 <= t^2 (va/na + R^2 vb/nb) (E. C. Fieller,
 * "Some problems in interval estimation", JRSS B 16, 1954), t as for the difference, so that
 * both hold 0 or neither does. Undefined also where b's mean is not over 0 beyond doubt, for
 * there the set of such R has no ends.
 */
bool interval_mean_lift(struct sample a, struct sample b, double confidence, struct interval *at);

/*
 * (va/na + vb/nb)^2 / ((va/na)^2 / (na - 1) + (vb/nb)^2 / (nb - 1)) (F. E. Satterthwaite, "An
 * approximate distribution of estimates of variance components", Biometrics Bulletin 2,
 * 1946). False: an arm of fewer than two heads, or no spread in either.
 */
bool welch_degrees(struct sample a, struct sample b, double *degrees);

/*
 * The same intervals with `times` standard errors in the place of z or t: what an always-valid
 * interval widens them by (sequential.h). times > 0.
 */
bool interval_rate_at(struct proportion rate, double times, struct interval *at);
bool interval_rate_difference_at(
	struct proportion a, struct proportion b, double times, struct interval *at);
bool interval_rate_lift_at(
	struct proportion a, struct proportion b, double times, struct interval *at);
bool interval_mean_difference_at(
	struct sample a, struct sample b, double times, struct interval *at);
bool interval_mean_lift_at(struct sample a, struct sample b, double times, struct interval *at);

#endif
