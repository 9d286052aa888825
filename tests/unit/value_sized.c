#include "unit.h"
#include "value/sized.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Put and got, with its size; bytes behind it hold something else by then. */
static void
is_kept_in(int64_t n, unsigned size)
{
	char bytes[2 * SIZED_MOST];

	memset(bytes, 0x55, sizeof bytes);
	ck_assert_uint_eq(sized_put(bytes, n), size);
	memset(bytes + size, 0xaa, sizeof bytes - size);
	ck_assert_int_eq(sized_get(bytes, size), n);
}

START_TEST(numbers_have_the_bytes_they_need)
{
	is_kept_in(0, 0);
	is_kept_in(1, 1);
	is_kept_in(-1, 1);
	is_kept_in(INT64_MAX, 8);
	is_kept_in(INT64_MIN, 8);
	/* A byte has the numbers from -128 to 127, two bytes those from -32768 on ... */
	for (unsigned size = 1; size < SIZED_MOST; size++) {
		int64_t end = INT64_C(1) << (8 * size - 1);

		is_kept_in(end - 1, size);
		is_kept_in(-end, size);
		is_kept_in(end, size + 1);
		is_kept_in(-end - 1, size + 1);
	}
}
END_TEST

/* As they are used: one behind the other, each over what the one before wrote too much. */
START_TEST(numbers_lie_behind_each_other)
{
	static const int64_t n[] = { 5, 0, -70000, INT64_MAX, 0, 300, INT64_MIN, -1 };
	char bytes[SIZED_MOST * (COUNT(n) + 1)], *end = bytes;
	const char *at = bytes;
	unsigned size[COUNT(n)];

	for (size_t i = 0; i < COUNT(n); i++)
		end += size[i] = sized_put(end, n[i]);
	ck_assert_uint_eq(end - bytes, 1 + 0 + 3 + 8 + 0 + 2 + 8 + 1);
	for (size_t i = 0; i < COUNT(n); at += size[i++])
		ck_assert_int_eq(sized_get(at, size[i]), n[i]);
}
END_TEST

SUITE(value_sized)
{
	Suite *suite = suite_create("value/sized");
	TCase *numbers = tcase_create("numbers");

	tcase_add_test(numbers, numbers_have_the_bytes_they_need);
	tcase_add_test(numbers, numbers_lie_behind_each_other);
	suite_add_tcase(suite, numbers);
	return suite;
}
