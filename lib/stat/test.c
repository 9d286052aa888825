/* Tests of significance: see test.h. */
#include "stat/test.h"

#include <math.h>
#include <stdlib.h>

#include "stat/distribution.h"
#include "stat/interval.h"
#include "value/memory.h"

bool
test_rates(struct proportion a, struct proportion b, struct test *test)
{
	double na = (double)a.n, nb = (double)b.n, hits = (double)a.hits + (double)b.hits;
	double misses = na - (double)a.hits + (nb - (double)b.hits), all = na + nb, error;

	if (a.n <= 0 || b.n <= 0 || hits <= 0 || misses <= 0)
		return false;
	error = sqrt(hits / all * (misses / all) * (1 / na + 1 / nb));
	test->statistic = ((double)a.hits / na - (double)b.hits / nb) / error;
	test->df = 0;
	test->p = normal_tails(test->statistic);
	return true;
}

bool
test_cells(const struct proportion *cell, size_t cells, struct test *test)
{
	double hits = 0, all = 0, sum = 0, rate;
	size_t used = 0;

	for (size_t i = 0; i < cells; i++) {
		hits += (double)cell[i].hits;
		all += (double)cell[i].n;
		used += cell[i].n > 0;
	}
	if (used < 2 || hits <= 0 || hits >= all)
		return false;
	rate = hits / all;
	/* (hits - n p)^2 / n p, and the same over n (1 - p) for the misses. */
	for (size_t i = 0; i < cells; i++) {
		double n = (double)cell[i].n, off = (double)cell[i].hits - n * rate;

		if (cell[i].n > 0)
			sum += off * off / (n * rate * (1 - rate));
	}
	test->statistic = sum;
	test->df = (double)used - 1;
	test->p = chi_square_tail(sum, test->df);
	return true;
}

static double
table_sum(const int64_t *count, size_t first, size_t step, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)count[first + i * step];
	return sum;
}

bool
test_table(const int64_t *count, size_t values, size_t cells, struct test *test)
{
	double all = table_sum(count, 0, 1, values * cells), sum = 0;
	size_t rows = 0, columns = 0;

	for (size_t v = 0; v < values; v++)
		rows += table_sum(count, v * cells, 1, cells) > 0;
	for (size_t c = 0; c < cells; c++) {
		double in_cell = table_sum(count, c, cells, values);

		columns += in_cell > 0;
		for (size_t v = 0; v < values; v++) {
			double expected = table_sum(count, v * cells, 1, cells) / all * in_cell;
			double off = (double)count[v * cells + c] - expected;

			if (expected > 0)
				sum += off * off / expected;
		}
	}
	if (rows < 2 || columns < 2)
		return false;
	test->statistic = sum;
	test->df = ((double)rows - 1) * ((double)columns - 1);
	test->p = chi_square_tail(sum, test->df);
	return true;
}

bool
test_shares(const int64_t *count, const double *share, size_t cells, struct test *test)
{
	double shares = 0, all = 0, sum = 0;

	for (size_t i = 0; i < cells; i++) {
		if (!(share[i] > 0))
			return false;
		shares += share[i];
		all += (double)count[i];
	}
	if (cells < 2 || all <= 0)
		return false;
	for (size_t i = 0; i < cells; i++) {
		double expected = all * (share[i] / shares), off = (double)count[i] - expected;

		sum += off * off / expected;
	}
	test->statistic = sum;
	test->df = (double)cells - 1;
	test->p = chi_square_tail(sum, test->df);
	return true;
}

bool
test_means(struct sample a, struct sample b, struct test *test)
{
	double error = sqrt(a.variance / (double)a.n + b.variance / (double)b.n), degrees;

	if (!welch_degrees(a, b, &degrees))
		return false;
	test->statistic = (a.mean - b.mean) / error;
	test->df = degrees;
	test->p = t_tails(test->statistic, degrees);
	return true;
}

struct ranked_p {
	double p;
	size_t at;
};

static int
by_p(const void *a, const void *b)
{
	double pa = ((const struct ranked_p *)a)->p, pb = ((const struct ranked_p *)b)->p;

	return (pa > pb) - (pa < pb);
}

void
holm_adjust(const double *p, size_t n, double *adjusted)
{
	struct ranked_p *ranked = memory_zeroed(n, sizeof *ranked);
	size_t made = 0;
	double least = 0;

	for (size_t i = 0; i < n; i++) {
		adjusted[i] = p[i];
		if (!isnan(p[i]))
			ranked[made++] = (struct ranked_p){ p[i], i };
	}
	qsort(ranked, made, sizeof *ranked, by_p);
	for (size_t i = 0; i < made; i++) {
		least = fmin(fmax(least, (double)(made - i) * ranked[i].p), 1);
		adjusted[ranked[i].at] = least;
	}
	free(ranked);
}
