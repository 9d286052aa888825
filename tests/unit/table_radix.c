#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "table/radix.h"
#include "unit.h"
#include "value/memory.h"

struct thing {
	char text[24];
	size_t length, number;
};

static struct slice
thing_key(const void *thing)
{
	const struct thing *t = thing;

	return slice_of(t->text, t->length);
}

static int
by_key_then_number(const void *a, const void *b)
{
	const struct thing *left = a, *right = b;
	int order = slice_compare(thing_key(left), thing_key(right));

	return order ? order : (left->number > right->number) - (left->number < right->number);
}

/* n things of few different letters and lengths, so that many are equal or start alike. */
static void
check_sort(size_t n, unsigned letters, size_t longest)
{
	struct thing *thing = memory_zeroed(n, sizeof *thing);
	struct radix_item *item = memory_zeroed(2 * n, sizeof *item);
	uint64_t state = n * 31 + letters * 7 + longest + 1;

	for (size_t i = 0; i < n; i++) {
		item[i].thing = &thing[i];
		thing[i].number = i;
		state = state * 6364136223846793005 + 1442695040888963407;
		thing[i].length = (state >> 33) % (longest + 1);
		for (size_t k = 0; k < thing[i].length; k++) {
			state = state * 6364136223846793005 + 1442695040888963407;
			thing[i].text[k] = (char)((state >> 33) % letters * 255 /
				(letters > 1 ? letters - 1 : 1));
		}
	}
	radix_sort(item, item + n, n, thing_key);
	/* Each item's thing in the order found, then the same by the library. */
	struct thing *found = memory_zeroed(n, sizeof *found);

	for (size_t i = 0; i < n; i++)
		memcpy(&found[i], item[i].thing, sizeof *found);
	qsort(thing, n, sizeof *thing, by_key_then_number);
	for (size_t i = 0; i < n; i++)
		ck_assert_uint_eq(found[i].number, thing[i].number);
	free(found);
	free(item);
	free(thing);
}

START_TEST(order_is_that_of_bytes_and_stable)
{
	for (size_t n = 0; n < 60; n++)
		check_sort(n, 3, 10);
	for (unsigned letters = 1; letters <= 256; letters *= 4)
		for (size_t longest = 0; longest <= 24; longest += 3)
			check_sort(3000, letters, longest);
}
END_TEST

START_TEST(a_prefix_orders_like_its_key)
{
	ck_assert_uint_eq(radix_prefix(SLICE_EMPTY), 0);
	ck_assert_uint_eq(radix_prefix(slice_from("A")), 0x4100000000000000);
	ck_assert_uint_eq(radix_prefix(slice_from("ABCDEFGH")), 0x4142434445464748);
	ck_assert_uint_eq(radix_prefix(slice_from("ABCDEFGHI")), 0x4142434445464748);
	ck_assert_uint_eq(radix_prefix(slice_from("\377")), 0xff00000000000000);
}
END_TEST

SUITE(table_radix)
{
	Suite *suite = suite_create("table/radix");
	TCase *order = tcase_create("order");

	tcase_set_timeout(order, 120);
	tcase_add_test(order, order_is_that_of_bytes_and_stable);
	tcase_add_test(order, a_prefix_orders_like_its_key);
	suite_add_tcase(suite, order);
	return suite;
}
