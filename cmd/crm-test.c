/*
 * crm-test - test cells of campaigns
 *
 * plan says how many pieces a test needs, assign puts customers into its cells, check
 * looks whether they came out as planned. Each has a file of its own; this one chooses, and
 * reads what their command lines have in common.
 */
#include "crm-test.h"

#include <stdlib.h>

#include "value/memory.h"
#include "value/text.h"

void
refuse_not_utf8(const char *option, const char *text)
{
	struct slice slice = slice_from(text);

	if (text_utf8_valid_prefix(slice) != slice.length)
		fail(EXIT_USAGE, "%s is not UTF-8", option);
}

struct test_cells *
cells_given(const char *text)
{
	struct test_cells *cells;
	char quoted[TEXT_QUOTED];
	const char *why;
	struct slice at;

	refuse_not_utf8("--cells", text);
	cells = cells_new(slice_from(text), &why, &at);
	if (cells)
		return cells;
	if (!at.data)
		fail(EXIT_USAGE, "--cells: %s", why);
	text_quote(at, quoted);
	fail(EXIT_USAGE, "--cells: %s %s", quoted, why);
}

int *
columns_given(const char *option, const char *names, const struct stream *stream, size_t *count)
{
	struct list list;
	char quoted[TEXT_QUOTED];
	int *field;

	*count = 0;
	if (!names)
		return NULL;
	list = argument_list(option, names, ',');
	field = memory_zeroed(list.count, sizeof *field);
	for (size_t i = 0; i < list.count; i++) {
		field[i] = header_find(stream_header(stream), list.part[i]);
		text_quote(list.part[i], quoted);
		if (field[i] < 0)
			fail(EXIT_USAGE, "%s: %s %s", option,
				field[i] == -1 ? "no column" : "several columns are called",
				quoted);
		for (size_t k = 0; k < i; k++)
			if (field[k] == field[i])
				fail(EXIT_USAGE, "%s: %s is there twice", option, quoted);
	}
	*count = list.count;
	free(list.part);
	return field;
}

int
main(int argc, char **argv)
{
	static const struct command *const choice[] = { &assign, &plan, &check };
	enum { CHOICES = sizeof choice / sizeof *choice };
	static void (*const run[CHOICES])(struct operands) = { assign_run, plan_run, check_run };
	const struct command *command = command_choose(
		"crm-test", "test cells of campaigns", choice, CHOICES, &argc, &argv);
	struct operands files = command_start(command, argc, argv);

	for (size_t i = 0; i < CHOICES; i++)
		if (choice[i] == command)
			run[i](files);
	return command_end();
}
