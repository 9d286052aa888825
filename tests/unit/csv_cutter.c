#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "csv/cutter.h"
#include "csv/reader.h"
#include "csv/scanner.h"
#include "scratch.h"
#include "value/memory.h"

static char path[SCRATCH_PATH];
static FILE *file;

static void
open_file(void)
{
	int fd;

	scratch_path(path, "csv-cutter");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	file = fdopen(fd, "w");
}

static void
remove_file(void)
{
	fclose(file);
	unlink(path);
}

/* What a whole reading comes to. */
struct tally {
	uint64_t      records, fault[RECORD_NOT_UTF8 + 1], lines, bytes, blocks;
	struct record last;
	char          last_raw[100];
};

static struct tally
read_all(struct dialect dialect)
{
	struct tally tally = { .records = 0 };
	struct source *source;
	struct cutter *cutter;
	struct reader *reader = reader_new(dialect);
	struct block block;
	struct record record;

	fflush(file);
	source = source_open(path);
	cutter = cutter_new(source, dialect);
	block_init(&block);
	while (cutter_next(cutter, &block) == CUT_BLOCK) {
		tally.lines += block.lines;
		tally.bytes += block.length;
		tally.blocks++;
		reader_start(reader, &block);
		while (reader_next(reader, &record)) {
			tally.records++;
			tally.fault[record.fault]++;
			tally.last = record;
			snprintf(tally.last_raw, sizeof tally.last_raw, "%.*s",
				(int)(record.raw.length < 99 ? record.raw.length : 99),
				record.raw.data);
		}
	}
	block_release(&block);
	reader_free(reader);
	cutter_free(cutter);
	source_free(source);
	return tally;
}

static void
write_times(const char *text, size_t times)
{
	for (size_t i = 0; i < times; i++)
		fputs(text, file);
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/*
 * Files made so that a record that fails late is begun on every line. Read the plain
 * way each would take hours. The limit is wide: a loaded machine under a sanitizer
 * stays far below it.
 */
#define HOSTILE_SECONDS 30

START_TEST(hostile_files_take_linear_time)
{
	static const struct {
		const char *line, *end;
		bool        lax;
	} hostile[] = {
		{ "\"x\n", "", true },              /* every line opens a quote, none is closed */
		{ "\"x\n", "\"\ry\n", true },       /* all fail at the same place at the end */
		{ "\"x\na\rb\n", "", true },
		{ "\"x\n\"\n\",\"\n", "", true },
		{ "\"\",\"\n", "", true },
		{ "\"x\n", "", false },
		{ "\"\"\"\n", "", false },
		{ ",\"\"\n", "\"", false },
		{ "a\"b\n", "", false },
		{ "\"\n\"a\n", "", false },
		{ "\r\r\n", "", false },
	};
	const size_t bytes = 4 << 20;
	const size_t max_record[] = { CUTTER_MAX_RECORD, 1 << 20, 1000 };
	size_t i = (size_t)_i / 3;
	struct dialect dialect = DIALECT_DEFAULT;
	struct tally tally;
	double begin;

	dialect.lax = hostile[i].lax;
	dialect.max_record = max_record[_i % 3];
	fputs(i == 7 ? "\"" : "", file);
	write_times(hostile[i].line, bytes / strlen(hostile[i].line));
	fputs(hostile[i].end, file);
	begin = seconds();
	tally = read_all(dialect);
	ck_assert_double_lt(seconds() - begin, HOSTILE_SECONDS);
	ck_assert_uint_ge(tally.bytes, bytes - 100);
}
END_TEST

START_TEST(lone_quotes_cost_their_own_lines)
{
	struct tally tally;

	write_times("a,b\n", 1000);
	fputs("c,\"d\n", file);
	write_times("a,b\n", 100000);
	tally = read_all(DIALECT_DEFAULT);
	ck_assert_uint_eq(tally.records, 101001);
	ck_assert_uint_eq(tally.fault[RECORD_UNCLOSED], 1);
	ck_assert_uint_eq(tally.fault[RECORD_GOOD], 101000);
	ck_assert_uint_eq(tally.last.line, 101001);
}
END_TEST

START_TEST(a_record_as_long_as_may_be_is_good)
{
	struct dialect dialect = DIALECT_DEFAULT;
	struct tally tally;

	dialect.max_record = 1 << 20;
	fputs("id\n\"", file);
	write_times("\n", (1 << 20) - 3);
	fputs("\"\nlast\n", file);
	tally = read_all(dialect);
	ck_assert_uint_eq(tally.records, 3);
	ck_assert_uint_eq(tally.fault[RECORD_GOOD], 3);
	ck_assert_uint_eq(tally.last.line, 1 + (1 << 20) - 3 + 2);
}
END_TEST

START_TEST(a_longer_one_is_bad_on_its_first_line)
{
	struct dialect dialect = DIALECT_DEFAULT;
	struct tally tally;

	dialect.max_record = 1 << 20;
	fputs("id\n\"", file);
	write_times("\n", (1 << 20) - 2);
	fputs("\"\nlast\n", file);
	tally = read_all(dialect);
	/* The closing quote, read anew, opens one that nothing closes. */
	ck_assert_uint_eq(tally.fault[RECORD_TOO_LONG], 1);
	ck_assert_uint_eq(tally.fault[RECORD_UNCLOSED], 1);
	ck_assert_uint_eq(tally.fault[RECORD_GOOD], 1 + (1 << 20) - 3 + 1);
	ck_assert_str_eq(tally.last_raw, "last");
}
END_TEST

/* Memory follows max_record, not the line. */
START_TEST(an_endless_line_is_passed_over)
{
	struct dialect dialect = DIALECT_DEFAULT;
	struct tally tally;

	dialect.max_record = 1000;
	fputs("id\n", file);
	write_times("0123456789", 1000000);
	fputs("\nlast\n", file);
	tally = read_all(dialect);
	ck_assert_uint_eq(tally.records, 3);
	ck_assert_uint_eq(tally.fault[RECORD_TOO_LONG], 1);
	ck_assert_uint_eq(tally.last.line, 3);
	ck_assert_uint_lt(tally.bytes, 2000);
}
END_TEST

START_TEST(a_giant_field_is_one_record)
{
	struct tally tally;

	fputs("id\n\"", file);
	write_times("0123456789,\"\"\r\n", 1000000);
	fputs("\"\nlast\n", file);
	tally = read_all(DIALECT_DEFAULT);
	ck_assert_uint_eq(tally.records, 3);
	ck_assert_uint_eq(tally.fault[RECORD_GOOD], 3);
	ck_assert_uint_eq(tally.last.line, 1000003);
}
END_TEST

START_TEST(header_comes_alone_and_the_rest_twice)
{
	struct source *source;
	struct cutter *cutter;
	struct block block;

	fputs("\xEF\xBB\xBF\n\r\n\"a\n\",b\r\n1,2\n3,4", file);
	fflush(file);
	source = source_open(path);
	cutter = cutter_new(source, DIALECT_DEFAULT);
	block_init(&block);
	ck_assert_int_eq(cutter_header(cutter, &block), CUT_BLOCK);
	ck_assert(slice_is(slice_of(block.data, block.length), "\"a\n\",b\r\n"));
	ck_assert_uint_eq(block.line, 3);
	ck_assert_uint_eq(block.lines, 2);
	ck_assert_uint_eq(block.offset, 6);
	for (int reading = 0; reading < 3; reading++) {
		ck_assert_int_eq(cutter_next(cutter, &block), CUT_BLOCK);
		ck_assert(slice_is(slice_of(block.data, block.length), "1,2\n"));
		ck_assert_uint_eq(block.line, 5);
		ck_assert_uint_eq(block.offset, 14);
		ck_assert_int_eq(cutter_next(cutter, &block), CUT_BLOCK);
		ck_assert(slice_is(slice_of(block.data, block.length), "3,4"));
		ck_assert_uint_eq(block.line, 6);
		ck_assert_int_eq(cutter_next(cutter, &block), CUT_END);
		ck_assert_int_eq(cutter_next(cutter, &block), CUT_END);
		ck_assert(cutter_rewind(cutter));
	}
	block_release(&block);
	cutter_free(cutter);
	source_free(source);
}
END_TEST

START_TEST(blank_and_empty_inputs_have_no_header)
{
	struct source *source;
	struct cutter *cutter;
	struct block block;

	fputs("\n\r\n\n", file);
	fflush(file);
	source = source_open(path);
	cutter = cutter_new(source, DIALECT_DEFAULT);
	block_init(&block);
	ck_assert_int_eq(cutter_header(cutter, &block), CUT_END);
	ck_assert_int_eq(cutter_next(cutter, &block), CUT_END);
	block_release(&block);
	cutter_free(cutter);
	source_free(source);
}
END_TEST

START_TEST(a_folder_fails_with_its_reason)
{
	struct source *source = source_open("/");
	struct cutter *cutter;
	struct block block;

	ck_assert_ptr_nonnull(source);
	cutter = cutter_new(source, DIALECT_DEFAULT);
	block_init(&block);
	ck_assert_int_eq(cutter_header(cutter, &block), CUT_FAILED);
	ck_assert_int_eq(errno, EISDIR);
	block_release(&block);
	cutter_free(cutter);
	source_free(source);
}
END_TEST

START_TEST(scanners_are_chosen_by_name)
{
	ck_assert(scanner_force("scalar"));
	ck_assert(!scanner_force("abacus"));
	ck_assert(scanner_force(NULL));
}
END_TEST

SUITE(csv_cutter)
{
	Suite *suite = suite_create("csv/cutter");
	TCase *cuts = tcase_create("cuts");
	TCase *hostile = tcase_create("hostile");

	tcase_add_checked_fixture(cuts, open_file, remove_file);
	tcase_add_test(cuts, lone_quotes_cost_their_own_lines);
	tcase_add_test(cuts, a_record_as_long_as_may_be_is_good);
	tcase_add_test(cuts, a_longer_one_is_bad_on_its_first_line);
	tcase_add_test(cuts, an_endless_line_is_passed_over);
	tcase_add_test(cuts, a_giant_field_is_one_record);
	tcase_add_test(cuts, header_comes_alone_and_the_rest_twice);
	tcase_add_test(cuts, blank_and_empty_inputs_have_no_header);
	tcase_add_test(cuts, a_folder_fails_with_its_reason);
	tcase_add_test(cuts, scanners_are_chosen_by_name);
	suite_add_tcase(suite, cuts);

	tcase_set_timeout(hostile, 120);
	tcase_add_checked_fixture(hostile, open_file, remove_file);
	tcase_add_loop_test(hostile, hostile_files_take_linear_time, 0, 33);
	suite_add_tcase(suite, hostile);
	return suite;
}
