/*
 * Source codes: what stands on every piece of a campaign, so that a response can be
 * traced to the medium, test cell, list and month it came from.
 *
 * A layout is a row of parts of fixed length: letters, digits, the month, the year,
 * fixed text, a check digit (crm/checkchar.h). Every character has its place, so a code is read
 * without guessing, and what is encoded decodes to the same parts. The layout that is built in
 * has seven characters: medium (1 letter), cell (1 letter), list (2 digits), month (2 digits),
 * year (1 digit): DB02087 is medium D, cell B, list 02, August 2007.
 *
 * The year. A year of one or two digits is the latest that puts the code's month not
 * after a given day, because a response follows its mailing; a layout with a month and
 * without a year likewise. A year of four digits says all itself. A register of the codes that
 * were issued knows better (crm/coderegister.h).
 *
 * Codes are written in capital letters A-Z and digits 0-9. Full-width forms are read
 * too; lower case is not: which of two codes was meant would be a guess.
 *
 * Pure: bool or a reason comes back, nothing is printed. A layout owns its parts'
 * names; once complete it is read-only and any number of threads may use it. A code
 * owns its characters.
 */
#ifndef CRM_SOURCECODE_H
#define CRM_SOURCECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "value/day.h"
#include "value/memory.h"
#include "value/slice.h"

#define CODE_LONGEST 64          /* characters of a code, and so parts of a layout */
#define PART_NAME    100         /* bytes of a part's name, at most */
#define PART_FORM    96          /* bytes part_form needs */

enum part_kind { PART_LETTERS, PART_DIGITS, PART_MONTH, PART_YEAR, PART_FIXED, PART_CHECK };

/* What a character of a code may be. */
enum code_place { PLACE_FIXED, PLACE_LETTER, PLACE_DIGIT, PLACE_ANY };

struct code_part {
	struct slice   name;     /* its column's; fixed text and check may be without */
	enum part_kind kind;
	size_t         offset, length;
};

struct code_layout {
	struct code_part part[CODE_LONGEST];
	size_t           parts;
	size_t           length;                 /* of a code, in characters */
	int              month, year, check;     /* which part they are, or -1 */
	char             fixed[CODE_LONGEST];    /* the fixed text at its place */
	unsigned char    place[CODE_LONGEST];    /* a code_place for each */
	struct arena     names;
};

void layout_init(struct code_layout *layout);               /* no parts yet */
void layout_default(struct code_layout *layout);            /* adds the seven characters above */
void layout_release(struct code_layout *layout);

/*
 * Adds a part as a layout file has it: kind letters, digits, month, year, fixed or check;
 * length in characters (empty: what the kind has, 2 for a month, 1 for a check digit, the text's);
 * text for fixed text only. False: *why says the reason, the layout is as it was.
 */
bool layout_add(struct code_layout *layout, struct slice name, struct slice kind,
	struct slice length, struct slice text, const char **why);

/*
 * After the last part: only now it is known whether the check is a digit. False: *why (no part at
 * all, none that says anything).
 */
bool layout_complete(struct code_layout *layout, const char **why);

int  layout_find(const struct code_layout *layout, const char *name);      /* the part, or -1 */
/* The years after which codes return: 1, 10, 100, 10000. */
int  layout_cycle(const struct code_layout *layout);
bool layout_needs_day(const struct code_layout *layout);    /* the year is not told in full */

/* A part that is a column: neither fixed text nor check, nor a year told with its month. */
bool layout_shows(const struct code_layout *layout, size_t part);

/* The part that tells the time: the month, else the year; -1: there is none. */
int layout_dated(const struct code_layout *layout);

/* Whether the i-th character is fixed text but no letter or digit: people leave such out. */
bool layout_is_mark(const struct code_layout *layout, size_t i);

/* For messages and lists: "2 digits", "a month like 2026-08". Returns text. */
const char *part_form(const struct code_layout *layout, size_t part, char text[PART_FORM]);
const char *part_kind_name(enum part_kind kind);

struct code {
	char   text[CODE_LONGEST];       /* length of the layout */
	int    year, month;              /* 0: not known, or not in the layout */
};

/* CODE_CORRECTED and CODE_UNKNOWN: only a register can tell. */
enum code_status { CODE_NONE, CODE_EXACT, CODE_CORRECTED, CODE_UNKNOWN, CODE_MALFORMED };

const char *code_status_name(enum code_status status);      /* "none", "exact" ... */

/* Whether the text, as it stands, is a code; a year not told in full is still 0. */
bool code_fits(const struct code_layout *layout, struct slice text, struct code *code);

/*
 * Reads a code; blanks at both ends are passed over, full width is narrowed. CODE_NONE: the text
 * is empty. CODE_EXACT: it fits. Else CODE_MALFORMED.
 */
enum code_status code_read(const struct code_layout *layout, struct slice text, struct code *code);

/*
 * Settles the year of a code that was read: the latest that puts its month (or, without
 * a month, itself) not after that day's. False: there was none since the year 1.
 */
bool code_date(const struct code_layout *layout, struct code *code, day latest);

/* The code as a slice, and a part as its column shows it: "02", "2007-08". */
struct slice code_text(const struct code_layout *layout, const struct code *code);
struct slice code_value(const struct code_layout *layout, const struct code *code, size_t part,
	char text[DAY_TEXT]);

/*
 * Writes a code, part by part: code_begin, then code_put for each part that shows, from
 * text as code_value gives it; the month brings its year. False: it does not fit. code_end
 * after the last one puts the check digit in.
 */
void code_begin(const struct code_layout *layout, struct code *code);
bool code_put(const struct code_layout *layout, struct code *code, size_t part, struct slice value);
void code_end(const struct code_layout *layout, struct code *code);

#endif
