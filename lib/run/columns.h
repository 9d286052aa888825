/*
 * Columns: which column of a header is which.
 *
 * A filter names the logical columns it needs; the binder finds them in a header by the
 * column's option (--customer=NAME), else by the shipped table of ranked names (share/names.csv),
 * compared without case, blanks, `_ - #`, full width and units. The best rank that is
 * there wins; a tie within a rank is an error that lists the candidates, unless the column may
 * be several.
 */
#ifndef RUN_COLUMNS_H
#define RUN_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "value/slice.h"

#define COLUMNS_MOST    31           /* logical columns of one stream: bits of a row */
#define COLUMNS_SEVERAL 16           /* columns of the header that are one logical column */

enum column_type {
	COLUMN_TEXT,
	COLUMN_DAY,
	COLUMN_MOMENT,
	/* its option also takes an expression: --amount='quantity * unit_price' */
	COLUMN_MONEY,
	COLUMN_INTEGER,
};

enum column_role {
	ROLE_NONE,
	ROLE_CUSTOMER,               /* an empty field is anonymous: --anonymous decides */
	ROLE_EVENT_DATE,             /* rows dated after the as-of day are ignored and counted */
};

struct header;

struct column_spec {
	const char      *name;       /* logical name, also its option's */
	enum column_type type;
	enum column_role role;
	bool             optional;   /* need not be there */
	bool             empty_ok;   /* an empty field is no bad row: row_has is false */
	bool             unnamed;    /* the option of its name says something else */
	/* "date,sent": only these names, not the shipped ones; NULL: the shipped ones */
	const char      *accept;
	/*
	 * The header's own name for it, if it has that, before all others; with `accept` ""
	 * there are no others, and it must be there, as what an option names.
	 */
	const char      *called;
	/* Says a hint after the error that it is missing; may be NULL. */
	void           (*missing)(const struct header *header);
	bool             several;    /* all that may be it are, see stream_fields; one a filter */
};

/*
 * A header: its names as written, without BOM, and as they are compared. It owns them.
 */
struct header {
	struct slice *name;
	struct slice *folded;        /* by text_fold_name; empty: nothing to compare */
	size_t       *by_name;       /* the columns in the order of their names, then places */
	size_t        columns;
	size_t        hidden;        /* leading columns of a rejects file, dropped: 5 or 0 */
};

/* The column of that name, exact, else as names are compared; -1 none, -2 several. */
int header_find(const struct header *header, struct slice name);

/* The same, where several are the end (exit 1); `where` is the file or option, or NULL. */
int header_find_one(const struct header *header, struct slice name, const char *where);

/*
 * field[i] is the header's column for logical column i; -1: it is not bound, or an expression
 * gives it. The column specs are the filter's, the expressions the binding's.
 */
struct rule;
struct binding {
	const struct column_spec *column;
	size_t                    columns;
	int                       field[COLUMNS_MOST];
	struct rule              *expression[COLUMNS_MOST];
	/* of the column that may be several: all of them, as the header has them */
	int                       all[COLUMNS_SEVERAL];
	size_t                    alls;
};

/* What the option of a logical column of the operands was given; NULL: nothing. */
const char *column_option(const char *logical);

static inline bool
binding_has(const struct binding *binding, int column)
{
	return binding->field[column] >= 0 || binding->expression[column];
}

#endif
