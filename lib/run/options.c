#include "run/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/trade.h"
#include "value/memory.h"

/* The command whose line was parsed, and what its column options said, by column. */
static const struct command *parsed;
static const char *column_given[COLUMNS_MOST];

const char *
column_option(const char *logical)
{
	for (size_t i = 0; parsed && i < parsed->columns; i++) {
		if (strcmp(parsed->column[i].name, logical) == 0)
			return column_given[i];
	}
	return trade_column_option(logical);
}

static bool
options_have(const struct option_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->entry[i].spec.name, name) == 0)
			return true;
	}
	return false;
}

static void
option_add(struct option_list *list, const char *heading, struct option_spec spec, int column)
{
	if (options_have(list, spec.name))
		return;
	if (list->count == OPTIONS_MOST)
		fail(EXIT_BUG, "too many options");
	list->entry[list->count++] = (struct option_entry){ spec, heading, column };
}

void
options_add(struct option_list *list, const char *heading, const struct option_spec *spec)
{
	for (; spec->name; spec++) {
		size_t before = list->count;

		option_add(list, heading, *spec, -1);
		if (list->count > before)
			heading = NULL;
	}
}

void
options_add_columns(struct option_list *list, const struct command *command)
{
	const char *heading = "Columns:";

	for (size_t i = 0; i < command->columns; i++) {
		const struct column_spec *column = &command->column[i];
		bool                      amount = column->type == COLUMN_MONEY;
		struct option_spec spec = { 0, column->name,
			amount                ? "COLUMN|EXPR"
				: column->several ? "COLUMNS"
						  : "COLUMN",
			amount                ? "the column that holds it, or an expression"
				: column->several ? "the columns that hold it"
						  : "the column that holds it",
			NULL, NULL, NULL };
		size_t before = list->count;

		option_add(list, heading, spec, (int)i);
		if (list->count > before)
			heading = NULL;
	}
}

void
options_exit(void)
{
	if (fflush(stdout) != 0 || fclose(stdout) != 0)
		fail_errno("<stdout>");
	exit(EXIT_DONE);
}

void
options_out_of_memory(size_t wanted)
{
	fail(EXIT_SYSTEM, "out of memory (%zu bytes more were wanted)", wanted);
}

void
options_usage(const struct command *command, const char *format, ...)
{
	char    text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	say("%s", text);
	fail(EXIT_USAGE, "usage: %s %s", command->name, command->usage);
}

/* Files and rules: of two of them one would be left out in silence. */
static bool
stands_alone(const struct option_spec *spec)
{
	const char *argument = spec->argument;

	return argument &&
		(strstr(argument, "FILE") || strstr(argument, "DIR") || strstr(argument, "EXPR"));
}

static void
option_use(const struct command *command, const struct option_spec *spec, const char *argument)
{
	bool file =
		spec->argument && (strstr(spec->argument, "FILE") || strstr(spec->argument, "DIR"));

	if (file && !*argument)
		options_usage(command, "--%s: the name of the file is empty", spec->name);
	if (spec->text && *spec->text && stands_alone(spec))
		options_usage(command, "--%s is given twice%s", spec->name,
			strcmp(spec->argument, "EXPR") == 0 ? "; join the conditions by and" : "");
	if (spec->flag)
		*spec->flag = true;
	if (spec->text)
		*spec->text = argument;
	if (spec->set)
		spec->set(argument);
}

/* What getopt_long makes of a long option starts here; letters are bytes. */
#define LONG_OPTION 256

/* argv[optind - 1] is an option that is none, or one with an argument it does not take. */
_Noreturn static void
fail_option(const struct option_list *list, const struct command *command, char **argv)
{
	const char *given = argv[optind - 1];
	size_t      length = strcspn(given, "="), meant = 0;
	char        names[512] = "";

	/* The letter of several in one word; a byte of something else is shown with its word. */
	if (optopt > ' ' && optopt < 0x7F)
		options_usage(command, "unknown option: -%c", optopt);
	if (optopt && optopt < LONG_OPTION)
		options_usage(command, "unknown option: %s", argv[optind]);
	if (optopt)
		options_usage(command, "takes no argument: %s", given);
	for (size_t i = 0; i < list->count && length > 2; i++) {
		const char *known = list->entry[i].spec.name;

		if (strncmp(known, given + 2, length - 2) == 0) {
			list_name(names, sizeof names, slice_from(known), "");
			meant++;
		}
	}
	if (meant > 1)
		options_usage(command, "ambiguous option: %s (%s)", given, names);
	options_usage(command, "unknown option: %s", given);
}

static void
option_found(const struct option_list *list, const struct command *command, int got)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct option_entry *entry = &list->entry[i];

		if (got != LONG_OPTION + (int)i && got != entry->spec.letter)
			continue;
		if (entry->column < 0)
			option_use(command, &entry->spec, optarg);
		else if (!*optarg)
			options_usage(
				command, "--%s: the name of the column is empty", entry->spec.name);
		else
			column_given[entry->column] = optarg;
		return;
	}
}

void
options_parse(struct option_list *list, const struct command *command, int argc, char **argv)
{
	struct option longs[OPTIONS_MOST + 1] = { { 0 } };
	char          letters[2 * OPTIONS_MOST + 2] = ":";
	size_t        used = 1;
	int           got;

	parsed = command;
	for (size_t i = 0; i < list->count; i++) {
		const struct option_spec *spec = &list->entry[i].spec;

		longs[i] = (struct option){ spec->name,
			spec->argument ? required_argument : no_argument, NULL,
			LONG_OPTION + (int)i };
		if (spec->letter) {
			letters[used++] = spec->letter;
			if (spec->argument)
				letters[used++] = ':';
		}
	}
	opterr = 0;
	while ((got = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		if (got == ':')
			options_usage(command, "%s needs an argument", argv[optind - 1]);
		if (got == '?')
			fail_option(list, command, argv);
		option_found(list, command, got);
	}
}

/* "  -o, --output=FILE           write to FILE", in two lines where the option is long. */
static void
help_line(const struct option_spec *spec)
{
	enum { WIDTH = 28 };
	char letter[5] = "    ", text[128];

	if (spec->letter)
		snprintf(letter, sizeof letter, "-%c, ", spec->letter);
	snprintf(text, sizeof text, "%s--%s%s%s", letter, spec->name, spec->argument ? "=" : "",
		spec->argument ? spec->argument : "");
	if (strlen(text) <= WIDTH)
		printf("  %-*s  %s\n", WIDTH, text, spec->help);
	else
		printf("  %s\n  %-*s  %s\n", text, WIDTH, "", spec->help);
}

void
options_help(const struct command *command, const struct option_list *list)
{
	printf("usage: %s %s\n%s\n", command->name, command->usage, command->purpose);
	for (size_t i = 0; i < list->count; i++) {
		const struct option_entry *entry = &list->entry[i];

		if (entry->heading)
			printf("\n%s\n", entry->heading);
		else if (i == 0)
			printf("\n");
		if (entry->spec.help)
			help_line(&entry->spec);
	}
	/* The page of `crm-test assign` is crm-test(1). */
	printf("\nSee %.*s(1).\n", (int)strcspn(command->name, " "), command->name);
}

/* --- arguments --- */

int64_t
argument_integer(const char *option, const char *argument, int64_t least, int64_t most)
{
	int64_t n;

	if (!integer_parse(slice_from(argument), &n))
		fail(EXIT_USAGE, "%s: not a whole number: \"%s\"", option, argument);
	if (n < least || n > most)
		fail(EXIT_USAGE, "%s: %s is not between %lld and %lld", option, argument,
			(long long)least, (long long)most);
	return n;
}

day
argument_day(const char *option, const char *argument)
{
	day d;

	if (!day_parse(slice_from(argument), &d))
		fail(EXIT_USAGE, "%s: not a date: \"%s\" (as 2026-08-31)", option, argument);
	return d;
}

struct span
argument_span(const char *option, const char *argument)
{
	struct span span;

	if (!span_parse(slice_from(argument), &span))
		fail(EXIT_USAGE, "%s: not a span of time: \"%s\" (as 90d, 12m, 2y)", option,
			argument);
	return span;
}

struct decimal
argument_share(const char *option, const char *argument)
{
	struct decimal share;

	if (!share_parse(slice_from(argument), &share))
		fail(EXIT_USAGE, "%s: not a share: \"%s\" (as 20%% or 0.2)", option, argument);
	return share;
}

struct list
argument_list(const char *option, const char *argument, char mark)
{
	struct list  list = { NULL, 0 };
	size_t       capacity = 0;
	struct slice rest = slice_from(argument);

	do {
		struct slice part;

		rest = slice_cut(rest, mark, &part);
		part = slice_trim(part);
		if (!part.length)
			fail(EXIT_USAGE, "%s: an empty name in \"%s\"", option, argument);
		MEMORY_GROW(list.part, capacity, list.count + 1);
		list.part[list.count++] = part;
	} while (rest.data);
	return list;
}

bool
list_has(const struct list *list, struct slice name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (slice_equal(list->part[i], name))
			return true;
	}
	return false;
}
