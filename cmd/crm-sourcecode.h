/*
 * What the subcommands of crm-sourcecode share: the layout and names they were told to
 * use, the options for these, and parts of codes as columns.
 */
#ifndef CRM_SOURCECODE_COMMAND_H
#define CRM_SOURCECODE_COMMAND_H

#include "crm/codenames.h"
#include "crm/sourcecode.h"
#include "run/command.h"
#include "run/out.h"
#include "run/report.h"
#include "run/stream.h"

extern struct code_layout layout;
extern struct code_names  names;

/* What the options of all of them set. */
extern struct code_settings {
	const char *layout, *names;
	bool        print_layout, print_names;
} codes;

#define OPTIONS_OF_NAMES \
	{ 0, "names", "FILE", "what codes are called: part,code,name", .text = &codes.names }, \
	{ \
		0, "print-names", NULL, "print the names as such a file, and end", \
			.flag = &codes.print_names \
	}

#define OPTIONS_OF_LAYOUT \
	{ 0, "layout", "FILE", "the layout of codes: part,kind,length,text", \
		.text = &codes.layout }, \
	{ \
		0, "print-layout", NULL, "print the layout as such a file, and end", \
			.flag = &codes.print_layout \
	}

/* Each subcommand: its table, and what runs it. */
extern const struct command decode, encode, generate, extract;
void decode_run(struct operands files);
void encode_run(struct operands files);
void generate_run(struct operands files);
void extract_run(struct operands files);

/* --- parts of a code as columns, each followed by its name where it has names --- */

/* Where a record goes: a map's output, or a report where nothing is read. */
struct target {
	struct out    *out;
	struct report *report;
};

void target_text(struct target to, struct slice text);
void parts_add(struct output *output, struct report *report);        /* one of them NULL */
void parts_write(struct target to, const struct code *code);         /* NULL: all empty */

/* --- where a part's value comes from: the command line, else a column --- */

struct origin {
	const char *given;       /* decides where it is there */
	int         field;       /* the column, also of a part that is given; or -1 */
};
extern struct origin origin[CODE_LONGEST];

/* Parts are found under their own names; these also under those of the shipped table. */
enum { MEDIUM, CELL, LIST, MONTH, PART_COLUMNS };
extern const char *part_text[PART_COLUMNS];      /* their options */

void set_part(const char *name_and_value);

#define COLUMNS_OF_PARTS \
	[MEDIUM] = { "medium", .optional = true, .empty_ok = true }, \
	[CELL]   = { "cell",   .optional = true, .empty_ok = true }, \
	[LIST]   = { "list",   .optional = true, .empty_ok = true }, \
	[MONTH]  = { "month",  .optional = true, .empty_ok = true }

/* Those of the command line; exit 2 where the layout has no such part. True: that was all. */
bool origins_given(void);

/* The columns; exit 1 where a part has neither. A month may come from a date instead. */
void origins_bind(const struct stream *stream, bool dated);

#endif
