/*
 * What the files of crm-join share: the side tables, whose rows are found by one key.
 */
#ifndef CRM_JOIN_H
#define CRM_JOIN_H

#include "run/command.h"
#include "run/lookup.h"
#include "run/merge.h"
#include "run/out.h"

#define TABLES_MOST 32
#define KEYS_MOST   16

/* What the command line says of them. */
struct join_options {
	const char          *with[TABLES_MOST];
	size_t               tables;
	const char          *on;       /* NULL: the customer */
	struct list          take;     /* none: all columns but the key */
	const char          *prefix;   /* before the names of brought columns; NULL: none */
	bool                 brings;   /* false: no column at all */
	bool                 sorted;   /* read in step, not kept */
	enum lookup_repeated repeated;
};

struct join_table {
	struct lookup *lookup;         /* or */
	struct merge  *merge;
	size_t         takes;          /* columns that it brings */
	char          *not_found;      /* what records that are not found there are counted as */
};

/* The places of the key's columns in the operands' header; free() them. */
struct key_columns join_key(const struct join_options *options, struct stream *stream);

/*
 * Opens the i-th table, reads it unless it is sorted, adds its columns to the output.
 * taken[k] is set where it has the k-th name of --take.
 */
struct join_table table_open(
	const struct join_options *options, size_t i, bool *taken, struct output *output);
void              table_close(struct join_table *table);

/* Fills field[takes], empty ones when the key is not there. */
bool table_find(const struct join_table *table, struct slice key, struct slice *field);

enum { CUSTOMER };
extern const struct column_spec join_columns[1];

#endif
