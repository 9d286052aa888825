#include <math.h>
#include <string.h>

#include "csv/writer.h"
#include "unit.h"

static struct writer writer;

static void
init(void)
{
	writer_init(&writer, ',');
}

static void
release(void)
{
	writer_release(&writer);
}

static void
must_be(const char *text)
{
	struct slice written = slice_of(writer.buffer.data, writer.buffer.length);

	if (!slice_is(written, text))
		ck_abort_msg("\"%.*s\", not \"%s\"", (int)written.length, written.data, text);
	buffer_clear(&writer.buffer);
}

START_TEST(quotes_only_where_needed)
{
	static const struct {
		const char *text, *written;
	} each[] = {
		{ "a", "a" },
		{ " a ", " a " },
		{ "a;b", "a;b" },
		{ "'", "'" },
		{ "\t", "\t" },
		{ ",", "\",\"" },
		{ "\n", "\"\n\"" },
		{ "\r", "\"\r\"" },
		{ "\"", "\"\"\"\"" },
		{ "a\"\"b", "\"a\"\"\"\"b\"" },
		{ "\"a\"", "\"\"\"a\"\"\"" },
		{ "上海", "上海" },
		{ "上海,北京", "\"上海,北京\"" },
	};

	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		char line[100];

		writer_text(&writer, slice_from(each[i].text));
		writer_end(&writer);
		snprintf(line, sizeof line, "%s\n", each[i].written);
		must_be(line);
	}
}
END_TEST

/* The look for special bytes takes eight at a time: every place in every length is tried. */
START_TEST(a_special_byte_is_found_anywhere)
{
	static const char special[] = ",\"\n\r";
	char text[40];

	for (size_t length = 1; length <= sizeof text; length++) {
		memset(text, 'x', sizeof text);
		writer_text(&writer, slice_of(text, length));
		ck_assert_uint_eq(writer.buffer.length, length);
		ck_assert_mem_eq(writer.buffer.data, text, length);
		buffer_clear(&writer.buffer);
		writer.started = false;
		for (size_t at = 0; at < length; at++) {
			for (const char *s = special; *s; s++) {
				text[at] = *s;
				writer_text(&writer, slice_of(text, length));
				ck_assert_uint_eq(writer.buffer.length, length + 2 + (*s == '"'));
				ck_assert_int_eq(writer.buffer.data[0], '"');
				ck_assert_int_eq(writer.buffer.data[at + 1], *s);
				buffer_clear(&writer.buffer);
				writer.started = false;
			}
			text[at] = 'x';
		}
	}
}
END_TEST

/* Bytes that differ from a special one by a borrow or a carry are not taken for it. */
START_TEST(no_other_byte_is_special)
{
	for (int c = 0; c < 256; c++) {
		for (int d = 0; d < 256; d++) {
			char text[9] = { 'a', (char)c, (char)d, 'b', 'c', 'd', 'e', 'f', 'g' };
			bool special = false;

			for (size_t i = 0; i < 3; i++)
				special |= text[i] == ',' || text[i] == '"' || text[i] == '\n' ||
					text[i] == '\r';
			writer_text(&writer, slice_of(text, 3 + (size_t)(c % 2) * 6));
			ck_assert_int_eq(writer.buffer.data[0] == '"', special);
			buffer_clear(&writer.buffer);
			writer.started = false;
		}
	}
}
END_TEST

START_TEST(an_empty_field_is_quoted_when_alone)
{
	writer_empty(&writer);
	writer_end(&writer);
	must_be("\"\"\n");
	writer_text(&writer, SLICE_EMPTY);
	writer_empty(&writer);
	writer_end(&writer);
	writer_raw(&writer, slice_from(""));
	writer_end(&writer);
	writer_empty(&writer);
	writer_text(&writer, slice_from("a"));
	writer_end(&writer);
	must_be(",\n\"\"\n,a\n");
}
END_TEST

START_TEST(figures)
{
	writer_day(&writer, 0);
	writer_day(&writer, DAY_NONE);
	writer_money(&writer, -12345600);
	writer_integer(&writer, INT64_MIN);
	writer_number(&writer, 0.5);
	writer_number(&writer, (double)NAN);
	writer_ratio(&writer, 1, 3);
	writer_ratio(&writer, 1, 0);
	writer_raw(&writer, slice_from("a,\"b\""));
	writer_end(&writer);
	must_be("1970-01-01,,-1234.56,-9223372036854775808,0.5,,0.333333,,a,\"b\"\n");
}
END_TEST

START_TEST(other_delimiters)
{
	writer.delimiter = '\t';
	writer_text(&writer, slice_from("a,b"));
	writer_text(&writer, slice_from("a\tb"));
	writer_end(&writer);
	must_be("a,b\t\"a\tb\"\n");
	writer.delimiter = '-';
	writer_day(&writer, 0);
	writer_integer(&writer, 5);
	writer_integer(&writer, -5);
	writer_end(&writer);
	must_be("\"1970-01-01\"-5-\"-5\"\n");
}
END_TEST

/* Several at once are what they are one by one, wherever they stand in their row. */
START_TEST(integers_at_once)
{
	static const int64_t n[] = { 0, 7, -1, 10, 99, 100, -999, 1000, 12345, INT64_MAX,
		INT64_MIN };

	writer_integers(&writer, n, 0);
	writer_end(&writer);
	writer_integers(&writer, n, 1);
	writer_end(&writer);
	writer_integers(&writer, n, sizeof n / sizeof *n);
	writer_empty(&writer);
	writer_integers(&writer, n + 6, 2);
	writer_end(&writer);
	must_be("\n0\n0,7,-1,10,99,100,-999,1000,12345,9223372036854775807,-9223372036854775808,,"
		"-999,1000\n");
	writer.delimiter = '9';
	writer_integers(&writer, n + 3, 3);
	writer_end(&writer);
	must_be("109\"99\"9100\n");
}
END_TEST

/* Never past the memory there is, however little that was before. */
START_TEST(integers_find_room)
{
	static int64_t n[1000];

	for (size_t i = 0; i < 1000; i++)
		n[i] = INT64_MIN;
	writer_integers(&writer, n, 1000);
	writer_end(&writer);
	ck_assert_uint_eq(writer.buffer.length, 1000 * (strlen("-9223372036854775808") + 1));
}
END_TEST

START_TEST(the_buffer_grows)
{
	static char text[100000];

	memset(text, '"', sizeof text);
	for (int i = 0; i < 10; i++) {
		writer_text(&writer, slice_of(text, sizeof text));
		writer_end(&writer);
	}
	ck_assert_uint_eq(writer.buffer.length, 10 * (2 * sizeof text + 3));
}
END_TEST

SUITE(csv_writer)
{
	Suite *suite = suite_create("csv/writer");
	TCase *writes = tcase_create("writes");

	tcase_add_checked_fixture(writes, init, release);
	tcase_add_test(writes, quotes_only_where_needed);
	tcase_add_test(writes, a_special_byte_is_found_anywhere);
	tcase_add_test(writes, no_other_byte_is_special);
	tcase_add_test(writes, an_empty_field_is_quoted_when_alone);
	tcase_add_test(writes, figures);
	tcase_add_test(writes, other_delimiters);
	tcase_add_test(writes, integers_at_once);
	tcase_add_test(writes, integers_find_room);
	tcase_add_test(writes, the_buffer_grows);
	suite_add_tcase(suite, writes);
	return suite;
}
