/*
 * Reading days and moments: see day.h.
 *
 * A text is read as it stands first; only when that fails and it holds full-width
 * characters, it is narrowed in a small space and read again.
 */
#include "value/day.h"

#include "value/calendar.h"
#include "value/clock.h"
#include "value/cursor.h"
#include "value/text.h"

/*
 * YYYY-MM-DD at the front, the form nearly all dates have, in one word and without
 * a loop. False only says that another form stands there, or no date.
 */
static inline bool
take_plain_date(struct cursor *c, day *result)
{
	const uint64_t marks = (uint64_t)'-' << 32 | (uint64_t)'-' << 56;
	uint64_t word, pairs;
	struct date date;

	if (c->end - c->at < 10)
		return false;
	word = digits_load(c->at);
	if ((word & 0xff0000ff00000000u) != marks)
		return false;
	word = (word & 0xffffffffu) | (word >> 8 & 0x0000ffff00000000u) |
		(uint64_t)(unsigned char)c->at[8] << 48 | (uint64_t)(unsigned char)c->at[9] << 56;
	if (!digits_all(word))
		return false;
	pairs = digits_pairs(word);
	date.year = (int)(pairs & 0xff) * 100 + (int)(pairs >> 16 & 0xff);
	date.month = (int)(pairs >> 32 & 0xff);
	date.day = (int)(pairs >> 48);
	if (!calendar_valid(date))
		return false;
	*result = calendar_day(date);
	c->at += 10;
	return true;
}

/* Eight digits, or marks between: 2024-1-5, 2024/1/5, 2024年1月5日. *closed: 日 ended it. */
static bool
take_date(struct cursor *c, day *result, bool *closed)
{
	struct date date;

	*closed = false;
	if (!cursor_take_number(c, 4, 4, &date.year))
		return false;
	if (CURSOR_TAKE(c, "年")) {
		if (!cursor_take_number(c, 1, 2, &date.month) || !CURSOR_TAKE(c, "月") ||
			!cursor_take_number(c, 1, 2, &date.day) || !CURSOR_TAKE(c, "日"))
			return false;
		*closed = true;
	} else if (c->at < c->end && (*c->at == '-' || *c->at == '/')) {
		char mark = *c->at++;

		if (!cursor_take_number(c, 1, 2, &date.month) || !cursor_take(c, &mark, 1) ||
			!cursor_take_number(c, 1, 2, &date.day))
			return false;
	} else if (!cursor_take_number(c, 2, 2, &date.month) ||
		!cursor_take_number(c, 2, 2, &date.day))
		return false;
	if (!calendar_valid(date))
		return false;
	*result = calendar_day(date);
	return true;
}

static bool
read_moment(struct slice text, moment *result, struct clock *clock)
{
	struct cursor c = cursor_over(text);
	bool closed = false;
	day d;

	if (!take_plain_date(&c, &d) && !take_date(&c, &d, &closed))
		return false;
	if (!clock_read_after(&c, closed, clock))
		return false;
	*result = (moment)d * DAY_SECONDS + clock->seconds;
	return true;
}

bool
clock_read_moment(struct slice text, moment *result, struct clock *clock)
{
	char space[TIMED_TEXT];

	text = slice_trim(text);
	if (!text.length)
		return false;
	if (read_moment(text, result, clock))
		return true;
	if (text_unguard(&text)) {
		text = slice_trim(text);
		if (text.length && read_moment(text, result, clock))
			return true;
	}
	return text_narrow_trim(&text, space, sizeof space) && text.length &&
		read_moment(text, result, clock);
}

bool
moment_parse(struct slice text, moment *result, bool *timed)
{
	struct clock clock;

	if (!clock_read_moment(text, result, &clock))
		return false;
	*timed = clock.timed;
	return true;
}

bool
day_parse(struct slice text, day *result)
{
	moment m;
	bool timed;

	if (text.length == 10) {
		struct cursor c = cursor_over(text);

		if (take_plain_date(&c, result))
			return true;
	}
	if (!moment_parse(text, &m, &timed))
		return false;
	*result = moment_day(m);
	return true;
}

bool
month_parse(struct slice text, int *year, int *month)
{
	char space[TIMED_TEXT];
	struct cursor c;
	int y, m;

	text = slice_trim(text);
	text_narrow_trim(&text, space, sizeof space);
	if (!text.length)
		return false;
	c = cursor_over(text);
	if (!cursor_take_number(&c, 4, 4, &y))
		return false;
	if (CURSOR_TAKE(&c, "年")) {
		if (!cursor_take_number(&c, 1, 2, &m) || !CURSOR_TAKE(&c, "月"))
			return false;
	} else if (CURSOR_TAKE(&c, "-") || CURSOR_TAKE(&c, "/")) {
		if (!cursor_take_number(&c, 1, 2, &m))
			return false;
	} else if (!cursor_take_number(&c, 2, 2, &m))
		return false;
	if (!cursor_ended(&c) || !calendar_valid((struct date){ y, m, 1 }))
		return false;
	*year = y;
	*month = m;
	return true;
}
