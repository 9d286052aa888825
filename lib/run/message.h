/*
 * Messages and the end of the process.
 *
 * Everything a filter says goes to stderr as `crm-rfm: what`, or with a place
 * `crm-rfm: orders.csv:1042: what`, each line in one write. Control bytes and what is no
 * UTF-8 come out as \xHH; values are quoted and cut by the callers through text_quote.
 * `fail` is the one function that ends a filter: it removes temporaries, renames nothing
 * and exits with the code that says who has to act.
 */
#ifndef RUN_MESSAGE_H
#define RUN_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

enum exit_code {
	EXIT_DONE     = 0,
	EXIT_DATA     = 1,     /* stopped by the data */
	EXIT_USAGE    = 2,     /* the command line or a rule file was wrong */
	EXIT_SYSTEM   = 3,     /* the system failed: retry */
	EXIT_REJECTED = 4,     /* done, but rows were rejected */
	EXIT_BUG      = 70,    /* a self-check failed */
};

void message_name(const char *command);                  /* set once by command_start */

/* Says `crm-NAME: ...` and ends; a NULL format when all was said. */
_Noreturn void fail(enum exit_code code, const char *format, ...) PRINTF_LIKE(2, 3);

/* The same with ": strerror(errno)" and EXIT_SYSTEM. */
_Noreturn void fail_errno(const char *format, ...) PRINTF_LIKE(1, 2);

/* Lines before a fail, or by themselves: an error, a hint, a note. A note is not said with -q. */
void say(const char *format, ...) PRINTF_LIKE(1, 2);
void hint(const char *format, ...) PRINTF_LIKE(1, 2);
void note(const char *format, ...) PRINTF_LIKE(1, 2);

/*
 * An error in a text given on the command line or in a file: the message, the text, a
 * caret line, the hint.
 */
struct rule_error;
void say_rule_error(const char *where, const struct slice *text, const struct rule_error *error);

/*
 * For a list of names in a message: adds one to the NUL-ended text, between two `quote`s, a
 * comma before it. "..." stands for those that do not fit in `size` bytes, 8 at least.
 */
void list_name(char *text, size_t size, struct slice name, const char *quote);

/* True, or the end with EXIT_BUG: rows, money or points are conserved or nothing is printed. */
void check_conserved(bool holds, const char *what);

#endif
