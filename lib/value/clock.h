/*
 * The time of day that stands behind a date, and its zone.
 *
 * Serves the readers of moments in this room only. 10:20, 10:20:30.5, 10时20分30秒,
 * then perhaps Z, UTC, GMT, +08:00, +0800, +08. A zone is checked and left as
 * written; fractions of seconds are dropped; 24:00 and second 60 are no times.
 */
#ifndef VALUE_CLOCK_H
#define VALUE_CLOCK_H

#include <stdbool.h>

#include "value/cursor.h"

/* Seconds since midnight. False: no such time. */
bool clock_seconds(int hour, int minute, int second, int *seconds);

/*
 * Reads to the end of the text: nothing (*timed is false, 0 seconds), or blanks or a T
 * and a time. After a date that is `closed` by a mark, as 日 is one, a time may follow at once.
 */
bool clock_read_after(struct cursor *c, bool closed, int *seconds, bool *timed);

#endif
