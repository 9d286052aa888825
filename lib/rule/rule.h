/*
 * The rule language: an expression over the columns of a row.
 *
 * Three steps: rule_parse reads the text, rule_bind gives its names to columns,
 * rule_test or rule_value computes it for a row. Parsing and binding happen once, in
 * one thread; a bound rule is read-only and any number of threads test rows with it,
 * each with a rule_work of its own.
 *
 * The room knows neither files nor CSV: lib/run tells it which columns there are, the
 * day the filter stands on, and the results of looking at the whole input
 * (rule_survey: top and quantile). A rule that could not be computed for a row is a fault
 * of that row (work->fault says which column and why), never a false.
 *
 * The language is described in crm-rules(5), whose grammar this room must follow to the letter.
 */
#ifndef RULE_RULE_H
#define RULE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/day.h"
#include "value/number.h"
#include "value/slice.h"

/* What is wrong with a rule's text, and where: at and length count bytes of the text. */
struct rule_error {
	size_t at, length;
	char   message[256];      /* one line, no full stop: `unknown column "amout" (have: ...)` */
	char   hint[256];         /* "" or one line: "text is written in single quotes: 'paid'" */
};

/*
 * Knows the columns: `find` gives the index of a name (as written, its quotes undone), -1 for
 * none, -2 when several are called so; `list` writes the names, ", " between them and
 * NUL-ended, and leaves out those that do not fit.
 */
struct rule_columns {
	int  (*find)(const void *context, struct slice name);
	void (*list)(const void *context, char *text, size_t size);
	const void *context;
};

struct rule;

struct rule *rule_parse(struct slice text, struct rule_error *error);   /* NULL: *error */
void         rule_free(struct rule *rule);
struct slice rule_text(const struct rule *rule);                        /* as it was given */

/*
 * Gives the names to columns and `today` its day. May be called again, for another header or
 * another day; nothing of the old binding stays. After a failure only rule_bind and rule_free
 * may follow.
 */
bool rule_bind(
	struct rule *rule, const struct rule_columns *columns, day as_of, struct rule_error *error);

/* The columns a bound rule reads, each once. Returns how many; writes at most `most`. */
size_t rule_uses(const struct rule *rule, int *column, size_t most);

/*
 * What kind of value comes out, as far as the text tells: a column alone is RULE_ANY. rule_test
 * needs RULE_TRUTH. rule_ask, before rule_bind, is the check to make: false with *error when
 * the rule does not give that kind; a column alone is from then on read as what was asked for.
 */
enum rule_kind { RULE_TRUTH, RULE_NUMBER, RULE_TEXT, RULE_DAY, RULE_ANY };
enum rule_kind rule_gives(const struct rule *rule);
bool           rule_ask(struct rule *rule, enum rule_kind kind, struct rule_error *error);

/* --- one row --- */

enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN, TRUTH_FAULT };

struct rule_fault {
	int  column;               /* -1: none in particular */
	char reason[256];          /* `not a number: "12O"` */
};

struct rule_work;                  /* a thread's scratch: match data, stack */
struct rule_work *rule_work_new(void);
void              rule_work_free(struct rule_work *work);
const struct rule_fault *rule_work_fault(const struct rule_work *work);

/* Empty is unknown and satisfies no comparison; `is empty` asks. */
enum truth rule_test(const struct rule *rule, const struct slice *field, struct rule_work *work);

struct rule_result {
	enum rule_kind kind;       /* NUMBER, TEXT or DAY (or TRUTH) */
	bool           unknown;    /* an empty field entered it */
	bool           exact;      /* of a number: decimal holds it, else only real does */
	struct decimal decimal;
	double         real;
	struct slice   text;       /* lives until the next call on this work */
	day            day;
	bool           truth;
};

/* False: a fault. */
bool rule_value(const struct rule *rule, const struct slice *field, struct rule_work *work,
	struct rule_result *result);

/* --- the whole input: top(column, 20%), quantile(column, 0.8) --- */

enum survey_kind { SURVEY_TOP, SURVEY_QUANTILE };

struct rule_survey {
	enum survey_kind kind;
	struct decimal   share;
	bool             days;         /* values are days, else 1/10000 */
};

size_t rule_surveys(const struct rule *rule);         /* how many it has */
const struct rule_survey *rule_survey_at(const struct rule *rule, size_t i);

/* The value a row adds to survey i: TRUTH_TRUE with *value, TRUTH_UNKNOWN (none), TRUTH_FAULT. */
enum truth rule_survey_value(const struct rule *rule, size_t i, const struct slice *field,
	struct rule_work *work, int64_t *value);

/*
 * Its outcome, before the first rule_test: the threshold or the quantile, in the unit of the
 * values (top_threshold and quantile_value give it so). No values at all: known false.
 */
void rule_survey_set(struct rule *rule, size_t i, bool known, struct decimal outcome);

#endif
