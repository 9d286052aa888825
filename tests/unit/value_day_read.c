/* Dates and times as people write them. Expected moments by hand, as ISO text. */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "value/day.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void
should_read(const char *text, const char *expected)
{
	char printed[MOMENT_TEXT];
	moment m = 0;
	bool timed = false;
	day d = 0;
	size_t n;

	ck_assert_msg(moment_parse(slice_from(text), &m, &timed), "refused: %s", text);
	n = timed ? moment_print(m, printed) : day_print(moment_day(m), printed);
	ck_assert_msg(
		slice_is(slice_of(printed, n), expected), "%s gave %.*s", text, (int)n, printed);
	ck_assert_msg(day_parse(slice_from(text), &d) && d == moment_day(m), "%s", text);
}

START_TEST(dates_in_their_forms)
{
	static const char *const form[] = { "2024-01-05", "2024/1/5", "2024/01/05", "2024-1-5",
		"20240105", "2024年1月5日", "2024年01月05日", "２０２４－０１－０５",
		"２０２４／１／５", "２０２４年１月５日", "２０２４0105", " 2024-01-05",
		"2024-01-05\t", "　2024-01-05　", " 2024/1/5 ", "２０２４年1月５日　" };

	for (size_t i = 0; i < COUNT(form); i++)
		should_read(form[i], "2024-01-05");
}
END_TEST

START_TEST(times_in_their_forms)
{
	static const char *const form[] = { "2024-01-05 10:20:30", "2024-01-05T10:20:30",
		"2024-01-05  10:20:30", "2024-01-05T10:20:30Z", "2024-01-05T10:20:30+08:00",
		"2024-01-05T10:20:30+0800", "2024-01-05T10:20:30-03", "2024-01-05 10:20:30 UTC",
		"2024-01-05 10:20:30 +0800", "2024-01-05T10:20:30.5+08:00",
		"2024-01-05 10:20:30.999999999", "2024-01-05T10:20:30,5Z", "2024/1/5 10:20:30",
		"20240105 10:20:30", "20240105T10:20:30Z", "2024年1月5日 10:20:30",
		"2024年1月5日10时20分30秒", "2024年1月5日　１０时２０分３０秒",
		"２０２４－０１－０５　１０：２０：３０", "2024-01-05 10时20分30秒",
		" 2024-01-05 10:20:30 ", "2024年1月5日10:20:30" };

	for (size_t i = 0; i < COUNT(form); i++)
		should_read(form[i], "2024-01-05T10:20:30");
	should_read("2024-01-05 10:20", "2024-01-05T10:20:00");
	should_read("2024/1/5 9:05", "2024-01-05T09:05:00");
	should_read("2024-01-05 10时", "2024-01-05T10:00:00");
	should_read("2024-01-05 10时5分", "2024-01-05T10:05:00");
	should_read("2024-01-05 00:00:00", "2024-01-05T00:00:00");
	should_read("2024-01-05 23:59:59", "2024-01-05T23:59:59");
	should_read("1969-12-31 23:59:59", "1969-12-31T23:59:59");
}
END_TEST

START_TEST(what_is_no_date)
{
	static const char *const wrong[] = { "", " ", "　", "-", "2024", "2024-01", "24-01-05",
		"05/01/2024", "1/5/2024", "2024-13-01", "2024-00-10", "2024-01-32", "2024-01-00",
		"0000-01-01", "2023-02-29", "1900-02-29", "2024-04-31", "2024/2/30", "20240230",
		"2024年2月30日", "2024-01-05T", "2024-01-05 T10:20", "2024-01-0510:20",
		"2024-01-05x", "x2024-01-05", "2024-1/5", "2024/1-5", "2024-01-055", "2024-001-05",
		"202401055", "2024010", "2024 01 05", "2024.01.05", "2024-01-05 24:00:00",
		"2024-01-05 10:60", "2024-01-05 10:20:60", "2024-01-05 10:2", "2024-01-05 10",
		"2024-01-05 10:20:3", "2024-01-05 10:20:", "2024-01-05 10:20:30.",
		"2024-01-05 10:20.5", "2024-01-05 10:20:30+", "2024-01-05 10:20:30+8",
		"2024-01-05 10:20:30+15:00", "2024-01-05 10:20:30+08:60",
		"2024-01-05 10:20:30+08:0", "2024-01-05 10:20:30ZZ", "2024-01-05 10:20:30 CST",
		"2024-01-05Z", "2024-01-05 Z", "2024-01-05 +08:00", "2024-01-05 10:20:30 2024",
		"2024年1月5", "2024年1-5", "2024年1月5日10时20", "2024年1月5日10时20分30",
		"2024年1月5日x", "20240105102030", "2024-01-05-", "１２", "二〇二四年一月五日",
		"2024-01-05 -1:20", "２０２４－０２－３０", "2024-01-0\xff", "\xe3\x80",
		"2024-01-05\xef\xbc", "45296", "44:20" };
	day d = 7;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		ck_assert_msg(!day_parse(slice_from(wrong[i]), &d), "accepted: %s", wrong[i]);
		ck_assert_int_eq(d, 7);
	}
	ck_assert(!day_parse(SLICE_EMPTY, &d));
	ck_assert(!day_parse(slice_of("2024-01-05\0", 11), &d));
}
END_TEST

START_TEST(longer_than_any_date)
{
	char text[400];
	day d;

	memset(text, ' ', sizeof text);
	memcpy(text + 300, "2024-01-05", 10);
	ck_assert(day_parse(slice_of(text, sizeof text), &d));
	for (size_t i = 0; i + 3 <= sizeof text; i += 3)
		memcpy(text + i, "２", 3);
	ck_assert(!day_parse(slice_of(text, 399), &d));
}
END_TEST

START_TEST(months)
{
	static const char *const form[] = { "2024-01", "2024/1", "202401", "2024年1月",
		"２０２４－０１", " 2024-1 " };
	static const char *const wrong[] = { "", "2024", "2024-13", "2024-00", "2024-01-05",
		"20241", "24-01", "2024年1", "0000-01" };
	int year = 0, month = 0;

	for (size_t i = 0; i < COUNT(form); i++) {
		ck_assert_msg(month_parse(slice_from(form[i]), &year, &month), "%s", form[i]);
		ck_assert_int_eq(year, 2024);
		ck_assert_int_eq(month, 1);
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		ck_assert_msg(!month_parse(slice_from(wrong[i]), &year, &month), "%s", wrong[i]);
}
END_TEST

static const struct {
	const char *format, *text, *expected;
} formatted[] = {
	{ "%d/%m/%Y", "05/01/2024", "2024-01-05" },
	{ "%d/%m/%Y", "5/1/2024", "2024-01-05" },
	{ "%m/%d/%Y", "1/5/2024 10:20", "2024-01-05T10:20:00" },
	{ "%d.%m.%y", "05.01.24", "2024-01-05" },
	{ "%d.%m.%y", "05.01.69", "1969-01-05" },
	{ "%d.%m.%y", "05.01.68", "2068-01-05" },
	{ "%d-%b-%Y", "05-Jan-2024", "2024-01-05" },
	{ "%b %d, %Y", "DEC 31, 2024", "2024-12-31" },
	{ "%Y%m%d%H%M%S", "20240105102030", "2024-01-05T10:20:30" },
	{ "%Y-%m-%d %H:%M", "2024-01-05 10:20", "2024-01-05T10:20:00" },
	{ "%m/%d/%Y %H:%M %p", "01/05/2024 12:05 AM", "2024-01-05T00:05:00" },
	{ "%m/%d/%Y %H:%M %p", "01/05/2024 12:05 pm", "2024-01-05T12:05:00" },
	{ "%m/%d/%Y %H:%M:%S%p", "01/05/2024 11:05:09PM", "2024-01-05T23:05:09" },
	{ "%Y.%m.%d", "　２０２４．１．５", "2024-01-05" },
	{ "%Y年%m月%d日", "2024年1月5日", "2024-01-05" },
	{ "100%% %Y %m %d", "100% 2024  1 5", "2024-01-05" },
	{ "%d／%m／%Y", "０５／０１／２０２４", "2024-01-05" },
	{ "%d/%m/%Y", "05/13/2024", NULL },
	{ "%d/%m/%Y", "30/02/2024", NULL },
	{ "%d/%m/%Y", "05/01/24", NULL },
	{ "%d/%m/%Y", "05/01/2024x", NULL },
	{ "%d/%m/%Y", "05/01/2024 25:00", NULL },
	{ "%d/%m/%Y", "", NULL },
	{ "%d-%b-%Y", "05-Jän-2024", NULL },
	{ "%d-%b-%Y", "05-Ja", NULL },
	{ "%Y-%m-%d %H:%M", "2024-01-05", NULL },
	{ "%Y-%m-%d %H:%M", "2024-01-05 10:20:30", NULL },
	{ "%Y-%m-%d %H:%M %p", "2024-01-05 13:20 PM", NULL },
	{ "%Y-%m-%d %H:%M %p", "2024-01-05 0:20 AM", NULL },
	{ "%Y-%m-%d %H:%M %p", "2024-01-05 10:20 XM", NULL },
};

START_TEST(dates_by_format)
{
	for (size_t i = 0; i < COUNT(formatted); i++) {
		struct slice format = slice_from(formatted[i].format);
		char printed[MOMENT_TEXT];
		moment m = 0;
		bool timed = false;
		bool good = moment_parse_as(format, slice_from(formatted[i].text), &m, &timed);
		size_t n;

		ck_assert_msg(day_format_valid(format), "%s", formatted[i].format);
		ck_assert_msg(good == (formatted[i].expected != NULL), "%s by %s",
			formatted[i].text, formatted[i].format);
		if (!good)
			continue;
		n = timed ? moment_print(m, printed) : day_print(moment_day(m), printed);
		ck_assert_msg(slice_is(slice_of(printed, n), formatted[i].expected), "%s gave %.*s",
			formatted[i].text, (int)n, printed);
	}
}
END_TEST

START_TEST(formats_that_are_none)
{
	static const char *const wrong[] = { "", "%", "%Y", "%Y-%m", "%Y-%m-%d%", "%Y-%m-%q",
		"%Y-%m-%d %Y", "%Y %y %m %d", "%b %m %d %Y", "%Y-%m-%d %M", "%Y-%m-%d %H:%S",
		"%Y-%m-%d %p", "%Y-%m-%d %H %H", "YYYY-MM-DD", "%%Y-%m-%d" };

	for (size_t i = 0; i < COUNT(wrong); i++)
		ck_assert_msg(!day_format_valid(slice_from(wrong[i])), "%s", wrong[i]);
}
END_TEST

SUITE(value_day_read)
{
	Suite *suite = suite_create("value/day_read");
	TCase *all = tcase_create("dates and times");

	tcase_add_test(all, dates_in_their_forms);
	tcase_add_test(all, times_in_their_forms);
	tcase_add_test(all, what_is_no_date);
	tcase_add_test(all, longer_than_any_date);
	tcase_add_test(all, months);
	tcase_add_test(all, dates_by_format);
	tcase_add_test(all, formats_that_are_none);
	suite_add_tcase(suite, all);
	return suite;
}
