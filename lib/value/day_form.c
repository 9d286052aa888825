/* Forms of dates: see day_form.h. */
#include "value/day_form.h"

#include "value/clock.h"
#include "value/figure.h"

#define EXCEL_1970     25569       /* 1970-01-01 */
#define EXCEL_LEAP_BUG 60          /* 1900-02-29 */
#define EXCEL_DECIMALS 12          /* more of them are far below a second */

bool
zone_parse(struct slice text, int *offset)
{
	struct cursor c = cursor_over(slice_trim(text));

	return c.at != c.end && clock_take_zone(&c, offset) && cursor_ended(&c);
}

static bool
way_valid(struct slice way)
{
	return slice_is(way, "iso") || slice_is(way, "excel") || day_format_valid(way);
}

bool
day_form_set(struct day_form *form, struct slice text)
{
	struct day_form read = *form;

	read.ways = 0;
	while (text.data) {
		struct slice way;

		text = slice_cut(text, '|', &way);
		if (read.ways == DAY_FORM_WAYS || !way_valid(way))
			return false;
		read.way[read.ways++] = way;
	}
	*form = read;
	return read.ways > 0;
}

/* A fraction of a day, in seconds rounded half up. */
static int
fraction_seconds(struct slice decimals)
{
	int64_t units = 0, all = 1;

	for (size_t i = 0; i < decimals.length && i < EXCEL_DECIMALS; i++) {
		units = units * 10 + (decimals.data[i] - '0');
		all *= 10;
	}
	return (int)((units * DAY_SECONDS + all / 2) / all);
}

static bool
excel_parse(struct slice text, moment *result, bool *timed)
{
	char space[FIGURE_TEXT];
	struct figure figure;
	int64_t n = 0;

	if (!figure_read(text, space, &figure) || figure.negative || figure.currency)
		return false;
	for (size_t i = 0; i < figure.whole.length && n <= DAY_LAST + EXCEL_1970; i++) {
		if (figure.whole.data[i] == ',')
			return false;
		n = n * 10 + (figure.whole.data[i] - '0');
	}
	if (n < 1 || n == EXCEL_LEAP_BUG || n > DAY_LAST + EXCEL_1970)
		return false;
	/* Below the day that never was, numbers lag behind by one. */
	n += (n < EXCEL_LEAP_BUG) - EXCEL_1970;
	*timed = false;
	for (size_t i = 0; i < figure.decimals.length; i++)
		*timed = *timed || figure.decimals.data[i] != '0';
	*result = (moment)n * DAY_SECONDS + fraction_seconds(figure.decimals);
	return moment_day(*result) <= DAY_LAST;
}

static bool
read_way(struct slice way, struct slice text, moment *result, struct clock *clock)
{
	if (slice_is(way, "iso"))
		return clock_read_moment(text, result, clock);
	if (!slice_is(way, "excel"))
		return clock_read_moment_as(way, text, result, clock);
	*clock = (struct clock){ 0 };
	return excel_parse(text, result, &clock->timed);
}

bool
moment_read(const struct day_form *form, struct slice text, moment *result, bool *timed)
{
	struct clock clock;
	bool read = (!form->ways || form->usual) && clock_read_moment(text, result, &clock);
	day d;

	for (size_t i = 0; i < form->ways && !read; i++)
		read = read_way(form->way[i], text, result, &clock);
	if (!read)
		return false;
	*timed = clock.timed;
	if (!form->converts || !clock.zoned)
		return true;
	*result += form->zone - clock.offset;
	d = moment_day(*result);
	return d >= DAY_FIRST && d <= DAY_LAST;
}

bool
day_read(const struct day_form *form, struct slice text, day *result)
{
	moment m;
	bool timed;

	if (!form->ways && !form->converts)
		return day_parse(text, result);
	if (!moment_read(form, text, &m, &timed))
		return false;
	*result = moment_day(m);
	return true;
}
