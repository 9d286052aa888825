/*
 * The RFM scores of all customers at once.
 *
 * A customer is a number, 0..count - 1, and customers are numbered by their keys, so that
 * ties that have to be broken are broken by key. Values are asked for one at a time:
 * whoever has them need not keep them twice. RFM_NONE is no value and scores 1.
 *
 *	quantile   bins of equal share over all customers; equal values, equal scores
 *	count      bins of equal numbers of customers, the remainder spread; ties broken by key
 *	nested     R over all; F by quantile among those of the same R; M among those of
 *	           the same R and F
 *
 * Pure.
 */
#ifndef CRM_RFM_SCORE_H
#define CRM_RFM_SCORE_H

#include <stddef.h>
#include <stdint.h>

#include "crm/rfm.h"

typedef uint8_t rfm_scores[RFM_MEASURES];

struct rfm_people {
	size_t      count;
	int64_t   (*value)(const void *context, size_t i, enum rfm_measure measure);
	const void *context;
};

/* The scale of one measure over all. */
void rfm_people_scale(const struct rfm_people *people, enum rfm_measure measure, size_t bins,
	struct rfm_scale *scale);

/* Of the people [from, to) only: any of them can be scored by themselves. */
void rfm_score_by_scales(const struct rfm_people *people, size_t from, size_t to,
	const struct rfm_scale scale[RFM_MEASURES], rfm_scores *score);
void rfm_score_by_count(
	const struct rfm_people *people, const size_t bins[RFM_MEASURES], rfm_scores *score);
void rfm_score_nested(
	const struct rfm_people *people, const size_t bins[RFM_MEASURES], rfm_scores *score);

/* How many different scores of a measure came out. */
size_t rfm_scores_found(const rfm_scores *score, size_t count, enum rfm_measure measure);

/*
 * Cuts that many shops use, for scores from 1 to 5: up to 30, 90, 180, 365 days; 1, 2, 3, 4
 * orders. There are none of money, whose unit is everybody's own.
 */
void rfm_scale_ready(enum rfm_measure measure, struct rfm_scale *scale);

#endif
