/*
 * make-orders [--quoted] [--chinese] [--seed=N] ROWS - orders for measurements, to stdout
 *
 * order_id,customer_id,order_date,amount,product,channel,source_code: about 57 bytes a
 * row; a customer has about eleven orders, few have very many; 2024 to 2026; 300 codes
 * of the default layout, all older than any order. The same bytes for the same seed.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "value/day.h"
#include "value/number.h"

#define DAYS     1096
#define CODES    300
#define CODE     7          /* bytes */
#define PRODUCTS 2000
#define CHANNELS 5
#define ROW_MOST 256

static uint64_t state;

/* splitmix64 (Steele, Lea and Flood, 2014). */
static uint64_t
chance(void)
{
	uint64_t z = state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* 0 <= x < n */
static uint64_t
below(uint64_t n)
{
	return (uint64_t)((unsigned __int128)chance() * n >> 64);
}

/* Of n customers the first ones often, the last ones seldom. */
static uint64_t
any_customer(uint64_t n)
{
	double x = (double)(chance() >> 11) / 9007199254740992.0;

	return (uint64_t)((double)n * x * x * x);
}

/* --- what rows are made of --- */

struct word {
	char   text[24];
	size_t length;
};

static struct word iso[DAYS], code[CODES], product[PRODUCTS], channel[CHANNELS];

static void
word_set(struct word *word, const char *text)
{
	word->length = strlen(text);
	memcpy(word->text, text, word->length);
}

static void
make_words(bool chinese)
{
	static const char *const plain_channel[] = { "web", "store", "phone", "app", "wechat" };
	static const char *const chinese_channel[] = { "网店", "门店", "电话", "小程序", "微信" };
	static const char *const tea[] = { "西湖龙井", "碧螺春", "铁观音", "大红袍", "祁门红茶",
		"熟普洱", "茉莉花茶", "紫砂壶" };
	day first = day_from_date((struct date){ 2024, 1, 1 });

	for (size_t i = 0; i < DAYS; i++)
		iso[i].length = day_print(first + (day)i, iso[i].text);
	for (unsigned i = 0; i < CODES; i++)
		code[i].length = (size_t)snprintf(code[i].text, sizeof code[i].text,
			"%c%c%02u%02u3", "DMSW"[i % 4], "ABCDE"[i / 4 % 5], i / 20 + 1, i % 12 + 1);
	for (unsigned i = 0; i < PRODUCTS; i++) {
		char text[24];

		snprintf(text, sizeof text, "P%04u", i);
		word_set(&product[i], chinese ? tea[i % 8] : text);
	}
	for (size_t i = 0; i < CHANNELS; i++)
		word_set(&channel[i], chinese ? chinese_channel[i] : plain_channel[i]);
}

/* --- writing: fields go into a buffer, a row is never cut in two --- */

static char   buffer[1 << 18];
static size_t used;
static bool   quoted;

static void
flush(void)
{
	fwrite(buffer, 1, used, stdout);
	used = 0;
}

static void
put_field(const char *text, size_t length, char after)
{
	if (quoted)
		buffer[used++] = '"';
	memcpy(buffer + used, text, length);
	used += length;
	if (quoted)
		buffer[used++] = '"';
	buffer[used++] = after;
}

static void
put_word(const struct word *word, char after)
{
	put_field(word->text, word->length, after);
}

/* With zeros in front, to this many digits. Returns where it begins. */
static char *
digits_before(char *end, uint64_t n, int width)
{
	for (; width > 0 || n; width--, n /= 10)
		*--end = (char)('0' + n % 10);
	return end;
}

static void
put_customer(uint64_t n)
{
	char  text[24], *end = text + sizeof text, *start = digits_before(end, n, 7);

	*--start = 'C';
	put_field(start, (size_t)(end - start), ',');
}

static void
put_number(uint64_t n)
{
	char text[24], *end = text + sizeof text, *start = digits_before(end, n, 1);

	put_field(start, (size_t)(end - start), ',');
}

static void
put_amount(uint64_t cents)
{
	char text[24], *end = text + sizeof text, *start = digits_before(end, cents % 100, 2);

	*--start = '.';
	start = digits_before(start, cents / 100, 1);
	put_field(start, (size_t)(end - start), ',');
}

static void
put_header(void)
{
	static const char *const name[] = { "order_id", "customer_id", "order_date", "amount",
		"product", "channel", "source_code" };
	size_t                   names = sizeof name / sizeof name[0];

	for (size_t i = 0; i < names; i++)
		put_field(name[i], strlen(name[i]), i + 1 < names ? ',' : '\n');
}

static void
put_row(uint64_t i, uint64_t customers)
{
	put_number(1000000000 + i);
	put_customer(any_customer(customers));
	put_word(&iso[below(DAYS)], ',');
	put_amount(100 + below(below(50000) + 1));
	put_word(&product[below(PRODUCTS)], ',');
	put_word(&channel[below(CHANNELS)], ',');
	put_word(&code[below(CODES)], '\n');
}

int
main(int argc, char **argv)
{
	int64_t rows = -1, seed = 0;
	bool    chinese = false, understood = true;

	for (int i = 1; i < argc; i++) {
		const char *argument = argv[i];

		if (strcmp(argument, "--quoted") == 0)
			quoted = true;
		else if (strcmp(argument, "--chinese") == 0)
			chinese = true;
		else if (strncmp(argument, "--seed=", 7) == 0)
			understood &= integer_parse(slice_from(argument + 7), &seed);
		else
			understood &= integer_parse(slice_from(argument), &rows);
	}
	if (!understood || rows < 0) {
		fputs("usage: make-orders [--quoted] [--chinese] [--seed=N] ROWS\n", stderr);
		return 2;
	}
	state = (uint64_t)seed;
	make_words(chinese);
	put_header();
	for (int64_t i = 0; i < rows; i++) {
		/* With this many to draw from, about one customer of eleven rows is seen. */
		put_row((uint64_t)i, (uint64_t)rows * 9153 / 100000 + 1);
		if (used > sizeof buffer - ROW_MOST)
			flush();
	}
	flush();
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("make-orders");
		return 3;
	}
	return 0;
}
