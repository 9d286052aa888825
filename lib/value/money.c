/* Money, exact: see money.h. */
#include "value/money.h"

#include <assert.h>

#include "value/digits.h"
#include "value/figure.h"

#define MONEY_DECIMALS 4
#define CENT           (MONEY_UNIT / 100)

/* Negates when wanted; the magnitude must fit. */
static money
money_signed(uint64_t magnitude, bool negative)
{
	return negative ? -(money)magnitude : (money)magnitude;
}

/*
 * The form nearly all amounts have, digits and perhaps a point and a minus, eight
 * characters at most besides the minus, in one word and without a loop. False only
 * says that the text has another form.
 */
static bool
plain_parse(struct slice text, money *amount)
{
	static const int32_t unit[8] = { MONEY_UNIT, 1000, 100, 10, 1 };
	const char *at = text.data;
	size_t n = text.length;
	bool negative = n && *at == '-';
	unsigned decimals = 0;
	uint64_t word, points;

	n -= negative;
	if (n == 0 || n > 8)
		return false;
	at += negative;

	/* To the upper end of the word; below it, zeros. */
	unsigned empty = 8 * (8 - (unsigned)n);

	if (n >= 4)
		word = digits_load_half(at) << empty | digits_load_half(at + n - 4) << 32;
	else
		word = (uint64_t)(unsigned char)at[0] << empty |
			(uint64_t)(unsigned char)at[n / 2] << (empty + 8 * (unsigned)(n / 2)) |
			(uint64_t)(unsigned char)at[n - 1] << 56;
	word |= DIGITS_EACH('0') & (((uint64_t)1 << empty) - 1);

	/* The first byte that is a point is marked by its highest bit. */
	points = word ^ DIGITS_EACH('.');
	points = (points - DIGITS_EACH(1)) & ~points & DIGITS_EACH(0x80);
	if (points) {
		unsigned bit = (unsigned)__builtin_ctzll(points) - 7;
		uint64_t below = ((uint64_t)1 << bit) - 1;

		decimals = 7 - bit / 8;
		if (decimals == 0 || decimals > MONEY_DECIMALS)
			return false;
		word = (word & ~(below << 8 | 0xff)) | (word & below) << 8 | '0';
	}
	if (!digits_all(word))
		return false;
	*amount = money_signed((uint64_t)digits_value(word) * (uint64_t)unit[decimals], negative);
	return true;
}

/* What lies past the fourth decimal, against one half of it. */
enum rest { REST_NONE, REST_BELOW_HALF, REST_HALF, REST_ABOVE_HALF };

static enum rest
rest_of(struct slice digits)
{
	bool more = false;

	for (size_t i = 1; i < digits.length; i++)
		more = more || digits.data[i] != '0';
	if (!digits.length || (digits.data[0] == '0' && !more))
		return REST_NONE;
	if (digits.data[0] == '5')
		return more ? REST_ABOVE_HALF : REST_HALF;
	return digits.data[0] < '5' ? REST_BELOW_HALF : REST_ABOVE_HALF;
}

static bool
magnitude_append(uint64_t *magnitude, unsigned digit)
{
	return !__builtin_mul_overflow(*magnitude, 10, magnitude) &&
		!__builtin_add_overflow(*magnitude, digit, magnitude);
}

/* All but the plain form; kept out of the way of that. */
static __attribute__((noinline)) bool
marked_parse(struct slice text, money *amount, bool *rounded, enum currency *mark)
{
	char space[FIGURE_TEXT];
	struct figure figure;
	uint64_t magnitude = 0;
	enum rest rest = REST_NONE;

	if (!figure_read(text, space, &figure))
		return false;

	for (size_t i = 0; i < figure.whole.length; i++)
		if (figure.whole.data[i] != ',' &&
			!magnitude_append(&magnitude, (unsigned)(figure.whole.data[i] - '0')))
			return false;
	for (size_t i = 0; i < MONEY_DECIMALS; i++) {
		char digit = i < figure.decimals.length ? figure.decimals.data[i] : '0';

		if (!magnitude_append(&magnitude, (unsigned)(digit - '0')))
			return false;
	}
	if (figure.decimals.length > MONEY_DECIMALS)
		rest = rest_of(slice_of(figure.decimals.data + MONEY_DECIMALS,
			figure.decimals.length - MONEY_DECIMALS));
	/* No overflow: 64 bits hold twice what money holds, and that is refused next. */
	if (rest == REST_ABOVE_HALF || (rest == REST_HALF && (magnitude & 1)))
		if (__builtin_add_overflow(magnitude, 1, &magnitude))
			return false;
	if (magnitude > INT64_MAX)
		return false;

	*amount = money_signed(magnitude, figure.negative);
	*rounded = *rounded || rest != REST_NONE;
	if (figure.currency)
		*mark = figure.currency;
	return true;
}

bool
money_parse_mark(struct slice text, money *amount, bool *rounded, enum currency *mark)
{
	return plain_parse(text, amount) || marked_parse(text, amount, rounded, mark);
}

bool
money_parse(struct slice text, money *amount, bool *rounded)
{
	enum currency mark;

	return plain_parse(text, amount) || marked_parse(text, amount, rounded, &mark);
}

size_t
money_print(money amount, char text[MONEY_TEXT])
{
	uint64_t magnitude = amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
	uint64_t whole = magnitude / MONEY_UNIT;
	unsigned rest = (unsigned)(magnitude % MONEY_UNIT);
	char *at = text;

	if (amount < 0)
		*at++ = '-';
	at = digits_put(at, whole);
	*at++ = '.';
	digits_put_two(at, rest / 100);
	digits_put_two(at + 2, rest % 100);
	at += rest % 100 == 0 ? 2 : rest % 10 == 0 ? 3 : 4;
	return (size_t)(at - text);
}

bool
money_from_sum(money_sum sum, money *amount)
{
	if (sum > INT64_MAX || sum < -(money_sum)INT64_MAX)
		return false;
	*amount = (money)sum;
	return true;
}

bool
money_add(money *sum, money amount)
{
	return money_from_sum((money_sum)*sum + amount, sum);
}

money_sum
sum_divide(money_sum sum, money_sum divisor)
{
	money_sum quotient = sum / divisor;
	money_sum rest = sum % divisor;
	money_sum away = sum < 0 ? -1 : 1;

	rest = rest < 0 ? -rest : rest;
	/* Twice the rest against the divisor, said so that nothing can overflow. */
	if (rest > divisor - rest || (rest == divisor - rest && (quotient & 1)))
		quotient += away;
	return quotient;
}

bool
money_divide(money_sum sum, int64_t count, money *result)
{
	money_sum cents = sum_divide(sum, (money_sum)count * CENT);

	return cents <= INT64_MAX && cents >= -(money_sum)INT64_MAX &&
		money_from_sum(cents * CENT, result);
}

bool
money_scale(money amount, int64_t numerator, int64_t denominator, money *result)
{
	return money_from_sum(sum_divide((money_sum)amount * numerator, denominator), result);
}

/* One spread: `steps` whole cents or units, shared in proportion to weight[i] / all. */
struct spread {
	money_sum      steps, all;
	const int64_t *weight;
	size_t         n;
	const money   *rest;        /* the remainders; NULL: too large for it, worked out anew */
};

static money_sum
spread_rest(const struct spread *spread, size_t i)
{
	return spread->rest ? spread->rest[i] : spread->steps * spread->weight[i] % spread->all;
}

static size_t
spread_count_above(const struct spread *spread, money_sum bound)
{
	size_t above = 0;

	for (size_t i = 0; i < spread->n; i++)
		above += spread_rest(spread, i) > bound;
	return above;
}

/* The least bound that at most `wanted` remainders exceed; halving needs no memory. */
static money_sum
spread_bound(const struct spread *spread, size_t wanted)
{
	money_sum low = 0, high = spread->all;

	while (low < high) {
		money_sum middle = low + (high - low) / 2;

		if (spread_count_above(spread, middle) <= wanted)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Shares of one weight: what is left over goes to the first ones. */
static void
spread_evenly(money_sum steps, money step, size_t n, money *share)
{
	money each = (money)(steps / (money_sum)n);
	size_t more = (size_t)(steps % (money_sum)n);

	for (size_t i = 0; i < n; i++)
		share[i] = (each + (i < more)) * step;
}

void
money_spread(money total, const int64_t *weight, size_t n, money *share)
{
	bool negative = total < 0, even = true;
	money step = total % CENT == 0 ? CENT : 1;
	struct spread spread = { .weight = weight, .n = n };
	money_sum left, bound;
	size_t above, equal;

	for (size_t i = 0; i < n; i++) {
		spread.all += weight[i];
		even &= weight[i] == weight[0];
	}
	assert(spread.all > 0);
	spread.steps = (negative ? -(money_sum)total : total) / step;
	if (even) {
		spread_evenly(spread.steps, negative ? -step : step, n, share);
		return;
	}
	left = spread.steps;

	for (size_t i = 0; i < n; i++) {
		left -= spread.steps * weight[i] / spread.all;
		if (spread.all <= INT64_MAX)
			share[i] = (money)(spread.steps * weight[i] % spread.all);
	}
	if (spread.all <= INT64_MAX)
		spread.rest = share;
	/* What rounding down left over, less than n steps: one each to the largest remainders. */
	bound = spread_bound(&spread, (size_t)left);
	above = spread_count_above(&spread, bound);
	equal = (size_t)left - above;
	for (size_t i = 0; i < n; i++) {
		money_sum rest = spread_rest(&spread, i);

		share[i] = (money)(spread.steps * weight[i] / spread.all);
		if (rest > bound)
			share[i]++;
		else if (rest == bound && equal) {
			share[i]++;
			equal--;
		}
		share[i] = negative ? -share[i] * step : share[i] * step;
	}
}
