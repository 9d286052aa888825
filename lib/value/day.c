/* Days and moments: see day.h. */
#include "value/day.h"

#include <time.h>

#include "value/calendar.h"
#include "value/cursor.h"
#include "value/digits.h"

day
day_from_date(struct date date)
{
	return calendar_day(date);
}

struct date
day_to_date(day d)
{
	return calendar_date(d);
}

bool
date_valid(struct date date)
{
	return calendar_valid(date);
}

int
month_days(int year, int month)
{
	return calendar_common(month) + (month == 2 && calendar_leap(year));
}

int
day_weekday(day d)
{
	return (d - DAY_FIRST) % 7 + 1;     /* 0001-01-01 was a Monday */
}

static day
day_clamp(int64_t d)
{
	return d < DAY_FIRST ? DAY_FIRST : d > DAY_LAST ? DAY_LAST : (day)d;
}

day
day_add_months(day d, int months)
{
	struct date date = calendar_date(d);
	int64_t month = (int64_t)date.year * 12 + date.month - 1 + months;
	int last;

	if (month < 12)
		return DAY_FIRST;
	if (month >= (int64_t)(CALENDAR_YEAR_LAST + 1) * 12)
		return DAY_LAST;
	date.year = (int)(month / 12);
	date.month = (int)(month % 12) + 1;
	last = month_days(date.year, date.month);
	if (date.day > last)
		date.day = last;
	return calendar_day(date);
}

int
day_months_between(day from, day to)
{
	struct date a, b;
	int months;

	if (from > to)
		return -day_months_between(to, from);
	a = calendar_date(from);
	b = calendar_date(to);
	months = (b.year - a.year) * 12 + b.month - a.month;
	return months - (months > 0 && day_add_months(from, months) > to);
}

day
day_plus(day d, struct span span)
{
	return day_clamp((int64_t)day_add_months(d, span.months) + span.days);
}

day
day_minus(day d, struct span span)
{
	return day_clamp((int64_t)day_add_months(d, -span.months) - span.days);
}

/* No span is longer than the calendar: a number of six digits says all there is to say. */
bool
span_parse(struct slice text, struct span *span)
{
	struct cursor c;
	int n;

	text = slice_trim(text);
	if (!text.length)
		return false;
	c = cursor_over(text);
	if (!cursor_take_number(&c, 1, 6, &n))
		return false;
	if (CURSOR_TAKE(&c, "d"))
		*span = (struct span){ .days = n };
	else if (CURSOR_TAKE(&c, "w"))
		*span = (struct span){ .days = n * 7 };
	else if (CURSOR_TAKE(&c, "m"))
		*span = (struct span){ .months = n };
	else if (CURSOR_TAKE(&c, "y"))
		*span = (struct span){ .months = n * 12 };
	else
		return false;
	return cursor_ended(&c);
}

size_t
month_print(int year, int month, char text[DAY_TEXT])
{
	digits_put_two(text, (unsigned)year / 100);
	digits_put_two(text + 2, (unsigned)year % 100);
	text[4] = '-';
	digits_put_two(text + 5, (unsigned)month);
	return 7;
}

size_t
day_print(day d, char text[DAY_TEXT])
{
	struct date date;

	if (d == DAY_NONE)
		return 0;
	date = calendar_date(d);
	month_print(date.year, date.month, text);
	text[7] = '-';
	digits_put_two(text + 8, (unsigned)date.day);
	return 10;
}

size_t
moment_print(moment m, char text[MOMENT_TEXT])
{
	day d = moment_day(m);
	unsigned seconds = (unsigned)(m - (moment)d * DAY_SECONDS);

	day_print(d, text);
	text[10] = 'T';
	digits_put_two(text + 11, seconds / 3600);
	text[13] = ':';
	digits_put_two(text + 14, seconds / 60 % 60);
	text[16] = ':';
	digits_put_two(text + 17, seconds % 60);
	return 19;
}

day
day_today(void)
{
	time_t now = time(NULL);
	struct tm local;

	if (now == (time_t)-1 || !localtime_r(&now, &local))
		return DAY_NONE;
	return calendar_day((struct date){ local.tm_year + 1900, local.tm_mon + 1, local.tm_mday });
}
