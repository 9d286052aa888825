#include "run/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/completion.h"
#include "run/input.h"
#include "run/options.h"
#include "run/profile.h"
#include "run/settings.h"
#include "run/sink.h"
#include "run/summary.h"
#include "run/trade.h"
#include "value/memory.h"

struct settings settings = { .dialect = { ',', false, CUTTER_MAX_RECORD, CUTTER_BLOCK_SIZE },
	.threads_from = (uint64_t)1 << 20,
	.as_of = DAY_NONE,
	.limit = -1 };

static struct option_list options;

#define JOBS_MOST 1024

/* --- the options every filter shares --- */

static void
set_delimiter(const char *argument)
{
	static const struct {
		const char *name;
		char mark;
	} named[] = {
		{ "tab", '\t' },
		{ "\\t", '\t' },
		{ "comma", ',' },
		{ "semicolon", ';' },
		{ "pipe", '|' },
	};
	char mark = argument[0] && !argument[1] ? argument[0] : '\0';

	for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
		if (strcmp(argument, named[i].name) == 0)
			mark = named[i].mark;
	}
	if (!mark || mark == '"' || mark == '\r' || mark == '\n' || mark & 0x80)
		fail(EXIT_USAGE, "-d: not a delimiter: \"%s\" (one ASCII character, or tab)",
			argument);
	settings.dialect.delimiter = mark;
}

static void
set_jobs(const char *argument)
{
	settings.jobs = (int)argument_integer("-j", argument, 1, JOBS_MOST);
}

static void
set_as_of(const char *argument)
{
	settings.as_of = argument_day("--as-of", argument);
}

static void
set_max_record(const char *argument)
{
	settings.dialect.max_record =
		(size_t)argument_integer("--max-record", argument, 1024, (int64_t)1 << 30);
}

static void
set_date_format(const char *argument)
{
	if (!day_form_set(&settings.dates, slice_from(argument)))
		fail(EXIT_USAGE,
			"--date-format: \"%s\" must name year, month and day once each "
			"(%%Y-%%m-%%d), or be iso or excel",
			argument);
}

static void
set_zone(const char *argument)
{
	if (!zone_parse(slice_from(argument), &settings.dates.zone))
		fail(EXIT_USAGE, "--zone: \"%s\" is none (+08:00, UTC); names have no meaning here",
			argument);
	settings.dates.converts = true;
}

static void
set_anonymous(const char *argument)
{
	static const char *const way[] = { NULL, "ignore", "reject", "keep" };

	for (int i = 1; i < 4; i++) {
		if (strcmp(argument, way[i]) == 0) {
			settings.anonymous = (enum anonymous)i;
			return;
		}
	}
	fail(EXIT_USAGE, "--anonymous: \"%s\" is none of ignore, reject, keep", argument);
}

static void
set_labels(const char *argument)
{
	if (strcmp(argument, "zh") != 0 && strcmp(argument, "en") != 0)
		fail(EXIT_USAGE, "--labels: \"%s\" is neither en nor zh", argument);
	settings.labels = *argument == 'z';
}

static void
set_limit(const char *argument)
{
	settings.limit = argument_integer("--limit", argument, 0, INT64_MAX);
}

static void
show_version(const char *none)
{
	(void)none;
	printf("%s (crm-tools) %s\n", settings.command->name, CRM_VERSION);
	options_exit();
}

static void
show_help(const char *none)
{
	(void)none;
	options_help(settings.command, &options);
	options_exit();
}

static void
show_completion(const char *shell)
{
	if (!completion_print(settings.command, &options, shell))
		fail(EXIT_USAGE, "--completion: \"%s\" is none of bash, zsh, fish", shell);
	options_exit();
}

static const struct option_spec row_options[] = {
	{ 'd', "delimiter", "C", "field delimiter of input and output, a character or tab [,]",
		set_delimiter },
	{ 'j', "jobs",         "N",     "threads [$CRM_JOBS, else the processors]", set_jobs },
	{ 0, "where", "EXPR", "use only the rows for which EXPR is true, see crm-rules(5)",
		.text = &settings.where },
	{ 0,   "as-of",        "DATE",  "the day to stand on [$CRM_AS_OF, else today]", set_as_of },
	{ 0, "date-format", "FORM",
		"how dates are written: %d/%m/%Y, excel, several by | [ISO and Chinese forms]",
		set_date_format },
	{ 0, "zone", "ZONE", "move times that carry a zone to this one, as +08:00 or UTC",
		set_zone },
	{ 0, "anonymous", "ignore|reject|keep", "what to do with rows without a customer",
		set_anonymous },
	{ 0, "rejects", "FILE", "write bad rows to FILE and go on",
		.text = &settings.rejects_path },
	{ 0, "lax", NULL, "a quote is special only as a field's first byte",
		.flag = &settings.dialect.lax },
	{ 0,   "max-record",   "BYTES", "longest record [67108864]", set_max_record },
	{ 0, "show-columns", NULL, "print which column is which, and end",
		.flag = &settings.show_columns },
	{ 0, "labels", "en|zh", "what the columns of the result are called in [en]", set_labels },
	{ 0, "fold-keys", NULL, "customers are the same without case, blanks and full width",
		.flag = &settings.fold_keys },
	{ 0, "profile", "NAME|FILE",
		"what kind of export it is, or none [recognised by its header]",
		.text = &settings.profile },
	{ 0, "print-profile", "NAME", "print a profile as CSV, to begin one of your own, and end",
		profile_print },
	{ 0 },
};
static const struct option_spec as_of_options[] = {
	{ 0, "as-of", "DATE", "the day to stand on [$CRM_AS_OF, else today]", set_as_of },
	{ 0 },
};
static const struct option_spec added_options[] = {
	{ 0, "as", "NAME", "call the added column NAME (or COLUMN=NAME,...)",
		.text = &settings.as },
	{ 0, "replace", NULL, "an added column replaces the input's of that name",
		.flag = &settings.replace },
	{ 0 },
};
static const struct option_spec result_options[] = {
	{ 0, "sort", "COLUMN[:desc]", "sort the result by COLUMN [its key]",
		.text = &settings.sort },
	{ 0, "limit", "N",             "write the first N rows of the result", set_limit },
	{ 0 },
};
static const struct option_spec common_options[] = {
	{ 'o', "output", "FILE", "write to FILE, all or nothing [stdout]",
		.text = &settings.out_path },
	{ 'q', "quiet",      NULL,            "no summary and no notes", .flag = &settings.quiet },
	{ 'v', "verbose",    NULL,            "always a summary", .flag = &settings.verbose },
	{ 'h', "help",       NULL,            "print this and end", show_help },
	{ 'V', "version",    NULL,            "print the version and end", show_version },
	{ 0,   "completion", "bash|zsh|fish", NULL, show_completion },
	{ 0 },
};

static void
options_add_rows(void)
{
	options_add(&options, "Input:", row_options);
	options_add(&options, "Orders:", trade_options);
}

static void
options_gather(const struct command *command)
{
	if (command->option)
		options_add(&options, NULL, command->option);
	options_add_columns(&options, command);
	if (command->takes & TAKES_ROWS)
		options_add_rows();
	else if (command->takes & TAKES_AS_OF)
		options_add(&options, "Input:", as_of_options);
	if (command->takes & ADDS_COLUMNS)
		options_add(&options, "Output:", added_options);
	if (command->takes & SORTS_RESULT)
		options_add(&options, "Output:", result_options);
	options_add(&options, "Any filter:", common_options);
}

/* What no option said: the environment's, else as the machine and the day have it. */
static void
settings_complete(void)
{
	const char *jobs = getenv("CRM_JOBS");
	const char *as_of = getenv("CRM_AS_OF");

	if (!settings.jobs && jobs && *jobs)
		settings.jobs = (int)argument_integer("$CRM_JOBS", jobs, 1, JOBS_MOST);
	if (!settings.jobs)
		settings.jobs = jobs_available();
	if (settings.as_of == DAY_NONE && as_of && *as_of)
		settings.as_of = argument_day("$CRM_AS_OF", as_of);
	if (settings.as_of == DAY_NONE)
		settings.as_of = day_today();
}

struct operands
command_start(const struct command *command, int argc, char **argv)
{
	static const char *const standard_input[] = { "-" };

	settings.command = command;
	message_name(command->name);
	memory_on_failure(options_out_of_memory);
	sinks_guard();
	options_gather(command);
	options_parse(&options, command, argc, argv);
	settings_complete();
	if (!(command->takes & (TAKES_ROWS | TAKES_FILES))) {
		if (optind < argc)
			options_usage(command, "no files are read: \"%s\"", argv[optind]);
		return (struct operands){ NULL, 0 };
	}
	if (optind == argc)
		return (struct operands){ standard_input, 1 };
	return (struct operands){ (const char *const *)argv + optind, (size_t)(argc - optind),
		.named = true };
}

static const char *
subcommand_name(const struct command *command)
{
	return strrchr(command->name, ' ') + 1;
}

static void
family_help(const struct command *family, const struct command *const choice[], size_t choices)
{
	printf("usage: %s COMMAND [options] ...\n%s\n\n", family->name, family->purpose);
	for (size_t i = 0; i < choices; i++)
		printf("  %-26s %s\n", choice[i]->name, choice[i]->purpose);
	printf("\n%s COMMAND --help says more; so does %s(1).\n", family->name, family->name);
}

const struct command *
command_choose(const char *name, const char *purpose, const struct command *const choice[],
	size_t choices, int *argc, char ***argv)
{
	static struct command family;
	const char           *word = *argc > 1 ? (*argv)[1] : NULL;
	char                  known[256] = "";

	family = (struct command){ .name = name, .purpose = purpose };
	settings.command = &family;
	message_name(name);
	sinks_guard();
	for (size_t i = 0; i < choices; i++) {
		if (word && strcmp(subcommand_name(choice[i]), word) == 0) {
			*argc -= 1;
			*argv += 1;
			return choice[i];
		}
		list_name(known, sizeof known, slice_from(subcommand_name(choice[i])), "");
	}
	if (!word)
		fail(EXIT_USAGE, "what to do? one of %s", known);
	if (strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0) {
		family_help(&family, choice, choices);
		options_exit();
	}
	if (strcmp(word, "-V") == 0 || strcmp(word, "--version") == 0)
		show_version(NULL);
	if (strncmp(word, "--completion=", 13) == 0) {
		if (completion_print_family(name, choice, choices, word + 13))
			options_exit();
		fail(EXIT_USAGE, "--completion: \"%s\" is none of bash, zsh, fish", word + 13);
	}
	say("\"%s\" is none of %s", word, known);
	if (*word == '-' || strpbrk(word, "./"))
		hint("the command comes first: %s ...", choice[0]->name);
	fail(EXIT_USAGE, NULL);
}

int
command_end(void)
{
	progress_clear();
	sinks_commit();
	streams_close();
	return summary_end();
}

day
run_as_of(void)
{
	return settings.as_of;
}
char
run_delimiter(void)
{
	return settings.dialect.delimiter;
}
int
run_jobs(void)
{
	return settings.jobs;
}
bool
run_quiet(void)
{
	return settings.quiet;
}
bool
run_verbose(void)
{
	return settings.verbose;
}
