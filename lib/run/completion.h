/*
 * Completions for bash, zsh and fish, from the table that parses the options.
 */
#ifndef RUN_COMPLETION_H
#define RUN_COMPLETION_H

#include <stdbool.h>

#include "run/options.h"

bool completion_print(
	const struct command *command, const struct option_list *list, const char *shell);

/* Of a command with subcommands: their names; what follows is asked of the subcommand itself. */
bool completion_print_family(
	const char *name, const struct command *const choice[], size_t choices, const char *shell);

#endif
