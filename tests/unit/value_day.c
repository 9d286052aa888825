/*
 * The calendar. Vectors were made with Python 3.11's datetime (date.toordinal() less that
 * of 1970-01-01, date.isoweekday()) and calendar.monthrange() for the months.
 */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "value/day.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	int year, month, day;
	day d;
	int weekday;
} known[] = {
	{ 1, 1, 1, DAY_FIRST, 1 },
	{ 9999, 12, 31, DAY_LAST, 5 },
	{ 1970, 1, 1, 0, 4 },
	{ 1969, 12, 31, -1, 3 },
	{ 2000, 2, 29, 11016, 2 },
	{ 3719, 10, 10, 639091, 2 },
	{ 1733, 4, 18, -86455, 6 },
	{ 4535, 1, 1, 936847, 6 },
	{ 7476, 1, 31, 2011055, 1 },
	{ 555, 7, 3, -516635, 4 },
	{ 832, 10, 30, -415343, 6 },
	{ 9432, 3, 14, 2725512, 3 },
	{ 6154, 11, 12, 1528490, 2 },
	{ 1081, 12, 15, -324352, 4 },
	{ 4200, 6, 7, 814648, 6 },
	{ 6693, 7, 7, 1725228, 5 },
	{ 667, 1, 15, -475897, 2 },
	{ 5828, 3, 13, 1409177, 4 },
	{ 2466, 7, 6, 181347, 2 },
	{ 431, 8, 3, -561894, 7 },
	{ 987, 12, 26, -358674, 3 },
	{ 4803, 2, 17, 1034779, 1 },
	{ 803, 3, 12, -426168, 3 },
	{ 1042, 9, 18, -338685, 7 },
	{ 6329, 1, 6, 1592097, 7 },
	{ 679, 10, 21, -471235, 2 },
	{ 1422, 9, 12, -199899, 4 },
	{ 7206, 3, 15, 1912483, 3 },
};

static day
day_of(const char *text)
{
	day d = DAY_NONE;

	ck_assert_msg(day_parse(slice_from(text), &d), "no date: %s", text);
	return d;
}

#define SHOULD_PRINT(length, text, expected) \
	do { \
		size_t n_ = (length); \
		ck_assert_msg(slice_is(slice_of((text), n_), (expected)), "%.*s, not %s", (int)n_, \
			(text), (expected)); \
	} while (0)

START_TEST(known_days_and_weekdays)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		struct date date = { known[i].year, known[i].month, known[i].day };
		struct date back = day_to_date(known[i].d);

		ck_assert(date_valid(date));
		ck_assert_int_eq(day_from_date(date), known[i].d);
		ck_assert_int_eq(back.year, date.year);
		ck_assert_int_eq(back.month, date.month);
		ck_assert_int_eq(back.day, date.day);
		ck_assert_int_eq(day_weekday(known[i].d), known[i].weekday);
	}
}
END_TEST

static int
last_day(int year, int month)
{
	bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);

	if (month == 2)
		return 28 + leap;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* A calendar that only counts on from day to day. */
START_TEST(every_day_there_is)
{
	int year = 1, month = 1, dom = 1, weekday = 1;
	char text[DAY_TEXT], expected[48];

	for (day d = DAY_FIRST; d <= DAY_LAST; d++) {
		int last = last_day(year, month);
		struct date date = day_to_date(d);
		day read;

		if (date.year != year || date.month != month || date.day != dom ||
			day_from_date(date) != d || day_weekday(d) != weekday ||
			month_days(year, month) != last || !date_valid(date))
			ck_abort_msg("day %d is %d-%d-%d", d, date.year, date.month, date.day);
		if (day_print(d, text) != 10 || !day_parse(slice_of(text, 10), &read) || read != d)
			ck_abort_msg("day %d is not read back from %.10s", d, text);
		if (d % 97 == 0) {
			snprintf(expected, sizeof expected, "%04d-%02d-%02d", year, month, dom);
			ck_assert(memcmp(text, expected, 10) == 0);
		}

		weekday = weekday % 7 + 1;
		if (++dom > last) {
			dom = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
	ck_assert_int_eq(year, 10000);
}
END_TEST

/* All dates of ten digits: what is no day of the calendar is refused. */
START_TEST(no_day_that_is_not)
{
	char text[48];
	day d;

	for (int year = 0; year <= 9999; year += year < 3 || (year > 1895 && year < 2105) ? 1 : 99)
		for (int month = 0; month <= 13; month++)
			for (int dom = 0; dom <= 33; dom++) {
				int last = last_day(year, month);
				bool good = year > 0 && month > 0 && month < 13 && dom > 0 &&
					dom <= last;

				snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, dom);
				if (day_parse(slice_from(text), &d) != good)
					ck_abort_msg("%s", text);
				if (date_valid((struct date){ year, month, dom }) != good)
					ck_abort_msg("%s", text);
			}
}
END_TEST

START_TEST(months_end_where_they_end)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} step[] = {
		{ "2024-01-31", 1, "2024-02-29" },
		{ "2023-01-31", 1, "2023-02-28" },
		{ "2024-02-29", 12, "2025-02-28" },
		{ "2024-02-29", -12, "2023-02-28" },
		{ "2024-03-31", -1, "2024-02-29" },
		{ "2024-12-31", 0, "2024-12-31" },
		{ "2008-08-29", 1, "2008-09-29" },
		{ "2026-12-29", -6, "2026-06-29" },
		{ "2003-01-31", 11, "2003-12-31" },
		{ "2004-10-31", 2, "2004-12-31" },
		{ "2001-10-31", 6, "2002-04-30" },
		{ "2021-12-30", -1, "2021-11-30" },
		{ "2010-01-29", -27, "2007-10-29" },
		{ "2024-01-28", -17, "2022-08-28" },
		{ "1996-10-28", 11, "1997-09-28" },
		{ "2019-12-31", 3, "2020-03-31" },
		{ "2010-03-31", 17, "2011-08-31" },
		{ "2029-10-29", -30, "2027-04-29" },
		{ "2014-08-30", 28, "2016-12-30" },
		{ "9999-12-15", 1, "9999-12-31" },
		{ "0001-01-15", -1, "0001-01-01" },
		{ "2024-01-01", 2147483647, "9999-12-31" },
		{ "2024-01-01", -2147483647, "0001-01-01" },
	};
	char text[DAY_TEXT];

	for (size_t i = 0; i < COUNT(step); i++)
		SHOULD_PRINT(day_print(day_add_months(day_of(step[i].from), step[i].months), text),
			text, step[i].to);
}
END_TEST

START_TEST(months_between_two_days)
{
	static const struct {
		const char *from, *to;
		int months;
	} pair[] = {
		{ "2024-01-31", "2024-02-28", 0 },
		{ "2024-01-31", "2024-02-29", 1 },
		{ "2024-01-31", "2024-03-30", 1 },
		{ "2024-01-31", "2024-03-31", 2 },
		{ "2024-01-15", "2024-01-15", 0 },
		{ "2024-01-15", "2023-12-16", 0 },
		{ "2024-01-15", "2023-12-15", -1 },
		{ "2020-02-29", "2021-02-28", 12 },
	};

	for (size_t i = 0; i < COUNT(pair); i++)
		ck_assert_int_eq(day_months_between(day_of(pair[i].from), day_of(pair[i].to)),
			pair[i].months);

	/* The promise itself, over four years from every day of one of them. */
	for (day from = day_of("2024-01-01"); from <= day_of("2024-12-31"); from++)
		for (day to = from; to < from + 1461; to += 3) {
			int n = day_months_between(from, to);

			if (day_add_months(from, n) > to || day_add_months(from, n + 1) <= to)
				ck_abort_msg("%d months from %d to %d", n, from, to);
		}
}
END_TEST

START_TEST(spans)
{
	static const char *const wrong[] = { "", " ", "d", "90", "-90d", "+9d", "90 d", "90dd",
		"1y6m", "1.5y", "9999999d", "90D" };
	struct span span;
	char text[DAY_TEXT];

	for (size_t i = 0; i < COUNT(wrong); i++)
		ck_assert_msg(!span_parse(slice_from(wrong[i]), &span), "%s", wrong[i]);
	ck_assert(span_parse(slice_from("90d"), &span) && span.days == 90 && span.months == 0);
	ck_assert(span_parse(slice_from("3w"), &span) && span.days == 21 && span.months == 0);
	ck_assert(span_parse(slice_from("2y"), &span) && span.days == 0 && span.months == 24);
	ck_assert(span_parse(slice_from(" 0d "), &span) && span.days == 0);
	ck_assert(span_parse(slice_from("12m"), &span) && span.months == 12);
	SHOULD_PRINT(day_print(day_plus(day_of("2024-02-29"), span), text), text, "2025-02-28");
	SHOULD_PRINT(day_print(day_minus(day_of("2024-02-29"), span), text), text, "2023-02-28");
	span = (struct span){ 0, 90 };
	SHOULD_PRINT(day_print(day_minus(day_of("2024-03-31"), span), text), text, "2024-01-01");
	ck_assert(span_parse(slice_from("999999w"), &span));
	ck_assert_int_eq(day_plus(0, span), DAY_LAST);
	ck_assert_int_eq(day_minus(0, span), DAY_FIRST);
	ck_assert(span_parse(slice_from("999999y"), &span));
	ck_assert_int_eq(day_plus(0, span), DAY_LAST);
	ck_assert_int_eq(day_minus(0, span), DAY_FIRST);
}
END_TEST

START_TEST(printing)
{
	char text[MOMENT_TEXT];

	SHOULD_PRINT(day_print(DAY_FIRST, text), text, "0001-01-01");
	SHOULD_PRINT(day_print(DAY_NONE, text), text, "");
	SHOULD_PRINT(month_print(2026, 8, text), text, "2026-08");
	SHOULD_PRINT(moment_print(0, text), text, "1970-01-01T00:00:00");
	SHOULD_PRINT(moment_print(-1, text), text, "1969-12-31T23:59:59");
	SHOULD_PRINT(moment_print((moment)DAY_LAST * DAY_SECONDS + 86399, text), text,
		"9999-12-31T23:59:59");
	ck_assert_int_eq(moment_day(-1), -1);
	ck_assert_int_eq(moment_day(-86400), -1);
	ck_assert_int_eq(moment_day(-86401), -2);
	ck_assert_int_eq(moment_day(86399), 0);
}
END_TEST

START_TEST(today_is_in_this_age)
{
	ck_assert_int_gt(day_today(), day_of("2024-01-01"));
	ck_assert_int_lt(day_today(), day_of("2200-01-01"));
}
END_TEST

SUITE(value_day)
{
	Suite *suite = suite_create("value/day");
	TCase *all = tcase_create("days");

	tcase_set_timeout(all, 120);
	tcase_add_test(all, known_days_and_weekdays);
	tcase_add_test(all, every_day_there_is);
	tcase_add_test(all, no_day_that_is_not);
	tcase_add_test(all, months_end_where_they_end);
	tcase_add_test(all, months_between_two_days);
	tcase_add_test(all, spans);
	tcase_add_test(all, printing);
	tcase_add_test(all, today_is_in_this_age);
	suite_add_tcase(suite, all);
	return suite;
}
