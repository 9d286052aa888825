#include "crm/rfm_eight.h"

struct rfm_means
rfm_means_of(const rfm_scores *score, size_t count)
{
	struct rfm_means means = { .count = count };

	for (size_t i = 0; i < count; i++)
		for (int m = 0; m < RFM_MEASURES; m++)
			means.sum[m] += score[i][m];
	return means;
}

const char *
rfm_eight_name(const struct rfm_means *means, const rfm_scores score)
{
	/* By R, F, M above the mean, read as a binary number. */
	static const char *const name[] = { "一般挽留", "重要挽留", "一般保持", "重要保持",
		"一般发展", "重要发展", "一般价值", "重要价值" };
	unsigned above = 0;

	for (int m = 0; m < RFM_MEASURES; m++)
		above = above << 1 | (score[m] * means->count > means->sum[m]);
	return name[above];
}
