/*
 * What is shipped as CSV in share/ and built into the filters: by which names columns are
 * known, what the exports of shops look like, which statuses are no sale, what the columns
 * of results are called in Chinese. The build turns each file into a table of its fields;
 * the files themselves are installed to be read.
 */
#ifndef RUN_SHIPPED_H
#define RUN_SHIPPED_H

struct shipped {
	const char *field[3];
};

/* Ended by a row without a first field. */
extern const struct shipped shipped_names[];       /* column, rank, name: by column, then rank */
extern const struct shipped shipped_profiles[];    /* profile, setting, value */
extern const struct shipped shipped_statuses[];    /* status, sale (yes or no) */
extern const struct shipped shipped_labels[];      /* column, zh */

#endif
