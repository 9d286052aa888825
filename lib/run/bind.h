/*
 * Binding: reads a header record and finds the logical columns in it. The errors are
 * said here, with the name of the file; this module's functions end the filter.
 */
#ifndef RUN_BIND_H
#define RUN_BIND_H

#include <stdbool.h>

#include "run/columns.h"
#include "run/message.h"
#include "value/day_form.h"

/*
 * The names copied from the fields of a header record; the rejects columns that lead it
 * are dropped when allowed.
 */
void header_init(struct header *header, const struct slice *field, size_t fields, bool may_hide);
void header_release(struct header *header);

/* Where a column was asked for by an option that a data file lacks: exit 2; else 1. */
struct profile;
struct bind_request {
	const char               *file;       /* for messages */
	const struct column_spec *column;
	size_t                    columns;
	bool                      by_option;  /* column options hold for it and must be there */
	/* column options hold where the header has the name */
	bool                      try_option;
	enum exit_code            missing;    /* EXIT_DATA, or EXIT_USAGE for a rule file */
	bool                      notes;      /* say what was chosen among several */
	const struct profile     *profile;    /* of a known export; NULL: none */
	bool                      line_level; /* --amount-level=line */
	const struct day_form    *dates;      /* in expressions; NULL: written in the usual way */
};

void bind_columns(
	struct binding *binding, const struct header *header, const struct bind_request *request);
void binding_release(struct binding *binding);

/* Prints the binding (--show-columns) as CSV: column, bound_to. */
void binding_show(const struct binding *binding, const struct header *header);

/* Further lines of it, for the columns that were found and are not in the one shown before. */
void binding_show_more(
	const struct binding *binding, const struct header *header, const struct binding *shown);

/* The header's columns as the rule language looks them up. */
struct rule_columns;
struct bound_header {
	const struct header  *header;
	const struct binding *binding; /* NULL: header names only */
	/* how its columns of dates are written, and others; one more of dates, or -1 */
	const struct day_form *dates, *other_dates;
	int                    created;
	const struct further_columns *further; /* NULL: none */
};
struct rule_columns rule_columns_of(const struct bound_header *bound);

/* "id, when, total": cut when too long. */
void header_list(const struct header *header, char *text, size_t size);

#endif
