/* UTF-8, names and messages. The rules of UTF-8 are those of RFC 3629, read plainly here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "value/text.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Decodes, then asks whether this was the only way to write it: nothing in common with lib. */
static size_t
plain_prefix(const unsigned char *p, size_t length)
{
	size_t at = 0;

	while (at < length) {
		size_t more = p[at] < 0x80       ? 0
			: (p[at] & 0xe0) == 0xc0 ? 1
			: (p[at] & 0xf0) == 0xe0 ? 2
			: (p[at] & 0xf8) == 0xf0 ? 3
						 : 9;
		uint32_t c = more ? p[at] & (0x3fu >> more) : p[at];

		if (more == 9 || more >= length - at)
			break;
		for (size_t i = 1; i <= more; i++) {
			if ((p[at + i] & 0xc0) != 0x80)
				return at;
			c = c << 6 | (p[at + i] & 0x3fu);
		}
		if (more != (c > 0x7f) + (size_t)(c > 0x7ff) + (c > 0xffff))
			break;
		if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			break;
		at += more + 1;
	}
	return at;
}

static uint64_t
draw(uint64_t *state)
{
	uint64_t n = *state += 0x9e3779b97f4a7c15u;

	n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9u;
	n = (n ^ n >> 27) * 0x94d049bb133111ebu;
	return n ^ n >> 31;
}

/* Exactly as long as the text, so that a sanitizer sees a byte read past it. */
static void
should_agree(const unsigned char *data, size_t length)
{
	char *copy = malloc(length ? length : 1);
	size_t valid;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, data, length);
	valid = text_utf8_valid_prefix(slice_of(copy, length));
	ck_assert_msg(valid == plain_prefix(data, length), "%zu of %zu, not %zu", valid, length,
		plain_prefix(data, length));
	free(copy);
}

START_TEST(every_lead_and_second_byte)
{
	unsigned char block[160];

	for (unsigned first = 0; first < 256; first++)
		for (unsigned second = 0; second < 256; second++)
			for (unsigned at = 58; at < 66; at++) {
				memset(block, 'a', sizeof block);
				block[at] = (unsigned char)first;
				block[at + 1] = (unsigned char)second;
				block[at + 2] = 0x80;
				should_agree(block, sizeof block);
				block[at + 3] = 0xbf;
				should_agree(block, sizeof block);
				should_agree(block, at + 2);
			}
}
END_TEST

START_TEST(every_code_point)
{
	char text[4];

	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		size_t at = 0, n = text_put(c, text);
		bool surrogate = c >= 0xd800 && c <= 0xdfff;

		if ((text_utf8_valid_prefix(slice_of(text, n)) == n) == surrogate)
			ck_abort_msg("U+%04X", c);
		if (text_next(slice_of(text, n), &at) != c || at != n)
			ck_abort_msg("U+%04X", c);
	}
}
END_TEST

START_TEST(random_texts)
{
	static const uint32_t of[] = { 'a', ',', 0xa5, 0x4e2d, 0xff0c, 0x3002, 0x1f600, 0xac00,
		0xd7a3, 0xe01 };
	unsigned char data[400];
	uint64_t state = 3;

	for (int round = 0; round < 60000; round++) {
		size_t length = 0, end = draw(&state) % 390;
		uint64_t wrong = draw(&state) % 4;

		while (length < end)
			length += text_put(of[draw(&state) % (round & 1 ? 6 : COUNT(of))],
				(char *)data + length);
		while (length && wrong--)
			data[draw(&state) % length] = (unsigned char)draw(&state);
		should_agree(data, length);
	}
}
END_TEST

START_TEST(lengths)
{
	ck_assert_uint_eq(text_length(slice_from("中a文")), 3);
	ck_assert_uint_eq(text_length(SLICE_EMPTY), 0);
	ck_assert_uint_eq(text_utf8_valid_prefix(SLICE_EMPTY), 0);
	ck_assert_uint_eq(text_utf8_valid_prefix(slice_from("客户\xbf\xcd")), 6);
}
END_TEST

static const struct {
	const char *text, *narrow;
} width[] = {
	{ "", "" },
	{ "abc", "abc" },
	{ "ＡＢｚ１２～！", "ABz12~!" },
	{ "　", " " },
	{ "中文，。", "中文,。" },
	{ "￥５", "￥5" },
	{ "\xef\xbc", "\xef\xbc" },
	{ "\xff１",
		"\xff"
		"1" },
	{ "｟", "｟" },
	{ "\xef\xbc\x41", "\xef\xbc\x41" },
	{ "\xef", "\xef" },
};

START_TEST(full_width)
{
	char out[64];

	for (size_t i = 0; i < COUNT(width); i++) {
		struct slice text = slice_from(width[i].text);
		size_t n = text_narrow(text, out);

		ck_assert_msg(slice_is(slice_of(out, n), width[i].narrow), "%s", width[i].text);
		ck_assert(text_is_narrow(text) == slice_is(text, width[i].narrow));
	}
}
END_TEST

START_TEST(names)
{
	static const struct {
		const char *name, *folded;
	} known[] = {
		{ "customer_id", "customerid" },
		{ "Customer ID", "customerid" },
		{ "customer-id", "customerid" },
		{ "Order #", "order" },
		{ "\xef\xbb\xbf"
		  "id",
			"id" },
		{ "ＩＤ", "id" },
		{ "总金额（元）", "总金额" },
		{ "总金额(元)", "总金额" },
		{ "总金额 [元]", "总金额" },
		{ "数量(件)", "数量" },
		{ "Total (USD)", "total" },
		{ "Total (¥)", "total" },
		{ "Price($)", "price" },
		{ "金额（￥）", "金额" },
		{ "amount (RMB) ", "amount" },
		{ "金额(万元)", "金额(万元)" },
		{ "(元)金额", "(元)金额" },
		{ "(元)", "" },
		{ "", "" },
		{ "_-# 　", "" },
		{ "买家\t实际\r\n支付", "买家实际支付" },
		{ "a\xc2\xa0"
		  "b",
			"ab" },
		{ "a.b/c", "a.b/c" },
	};
	char out[64];

	for (size_t i = 0; i < COUNT(known); i++) {
		size_t n = text_fold_name(slice_from(known[i].name), out);

		ck_assert_msg(slice_is(slice_of(out, n), known[i].folded), "%s gave %.*s",
			known[i].name, (int)n, out);
	}
	ck_assert_uint_eq(text_lower(slice_from("AZaz09É["), out), 9);
	ck_assert(memcmp(out, "azaz09É[", 9) == 0);
}
END_TEST

START_TEST(quoted)
{
	static const struct {
		const char *text, *shown;
	} known[] = {
		{ "", "\"\"" },
		{ "1,234.5O", "\"1,234.5O\"" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "a\nb\rc\td", "\"a\\nb\\rc\\td\"" },
		{ "\x1b[31m\x7f", "\"\\x1B[31m\\x7F\"" },
		{ "中文", "\"中文\"" },
		{ "\xd6\xd0\xce\xc4", "\"\\xD6\\xD0\\xCE\\xC4\"" },
		{ "\xc2\x9b", "\"\\xC2\\x9B\"" },
		{ "1\xe2\x80\x8b", "\"1\\xE2\\x80\\x8B\"" },
		{ "1234567890123456789012345678901234567890",
			"\"1234567890123456789012345678901234567890\"" },
		{ "12345678901234567890123456789012345678901",
			"\"1234567890123456789012345678901234567890\"..." },
		{ "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
		  "一",
			"\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六"
			"七八九十\"..." },
		{ "\xe4\xb8", "\"\\xE4\\xB8\"" },
	};
	char out[TEXT_QUOTED];

	for (size_t i = 0; i < COUNT(known); i++) {
		ck_assert_uint_eq(
			text_quote(slice_from(known[i].text), out), strlen(known[i].shown));
		ck_assert_str_eq(out, known[i].shown);
	}
	ck_assert_uint_eq(text_quote(slice_of("\0", 1), out), 6);
	ck_assert_str_eq(out, "\"\\x00\"");
}
END_TEST

START_TEST(quoted_fits)
{
	uint64_t state = 4;
	char text[300], out[TEXT_QUOTED + 8];

	for (int round = 0; round < 20000; round++) {
		size_t length = 0, end = draw(&state) % 290, n;
		static const uint32_t of[] = { 1, 'a', '"', 0x9b, 0x200b, 0x4e2d, 0x1f600 };

		while (length < end)
			length += text_put(of[draw(&state) % COUNT(of)], text + length);
		memset(out, '!', sizeof out);
		n = text_quote(slice_of(text, length), out);
		ck_assert_uint_lt(n, TEXT_QUOTED);
		ck_assert_uint_eq(n, strlen(out));
		ck_assert(out[TEXT_QUOTED] == '!');
		ck_assert_uint_eq(text_utf8_valid_prefix(slice_of(out, n)), n);
	}
}
END_TEST

SUITE(value_text)
{
	Suite *suite = suite_create("value/text");
	TCase *all = tcase_create("text");

	tcase_set_timeout(all, 60);
	tcase_add_test(all, every_lead_and_second_byte);
	tcase_add_test(all, every_code_point);
	tcase_add_test(all, random_texts);
	tcase_add_test(all, lengths);
	tcase_add_test(all, full_width);
	tcase_add_test(all, names);
	tcase_add_test(all, quoted);
	tcase_add_test(all, quoted_fits);
	suite_add_tcase(suite, all);
	return suite;
}
