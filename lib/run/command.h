/*
 * A command: what it is called, its options, its columns; start and end.
 *
 * One table of options feeds parsing, --help, and the completions, so they cannot
 * disagree. The options every filter shares are added by what it `takes`; each column
 * gives an option of its logical name (--customer=NAME).
 *
 *	static const struct command command = {
 *		.name = "crm-rfm",
 *		.purpose = "recency, frequency and monetary value of each customer",
 *		.usage = "[options] [file ...]",
 *		.takes = TAKES_ROWS | SORTS_RESULT,
 *		.options = options, COMMAND_COLUMNS(columns),
 *	};
 *
 *	int main(int argc, char **argv)
 *	{
 *		struct operands files = command_start(&command, argc, argv);
 *		...
 *		return command_end();
 *	}
 */
#ifndef RUN_COMMAND_H
#define RUN_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "run/columns.h"
#include "run/message.h"
#include "value/day.h"
#include "value/number.h"

/*
 * What an option does: `set` gets the argument (NULL for a switch) and ends with
 * fail(EXIT_USAGE, ...) when it cannot use it; or it is only kept: a switch sets *flag,
 * an argument becomes *text.
 */
struct option_spec {
	char         letter;      /* 0: none */
	const char  *name;
	/* NULL: a switch. "FILE" and "DIR" complete as such, "a|b|c" to these words. */
	const char  *argument;
	const char  *help;        /* one line, no full stop, default in brackets at its end */
	void       (*set)(const char *argument);
	bool        *flag;
	const char **text;
};

enum command_takes {
	/*
	 * Operands are CSV: -d -j --where --rejects --as-of --date-format --zone --lax --max-record
	 * --show-columns --anonymous.
	 */
	TAKES_ROWS   = 1,
	ADDS_COLUMNS = 2,     /* a map that adds columns: --as --replace */
	SORTS_RESULT = 4,     /* a fold: --sort --limit */
	TAKES_AS_OF  = 8,     /* --as-of for a command without rows */
	TAKES_FILES  = 16,    /* operands that are side tables: the command opens them by itself */
};                            /* -o -q -v -h -V: all */

struct command {
	const char                *name;        /* "crm-test assign" for a subcommand */
	const char                *purpose;     /* one line, as in the page's NAME */
	/* what follows the name: equals the page's SYNOPSIS */
	const char                *usage;
	unsigned                   takes;
	const struct option_spec  *option;      /* ended by { 0 }; NULL: none of its own */
	const struct column_spec  *column;      /* of the operands */
	size_t                     columns;
};

#define COMMAND_COLUMNS(array) .column = (array), .columns = sizeof(array) / sizeof(array)[0]

struct operands {
	const char *const *path;      /* "-" is stdin; none given: one "-" */
	size_t             count;
	bool               named;     /* on the command line */
};

/* Parses, answers --help and -V, sets up signals and messages. */
struct operands command_start(const struct command *command, int argc, char **argv);

/*
 * For a command with subcommands: the one that argv[1] names, with argc and argv moved
 * on so that command_start can be called for it. Answers --help and an unknown name.
 */
const struct command *command_choose(const char *name, const char *purpose,
	const struct command *const choice[], size_t choices, int *argc, char ***argv);

/* Commits all outputs, prints the summary; returns the exit code (0 or 4). */
int command_end(void);

/* Settings that any part of a filter may ask for. */
day  run_as_of(void);
char run_delimiter(void);
int  run_jobs(void);
bool run_quiet(void);
bool run_verbose(void);

/* Arguments of options: the value or the end with EXIT_USAGE, naming the option. */
int64_t     argument_integer(const char *option, const char *argument, int64_t least, int64_t most);
day         argument_day(const char *option, const char *argument);
struct span argument_span(const char *option, const char *argument);
struct decimal argument_share(const char *option, const char *argument);

/*
 * A list "a, b,c" of an option: parts without the blanks around them, empty ones refused;
 * free() the array, not the parts' text.
 */
struct list {
	struct slice *part;
	size_t count;
};
struct list argument_list(const char *option, const char *argument, char mark);
bool        list_has(const struct list *list, struct slice name);

#endif
