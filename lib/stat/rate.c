#include "stat/rate.h"

struct rate
rate_of(__int128 numerator, __int128 denominator)
{
	return denominator > 0 ? (struct rate){ numerator, denominator } : RATE_UNDEFINED;
}

bool
rate_defined(struct rate rate)
{
	return rate.denominator > 0;
}

struct rate
rate_gain(__int128 value, __int128 base)
{
	return rate_of(value - base, base);
}
