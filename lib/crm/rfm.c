#include "crm/rfm.h"

#include "table/quantile.h"

void
rfm_scale_fit(struct rfm_scale *scale, size_t bins, int64_t *value, size_t n)
{
	size_t known = 0;

	for (size_t i = 0; i < n; i++)
		if (value[i] != RFM_NONE)
			value[known++] = value[i];
	*scale = (struct rfm_scale){ .bins = known ? bins : 0 };
	if (!known)
		return;
	values_sort(value, known);
	quantile_cuts(value, known, bins, scale->cut);
}

unsigned
rfm_score(const struct rfm_scale *scale, enum rfm_measure measure, int64_t value)
{
	size_t bin;

	if (value == RFM_NONE)
		return 1;
	bin = cut_bin(scale->cut, scale->bins - 1, value);
	return (unsigned)(measure == RFM_RECENCY ? scale->bins + 1 - bin : bin);
}

size_t
rfm_print(const size_t bins[RFM_MEASURES], const unsigned score[RFM_MEASURES], char text[RFM_TEXT])
{
	bool wide = false;
	size_t length = 0;

	for (int m = 0; m < RFM_MEASURES; m++)
		wide = wide || bins[m] > 9;
	for (int m = 0; m < RFM_MEASURES; m++) {
		if (wide && m > 0)
			text[length++] = '-';
		if (score[m] >= 100)
			text[length++] = (char)('0' + score[m] / 100 % 10);
		if (score[m] >= 10)
			text[length++] = (char)('0' + score[m] / 10 % 10);
		text[length++] = (char)('0' + score[m] % 10);
	}
	return length;
}
