#include "unit.h"

#include <stdio.h>

#include "csv/lax.h"

/* Records of a text, their fields with | between and ; behind each record. */
static const struct {
	bool        lax;
	const char *text, *records;
} texts[] = {
	{ false, "a,b\nc,d\n", "a|b;c|d;" },
	{ false, "a,b", "a|b;" },
	{ false, "\"a\nb\",c\r\nd,\"e\"\"f\"\r\n", "a\nb|c;d|e\"f;" },
	{ false, "\"\",\n", "|;" },
	{ true, "5\" disk,x\n", "5\" disk|x;" },
	{ true, " \"p\",x\n", " \"p\"|x;" },
	{ true, "\"a\"b\",c\n", "a\"b|c;" },
};

START_TEST(records_are_split)
{
	struct dialect dialect = DIALECT_DEFAULT;
	struct arena   arena;
	struct lax     lax;
	struct slice   rest = slice_from(texts[_i].text);
	char           found[64] = "";
	size_t         used = 0;

	dialect.lax = texts[_i].lax;
	arena_init(&arena);
	lax_init(&lax, dialect, &arena);
	while (rest.length) {
		size_t length = lax_next(&lax, rest);

		ck_assert_uint_gt(length, 0);
		rest = slice_of(rest.data + length, rest.length - length);
		for (size_t i = 0; i < lax.fields; i++)
			used += (size_t)snprintf(found + used, sizeof found - used, "%.*s%s",
				(int)lax.field[i].length, lax.field[i].data,
				i + 1 < lax.fields ? "|" : ";");
	}
	ck_assert_str_eq(found, texts[_i].records);
	lax_release(&lax);
	arena_release(&arena);
}
END_TEST

SUITE(csv_lax)
{
	Suite *suite = suite_create("csv/lax");
	TCase *tcase = tcase_create("records");

	tcase_add_loop_test(tcase, records_are_split, 0, sizeof texts / sizeof *texts);
	suite_add_tcase(suite, tcase);
	return suite;
}
