/*
 * The calendar's arithmetic, in place.
 *
 * Serves the modules of this room only; day.h has the same for everybody. A date that
 * goes from function to function costs more than the arithmetic, hence inline.
 *
 * Years are counted from March, so that the leap day is the last of its year and the
 * months before it begin on the same days always.
 */
#ifndef VALUE_CALENDAR_H
#define VALUE_CALENDAR_H

#include "value/day.h"

#define CALENDAR_YEAR_LAST 9999
#define CALENDAR_MARCH_0000 719468      /* days from 0000-03-01 to 1970-01-01 */

static inline bool
calendar_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of a month in a common year. */
static inline int
calendar_common(int month)
{
	static const unsigned char days[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month];
}

/* Only a 29 February needs to know the year. */
static inline bool
calendar_valid(struct date date)
{
	if (date.year < 1 || date.year > CALENDAR_YEAR_LAST || date.month < 1 || date.month > 12)
		return false;
	return date.day >= 1 &&
		(date.day <= calendar_common(date.month) ||
			(date.day == 29 && date.month == 2 && calendar_leap(date.year)));
}

static inline day
calendar_day(struct date date)
{
	static const short begin[] = { 0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275 };
	int year = date.year - (date.month <= 2);
	int century = year / 100;

	return 365 * year + year / 4 - century + century / 4 + begin[date.month] + date.day - 1 -
		CALENDAR_MARCH_0000;
}

static inline struct date
calendar_date(day d)
{
	uint32_t n = (uint32_t)(d + CALENDAR_MARCH_0000);
	uint32_t century = (4 * n + 3) / 146097;
	uint32_t in_century = n - 146097 * century / 4;
	uint32_t year = (4 * in_century + 3) / 1461;
	uint32_t in_year = in_century - 1461 * year / 4;
	uint32_t month = (5 * in_year + 2) / 153;      /* 0 March .. 11 February */
	bool next = month >= 10;

	return (struct date){
		.year = (int)(100 * century + year + next),
		.month = (int)(next ? month - 9 : month + 3),
		.day = (int)(in_year - (153 * month + 2) / 5 + 1),
	};
}

#endif
