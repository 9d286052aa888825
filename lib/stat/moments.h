/*
 * Moments: count, sum and sum of squares of amounts of money, exact.
 *
 * They are whole numbers of 128 bits, so that any split of the rows, added in any order,
 * gives the same moments and hence the same mean and variance to the last bit. The variance
 * is (n * squares - sum^2) / (n * (n - 1)), its numerator computed in 256 bits: nothing
 * cancels, however small the spread beside the mean (Chan, Golub and LeVeque, "Algorithms
 * for computing the sample variance", The American Statistician 37, 1983, on what doubles do).
 *
 * A head who spent nothing counts too (moments_add_zeros): revenue per head is over all heads.
 * Money is in 1/10000; a sample is in the currency's unit and its square.
 */
#ifndef STAT_MOMENTS_H
#define STAT_MOMENTS_H

#include <stdbool.h>

#include "stat/sample.h"
#include "value/money.h"

struct moments {                     /* all zero before the first amount */
	int64_t           count;     /* >= 0 */
	__int128          sum;       /* of amounts in 1/10000 */
	unsigned __int128 squares;   /* of their squares, in 1/10^8 */
};

/*
 * False, and nothing is changed: too large (the squares of 4,000,000 heads of a billion
 * each in all, and many more of less, are not).
 */
bool moments_add(struct moments *moments, money amount);
bool moments_add_zeros(struct moments *moments, int64_t heads);     /* heads >= 0 */
bool moments_merge(struct moments *into, const struct moments *from);

/* False: no head. With one head the variance is 0 and says nothing. */
bool moments_sample(const struct moments *moments, struct sample *sample);

#endif
