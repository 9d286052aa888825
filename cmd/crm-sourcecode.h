/*
 * What the subcommands of crm-sourcecode share: the layout and names they were told to
 * use, the options for these, and parts of codes as columns.
 */
#ifndef CRM_SOURCECODE_COMMAND_H
#define CRM_SOURCECODE_COMMAND_H

#include "crm/codenames.h"
#include "crm/coderegister.h"
#include "crm/sourcecode.h"
#include "run/command.h"
#include "run/out.h"
#include "run/report.h"
#include "run/stream.h"

extern struct code_layout layout;
extern struct code_names  names;

/* What the options of all of them set. */
extern struct code_settings {
	const char *layout, *names, *registry;
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

#define OPTION_REGISTRY(help) \
	{ \
		0, "registry", "FILE", help, .text = &codes.registry \
	}

/* Each subcommand: its table, and what runs it. */
extern const struct command decode, encode, generate, extract, check;
void decode_run(struct operands files);
void encode_run(struct operands files);
void generate_run(struct operands files);
void extract_run(struct operands files);
void check_run(struct operands files);

/* --- parts of a code as columns, each followed by its name where it has names --- */

/* Where a record goes: a map's output, or a report where nothing is read. */
struct target {
	struct out    *out;
	struct report *report;
};

/* Who names the values, where it does; else --names does. NULL: nobody. */
struct called {
	const struct register_entry *entry;
	const struct row            *row;        /* of a plan, with columns like list_name */
};
struct slice part_called(struct called called, size_t part, struct slice value);

/* The column of a part's names. */
#define NAME_COLUMN (PART_NAME + sizeof "_name")
const char *part_name_column(size_t part, char name[NAME_COLUMN]);
bool        part_has_name(size_t part);

void target_text(struct target to, struct slice text);
void parts_add(struct output *output, struct report *report);        /* one of them NULL */
/* code NULL: all empty */
void parts_write(struct target to, const struct code *code, struct called called);

/* --- the register: codes.registry --- */

extern struct code_register issued;      /* empty without --registry */

/* Reads it; for generate it may be new. An error in it is the end (exit 1). */
void registry_read(void);

/*
 * generate: reads it under its lock and holds what goes out until it is written. A code is
 * entered with what the plan's row has for the register's columns (no row: NULL).
 */
void registry_begin(const struct stream *plans);
void registry_enter(const struct row *row, const struct code *code);
void registry_end(void);

/* Why a code may not be issued: *why gets it, and true comes back. */
#define REFUSED_TEXT 256
bool registry_refuses(const struct code *code, char why[REFUSED_TEXT]);

/*
 * Reads it: to ask (with its names), to add to it, or as check does, as a file of rules, so that
 * all of its errors are said, and warns. The caller closes the result, which ends the filter then.
 */
enum registry_use { REGISTRY_ASKED, REGISTRY_GROWS, REGISTRY_CHECKED };
enum { REGISTRY_CODE };                  /* its bound column */
struct side *registry_open(enum registry_use use);

/* Of entries that a plan made: the lines of the register and of the plan are told apart. */
#define PLACE_OF_PLAN(line) ((size_t)(line) << 1 | 1)
#define PLACE_OF_REGISTER(line) ((size_t)(line) << 1)

/* check: letters of one campaign that are heard or read as another. */
void letters_warn(const char *place, struct slice campaign, const struct code *code);
void letters_release(void);

/* --- where a part's value comes from: the command line, else a column --- */

struct origin {
	const char *given;       /* decides where it is there */
	int         field;       /* the column, also of a part that is given; or -1 */
	int         named;       /* 1 + the column of its names; 0: none */
};
extern struct origin origin[CODE_LONGEST];

/* Parts are found under their own names; these also under those of the shipped table. */
enum { MEDIUM, CELL, LIST, MONTH, PART_COLUMNS };
extern const char *part_text[PART_COLUMNS];      /* their options */

int part_column(struct slice part);      /* which of them, or -1 */

void set_part(const char *name_and_value);

#define PART_COLUMN(column) \
	{ \
		column, .optional = true, .empty_ok = true, .unnamed = true \
	}
#define COLUMNS_OF_PARTS \
	[MEDIUM] = PART_COLUMN("medium"), [CELL] = PART_COLUMN("cell"), \
	[LIST] = PART_COLUMN("list"), [MONTH] = PART_COLUMN("month")

/* Those of the command line; exit 2 where the layout has no such part. True: that was all. */
bool origins_given(void);

/* The columns; exit 1 where a part has neither. A month may come from a date instead. */
void origins_bind(const struct stream *stream, bool dated);

#endif
