/* Decimals, whole numbers and how numbers are printed: see number.h. */
#include "value/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "value/digits.h"
#include "value/figure.h"

#define DECIMAL_SCALE   18
#define DECIMAL_DIGITS  30
#define MONEY_SCALE     4
#define PRINTED_DIGITS  10

static const int64_t power[DECIMAL_SCALE + 1] = { 1, 10, 100, 1000, 10000, 100000, 1000000,
	10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
	100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
	1000000000000000000 };

bool
decimal_parse(struct slice text, struct decimal *result)
{
	char space[FIGURE_TEXT];
	struct figure figure;
	struct decimal d = { 0, 0 };
	int digits = 0;

	if (!figure_read(text, space, &figure) || figure.decimals.length > DECIMAL_SCALE)
		return false;
	for (size_t i = 0; i < figure.whole.length; i++)
		if (figure.whole.data[i] != ',') {
			digits += digits || figure.whole.data[i] != '0';
			if (digits > DECIMAL_DIGITS)
				return false;
			d.units = d.units * 10 + (figure.whole.data[i] - '0');
		}
	d.scale = (int)figure.decimals.length;
	if (digits + d.scale > DECIMAL_DIGITS)
		return false;
	for (int i = 0; i < d.scale; i++)
		d.units = d.units * 10 + (figure.decimals.data[i] - '0');
	if (figure.negative)
		d.units = -d.units;
	*result = d;
	return true;
}

/* Both to the larger scale. */
static bool
decimal_align(struct decimal *a, struct decimal *b)
{
	struct decimal *coarse = a->scale < b->scale ? a : b;
	int scale = a->scale < b->scale ? b->scale : a->scale;

	if (__builtin_mul_overflow(coarse->units, power[scale - coarse->scale], &coarse->units))
		return false;
	coarse->scale = scale;
	return true;
}

bool
decimal_add(struct decimal a, struct decimal b, struct decimal *result)
{
	if (!decimal_align(&a, &b) || __builtin_add_overflow(a.units, b.units, &a.units))
		return false;
	*result = a;
	return true;
}

bool
decimal_subtract(struct decimal a, struct decimal b, struct decimal *result)
{
	if (!decimal_align(&a, &b) || __builtin_sub_overflow(a.units, b.units, &a.units))
		return false;
	*result = a;
	return true;
}

/* Zeros at the end carry nothing and would only use up the range. */
static struct decimal
decimal_shorten(struct decimal a)
{
	while (a.scale > 0 && a.units % 10 == 0) {
		a.units /= 10;
		a.scale--;
	}
	return a;
}

bool
decimal_multiply(struct decimal a, struct decimal b, struct decimal *result)
{
	struct decimal product;

	a = decimal_shorten(a);
	b = decimal_shorten(b);
	if (__builtin_mul_overflow(a.units, b.units, &product.units))
		return false;
	product.scale = a.scale + b.scale;
	product = decimal_shorten(product);
	if (product.scale > DECIMAL_SCALE)
		return false;
	*result = product;
	return true;
}

/* Whole parts first, then the decimals at one scale: neither can overflow. */
int
decimal_compare(struct decimal a, struct decimal b)
{
	__int128 whole_a = a.units / power[a.scale], whole_b = b.units / power[b.scale];
	int64_t rest_a = (int64_t)(a.units % power[a.scale]) * power[DECIMAL_SCALE - a.scale];
	int64_t rest_b = (int64_t)(b.units % power[b.scale]) * power[DECIMAL_SCALE - b.scale];

	if (whole_a != whole_b)
		return whole_a < whole_b ? -1 : 1;
	return (rest_a > rest_b) - (rest_a < rest_b);
}

double
decimal_double(struct decimal a)
{
	return (double)a.units / (double)power[a.scale];
}

bool
decimal_money(struct decimal a, money *amount, bool *rounded)
{
	money_sum sum;

	if (a.scale <= MONEY_SCALE) {
		if (__builtin_mul_overflow(a.units, power[MONEY_SCALE - a.scale], &sum))
			return false;
		return money_from_sum(sum, amount);
	}
	if (!money_from_sum(sum_divide(a.units, power[a.scale - MONEY_SCALE]), amount))
		return false;
	*rounded = *rounded || a.units % power[a.scale - MONEY_SCALE] != 0;
	return true;
}

struct decimal
decimal_from_money(money amount)
{
	return (struct decimal){ amount, MONEY_SCALE };
}

struct decimal
decimal_from_integer(int64_t n)
{
	return (struct decimal){ n, 0 };
}

bool
integer_parse(struct slice text, int64_t *result)
{
	char space[FIGURE_TEXT];
	struct figure figure;
	int64_t n = 0;

	if (!figure_read(text, space, &figure) || figure.decimals.length || figure.currency)
		return false;
	/* Counted downwards: the negative side reaches one further. */
	for (size_t i = 0; i < figure.whole.length; i++)
		if (figure.whole.data[i] != ',' &&
			(__builtin_mul_overflow(n, 10, &n) ||
				__builtin_sub_overflow(n, figure.whole.data[i] - '0', &n)))
			return false;
	if (!figure.negative && __builtin_sub_overflow((int64_t)0, n, &n))
		return false;
	*result = n;
	return true;
}

bool
share_parse(struct slice text, struct decimal *share)
{
	static const char wide_percent[] = "％";
	size_t wide = sizeof wide_percent - 1, mark = 0;

	text = slice_trim(text);
	if (text.length && text.data[text.length - 1] == '%')
		mark = 1;
	else if (text.length > wide &&
		memcmp(text.data + text.length - wide, wide_percent, wide) == 0)
		mark = wide;
	if (!text.length || !decimal_parse(slice_of(text.data, text.length - mark), share))
		return false;
	if (mark) {
		*share = decimal_shorten(*share);
		share->scale += 2;
	}
	return share->scale <= DECIMAL_SCALE;
}

size_t
integer_print_long(int64_t n, char text[INTEGER_TEXT])
{
	char *at = text;

	if (n < 0)
		*at++ = '-';
	return (size_t)(digits_put(at, n < 0 ? -(uint64_t)n : (uint64_t)n) - text);
}

static size_t
without_zeros_at_end(const char *text, size_t length)
{
	while (text[length - 1] == '0')
		length--;
	return length - (text[length - 1] == '.');
}

size_t
number_print(double x, char text[NUMBER_TEXT])
{
	char digits[32];
	size_t length;
	int exponent, decimals;

	if (!isfinite(x))
		return 0;
	if (fabs(x) < 1e10 && x == (double)(int64_t)x)
		return integer_print((int64_t)x, text);
	if (fabs(x) >= 1e10)
		return (size_t)snprintf(text, NUMBER_TEXT, "%.0f", x);

	/* How many digits stand before the point is known only after rounding to ten. */
	snprintf(digits, sizeof digits, "%.*e", PRINTED_DIGITS - 1, x);
	exponent = (int)strtol(strchr(digits, 'e') + 1, NULL, 10);
	decimals = exponent < PRINTED_DIGITS ? PRINTED_DIGITS - 1 - exponent : 0;
	length = (size_t)snprintf(text, NUMBER_TEXT, "%.*f", decimals, x);
	return decimals ? without_zeros_at_end(text, length) : length;
}

typedef unsigned __int128 magnitude;

/*
 * rest * 1000000 / divisor, the remainder to *left. Below 2^127 neither sum nor double of
 * two remainders overflows, so large ones are multiplied bit by bit.
 */
static uint32_t
millionths(magnitude rest, magnitude divisor, magnitude *left)
{
	const uint32_t million = 1000000;
	magnitude sum = 0;
	uint32_t quotient = 0;

	if (divisor <= UINT64_MAX) {
		*left = rest * million % divisor;
		return (uint32_t)(rest * million / divisor);
	}
	for (uint32_t bit = 1u << 19; bit; bit >>= 1) {
		sum *= 2;
		quotient = 2 * quotient + (sum >= divisor);
		sum -= sum >= divisor ? divisor : 0;
		if (million & bit) {
			sum += rest;
			quotient += sum >= divisor;
			sum -= sum >= divisor ? divisor : 0;
		}
	}
	*left = sum;
	return quotient;
}

static size_t
magnitude_print(magnitude n, char *text)
{
	const uint64_t chunk = 10000000000000000000u;
	char digits[40], *end = digits + sizeof digits, *begin = end;

	while (n >= chunk) {
		char *full = begin - 19;

		begin = digits_put_before(begin, (uint64_t)(n % chunk));
		while (begin > full)
			*--begin = '0';
		n /= chunk;
	}
	begin = digits_put_before(begin, (uint64_t)n);
	memcpy(text, begin, (size_t)(end - begin));
	return (size_t)(end - begin);
}

size_t
ratio_print(__int128 numerator, __int128 denominator, char text[NUMBER_TEXT])
{
	magnitude n = numerator < 0 ? -(magnitude)numerator : (magnitude)numerator;
	magnitude d = (magnitude)denominator, whole, left;
	uint32_t decimals;
	char *at = text;

	if (denominator <= 0)
		return 0;
	whole = n / d;
	decimals = millionths(n % d, d, &left);
	if (left > d - left || (left == d - left && (decimals & 1)))
		decimals++;
	if (decimals == 1000000) {
		decimals = 0;
		whole++;
	}
	if (numerator < 0 && (whole || decimals))
		*at++ = '-';
	at += magnitude_print(whole, at);
	*at++ = '.';
	digits_put_two(at, decimals / 10000);
	digits_put_two(at + 2, decimals / 100 % 100);
	digits_put_two(at + 4, decimals % 100);
	return (size_t)(at + 6 - text);
}
