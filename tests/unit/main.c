/*
 * The runner of all unit tests.
 *
 * Takes names of suites to run only those. Fails when a test fails and when none
 * ran: a runner that lost its tests must not look like success. The last line is
 * `N passed, N failed`.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#define RUN(name) Suite *name##_suite(void);
#include "suites.h"
#undef RUN

static bool
is_wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return true;
	return argc < 2;
}

int
main(int argc, char **argv)
{
	SRunner *runner = srunner_create(NULL);
	int ran, failed;

	/* Check's 4 seconds are too few on a machine that has other work. */
	setenv("CK_DEFAULT_TIMEOUT", "60", 0);
	/* Its name for the folder of temporary files. */
	if (getenv("TMPDIR"))
		setenv("TEMP", getenv("TMPDIR"), 0);
#define RUN(name) \
	if (is_wanted(#name, argc, argv)) \
		srunner_add_suite(runner, name##_suite());
#include "suites.h"
#undef RUN
	srunner_run_all(runner, CK_ENV);
	ran = srunner_ntests_run(runner);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	printf("%d passed, %d failed\n", ran - failed, failed);
	if (fflush(stdout) == EOF)
		return EXIT_FAILURE;
	return ran > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
