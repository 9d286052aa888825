/*
 * Decimals, whole numbers, and numbers printed. Vectors were made with Python 3.11's decimal:
 * exact values of the doubles quantized to ten digits, quotients quantized to six decimals,
 * both ROUND_HALF_EVEN.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "value/number.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct decimal
decimal_of(const char *text)
{
	struct decimal d = { 0, 0 };

	ck_assert_msg(decimal_parse(slice_from(text), &d), "refused: %s", text);
	return d;
}

START_TEST(decimals_read)
{
	static const char *const wrong[] = { "", "-", ".", "1e5", "1,23", "5.",
		"1.0000000000000000000", "1234567890123456789012345678901",
		"1234567890123.456789012345678901", "1.2.3", "NaN" };
	struct decimal d;

	d = decimal_of("-1,234.50");
	ck_assert(d.units == -123450 && d.scale == 2);
	d = decimal_of("１．５");
	ck_assert(d.units == 15 && d.scale == 1);
	d = decimal_of("000000000000000000000000000000000000000000.000000000000000001");
	ck_assert(d.units == 1 && d.scale == 18);
	d = decimal_of("999999999999999999999999999999");
	ck_assert(d.units == (__int128)999999999999999 * 1000000000000000 + 999999999999999);
	for (size_t i = 0; i < COUNT(wrong); i++)
		ck_assert_msg(!decimal_parse(slice_from(wrong[i]), &d), "accepted: %s", wrong[i]);
}
END_TEST

START_TEST(decimals_calculated)
{
	struct decimal d, huge = decimal_of("999999999999999999999999999999");
	struct decimal tiny = decimal_of("0.000000000000000001");

	ck_assert(decimal_add(decimal_of("0.1"), decimal_of("0.2"), &d));
	ck_assert_int_eq(decimal_compare(d, decimal_of("0.3")), 0);
	ck_assert(decimal_subtract(decimal_of("1"), decimal_of("0.9999"), &d));
	ck_assert_int_eq(decimal_compare(d, decimal_of("0.0001")), 0);
	ck_assert(decimal_multiply(decimal_of("3"), decimal_of("19.90"), &d));
	ck_assert_int_eq(decimal_compare(d, decimal_of("59.7")), 0);
	ck_assert(decimal_multiply(
		decimal_of("0.50000000000000000"), decimal_of("0.200000000000"), &d));
	ck_assert_int_eq(decimal_compare(d, decimal_of("0.1")), 0);
	/* Too large, or too fine to be exact. */
	ck_assert(!decimal_add(huge, tiny, &d));
	ck_assert(!decimal_subtract(huge, tiny, &d));
	ck_assert(!decimal_multiply(huge, huge, &d));
	ck_assert(!decimal_multiply(tiny, decimal_of("0.1"), &d));
	ck_assert(decimal_multiply(tiny, decimal_from_integer(INT64_MIN), &d));
	/* Comparing never fails. */
	ck_assert_int_gt(decimal_compare(huge, tiny), 0);
	ck_assert_int_lt(decimal_compare(decimal_of("-999999999999999999999999999999"), tiny), 0);
	ck_assert_int_lt(decimal_compare(decimal_of("-0.2"), decimal_of("-0.1")), 0);
	ck_assert_int_lt(decimal_compare(decimal_of("-0.1"), decimal_of("0")), 0);
	ck_assert_int_eq(decimal_compare(decimal_of("-0.10"), decimal_of("-0.1")), 0);
	ck_assert_int_gt(decimal_compare(decimal_of("2.01"), decimal_of("2")), 0);
	ck_assert(decimal_double(decimal_of("0.1")) == 0.1);
	ck_assert(decimal_double(decimal_of("-12.375")) == -12.375);
}
END_TEST

START_TEST(decimals_and_money)
{
	money amount = 0;
	bool rounded = false;

	ck_assert(decimal_money(decimal_of("12.34"), &amount, &rounded));
	ck_assert(amount == 123400 && !rounded);
	ck_assert(decimal_money(decimal_of("0.00015000"), &amount, &rounded));
	ck_assert(amount == 2 && rounded);
	rounded = false;
	ck_assert(decimal_money(decimal_of("-0.000250"), &amount, &rounded));
	ck_assert(amount == -2 && rounded);
	rounded = false;
	ck_assert(decimal_money(decimal_of("7.00000000"), &amount, &rounded));
	ck_assert(amount == 70000 && !rounded);
	ck_assert(!decimal_money(decimal_of("922337203685477.5808"), &amount, &rounded));
	ck_assert(!decimal_money(decimal_of("999999999999999999999999999999"), &amount, &rounded));
	ck_assert_int_eq(decimal_compare(decimal_from_money(-35000), decimal_of("-3.5")), 0);
}
END_TEST

START_TEST(whole_numbers)
{
	static const struct {
		const char *text;
		int64_t n;
	} known[] = {
		{ "12", 12 },
		{ "-3", -3 },
		{ "+4", 4 },
		{ "1,234", 1234 },
		{ "１２", 12 },
		{ " 7 ", 7 },
		{ "0", 0 },
		{ "-0", 0 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
		{ "0000000000000000000000012", 12 },
	};
	static const char *const wrong[] = { "", "1.0", ".", "1.", "1e3", "12,34",
		"9223372036854775808", "-9223372036854775809", "99999999999999999999999", "0x1",
		"1 2" };
	char text[NUMBER_TEXT];
	int64_t n;
	size_t length;

	for (size_t i = 0; i < COUNT(known); i++) {
		ck_assert_msg(integer_parse(slice_from(known[i].text), &n), "%s", known[i].text);
		ck_assert_int_eq(n, known[i].n);
		length = integer_print(n, text);
		ck_assert(integer_parse(slice_of(text, length), &n));
		ck_assert_int_eq(n, known[i].n);
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		ck_assert_msg(!integer_parse(slice_from(wrong[i]), &n), "%s", wrong[i]);
	length = integer_print(INT64_MIN, text);
	ck_assert(slice_is(slice_of(text, length), "-9223372036854775808"));
}
END_TEST

/* At every power of ten a digit more. */
START_TEST(integers_of_every_length)
{
	char nines[NUMBER_TEXT] = "", text[NUMBER_TEXT];
	int64_t n = 1;

	for (size_t digits = 1; digits <= 18; digits++) {
		n *= 10;
		nines[digits - 1] = '9';
		ck_assert(slice_is(slice_of(text, integer_print(n - 1, text)), nines));
		memset(text, ' ', sizeof text);
		ck_assert_uint_eq(integer_print(n, text), digits + 1);
		ck_assert_int_eq(text[0], '1');
		ck_assert_uint_eq(strspn(text + 1, "0"), digits);
		ck_assert_uint_eq(integer_print(-n, text), digits + 2);
		ck_assert_int_eq(memcmp(text, "-10", 3), 0);
	}
}
END_TEST

START_TEST(shares)
{
	static const struct {
		const char *text, *value;
	} known[] = {
		{ "20%", "0.2" },
		{ "0.2", "0.2" },
		{ "12.5%", "0.125" },
		{ "100%", "1" },
		{ "２０％", "0.2" },
		{ " 35% ", "0.35" },
		{ "0%", "0" },
		{ "-10%", "-0.1" },
		{ "150%", "1.5" },
		{ "20 %", "0.2" },
	};
	static const char *const wrong[] = { "", "%", "20%%", "2 0%", "x%", "20％%", "1e1%" };
	struct decimal d;

	for (size_t i = 0; i < COUNT(known); i++) {
		ck_assert_msg(share_parse(slice_from(known[i].text), &d), "%s", known[i].text);
		ck_assert_int_eq(decimal_compare(d, decimal_of(known[i].value)), 0);
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		ck_assert_msg(!share_parse(slice_from(wrong[i]), &d), "%s", wrong[i]);
}
END_TEST

START_TEST(numbers_printed)
{
	static const struct {
		double x;
		const char *text;
	} known[] = {
		{ 0, "0" },
		{ -0.0, "0" },
		{ 1, "1" },
		{ -1, "-1" },
		{ 100, "100" },
		{ 0.1, "0.1" },
		{ 0.3333333333333333, "0.3333333333" },
		{ 0.6666666666666666, "0.6666666667" },
		{ -0.14285714285714285, "-0.1428571429" },
		{ 1e-05, "0.00001" },
		{ 1.5e-07, "0.00000015" },
		{ 123456.789012345, "123456.789" },
		{ 9999999999.4, "9999999999" },
		{ 9999999999.5, "10000000000" },
		{ 99999.999996, "100000" },
		{ 0.99999999996, "1" },
		{ 12345678901.5, "12345678902" },
		{ 9007199254740992.0, "9007199254740992" },
		{ 333333333333333.3, "333333333333333" },
		{ -2.5e-12, "-0.0000000000025" },
		{ 1e+21, "1000000000000000000000" },
		{ 3.14159265358979, "3.141592654" },
		{ 1000000000.25, "1000000000" },
		{ -0.00012345678949999, "-0.0001234567895" },
		{ 12.6004109, "12.6004109" },
		{ 0.005585477, "0.005585477" },
		{ 1234567890.5, "1234567890" },
		{ 1234567891.5, "1234567892" },
		{ 2.500000000049e-05, "0.000025" },
		{ (double)INFINITY, "" },
		{ -(double)INFINITY, "" },
		{ (double)NAN, "" },
	};
	char text[NUMBER_TEXT];

	for (size_t i = 0; i < COUNT(known); i++) {
		size_t n = number_print(known[i].x, text);

		ck_assert_msg(slice_is(slice_of(text, n), known[i].text), "%.*s, not %s", (int)n,
			text, known[i].text);
	}
	/* The ends of the range fit. */
	ck_assert_uint_eq(number_print(-DBL_MAX, text), 310);
	ck_assert_uint_lt(number_print(-DBL_TRUE_MIN, text), NUMBER_TEXT);
}
END_TEST

#define SHOULD_DIVIDE(numerator, denominator, expected) \
	do { \
		char text_[NUMBER_TEXT]; \
		size_t n_ = ratio_print((numerator), (denominator), text_); \
		ck_assert_msg(slice_is(slice_of(text_, n_), (expected)), "%.*s, not %s", (int)n_, \
			text_, (expected)); \
	} while (0)

START_TEST(ratios_printed)
{
	static const struct {
		int64_t numerator, denominator;
		const char *text;
	} known[] = {
		{ 35, 1000, "0.035000" },
		{ -35, 1000, "-0.035000" },
		{ 0, 5, "0.000000" },
		{ 1, 3, "0.333333" },
		{ 2, 3, "0.666667" },
		{ 1, 0, "" },
		{ 1, -2, "" },
		{ 9999999, 10000000, "1.000000" },
		{ 1, 2000000, "0.000000" },
		{ -1, 2000000, "0.000000" },
		{ 3, 2000000, "0.000002" },
		{ 1999999, 2000000, "1.000000" },
		{ -40, 2000000, "-0.000020" },
		{ -23, 281, "-0.081851" },
		{ -39, 2000000, "-0.000020" },
		{ -107878490910577944, 54630527629634170, "-1.974692" },
		{ -37, 2000000, "-0.000018" },
		{ 1601, 1354, "1.182422" },
		{ -240, 177, "-1.355932" },
		{ 39, 2000000, "0.000020" },
		{ 181, 64, "2.828125" },
		{ 18, 2000000, "0.000009" },
		{ -39732417267205449, 72579494818361953, "-0.547433" },
		{ -388, 239, "-1.623431" },
		{ -33, 2000000, "-0.000016" },
		{ INT64_MIN, 1, "-9223372036854775808.000000" },
	};
	const __int128 most = (((__int128)1 << 126) - 1) * 2 + 1;
	__int128 ten_37 = (__int128)1000000000000000000 * 10000000000000000 * 1000;
	__int128 three_79 = 1;

	for (size_t i = 0; i < COUNT(known); i++)
		SHOULD_DIVIDE(known[i].numerator, known[i].denominator, known[i].text);
	for (int i = 0; i < 79; i++)
		three_79 *= 3;
	SHOULD_DIVIDE(((__int128)1 << 126) + 12345, three_79, "1.726634");
	SHOULD_DIVIDE(-10 * ten_37, 10 * ten_37 - 1, "-1.000000");
	SHOULD_DIVIDE((__int128)5 << 120, ((__int128)7 << 121) + 1, "0.357143");
	SHOULD_DIVIDE(ten_37 * 3 + 5, ten_37 * 10, "0.300000");
	SHOULD_DIVIDE(most, 1, "170141183460469231731687303715884105727.000000");
	SHOULD_DIVIDE(-most - 1, 1, "-170141183460469231731687303715884105728.000000");
	SHOULD_DIVIDE(most, most - 1, "1.000000");
	/* A half at the sixth decimal, with large terms: 0.0000005 and 0.0000015. */
	SHOULD_DIVIDE(ten_37 / 2000000, ten_37, "0.000000");
	SHOULD_DIVIDE(ten_37 / 2000000 * 3, ten_37, "0.000002");
	SHOULD_DIVIDE(ten_37 / 2000000 + 1, ten_37, "0.000001");
	SHOULD_DIVIDE(
		(__int128)10000000000000000000u, (__int128)10000000000000000000u * 10, "0.100000");
	SHOULD_DIVIDE((__int128)10000000000000000000u * 10000000000000000000u, 1,
		"100000000000000000000000000000000000000.000000");
}
END_TEST

SUITE(value_number)
{
	Suite *suite = suite_create("value/number");
	TCase *all = tcase_create("numbers");

	tcase_add_test(all, decimals_read);
	tcase_add_test(all, decimals_calculated);
	tcase_add_test(all, decimals_and_money);
	tcase_add_test(all, whole_numbers);
	tcase_add_test(all, integers_of_every_length);
	tcase_add_test(all, shares);
	tcase_add_test(all, numbers_printed);
	tcase_add_test(all, ratios_printed);
	suite_add_tcase(suite, all);
	return suite;
}
