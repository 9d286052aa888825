/* Tiers by spend, and the ways a price factor is written. */
#include "crm/tiers.h"
#include "unit.h"

static const char *
name_at(const struct tiers *tiers, const char *spend)
{
	static char name[32];
	const struct tier *tier;
	bool rounded = false;
	money paid;

	ck_assert(money_parse(slice_from(spend), &paid, &rounded));
	tier = tiers_reached(tiers, paid);
	if (!tier)
		return "none";
	memcpy(name, tier->name.data, tier->name.length);
	name[tier->name.length] = '\0';
	return name;
}

START_TEST(a_tier_is_reached_at_its_minimum)
{
	struct tiers tiers;

	tiers_init(&tiers);
	tiers_builtin(&tiers);
	ck_assert_str_eq(name_at(&tiers, "-5"), "ordinary");
	ck_assert_str_eq(name_at(&tiers, "0"), "ordinary");
	ck_assert_str_eq(name_at(&tiers, "999.9999"), "ordinary");
	ck_assert_str_eq(name_at(&tiers, "1000"), "silver");
	ck_assert_str_eq(name_at(&tiers, "4999.99"), "silver");
	ck_assert_str_eq(name_at(&tiers, "5000"), "gold");
	ck_assert_str_eq(name_at(&tiers, "19999.99"), "gold");
	ck_assert_str_eq(name_at(&tiers, "20000"), "diamond");
	ck_assert_str_eq(name_at(&tiers, "900000000000"), "diamond");
	ck_assert_int_eq(tiers_next(&tiers, 0)->minimum, 1000 * MONEY_UNIT);
	ck_assert_int_eq(tiers_next(&tiers, 1000 * MONEY_UNIT)->minimum, 5000 * MONEY_UNIT);
	ck_assert_ptr_null(tiers_next(&tiers, 20000 * MONEY_UNIT));
	tiers_release(&tiers);
}
END_TEST

START_TEST(tiers_come_in_any_order_but_once)
{
	struct tiers tiers;

	tiers_init(&tiers);
	ck_assert(tiers_add(&tiers, (struct tier){ .name = slice_from("b"), .minimum = 20 }));
	ck_assert(tiers_add(&tiers, (struct tier){ .name = slice_from("c"), .minimum = 30 }));
	ck_assert(tiers_add(&tiers, (struct tier){ .name = slice_from("a"), .minimum = 10 }));
	ck_assert(!tiers_add(&tiers, (struct tier){ .name = slice_from("d"), .minimum = 20 }));
	ck_assert_int_eq(tiers.count, 3);
	ck_assert_str_eq(name_at(&tiers, "0.0009"), "none");
	ck_assert_str_eq(name_at(&tiers, "0.0010"), "a");
	ck_assert_str_eq(name_at(&tiers, "0.0029"), "b");
	ck_assert_str_eq(name_at(&tiers, "0.0030"), "c");
	tiers_release(&tiers);
}
END_TEST

START_TEST(factors_are_read)
{
	static const struct {
		const char *text;
		int32_t     factor;     /* 0: refused */
	} example[] = {
		{ "0.90", 9000 },
		{ "0.9", 9000 },
		{ ".85", 8500 },
		{ "1", 10000 },
		{ "1.00", 10000 },
		{ "0.8888", 8888 },
		{ "9折", 9000 },
		{ "8.5折", 8500 },
		{ "8.55折", 8550 },
		{ "85折", 8500 },
		{ "75折", 7500 },
		{ "10折", 10000 },
		{ "九折", 9000 },
		{ "八五折", 8500 },
		{ "９折", 9000 },
		{ "８．５ 折", 8500 },
		{ " 9折 ", 9000 },
		{ "90%", 9000 },
		{ "87.5%", 8750 },
		{ "100%", 10000 },
		{ "８５％", 8500 },
		{ "", 0 },
		{ "0", 0 },
		{ "-0.9", 0 },
		{ "1.01", 0 },
		{ "9", 0 },
		{ "90", 0 },
		{ "0折", 0 },
		{ "11.1折", 0 },
		{ "100折", 0 },
		{ "折", 0 },
		{ "八十五折", 0 },
		{ "零折", 0 },
		{ "八五九折", 0 },
		{ "%", 0 },
		{ "101%", 0 },
		{ "0%", 0 },
		{ "0.88888", 0 },
		{ "8.55555折", 0 },
		{ "9折9", 0 },
		{ "x", 0 },
		{ "0.9 0.8", 0 },
	};

	for (size_t i = 0; i < sizeof example / sizeof *example; i++) {
		int32_t factor = -1;
		bool read = factor_parse(slice_from(example[i].text), &factor);

		ck_assert_msg(read == (example[i].factor > 0), "\"%s\"", example[i].text);
		if (read)
			ck_assert_msg(factor == example[i].factor, "\"%s\": %d", example[i].text,
				(int)factor);
	}
}
END_TEST

START_TEST(factors_are_printed)
{
	char text[MONEY_TEXT];

	ck_assert(slice_is(slice_of(text, factor_print(9000, text)), "0.90"));
	ck_assert(slice_is(slice_of(text, factor_print(8550, text)), "0.855"));
	ck_assert(slice_is(slice_of(text, factor_print(10000, text)), "1.00"));
}
END_TEST

START_TEST(shipping_is_read)
{
	enum shipping shipping;

	ck_assert(shipping_parse(slice_from(" Yes"), &shipping) && shipping == SHIPPING_FREE);
	ck_assert(shipping_parse(slice_from("包邮"), &shipping) && shipping == SHIPPING_FREE);
	ck_assert(shipping_parse(slice_from("否"), &shipping) && shipping == SHIPPING_PAID);
	ck_assert(shipping_parse(slice_from("0"), &shipping) && shipping == SHIPPING_PAID);
	ck_assert(!shipping_parse(slice_from(""), &shipping));
	ck_assert(!shipping_parse(slice_from("perhaps"), &shipping));
	ck_assert_str_eq(shipping_word(SHIPPING_UNSAID), "");
	ck_assert_str_eq(shipping_word(SHIPPING_FREE), "yes");
}
END_TEST

static int
wrong_field(const char *minimum, const char *factor, const char *shipping)
{
	struct slice field[TIER_FIELDS] = { [TIER_NAME] = slice_from("x"),
		[TIER_MINIMUM] = slice_from(minimum),
		[TIER_FACTOR] = slice_from(factor),
		[TIER_SHIPPING] = slice_from(shipping) };
	struct tier tier;
	int column;

	return tier_read(&tier, field, &column) ? column : -1;
}

START_TEST(tiers_are_read)
{
	ck_assert_int_eq(wrong_field("0", "", ""), -1);
	ck_assert_int_eq(wrong_field("1,000.50", "8.5折", "是"), -1);
	ck_assert_int_eq(wrong_field("-0.01", "", ""), TIER_MINIMUM);
	ck_assert_int_eq(wrong_field("", "", ""), TIER_MINIMUM);
	ck_assert_int_eq(wrong_field("1.00001", "", ""), TIER_MINIMUM);
	ck_assert_int_eq(wrong_field("1000000000000", "", ""), -1);
	ck_assert_int_eq(wrong_field("1000000000000.0001", "", ""), TIER_MINIMUM);
	ck_assert_int_eq(wrong_field("1", "9", ""), TIER_FACTOR);
	ck_assert_int_eq(wrong_field("1", "0.9", "some"), TIER_SHIPPING);
}
END_TEST

SUITE(crm_tiers)
{
	Suite *suite = suite_create("crm/tiers");
	TCase *all = tcase_create("tiers");

	tcase_add_test(all, a_tier_is_reached_at_its_minimum);
	tcase_add_test(all, tiers_come_in_any_order_but_once);
	tcase_add_test(all, factors_are_read);
	tcase_add_test(all, factors_are_printed);
	tcase_add_test(all, shipping_is_read);
	tcase_add_test(all, tiers_are_read);
	suite_add_tcase(suite, all);
	return suite;
}
