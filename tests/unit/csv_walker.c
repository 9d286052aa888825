#include "unit.h"

#include <string.h>

#include "csv/walker.h"

/* The first record of a text: how long it is, or why it is none and on which line. */
static const struct {
	const char       *text;
	bool              lax;
	enum walk         walk;
	size_t            length;
	enum record_fault fault;
	uint64_t          line;
} records[] = {
	{ "a,b\nc", false, WALK_RECORD, 4, RECORD_GOOD, 0 },
	{ "a,b\r\nc", false, WALK_RECORD, 5, RECORD_GOOD, 0 },
	{ "a,b", false, WALK_RECORD, 3, RECORD_GOOD, 0 },
	{ "\"a\nb\",c\nd", false, WALK_RECORD, 8, RECORD_GOOD, 0 },
	{ "\"a\"\"b\"\nd", false, WALK_RECORD, 7, RECORD_GOOD, 0 },
	{ "\"\",\"\"\n", false, WALK_RECORD, 6, RECORD_GOOD, 0 },
	{ "a\"b\n", false, WALK_FAULT, 0, RECORD_QUOTE, 1 },
	{ "\"a\"b\n", false, WALK_FAULT, 0, RECORD_QUOTE, 1 },
	{ "\"a\nb\"c\n", false, WALK_FAULT, 0, RECORD_QUOTE, 2 },
	{ "a,\"b\nc\nd", false, WALK_FAULT, 0, RECORD_UNCLOSED, 1 },
	{ "a\rb\n", false, WALK_FAULT, 0, RECORD_RETURN, 1 },
	{ "a\"b\nc", true, WALK_RECORD, 4, RECORD_GOOD, 0 },
	{ "\"a\"b\"\nc", true, WALK_RECORD, 6, RECORD_GOOD, 0 },
	{ "\"a\nb", true, WALK_FAULT, 0, RECORD_UNCLOSED, 1 },
};

static struct walker
walker_of(bool lax)
{
	struct dialect dialect = DIALECT_DEFAULT;
	struct walker  walker;

	dialect.lax = lax;
	walker_init(&walker, dialect);
	walker_begin(&walker, 0, 1);
	return walker;
}

static void
is_expected(
	int i, const struct walker *walker, enum walk walk, enum record_fault fault, uint64_t line)
{
	ck_assert_msg(walk == records[i].walk, "%s: %d", records[i].text, (int)walk);
	if (walk == WALK_RECORD)
		ck_assert_uint_eq(walker->now.at, records[i].length);
	if (walk != WALK_FAULT)
		return;
	ck_assert_msg(fault == records[i].fault, "%s: %d", records[i].text, (int)fault);
	ck_assert_uint_eq(line, records[i].line);
}

START_TEST(a_record_ends_or_is_none)
{
	struct walker     walker = walker_of(records[_i].lax);
	enum record_fault fault = RECORD_GOOD;
	uint64_t          line = 0;
	enum walk walk = walker_walk(
		&walker, records[_i].text, strlen(records[_i].text), true, &fault, &line);

	is_expected(_i, &walker, walk, fault, line);
}
END_TEST

/* It stops anywhere and goes on when there is more. */
START_TEST(byte_by_byte_it_says_the_same)
{
	struct walker     walker = walker_of(records[_i].lax);
	enum record_fault fault = RECORD_GOOD;
	uint64_t          line = 0;
	size_t            length = strlen(records[_i].text);
	enum walk         walk = WALK_MORE;

	for (size_t end = 1; end <= length && walk == WALK_MORE; end++)
		walk = walker_walk(&walker, records[_i].text, end, end == length, &fault, &line);
	is_expected(_i, &walker, walk, fault, line);
}
END_TEST

START_TEST(records_follow_each_other)
{
	static const char text[] = "a\n\"b\nc\"\nd\"\n";
	struct walker     walker = walker_of(false);
	enum record_fault fault = RECORD_GOOD;
	uint64_t          line = 0;

	ck_assert_int_eq(
		walker_walk(&walker, text, sizeof text - 1, true, &fault, &line), WALK_RECORD);
	ck_assert_uint_eq(walker.now.at, 2);
	walker_begin(&walker, walker.now.at, walker.now.line);
	ck_assert_int_eq(
		walker_walk(&walker, text, sizeof text - 1, true, &fault, &line), WALK_RECORD);
	ck_assert_uint_eq(walker.now.at, 8);
	/* The caller drops what was walked. */
	walker_shift(&walker, 8);
	walker_begin(&walker, 0, walker.now.line);
	ck_assert_int_eq(
		walker_walk(&walker, text + 8, sizeof text - 9, true, &fault, &line), WALK_FAULT);
	ck_assert_int_eq(fault, RECORD_QUOTE);
	ck_assert_uint_eq(line, 4);
}
END_TEST

SUITE(csv_walker)
{
	Suite *suite = suite_create("csv/walker");
	TCase *tcase = tcase_create("records");
	int    count = sizeof records / sizeof *records;

	tcase_add_loop_test(tcase, a_record_ends_or_is_none, 0, count);
	tcase_add_loop_test(tcase, byte_by_byte_it_says_the_same, 0, count);
	tcase_add_test(tcase, records_follow_each_other);
	suite_add_tcase(suite, tcase);
	return suite;
}
