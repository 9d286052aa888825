#include "run_filter.h"

#include "run/map.h"

static const struct command command = {
	.name = "crm-try", .purpose = "carries", .usage = "", .takes = TAKES_ROWS
};

static bool
each(const struct row *row, struct out *out, void *work)
{
	(void)work;
	out_pass(out, row);
	out_end(out);
	return true;
}

static int
carries(int argc, char **argv)
{
	struct stream *stream = stream_open(command_start(&command, argc, argv));

	map_run(stream, output_passing(stream), &(struct map){ .each = each });
	return command_end();
}

static void
profile_write(void)
{
	file_write("till.csv",
		"profile,setting,value\ntill,order,no\ntill,carry,who\ntill,carry,when\n");
}

START_TEST(empty_fields_are_filled_in)
{
	profile_write();
	outcome_is(filter_run(carries, "-q --profile=till.csv",
			   "no,who,when,what\n"
			   "1,anna,mon,tea\n1,,,cup\n1,,tue,lid\n1,,,pot\n"
			   "2,,wed,tea\n2,,,cup\n"
			   ",,,lost\n"
			   "2,,,pot\n1,,,late\n"),
		0,
		"no,who,when,what\n"
		"1,anna,mon,tea\n1,anna,mon,cup\n1,anna,tue,lid\n1,anna,mon,pot\n"
		"2,,wed,tea\n2,,wed,cup\n"
		",,,lost\n"
		"2,,wed,pot\n1,,,late\n",
		"");
}
END_TEST

/* In the next file it may say nothing else, or it is an order of its own. */
START_TEST(an_order_goes_on_in_the_next_file)
{
	profile_write();
	file_write("a.csv", "no,who,when\n1,anna,mon\n");
	file_write("b.csv", "no,who,when\n1,,mon\n1,,\n");
	file_write("c.csv", "no,who,when\n1,,tue\n1,,\n");
	outcome_is(filter_run(carries, "-q --profile=till.csv a.csv b.csv c.csv", ""), 0,
		"no,who,when\n1,anna,mon\n1,anna,mon\n1,anna,mon\n1,,tue\n1,,tue\n", "");
}
END_TEST

SUITE(run_carry)
{
	Suite *suite = suite_create("run/carry");
	TCase *tcase = tcase_create("lines of an order");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, empty_fields_are_filled_in);
	tcase_add_test(tcase, an_order_goes_on_in_the_next_file);
	suite_add_tcase(suite, tcase);
	return suite;
}
