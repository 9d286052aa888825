#include "run_filter.h"

#include "run/bind.h"
#include "run/foreign.h"

static const struct {
	const char *begin, *what;
} kinds[] = {
	{ "PK\x03\x04zz", "workbook" },
	{ "\xD0\xCF\x11\xE0zz", "old workbook" },
	{ "\x1F\x8B\x08", "gzip" },
	{ "\xFF\xFE"
	  "a",
		"UTF-16" },
	{ "<html>", "web page" },
	{ "%PDF-1.4", "PDF" },
};

START_TEST(files_are_known_by_their_first_bytes)
{
	const char *remedy = NULL;
	const char *what = foreign_kind(slice_from(kinds[_i].begin), &remedy);

	ck_assert_ptr_nonnull(what);
	ck_assert_ptr_nonnull(strstr(what, kinds[_i].what));
	ck_assert_ptr_nonnull(remedy);
	/* Cut short it is none of them. */
	ck_assert_ptr_null(foreign_kind(slice_of(kinds[_i].begin, 1), &remedy));
}
END_TEST

START_TEST(a_table_is_none_of_them)
{
	const char *remedy;

	ck_assert_ptr_null(foreign_kind(slice_from("id,PK\x03\x04"), &remedy));
	ck_assert_ptr_null(foreign_kind(slice_from("PK,amount"), &remedy));
	ck_assert_ptr_null(foreign_kind(SLICE_EMPTY, &remedy));
}
END_TEST

static const struct {
	const char *text, *option;   /* NULL: no hint */
} dates[] = {
	{ "13/7/2026", "%d/%m/%Y" },
	{ "7/13/2026 9:05", "--date-format=%m/%d/%Y reads such dates" },
	{ "7/1/2026", "%d/%m/%Y reads such dates, or %m/%d/%Y" },
	{ "2026.01.05", "%Y.%m.%d" },
	{ "46209", "excel" },
	{ "46209.5", "excel" },
	{ "12", NULL },
	{ "soon", NULL },
	{ "31/31/2026", NULL },
	{ "2026-02-30", NULL },
};

START_TEST(dates_of_other_forms_have_an_option)
{
	const char *remedy = foreign_date(slice_from(dates[_i].text));

	if (!dates[_i].option) {
		ck_assert_ptr_null(remedy);
	} else {
		ck_assert_ptr_nonnull(remedy);
		ck_assert_ptr_nonnull(strstr(remedy, dates[_i].option));
	}
}
END_TEST

static const struct command command = { .name = "crm-try", .purpose = "hints", .usage = "" };

/* A header, its columns divided by #; "side" before it. */
static int
hints(int argc, char **argv)
{
	struct header header;
	struct slice  rest, field[8];
	size_t        fields = 0;
	char         *one[] = { argv[0], NULL };

	command_start(&command, 1, one);
	rest = slice_from(argv[argc - 1]);
	while (rest.data)
		rest = slice_cut(rest, '#', &field[fields++]);
	header_init(&header, field, fields, false);
	foreign_hint(&header, argc == 2);
	header_release(&header);
	return 0;
}

static const struct {
	const char *words, *err;
} headers[] = {
	{ "id;when;total", "crm-try: hint: if columns are separated so: -d ';'\n" },
	{ "id|when", "crm-try: hint: if columns are separated so: -d '|'\n" },
	{ "id\twhen", "crm-try: hint: if columns are separated so: -d tab\n" },
	{ "side id;when",
		"crm-try: hint: side tables are separated by commas, or by tabs when named "
		".tsv\n" },
	{ "id，when",
		"crm-try: hint: its commas are full-width ones (，), which separate nothing\n" },
	{ "orders###",
		"crm-try: hint: the header must be the first line: what stands above it goes\n" },
	{ "id#when;ever", "" },
	{ "id", "" },
	{ "id##", "crm-try: hint: the header must be the first line: what stands above it goes\n" },
	{ "id#when#", "" },
};

START_TEST(headers_that_miss_a_column)
{
	outcome_is(filter_run(hints, headers[_i].words, ""), 0, "", headers[_i].err);
}
END_TEST

SUITE(run_foreign)
{
	Suite *suite = suite_create("run/foreign");
	TCase *tcase = tcase_create("other files");

	tcase_add_loop_test(
		tcase, files_are_known_by_their_first_bytes, 0, sizeof kinds / sizeof *kinds);
	tcase_add_test(tcase, a_table_is_none_of_them);
	tcase_add_loop_test(tcase, headers_that_miss_a_column, 0, sizeof headers / sizeof *headers);
	tcase_add_loop_test(
		tcase, dates_of_other_forms_have_an_option, 0, sizeof dates / sizeof *dates);
	suite_add_tcase(suite, tcase);
	return suite;
}
