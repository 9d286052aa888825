/*
 * What the parts of source codes are called: medium D is "e-mail", list 02 "autumn buyers".
 *
 * Names are given to values of parts of letters or digits. Adding and asking take the same
 * time for the first name and for the millionth. A set owns its texts; once filled it is
 * read-only and any number of threads may look names up.
 */
#ifndef CRM_CODENAMES_H
#define CRM_CODENAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/sourcecode.h"
#include "value/hash.h"

struct code_name {
	size_t       part;
	struct slice value, name;
};

struct groups;
struct code_names {
	struct code_name *name;          /* in the order in which they came */
	size_t            count, capacity;
	size_t            of_part[CODE_LONGEST]; /* how many */
	struct groups    *places;        /* 1 + the place of a name, by part and value */
	struct hash_seed  seed;
	struct arena      texts;
};

void names_init(struct code_names *names);
void names_release(struct code_names *names);

/* Adds a name as a names file has it. False: *why says the reason. */
bool names_add(struct code_names *names, const struct code_layout *layout, struct slice part,
	struct slice value, struct slice name, const char **why);

/*
 * Adds the built-in names of media (names_medium lists them), where the layout has a
 * part called medium that is one letter; else none.
 */
void names_default(struct code_names *names, const struct code_layout *layout);

/* The i-th built-in medium: false past the last one. */
bool names_medium(size_t i, const char **letter, const char **name);

/* Empty: it has none. */
struct slice names_find(const struct code_names *names, size_t part, struct slice value);

/* Whether any value of this part has a name. */
bool names_has(const struct code_names *names, size_t part);

#endif
