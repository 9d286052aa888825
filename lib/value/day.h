/*
 * Days and moments.
 *
 * A day counts from 1970-01-01 in the proleptic Gregorian calendar, years 0001 to
 * 9999; a moment counts seconds from that day's midnight, in whatever clock the
 * text was written in: no time zone is applied, a zone suffix is read and left as
 * written (day_form.h converts). Pure: false means "no date", the caller knows the place
 * and reports it.
 */
#ifndef VALUE_DAY_H
#define VALUE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "value/slice.h"

typedef int32_t day;
typedef int64_t moment;

#define DAY_NONE    INT32_MIN    /* no day known; sorts before all days, prints as nothing */
#define DAY_FIRST   (-719162)    /* 0001-01-01 */
#define DAY_LAST    2932896      /* 9999-12-31 */
#define DAY_SECONDS 86400        /* of one day */
#define DAY_TEXT    16           /* bytes day_print and month_print need */
#define MOMENT_TEXT 24           /* bytes moment_print needs */

struct date {
	int year, month, day;
};

/*
 * Reads 2024-01-05, 2024/1/5, 20240105, 2024年1月5日 (digits and marks may be full
 * width; blanks at both ends are passed over). A time may follow (2024-01-05 10:20,
 * 2024-01-05T10:20:30.5+08:00, 10时20分30秒, Z), a spreadsheet's guard may stand around it:
 * day_parse drops it but still refuses a wrong one.
 * Two-digit years, day-first and month-first forms are no date here: see moment_parse_as.
 */
bool day_parse(struct slice text, day *result);

/* The same with its time; *timed is false when only a day was written (then midnight). */
bool moment_parse(struct slice text, moment *result, bool *timed);

/*
 * Reads by a format of %Y %y (69-99: 19xx, else 20xx) %m %b (Jan, English) %d %H %M %S
 * %p (AM, PM; hours are then 1..12) %% and literal text, in which a blank stands for one
 * or more. One-digit values are accepted, anything left over is not, except that a time
 * may follow a format without one, and a zone any time. day_format_valid says whether a
 * format names year, month and day once each, and a clock's parts only with the larger ones.
 */
bool day_format_valid(struct slice format);
bool moment_parse_as(struct slice format, struct slice text, moment *result, bool *timed);

day         day_from_date(struct date date);                /* must be valid */
struct date day_to_date(day d);
bool        date_valid(struct date date);
int         day_weekday(day d);                             /* 1 Monday .. 7 Sunday */
int         month_days(int year, int month);                /* 28..31 */

/* Floors, also before 1970. */
static inline day
moment_day(moment m)
{
	return (day)(m / DAY_SECONDS - (m % DAY_SECONDS < 0));
}

/*
 * `months` later (or earlier), on the same day of the month or the month's last day:
 * a month after 31 January is 28 or 29 February. Result clamped to DAY_FIRST..DAY_LAST.
 */
day day_add_months(day d, int months);

/* Full months, the largest n with day_add_months(from, n) <= to; mirrored when to < from. */
int day_months_between(day from, day to);

/* ISO text, not NUL-ended: "2024-01-05", "2024-01-05T10:20:30", "2024-01". Return the length. */
size_t day_print(day d, char text[DAY_TEXT]);
size_t moment_print(moment m, char text[MOMENT_TEXT]);
size_t month_print(int year, int month, char text[DAY_TEXT]);

/* Reads "2024-01" (also 2024/1, 202401, 2024年1月). */
bool month_parse(struct slice text, int *year, int *month);

/* A span of time as written in options and rules: "90d", "12m", "2y" (= 24m), "3w" (= 21d). */
struct span {
	int32_t months, days;
};
bool span_parse(struct slice text, struct span *span);      /* six digits at most; 0d is one */
day  day_plus(day d, struct span span);
day  day_minus(day d, struct span span);

/* The local calendar day now: the one place that asks the clock. */
day day_today(void);

#endif
