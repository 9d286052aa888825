#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/codenames.h"
#include "crm/codeplan.h"
#include "crm/codeset.h"
#include "crm/codetext.h"
#include "crm/sourcecode.h"

static struct code_layout layout;

static void
set_up(void)
{
	layout_init(&layout);
	layout_default(&layout);
}

static void
tear_down(void)
{
	layout_release(&layout);
}

/* An own layout instead: "name,kind,length,text|...". True when every part was taken. */
static bool
lay_out(const char *text)
{
	struct slice rest = slice_from(text), line, field[4];
	const char *why;

	layout_release(&layout);
	layout_init(&layout);
	do {
		rest = slice_cut(rest, '|', &line);
		for (int i = 0; i < 4; i++)
			line = slice_cut(line, ',', &field[i]);
		if (!layout_add(&layout, field[0], field[1], field[2], field[3], &why))
			return false;
	} while (rest.data);
	return layout_complete(&layout, &why);
}

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

/* All codes in a text, joined by blanks. */
static const char *
found(const char *text)
{
	static char list[200];
	size_t length = 0, at = 0;
	struct code code;

	while (code_find(&layout, NULL, slice_from(text), &at, &code)) {
		if (length)
			list[length++] = ' ';
		memcpy(list + length, code.text, layout.length);
		length += layout.length;
	}
	list[length] = '\0';
	return list;
}

START_TEST(codes_in_text)
{
	ck_assert_str_eq(found(""), "");
	ck_assert_str_eq(found("DB02087"), "DB02087");
	ck_assert_str_eq(found("XDB02087Y"), "");
	ck_assert_str_eq(found("DB020871"), "");
	ck_assert_str_eq(found("1DB02087"), "");
	ck_assert_str_eq(found("\xc3\xa9"
			       "DB02087"),
		"");
	ck_assert_str_eq(found("来自DB02087的订单"), "DB02087");
	ck_assert_str_eq(found("https://shop.example/?c=DB02087&x=SA01125"), "DB02087 SA01125");
	ck_assert_str_eq(found("https%3A%2F%2Fa%3Fc%3DDB02087%26x"), "DB02087");
	ck_assert_str_eq(found("%ZDDB02087"), "");
	ck_assert_str_eq(found("utm_DB02087_x, DB02087. (SA01125)"), "DB02087 DB02087 SA01125");
	ck_assert_str_eq(found("码：ＤＢ０２０８７。"), "DB02087");
	ck_assert_str_eq(found("ＸＤＢ０２０８７"), "");
	ck_assert_str_eq(found("DB02137 DB0208 db02087"), "");
	ck_assert_str_eq(found("DB02087;SA01125"), "DB02087 SA01125");
	ck_assert_str_eq(found("DB0208"), "");

	/* Marks at the ends need no boundary. */
	ck_assert(lay_out(",fixed,,#|a,letters,1|b,digits,1|,fixed,,#"));
	ck_assert_str_eq(found("x#A1##B2#y#C3"), "#A1# #B2#");
}
END_TEST

/* Many codes, each added twice, stay in the order of the first time; then the set again. */
START_TEST(sets)
{
	enum { MANY = 20000 };
	struct code_set set;
	char code[8];

	code_set_init(&set, 5);
	ck_assert_uint_eq(code_set_joined(&set).length, 0);
	for (int again = 0; again < 3; again++) {
		code_set_clear(&set);
		for (int i = 0; i < 2 * MANY; i++) {
			snprintf(code, sizeof code, "%05d", i % MANY * 7 % 100000);
			ck_assert_int_eq(code_set_add(&set, slice_from(code)), i < MANY);
		}
		ck_assert_uint_eq(set.count, MANY);
		for (int i = 0; i < MANY; i++) {
			snprintf(code, sizeof code, "%05d", i * 7 % 100000);
			ck_assert(slice_is(code_set_at(&set, (size_t)i), code));
		}
		ck_assert_uint_eq(code_set_joined(&set).length, MANY * 6 - 1);
	}
	code_set_clear(&set);
	ck_assert(code_set_add(&set, slice_from("00007")));
	ck_assert(code_set_add(&set, slice_from("00003")));
	ck_assert(!code_set_add(&set, slice_from("00007")));
	ck_assert(slice_is(code_set_joined(&set), "00007;00003"));
	code_set_release(&set);
}
END_TEST

START_TEST(names)
{
	struct code_names set;
	const char *why;

	names_init(&set);
	names_default(&set, &layout);
	ck_assert(slice_is(names_find(&set, 0, slice_from("D")), "e-mail"));
	ck_assert_uint_eq(names_find(&set, 0, slice_from("Q")).length, 0);
	ck_assert(!names_has(&set, 2));
	ck_assert(names_add(&set, &layout, slice_from("list"), slice_from("０２"),
		slice_from(" autumn buyers "), &why));
	ck_assert(names_has(&set, 2));
	ck_assert(slice_is(names_find(&set, 2, slice_from("02")), "autumn buyers"));
	ck_assert(!names_add(
		&set, &layout, slice_from("list"), slice_from("02"), slice_from("x"), &why));
	ck_assert(!names_add(
		&set, &layout, slice_from("list"), slice_from("2"), slice_from("x"), &why));
	ck_assert(!names_add(
		&set, &layout, slice_from("lst"), slice_from("03"), slice_from("x"), &why));
	ck_assert(!names_add(
		&set, &layout, slice_from("list"), slice_from("03"), slice_from(" "), &why));
	ck_assert(!names_add(
		&set, &layout, slice_from("month"), slice_from("2026-08"), slice_from("x"), &why));
	names_release(&set);
}
END_TEST

/* The built-in media are one letter each, in order, and all were taken. */
START_TEST(media)
{
	struct code_names set;
	const char *letter, *name, *last = "";
	size_t i;

	names_init(&set);
	names_default(&set, &layout);
	for (i = 0; names_medium(i, &letter, &name); i++) {
		ck_assert_int_lt(strcmp(last, letter), 0);
		ck_assert(slice_is(names_find(&set, 0, slice_from(letter)), name));
		last = letter;
	}
	ck_assert_uint_eq(set.count, i);
	names_release(&set);
	ck_assert(lay_out("medium,digits,2"));
	names_init(&set);
	names_default(&set, &layout);
	ck_assert_uint_eq(set.count, 0);
	names_release(&set);
}
END_TEST

/* What a plan's text of one part stands for, joined by blanks, or the reason why it is none. */
static const char *
planned(size_t part, const char *text)
{
	static char list[400];
	size_t length = 0;
	struct code_plan plan;
	const char *why;

	plan_init(&plan, &layout);
	if (plan_set(&plan, part, slice_from(text), &why)) {
		for (size_t i = 0; i < plan.values[part].count; i++) {
			struct slice value = plan.values[part].value[i];

			if (length)
				list[length++] = ' ';
			memcpy(list + length, value.data, value.length);
			length += value.length;
		}
		list[length] = '\0';
		why = list;
	}
	plan_release(&plan);
	return why;
}

START_TEST(plans)
{
	ck_assert_str_eq(planned(0, "A-C"), "A B C");
	ck_assert_str_eq(planned(0, "A..C;F,H"), "A B C F H");
	ck_assert_str_eq(planned(2, "08-11"), "08 09 10 11");
	ck_assert_str_eq(planned(2, " ０１ "), "01");
	ck_assert_str_eq(planned(3, "2026-11..2027-02"), "2026-11 2026-12 2027-01 2027-02");
	ck_assert_str_eq(planned(3, "2026/8;202610"), "2026-08 2026-10");
	ck_assert_str_eq(planned(0, ""), "does not fit");
	ck_assert_str_eq(planned(0, "A;"), "does not fit");
	ck_assert_str_eq(planned(0, "A-"), "does not fit");
	ck_assert_str_eq(planned(0, "A-B-C"), "does not fit");
	ck_assert_str_eq(planned(2, "1-3"), "does not fit");
	ck_assert_str_eq(planned(0, "C-A"), "runs backwards");
	ck_assert_str_eq(planned(0, "A-C;B"), "gives a value twice");
	ck_assert_str_eq(
		planned(3, "2026-08;2036-08"), "spans more years than the code's year tells apart");
	ck_assert_str_eq(planned(3, "2026-08;2036-07"), "2026-08 2036-07");
	ck_assert(lay_out("a,letters,2|b,digits,9|y,year,4"));
	ck_assert_str_eq(planned(0, "AY-BB"), "AY AZ BA BB");
	ck_assert_str_eq(planned(1, "000000000-999999999"), "gives more than 1000000 codes");
	ck_assert_str_eq(planned(2, "2026-2028"), "2026 2027 2028");
}
END_TEST

START_TEST(planned_codes)
{
	static const char *const expected[] = {
		"DA01126",
		"DA01017",
		"DA02126",
		"DA02017",
		"DC01126",
		"DC01017",
		"DC02126",
		"DC02017",
	};
	struct code_plan plan;
	struct code code;
	const char *why;
	size_t i = 0;

	plan_init(&plan, &layout);
	for (int again = 0; again < 2; again++) {
		plan_clear(&plan);
		ck_assert(plan_set(&plan, 0, slice_from("D"), &why));
		ck_assert(plan_set(&plan, 1, slice_from("A;C"), &why));
		ck_assert(plan_set(&plan, 2, slice_from("01-02"), &why));
		ck_assert(plan_set(&plan, 3, slice_from("2026-12..2027-01"), &why));
		ck_assert(plan_start(&plan, &why));
		for (i = 0; plan_next(&plan, &code); i++)
			ck_assert_mem_eq(code.text, expected[i], 7);
		ck_assert_uint_eq(i, 8);
	}
	ck_assert(plan_set(&plan, 0, slice_from("A-Z"), &why));
	ck_assert(plan_set(&plan, 1, slice_from("A-Z"), &why));
	ck_assert(plan_set(&plan, 2, slice_from("00-99"), &why));
	ck_assert(plan_set(&plan, 3, slice_from("2020-01..2021-03"), &why));
	ck_assert(!plan_start(&plan, &why));
	plan_release(&plan);
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
	tcase_add_test(codes, codes_in_text);
	tcase_add_test(codes, sets);
	tcase_add_test(codes, names);
	tcase_add_test(codes, media);
	tcase_add_test(codes, plans);
	tcase_add_test(codes, planned_codes);
	suite_add_tcase(suite, codes);
	return suite;
}
