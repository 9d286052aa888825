#include "run_filter.h"

#include "run/map.h"

enum { ORDER, AMOUNT };
static const struct column_spec columns[] = {
	[ORDER] = { "order", .optional = true, .empty_ok = true },
	[AMOUNT] = { "amount", COLUMN_MONEY, .empty_ok = true },
};
static const struct command command = { .name = "crm-try",
	.purpose = "watches",
	.usage = "",
	.takes = TAKES_ROWS,
	COMMAND_COLUMNS(columns) };

static bool
each(const struct row *row, struct out *out, void *work)
{
	(void)row;
	(void)out;
	(void)work;
	return true;
}

static int
watches(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));
	struct output *output = output_alone();

	output_add(output, "x");
	map_run(stream, output, &(struct map){ .each = each });
	return command_end();
}

/* Rows of orders, and of how many it is said that their amounts repeat; 0: nothing is. */
static const struct {
	const char *words, *rows;
	int         orders;
} tried[] = {
	{ "", "1,5\n1,5\n2,7\n2,7\n", 2 },
	{ "", "1,5\n1,5\n3,9\n2,7\n2,7\n2,7\n", 2 },
	/* One may be chance. */
	{ "", "1,5\n1,5\n2,7\n", 0 },
	/* One that does not repeat decides. */
	{ "", "1,5\n1,5\n2,7\n2,7\n3,1\n3,2\n", 0 },
	{ "", "1,0\n1,0\n2,0\n2,0\n", 0 },
	{ "", ",5\n,5\n,5\n1,5\n1,5\n", 0 },
	{ "", "1,5\n2,5\n3,5\n", 0 },
	/* What a spreadsheet puts around a number is no part of it. */
	{ "", "001,5\n\"=\"\"001\"\"\",5\n'002,7\n002,7\n", 2 },
	{ "", "001,5\n\"=\"\"001\"\"\",6\n2,7\n2,7\n3,7\n3,7\n", 0 },
	{ "--amount-level=line", "1,5\n1,5\n2,7\n2,7\n", 0 },
	{ "--amount-level=order", "1,5\n1,5\n2,7\n2,7\n", 0 },
	{ "--amount=amount_*_2", "1,5\n1,5\n2,7\n2,7\n", 2 },
};

START_TEST(amounts_that_stand_on_each_row)
{
	char           input[256], says[64];
	struct outcome came;

	snprintf(input, sizeof input, "order_id,amount\n%s", tried[_i].rows);
	snprintf(says, sizeof says, "first %d orders of several rows", tried[_i].orders);
	came = filter_run(watches, tried[_i].words, input);
	ck_assert_int_eq(came.code, 0);
	if (tried[_i].orders)
		ck_assert_msg(strstr(came.err, says) != NULL, "%s", came.err);
	else
		ck_assert_msg(!strstr(came.err, "several rows"), "%s", came.err);
}
END_TEST

SUITE(run_repeats)
{
	Suite *suite = suite_create("run/repeats");
	TCase *tcase = tcase_create("orders");

	tcase_add_loop_test(tcase, amounts_that_stand_on_each_row, 0, sizeof tried / sizeof *tried);
	suite_add_tcase(suite, tcase);
	return suite;
}
