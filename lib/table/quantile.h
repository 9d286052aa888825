/*
 * Quantiles and ranks of whole numbers (money, days, counts), without rounding.
 *
 * Type 7 of Hyndman and Fan (1996), R's default: q(p) = x[i] + f (x[i+1] - x[i]) with
 * i + f = (n - 1) p, x sorted upwards and counted from 0.
 */
#ifndef TABLE_QUANTILE_H
#define TABLE_QUANTILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/number.h"

void values_sort(int64_t *value, size_t n);      /* upwards; radix for large n */

/*
 * The cuts of `bins` bins of equal share: cut[k] (bins - 1 of them) is the largest value
 * that is <= the type-7 quantile of (k + 1) / bins, so x <= cut[k] is x <= that quantile.
 * n > 0; values sorted.
 */
void quantile_cuts(const int64_t *value, size_t n, size_t bins, int64_t *cut);

/* 1 + the number of cuts below x: equal values, equal bins. */
size_t cut_bin(const int64_t *cut, size_t cuts, int64_t x);

/*
 * The quantile itself, exact, in the values' unit, n > 0. False: the share is not within
 * 0..1 or has more than 18 decimals.
 */
bool quantile_value(const int64_t *value, size_t n, struct decimal share, struct decimal *result);

#endif
