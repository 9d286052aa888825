/* Memory: what is promised of alignment, of arenas, and of the end when there is no more. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"
#include "value/memory.h"

START_TEST(nothing_is_something)
{
	void *a = memory_new(0), *b = memory_zeroed(0, 8), *c = memory_resize(NULL, 0, 8);
	char *text = memory_string(SLICE_EMPTY);

	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(b);
	ck_assert_ptr_nonnull(c);
	ck_assert_str_eq(text, "");
	free(a);
	free(b);
	free(c);
	free(text);
	text = memory_string(slice_of("abcdef", 3));
	ck_assert_str_eq(text, "abc");
	free(text);
}
END_TEST

START_TEST(arrays_grow)
{
	int *dog = NULL;
	size_t capacity = 0;

	for (int i = 0; i < 1000; i++) {
		MEMORY_GROW(dog, capacity, (size_t)i + 1);
		dog[i] = i;
	}
	ck_assert_uint_ge(capacity, 1000);
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(dog[i], i);
	MEMORY_GROW(dog, capacity, 5000);
	ck_assert_uint_ge(capacity, 5000);
	free(dog);
}
END_TEST

START_TEST(an_arena_keeps_what_it_was_given)
{
	enum { THINGS = 4000 };
	static unsigned char *thing[THINGS];
	static struct slice text[THINGS];
	struct arena arena;
	size_t held = 0;

	arena_init(&arena);
	ck_assert_uint_eq(arena.total, 0);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < THINGS; i++) {
			size_t size = i * 7 % 301 + (i % 500 == 0 ? 5000 * i : 0);

			thing[i] = arena_new(&arena, size);
			ck_assert_uint_eq((uintptr_t)thing[i] % 16, 0);
			memset(thing[i], (int)(i & 0xff), size);
			text[i] = arena_copy(&arena, slice_of("abcdefghijklmno", i % 16));
			ck_assert(text[i].data[text[i].length] == '\0');
		}
		for (size_t i = 0; i < THINGS; i++) {
			size_t size = i * 7 % 301 + (i % 500 == 0 ? 5000 * i : 0);

			for (size_t j = 0; j < size; j++)
				if (thing[i][j] != (i & 0xff))
					ck_abort_msg("thing %zu was written over", i);
			ck_assert(slice_equal(text[i], slice_of("abcdefghijklmno", i % 16)));
		}
		/* The same again needs no more memory. */
		if (round)
			ck_assert_uint_eq(arena.total, held);
		held = arena.total;
		arena_clear(&arena);
	}
	arena_release(&arena);
	ck_assert_uint_eq(arena.total, 0);
	ck_assert_ptr_nonnull(arena_new(&arena, 1));
	arena_release(&arena);
}
END_TEST

/* Too large for any machine, and unknown to the compiler. */
static volatile size_t too_much = SIZE_MAX / 2;

START_TEST(the_end_without_a_word_from_above)
{
	free(memory_resize(NULL, too_much, 8));
}
END_TEST

static _Noreturn void
end_differently(size_t wanted)
{
	_exit(wanted == SIZE_MAX ? 7 : 8);
}

START_TEST(the_end_as_set)
{
	memory_on_failure(end_differently);
	free(memory_zeroed(too_much, 8));
}
END_TEST

SUITE(value_memory)
{
	Suite *suite = suite_create("value/memory");
	TCase *all = tcase_create("memory");

	tcase_add_test(all, nothing_is_something);
	tcase_add_test(all, arrays_grow);
	tcase_add_test(all, an_arena_keeps_what_it_was_given);
	tcase_add_exit_test(all, the_end_without_a_word_from_above, 3);
	tcase_add_exit_test(all, the_end_as_set, 7);
	suite_add_tcase(suite, all);
	return suite;
}
