#include "unit.h"

#include <stdio.h>

#include "crm/coderegister.h"
#include "crm_layout.h"

static struct code_register codes;

static void
begin(void)
{
	set_up();
	register_init(&codes, &layout);
}

static void
end(void)
{
	register_release(&codes);
	tear_down();
}

/* Another layout; the register begins anew. */
static void
begin_with(const char *text)
{
	register_release(&codes);
	ck_assert(lay_out(text));
	register_init(&codes, &layout);
}

static struct code
code_of(const char *text, int year)
{
	struct code code;

	ck_assert_int_eq(code_read(&layout, slice_from(text), &code), CODE_EXACT);
	code.year = year;
	return code;
}

static void
add(const char *text, int year)
{
	struct code code = code_of(text, year);

	register_add(&codes, &code, NULL, codes.count + 2);
}

static bool
refused(const char *text, int year)
{
	struct code code = code_of(text, year);

	return register_refuses(&codes, &code);
}

/* Status, code and year of a text on a day of that year and month: "corrected DB02087 2007". */
static const char *
said(const char *text, int year, int month)
{
	static char out[100];
	const struct register_entry *entry;
	day latest = day_from_date((struct date){ year, month, 1 });
	enum code_status status = register_read(&codes, slice_from(text), latest, &entry);

	if (entry)
		snprintf(out, sizeof out, "%s %.*s %d", code_status_name(status),
			(int)layout.length, entry->code.text, entry->code.year);
	else
		snprintf(out, sizeof out, "%s", code_status_name(status));
	return out;
}

START_TEST(a_code_comes_back_after_more_than_ten_years)
{
	add("DB02086", 2016);
	ck_assert(refused("DB02086", 2016));
	ck_assert(refused("DB02086", 2026));
	ck_assert(refused("DB02086", 2006));
	ck_assert(!refused("DB02086", 2036));
	ck_assert(!refused("DB02096", 2016));
	ck_assert(!refused("DA02086", 2016));

	/* A month alone comes back every year. */
	begin_with("a,letters,1|m,month");
	add("A08", 2016);
	ck_assert(refused("A08", 2017));
	ck_assert(refused("A08", 2026));
	ck_assert(!refused("A08", 2027));

	/* What tells the time in full, or no time, is the same for ever. */
	begin_with("a,letters,1|list,digits,2");
	add("A08", 0);
	ck_assert(refused("A08", 0));
	ck_assert(!refused("A09", 0));
	begin_with("a,letters,1|y,year,4");
	add("A2016", 2016);
	ck_assert(refused("A2016", 2016));
	ck_assert(!refused("A2026", 2026));
}
END_TEST

START_TEST(the_entry_decides_the_year)
{
	add("DB02086", 2016);
	ck_assert_str_eq(said("DB02086", 2016, 8), "exact DB02086 2016");
	ck_assert_str_eq(said("DB02086", 2030, 1), "exact DB02086 2016");
	ck_assert_str_eq(said("DB02086", 1990, 1), "exact DB02086 2016");
	add("DB02086", 2036);
	add("DB02086", 2056);
	ck_assert_str_eq(said("DB02086", 2036, 7), "exact DB02086 2016");
	ck_assert_str_eq(said("DB02086", 2036, 8), "exact DB02086 2036");
	ck_assert_str_eq(said("DB02086", 2056, 7), "exact DB02086 2036");
	ck_assert_str_eq(said("DB02086", 2099, 1), "exact DB02086 2056");
	ck_assert_str_eq(said("DB02086", 1990, 1), "exact DB02086 2016");
	/* Also where it is only meant; the months make no two of it. */
	ck_assert_str_eq(said("db02086", 2036, 8), "corrected DB02086 2036");
	ck_assert_str_eq(said("DBO2O86", 2036, 7), "corrected DB02086 2016");
}
END_TEST

START_TEST(what_is_meant)
{
	add("DB02086", 2026);
	add("SI01126", 2026);
	ck_assert_str_eq(said("", 2026, 9), "none");
	ck_assert_str_eq(said(" \t", 2026, 9), "none");
	ck_assert_str_eq(said(" DB02086 ", 2026, 9), "exact DB02086 2026");
	ck_assert_str_eq(said("db02086", 2026, 9), "corrected DB02086 2026");
	ck_assert_str_eq(said("ＤＢ０２０８６", 2026, 9), "corrected DB02086 2026");
	ck_assert_str_eq(said("DB-02-08-6", 2026, 9), "corrected DB02086 2026");
	ck_assert_str_eq(said("D B 0 2 0 8 6", 2026, 9), "corrected DB02086 2026");
	ck_assert_str_eq(said("D8o2o8G", 2026, 9), "corrected DB02086 2026");
	ck_assert_str_eq(said("5l0ll2b", 2026, 9), "malformed");
	ck_assert_str_eq(said("5l0ll26", 2026, 9), "corrected SI01126 2026");
	ck_assert_str_eq(said("SL01126", 2026, 9), "corrected SI01126 2026");
	/* Nothing but looks, blanks and marks. */
	ck_assert_str_eq(said("DA02086", 2026, 9), "unknown");
	ck_assert_str_eq(said("DB02087", 2026, 9), "unknown");
	ck_assert_str_eq(said("ＤＡ０２０８６", 2026, 9), "unknown");
	ck_assert_str_eq(said("da02086", 2026, 9), "malformed");
	ck_assert_str_eq(said("DB0208", 2026, 9), "malformed");
	ck_assert_str_eq(said("DB020866", 2026, 9), "malformed");
	ck_assert_str_eq(said("QB02086", 2026, 9), "unknown");
	ck_assert_str_eq(said("D月02086", 2026, 9), "malformed");
}
END_TEST

START_TEST(of_two_that_look_alike_neither_is_meant)
{
	add("SI01126", 2026);
	ck_assert_str_eq(said("S101126", 2026, 9), "corrected SI01126 2026");
	add("SL01126", 2026);
	ck_assert_str_eq(said("S101126", 2026, 9), "malformed");
	ck_assert_str_eq(said("SI01126", 2026, 9), "exact SI01126 2026");
	/* Its own letters in another case are nearer than any look. */
	ck_assert_str_eq(said("sl01126", 2026, 9), "corrected SL01126 2026");
	ck_assert_str_eq(said("5l01126", 2026, 9), "malformed");
}
END_TEST

START_TEST(marks_of_the_layout)
{
	begin_with("a,letters,2|,fixed,,-|y,year,4|m,month|b,digits,1|,fixed,,#");
	add("TS-2026081#", 2026);
	ck_assert_str_eq(said("TS-2026081#", 2026, 9), "exact TS-2026081# 2026");
	ck_assert_str_eq(said("TS2026081", 2026, 9), "corrected TS-2026081# 2026");
	ck_assert_str_eq(said("t5 2026.08 1", 2026, 9), "corrected TS-2026081# 2026");
	ck_assert_str_eq(said("TS-2026082#", 2026, 9), "unknown");
}
END_TEST

START_TEST(entries_with_their_month_and_names)
{
	struct slice name[2] = { slice_from("e-mail"), SLICE_EMPTY };
	struct code code = code_of("DB02086", 2026);
	const struct register_entry *entry;

	register_names(&codes, 0);
	register_names(&codes, 2);
	register_add(&codes, &code, name, 7);
	entry = register_entry_of(&codes, &code);
	ck_assert_ptr_nonnull(entry);
	ck_assert_uint_eq(entry->place, 7);
	ck_assert(slice_is(register_name(&codes, entry, 0), "e-mail"));
	ck_assert_uint_eq(register_name(&codes, entry, 1).length, 0);
	ck_assert_uint_eq(register_name(&codes, entry, 2).length, 0);
	code.year = 2016;
	ck_assert_ptr_null(register_entry_of(&codes, &code));
}
END_TEST

/* All 26 x 26 x 100 codes of a month: each is exact, and lower case finds each again. */
START_TEST(many)
{
	for (int i = 0; i < 67600; i++) {
		char text[32];

		snprintf(text, sizeof text, "%c%c%02d086", 'A' + i / 2600, 'A' + i / 100 % 26,
			i % 100);
		ck_assert(!refused(text, 2026));
		add(text, 2026);
	}
	for (int i = 0; i < 67600; i++) {
		char text[32], expected[64];

		snprintf(text, sizeof text, "%c%c%02d086", 'A' + i / 2600, 'A' + i / 100 % 26,
			i % 100);
		ck_assert(refused(text, 2026));
		snprintf(expected, sizeof expected, "exact %s 2026", text);
		ck_assert_str_eq(said(text, 2026, 9), expected);
		snprintf(expected, sizeof expected, "corrected %s 2026", text);
		text[0] = (char)(text[0] - 'A' + 'a');
		ck_assert_str_eq(said(text, 2026, 9), expected);
	}
}
END_TEST

SUITE(crm_coderegister)
{
	Suite *suite = suite_create("crm/coderegister");
	TCase *all = tcase_create("coderegister");

	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, a_code_comes_back_after_more_than_ten_years);
	tcase_add_test(all, the_entry_decides_the_year);
	tcase_add_test(all, what_is_meant);
	tcase_add_test(all, of_two_that_look_alike_neither_is_meant);
	tcase_add_test(all, marks_of_the_layout);
	tcase_add_test(all, entries_with_their_month_and_names);
	tcase_add_test(all, many);
	suite_add_tcase(suite, all);
	return suite;
}
