/*
 * What is known of a group of heads: how many did it, or what they spent.
 *
 * These are all that intervals, tests and plans need; no head is kept. Plain values.
 */
#ifndef STAT_SAMPLE_H
#define STAT_SAMPLE_H

#include <stdint.h>

/* `hits` of `n` heads; 0 <= hits <= n. */
struct proportion {
	int64_t hits, n;
};

/* Figures of n heads: their mean, and their variance over n - 1 (0 where n < 2). */
struct sample {
	int64_t n;
	double  mean, variance;
};

#endif
