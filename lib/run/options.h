/*
 * The option table of one command, joined from its own options, those of its columns
 * and the shared ones: what is parsed, what --help prints, what shells complete.
 */
#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H

#include <stddef.h>

#include "run/command.h"

#define OPTIONS_MOST 128

struct option_entry {
	struct option_spec spec;
	const char        *heading; /* of the group it begins, or NULL */
	int                column;  /* the command's column it names, or -1 */
};

struct option_list {
	struct option_entry entry[OPTIONS_MOST];
	size_t              count;
};

/* An option that is there already (a command's own) is left out. */
void options_add(struct option_list *list, const char *heading, const struct option_spec *spec);
void options_add_columns(struct option_list *list, const struct command *command);

void options_parse(struct option_list *list, const struct command *command, int argc, char **argv);
void options_help(const struct command *command, const struct option_list *list);

/* What was said wrong, the usage line, exit 2. */
_Noreturn void options_usage(const struct command *command, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* Flushes stdout and ends: 0, or 3 when it could not be written. */
_Noreturn void options_exit(void);

void options_out_of_memory(size_t wanted);

#endif
