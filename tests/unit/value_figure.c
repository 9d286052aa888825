#include "unit.h"

#include "value/figure.h"

/* A figure and its parts; whole of NULL: it is none. */
static const struct {
	const char   *text;
	bool          negative;
	enum currency currency;
	const char   *whole, *decimals;
} figures[] = {
	{ "12", false, CURRENCY_NONE, "12", "" },
	{ "12.50", false, CURRENCY_NONE, "12", "50" },
	{ ".5", false, CURRENCY_NONE, "", "5" },
	{ "-3", true, CURRENCY_NONE, "3", "" },
	{ "+3", false, CURRENCY_NONE, "3", "" },
	{ " 7 ", false, CURRENCY_NONE, "7", "" },
	{ "1,234.5", false, CURRENCY_NONE, "1,234", "5" },
	{ "1,234,567", false, CURRENCY_NONE, "1,234,567", "" },
	{ "１２．５", false, CURRENCY_NONE, "12", "5" },
	{ "－１，２３４", true, CURRENCY_NONE, "1,234", "" },
	{ "=\"12.5\"", false, CURRENCY_NONE, "12", "5" },
	{ "'12", false, CURRENCY_NONE, "12", "" },
	{ "(12.00)", true, CURRENCY_NONE, "12", "00" },
	{ "¥5", false, CURRENCY_YUAN, "5", "" },
	{ "￥5", false, CURRENCY_YUAN, "5", "" },
	{ "5 元", false, CURRENCY_YUAN, "5", "" },
	{ "-¥5", true, CURRENCY_YUAN, "5", "" },
	{ "¥-5", true, CURRENCY_YUAN, "5", "" },
	{ "(¥5)", true, CURRENCY_YUAN, "5", "" },
	{ "¥(5)", true, CURRENCY_YUAN, "5", "" },
	{ "$5", false, CURRENCY_DOLLAR, "5", "" },
	{ "5.00 €", false, CURRENCY_EURO, "5", "00" },
	{ "", false, CURRENCY_NONE, NULL, "" },
	{ "-", false, CURRENCY_NONE, NULL, "" },
	{ ".", false, CURRENCY_NONE, NULL, "" },
	{ "5.", false, CURRENCY_NONE, NULL, "" },
	{ "1 234", false, CURRENCY_NONE, NULL, "" },
	{ "12,34", false, CURRENCY_NONE, NULL, "" },
	{ ",123", false, CURRENCY_NONE, NULL, "" },
	{ "1234,567", false, CURRENCY_NONE, NULL, "" },
	{ "1e5", false, CURRENCY_NONE, NULL, "" },
	{ "(-5)", false, CURRENCY_NONE, NULL, "" },
	{ "¥5元", false, CURRENCY_NONE, NULL, "" },
	{ "£5", false, CURRENCY_NONE, NULL, "" },
	{ "--5", false, CURRENCY_NONE, NULL, "" },
	{ "0x10", false, CURRENCY_NONE, NULL, "" },
};

START_TEST(figures_are_read)
{
	char          space[FIGURE_TEXT];
	struct figure figure;
	bool          read = figure_read(slice_from(figures[_i].text), space, &figure);

	ck_assert_msg(read == (figures[_i].whole != NULL), "%s", figures[_i].text);
	if (!read)
		return;
	ck_assert_msg(figure.negative == figures[_i].negative, "%s", figures[_i].text);
	ck_assert_msg(figure.currency == figures[_i].currency, "%s", figures[_i].text);
	ck_assert_msg(slice_is(figure.whole, figures[_i].whole), "%s", figures[_i].text);
	ck_assert_msg(slice_is(figure.decimals, figures[_i].decimals), "%s", figures[_i].text);
}
END_TEST

/* Room is for a wide figure of a certain length; a longer one is none, and no harm done. */
START_TEST(a_long_wide_figure_is_none)
{
	char          text[3 * FIGURE_TEXT + 3], space[FIGURE_TEXT];
	struct figure figure;

	for (size_t i = 0; i < sizeof text; i += 3)
		text[i] = '\xEF', text[i + 1] = '\xBC', text[i + 2] = '\x91';
	ck_assert(figure_read(slice_of(text, 30), space, &figure));
	ck_assert(slice_is(figure.whole, "1111111111"));
	ck_assert(!figure_read(slice_of(text, sizeof text), space, &figure));
}
END_TEST

SUITE(value_figure)
{
	Suite *suite = suite_create("value/figure");
	TCase *tcase = tcase_create("figures");

	tcase_add_loop_test(tcase, figures_are_read, 0, sizeof figures / sizeof *figures);
	tcase_add_test(tcase, a_long_wide_figure_is_none);
	suite_add_tcase(suite, tcase);
	return suite;
}
