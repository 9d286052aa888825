/*
 * Profiles: what the export of a known shop or till looks like.
 *
 * A profile is a list of settings, each with a value; one setting may stand several times,
 * the first that fits is taken. `signature` holds names, separated by '|', that a header
 * has all of when it is such an export. Then logical columns with their names (an empty
 * one says that there is none), and date-format, amount-expression, line-amount,
 * amount-level, carry, refund-prefix: crm-csv(5) says what each means. Shipped ones are
 * built in; a file with the columns profile, setting, value holds others.
 */
#ifndef RUN_PROFILE_H
#define RUN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "run/columns.h"
#include "run/shipped.h"

struct profile;

/*
 * The one --profile names, in a file or shipped, or the one whose longest signature is in
 * the header; NULL: none. Lives as long as the process. One that is asked for and has no
 * signature there is said; where the header is another's it ends the filter. `file` is for
 * messages.
 */
const struct profile *profile_choose(const struct header *header, const char *file);

const char *profile_name(const struct profile *profile);

/* The k-th value of a setting; NULL: there are fewer. */
const char *profile_value(const struct profile *profile, const char *setting, size_t k);

/* It says that such exports have no column of that meaning. */
bool profile_lacks(const struct profile *profile, const char *logical);

/* --print-profile: the shipped one, as CSV, and the end; an unknown name lists all. */
void profile_print(const char *name);

#endif
