/*
 * The register: all codes that were ever issued, each with its month.
 *
 * It tells what a layout alone cannot: the year of a code outright, whether a code exists, and
 * which one was meant by a text that is none. One code may be issued again when its year has one
 * digit, but not within ten years, the day ten years later included: until then it would be
 * taken for the first.
 *
 * Entries of one code differ in their month. The register owns its texts and points at the
 * layout. Filled by one thread; then any number may ask.
 */
#ifndef CRM_CODEREGISTER_H
#define CRM_CODEREGISTER_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/sourcecode.h"
#include "value/hash.h"

#define REGISTER_YEARS 10        /* a code may not come back for so long */

struct register_entry {
	struct code   code;
	struct slice *name;      /* of the parts that have names here; NULL: none */
	size_t        next;      /* 1 + an entry of the same code; 0: the last one */
	size_t        place;     /* the caller's: the line it stands on */
};

struct groups;
struct code_register {
	const struct code_layout *layout;
	struct register_entry    *entry;
	size_t                    count, capacity;
	struct groups            *exact, *alike; /* by text, by look (crm/codealike.h) */
	struct hash_seed          seed;
	struct arena              texts;
	size_t                    plain;         /* letters and digits of a code */
	size_t                    name_of[CODE_LONGEST]; /* by part: 1 + its name's place */
	size_t                    names;
};

void register_init(struct code_register *codes, const struct code_layout *layout);
void register_release(struct code_register *codes);

/* The part has names in this register. Before the first entry. */
void register_names(struct code_register *codes, size_t part);

/*
 * The entry that stands in the way of a code, with year and month: it is the same, or the
 * same code of ten years or less before or after. NULL: it may be issued.
 */
const struct register_entry *register_refuses(
	const struct code_register *codes, const struct code *code);

/* Adds a code, refused or not; the names, in the order of register_names, are copied. */
void register_add(struct code_register *codes, const struct code *code, const struct slice *name,
	size_t place);

/* The entry with this very month and year. NULL: there is none. */
const struct register_entry *register_entry_of(
	const struct code_register *codes, const struct code *code);

/*
 * The entry of a code as written. Of several months the latest not after that day's, else
 * the first there was. NULL: none.
 */
const struct register_entry *register_find(
	const struct code_register *codes, struct slice text, day latest);

/*
 * The same for a code's letters and digits alone, its marks left out. Where they are none: the
 * one code that looks like them. NULL: there is none, or several.
 */
const struct register_entry *register_meant(
	const struct code_register *codes, struct slice plain, day latest);

/*
 * Reads a text by the register. CODE_NONE: empty. CODE_EXACT: an entry's very code, blanks at the
 * ends aside. CODE_CORRECTED: register_meant finds one, whatever case, width, blanks and dashes.
 * CODE_UNKNOWN: it does not, but the text fits the layout. Else CODE_MALFORMED. *entry is NULL
 * for the last two.
 */
enum code_status register_read(const struct code_register *codes, struct slice text, day latest,
	const struct register_entry **entry);

/* What a part's value is called in this entry; empty: it has no name. */
struct slice register_name(
	const struct code_register *codes, const struct register_entry *entry, size_t part);

#endif
