/* Slices: their order is that of bytes, an empty one may point anywhere. */
#include "unit.h"
#include "value/slice.h"

START_TEST(equality_and_order)
{
	ck_assert(slice_equal(SLICE_EMPTY, slice_of("x", 0)));
	ck_assert(slice_is(slice_of("abc", 2), "ab"));
	ck_assert(!slice_is(slice_from("abc"), "ab"));
	ck_assert_int_lt(slice_compare(slice_from("ab"), slice_from("abc")), 0);
	ck_assert_int_gt(slice_compare(slice_from("b"), slice_from("abc")), 0);
	ck_assert_int_gt(slice_compare(slice_from("中"), slice_from("z")), 0);
	ck_assert_int_eq(slice_compare(SLICE_EMPTY, slice_from("")), 0);
	ck_assert_int_lt(slice_compare(SLICE_EMPTY, slice_from("a")), 0);
}
END_TEST

/* Of every length about those that are copied in one way: all bytes, and none behind them. */
START_TEST(copied)
{
	char from[70], to[80];

	for (size_t i = 0; i < sizeof from; i++)
		from[i] = (char)('0' + i);
	for (size_t n = 0; n <= sizeof from; n++) {
		memset(to, '.', sizeof to);
		ck_assert_ptr_eq(slice_copy(to + 1, slice_of(from, n)), to + 1 + n);
		ck_assert_mem_eq(to + 1, from, n);
		ck_assert_int_eq(to[0], '.');
		ck_assert_int_eq(to[n + 1], '.');
	}
	ck_assert_ptr_eq(slice_copy(to, SLICE_EMPTY), to);
}
END_TEST

/* Of every length around what is looked at in words, and wherever they differ. */
START_TEST(same_is_equal_in_every_byte)
{
	char one[40], other[40];

	memset(one, 'x', sizeof one);
	memset(other, 'x', sizeof other);
	for (size_t n = 0; n <= sizeof one; n++) {
		ck_assert(slice_same(slice_of(one, n), slice_of(other, n)));
		ck_assert(n == 0 || !slice_same(slice_of(one, n), slice_of(other, n - 1)));
		for (size_t i = 0; i < n; i++) {
			other[i] = 'y';
			ck_assert(!slice_same(slice_of(one, n), slice_of(other, n)));
			other[i] = 'x';
		}
	}
}
END_TEST

START_TEST(trimmed)
{
	ck_assert(slice_is(slice_trim(slice_from(" \ta b\t ")), "a b"));
	ck_assert(slice_is(slice_trim(slice_from(" \t ")), ""));
	ck_assert(slice_is(slice_trim(SLICE_EMPTY), ""));
}
END_TEST

START_TEST(cut_at_marks)
{
	struct slice rest = slice_from("a,,b,"), head;
	static const char *const part[] = { "a", "", "b", "" };
	size_t n = 0;

	while (rest.data) {
		rest = slice_cut(rest, ',', &head);
		ck_assert_uint_lt(n, 4);
		ck_assert(slice_is(head, part[n++]));
	}
	ck_assert_uint_eq(n, 4);
}
END_TEST

SUITE(value_slice)
{
	Suite *suite = suite_create("value/slice");
	TCase *all = tcase_create("slices");

	tcase_add_test(all, equality_and_order);
	tcase_add_test(all, copied);
	tcase_add_test(all, same_is_equal_in_every_byte);
	tcase_add_test(all, trimmed);
	tcase_add_test(all, cut_at_marks);
	suite_add_tcase(suite, all);
	return suite;
}
