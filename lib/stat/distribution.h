/*
 * The distributions that intervals and tests stand on: normal, Student's t, chi-square.
 *
 * The one module that calls GSL for them. GSL ends the process where it dislikes an argument
 * unless told otherwise; here it is told otherwise, once, and what it cannot compute is NAN.
 * "Two-sided" is symmetric about 0: a confidence of .95 leaves .025 on either side.
 *
 * Pure; safe from several threads.
 */
#ifndef STAT_DISTRIBUTION_H
#define STAT_DISTRIBUTION_H

/* The z with P(-z < Z < z) = confidence, and the share of |Z| over |z|. */
double normal_two_sided(double confidence);
double normal_tails(double z);

/* P(Z < z), and the z with P(Z < z) = p. */
double normal_below(double z);
double normal_point(double p);

/* Student's t with df > 0 degrees of freedom, whole or not. */
double t_two_sided(double confidence, double df);
double t_tails(double t, double df);

/* The share of chi-square with df degrees of freedom over x. */
double chi_square_tail(double x, double df);

/* The w <= -1 with w e^w = x, for -1/e <= x < 0 (Lambert's lower branch). */
double lambert_lower(double x);

/*
 * An x between low and high, in either order, where of(x, with) is 0, to the last digit of a
 * double; NAN where its signs at the two ends do not differ. By halving: nothing is
 * allocated, nothing diverges.
 */
double root_between(double low, double high, double (*of)(double x, void *with), void *with);

#endif
