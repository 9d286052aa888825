/*
 * Delays: how many more answers will come, told by how soon those came that are here.
 *
 * Answers come with a delay of whole days, each day's share being q times that of the day
 * before (a geometric distribution). What was sent `age` days ago has shown delays of 0..age
 * only: an answer seen so far is one of a geometric distribution cut off there. q is the
 * maximum of their likelihood, where the mean delay seen is the mean expected (the moments and
 * the likelihood of an exponential family agree; W. L. Deemer and D. F. Votaw, "Estimation of
 * parameters of truncated or censored exponential distributions", Annals of Mathematical
 * Statistics 26, 1955, for the continuous case), and each answer stands for 1 / (1 - q^(age + 1))
 * that will have come in the end (D. G. Horvitz and D. J. Thompson, JASA 47, 1952).
 *
 * Pure; nothing is allocated.
 */
#ifndef STAT_DELAY_H
#define STAT_DELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `n` answers of pieces that are `age` days old, their delays adding up to `days`. */
struct delays {
	int64_t age, n, days;        /* age >= 0, n >= 0, 0 <= days <= n * age */
};

/*
 * How many answers there will be in the end. False: nothing is seen, or the delays do not fall
 * off within the time seen, so that there is no telling.
 */
bool delay_project(const struct delays *seen, size_t count, double *final);

#endif
