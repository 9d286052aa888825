/* Distributions: see distribution.h. */
#include "stat/distribution.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_lambert.h>
#include <math.h>
#include <pthread.h>

static void
keep_going(void)
{
	gsl_set_error_handler_off();
}

/* Before every call: GSL's handler is one for the process, and aborts by default. */
static void
gsl_ready(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, keep_going);
}

double
normal_two_sided(double confidence)
{
	if (!(confidence > 0 && confidence < 1))
		return NAN;
	gsl_ready();
	return gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);
}

double
normal_tails(double z)
{
	return erfc(fabs(z) / sqrt(2));
}

double
normal_below(double z)
{
	return erfc(-z / sqrt(2)) / 2;
}

double
normal_point(double p)
{
	if (!(p > 0 && p < 1))
		return NAN;
	gsl_ready();
	return gsl_cdf_ugaussian_Pinv(p);
}

double
t_two_sided(double confidence, double df)
{
	if (!(confidence > 0 && confidence < 1 && df > 0))
		return NAN;
	gsl_ready();
	return gsl_cdf_tdist_Qinv((1 - confidence) / 2, df);
}

double
t_tails(double t, double df)
{
	if (isnan(t) || !(df > 0))
		return NAN;
	gsl_ready();
	return 2 * gsl_cdf_tdist_Q(fabs(t), df);
}

double
chi_square_tail(double x, double df)
{
	if (!(x >= 0 && df > 0))
		return NAN;
	gsl_ready();
	return gsl_cdf_chisq_Q(x, df);
}

double
lambert_lower(double x)
{
	gsl_sf_result w;

	gsl_ready();
	return gsl_sf_lambert_Wm1_e(x, &w) == GSL_SUCCESS ? w.val : NAN;
}

double
root_between(double low, double high, double (*of)(double x, void *with), void *with)
{
	double at_low = of(low, with), at_high = of(high, with);

	if (!(at_low <= 0 && at_high >= 0) && !(at_low >= 0 && at_high <= 0))
		return NAN;
	for (;;) {
		double middle = low + (high - low) / 2, at = of(middle, with);

		if (middle == low || middle == high || at == 0)
			return middle;
		if ((at > 0) == (at_high > 0))
			high = middle;
		else
			low = middle;
	}
}
