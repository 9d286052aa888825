#include "run_filter.h"

#include "run/map.h"

enum { CUSTOMER, DATE, AMOUNT };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .optional = true, .role = ROLE_CUSTOMER },
	[DATE] = { "date", COLUMN_DAY, .optional = true, .role = ROLE_EVENT_DATE },
	[AMOUNT] = { "amount", COLUMN_MONEY },
};
static const struct command command = { .name = "crm-try",
	.purpose = "trades",
	.usage = "",
	.takes = TAKES_ROWS,
	COMMAND_COLUMNS(columns) };

static bool
each(const struct row *row, struct out *out, void *work)
{
	(void)work;
	out_day(out, row_has(row, DATE) ? row_day(row, DATE) : DAY_NONE);
	out_money(out, row_money(row, AMOUNT));
	out_end(out);
	return true;
}

static int
trades(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct output *output = output_alone();

	output_add(output, "date");
	output_add(output, "amount");
	map_run(stream, output, &(struct map){ .each = each });
	return command_end();
}

#define SHOP \
	"shop,customer,who\nshop,date,paid\nshop,created,made\nshop,amount,total\n" \
	"shop,order,no\nshop,shipping,post\nshop,refund,back\n"

/* A profile, an export and what is made of it. */
static const struct {
	const char *words, *profile, *input, *out, *says;
} tried[] = {
	/* The day of payment may be missing. */
	{ "", SHOP, "no,who,paid,made,total\n1,a,2026-01-02,2026-01-01,5\n2,a,,2026-01-03,6\n",
		"2026-01-02,5.00\n2026-01-03,6.00\n",
		"1 row: no paid date, the created one counts" },
	/* What the profile knows of its amount is taken off that one only. */
	{ "", SHOP, "no,who,paid,total,sub,post,back\n1,a,2026-01-02,10,7,3,1\n",
		"2026-01-02,6.00\n", "amounts: 10.00 - refunds 1.00 - freight 3.00 = 6.00" },
	{ "--amount=sub", SHOP, "no,who,paid,total,sub,post,back\n1,a,2026-01-02,10,7,3,1\n",
		"2026-01-02,6.00\n", "amounts: 7.00 - refunds 1.00 = 6.00" },
	{ "--amount=sub --shipping=post", SHOP,
		"no,who,paid,total,sub,post,back\n1,a,2026-01-02,10,7,3,1\n", "2026-01-02,3.00\n",
		"amounts: 7.00 - refunds 1.00 - freight 3.00 = 3.00" },
	/* By order: once, with what is taken off. */
	{ "", SHOP "shop,amount-level,order\n",
		"no,who,paid,total,back\n1,a,2026-01-02,10,1\n1,a,2026-01-02,10,1\n",
		"2026-01-02,9.00\n2026-01-02,0.00\n",
		"amounts: 20.00 - repeated 10.00 - refunds 1.00 = 9.00" },
	{ "--amount-level=line", SHOP "shop,amount-level,order\n",
		"no,who,paid,total,back\n1,a,2026-01-02,10,1\n1,a,2026-01-02,10,1\n",
		"2026-01-02,10.00\n2026-01-02,10.00\n", "amounts: 20.00 = 20.00" },
	{ "", SHOP "shop,amount-level,order\nshop,line-amount,price * 2\n",
		"no,who,paid,total,price\n1,a,2026-01-02,10,3\n1,a,2026-01-02,10,2\n",
		"2026-01-02,10.00\n2026-01-02,0.00\n", "amounts: 20.00 - repeated 10.00 = 10.00" },
	{ "--amount-level=line", SHOP "shop,amount-level,order\nshop,line-amount,price * 2\n",
		"no,who,paid,total,price\n1,a,2026-01-02,10,3\n1,a,2026-01-02,10,2\n",
		"2026-01-02,6.00\n2026-01-02,4.00\n", "amounts: 10.00 = 10.00" },
	/* An amount of what carries down is the order's, another the line's. */
	{ "--amount=total_-_post", SHOP "shop,amount-level,order\nshop,carry,total\n",
		"no,who,paid,total,post\n1,a,2026-01-02,10,3\n1,a,2026-01-02,,3\n",
		"2026-01-02,7.00\n2026-01-02,0.00\n", "amounts: 14.00 - repeated 7.00 = 7.00" },
	{ "--amount=price", SHOP "shop,amount-level,order\nshop,carry,total\n",
		"no,who,paid,total,price\n1,a,2026-01-02,10,3\n1,a,2026-01-02,,2\n",
		"2026-01-02,3.00\n2026-01-02,2.00\n", "--amount is of the line" },
	/* Where nothing carries nobody knows. */
	{ "--amount=tax", SHOP "shop,amount-level,order\n",
		"no,who,paid,total,tax\n1,a,2026-01-02,10,3\n1,a,2026-01-02,10,2\n",
		"2026-01-02,3.00\n2026-01-02,2.00\n", "amounts: 5.00 = 5.00" },
	{ "", SHOP "shop,refund-prefix,C\n",
		"no,who,paid,total\n1,a,2026-01-02,10\nC2,a,2026-01-02,3\n\"=\"\"C3\"\"\",a,2026-"
		"01-02,1\nC4,a,"
		"2026-01-02,-2\n",
		"2026-01-02,10.00\n2026-01-02,-3.00\n2026-01-02,-1.00\n2026-01-02,-2.00\n",
		"amounts: 10.00 - returned 6.00 = 4.00" },
	/* A profile's expression; ignored rows have their money all the same. */
	{ "", "shop,customer,who\nshop,amount-expression,price * n\n", "who,price,n\na,2,3\n,4,5\n",
		",6.00\n", "ignored 1 row: no customer, amount 20.00" },
};

START_TEST(an_export_by_its_profile)
{
	char           profile[512], out[256], words[128];
	struct outcome came;

	snprintf(profile, sizeof profile, "profile,setting,value\n%s", tried[_i].profile);
	snprintf(out, sizeof out, "date,amount\n%s", tried[_i].out);
	snprintf(words, sizeof words, "-v --as-of=2026-06-30 --profile=p.csv %s", tried[_i].words);
	file_write("p.csv", profile);
	came = filter_run(trades, words, tried[_i].input);
	ck_assert_msg(strstr(came.err, tried[_i].says) != NULL, "%s", came.err);
	ck_assert_str_eq(came.out, out);
	ck_assert_int_eq(came.code, 0);
}
END_TEST

SUITE(run_trade)
{
	Suite *suite = suite_create("run/trade");
	TCase *tcase = tcase_create("exports");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_loop_test(tcase, an_export_by_its_profile, 0, sizeof tried / sizeof *tried);
	suite_add_tcase(suite, tcase);
	return suite;
}
