/*
 * How often the intervals of lib/stat hold the truth, by simulated campaigns of known lift.
 *
 * A campaign: two cells; each head of a cell responds with the cell's rate, and a responder
 * spends a log-normal sum (mean 100, sigma .8 of the logarithm: most small, a few large),
 * to the cent. Rates of the control are spread over 1% to 10%, the other cell's true lift over
 * -20% to 50%. Of each campaign: is the true rate, difference, lift, revenue per head and
 * so on inside its 95% interval?
 *
 * Then campaigns that are looked at every day: the heads of both cells, all sent on one day,
 * answer on one of 60 days (later days are rarer), and the interval at each day's end must
 * hold what the cells differ by up to that day; or new heads come every day. An always-valid
 * interval holds the truth on all 60 days at once in 95% of campaigns; beside it what
 * becomes of the interval for one look, looked at daily.
 *
 * Ends with 1 unless what crm-test(1) promises holds: 94 to 96% for the rate, the difference
 * and the revenue per head in cells of 2,000 heads and more, and at least 95% of campaigns for
 * the always-valid ones there. One fixed seed: the same figures on every machine (GSL's
 * mt19937). Not part of make check.
 *
 *	coverage [CAMPAIGNS [SEED]]
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "stat/interval.h"
#include "stat/moments.h"
#include "stat/sequential.h"

#define CONFIDENCE .95
#define DAYS 60

enum { CAMPAIGNS = 20000, SEED = 20071101, PROMISED_HEADS = 2000 };

/* Set where a promise of the pages is broken. */
static bool broken;

/* What an order comes to: exp(MU + SIGMA * normal), its mean 100. */
#define SIGMA .8
#define MEAN 100.

static gsl_rng *rng;

/* An arm of a campaign as it was seen, and what its responders spent. */
struct arm {
	struct proportion seen;
	struct moments    spent;
};

static money
draw_order(void)
{
	double yuan = gsl_ran_lognormal(rng, log(MEAN) - SIGMA * SIGMA / 2, SIGMA);

	return (money)(yuan * 100 + .5) * (MONEY_UNIT / 100);
}

/* So many heads of the arm are asked, and respond at this rate. */
static void
arm_respond(struct arm *arm, int64_t heads, double rate)
{
	unsigned hits = gsl_ran_binomial(rng, rate, (unsigned)heads);

	arm->seen.hits += hits;
	for (unsigned i = 0; i < hits; i++)
		if (!moments_add(&arm->spent, draw_order()))
			abort();
}

/* New heads, who are asked once. */
static void
arm_grow(struct arm *arm, int64_t heads, double rate)
{
	arm->seen.n += heads;
	arm_respond(arm, heads, rate);
}

/* Revenue per head, those who did not respond included. */
static struct sample
arm_sample(const struct arm *arm)
{
	struct moments all = arm->spent;
	struct sample sample;

	if (!moments_add_zeros(&all, arm->seen.n - arm->seen.hits) ||
		!moments_sample(&all, &sample))
		abort();
	return sample;
}

/* --- one look --- */

enum {
	RATE,
	DIFFERENCE,
	LIFT,
	MEAN_DIFFERENCE,
	MEAN_LIFT,
	PROMISED,
	MEAN_ALONE = PROMISED,
	FIGURES
};
static const char *const figure[FIGURES] = { "rate (Wilson)", "difference of rates (Newcombe)",
	"lift in rate (MOVER-R)", "difference in revenue per head (Welch)",
	"lift in revenue per head (Fieller)", "revenue per head (t)" };

struct coverage {
	long inside[FIGURES], below[FIGURES], above[FIGURES], undefined[FIGURES], campaigns;
};

static void
look(struct coverage *coverage, int what, bool defined, struct interval at, double truth)
{
	if (!defined)
		coverage->undefined[what]++;
	else if (truth < at.low)
		coverage->below[what]++;
	else if (truth > at.high)
		coverage->above[what]++;
	else
		coverage->inside[what]++;
}

static void
campaign(struct coverage *coverage, int64_t heads, int64_t control_heads)
{
	double base = exp(gsl_ran_flat(rng, log(.01), log(.1))), lift = gsl_ran_flat(rng, -.2, .5);
	double rate = base * (1 + lift);
	struct arm control = { .seen = { 0, 0 } }, cell = { .seen = { 0, 0 } };
	struct sample of_cell, of_control;
	struct interval at = { 0, 0 };
	bool known;

	arm_grow(&control, control_heads, base);
	arm_grow(&cell, heads, rate);
	of_cell = arm_sample(&cell);
	of_control = arm_sample(&control);
	coverage->campaigns++;
	known = interval_rate(cell.seen, CONFIDENCE, &at);
	look(coverage, RATE, known, at, rate);
	known = interval_rate_difference(cell.seen, control.seen, CONFIDENCE, &at);
	look(coverage, DIFFERENCE, known, at, rate - base);
	known = interval_rate_lift(cell.seen, control.seen, CONFIDENCE, &at);
	look(coverage, LIFT, known, at, lift);
	known = interval_mean_difference(of_cell, of_control, CONFIDENCE, &at);
	look(coverage, MEAN_DIFFERENCE, known, at, MEAN * (rate - base));
	known = interval_mean_lift(of_cell, of_control, CONFIDENCE, &at);
	look(coverage, MEAN_LIFT, known, at, lift);
	known = interval_mean(of_cell, CONFIDENCE, &at);
	look(coverage, MEAN_ALONE, known, at, MEAN * rate);
}

static void
promise(const char *what, double share, double least, double most)
{
	if (share >= least && share <= most)
		return;
	fprintf(stderr, "coverage: %s: %.4f is not within %g to %g\n", what, share, least, most);
	broken = true;
}

static void
print_coverage(const struct coverage *coverage, const char *heads, bool promised)
{
	for (int i = 0; promised && i < PROMISED; i++)
		promise(figure[i], (double)coverage->inside[i] / (double)coverage->campaigns, .94,
			.96);
	for (int i = 0; i < FIGURES; i++) {
		long defined = coverage->campaigns - coverage->undefined[i];

		printf("%s,%s,%ld,%ld,%.4f,%.4f,%.4f\n", heads, figure[i], coverage->campaigns,
			coverage->undefined[i], (double)coverage->inside[i] / (double)defined,
			(double)coverage->below[i] / (double)defined,
			(double)coverage->above[i] / (double)defined);
	}
	fflush(stdout);
}

/* --- a look every day --- */

enum {
	DAILY_RATE,
	DAILY_LIFT,
	DAILY_MEAN,
	DAILY_PROMISED,
	ONCE_RATE = DAILY_PROMISED,
	ONCE_MEAN,
	DAILY
};
static const char *const daily_figure[DAILY] = { "difference of rates (always valid)",
	"lift in rate (always valid)", "difference in revenue per head (always valid)",
	"difference of rates (one look's)", "difference in revenue per head (one look's)" };

static bool
outside(bool defined, struct interval at, double truth)
{
	return defined && (truth < at.low || truth > at.high);
}

/* The looks at the end of one day; missed[i] is set once an interval was wrong. */
static void
look_daily(
	bool *missed, const struct arm *cell, const struct arm *control, double rate, double base)
{
	int64_t events = sequential_events(cell->seen.hits, control->seen.hits);
	double difference = rate - base;
	struct sample of_cell = arm_sample(cell), of_control = arm_sample(control);
	struct interval at = { 0, 0 };
	bool known;

	known = sequential_rate_difference(cell->seen, control->seen, CONFIDENCE, &at);
	missed[DAILY_RATE] |= outside(known, at, difference);
	known = sequential_rate_lift(cell->seen, control->seen, CONFIDENCE, &at);
	missed[DAILY_LIFT] |= outside(known, at, rate / base - 1);
	known = sequential_mean_difference(of_cell, of_control, events, CONFIDENCE, &at);
	missed[DAILY_MEAN] |= outside(known, at, MEAN * difference);
	known = interval_rate_difference(cell->seen, control->seen, CONFIDENCE, &at);
	missed[ONCE_RATE] |= outside(known, at, difference);
	known = interval_mean_difference(of_cell, of_control, CONFIDENCE, &at);
	missed[ONCE_MEAN] |= outside(known, at, MEAN * difference);
}

/* How many heads the two arms have. */
struct heads {
	int64_t cell, control;
};

/* All sent on one day: of those who have not answered yet, some answer on each day. */
static void
answers_by_day(bool *missed, struct heads heads, double base, double lift)
{
	struct arm cell = { .seen = { 0, heads.cell } }, control = { .seen = { 0, heads.control } };
	double rate = base * (1 + lift), known = 0;

	for (int day = 1; day <= DAYS; day++) {
		/* The share of all answers that has come by this day. */
		double share = (1 - exp(-day / 10.)) / (1 - exp(-DAYS / 10.)), now = share - known;

		arm_respond(&cell, heads.cell - cell.seen.hits, rate * now / (1 - rate * known));
		arm_respond(&control, heads.control - control.seen.hits,
			base * now / (1 - base * known));
		known = share;
		look_daily(missed, &cell, &control, rate * share, base * share);
	}
}

/* New heads every day, who answer at once. */
static void
heads_by_day(bool *missed, struct heads heads, double base, double lift)
{
	struct arm cell = { .seen = { 0, 0 } }, control = { .seen = { 0, 0 } };

	for (int day = 0; day < DAYS; day++) {
		arm_grow(&cell, heads.cell / DAYS, base * (1 + lift));
		arm_grow(&control, heads.control / DAYS, base);
		look_daily(missed, &cell, &control, base * (1 + lift), base);
	}
}

static void
print_daily(const char *kind, struct heads heads, long campaigns,
	void (*run)(bool *missed, struct heads heads, double base, double lift))
{
	long held[DAILY] = { 0 };

	for (long i = 0; i < campaigns; i++) {
		double base = exp(gsl_ran_flat(rng, log(.01), log(.1)));
		bool missed[DAILY] = { false };

		run(missed, heads, base, gsl_ran_flat(rng, -.2, .5));
		for (int k = 0; k < DAILY; k++)
			held[k] += !missed[k];
	}
	for (int k = 0; heads.control >= PROMISED_HEADS && k < DAILY_PROMISED; k++)
		promise(daily_figure[k], (double)held[k] / (double)campaigns, .95, 1);
	for (int k = 0; k < DAILY; k++)
		printf("%lld:%lld,%s: %s,%ld,0,%.4f,,\n", (long long)heads.cell,
			(long long)heads.control, kind, daily_figure[k], campaigns,
			(double)held[k] / (double)campaigns);
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	static const struct heads size[] = { { 100, 100 }, { 200, 200 }, { 500, 500 },
		{ 1000, 1000 }, { 2000, 2000 }, { 5000, 5000 }, { 20000, 20000 }, { 4500, 1000 },
		{ 9000, 2000 }, { 45000, 10000 } };
	static const struct heads daily[] = { { 500, 500 }, { 2000, 2000 }, { 5000, 5000 },
		{ 20000, 20000 }, { 9000, 2000 } };
	long campaigns = argc > 1 ? strtol(argv[1], NULL, 10) : CAMPAIGNS;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : SEED;
	struct coverage large = { .campaigns = 0 };
	char text[32];

	rng = gsl_rng_alloc(gsl_rng_mt19937);
	if (!rng || campaigns <= 0)
		return 2;
	gsl_rng_set(rng, seed);
	puts("heads,figure,campaigns,undefined,inside,truth_below,truth_above");
	for (long i = 0; i < campaigns; i++) {
		int64_t heads = (int64_t)exp(gsl_ran_flat(rng, log(PROMISED_HEADS), log(50000)));

		campaign(&large, heads, heads);
	}
	print_coverage(&large, "2000 to 50000", true);
	for (size_t i = 0; i < sizeof size / sizeof size[0]; i++) {
		struct coverage coverage = { .campaigns = 0 };

		for (long c = 0; c < campaigns; c++)
			campaign(&coverage, size[i].cell, size[i].control);
		snprintf(text, sizeof text, "%lld:%lld", (long long)size[i].cell,
			(long long)size[i].control);
		print_coverage(&coverage, text, size[i].control >= PROMISED_HEADS);
	}
	for (size_t i = 0; i < sizeof daily / sizeof daily[0]; i++) {
		print_daily("sent at once", daily[i], campaigns / 4, answers_by_day);
		print_daily("heads come daily", daily[i], campaigns / 4, heads_by_day);
	}
	gsl_rng_free(rng);
	return broken;
}
