#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm_layout.h"

static day
on(int year, int month, int d)
{
	return day_from_date((struct date){ year, month, d });
}

/* What a code says as seen from a day: its parts that show, joined by blanks. */
static const char *
decoded(const char *text, day latest)
{
	static char said[200];
	size_t length = 0;
	struct code code;
	enum code_status status = code_read(&layout, slice_from(text), &code);

	if (status == CODE_EXACT && !code_date(&layout, &code, latest))
		return "no year";
	if (status != CODE_EXACT)
		return code_status_name(status);
	for (size_t i = 0; i < layout.parts; i++) {
		char month[DAY_TEXT];
		struct slice value;

		if (!layout_shows(&layout, i))
			continue;
		value = code_value(&layout, &code, i, month);
		if (length)
			said[length++] = ' ';
		memcpy(said + length, value.data, value.length);
		length += value.length;
	}
	said[length] = '\0';
	return said;
}

START_TEST(the_known_code)
{
	ck_assert_str_eq(decoded("DB02087", on(2007, 9, 3)), "D B 02 2007-08");
	/* Whenever it is read. */
	ck_assert_str_eq(decoded("DB02087", on(2007, 8, 1)), "D B 02 2007-08");
	ck_assert_str_eq(decoded("DB02087", on(2016, 12, 31)), "D B 02 2007-08");
	ck_assert_str_eq(decoded("DB02087", on(2017, 7, 31)), "D B 02 2007-08");
	ck_assert_str_eq(decoded("DB02087", on(2017, 8, 1)), "D B 02 2017-08");
	/* Before its month it is the one of ten years before. */
	ck_assert_str_eq(decoded("DB02087", on(2007, 7, 31)), "D B 02 1997-08");
}
END_TEST

START_TEST(january_issued_in_december)
{
	/* 2026-12-10 looks back; twelve months ahead the code is the coming year's. */
	ck_assert_str_eq(decoded("DB02017", on(2026, 12, 10)), "D B 02 2017-01");
	ck_assert_str_eq(decoded("DB02017", on(2027, 12, 10)), "D B 02 2027-01");
}
END_TEST

START_TEST(malformed_codes)
{
	static const char *const text[] = {
		"DB0208",
		"DB020877",
		"db02087",
		"DB02007",
		"DB02137",
		"DB02997",
		"D102087",
		"DBO2087",
		"DB02 87",
		"DB-2087",
		"DB0208\xe4\xb8\x83",
		"x",
		"D,B02087",
		/* Longer than any code, also in full width. */
		"DB02087DB02087DB02087DB02087DB02087DB02087DB02087DB02087DB02087DB02087DB0",
		"\xef\xbc\xa4\xef\xbc\xa2",
	};

	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
		ck_assert_str_eq(decoded(text[i], on(2026, 1, 1)), "malformed");
}
END_TEST

START_TEST(blanks_and_full_width)
{
	ck_assert_str_eq(decoded("", on(2026, 1, 1)), "none");
	ck_assert_str_eq(decoded(" \t ", on(2026, 1, 1)), "none");
	ck_assert_str_eq(decoded("\xe3\x80\x80", on(2026, 1, 1)), "none");
	ck_assert_str_eq(decoded("  DB02087 ", on(2007, 9, 3)), "D B 02 2007-08");
	ck_assert_str_eq(decoded("ＤＢ０２０８７", on(2007, 9, 3)), "D B 02 2007-08");
	ck_assert_str_eq(decoded("　ＤB0２０87　", on(2007, 9, 3)), "D B 02 2007-08");
}
END_TEST

/* All months of 20 years, read back from the month itself to the last day of its ten years. */
START_TEST(encode_then_decode)
{
	for (int year = 1995; year < 2015; year++) {
		for (int month = 1; month <= 12; month++) {
			struct code code, again;
			char text[DAY_TEXT], list[3] = { (char)('0' + year % 10), '7', '\0' };

			code_begin(&layout, &code);
			ck_assert(code_put(&layout, &code, 0, slice_from("D")));
			ck_assert(code_put(&layout, &code, 1, slice_from("B")));
			ck_assert(code_put(&layout, &code, 2, slice_from(list)));
			ck_assert(code_put(
				&layout, &code, 3, slice_of(text, month_print(year, month, text))));
			for (int later = 0; later < 120; later++) {
				day seen = day_add_months(on(year, month, 1), later);

				ck_assert_int_eq(
					code_read(&layout, code_text(&layout, &code), &again),
					CODE_EXACT);
				ck_assert(code_date(&layout, &again, seen));
				ck_assert_int_eq(again.year, year);
				ck_assert_int_eq(again.month, month);
				ck_assert_mem_eq(again.text, code.text, layout.length);
			}
			ck_assert(code_date(
				&layout, &again, day_add_months(on(year, month, 1), 120)));
			ck_assert_int_eq(again.year, year + 10);
			ck_assert(code_date(&layout, &again, on(year, month, 1) - 1));
			ck_assert_int_eq(again.year, year - 10);
		}
	}
}
END_TEST

START_TEST(values_that_do_not_fit)
{
	struct code code;

	code_begin(&layout, &code);
	ck_assert(!code_put(&layout, &code, 0, slice_from("d")));
	ck_assert(!code_put(&layout, &code, 0, slice_from("")));
	ck_assert(!code_put(&layout, &code, 0, slice_from("DD")));
	ck_assert(!code_put(&layout, &code, 2, slice_from("2")));
	ck_assert(!code_put(&layout, &code, 2, slice_from("-2")));
	ck_assert(!code_put(&layout, &code, 2, slice_from("002")));
	ck_assert(!code_put(&layout, &code, 3, slice_from("2026-13")));
	ck_assert(!code_put(&layout, &code, 3, slice_from("08")));
	ck_assert(code_put(&layout, &code, 2, slice_from(" ０２ ")));
	ck_assert(code_put(&layout, &code, 3, slice_from("2026年8月")));
	ck_assert_mem_eq(code.text + 2, "02086", 5);
}
END_TEST

START_TEST(layouts_of_ones_own)
{
	ck_assert(lay_out("brand,letters,3|,fixed,,-|year,year,4|month,month|no,digits,1"));
	ck_assert(!layout_needs_day(&layout));
	ck_assert_str_eq(decoded("ABC-2026081", on(2000, 1, 1)), "ABC 2026-08 1");
	ck_assert_str_eq(decoded("ABC+2026081", on(2000, 1, 1)), "malformed");
	ck_assert_str_eq(decoded("ABC-0000081", on(2000, 1, 1)), "malformed");

	ck_assert(lay_out("medium,letters,1|year,year,2"));
	ck_assert_str_eq(decoded("D26", on(2026, 1, 1)), "D 2026");
	ck_assert_str_eq(decoded("D27", on(2026, 12, 31)), "D 1927");
	ck_assert_str_eq(decoded("D27", on(26, 12, 31)), "no year");

	/* A month without a year is the latest one. */
	ck_assert(lay_out("month,month|medium,letters,1"));
	ck_assert_str_eq(decoded("09D", on(2026, 8, 31)), "2025-09 D");
	ck_assert_str_eq(decoded("08D", on(2026, 8, 1)), "2026-08 D");

	/* No time at all. */
	ck_assert(lay_out("medium,letters,1|list,digits,63"));
	ck_assert(!layout_needs_day(&layout));
	ck_assert_uint_eq(layout.length, 64);
}
END_TEST

START_TEST(layouts_that_are_none)
{
	static const char *const text[] = {
		"",
		"a,letters",
		"a,letters,0",
		"a,letters,-1",
		"a,letters,x",
		"a,letters,65",
		"a,letters,63|b,digits,2",
		"a,letters,1|a,digits,1",
		",letters,1",
		"a,word,1",
		"m,month,3",
		"y,year,3",
		"m,month|n,month",
		"y,year,1|z,year,4",
		",fixed,,",
		",fixed,,X",
		"a,letters,1|,fixed,2,X",
		"a,letters,1,X",
		"a,letters,1|,fixed,,a b",
		"a,letters,1|,fixed,,;",
		"a,letters,1|,fixed,,年",
		"a,letters,99999999999999999999",
	};

	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
		ck_assert_msg(!lay_out(text[i]), "taken: %s", text[i]);
}
END_TEST

/* A check digit by hand is in the suite of crm/checkchar: DB02087 has R. */
START_TEST(layouts_with_a_check_digit)
{
	struct code code;

	ck_assert(lay_out("medium,letters,1|cell,letters,1|list,digits,2|m,month|y,year,1|,check"));
	ck_assert_uint_eq(layout.length, 8);
	ck_assert(!layout_shows(&layout, 5));
	ck_assert_str_eq(decoded("DB02087R", on(2007, 9, 3)), "D B 02 2007-08");
	ck_assert_str_eq(decoded("DB020877", on(2007, 9, 3)), "malformed");
	ck_assert_str_eq(decoded("BD02087R", on(2007, 9, 3)), "malformed");
	ck_assert_str_eq(decoded("DB20087R", on(2007, 9, 3)), "malformed");
	code_begin(&layout, &code);
	ck_assert(code_put(&layout, &code, 0, slice_from("D")));
	ck_assert(code_put(&layout, &code, 1, slice_from("B")));
	ck_assert(code_put(&layout, &code, 2, slice_from("02")));
	ck_assert(code_put(&layout, &code, 3, slice_from("2007-08")));
	ck_assert(!code_put(&layout, &code, 5, slice_from("R")));
	code_end(&layout, &code);
	ck_assert_mem_eq(code.text, "DB02087R", 8);

	/* Digits alone have a digit: 572 has 4, published. Anywhere, and past fixed text. */
	ck_assert(lay_out("list,digits,3|,fixed,,A|c,check,1"));
	ck_assert_str_eq(decoded("572A4", on(2007, 9, 3)), "572");
	ck_assert_str_eq(decoded("572A5", on(2007, 9, 3)), "malformed");
	ck_assert_str_eq(decoded("572AX", on(2007, 9, 3)), "malformed");
	ck_assert(lay_out("c,check,1|list,digits,3"));
	for (int list = 0; list < 1000; list++) {
		char text[16];

		snprintf(text, sizeof text, "%03d", list);
		code_begin(&layout, &code);
		ck_assert(code_put(&layout, &code, 1, slice_from(text)));
		code_end(&layout, &code);
		ck_assert_int_eq(code_read(&layout, code_text(&layout, &code), &code), CODE_EXACT);
		code.text[2] = code.text[2] == '9' ? '0' : (char)(code.text[2] + 1);
		ck_assert_int_eq(
			code_read(&layout, code_text(&layout, &code), &code), CODE_MALFORMED);
	}
	ck_assert(!lay_out("a,letters,1|c,check|d,check"));
	ck_assert(!lay_out("a,letters,1|c,check,2"));
	ck_assert(!lay_out("c,check"));
	ck_assert(!lay_out(",fixed,,AB|c,check"));
}
END_TEST

/*
 * Every code of a layout, every single slip and every swap: none is read. All 26 x 10 x 10 codes of
 * a letter and two digits, against all characters at all places.
 */
START_TEST(no_slip_is_read)
{
	ck_assert(lay_out("a,letters,1|b,digits,2|c,check"));
	for (int n = 0; n < 2600; n++) {
		char good[5], bad[5];
		struct code code, other;

		snprintf(good, sizeof good, "%c%02d", 'A' + n / 100, n % 100);
		code_begin(&layout, &code);
		ck_assert(code_put(&layout, &code, 0, slice_of(good, 1)));
		ck_assert(code_put(&layout, &code, 1, slice_of(good + 1, 2)));
		code_end(&layout, &code);
		for (size_t i = 0; i < 4; i++) {
			for (const char *c = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"; *c; c++) {
				memcpy(bad, code.text, 4);
				bad[i] = *c;
				ck_assert_int_eq(code_fits(&layout, slice_of(bad, 4), &other),
					code.text[i] == *c);
			}
		}
		for (size_t i = 1; i < 4; i++) {
			memcpy(bad, code.text, 4);
			bad[i] = code.text[i - 1];
			bad[i - 1] = code.text[i];
			ck_assert_int_eq(code_fits(&layout, slice_of(bad, 4), &other),
				code.text[i] == code.text[i - 1]);
		}
	}
}
END_TEST

SUITE(crm_sourcecode)
{
	Suite *suite = suite_create("crm/sourcecode");
	TCase *codes = tcase_create("codes");

	tcase_add_checked_fixture(codes, set_up, tear_down);
	tcase_add_test(codes, the_known_code);
	tcase_add_test(codes, january_issued_in_december);
	tcase_add_test(codes, malformed_codes);
	tcase_add_test(codes, blanks_and_full_width);
	tcase_add_test(codes, encode_then_decode);
	tcase_add_test(codes, values_that_do_not_fit);
	tcase_add_test(codes, layouts_of_ones_own);
	tcase_add_test(codes, layouts_that_are_none);
	tcase_add_test(codes, layouts_with_a_check_digit);
	tcase_add_test(codes, no_slip_is_read);
	suite_add_tcase(suite, codes);
	return suite;
}
