#include "run_filter.h"

#include "run/alike.h"

static const struct command command = {
	.name = "crm-try", .purpose = "compares", .usage = "", .takes = TAKES_ROWS
};

/* Each operand is a key; a + stands for a blank. */
static int
compares(int argc, char **argv)
{
	struct operands keys = command_start(&command, argc, argv);
	struct alike   *alike = alike_new();

	for (size_t i = 0; i < keys.count; i++) {
		char *key = (char *)keys.path[i];

		for (; *key; key++)
			*key = *key == '+' ? ' ' : *key;
		alike_glance(alike, slice_from(keys.path[i]));
	}
	for (size_t i = 0; alike_may_pair(alike) && i < keys.count; i++)
		alike_add(alike, slice_from(keys.path[i]));
	alike_end(alike);
	return command_end();
}

static const struct {
	const char *words, *err;
} keys[] = {
	{ "anna ben carl", "" },
	{ "ANNA BEN 7", "" },
	{ "Anna ben", "" },
	{ "anna Anna",
		"crm-try: 1 key differs only by case or blanks from another, as \"anna\" and "
		"\"Anna\": --fold-keys joins them\n" },
	{ "anna Ａnna anna+ ben",
		"crm-try: 2 keys differ only by case or blanks from another, as "
		"\"anna\" and \"Ａnna\": --fold-keys joins them\n" },
	{ "--fold-keys anna Anna", "" },
	{ "138****1234 张**",
		"crm-try: 2 keys with a * in, as \"138****1234\": masked, no identity\n" },
	{ "*", "crm-try: 1 key with a * in, as \"*\": masked, no identity\n" },
};

START_TEST(keys_that_are_no_identities)
{
	outcome_is(filter_run(compares, keys[_i].words, ""), 0, "", keys[_i].err);
}
END_TEST

SUITE(run_alike)
{
	Suite *suite = suite_create("run/alike");
	TCase *tcase = tcase_create("keys");

	tcase_add_loop_test(tcase, keys_that_are_no_identities, 0, sizeof keys / sizeof *keys);
	suite_add_tcase(suite, tcase);
	return suite;
}
