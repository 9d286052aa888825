#include "rule_row.h"

#include "crm/rulebook.h"
#include "crm/segments.h"

static size_t wrongs;
static char last[512];

static void
wrong(const char *where, struct slice text, const struct rule_error *error)
{
	wrongs++;
	snprintf(last, sizeof last, "%s: %.*s: %s", where, (int)text.length, text.data,
		error->message);
}

static bool
linked(struct segments *segments, const char *const (*rule)[2], size_t count)
{
	wrongs = 0;
	last[0] = '\0';
	segments_init(segments);
	for (size_t i = 0; i < count; i++)
		segments_add(segments, slice_from(rule[i][0]),
			*rule[i][1] ? rule_made(rule[i][1]) : NULL, "r");
	return segments_link(segments, wrong);
}

static void
release(struct segments *segments)
{
	for (size_t i = 0; i < segments->rules; i++)
		rule_free(segments->rule[i].rule);
	segments_release(segments);
}

START_TEST(names_are_linked)
{
	static const char *const rule[][2] = {
		{ "both", "segment('a') and segment('b')" },
		{ "a", "none = 'x'" },
		{ "b", "city = '杭州'" },
		{ "a", "status = 'paid'" },
	};
	struct rule_work *work = rule_work_new();
	struct slice field[COUNT(columns)];
	struct segments segments;

	row_fill(field);
	ck_assert_msg(linked(&segments, rule, COUNT(rule)), "%s", last);
	ck_assert_uint_eq(segments.names, 3);
	ck_assert_uint_eq(segments_find(&segments, slice_from("b")), 2);
	ck_assert(segments_find(&segments, slice_from("B")) == SEGMENT_NONE);
	rule_work_row(work, 1);
	ck_assert_int_eq(rule_test(segments.rule[0].rule, field, work), TRUTH_TRUE);
	release(&segments);
	rule_work_free(work);
}
END_TEST

START_TEST(circles_and_strangers)
{
	static const char *const circle[][2] = { { "a", "segment('b')" }, { "b", "segment('c')" },
		{ "c", "amount > 1 or segment('b')" } };
	static const char *const itself[][2] = { { "a", "amount > 1" }, { "a", "segment('a')" } };
	static const char *const stranger[][2] = { { "a", "segment('A')" } };
	static const char *const broken[][2] = { { "a", "" }, { "b", "segment('a')" } };
	struct segments segments;

	ck_assert(!linked(&segments, circle, COUNT(circle)));
	ck_assert_uint_eq(wrongs, 1);
	ck_assert_str_eq(
		last, "r: amount > 1 or segment('b'): \"b\" would have to know itself first");
	release(&segments);
	ck_assert(!linked(&segments, itself, COUNT(itself)));
	release(&segments);
	ck_assert(!linked(&segments, stranger, COUNT(stranger)));
	ck_assert_str_eq(last, "r: segment('A'): no rule gives \"A\"");
	release(&segments);
	/* What follows from an error that was said already is not said again. */
	ck_assert(linked(&segments, broken, COUNT(broken)));
	release(&segments);
}
END_TEST

/* printf 'a\tamount > 1\nb\tcity is empty\n' | sha256sum */
START_TEST(version_is_pinned)
{
	static const char *const rule[][2] = { { "a", " amount > 1" }, { "b", "city is empty " } };
	struct segments segments;
	char version[SEGMENTS_VERSION];

	linked(&segments, rule, COUNT(rule));
	segments_version(&segments, version);
	ck_assert_str_eq(version, "aad9c8bd094f41bb");
	release(&segments);
}
END_TEST

START_TEST(books_parse)
{
	for (size_t book = 0; rulebook_name(book); book++) {
		size_t rows = 0;
		const struct rulebook_row *row = rulebook_find(rulebook_name(book), &rows);

		ck_assert(row && rows > 0);
		for (size_t i = 0; i < rows; i++) {
			struct rule_error error;
			struct rule *rule = rule_parse(slice_from(row[i].when), &error);

			ck_assert_msg(rule != NULL, "%s: %s", row[i].when, error.message);
			ck_assert(rule_gives(rule) == RULE_TRUTH);
			/* --only and --tags can name them. */
			ck_assert(!strpbrk(row[i].segment, ",;") && *row[i].name);
			rule_free(rule);
		}
	}
	ck_assert(!rulebook_find("", &(size_t){ 0 }));
}
END_TEST

SUITE(crm_segments)
{
	Suite *suite = suite_create("crm/segments");
	TCase *tcase = tcase_create("segments");

	tcase_add_test(tcase, names_are_linked);
	tcase_add_test(tcase, circles_and_strangers);
	tcase_add_test(tcase, version_is_pinned);
	tcase_add_test(tcase, books_parse);
	suite_add_tcase(suite, tcase);
	return suite;
}
