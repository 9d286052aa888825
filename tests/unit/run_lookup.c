#include "run_filter.h"

#include "run/lookup.h"
#include "run/merge.h"

static const struct command command = { .name = "crm-try", .purpose = "looks up", .usage = "" };

static const int      key_field[] = { 0, 1 }, take[] = { 2, 3 };
static enum lookup_repeated repeated;
static size_t         keys = 1;

/* Prints what stands behind a key: two fields, or nothing. */
static void
show(const char *key, size_t length, bool found, const struct slice *field)
{
	printf("%.*s:", (int)length, key);
	if (found)
		printf("%.*s|%.*s", (int)field[0].length, field[0].data, (int)field[1].length,
			field[1].data);
	printf("\n");
}

static struct side *
table(int argc, char **argv)
{
	char *one[] = { argv[0], NULL };

	command_start(&command, 1, one);
	ck_assert_int_ge(argc, 2);
	return side_open("--with", argv[1], NULL, 0, SIDE_DATA);
}

static int
looks_up(int argc, char **argv)
{
	struct key_columns columns = { key_field, keys };
	struct lookup *lookup = lookup_read(table(argc, argv), &columns, take, 2, repeated);

	for (int i = 2; i < argc; i++) {
		struct slice field[2];
		size_t       length = strlen(argv[i]);

		/* A + parts a key of two columns. */
		for (size_t k = 0; k < length; k++)
			argv[i][k] = argv[i][k] == '+' ? '\0' : argv[i][k];
		bool found = lookup_find(lookup, slice_of(argv[i], length), field);

		show(argv[i], strlen(argv[i]), found, field);
	}
	lookup_free(lookup);
	fflush(stdout);
	return command_end();
}

static int
merges(int argc, char **argv)
{
	struct key_columns columns = { key_field, keys };
	struct merge *merge = merge_open(table(argc, argv), &columns, take, 2, repeated);

	for (int i = 2; i < argc; i++) {
		struct slice field[2];
		bool         found = merge_find(merge, slice_from(argv[i]), field);

		show(argv[i], strlen(argv[i]), found, field);
	}
	merge_close(merge);
	fflush(stdout);
	return command_end();
}

#define TABLE "k,l,m,n\na,1,x,\n\"=\"\"b\"\"\",1,y,\"two\nlines\"\n,1,z,z\nc,2,,w\n"

START_TEST(rows_are_found_by_their_key)
{
	keys = 1;
	repeated = REPEATED_REFUSED;
	file_write("t.csv", TABLE);
	outcome_is(filter_run(looks_up, "t.csv a b c d A", ""), 0,
		"a:x|\nb:y|two\nlines\nc:|w\nd:\nA:\n", "");
	keys = 2;
	outcome_is(
		filter_run(looks_up, "t.csv a+1 a+2 c+2 +1", ""), 0, "a:x|\na:\nc:|w\n:z|z\n", "");
}
END_TEST

START_TEST(a_key_that_stands_there_again)
{
	keys = 1;
	file_write("t.csv", "k,l,m,n\na,1,x,1\nb,1,y,2\na,1,z,3\n");
	repeated = REPEATED_REFUSED;
	struct outcome came = filter_run(looks_up, "t.csv a", "");

	ck_assert_int_eq(came.code, 1);
	ck_assert_ptr_nonnull(strstr(came.err, "t.csv:4: "));
	repeated = REPEATED_FIRST;
	outcome_is(filter_run(looks_up, "t.csv a", ""), 0, "a:x|1\n", "");
	repeated = REPEATED_LAST;
	outcome_is(filter_run(looks_up, "t.csv a", ""), 0, "a:z|3\n", "");
	file_write("t.csv", "k,l,m,n\na,1,x,1\na,1,z,3\nb,1,y,2\n");
	outcome_is(filter_run(merges, "t.csv a b", ""), 0, "a:z|3\nb:y|2\n", "");
	repeated = REPEATED_FIRST;
	outcome_is(filter_run(merges, "t.csv a b", ""), 0, "a:x|1\nb:y|2\n", "");
	repeated = REPEATED_REFUSED;
	ck_assert_int_eq(filter_run(merges, "t.csv a b", "").code, 1);
}
END_TEST

/* Long fields take two bytes of length. */
START_TEST(fields_of_any_length)
{
	char text[1024], expected[1024], field[301];

	memset(field, 'f', 300);
	field[300] = '\0';
	keys = 1;
	repeated = REPEATED_REFUSED;
	snprintf(text, sizeof text, "k,l,m,n\na,1,%s,%.127s\nb,1,%.128s,\n", field, field, field);
	file_write("t.csv", text);
	snprintf(expected, sizeof expected, "a:%s|%.127s\nb:%.128s|\n", field, field, field);
	outcome_is(filter_run(looks_up, "t.csv a b", ""), 0, expected, "");
	outcome_is(filter_run(merges, "t.csv a b", ""), 0, expected, "");
}
END_TEST

START_TEST(a_merge_goes_with_its_rows)
{
	keys = 1;
	repeated = REPEATED_REFUSED;
	file_write("t.csv", "k,l,m,n\nb,1,x,1\nd,1,y,2\ne,1,z,3\n");
	outcome_is(filter_run(merges, "t.csv a b b c d f", ""), 0,
		"a:\nb:x|1\nb:x|1\nc:\nd:y|2\nf:\n", "");
	/* What is wrong behind the last row is found as well. */
	file_write("t.csv", "k,l,m,n\nb,1,x,1\nd,1,y,2\nc,1,z,3\n");
	struct outcome came = filter_run(merges, "t.csv a b", "");

	ck_assert_int_eq(came.code, 1);
	ck_assert_ptr_nonnull(strstr(came.err, "not in the order of its keys"));
}
END_TEST

SUITE(run_lookup)
{
	Suite *suite = suite_create("run/lookup, run/merge");
	TCase *tcase = tcase_create("side tables by key");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, rows_are_found_by_their_key);
	tcase_add_test(tcase, a_key_that_stands_there_again);
	tcase_add_test(tcase, fields_of_any_length);
	tcase_add_test(tcase, a_merge_goes_with_its_rows);
	suite_add_tcase(suite, tcase);
	return suite;
}
