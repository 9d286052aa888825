/*
 * What the loops need of masks, for machines that have no instructions of their own
 * for it.
 */
#ifndef CSV_SCANNER_BITS_H
#define CSV_SCANNER_BITS_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t
mask_spread(uint64_t mask)
{
	for (int by = 1; by < 64; by *= 2)
		mask ^= mask << by;
	return mask;
}

static inline size_t
mask_count(uint64_t mask)
{
	mask -= mask >> 1 & UINT64_C(0x5555555555555555);
	mask = (mask & UINT64_C(0x3333333333333333)) + (mask >> 2 & UINT64_C(0x3333333333333333));
	mask = (mask + (mask >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (size_t)((mask * UINT64_C(0x0101010101010101)) >> 56);
}

#endif
