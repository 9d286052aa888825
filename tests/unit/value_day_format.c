#include "unit.h"

#include "value/day.h"

static const char *const valid[] = { "%Y-%m-%d", "%d.%m.%y", "%m/%d/%Y %H:%M", "%d %b %Y", "%Y%m%d",
	"%d/%m/%Y %H:%M:%S %p", "%Y年%m月%d日", "100%% %Y-%m-%d" };
static const char *const invalid[] = { "", "%Y-%m", "%Y-%m-%d %d", "%Y-%y-%m-%d", "%m-%b-%Y-%d",
	"%Y-%m-%d %M", "%Y-%m-%d %H:%S", "%Y-%m-%d %q", "%Y-%m-%d %", "Y-m-d" };

START_TEST(a_format_names_a_day_once)
{
	for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
		ck_assert_msg(day_format_valid(slice_from(valid[i])), "%s", valid[i]);
	for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
		ck_assert_msg(!day_format_valid(slice_from(invalid[i])), "%s", invalid[i]);
}
END_TEST

/* What a text is by a format; NULL: it is not so written. */
static const struct {
	const char *format, *text, *moment;
} texts[] = {
	{ "%d/%m/%Y", "05/01/2026", "2026-01-05T00:00:00" },
	{ "%d/%m/%Y", "5/1/2026", "2026-01-05T00:00:00" },
	{ "%d/%m/%Y", "５/１/２０２６", "2026-01-05T00:00:00" },
	{ "%m/%d/%Y", "01/05/2026 8:26", "2026-01-05T08:26:00" },
	{ "%m/%d/%Y %H:%M", "01/05/2026 08:26", "2026-01-05T08:26:00" },
	{ "%m/%d/%Y %H:%M %p", "1/5/2026 12:05 AM", "2026-01-05T00:05:00" },
	{ "%m/%d/%Y %H:%M %p", "1/5/2026   12:05 PM", "2026-01-05T12:05:00" },
	{ "%m/%d/%Y %H:%M %p", "1/5/2026 1:05 pm", "2026-01-05T13:05:00" },
	{ "%d %b %Y", "5 Jan 2026", "2026-01-05T00:00:00" },
	{ "%d-%b-%y", "31-DEC-68", "2068-12-31T00:00:00" },
	{ "%d-%b-%y", "31-Dec-69", "1969-12-31T00:00:00" },
	{ "%Y%m%d", "20260105", "2026-01-05T00:00:00" },
	{ "%d/%m/%Y", "31/02/2026", NULL },
	{ "%d/%m/%Y", "05-01-2026", NULL },
	{ "%d/%m/%Y", "05/01/26", NULL },
	{ "%d/%m/%Y", "05/01/2026x", NULL },
	{ "%d/%m/%Y", "05/13/2026", NULL },
	{ "%d/%m/%Y", "2026-01-05", NULL },
	{ "%m/%d/%Y %H:%M %p", "1/5/2026 13:05 PM", NULL },
	{ "%m/%d/%Y %H:%M %p", "1/5/2026 0:05 AM", NULL },
	{ "%d %b %Y", "5 Jänner 2026", NULL },
	{ "%d/%m/%Y", "", NULL },
};

START_TEST(texts_are_read_by_a_format)
{
	char   printed[MOMENT_TEXT];
	moment m;
	bool   timed;
	bool   read = moment_parse_as(
		slice_from(texts[_i].format), slice_from(texts[_i].text), &m, &timed);

	ck_assert_msg(
		read == (texts[_i].moment != NULL), "%s: %s", texts[_i].format, texts[_i].text);
	if (read)
		ck_assert_msg(
			slice_is(slice_of(printed, moment_print(m, printed)), texts[_i].moment),
			"%s: %s", texts[_i].format, texts[_i].text);
}
END_TEST

SUITE(value_day_format)
{
	Suite *suite = suite_create("value/day_format");
	TCase *tcase = tcase_create("formats");

	tcase_add_test(tcase, a_format_names_a_day_once);
	tcase_add_loop_test(tcase, texts_are_read_by_a_format, 0, sizeof texts / sizeof *texts);
	suite_add_tcase(suite, tcase);
	return suite;
}
