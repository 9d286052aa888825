/*
 * Text: UTF-8 and the forms names and digits take in Chinese files.
 *
 * Pure and without locale. Slices in, lengths out; where a function writes, the
 * caller's space must hold what its comment says.
 */
#ifndef VALUE_TEXT_H
#define VALUE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

/*
 * The offset of the first character that is not well-formed UTF-8 (RFC 3629: no surrogates,
 * no overlong form), or length. Many bytes at once, on ASCII and on Chinese.
 */
size_t text_utf8_valid_prefix(struct slice text);

/* Code point at *at (valid UTF-8 assumed) and *at moved past it. */
uint32_t text_next(struct slice text, size_t *at);

/* Writes a code point; returns 1..4 bytes. */
size_t text_put(uint32_t code_point, char out[4]);

/* Number of code points. */
size_t text_length(struct slice text);

/*
 * Full width to plain: U+FF01..FF5E to ASCII, U+3000 to a blank; all else as it is.
 * out must hold text.length bytes; returns the new length. text_is_narrow says beforehand
 * that there is nothing to do (true for all ASCII).
 */
size_t text_narrow(struct slice text, char *out);
bool   text_is_narrow(struct slice text);

/*
 * For readers of values that try a text as it stands first: *text narrowed into space[size]
 * and without blanks at both ends. False, *text as it was: nothing to narrow, or too long.
 */
bool text_narrow_trim(struct slice *text, char *space, size_t size);

/*
 * Takes off what a spreadsheet puts around a value so that it stays text: ="00123", with
 * no quote inside, or a ' before it. False, *text as it was: there is none.
 */
bool text_unguard(struct slice *text);

/* Nothing to be seen in it: blanks of any width, or a guard around nothing. */
bool text_is_blank_slowly(struct slice text);

/* Which bytes a blank text may begin with: almost none that texts do. */
extern const bool text_blank_begins[256];

static inline bool
text_is_blank(struct slice text)
{
	return !text.length ||
		(text_blank_begins[(unsigned char)text.data[0]] && text_is_blank_slowly(text));
}

/* ASCII letters to lower case; out holds text.length bytes. */
size_t text_lower(struct slice text, char *out);

/*
 * A column's name as names are compared: full width narrowed, lower case, without
 * blanks, '_', '-', '#' and byte order mark, and without a unit in brackets at the end:
 * (元) （元） (件) [元] (¥) (RMB) (CNY) (USD) ($). (万元) stays: it is another amount.
 * out holds text.length bytes; returns the length (0 when nothing is left).
 */
size_t text_fold_name(struct slice text, char *out);

/*
 * For a message, in quotes: control characters, invisible ones (zero width, direction
 * marks) and bad UTF-8 as \xHH a byte, \n \r \t so, a quote as \" and a backslash as \\;
 * after 40 characters the quotes close and "..." follows. Writes TEXT_QUOTED bytes at most
 * with a NUL; returns the length without it.
 */
#define TEXT_QUOTED 200
size_t text_quote(struct slice text, char out[TEXT_QUOTED]);

#endif
