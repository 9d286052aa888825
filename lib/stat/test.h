/*
 * Tests of significance: two rates, several rates, planned shares, two means; and Holm.
 *
 * Each gives its statistic and the two-sided p (of chi-square: the share over it). False: the
 * test is undefined (no heads, nothing that varies); the result is then left as it is. The
 * normal and chi-square approximations want about five hits and five misses expected in each
 * cell; who asks for less gets what the formula gives.
 *
 * Pure, but for holm_adjust, which takes memory while it sorts.
 */
#ifndef STAT_TEST_H
#define STAT_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/sample.h"

struct test {
	double statistic;            /* z or t: over 0 where a is more than b */
	double df;                   /* degrees of freedom; 0 for z */
	double p;
};

/*
 * z = (pa - pb) / sqrt(p (1 - p) (1/na + 1/nb)), p the rate of both together (K. Pearson's
 * chi-square of a table of 2 by 2 is z^2, no correction for continuity).
 * Undefined where all or none did it.
 */
bool test_rates(struct proportion a, struct proportion b, struct test *test);

/*
 * Whether k rates are one (K. Pearson, Philosophical Magazine 50, 1900): chi-square with k - 1
 * degrees of freedom over the table of k cells by hit and miss. Cells without heads are left
 * out; undefined with fewer than two cells, or where all or none did it.
 */
bool test_cells(const struct proportion *cell, size_t cells, struct test *test);

/*
 * Whether values fall alike into all cells: Pearson's chi-square of count[value * cells +
 * cell], (values - 1) (cells - 1) degrees of freedom. Values and cells that are all 0 are left
 * out; undefined with fewer than two of either.
 */
bool test_table(const int64_t *count, size_t values, size_t cells, struct test *test);

/*
 * Whether counts came as planned: chi-square of count[] against share[] (over 0; only their
 * proportions matter), k - 1 degrees of freedom. The test for a sample-ratio mismatch
 * (A. Fabijan et al., "Diagnosing sample ratio mismatch in online controlled experiments",
 * KDD 2019). Undefined without heads, with one cell, or with a share that is not over 0.
 */
bool test_shares(const int64_t *count, const double *share, size_t cells, struct test *test);

/* t of the difference of two means, degrees of freedom by welch_degrees (interval.h). */
bool test_means(struct sample a, struct sample b, struct test *test);

/*
 * p-values of n tests made together, adjusted so that one false alarm among them all is no
 * likelier than alpha (S. Holm, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 6, 1979): in rising order the i-th (from 0) of m times
 * m - i, never less than the one before, at most 1. NAN is a test that was not made: it stays
 * NAN and does not count. adjusted may be p.
 */
void holm_adjust(const double *p, size_t n, double *adjusted);

#endif
