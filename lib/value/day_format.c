/*
 * Moments by a format: see day.h. Read as they stand first; only when that fails
 * and full-width characters are there, text and format are narrowed and tried again.
 */
#include "value/calendar.h"
#include "value/clock.h"
#include "value/cursor.h"
#include "value/day.h"
#include "value/text.h"

/* What a format has named so far; -1: not yet. */
struct parts {
	int year, month, day, hour, minute, second;
	int half;                          /* 0 AM, 12 PM */
};

#define PARTS_NONE ((struct parts){ -1, -1, -1, -1, -1, -1, -1 })

static bool
take_month_name(struct cursor *c, int *month)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	char name[3];

	if (c->end - c->at < 3)
		return false;
	text_lower(slice_of(c->at, 3), name);
	for (*month = 1; *month <= 12; ++*month)
		if (memcmp(name, names + 3 * (*month - 1), 3) == 0) {
			c->at += 3;
			return true;
		}
	return false;
}

static bool
take_half(struct cursor *c, int *half)
{
	char name[2];

	if (c->end - c->at < 2)
		return false;
	text_lower(slice_of(c->at, 2), name);
	c->at += 2;
	*half = name[0] == 'p' ? 12 : 0;
	return (name[0] == 'a' || name[0] == 'p') && name[1] == 'm';
}

/* 69-99 are of the last century, as in POSIX. */
static bool
take_short_year(struct cursor *c, int *year)
{
	if (!cursor_take_number(c, 2, 2, year))
		return false;
	*year += *year < 69 ? 2000 : 1900;
	return true;
}

static int *
part_named(struct parts *parts, char letter)
{
	switch (letter) {
	case 'Y':
	case 'y': return &parts->year;
	case 'm':
	case 'b': return &parts->month;
	case 'd': return &parts->day;
	case 'H': return &parts->hour;
	case 'M': return &parts->minute;
	case 'S': return &parts->second;
	case 'p': return &parts->half;
	}
	return NULL;
}

static bool
take_part(struct cursor *c, char letter, int *part)
{
	switch (letter) {
	case 'Y': return cursor_take_number(c, 4, 4, part);
	case 'y': return take_short_year(c, part);
	case 'b': return take_month_name(c, part);
	case 'p': return take_half(c, part);
	default: return cursor_take_number(c, 1, 2, part);
	}
}

bool
day_format_valid(struct slice format)
{
	struct parts named = PARTS_NONE;
	int *part;

	for (size_t i = 0; i < format.length; i++) {
		if (format.data[i] != '%')
			continue;
		if (++i == format.length)
			return false;
		if (format.data[i] == '%')
			continue;
		part = part_named(&named, format.data[i]);
		if (!part || *part == 1)
			return false;
		*part = 1;
	}
	/* A smaller part of the clock has no meaning without the larger. */
	return named.year == 1 && named.month == 1 && named.day == 1 &&
		named.hour >= named.minute && named.minute >= named.second &&
		named.hour >= named.half;
}

/* The text by the format; a blank in the format stands for any number, one at least. */
static bool
take_parts(struct cursor *c, struct cursor format, struct parts *parts)
{
	while (!cursor_ended(&format)) {
		char mark = *format.at++;
		int *part = NULL;

		if (mark == ' ') {
			cursor_take_blanks(&format);
			if (!cursor_take_blanks(c))
				return false;
			continue;
		}
		if (mark == '%' && !cursor_ended(&format)) {
			mark = *format.at++;
			part = part_named(parts, mark);
		}
		if (part ? !take_part(c, mark, part) : !cursor_take(c, &mark, 1))
			return false;
	}
	return true;
}

/* With AM or PM the clock has the hours 12, 1 .. 11. */
static bool
parts_clock(const struct parts *parts, int *seconds)
{
	int hour = parts->hour;

	if (parts->half >= 0) {
		if (hour < 1 || hour > 12)
			return false;
		hour = hour % 12 + parts->half;
	}
	return clock_seconds(hour, parts->minute > 0 ? parts->minute : 0,
		parts->second > 0 ? parts->second : 0, seconds);
}

static bool
read_moment_as(struct slice format, struct slice text, moment *result, struct clock *clock)
{
	struct cursor c = cursor_over(text);
	struct parts parts = PARTS_NONE;
	struct date date;

	if (!take_parts(&c, cursor_over(format), &parts))
		return false;
	date = (struct date){ parts.year, parts.month, parts.day };
	if (!calendar_valid(date))
		return false;
	if (parts.hour < 0) {
		if (!clock_read_after(&c, false, clock))
			return false;
	} else {
		*clock = (struct clock){ .timed = true };
		if (!parts_clock(&parts, &clock->seconds))
			return false;
		cursor_take_blanks(&c);
		clock->zoned = !cursor_ended(&c);
		if (clock->zoned && !(clock_take_zone(&c, &clock->offset) && cursor_ended(&c)))
			return false;
	}
	*result = (moment)calendar_day(date) * DAY_SECONDS + clock->seconds;
	return true;
}

bool
clock_read_moment_as(struct slice format, struct slice text, moment *result, struct clock *clock)
{
	char space[TIMED_TEXT], format_space[TIMED_TEXT];

	text = slice_trim(text);
	format = slice_trim(format);
	if (!text.length || !format.length)
		return false;
	if (read_moment_as(format, text, result, clock))
		return true;
	if (text_unguard(&text)) {
		text = slice_trim(text);
		if (text.length && read_moment_as(format, text, result, clock))
			return true;
	}
	if (!text_narrow_trim(&text, space, sizeof space) || !text.length)
		return false;
	text_narrow_trim(&format, format_space, sizeof format_space);
	return read_moment_as(format, text, result, clock);
}

bool
moment_parse_as(struct slice format, struct slice text, moment *result, bool *timed)
{
	struct clock clock;

	if (!clock_read_moment_as(format, text, result, &clock))
		return false;
	*timed = clock.timed;
	return true;
}
