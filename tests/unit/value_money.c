/*
 * Money. Vectors were made with Python 3.11's decimal: quantize(1, ROUND_HALF_EVEN) of the
 * text times 10000, and of the quotients.
 */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "value/money.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *text;
	money amount;
	bool rounded;
} read[] = {
	{ "0", 0, false },
	{ "-0", 0, false },
	{ "1234.5", 12345000, false },
	{ "-3", -30000, false },
	{ "+3", 30000, false },
	{ ".5", 5000, false },
	{ "-.5", -5000, false },
	{ "+.0001", 1, false },
	{ "007", 70000, false },
	{ "00000000000000000000000000000007.50", 75000, false },
	{ "1,234.50", 12345000, false },
	{ "-1,234", -12340000, false },
	{ "1,234,567.891", 12345678910, false },
	{ "999,999", 9999990000, false },
	{ "１２３４．５０", 12345000, false },
	{ "－１，２３４．５", -12345000, false },
	{ "＋３", 30000, false },
	{ " 12.34 ", 123400, false },
	{ "\t12.34\t", 123400, false },
	{ "　１２．３４　", 123400, false },
	{ "1.50000000000000000000000000000000000000", 15000, false },
	{ "0.00005", 0, true },
	{ "0.00015", 2, true },
	{ "0.000050000000000000000000000000001", 1, true },
	{ "-0.00005", 0, true },
	{ "-0.00015", -2, true },
	{ "0.99995", 10000, true },
	{ "922337203685477.5807", INT64_MAX, false },
	{ "-922337203685477.5807", -INT64_MAX, false },
	{ "922337203685477.58074", INT64_MAX, true },
	{ "-8296270316", -82962703160000, false },
	{ "40754516653229", 407545166532290000, false },
	{ "0.009914853844", 99, true },
	{ "51018671.05", 510186710500, false },
	{ "-734137403.1", -7341374031000, false },
	{ "8.191841885295", 81918, true },
	{ "-0.00479012", -48, true },
	{ "9879494.641", 98794946410, false },
	{ "-3330433.85848", -33304338585, true },
	{ "-82287329.1", -822873291000, false },
	{ "-9558588099183.59", -95585880991835900, false },
	{ "11988.45197162", 119884520, true },
	{ "7147198.8762", 71471988762, false },
	{ "-554037.2213", -5540372213, false },
	{ "-0.00355000", -36, true },
	{ "559019496.107050", 5590194961070, true },
	{ "2.88327495", 28833, true },
	{ "-583196.190131", -5831961901, true },
	{ "1698227822.01855", 16982278220186, true },
	{ "10021608.58", 100216085800, false },
	{ "-989.27", -9892700, false },
	{ "0.006726384337", 67, true },
	{ "0.091650000000", 916, true },
	{ "-739.62845000", -7396284, true },
};

START_TEST(amounts)
{
	for (size_t i = 0; i < COUNT(read); i++) {
		money amount = 99;
		bool rounded = false;

		ck_assert_msg(money_parse(slice_from(read[i].text), &amount, &rounded),
			"refused: %s", read[i].text);
		ck_assert_msg(amount == read[i].amount && rounded == read[i].rounded,
			"%s gave %lld", read[i].text, (long long)amount);
		rounded = true;
		ck_assert(money_parse(slice_from(read[i].text), &amount, &rounded));
		ck_assert_msg(rounded, "rounded was taken back");
	}
}
END_TEST

/* What shops and spreadsheets put around an amount, and the mark that is told. */
static const struct {
	const char *text;
	money amount;
	enum currency mark;
} marked[] = {
	{ "5", 50000, CURRENCY_NONE },
	{ "¥5", 50000, CURRENCY_YUAN },
	{ "￥1,234.50", 12345000, CURRENCY_YUAN },
	{ "5元", 50000, CURRENCY_YUAN },
	{ "５．５元", 55000, CURRENCY_YUAN },
	{ "¥ 5", 50000, CURRENCY_YUAN },
	{ "5 元", 50000, CURRENCY_YUAN },
	{ "5.00 €", 50000, CURRENCY_EURO },
	{ "€5", 50000, CURRENCY_EURO },
	{ "$12.34", 123400, CURRENCY_DOLLAR },
	{ "＄１２", 120000, CURRENCY_DOLLAR },
	{ "-¥5", -50000, CURRENCY_YUAN },
	{ "¥-5", -50000, CURRENCY_YUAN },
	{ "-5元", -50000, CURRENCY_YUAN },
	{ "+$5", 50000, CURRENCY_DOLLAR },
	{ "(12.00)", -120000, CURRENCY_NONE },
	{ "（12.00）", -120000, CURRENCY_NONE },
	{ "( 12.00 )", -120000, CURRENCY_NONE },
	{ "(0)", 0, CURRENCY_NONE },
	{ "($1,234.56)", -12345600, CURRENCY_DOLLAR },
	{ "$(3)", -30000, CURRENCY_DOLLAR },
	{ "(3)元", -30000, CURRENCY_YUAN },
	{ "=\"12.5\"", 125000, CURRENCY_NONE },
	{ "=\"¥12.5\"", 125000, CURRENCY_YUAN },
	{ "'-7", -70000, CURRENCY_NONE },
};

START_TEST(marks_around_an_amount)
{
	for (size_t i = 0; i < COUNT(marked); i++) {
		money amount = 99;
		bool rounded = false;
		enum currency mark = CURRENCY_NONE;

		ck_assert_msg(
			money_parse_mark(slice_from(marked[i].text), &amount, &rounded, &mark),
			"refused: %s", marked[i].text);
		ck_assert_msg(amount == marked[i].amount && mark == marked[i].mark && !rounded,
			"%s gave %lld, mark %d", marked[i].text, (long long)amount, (int)mark);
		ck_assert(money_parse(slice_from(marked[i].text), &amount, &rounded) &&
			amount == marked[i].amount);
	}
}
END_TEST

START_TEST(what_is_no_amount)
{
	static const char *const wrong[] = { "", " ", "　", "-", "+", ".", "-.", ",", "1,23",
		"1,2345", "12,34,567", "1.234,50", "1e5", "1E5", "0x10", "١", "1.2.3", "1 234",
		"1\t2", "--1", "+-1", "-+1", "- 1", "1-", "5.", "1,234.", "1,", ",123", "1,,234",
		"1234,567", "0,12", "1.234,567", "1.5,000", "１２，３４", "1,234,56", "abc",
		"1,234.5O", "12a", "a12", "1/2", "1:2", "12345678a", "1234567.", "123.456.7", "inf",
		"nan", "NULL", "1_000", "1'000", "922337203685477.5808", "-922337203685477.5808",
		"922337203685478", "922337203685477.58075", "99999999999999999999",
		"1844674407370955.1616", "123456789012345678901234567890", "12\xff", "\xef\xbc",
		"1\n", "12%", "¥", "元", "¥5元", "¥$5", "5¥¥", "(5", "5)", "()", "(-5)", "-(5)",
		"((5))", "£5", "(¥5元)", "=5", "=\"5", "=\"5\"\"", "''5", "'", "=\"\"", "5 元 整",
		"US$5", "¥ - 5" };
	money amount = 77;
	bool rounded = false;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		ck_assert_msg(!money_parse(slice_from(wrong[i]), &amount, &rounded), "accepted: %s",
			wrong[i]);
		ck_assert(amount == 77 && !rounded);
	}
	ck_assert(!money_parse(SLICE_EMPTY, &amount, &rounded));
	ck_assert(!money_parse(slice_of("1\0", 2), &amount, &rounded));
}
END_TEST

/* The one-word path against the plain meaning, for every place of the point and every byte. */
START_TEST(short_texts_all_over)
{
	char text[16];

	for (int length = 1; length <= 9; length++)
		for (int point = -1; point < length; point++)
			for (int at = 0; at < length; at++)
				for (int byte = 0; byte < 256; byte++) {
					money amount = 0, expected = 0, unit = MONEY_UNIT;
					bool rounded = false, good, after = false;

					for (int i = 0; i < length; i++)
						text[i] = (char)('1' + i % 9);
					if (point >= 0)
						text[point] = '.';
					if (at == point || byte == '.' || byte == ',' ||
						byte == '-' || byte == '+' || byte == ' ' ||
						byte == '\t' || byte == '$' || byte == '\'')
						continue;
					text[at] = (char)byte;
					if (point >= 0 && length - point - 1 > 4)
						continue;
					for (int i = 0; i < length; i++) {
						after = after || i == point;
						if (i != point) {
							expected = expected * 10 + (text[i] - '0');
							unit = after ? unit / 10 : unit;
						}
					}
					good = byte >= '0' && byte <= '9' && point != length - 1;
					if (money_parse(slice_of(text, (size_t)length), &amount,
						    &rounded) != good ||
						(good && amount != expected * unit))
						ck_abort_msg("%.*s gave %lld", length, text,
							(long long)amount);
				}
}
END_TEST

START_TEST(printed)
{
	static const struct {
		money amount;
		const char *text;
	} form[] = {
		{ 0, "0.00" },
		{ 120000, "12.00" },
		{ 1250, "0.125" },
		{ -35000, "-3.50" },
		{ 1, "0.0001" },
		{ -1, "-0.0001" },
		{ 12, "0.0012" },
		{ 100, "0.01" },
		{ 12345678910, "1234567.891" },
		{ INT64_MAX, "922337203685477.5807" },
		{ -INT64_MAX, "-922337203685477.5807" },
	};
	char text[MONEY_TEXT];

	for (size_t i = 0; i < COUNT(form); i++) {
		size_t n = money_print(form[i].amount, text);

		ck_assert_msg(slice_is(slice_of(text, n), form[i].text), "%.*s", (int)n, text);
	}
}
END_TEST

/* A plain generator: the tests need the same numbers everywhere. */
static uint64_t
draw(uint64_t *state)
{
	uint64_t n = *state += 0x9e3779b97f4a7c15u;

	n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9u;
	n = (n ^ n >> 27) * 0x94d049bb133111ebu;
	return n ^ n >> 31;
}

START_TEST(printed_is_read_back)
{
	uint64_t state = 1;
	char text[MONEY_TEXT];

	for (int i = 0; i < 300000; i++) {
		money amount = (money)(draw(&state) >> (draw(&state) % 63 + 1)), back = 0;
		bool rounded = false;
		size_t n;

		amount = i & 1 ? -amount : amount;
		n = money_print(amount, text);
		ck_assert_uint_le(n, MONEY_TEXT);
		if (!money_parse(slice_of(text, n), &back, &rounded) || back != amount || rounded)
			ck_abort_msg("%lld printed %.*s", (long long)amount, (int)n, text);
	}
}
END_TEST

START_TEST(sums)
{
	money sum = INT64_MAX - 5;

	ck_assert(!money_add(&sum, 6));
	ck_assert(sum == INT64_MAX - 5);
	ck_assert(money_add(&sum, 5));
	ck_assert(money_add(&sum, -INT64_MAX));
	ck_assert(sum == 0);
	ck_assert(money_add(&sum, -INT64_MAX));
	ck_assert(!money_add(&sum, -1));
	ck_assert(money_from_sum(INT64_MAX, &sum) && sum == INT64_MAX);
	ck_assert(!money_from_sum((money_sum)INT64_MAX + 1, &sum));
	ck_assert(!money_from_sum(-(money_sum)INT64_MAX - 1, &sum));
}
END_TEST

START_TEST(divided_and_scaled)
{
	/* amount, numerator, denominator, amount scaled; count, amount divided by it. */
	static const int64_t known[][6] = {
		{ 238711951551, -87, 834, -24901606457, 27, 8841183400 },
		{ 293129352671, -857, 592, -424344350066, 46, 6372377200 },
		{ -926577054213, -826, 1359, 563173397189, 7, -132368150600 },
		{ 145743858453, 79, 738, 15601307341, 10, 14574385800 },
		{ 71615485750, 450, 305, 105662192090, 39, 1836294500 },
		{ -583117701418, -966, 1870, 301225507791, 9, -64790855700 },
		{ -152427749297, 348, 1175, -45144558941, 8, -19053468700 },
		{ -339675613446, -281, 667, 143101720207, 24, -14153150600 },
		{ 417351835675, 711, 1022, 290349466893, 14, 29810845400 },
		{ 924405906950, 264, 68, 3588869991688, 49, 18865426700 },
		{ 274816895711, -648, 365, -487894105262, 22, 12491677100 },
		{ -50941640195, -96, 248, 19719344592, 6, -8490273400 },
		{ 5, 1, 2, 2, 1, 0 },                 /* half to even: 2.5 is 2 */
		{ 7, 1, 2, 4, 1, 0 },                 /* 3.5 is 4 */
		{ -5, 1, 2, -2, 1, 0 },
		{ 50, 1, 1, 50, 1, 0 },               /* half a cent is none */
		{ 150, 1, 1, 150, 1, 200 },           /* one and a half are two */
		{ -150, 1, 1, -150, 1, -200 },
		{ INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, 0 },
	};
	money result = 7;

	for (size_t i = 0; i < COUNT(known); i++) {
		const int64_t *k = known[i];

		ck_assert(money_scale(k[0], k[1], k[2], &result));
		ck_assert_int_eq(result, k[3]);
		ck_assert(money_divide(k[0], k[4], &result));
		ck_assert_int_eq(result, k[5]);
	}
	result = 7;
	ck_assert(!money_scale(INT64_MAX, 2, 1, &result));
	ck_assert(!money_divide((money_sum)1 << 100, 3, &result));
	ck_assert(!money_divide(((money_sum)1 << 126) * -2, 1, &result));
	ck_assert_int_eq(result, 7);
	ck_assert(money_divide((money_sum)INT64_MAX * 1000, 1000000, &result));
	ck_assert_int_eq(result, 9223372036854800);
}
END_TEST

START_TEST(spread_by_hand)
{
	money share[4];

	/* 10.00 over three: the cent goes to the first. */
	money_spread(100000, (const int64_t[]){ 1, 1, 1 }, 3, share);
	ck_assert(share[0] == 33400 && share[1] == 33300 && share[2] == 33300);
	money_spread(-100000, (const int64_t[]){ 1, 1, 1 }, 3, share);
	ck_assert(share[0] == -33400 && share[1] == -33300 && share[2] == -33300);
	/* 0.05 by 1, 0, 2, 3: 0.83 0 1.67 2.5 cents; the largest remainders are .83 and .67. */
	money_spread(500, (const int64_t[]){ 1, 0, 2, 3 }, 4, share);
	ck_assert(share[0] == 100 && share[1] == 0 && share[2] == 200 && share[3] == 200);
	/* No whole cents: ten-thousandths. */
	money_spread(5, (const int64_t[]){ 1, 1 }, 2, share);
	ck_assert(share[0] == 3 && share[1] == 2);
	money_spread(INT64_MAX, (const int64_t[]){ INT64_MAX, INT64_MAX }, 2, share);
	ck_assert(share[0] == INT64_MAX / 2 + 1 && share[1] == INT64_MAX / 2);
	money_spread(0, (const int64_t[]){ 0, 3 }, 2, share);
	ck_assert(share[0] == 0 && share[1] == 0);
}
END_TEST

START_TEST(spread_keeps_the_sum)
{
	uint64_t state = 2;
	int64_t weight[40];
	money share[40];

	for (int round = 0; round < 5000; round++) {
		size_t n = draw(&state) % 40 + 1;
		money total = (money)(draw(&state) >> (draw(&state) % 50 + 1));
		money step;
		money_sum all = 0, sum = 0;

		if (draw(&state) & 1)
			total -= total % 100;
		if (draw(&state) & 1)
			total = -total;
		step = total % 100 == 0 ? 100 : 1;
		for (size_t i = 0; i < n; i++)
			all += weight[i] = (int64_t)(draw(&state) >> (draw(&state) % 63 + 1)) / 3;
		if (all == 0)
			all = weight[0] = 1;
		money_spread(total, weight, n, share);
		for (size_t i = 0; i < n; i++) {
			/* |share - total * weight / all| < step, without a division */
			long double exact =
				(long double)total * (long double)weight[i] / (long double)all;
			long double off = (long double)share[i] - exact;

			sum += share[i];
			ck_assert(share[i] % step == 0);
			ck_assert(off < step * 1.0001L && off > -step * 1.0001L);
			for (size_t j = 0; j < i; j++)
				if (weight[j] == weight[i])
					ck_assert(total < 0 ? share[j] <= share[i]
							    : share[j] >= share[i]);
		}
		ck_assert(sum == total);
	}
}
END_TEST

SUITE(value_money)
{
	Suite *suite = suite_create("value/money");
	TCase *all = tcase_create("money");

	tcase_set_timeout(all, 60);
	tcase_add_test(all, amounts);
	tcase_add_test(all, marks_around_an_amount);
	tcase_add_test(all, what_is_no_amount);
	tcase_add_test(all, short_texts_all_over);
	tcase_add_test(all, printed);
	tcase_add_test(all, printed_is_read_back);
	tcase_add_test(all, sums);
	tcase_add_test(all, divided_and_scaled);
	tcase_add_test(all, spread_by_hand);
	tcase_add_test(all, spread_keeps_the_sum);
	suite_add_tcase(suite, all);
	return suite;
}
