#include "crm/campaign.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "value/number.h"

#define ALL_KNOWN (BASIS_PIECES | BASIS_DELIVERED | BASIS_COST | (COUNTED(CAMPAIGN_COUNTS) - 1))

static struct campaign_terms
on_revenue(unsigned known)
{
	return (struct campaign_terms){ .known = known, .margin = 1, .margin_one = 1 };
}

/* A figure as it is printed; "" where it is unknown or undefined. */
static const char *
printed(const struct campaign *campaign, enum campaign_figure figure,
	const struct campaign_terms *terms)
{
	static char text[NUMBER_TEXT];
	struct figure_value value = campaign_figure(campaign, figure, terms);
	size_t length = 0;
	money amount;

	switch (value.kind) {
	case VALUE_UNKNOWN:
	case VALUE_NUMBER: break;
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
all_printed(const struct campaign *campaign, const struct campaign_terms *terms)
{
	static char text[1024];
	size_t at = 0;

	for (enum campaign_figure i = FIGURE_SENT; i < CAMPAIGN_FIGURES; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i ? "," : "",
			printed(campaign, i, terms));
	return text;
}

static struct campaign
example(void)
{
	return (struct campaign){
		.revenue = 30000 * MONEY_UNIT,
		.margin = 12000 * MONEY_UNIT,
		.cost = 4500 * MONEY_UNIT,
		.pieces = 20000,
		.delivered = 19000,
		.responses = 700,
		.valid_responses = 556,
		.count = { [COUNT_BUYERS] = 240,
			[COUNT_RESPONDERS] = 600,
			[COUNT_NEW_BUYERS] = 100,
			[COUNT_INVITED] = 500,
			[COUNT_REGISTERED] = 120,
			[COUNT_ATTENDED] = 90,
			[COUNT_ORDERS] = 290,
			[COUNT_CODED] = 250,
			[COUNT_MATCHED] = 20,
			[COUNT_VALID] = 240 },
		.loose = { [COUNT_ORDERS] = 10, [COUNT_CODED] = 5, [COUNT_VALID] = 4 },
	};
}

#define BEFORE_ROI \
	"20000,19000,600,0.030000,0.800000,500,120,90,0.750000,0.180000," /* to of invited */ \
	"240,100,300,255,20,0.400000,0.012000,30000.00,100.00,125.00,1.50," /* to per piece */ \
	"4500.00,0.150000,6.666667,"

/*
 * 600/20000; (556 + 244)/(700 + 300); 90/120; 90/500; 240/600; 240/20000; 30000 over 300, 240
 * and 20000; 4500/30000; 30000/4500; 25500/4500; 4500 x 240 / (20000 x 30000); 4500 over 300,
 * 600 and 100.
 */
START_TEST(figures_by_hand)
{
	struct campaign campaign = example();
	struct campaign_terms terms = on_revenue(ALL_KNOWN);

	ck_assert_str_eq(all_printed(&campaign, &terms),
		BEFORE_ROI "5.666667,25500.00,0.001800,15.00,7.50,45.00");
}
END_TEST

/* 35% of 30000 is 10500; a margin of its own 12000: 7500/4500, 1080000/(20000 x 12000). */
START_TEST(figures_on_a_margin)
{
	struct campaign campaign = example();
	struct campaign_terms terms = on_revenue(ALL_KNOWN);

	terms.margin = 35;
	terms.margin_one = 100;
	ck_assert_str_eq(all_printed(&campaign, &terms),
		BEFORE_ROI "1.333333,6000.00,0.005143,15.00,7.50,45.00");
	terms.margins = true;
	ck_assert_str_eq(all_printed(&campaign, &terms),
		BEFORE_ROI "1.666667,7500.00,0.004500,15.00,7.50,45.00");
	campaign.margin = 0;
	ck_assert_str_eq(printed(&campaign, FIGURE_BREAKEVEN_RATE, &terms), "");
	ck_assert_str_eq(printed(&campaign, FIGURE_ROI, &terms), "-1.000000");
}
END_TEST

/* 600/19000, 240/19000, 30000/19000, 1080000/(19000 x 30000). */
START_TEST(of_pieces_delivered)
{
	struct campaign campaign = example();
	struct campaign_terms terms = on_revenue(ALL_KNOWN);

	terms.per_delivered = true;
	ck_assert_str_eq(printed(&campaign, FIGURE_SENT, &terms), "20000");
	ck_assert_str_eq(printed(&campaign, FIGURE_RESPONSE_RATE, &terms), "0.031579");
	ck_assert_str_eq(printed(&campaign, FIGURE_ORDER_RATE, &terms), "0.012632");
	ck_assert_str_eq(printed(&campaign, FIGURE_REVENUE_PER_PIECE, &terms), "1.58");
	ck_assert_str_eq(printed(&campaign, FIGURE_BREAKEVEN_RATE, &terms), "0.001895");
	terms.known &= ~(unsigned)BASIS_DELIVERED;
	ck_assert_str_eq(printed(&campaign, FIGURE_SENT, &terms), "20000");
	ck_assert_str_eq(printed(&campaign, FIGURE_RESPONSE_RATE, &terms), "");
}
END_TEST

START_TEST(unknown_is_not_zero)
{
	struct campaign campaign = example();
	struct campaign_terms terms = on_revenue(0);

	ck_assert_str_eq(all_printed(&campaign, &terms), ",,,,,,,,,,,,,,,,,30000.00,,,,,,,,,,,,");
	terms.known = BASIS_ORDERS | BASIS_BUYERS;
	ck_assert_str_eq(all_printed(&campaign, &terms),
		",,,,,,,,,,240,,300,,,,,30000.00,100.00,125.00,,,,,,,,,,");
	terms.known = ALL_KNOWN & ~(unsigned)BASIS_COST;
	ck_assert_str_eq(printed(&campaign, FIGURE_PROFIT, &terms), "");
	ck_assert_str_eq(printed(&campaign, FIGURE_CAC, &terms), "");
	terms.known = ALL_KNOWN & ~(unsigned)BASIS_RESPONDERS;
	ck_assert_str_eq(printed(&campaign, FIGURE_CONVERSION_RATE, &terms), "");
	ck_assert_str_eq(printed(&campaign, FIGURE_ORDER_RATE, &terms), "0.012000");
}
END_TEST

START_TEST(nothing_happened)
{
	struct campaign campaign = { .pieces = 0 };
	struct campaign_terms terms = on_revenue(ALL_KNOWN);

	ck_assert_str_eq(all_printed(&campaign, &terms),
		"0,0,0,,,0,0,0,,,0,0,0,0,0,,,0.00,,,,0.00,,,,0.00,,,,");
}
END_TEST

/* More was sent back than bought: there is no revenue to set the cost against. */
START_TEST(revenue_below_nothing)
{
	struct campaign campaign = { .revenue = -50 * MONEY_UNIT, .cost = 100 * MONEY_UNIT };
	struct campaign_terms terms = on_revenue(ALL_KNOWN);

	ck_assert_str_eq(printed(&campaign, FIGURE_ER, &terms), "");
	ck_assert_str_eq(printed(&campaign, FIGURE_ROAS, &terms), "-0.500000");
	ck_assert_str_eq(printed(&campaign, FIGURE_ROI, &terms), "-1.500000");
	ck_assert_str_eq(printed(&campaign, FIGURE_PROFIT, &terms), "-150.00");
}
END_TEST

/* 1.00 over 8 is 12.5 cents, 3.00 over 8 is 37.5: to the even cent. */
START_TEST(money_to_the_cent)
{
	struct campaign campaign = { .cost = MONEY_UNIT, .loose = { [COUNT_ORDERS] = 8 } };
	struct campaign_terms terms = on_revenue(ALL_KNOWN);

	ck_assert_str_eq(printed(&campaign, FIGURE_COST_PER_ORDER, &terms), "0.12");
	campaign.cost = 3 * MONEY_UNIT;
	ck_assert_str_eq(printed(&campaign, FIGURE_COST_PER_ORDER, &terms), "0.38");
	campaign.cost = -MONEY_UNIT;
	ck_assert_str_eq(printed(&campaign, FIGURE_COST_PER_ORDER, &terms), "-0.12");
	campaign.revenue = campaign.cost = 0;
	campaign.revenue = 10 * MONEY_UNIT / 100;
	terms.margin = 25;
	terms.margin_one = 1000;
	ck_assert_str_eq(printed(&campaign, FIGURE_PROFIT, &terms), "0.00");
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

/* Counts of ids are not added: who is in both parts counts once. */
START_TEST(parts_of_a_campaign)
{
	struct campaign whole = { .pieces = 0 }, part = example();

	campaign_merge(&whole, &part);
	campaign_merge(&whole, &part);
	ck_assert_int_eq(whole.pieces, 40000);
	ck_assert_int_eq(whole.delivered, 38000);
	ck_assert_int_eq(whole.responses, 1400);
	ck_assert_int_eq(whole.valid_responses, 1112);
	ck_assert(whole.revenue == 60000 * MONEY_UNIT);
	ck_assert(whole.margin == 24000 * MONEY_UNIT);
	ck_assert(whole.cost == 9000 * MONEY_UNIT);
	ck_assert_int_eq(whole.loose[COUNT_ORDERS], 20);
	for (int i = 0; i < CAMPAIGN_COUNTS; i++)
		ck_assert_int_eq(whole.count[i], 0);
	ck_assert(campaign_is_order(0));
	ck_assert(campaign_is_order(1));
	ck_assert(!campaign_is_order(-1));
}
END_TEST

START_TEST(counted_once)
{
	struct campaign campaign = { .pieces = 0 };
	uint32_t anna = 0;

	campaign_count(&campaign, &anna, COUNTED(COUNT_BUYERS) | COUNTED(COUNT_RESPONDERS));
	campaign_count(&campaign, &anna, COUNTED(COUNT_BUYERS) | COUNTED(COUNT_ATTENDED));
	ck_assert_int_eq(campaign.count[COUNT_BUYERS], 1);
	ck_assert_int_eq(campaign.count[COUNT_RESPONDERS], 1);
	ck_assert_int_eq(campaign.count[COUNT_ATTENDED], 1);
	ck_assert_int_eq(campaign.count[COUNT_INVITED], 0);
	campaign_count_loose(&campaign, COUNTED(COUNT_ORDERS) | COUNTED(COUNT_CODED), 1);
	campaign_count_loose(&campaign, COUNTED(COUNT_ORDERS), 1);
	ck_assert_int_eq(campaign.loose[COUNT_ORDERS], 2);
	ck_assert_int_eq(campaign.loose[COUNT_CODED], 1);
}
END_TEST

SUITE(crm_campaign)
{
	Suite *suite = suite_create("crm/campaign");
	TCase *figures = tcase_create("figures");
	TCase *counted = tcase_create("what is counted");

	tcase_add_test(figures, figures_by_hand);
	tcase_add_test(figures, figures_on_a_margin);
	tcase_add_test(figures, of_pieces_delivered);
	tcase_add_test(figures, unknown_is_not_zero);
	tcase_add_test(figures, nothing_happened);
	tcase_add_test(figures, revenue_below_nothing);
	tcase_add_test(figures, money_to_the_cent);
	tcase_add_test(figures, names_of_figures);
	tcase_add_test(counted, parts_of_a_campaign);
	tcase_add_test(counted, counted_once);
	suite_add_tcase(suite, figures);
	suite_add_tcase(suite, counted);
	return suite;
}
