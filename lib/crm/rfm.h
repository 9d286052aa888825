/*
 * RFM: recency, frequency and monetary value as scores from 1 (worst) to bins (best).
 *
 * A measure is a whole number: days since the last order, a count of orders, money in
 * 1/10000. Its scale has `bins` bins, cut by `bins - 1` cuts that do not fall; a cut is
 * the largest value of the bin below it, so a value is in bin 1 + the number of cuts
 * below it and equal values are always in one bin. Recency is cut like the others and
 * reversed afterwards: fewer days, higher score. Cuts are either fitted to the values
 * (type-7 quantiles) or frozen: see crm/rfm_cuts.h.
 *
 * Pure; cannot fail; nothing is allocated.
 */
#ifndef CRM_RFM_H
#define CRM_RFM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rfm_measure { RFM_RECENCY, RFM_FREQUENCY, RFM_MONETARY, RFM_MEASURES };

#define RFM_BINS       5           /* unless told otherwise */
#define RFM_BINS_LEAST 2
#define RFM_BINS_MOST  100
#define RFM_NONE       INT64_MIN   /* no such value: a customer who never ordered has no recency */

struct rfm_scale {
	size_t  bins;                  /* 0: no values, no scale */
	int64_t cut[RFM_BINS_MOST - 1];
};

/*
 * The scale of `bins` bins of equal share. Values that are RFM_NONE are left out; the array comes
 * back in another order. Without a value the scale has 0 bins.
 */
void rfm_scale_fit(struct rfm_scale *scale, size_t bins, int64_t *value, size_t n);

/* 1..bins; RFM_NONE is the worst, 1. The scale must have bins unless the value is RFM_NONE. */
unsigned rfm_score(const struct rfm_scale *scale, enum rfm_measure measure, int64_t value);

/*
 * Scores as one text: "545", or "10-4-3" when there are more than nine bins. Returns the
 * length; no NUL.
 */
#define RFM_TEXT 16
size_t rfm_print(
	const size_t bins[RFM_MEASURES], const unsigned score[RFM_MEASURES], char text[RFM_TEXT]);

/*
 * For those who read tables of the trade: what is wrong, on which line (0: on none) and
 * in which of the table's columns (-1: in none).
 */
typedef void rfm_complaint(void *context, uint64_t line, int column, const char *message);

#endif
