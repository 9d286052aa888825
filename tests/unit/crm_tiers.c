/* Tiers by spend, and the ways a price factor is written. */
#include "crm/tiers.h"
#include "unit.h"

static const char *
name_of(const struct tiers *tiers, const char *spend, int64_t points, int64_t orders)
{
	static char name[32];
	struct tier_figures figures = { .points = points, .orders = orders };
	bool rounded = false;
	money paid;
	int tier;

	ck_assert(money_parse(slice_from(spend), &paid, &rounded));
	figures.spend = paid;
	tier = tiers_reached(tiers, &figures);
	if (tier < 0)
		return "none";
	memcpy(name, tiers->tier[tier].name.data, tiers->tier[tier].name.length);
	name[tiers->tier[tier].name.length] = '\0';
	return name;
}

START_TEST(a_tier_is_reached_at_its_minimum)
{
	struct tiers tiers;
	struct tier_figures figures = { .spend = 10 * MONEY_UNIT };
	enum tier_basis basis;

	tiers_init(&tiers);
	tiers_builtin(&tiers);
	ck_assert_str_eq(name_of(&tiers, "-5", 0, 0), "ordinary");
	ck_assert_str_eq(name_of(&tiers, "0", 0, 0), "ordinary");
	ck_assert_str_eq(name_of(&tiers, "999.9999", 0, 0), "ordinary");
	ck_assert_str_eq(name_of(&tiers, "1000", 0, 0), "silver");
	ck_assert_str_eq(name_of(&tiers, "4999.99", 0, 0), "silver");
	ck_assert_str_eq(name_of(&tiers, "5000", 0, 0), "gold");
	ck_assert_str_eq(name_of(&tiers, "19999.99", 0, 0), "gold");
	ck_assert_str_eq(name_of(&tiers, "20000", 0, 0), "diamond");
	ck_assert_int_eq(tier_wanting(&tiers.tier[1], &figures, &basis), 990 * MONEY_UNIT);
	ck_assert_int_eq(basis, BASIS_SPEND);
	ck_assert_int_eq(tier_wanting(&tiers.tier[0], &figures, &basis), 0);
	tiers_release(&tiers);
}
END_TEST

static struct tier
tier_of(const char *name, int64_t spend, int64_t points, int64_t orders)
{
	return (struct tier){ .name = slice_from(name), .minimum = { spend, points, orders } };
}

START_TEST(tiers_of_one_minimum_come_in_any_order_but_once)
{
	struct tiers tiers;

	tiers_init(&tiers);
	ck_assert_ptr_null(tiers_add(&tiers, tier_of("b", 20, -1, -1)));
	ck_assert_ptr_null(tiers_add(&tiers, tier_of("c", 30, -1, -1)));
	ck_assert_ptr_null(tiers_add(&tiers, tier_of("a", 10, -1, -1)));
	ck_assert_ptr_nonnull(tiers_add(&tiers, tier_of("d", 20, -1, -1)));
	ck_assert_ptr_nonnull(tiers_add(&tiers, tier_of("a", 40, -1, -1)));
	ck_assert_int_eq(tiers.count, 3);
	ck_assert_str_eq(name_of(&tiers, "0.0009", 0, 0), "none");
	ck_assert_str_eq(name_of(&tiers, "0.0010", 0, 0), "a");
	ck_assert_str_eq(name_of(&tiers, "0.0029", 0, 0), "b");
	ck_assert_str_eq(name_of(&tiers, "0.0030", 0, 0), "c");
	tiers_release(&tiers);
}
END_TEST

START_TEST(several_minimums_any_or_all)
{
	struct tiers tiers;

	tiers_init(&tiers);
	ck_assert_ptr_null(tiers_add(&tiers, tier_of("a", 10, -1, 2)));
	ck_assert_ptr_null(tiers_add(&tiers, tier_of("b", 20, -1, 5)));
	ck_assert_ptr_nonnull(tiers_add(&tiers, tier_of("c", 30, -1, 4)));
	ck_assert_str_eq(name_of(&tiers, "0.0010", 99, 0), "a");
	ck_assert_str_eq(name_of(&tiers, "0", 99, 5), "b");
	ck_assert_str_eq(name_of(&tiers, "0", 99, 1), "none");
	tiers.all = true;
	ck_assert_str_eq(name_of(&tiers, "0.0010", 99, 1), "none");
	ck_assert_str_eq(name_of(&tiers, "0.0030", 99, 2), "a");
	ck_assert_str_eq(name_of(&tiers, "0.0020", 99, 5), "b");
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

	return !tier_read(&tier, BASIS_SPEND, field, &column) ? -1 : column < 0 ? -2 : column;
}

START_TEST(tiers_are_read)
{
	ck_assert_int_eq(wrong_field("0", "", ""), -1);
	ck_assert_int_eq(wrong_field("1,000.50", "8.5折", "是"), -1);
	ck_assert_int_eq(wrong_field("-0.01", "", ""), TIER_MINIMUM);
	ck_assert_int_eq(wrong_field("", "", ""), -2);
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
	tcase_add_test(all, tiers_of_one_minimum_come_in_any_order_but_once);
	tcase_add_test(all, several_minimums_any_or_all);
	tcase_add_test(all, factors_are_read);
	tcase_add_test(all, factors_are_printed);
	tcase_add_test(all, shipping_is_read);
	tcase_add_test(all, tiers_are_read);
	suite_add_tcase(suite, all);
	return suite;
}
