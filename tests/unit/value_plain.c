/* The plain forms: read in place as the readers of all forms would. */
#include <string.h>

#include "unit.h"
#include "value/plain.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint64_t
draw(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* What is read plainly is what day_parse reads; returns whether it was. */
static bool
try_day(struct slice text)
{
	day plain, parsed;

	if (!plain_day(text, &plain))
		return false;
	ck_assert_msg(day_parse(text, &parsed), "%.*s", (int)text.length, text.data);
	ck_assert_int_eq(plain, parsed);
	return true;
}

static bool
try_money(struct slice text)
{
	enum currency mark = CURRENCY_NONE;
	bool rounded = false;
	money plain, parsed;

	if (!plain_money(text, &plain))
		return false;
	ck_assert_msg(money_parse_mark(text, &parsed, &rounded, &mark), "%.*s", (int)text.length,
		text.data);
	ck_assert_msg(plain == parsed, "%.*s", (int)text.length, text.data);
	ck_assert(!rounded && !mark);
	return true;
}

static bool
try_key(struct slice text)
{
	struct slice key;
	const char *why;

	if (!plain_key(text))
		return false;
	ck_assert(!text_is_blank(text));
	ck_assert(key_read(text, &key, &why));
	ck_assert(key.data == text.data && key.length == text.length);
	return true;
}

/* By the byte. */
static bool
is_code(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		bool end = i == 0 || i == text.length - 1;

		if (byte >= 0x80 || (end && byte <= ' '))
			return false;
	}
	return text.length > 0;
}

START_TEST(codes_of_any_length)
{
	static const char byte[] = { ' ', '\t', '!', '\x7f', '\x80', '\xff', '\0', 'Z' };
	char text[40];

	memset(text, 'A', sizeof text);
	for (size_t length = 0; length <= sizeof text; length++) {
		ck_assert_int_eq(plain_code(slice_of(text, length)), length > 0);
		for (size_t at = 0; at < length; at++) {
			for (size_t i = 0; i < sizeof byte; i++) {
				struct slice slice = slice_of(text, length);

				text[at] = byte[i];
				ck_assert_int_eq(plain_code(slice), is_code(slice));
			}
			text[at] = 'A';
		}
	}
}
END_TEST

START_TEST(every_day_of_the_century)
{
	day first = day_from_date((struct date){ 2000, 1, 1 });
	day last = day_from_date((struct date){ 2099, 12, 31 });
	char text[DAY_TEXT];

	for (day d = first - 400; d <= last + 400; d++) {
		struct date date = day_to_date(d);
		bool leap_day = date.month == 2 && date.day == 29;
		struct slice slice = slice_of(text, day_print(d, text));

		ck_assert_int_eq(try_day(slice), d >= first && d <= last && !leap_day);
	}
	for (unsigned n = 0; n < 10000; n++) {
		char no_such[] = "2023-00-00";

		no_such[5] = (char)('0' + n / 1000);
		no_such[6] = (char)('0' + n / 100 % 10);
		no_such[8] = (char)('0' + n / 10 % 10);
		no_such[9] = (char)('0' + n % 10);
		try_day(slice_of(no_such, 10));
	}
}
END_TEST

/* Each byte of what is plain, made any other byte. */
START_TEST(every_byte_counts)
{
	static const char *const date[] = { "2024-01-05", "2009-12-31" };
	static const char *const amount[] = { "1.23", "-1.23", "12345.67", "-12345.67", "123.45" };

	for (size_t i = 0; i < COUNT(date); i++) {
		ck_assert(try_day(slice_from(date[i])));
		for (size_t at = 0; at < 10; at++) {
			for (int byte = 0; byte < 256; byte++) {
				char text[10];

				memcpy(text, date[i], 10);
				text[at] = (char)byte;
				try_day(slice_of(text, 10));
			}
		}
	}
	for (size_t i = 0; i < COUNT(amount); i++) {
		size_t length = strlen(amount[i]);

		ck_assert(try_money(slice_from(amount[i])));
		for (size_t at = 0; at < length; at++) {
			for (int byte = 0; byte < 256; byte++) {
				char text[10];

				memcpy(text, amount[i], length);
				text[at] = (char)byte;
				try_money(slice_of(text, length));
			}
		}
	}
}
END_TEST

START_TEST(texts_of_any_kind)
{
	static const char date[] = "0123456789-20/T \xE5";
	static const char amount[] = "0123456789.-.-+, \"\xC2";
	static const char key[] = "Ca1+'=\" \t\xE3\x80"
				  "E";
	uint64_t seed = 3;
	char text[16];
	int plain = 0;

	for (int n = 0; n < 3000000; n++) {
		size_t length = draw(&seed) % 12;

		for (size_t i = 0; i < length; i++)
			text[i] = date[draw(&seed) % (sizeof date - 1)];
		try_day(slice_of(text, length));
		for (size_t i = 0; i < length; i++)
			text[i] = amount[draw(&seed) % (sizeof amount - 1)];
		plain += try_money(slice_of(text, length));
		for (size_t i = 0; i < length; i++)
			text[i] = key[draw(&seed) % (sizeof key - 1)];
		try_key(slice_of(text, length));
	}
	ck_assert_int_gt(plain, 1000);
	ck_assert(!try_key(SLICE_EMPTY) && !try_money(SLICE_EMPTY) && !try_day(SLICE_EMPTY));
}
END_TEST

SUITE(value_plain)
{
	Suite *suite = suite_create("value/plain");
	TCase *forms = tcase_create("forms");

	tcase_set_timeout(forms, 60);
	tcase_add_test(forms, every_day_of_the_century);
	tcase_add_test(forms, every_byte_counts);
	tcase_add_test(forms, texts_of_any_kind);
	tcase_add_test(forms, codes_of_any_length);
	suite_add_tcase(suite, forms);
	return suite;
}
