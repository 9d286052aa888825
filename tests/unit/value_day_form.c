/*
 * Forms, zones and day numbers. Day numbers: 1, 59, 61 and 2958465 are those Microsoft
 * documents for 1900-01-01, 1900-02-28, 1900-03-01 and 9999-12-31; the others are counted
 * from 25569, which is 1970-01-01.
 */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "value/day_form.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void
should_read(const struct day_form *form, const char *text, const char *expected)
{
	char printed[MOMENT_TEXT];
	moment m = 0;
	bool timed = false;
	day d = 0;
	size_t n;

	ck_assert_msg(moment_read(form, slice_from(text), &m, &timed), "refused: %s", text);
	n = timed ? moment_print(m, printed) : day_print(moment_day(m), printed);
	ck_assert_msg(
		slice_is(slice_of(printed, n), expected), "%s gave %.*s", text, (int)n, printed);
	ck_assert_msg(day_read(form, slice_from(text), &d) && d == moment_day(m), "%s", text);
}

static void
should_refuse(const struct day_form *form, const char *text)
{
	moment m;
	bool timed;
	day d;

	ck_assert_msg(!moment_read(form, slice_from(text), &m, &timed), "accepted: %s", text);
	ck_assert_msg(!day_read(form, slice_from(text), &d), "accepted: %s", text);
}

START_TEST(the_usual_way)
{
	struct day_form form = { .ways = 0 };

	should_read(&form, "2024-01-05", "2024-01-05");
	should_read(&form, "2024-01-05 10:20:30 +0800", "2024-01-05T10:20:30");
	should_read(&form, "=\"2024-01-05\"", "2024-01-05");
	should_read(&form, "'2024/1/5 9:05", "2024-01-05T09:05:00");
	should_refuse(&form, "1/5/2024");
	should_refuse(&form, "45296");
	should_refuse(&form, "=\"\"");
	should_refuse(&form, "'");
}
END_TEST

START_TEST(several_ways)
{
	struct day_form form = { .ways = 0 };

	ck_assert(day_form_set(&form, slice_from("%m/%d/%Y|iso")));
	should_read(&form, "1/5/2024", "2024-01-05");
	should_read(&form, "1/5/2024 10:20", "2024-01-05T10:20:00");
	should_read(&form, "2024-01-05", "2024-01-05");
	should_read(&form, "'1/5/2024", "2024-01-05");
	should_refuse(&form, "13/1/2024");
	ck_assert(!day_form_set(&form, slice_from("")));
	ck_assert(!day_form_set(&form, slice_from("iso|")));
	ck_assert(!day_form_set(&form, slice_from("iso|%Y")));
	ck_assert(!day_form_set(&form, slice_from("iso|iso|iso|iso|iso")));
	ck_assert_int_eq(form.ways, 2);
}
END_TEST

START_TEST(day_numbers)
{
	struct day_form form = { .ways = 0 };

	ck_assert(day_form_set(&form, slice_from("excel")));
	should_read(&form, "1", "1900-01-01");
	should_read(&form, "59", "1900-02-28");
	should_read(&form, "61", "1900-03-01");
	should_read(&form, "25569", "1970-01-01");
	should_read(&form, "45296", "2024-01-05");
	should_read(&form, "45296.0", "2024-01-05");
	should_read(&form, "４５２９６", "2024-01-05");
	should_read(&form, "45296.5", "2024-01-05T12:00:00");
	should_read(&form, "45296.4309027778", "2024-01-05T10:20:30");
	should_read(&form, "45296.999999", "2024-01-06T00:00:00");
	should_read(&form, "2958465", "9999-12-31");
	should_refuse(&form, "60");
	should_refuse(&form, "0");
	should_refuse(&form, "0.5");
	should_refuse(&form, "-1");
	should_refuse(&form, "2958466");
	should_refuse(&form, "2958465.999999");
	should_refuse(&form, "45,296");
	should_refuse(&form, "¥45296");
	should_refuse(&form, "99999999999999999999999");
	should_refuse(&form, "2024-01-05");
	should_refuse(&form, "");
}
END_TEST

START_TEST(zones)
{
	struct day_form form = { .converts = true };
	int offset = 1;

	ck_assert(zone_parse(slice_from("+08:00"), &form.zone) && form.zone == 28800);
	should_read(&form, "2024-01-05T20:00:00Z", "2024-01-06T04:00:00");
	should_read(&form, "2024-01-05 20:00:00 -0330", "2024-01-06T07:30:00");
	should_read(&form, "2024-01-05T20:00:00+08:00", "2024-01-05T20:00:00");
	should_read(&form, "2024-01-05T20:00:00", "2024-01-05T20:00:00");
	should_read(&form, "2024-01-05", "2024-01-05");
	should_refuse(&form, "9999-12-31T20:00:00Z");
	ck_assert(day_form_set(&form, slice_from("%d/%m/%Y %H:%M")));
	should_read(&form, "05/01/2024 20:00 UTC", "2024-01-06T04:00:00");
	ck_assert(zone_parse(slice_from("UTC"), &offset) && offset == 0);
	ck_assert(zone_parse(slice_from("-03"), &offset) && offset == -10800);
	ck_assert(!zone_parse(slice_from(""), &offset));
	ck_assert(!zone_parse(slice_from("Asia/Shanghai"), &offset));
	ck_assert(!zone_parse(slice_from("8"), &offset));
}
END_TEST

SUITE(value_day_form)
{
	Suite *suite = suite_create("value/day_form");
	TCase *all = tcase_create("forms");

	tcase_add_test(all, the_usual_way);
	tcase_add_test(all, several_ways);
	tcase_add_test(all, day_numbers);
	tcase_add_test(all, zones);
	suite_add_tcase(suite, all);
	return suite;
}
