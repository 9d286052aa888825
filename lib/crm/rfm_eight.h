/*
 * The eight-way map of Chinese practice: each of R, F and M is above the mean score of all
 * customers or it is not.
 *
 *	        F above, M above   M alone        F alone        neither
 *	R above 重要价值           重要发展       一般价值       一般发展
 *	R not   重要保持           重要挽留       一般保持       一般挽留
 *
 * Means are compared exactly: score x customers > sum of scores. Pure.
 */
#ifndef CRM_RFM_EIGHT_H
#define CRM_RFM_EIGHT_H

#include <stddef.h>
#include <stdint.h>

#include "crm/rfm_score.h"

struct rfm_means {
	uint64_t sum[RFM_MEASURES];
	uint64_t count;
};

struct rfm_means rfm_means_of(const rfm_scores *score, size_t count);
const char      *rfm_eight_name(const struct rfm_means *means, const rfm_scores score);

#endif
