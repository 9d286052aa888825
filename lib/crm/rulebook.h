/*
 * Rules that come with the tools: one book for each kind of segmentation of the trade.
 *
 * They are printed as a rule file, to be looked at, changed and used; their columns are those
 * of crm-rfm's output and of customer files. Each row has the name the Chinese trade uses.
 */
#ifndef CRM_RULEBOOK_H
#define CRM_RULEBOOK_H

#include <stddef.h>

struct rulebook_row {
	const char *segment, *when, *name;
};

/* The rows of a book, in the order in which they are tried; NULL: there is none of that name. */
const struct rulebook_row *rulebook_find(const char *book, size_t *rows);

/* The i-th book's name; NULL past the last. */
const char *rulebook_name(size_t i);

#endif
