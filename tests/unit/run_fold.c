#include "run_filter.h"

#include "run/fold.h"
#include "run/report.h"

enum { CUSTOMER, DATE, AMOUNT, ORDER };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[DATE] = { "date", COLUMN_DAY },
	[AMOUNT] = { "amount", COLUMN_INTEGER },
	[ORDER] = { "order", .optional = true, .empty_ok = true },
};
static const struct command command = { .name = "crm-try",
	.purpose = "folds",
	.usage = "",
	.takes = TAKES_ROWS | SORTS_RESULT,
	COMMAND_COLUMNS(columns) };

struct kept {
	int64_t rows, sum, orders, days;
};

static void
add(void *kept, const struct fold_member *member, const struct row *row)
{
	struct kept *group = kept;

	group->rows++;
	group->sum += row_integer(row, AMOUNT);
	if (member[0].kept)
		*(int64_t *)member[0].kept += row_integer(row, AMOUNT);
}

static void
join_sums(void *into, const void *from)
{
	*(int64_t *)into += *(const int64_t *)from;
}

static void
settle(const struct groups *groups, struct group *group)
{
	struct kept *kept = group_kept(group);

	kept->orders = (int64_t)group_members(groups, group, 0);
	kept->days = (int64_t)group_members(groups, group, 1);
}

static void
join(void *into, const void *from)
{
	struct kept       *group = into;
	const struct kept *part = from;

	group->rows += part->rows;
	group->sum += part->sum;
}

static bool
not_zero(const struct row *row)
{
	return row_integer(row, AMOUNT) != 0 || row_ignore(row, "zero");
}

static bool
is_paid(const struct row *row)
{
	return row_integer(row, AMOUNT) > 0;
}

static int64_t
measure(const struct row *row)
{
	return row_integer(row, AMOUNT);
}

static struct slice
by_customer_and_day(const struct row *row, struct arena *scratch)
{
	char        *month = arena_new(scratch, 1);
	struct slice part[] = { row_text(row, CUSTOMER), SLICE_EMPTY };

	*month = (char)('0' + row_day(row, DATE) % 10);
	part[1] = slice_of(month, 1);
	return fold_key(scratch, part, 2);
}

static struct fold_spec spec = {
	.kept = sizeof(struct kept),
	.member_kinds = 2,
	.member_kept = { sizeof(int64_t), 0 },
	.member_join = { join_sums },
	.settle = settle,
};

/* customer, rows, sum, orders, days, and the greatest sum of an order. */
static void
report_groups(struct fold *fold)
{
	static const char *const name[] = { "key", "part", "rows", "sum", "orders", "days",
		"most" };
	struct report *report = report_new();
	size_t         count;
	struct group **group = fold_groups(fold, &count);

	report_columns(report, name, sizeof name / sizeof name[0]);
	for (size_t i = 0; i < count; i++) {
		const struct kept *kept = group_kept(group[i]);
		int64_t            most = 0;

		for (size_t k = 0; k < fold_members(fold, group[i], 0); k++) {
			int64_t sum = *(int64_t *)member_kept(fold_member(fold, group[i], 0, k));

			most = sum > most ? sum : most;
		}
		report_text(report, fold_key_part(group_key(group[i]), 0));
		report_text(report, fold_key_part(group_key(group[i]), 1));
		report_integer(report, kept->rows);
		report_integer(report, kept->sum);
		report_integer(report, kept->orders);
		report_integer(report, kept->days);
		report_integer(report, most);
		report_end(report);
	}
	note("%d orders in all", (int)fold_distinct(fold, 0, group, count));
	report_finish(report);
	free(group);
}

static struct fold_source source = { .judge = not_zero,
	.add = add,
	.member = { ORDER + 1, DATE + 1 },
	.brings = is_paid,
	.measure = measure };

static int
fold_rows(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct fold   *fold = fold_new(&spec);
	__int128       measured = 0;

	source.measured = &measured;
	fold_read(fold, stream, &source);
	note("%d measured", (int)measured);
	report_groups(fold);
	fold_free(fold);
	return command_end();
}

static int
fold_by_both(int argc, char **argv)
{
	source.key = by_customer_and_day;
	return fold_rows(argc, argv);
}

static int
fold_parts(int argc, char **argv)
{
	spec.join = join;
	return fold_rows(argc, argv);
}

/* The operands, and --events as a second stream, into one fold. */
static int
fold_two(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct stream *second = stream_open_second(
		"--events", "events.csv", columns, sizeof columns / sizeof columns[0], NULL);
	struct fold   *fold = fold_new(&spec);

	fold_read(fold, stream, &source);
	fold_read(fold, second, &source);
	((struct kept *)group_kept(fold_group(fold, slice_from("z"))))->rows = -1;
	report_groups(fold);
	fold_free(fold);
	return command_end();
}

#define HEADER "customer,date,amount,order\n"
#define NAMES  "key,part,rows,sum,orders,days,most\n"

static const char rows[] = HEADER "b,2026-01-01,5,o1\n"
				  "a,2026-01-02,7,o2\n"
				  "b,2026/1/1,-2,o3\n"
				  "b,20260102,3,o1\n"
				  "a,2026-01-02,0,o9\n"
				  ",2026-01-02,9,o9\n"
				  "a,2026-01-02,1,\n";

START_TEST(rows_come_together)
{
	outcome_is(filter_run(fold_rows, "--as-of=2026-07-01", rows), 0,
		NAMES "a,,2,8,1,1,7\nb,,3,6,1,2,8\n",
		"crm-try: 14 measured\ncrm-try: 2 orders in all\n"
		"crm-try: 7 rows read: 5 used, 2 ignored, 0 rejected, 0 blank\n"
		"crm-try: ignored 1 row: no customer\ncrm-try: ignored 1 row: zero\n");
}
END_TEST

START_TEST(anonymous_rows_are_one_group_when_kept)
{
	ck_assert_str_eq(filter_run(fold_rows, "-q --as-of=2026-07-01 --anonymous=keep", rows).out,
		NAMES ",,1,9,1,1,9\na,,2,8,1,1,7\nb,,3,6,1,2,8\n");
}
END_TEST

START_TEST(keys_of_several_parts_sort_by_the_first_first)
{
	outcome_is(filter_run(fold_by_both, "-q --as-of=2026-07-01",
			   HEADER "aa,2026-01-01,1,\na,2026-01-02,1,\na,2026-01-01,1,\n"
				  "a,2026-01-02,1,\n"),
		0, NAMES "a,4,1,1,0,1,0\na,5,2,2,0,1,0\naa,4,1,1,0,1,0\n", "");
}
END_TEST

START_TEST(several_streams_are_one_fold)
{
	file_write("events.csv", "amount,customer,date\n4,b,2026-01-09\n5,c,2026-01-09\n");
	outcome_is(filter_run(fold_two, "-q --as-of=2026-07-01", rows), 0,
		NAMES "a,,2,8,1,1,7\nb,,4,10,1,3,8\nc,,1,5,0,1,0\nz,,-1,0,0,0,0\n", "");
}
END_TEST

static void
write_large(int customers)
{
	FILE *file = fopen("large.csv", "w");

	fputs(HEADER, file);
	for (int i = 0; i < 120000; i++)
		fprintf(file, "c%d,2026-01-%02d,%d,o%d\n", i * 31 % customers, i % 28 + 1, i % 13,
			i / 3);
	fclose(file);
}

START_TEST(threads_change_nothing)
{
	struct outcome one, many;
	char           words[64];

	write_large(397);
	one = filter_run(fold_rows, "-j 1 --as-of=2026-07-01 large.csv", "");
	ck_assert_int_eq(one.code, 0);
	for (int jobs = 2; jobs <= 8; jobs *= 2) {
		snprintf(words, sizeof words, "-j %d --as-of=2026-07-01 large.csv", jobs);
		many = filter_run(fold_rows, words, "");
		ck_assert_str_eq(many.out, one.out);
		ck_assert_str_eq(many.err, one.err);
	}
}
END_TEST

START_TEST(parts_of_groups_change_nothing)
{
	static const int customers[] = { 1, 397, 1024, 1025, 30011 };
	struct outcome   whole, parts;
	char             words[64];

	for (size_t i = 0; i < sizeof customers / sizeof customers[0]; i++) {
		write_large(customers[i]);
		whole = filter_run(fold_rows, "-j 1 --as-of=2026-07-01 large.csv", "");
		ck_assert_int_eq(whole.code, 0);
		for (int jobs = 1; jobs <= 4; jobs *= 2) {
			snprintf(words, sizeof words, "-j %d --as-of=2026-07-01 large.csv", jobs);
			parts = filter_run(fold_parts, words, "");
			ck_assert_str_eq(parts.out, whole.out);
			ck_assert_str_eq(parts.err, whole.err);
		}
	}
}
END_TEST

START_TEST(parts_of_keys_are_taken_apart)
{
	struct arena arena;
	struct slice part[] = { slice_from("a"), SLICE_EMPTY, slice_from("ccc") }, key;

	arena_init(&arena);
	key = fold_key(&arena, part, 3);
	ck_assert_uint_eq(key.length, 6);
	ck_assert(slice_is(fold_key_part(key, 0), "a"));
	ck_assert_uint_eq(fold_key_part(key, 1).length, 0);
	ck_assert(slice_is(fold_key_part(key, 2), "ccc"));
	ck_assert_uint_eq(fold_key_part(key, 3).length, 0);
	ck_assert_ptr_nonnull(fold_key(&arena, part + 1, 1).data);
	arena_release(&arena);
}
END_TEST

SUITE(run_fold)
{
	Suite *suite = suite_create("run/fold");
	TCase *all = tcase_create("fold");

	tcase_add_checked_fixture(all, folder_make, folder_remove);
	tcase_set_timeout(all, 60);
	tcase_add_test(all, rows_come_together);
	tcase_add_test(all, anonymous_rows_are_one_group_when_kept);
	tcase_add_test(all, keys_of_several_parts_sort_by_the_first_first);
	tcase_add_test(all, several_streams_are_one_fold);
	tcase_add_test(all, threads_change_nothing);
	tcase_add_test(all, parts_of_groups_change_nothing);
	tcase_add_test(all, parts_of_keys_are_taken_apart);
	suite_add_tcase(suite, all);
	return suite;
}
