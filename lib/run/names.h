/*
 * The shipped table: by which names a logical column is known in the files that shops,
 * tills and spreadsheets export, English and Chinese, the surest first.
 *
 * Names are compared by text_fold_name. Names of one rank mean the same thing, so two of
 * them in one header are a tie; a better rank wins over a lesser one. A logical column that
 * is not listed is known by its own name only.
 */
#ifndef RUN_NAMES_H
#define RUN_NAMES_H

struct column_names {
	const char *logical;
	int         rank;  /* 1 is best */
	const char *names; /* separated by '|' */
};

extern const struct column_names column_names[]; /* ended by a NULL logical */

#endif
