/*
 * Whatever is read as money, a decimal, a whole number or a share: the readers agree
 * about it, it is printed, and is read back as the same.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "value/money.h"
#include "value/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
try_money(struct slice text)
{
	char printed[MONEY_TEXT];
	money amount, back, other;
	bool rounded = false, again = false;

	if (!money_parse(text, &amount, &rounded))
		return;
	must(amount >= -INT64_MAX);
	must(money_parse(slice_of(printed, money_print(amount, printed)), &back, &again));
	must(back == amount && !again);
	must(money_scale(amount, 1, 1, &back) && back == amount);
	must(money_scale(amount, 7, 7, &back) && back == amount);
	other = -amount;
	must(money_add(&other, amount) && other == 0);
}

/* Two ways to the same amount: read as money, and read as a decimal that becomes money. */
static void
try_decimal(struct slice text)
{
	struct decimal d, twice;
	money amount, other;
	bool rounded = false, also = false, good = money_parse(text, &amount, &rounded);

	if (!decimal_parse(text, &d))
		return;
	must(decimal_money(d, &other, &also) == good);
	must(!good || (amount == other && rounded == also));
	must(decimal_add(d, d, &twice));
	must(decimal_subtract(twice, d, &twice) && decimal_compare(twice, d) == 0);
	must(isfinite(decimal_double(d)));
	if (good && !rounded)
		must(decimal_compare(decimal_from_money(amount), d) == 0);
}

static void
try_integer(struct slice text)
{
	char printed[NUMBER_TEXT];
	struct decimal d;
	int64_t n, back;

	if (!integer_parse(text, &n))
		return;
	must(integer_parse(slice_of(printed, integer_print(n, printed)), &back) && back == n);
	/* Thirty digits at most, zeros in front not counted: no whole number has more. */
	must(decimal_parse(text, &d) && decimal_compare(d, decimal_from_integer(n)) == 0);
}

/* A double made of the bytes: printed in plain digits that mean nearly the same. */
static void
try_double(const uint8_t *data, size_t size)
{
	char printed[NUMBER_TEXT + 1];
	size_t length;
	double x, back;

	if (size < sizeof x)
		return;
	memcpy(&x, data, sizeof x);
	length = number_print(x, printed);
	must(length < NUMBER_TEXT && (length == 0) == !isfinite(x));
	if (!length)
		return;
	printed[length] = '\0';
	must(strspn(printed, "-.0123456789") == length);
	must(!slice_is(slice_of(printed, length), "-0"));
	back = strtod(printed, NULL);
	must(fabs(back - x) <= fabs(x) * 5.1e-10 || fabs(x) < 1e-300);
}

/* Numerators and denominators of any size: the sixth decimal is right to one half. */
static void
try_ratio(const uint8_t *data, size_t size)
{
	char printed[NUMBER_TEXT];
	__int128 numerator, denominator;
	struct decimal ratio;
	long double off;
	size_t length;

	if (size < sizeof numerator + sizeof denominator)
		return;
	memcpy(&numerator, data, sizeof numerator);
	memcpy(&denominator, data + sizeof numerator, sizeof denominator);
	length = ratio_print(numerator, denominator, printed);
	must(length < NUMBER_TEXT && (length == 0) == (denominator <= 0));
	if (!length || !decimal_parse(slice_of(printed, length), &ratio))
		return;
	off = (long double)ratio.units / 1e6L - (long double)numerator / (long double)denominator;
	must(fabsl(off) <= 0.50001e-6L + fabsl((long double)ratio.units) * 1e-24L);
}

/* The rest of the input as weights of a spread: the shares always sum to the total. */
static void
try_spread(const uint8_t *data, size_t size)
{
	int64_t weight[8];
	money share[8], total;
	money_sum all = 0, sum = 0;

	if (size < sizeof weight + sizeof total)
		return;
	memcpy(&total, data, sizeof total);
	memcpy(weight, data + sizeof total, sizeof weight);
	if (total < -INT64_MAX)
		return;
	for (int i = 0; i < 8; i++) {
		weight[i] &= INT64_MAX;
		all += weight[i];
	}
	if (!all)
		return;
	money_spread(total, weight, 8, share);
	for (int i = 0; i < 8; i++) {
		sum += share[i];
		must(weight[i] || !share[i]);
		must(total < 0 ? share[i] <= 0 : share[i] >= 0);
	}
	must(sum == total);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);
	struct decimal share;

	try_money(text);
	try_decimal(text);
	try_integer(text);
	if (share_parse(text, &share))
		must(share.scale >= 0 && share.scale <= 18);
	try_double(data, size);
	try_ratio(data, size);
	try_spread(data, size);
	return 0;
}
