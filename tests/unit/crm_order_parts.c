/* Parts of a customer's orders, counted by hand. */
#include <stdio.h>
#include <string.h>

#include "crm/order_parts.h"
#include "unit.h"

static void
add(struct parts *parts, const char *id, day date, money amount)
{
	struct history_entry entry = history_entry_of(date, amount);

	parts_add(parts, slice_from(id), 0, &entry);
}

/* "10:a 1+5 0-0;" a part: day, id, sales and their sum, refunds and theirs. */
static void
ck_assert_parts(const struct parts *parts, const char *expected)
{
	char text[400] = "";

	for (size_t i = 0; i < parts->count; i++) {
		const struct part *part = &parts->part[i];
		size_t length = strlen(text);

		snprintf(text + length, sizeof text - length, "%d:%.*s %d+%d %d%+d;",
			(int)part->date, (int)part->id.length, part->id.data ? part->id.data : "",
			(int)part->sales, (int)part->sold, (int)part->refunds, (int)part->refunded);
	}
	ck_assert_str_eq(text, expected);
}

/* o1 is refunded to nothing, o2 is not; two sales of day 10 have no number. */
static void
fill(struct parts *parts)
{
	add(parts, "", 10, 1);
	add(parts, "", 10, 2);
	add(parts, "o1", 10, 5);
	add(parts, "o2", 10, 8);
	add(parts, "o1", 11, -5);
	add(parts, "o2", 12, 3);
	add(parts, "o2", 12, -4);
}

START_TEST(same_day_and_order_are_one)
{
	struct parts parts;

	parts_init(&parts);
	fill(&parts);
	ck_assert_parts(&parts,
		"10: 2+3 0+0;10:o1 1+5 0+0;10:o2 1+8 0+0;11:o1 0+0 1-5;"
		"12:o2 1+3 1-4;");
	parts_clear(&parts);
	ck_assert_parts(&parts, "");
	parts_release(&parts);
}
END_TEST

START_TEST(whole_orders)
{
	struct parts parts;

	parts_init(&parts);
	parts_count_orders(&parts, true);
	parts_drop_orders(&parts);
	fill(&parts);
	parts_count_orders(&parts, true);
	ck_assert_parts(&parts,
		"10: 2+3 0+0;10:o1 0+5 0+0;11:o1 0+0 1-5;10:o2 1+8 0+0;"
		"12:o2 0+3 1-4;");
	parts_drop_orders(&parts);
	ck_assert_parts(&parts, "10: 3+16 0+0;11: 0+0 1-5;12: 0+3 1-4;");
	parts_clear(&parts);
	fill(&parts);
	parts_count_orders(&parts, false);
	parts_drop_orders(&parts);
	ck_assert_parts(&parts, "10: 4+16 0+0;11: 0+0 1-5;12: 0+3 1-4;");
	parts_release(&parts);
}
END_TEST

/* Of two margins one order still counts once; without ids a day has a part for each margin. */
START_TEST(margins_stand_apart)
{
	const struct history_entry five = history_entry_of(10, 5), back = history_entry_of(11, -2);
	struct parts parts;

	parts_init(&parts);
	parts_add(&parts, slice_from("o1"), 1, &five);
	parts_add(&parts, slice_from("o1"), 2, &five);
	parts_add(&parts, slice_from("o1"), 2, &five);
	parts_add(&parts, slice_from("o2"), 2, &five);
	parts_add(&parts, slice_from("o1"), 2, &back);
	ck_assert_parts(&parts, "10:o1 1+5 0+0;10:o1 2+10 0+0;10:o2 1+5 0+0;11:o1 0+0 1-2;");
	parts_count_orders(&parts, true);
	ck_assert_parts(&parts, "10:o1 1+5 0+0;10:o1 0+10 0+0;11:o1 0+0 1-2;10:o2 1+5 0+0;");
	parts_drop_orders(&parts);
	ck_assert_parts(&parts, "10: 1+5 0+0;10: 1+15 0+0;11: 0+0 1-2;");
	ck_assert_int_eq(parts.part[0].margin, 1);
	ck_assert_int_eq(parts.part[1].margin, 2);
	parts_release(&parts);
}
END_TEST

SUITE(crm_order_parts)
{
	Suite *suite = suite_create("crm/order_parts");
	TCase *parts = tcase_create("parts");

	tcase_add_test(parts, same_day_and_order_are_one);
	tcase_add_test(parts, whole_orders);
	tcase_add_test(parts, margins_stand_apart);
	suite_add_tcase(suite, parts);
	return suite;
}
