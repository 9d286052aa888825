#include "run/completion.h"

#include <stdio.h>
#include <string.h>

enum shell { NO_SHELL, BASH, ZSH, FISH };

static enum shell
shell_named(const char *name)
{
	static const char *const shell[] = { [BASH] = "bash", [ZSH] = "zsh", [FISH] = "fish" };

	for (int i = BASH; i <= FISH; i++) {
		if (strcmp(shell[i], name) == 0)
			return (enum shell)i;
	}
	return NO_SHELL;
}

/* What an option's argument completes to: files, folders, one of some words, or nothing. */
enum argument { ARGUMENT_NONE, ARGUMENT_FILE, ARGUMENT_FOLDER, ARGUMENT_WORDS, ARGUMENT_OTHER };

static enum argument
argument_kind(const char *argument)
{
	if (!argument)
		return ARGUMENT_NONE;
	if (strcmp(argument, "FILE") == 0)
		return ARGUMENT_FILE;
	if (strcmp(argument, "DIR") == 0)
		return ARGUMENT_FOLDER;
	return strchr(argument, '|') && argument[0] >= 'a' && argument[0] <= 'z' ? ARGUMENT_WORDS
										 : ARGUMENT_OTHER;
}

/* A quoted text for a shell: within single quotes, where only they need care. */
static void
print_quoted(const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*text);
	}
}

static void
print_words(const char *words)
{
	for (; *words; words++)
		putchar(*words == '|' ? ' ' : *words);
}

/* crm-test assign -> crm_test_assign */
static void
print_function(const char *name)
{
	putchar('_');
	for (; *name; name++)
		putchar(*name == '-' || *name == ' ' ? '_' : *name);
}

static void
print_bash(const struct command *command, const struct option_list *list)
{
	print_function(command->name);
	printf("()\n{\n\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\t[[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
	       "\t[[ $word == = ]] && word=\n"
	       "\tcase $before in\n");
	for (size_t i = 0; i < list->count; i++) {
		const struct option_spec *spec = &list->entry[i].spec;
		enum argument             kind = argument_kind(spec->argument);

		if (!spec->help || kind == ARGUMENT_NONE)
			continue;
		printf("\t--%s", spec->name);
		if (spec->letter)
			printf("|-%c", spec->letter);
		if (kind == ARGUMENT_FILE)
			printf(") mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return;;\n");
		else if (kind == ARGUMENT_FOLDER)
			printf(") mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); return;;\n");
		else if (kind == ARGUMENT_OTHER)
			printf(") COMPREPLY=(); return;;\n");
		else {
			printf(") mapfile -t COMPREPLY < <(compgen -W '");
			print_words(spec->argument);
			printf("' -- \"$word\"); return;;\n");
		}
	}
	printf("\tesac\n\tif [[ $word == -* ]]; then\n\t\tmapfile -t COMPREPLY < <(compgen -W '");
	for (size_t i = 0; i < list->count; i++) {
		const struct option_spec *spec = &list->entry[i].spec;

		if (spec->help)
			printf("--%s%s ", spec->name, spec->argument ? "=" : "");
	}
	printf("' -- \"$word\")\n\t\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o "
	       "nospace\n\t\treturn\n\tfi\n"
	       "\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n}\n");
	if (!strchr(command->name, ' ')) {
		printf("complete -o filenames -F ");
		print_function(command->name);
		printf(" %s\n", command->name);
	}
}

static void
print_zsh(const struct command *command, const struct option_list *list)
{
	if (!strchr(command->name, ' '))
		printf("#compdef %s\n", command->name);
	print_function(command->name);
	printf("() {\n\t_arguments -s \\\n");
	for (size_t i = 0; i < list->count; i++) {
		const struct option_spec *spec = &list->entry[i].spec;

		if (!spec->help)
			continue;
		printf("\t\t'--%s%s[", spec->name, spec->argument ? "=" : "");
		for (const char *c = spec->help; *c; c++) {
			if (*c == '[' || *c == ']' || *c == ':')
				putchar('\\');
			if (*c == '\'')
				fputs("'\\''", stdout);
			else
				putchar(*c);
		}
		putchar(']');
		switch (argument_kind(spec->argument)) {
		case ARGUMENT_NONE: break;
		case ARGUMENT_FILE: printf(":file:_files"); break;
		case ARGUMENT_FOLDER: printf(":folder:_files -/"); break;
		case ARGUMENT_WORDS:
			printf(":choice:(");
			print_words(spec->argument);
			putchar(')');
			break;
		case ARGUMENT_OTHER: printf(": :"); break;
		}
		printf("' \\\n");
	}
	printf("\t\t'*:file:_files'\n}\n");
	if (!strchr(command->name, ' ')) {
		print_function(command->name);
		printf(" \"$@\"\n");
	}
}

static void
print_fish(const struct command *command, const struct option_list *list)
{
	const char *space = strchr(command->name, ' ');
	int         length = space ? (int)(space - command->name) : (int)strlen(command->name);

	for (size_t i = 0; i < list->count; i++) {
		const struct option_spec *spec = &list->entry[i].spec;
		enum argument             kind = argument_kind(spec->argument);

		if (!spec->help)
			continue;
		printf("complete -c %.*s", length, command->name);
		if (space)
			printf(" -n '__fish_seen_subcommand_from %s'", space + 1);
		printf(" -l %s", spec->name);
		if (spec->letter)
			printf(" -s %c", spec->letter);
		if (kind == ARGUMENT_FILE || kind == ARGUMENT_FOLDER)
			printf(" -r -F");
		else if (kind == ARGUMENT_WORDS) {
			printf(" -x -a '");
			print_words(spec->argument);
			putchar('\'');
		} else if (kind == ARGUMENT_OTHER)
			printf(" -x");
		printf(" -d '");
		print_quoted(spec->help);
		printf("'\n");
	}
}

bool
completion_print(const struct command *command, const struct option_list *list, const char *shell)
{
	switch (shell_named(shell)) {
	case BASH: print_bash(command, list); return true;
	case ZSH: print_zsh(command, list); return true;
	case FISH: print_fish(command, list); return true;
	case NO_SHELL: break;
	}
	return false;
}

bool
completion_print_family(
	const char *name, const struct command *const choice[], size_t choices, const char *shell)
{
	enum shell kind = shell_named(shell);

	/*
	 * Functions of the subcommands stand before this one in the same file: the build
	 * asks each subcommand for its own and joins them.
	 */
	if (kind == BASH) {
		print_function(name);
		printf("()\n{\n\tcase ${COMP_WORDS[1]-} in\n");
		for (size_t i = 0; i < choices; i++) {
			printf("\t%s) ((COMP_CWORD > 1)) && { ", strrchr(choice[i]->name, ' ') + 1);
			print_function(choice[i]->name);
			printf("; return; };;\n");
		}
		printf("\tesac\n\tmapfile -t COMPREPLY < <(compgen -W '");
		for (size_t i = 0; i < choices; i++)
			printf("%s ", strrchr(choice[i]->name, ' ') + 1);
		printf("' -- \"${COMP_WORDS[COMP_CWORD]}\")\n}\ncomplete -o filenames -F ");
		print_function(name);
		printf(" %s\n", name);
	} else if (kind == ZSH) {
		print_function(name);
		printf("() {\n\tif ((CURRENT == 2)); then\n\t\tcompadd");
		for (size_t i = 0; i < choices; i++)
			printf(" %s", strrchr(choice[i]->name, ' ') + 1);
		printf("\n\t\treturn\n\tfi\n\tlocal command=$words[2]\n\tshift "
		       "words\n\t((CURRENT--))\n\t");
		print_function(name);
		printf("_$command\n}\ncompdef ");
		print_function(name);
		printf(" %s\n", name);
	} else if (kind == FISH) {
		for (size_t i = 0; i < choices; i++) {
			printf("complete -c %s -n __fish_use_subcommand -x -a %s -d '", name,
				strrchr(choice[i]->name, ' ') + 1);
			print_quoted(choice[i]->purpose);
			printf("'\n");
		}
	}
	return kind != NO_SHELL;
}
