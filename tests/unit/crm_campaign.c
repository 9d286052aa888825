#include "crm/campaign.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "value/number.h"

#define ALL_KNOWN (BASIS_PIECES | BASIS_RESPONDERS | BASIS_BUYERS | BASIS_ORDERS | BASIS_COST)

/* A figure as it is printed; "" where it is unknown or undefined. */
static const char *
printed(const struct campaign *campaign, enum campaign_figure figure, unsigned known)
{
	static char text[NUMBER_TEXT];
	struct figure_value value = campaign_figure(campaign, figure, known);
	size_t length = 0;
	money amount;

	switch (value.kind) {
	case VALUE_UNKNOWN: break;
	case VALUE_COUNT: length = integer_print(value.count, text); break;
	case VALUE_MONEY:
		ck_assert(money_from_sum(value.sum, &amount));
		length = money_print(amount, text);
		break;
	case VALUE_RATE:
		length = ratio_print(value.rate.numerator, value.rate.denominator, text);
		break;
	}
	text[length] = '\0';
	return text;
}

/* All figures in their order, joined by commas. */
static const char *
all_printed(const struct campaign *campaign, unsigned known)
{
	static char text[1024];
	size_t at = 0;

	for (enum campaign_figure i = FIGURE_SENT; i < CAMPAIGN_FIGURES; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i ? "," : "",
			printed(campaign, i, known));
	return text;
}

static struct campaign
example(void)
{
	return (struct campaign){
		.revenue = 30000 * MONEY_UNIT,
		.cost = 4500 * MONEY_UNIT,
		.pieces = 20000,
		.unnumbered = 10,
		.distinct = { [CAMPAIGN_BUYERS] = 240,
			[CAMPAIGN_RESPONDERS] = 600,
			[CAMPAIGN_ORDERS] = 290 },
	};
}

/* 600/20000, 240/600, 4500/30000, 30000/4500, 25500/4500, 4500/300. */
START_TEST(figures_by_hand)
{
	struct campaign campaign = example();

	ck_assert_str_eq(all_printed(&campaign, ALL_KNOWN),
		"20000,600,0.030000,240,300,0.400000,30000.00,4500.00,"
		"0.150000,6.666667,5.666667,15.00");
}
END_TEST

START_TEST(unknown_is_not_zero)
{
	struct campaign campaign = example();

	ck_assert_str_eq(all_printed(&campaign, 0), ",,,,,,30000.00,,,,,");
	ck_assert_str_eq(
		all_printed(&campaign, BASIS_ORDERS | BASIS_BUYERS), ",,,240,300,,30000.00,,,,,");
	ck_assert_str_eq(all_printed(&campaign, ALL_KNOWN & ~BASIS_RESPONDERS),
		"20000,,,240,300,,30000.00,4500.00,0.150000,6.666667,5.666667,15.00");
	ck_assert_str_eq(all_printed(&campaign, ALL_KNOWN & ~BASIS_PIECES),
		",600,,240,300,0.400000,30000.00,4500.00,0.150000,6.666667,5.666667,15.00");
	ck_assert_str_eq(all_printed(&campaign, ALL_KNOWN & ~BASIS_COST),
		"20000,600,0.030000,240,300,0.400000,30000.00,,,,,");
}
END_TEST

START_TEST(nothing_happened)
{
	struct campaign campaign = { .pieces = 0 };

	ck_assert_str_eq(all_printed(&campaign, ALL_KNOWN), "0,0,,0,0,,0.00,0.00,,,,");
}
END_TEST

/* More was sent back than bought: there is no revenue to set the cost against. */
START_TEST(revenue_below_nothing)
{
	struct campaign campaign = { .revenue = -50 * MONEY_UNIT, .cost = 100 * MONEY_UNIT };

	ck_assert_str_eq(printed(&campaign, FIGURE_ER, ALL_KNOWN), "");
	ck_assert_str_eq(printed(&campaign, FIGURE_ROAS, ALL_KNOWN), "-0.500000");
	ck_assert_str_eq(printed(&campaign, FIGURE_ROI, ALL_KNOWN), "-1.500000");
}
END_TEST

/* 1.00 over 8 is 12.5 cents, 3.00 over 8 is 37.5: to the even cent. */
START_TEST(cost_per_order_to_the_cent)
{
	struct campaign campaign = { .cost = MONEY_UNIT, .unnumbered = 8 };

	ck_assert_str_eq(printed(&campaign, FIGURE_COST_PER_ORDER, ALL_KNOWN), "0.12");
	campaign.cost = 3 * MONEY_UNIT;
	ck_assert_str_eq(printed(&campaign, FIGURE_COST_PER_ORDER, ALL_KNOWN), "0.38");
	campaign.cost = -MONEY_UNIT;
	ck_assert_str_eq(printed(&campaign, FIGURE_COST_PER_ORDER, ALL_KNOWN), "-0.12");
}
END_TEST

START_TEST(names_of_figures)
{
	enum campaign_figure figure;

	for (enum campaign_figure i = FIGURE_SENT; i < CAMPAIGN_FIGURES; i++) {
		ck_assert(figure_find(slice_from(figure_name(i)), &figure));
		ck_assert_int_eq(figure, i);
	}
	ck_assert(!figure_find(slice_from("Sent"), &figure));
	ck_assert(!figure_find(slice_from(""), &figure));
	ck_assert_uint_eq(figure_basis(FIGURE_REVENUE), 0);
}
END_TEST

/* Sets are not added: who is in both parts counts once. */
START_TEST(parts_of_a_campaign)
{
	struct campaign whole = { .pieces = 0 }, part = example();

	campaign_merge(&whole, &part);
	campaign_merge(&whole, &part);
	ck_assert_str_eq(all_printed(&whole, ALL_KNOWN),
		"40000,0,0.000000,0,20,,60000.00,9000.00,0.150000,6.666667,5.666667,450.00");
	ck_assert(campaign_is_order(0));
	ck_assert(campaign_is_order(1));
	ck_assert(!campaign_is_order(-1));
}
END_TEST

START_TEST(contacts)
{
	static const struct {
		const char *event;
		enum contact contact;
	} vector[] = {
		{ "", CONTACT_PIECE },
		{ "  ", CONTACT_PIECE },
		{ "sent", CONTACT_PIECE },
		{ "Sent ", CONTACT_PIECE },
		{ "已发送", CONTACT_PIECE },
		{ "ＳＥＮＴ", CONTACT_PIECE },
		{ "withheld", CONTACT_WITHHELD },
		{ "留出", CONTACT_WITHHELD },
		{ "responded", CONTACT_RESPONSE },
		{ "RESPONDED", CONTACT_RESPONSE },
		{ "registered", CONTACT_RESPONSE },
		{ "attended", CONTACT_RESPONSE },
		{ "报名", CONTACT_RESPONSE },
		{ "ordered", CONTACT_RESPONSE },
		{ "delivered", CONTACT_OTHER },
		{ "opened", CONTACT_OTHER },
		{ "sentt", CONTACT_OTHER },
		{ "a name that is much longer than that of any event there is in the world",
			CONTACT_OTHER },
	};

	for (size_t i = 0; i < sizeof vector / sizeof *vector; i++)
		ck_assert_msg(contact_read(slice_from(vector[i].event)) == vector[i].contact, "%s",
			vector[i].event);
}
END_TEST

SUITE(crm_campaign)
{
	Suite *suite = suite_create("crm/campaign");
	TCase *figures = tcase_create("figures");
	TCase *counted = tcase_create("what is counted");

	tcase_add_test(figures, figures_by_hand);
	tcase_add_test(figures, unknown_is_not_zero);
	tcase_add_test(figures, nothing_happened);
	tcase_add_test(figures, revenue_below_nothing);
	tcase_add_test(figures, cost_per_order_to_the_cent);
	tcase_add_test(figures, names_of_figures);
	tcase_add_test(counted, parts_of_a_campaign);
	tcase_add_test(counted, contacts);
	suite_add_tcase(suite, figures);
	suite_add_tcase(suite, counted);
	return suite;
}
