/* The time of day: see clock.h. */
#include "value/clock.h"

#define ZONE_MINUTES (14 * 60) /* no clock is further from UTC */

bool
clock_take_zone(struct cursor *c, int *offset)
{
	int hours, minutes = 0;
	bool west;

	*offset = 0;
	if (CURSOR_TAKE(c, "Z") || CURSOR_TAKE(c, "UTC") || CURSOR_TAKE(c, "GMT"))
		return true;
	west = CURSOR_TAKE(c, "-");
	if (!west && !CURSOR_TAKE(c, "+"))
		return false;
	if (!cursor_take_number(c, 2, 2, &hours))
		return false;
	if (CURSOR_TAKE(c, ":") || !cursor_ended(c))
		if (!cursor_take_number(c, 2, 2, &minutes))
			return false;
	*offset = (hours * 60 + minutes) * 60;
	if (west)
		*offset = -*offset;
	return minutes < 60 && hours * 60 + minutes <= ZONE_MINUTES;
}

bool
clock_seconds(int hour, int minute, int second, int *seconds)
{
	*seconds = (hour * 60 + minute) * 60 + second;
	return hour < 24 && minute < 60 && second < 60;
}

/* 10:20, 10:20:30, 10:20:30.125 */
static bool
read_western(struct cursor *c, int hour, int *seconds)
{
	int minute, second = 0;

	if (!cursor_take_number(c, 2, 2, &minute))
		return false;
	if (CURSOR_TAKE(c, ":")) {
		if (!cursor_take_number(c, 2, 2, &second))
			return false;
		if (CURSOR_TAKE(c, ".") || CURSOR_TAKE(c, ",")) {
			if (!cursor_at_digit(c))
				return false;
			while (cursor_at_digit(c))
				c->at++;
		}
	}
	return clock_seconds(hour, minute, second, seconds);
}

/* 10时, 10时20分, 10时20分30秒 */
static bool
read_chinese(struct cursor *c, int hour, int *seconds)
{
	int minute = 0, second = 0;

	if (cursor_at_digit(c)) {
		if (!cursor_take_number(c, 1, 2, &minute) || !CURSOR_TAKE(c, "分"))
			return false;
		if (cursor_at_digit(c))
			if (!cursor_take_number(c, 1, 2, &second) || !CURSOR_TAKE(c, "秒"))
				return false;
	}
	return clock_seconds(hour, minute, second, seconds);
}

/* A time with its zone, to the end of the text. */
static bool
take_time(struct cursor *c, struct clock *clock)
{
	int hour;

	if (!cursor_take_number(c, 1, 2, &hour))
		return false;
	if (CURSOR_TAKE(c, ":")) {
		if (!read_western(c, hour, &clock->seconds))
			return false;
	} else if (!CURSOR_TAKE(c, "时") || !read_chinese(c, hour, &clock->seconds))
		return false;
	cursor_take_blanks(c);
	clock->zoned = !cursor_ended(c);
	return !clock->zoned || (clock_take_zone(c, &clock->offset) && cursor_ended(c));
}

/* The time that may follow a date; after 日 nothing need stand between. */
bool
clock_read_after(struct cursor *c, bool closed, struct clock *clock)
{
	*clock = (struct clock){ .timed = c->at < c->end };
	if (!clock->timed)
		return true;
	if (!cursor_take_blanks(c) && !CURSOR_TAKE(c, "T") && !closed)
		return false;
	return take_time(c, clock);
}
