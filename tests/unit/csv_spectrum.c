/*
 * The files of csv-spectrum (BSD-2), each read into what its JSON says it means. They
 * are looked for in $CRM_SHARED/csv-spectrum, then in ../shared/data/csv-spectrum.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csv/cutter.h"
#include "csv/reader.h"
#include "unit.h"

#define MOST 65536

static char folder[1024];

static bool
find_folder(void)
{
	const char *shared = getenv("CRM_SHARED");

	snprintf(folder, sizeof folder, "%s/csv-spectrum", shared ? shared : "../shared/data");
	return access(folder, R_OK | X_OK) == 0;
}

/* JSON, as much of it as there is: an array of objects of strings. */
struct json {
	const char *at;
};

static char
json_peek(struct json *json)
{
	while (*json->at && strchr(" \t\r\n", *json->at))
		json->at++;
	return *json->at;
}

static void
json_expect(struct json *json, char mark)
{
	ck_assert_int_eq(json_peek(json), mark);
	json->at++;
}

static bool
json_take(struct json *json, char mark)
{
	bool there = json_peek(json) == mark;

	json->at += there;
	return there;
}

static size_t
json_string(struct json *json, char *text)
{
	static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	size_t length = 0;

	json_expect(json, '"');
	while (*json->at != '"') {
		char c = *json->at++;

		ck_assert_int_ne(c, '\0');
		if (c == '\\') {
			const char *escape = strchr(escapes, *json->at++);

			ck_assert_ptr_nonnull(escape);
			c = meant[escape - escapes];
		}
		text[length++] = c;
	}
	json->at++;
	return length;
}

static char *
read_file(const char *name)
{
	static char text[MOST];
	FILE *file = fopen(name, "rb");
	size_t length;

	ck_assert_msg(file != NULL, "%s is not there", name);
	length = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[length] = '\0';
	return text;
}

/* One object against the header's names and a record's values, in the file's order. */
static void
check_object(struct json *json, const struct record *record, struct slice *name, size_t names)
{
	char text[MOST];

	ck_assert_int_eq(record->fault, RECORD_GOOD);
	ck_assert_uint_eq(record->fields, names);
	json_expect(json, '{');
	for (size_t i = 0; i < names; i++) {
		size_t length;

		if (i > 0)
			json_expect(json, ',');
		length = json_string(json, text);
		ck_assert(slice_equal(slice_of(text, length), name[i]));
		json_expect(json, ':');
		length = json_string(json, text);
		ck_assert(slice_equal(slice_of(text, length), record->field[i]));
	}
	json_expect(json, '}');
}

static void
check_file(const char *name)
{
	char path[2048];
	struct json json;
	struct source *source;
	struct cutter *cutter;
	struct reader *reader = reader_new(DIALECT_DEFAULT);
	struct block header, block;
	struct record record;
	struct slice column[16];
	size_t columns;

	snprintf(path, sizeof path, "%s/json/%s.json", folder, name);
	json.at = read_file(path);
	snprintf(path, sizeof path, "%s/csvs/%s.csv", folder, name);
	source = source_open(path);
	ck_assert_ptr_nonnull(source);
	cutter = cutter_new(source, DIALECT_DEFAULT);
	block_init(&header);
	block_init(&block);

	ck_assert_int_eq(cutter_header(cutter, &header), CUT_BLOCK);
	reader_start(reader, &header);
	ck_assert(reader_next(reader, &record));
	columns = record.fields;
	ck_assert_uint_le(columns, 16);
	memcpy(column, record.field, columns * sizeof *column);

	json_expect(&json, '[');
	for (size_t rows = 0; cutter_next(cutter, &block) == CUT_BLOCK;) {
		/* No header of these has a doubled quote: its slices lie in its block. */
		reader_start(reader, &block);
		while (reader_next(reader, &record)) {
			if (rows++ > 0)
				json_expect(&json, ',');
			check_object(&json, &record, column, columns);
		}
	}
	ck_assert(json_take(&json, ']'));
	ck_assert_int_eq(json_peek(&json), '\0');

	block_release(&header);
	block_release(&block);
	reader_free(reader);
	cutter_free(cutter);
	source_free(source);
}

START_TEST(each_file_means_what_its_json_says)
{
	static const char *const name[] = { "comma_in_quotes", "empty", "empty_crlf",
		"escaped_quotes", "json", "newlines", "newlines_crlf", "quotes_and_newlines",
		"simple", "simple_crlf", "utf8" };

	check_file(name[_i]);
}
END_TEST

SUITE(csv_spectrum)
{
	Suite *suite = suite_create("csv/spectrum");
	TCase *files = tcase_create("files");

	if (find_folder())
		tcase_add_loop_test(files, each_file_means_what_its_json_says, 0, 11);
	else
		printf("csv/spectrum: skipped, %s is not there\n", folder);
	suite_add_tcase(suite, files);
	return suite;
}
