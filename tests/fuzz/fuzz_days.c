/*
 * Whatever is read as a date, a moment, a month, a span: it lies in the calendar, is
 * printed, and is read back as the same. The first byte chooses a format.
 */
#include <stdint.h>
#include <stdlib.h>

#include "value/day_form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* assert() would be gone with NDEBUG. */
static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
try_moment(moment m, bool timed)
{
	char text[MOMENT_TEXT];
	day d = moment_day(m);
	moment back;
	bool back_timed;

	must(d >= DAY_FIRST && d <= DAY_LAST);
	must(timed || m % DAY_SECONDS == 0);
	must(moment_parse(slice_of(text, moment_print(m, text)), &back, &back_timed));
	must(back == m && back_timed);
	must(day_weekday(d) >= 1 && day_weekday(d) <= 7);
	must(day_from_date(day_to_date(d)) == d && date_valid(day_to_date(d)));
}

static void
try_day(struct slice text)
{
	char printed[DAY_TEXT];
	day d, back;
	moment m;
	bool timed;

	must(day_parse(text, &d) == moment_parse(text, &m, &timed));
	if (!day_parse(text, &d))
		return;
	must(moment_day(m) == d);
	try_moment(m, timed);
	must(day_parse(slice_of(printed, day_print(d, printed)), &back) && back == d);
}

static void
try_month(struct slice text)
{
	char printed[DAY_TEXT];
	int year, month, year_back, month_back;

	if (!month_parse(text, &year, &month))
		return;
	must(date_valid((struct date){ year, month, month_days(year, month) }));
	must(!date_valid((struct date){ year, month, month_days(year, month) + 1 }));
	must(month_parse(
		slice_of(printed, month_print(year, month, printed)), &year_back, &month_back));
	must(year == year_back && month == month_back);
}

static void
try_span(struct slice text)
{
	struct span span;
	day d = 19000, later;

	if (!span_parse(text, &span))
		return;
	later = day_plus(d, span);
	must(later >= d && later <= DAY_LAST && day_minus(d, span) <= d);
	must(later == DAY_LAST || span.months == 0 || day_months_between(d, later) == span.months);
}

/* By day numbers, and moved to another clock. */
static void
try_form(struct slice text)
{
	struct day_form excel = { .ways = 0 }, moved = { .converts = true, .zone = 28800 };
	moment m, usual;
	bool timed;

	must(day_form_set(&excel, slice_from("excel|iso")));
	if (moment_read(&excel, text, &m, &timed))
		try_moment(m, true);
	if (!moment_read(&moved, text, &m, &timed))
		return;
	try_moment(m, timed);
	must(moment_parse(text, &usual, &timed));
	must(m - usual >= -22 * 3600 && m - usual <= 22 * 3600);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const format[] = { "%d/%m/%Y", "%b %d %y", "%Y%m%d%H%M%S",
		"%m-%d-%Y %H:%M %p", "%Y年%m月%d日" };
	const size_t formats = sizeof format / sizeof *format;
	struct slice text = slice_of((const char *)data, size), mark;
	moment m;
	bool timed;

	try_day(text);
	try_month(text);
	try_span(text);
	try_form(text);
	if (!size)
		return 0;
	if (moment_parse_as(slice_from(format[data[0] % formats]),
		    slice_of(text.data + 1, size - 1), &m, &timed))
		try_moment(m, timed);
	/* And the format from the input itself, up to a NUL. */
	text = slice_cut(text, '\0', &mark);
	if (day_format_valid(mark) && moment_parse_as(mark, text, &m, &timed))
		try_moment(m, timed);
	return 0;
}
