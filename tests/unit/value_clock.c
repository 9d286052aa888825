#include "unit.h"

#include "value/clock.h"

START_TEST(seconds_of_a_day)
{
	int seconds;

	ck_assert(clock_seconds(0, 0, 0, &seconds));
	ck_assert_int_eq(seconds, 0);
	ck_assert(clock_seconds(23, 59, 59, &seconds));
	ck_assert_int_eq(seconds, 86399);
	ck_assert(!clock_seconds(24, 0, 0, &seconds));
	ck_assert(!clock_seconds(10, 60, 0, &seconds));
	ck_assert(!clock_seconds(10, 0, 60, &seconds));
}
END_TEST

/* A zone, its offset in minutes, what is left of the text; NULL: it is none. */
static const struct {
	const char *text;
	int         minutes;
	const char *rest;
} zones[] = {
	{ "Z", 0, "" },
	{ "UTC", 0, "" },
	{ "GMT", 0, "" },
	{ "+08:00", 480, "" },
	{ "+0800", 480, "" },
	{ "+08", 480, "" },
	{ "-03:30", -210, "" },
	{ "+14:00", 840, "" },
	{ "Zx", 0, "x" },
	{ "08:00", 0, NULL },
	{ "CST", 0, NULL },
	{ "+8x", 0, NULL },
	{ "+08:60", 0, NULL },
	{ "-14:00", -840, "" },
	{ "+14:01", 0, NULL },
	{ "-1414", 0, NULL },
};

START_TEST(zones_are_offsets)
{
	struct cursor c = cursor_over(slice_from(zones[_i].text));
	int           offset = 0;
	bool          taken = clock_take_zone(&c, &offset);

	ck_assert_msg(taken == (zones[_i].rest != NULL), "%s", zones[_i].text);
	if (!taken)
		return;
	ck_assert_int_eq(offset, zones[_i].minutes * 60);
	ck_assert_str_eq(c.at, zones[_i].rest);
}
END_TEST

/* What stands behind a date; seconds of -1: it is no time. */
static const struct {
	const char *text;
	bool        closed;
	int         seconds;
	bool        timed, zoned;
} times[] = {
	{ "", false, 0, false, false },
	{ "  ", false, -1, false, false },
	{ " 10:20", false, 37200, true, false },
	{ "T10:20:30", false, 37230, true, false },
	{ " 9:05:30.999", false, 32730, true, false },
	{ "T10:20:30+08:00", false, 37230, true, true },
	{ " 10:20:30 +0800", false, 37230, true, true },
	{ " 10:20 UTC", false, 37200, true, true },
	{ "10时20分30秒", true, 37230, true, false },
	{ "10时", true, 36000, true, false },
	{ " 10时20分", false, 37200, true, false },
	{ "10:20", false, -1, false, false },
	{ " 24:00", false, -1, false, false },
	{ " 10:20:60", false, -1, false, false },
	{ " 10:20 PM", false, -1, false, false },
	{ " 10", false, -1, false, false },
	{ "T", false, -1, false, false },
	{ " 10:20:30.", false, -1, false, false },
};

START_TEST(times_behind_a_date)
{
	struct cursor c = cursor_over(slice_from(times[_i].text));
	struct clock  clock;
	bool          read = clock_read_after(&c, times[_i].closed, &clock);

	ck_assert_msg(read == (times[_i].seconds >= 0), "%s", times[_i].text);
	if (!read)
		return;
	ck_assert_int_eq(clock.seconds, times[_i].seconds);
	ck_assert_msg(clock.timed == times[_i].timed, "%s", times[_i].text);
	ck_assert_msg(clock.zoned == times[_i].zoned, "%s", times[_i].text);
}
END_TEST

START_TEST(a_moment_keeps_its_zone_apart)
{
	struct clock clock;
	moment       m;

	ck_assert(clock_read_moment(slice_from("1970-01-02T01:00:00-02:00"), &m, &clock));
	ck_assert_int_eq(m, 86400 + 3600);
	ck_assert(clock.zoned);
	ck_assert_int_eq(clock.offset, -7200);
	ck_assert(clock_read_moment_as(
		slice_from("%d/%m/%Y"), slice_from("02/01/1970 01:00 Z"), &m, &clock));
	ck_assert_int_eq(m, 86400 + 3600);
	ck_assert_int_eq(clock.offset, 0);
}
END_TEST

SUITE(value_clock)
{
	Suite *suite = suite_create("value/clock");
	TCase *tcase = tcase_create("times and zones");

	tcase_add_test(tcase, seconds_of_a_day);
	tcase_add_loop_test(tcase, zones_are_offsets, 0, sizeof zones / sizeof *zones);
	tcase_add_loop_test(tcase, times_behind_a_date, 0, sizeof times / sizeof *times);
	tcase_add_test(tcase, a_moment_keeps_its_zone_apart);
	suite_add_tcase(suite, tcase);
	return suite;
}
