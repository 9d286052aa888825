#include "value/buffer.h"
#include "unit.h"

static struct buffer buffer;

static void
init(void)
{
	buffer_init(&buffer);
}

static void
release(void)
{
	buffer_release(&buffer);
	ck_assert_ptr_null(buffer.data);
}

START_TEST(what_is_added_stands_in_its_order)
{
	for (int i = 0; i < 5000; i++)
		buffer_add(&buffer, slice_from("0123456789"));
	buffer_add(&buffer, SLICE_EMPTY);
	ck_assert_uint_eq(buffer.length, 50000);
	for (size_t i = 0; i < buffer.length; i++)
		ck_assert_int_eq(buffer.data[i], '0' + (int)(i % 10));
}
END_TEST

/* Which a sanitizer has an eye on: there is no memory yet to add it to. */
START_TEST(nothing_is_added_to_nothing)
{
	buffer_add(&buffer, SLICE_EMPTY);
	ck_assert_uint_eq(buffer.length, 0);
	ck_assert_ptr_null(buffer.data);
}
END_TEST

START_TEST(reserving_changes_no_length)
{
	char *end;

	buffer_add(&buffer, slice_from("ab"));
	end = buffer_reserve(&buffer, 100000);
	ck_assert_uint_eq(buffer.length, 2);
	ck_assert_ptr_eq(end, buffer.data + 2);
	ck_assert_uint_ge(buffer.capacity, 100002);
	memset(end, 'c', 100000);
	ck_assert_ptr_eq(buffer_reserve(&buffer, 100000), end);
}
END_TEST

START_TEST(clearing_keeps_the_memory)
{
	size_t capacity;

	buffer_reserve(&buffer, 1000);
	capacity = buffer.capacity;
	buffer_add(&buffer, slice_from("ab"));
	buffer_clear(&buffer);
	ck_assert_uint_eq(buffer.length, 0);
	ck_assert_uint_eq(buffer.capacity, capacity);
}
END_TEST

SUITE(value_buffer)
{
	Suite *suite = suite_create("value/buffer");
	TCase *tcase = tcase_create("buffer");

	tcase_add_checked_fixture(tcase, init, release);
	tcase_add_test(tcase, what_is_added_stands_in_its_order);
	tcase_add_test(tcase, nothing_is_added_to_nothing);
	tcase_add_test(tcase, reserving_changes_no_length);
	tcase_add_test(tcase, clearing_keeps_the_memory);
	suite_add_tcase(suite, tcase);
	return suite;
}
