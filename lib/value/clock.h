/*
 * The time of day that stands behind a date, and its zone.
 *
 * Serves the readers of moments in this room only. 10:20, 10:20:30.5, 10时20分30秒,
 * then perhaps Z, UTC, GMT, +08:00, +0800, +08. Fractions of seconds are dropped;
 * 24:00 and second 60 are no times.
 */
#ifndef VALUE_CLOCK_H
#define VALUE_CLOCK_H

#include <stdbool.h>

#include "value/cursor.h"
#include "value/day.h"

#define TIMED_TEXT 192         /* bytes: the longest a moment can be in full width */

struct clock {
	int  seconds;         /* since midnight, as written */
	int  offset;          /* of its zone, seconds east of UTC */
	bool timed, zoned;    /* a time, a zone stood there */
};

/* Seconds since midnight. False: no such time. */
bool clock_seconds(int hour, int minute, int second, int *seconds);

/* Z, UTC, GMT, +08:00, +0800, +08, -03: the offset in seconds, east positive. */
bool clock_take_zone(struct cursor *c, int *offset);

/*
 * Reads to the end of the text: nothing (all zero), or blanks or a T and a time. After a
 * date that is `closed` by a mark, as 日 is one, a time may follow at once.
 */
bool clock_read_after(struct cursor *c, bool closed, struct clock *clock);

/* moment_parse and moment_parse_as (day.h) with all that was read: the moment as written. */
bool clock_read_moment(struct slice text, moment *result, struct clock *clock);
bool clock_read_moment_as(
	struct slice format, struct slice text, moment *result, struct clock *clock);

#endif
