/*
 * What is said about a rule that is wrong, and where it points.
 *
 * Filling in a rule_error, the hint about a name that is nearly right, and the line of
 * carets under the rule. Pure: nothing is printed here.
 */
#ifndef RULE_MESSAGE_H
#define RULE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/rule.h"
#include "value/slice.h"

/*
 * The line of a rule's text in which the error lies (a rule may have several), or of a line
 * longer than RULE_LINE bytes the part around the error.
 */
#define RULE_LINE 160
struct slice rule_line(struct slice text, const struct rule_error *error);

/*
 * What to print under that line: blanks, then a `^` for each column of the wrong part, one at
 * least. A full-width character takes two columns, a combining one none. NUL-ended, cut to
 * `size`; returns the length.
 */
size_t rule_caret(struct slice text, const struct rule_error *error, char *out, size_t size);

/* What a message shows of a text: up to 60 bytes, whole characters, NUL-ended. Returns out. */
#define SHOWN_TEXT 64
const char *text_show(struct slice text, char out[SHOWN_TEXT]);

/* Sets the place and the message, no hint; always false, so that a caller can return
 * it. Control characters in it become blanks: a message is one line. */
bool error_set(struct rule_error *error, size_t at, size_t length, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Adds the hint; always false. */
bool error_hint(struct rule_error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Of the names in `list` (", " between them) the one `name` is most likely a slip of: at most
 * two letters wrong, missing, too many or swapped, and fewer in short names. Empty: none.
 */
struct slice name_nearest(struct slice name, struct slice list);

#endif
