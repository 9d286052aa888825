/*
 * The rule language: an expression over the columns of a row.
 *
 * Three steps: rule_parse reads the text, rule_bind gives its names to columns,
 * rule_test or rule_value computes it for a row. Parsing and binding happen once, in
 * one thread; a bound rule is read-only and any number of threads test rows with it,
 * each with a rule_work of its own.
 *
 * The room knows neither files nor CSV: lib/run tells it which columns there are, the
 * day the filter stands on, what is in a list (rule_list), and the results of looking at the
 * whole input (rule_survey: top, rank and their like). A rule that could not be computed for a
 * row is a fault of that row (work->fault says which column and why), never a false.
 *
 * The language is described in crm-rules(5), whose grammar this room must follow to the letter.
 */
#ifndef RULE_RULE_H
#define RULE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/day.h"
#include "value/day_form.h"
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
 * NUL-ended, and leaves out those that do not fit. `dates` says how the days of a column are
 * written, in a form that lives as long as the rule is used; without it in the usual way.
 */
struct rule_columns {
	int  (*find)(const void *context, struct slice name);
	void (*list)(const void *context, char *text, size_t size);
	const void *context;
	const struct day_form *(*dates)(const void *context, int column);
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

/*
 * Another row begins; `place` is its place in the input (any number that grows from row to
 * row), by which ties are broken. Needed before the tests of a row only where a survey was
 * answered with places or a rule names others.
 */
void rule_work_row(struct rule_work *work, uint64_t place);

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

/* --- the whole input: top(column, 20%), rank(column, by city, where column > 0) ... --- */

enum survey_kind { SURVEY_TOP, SURVEY_BOTTOM, SURVEY_QUANTILE, SURVEY_NTILE, SURVEY_RANK };

struct rule_survey {
	enum survey_kind kind;
	struct decimal   share;        /* of top, bottom, quantile */
	size_t           tiles;        /* of ntile */
	bool             days;         /* values are days, else 1/10000 */
	bool             grouped;      /* each group (`by`) by itself */
	/* What is ranked, as text: surveys of one stream that say the same gather the same. */
	struct slice     about;
};

size_t rule_surveys(const struct rule *rule);         /* how many it has */
const struct rule_survey *rule_survey_at(const struct rule *rule, size_t i);

/*
 * The value a row adds to survey i and the group it adds it to (empty without `by`; it lives
 * until the next call on this work): TRUTH_TRUE, or TRUTH_FALSE and TRUTH_UNKNOWN (none), or
 * TRUTH_FAULT.
 */
enum truth rule_survey_value(const struct rule *rule, size_t i, const struct slice *field,
	struct rule_work *work, struct slice *group, int64_t *value);

/*
 * What came of a group. Its rows stand in one order: by value, upwards; where `place` is not
 * NULL equal values by their places, later ones below. A row is judged by how many of the
 * marks it reaches:
 *	top       the lowest row that belongs to it
 *	bottom    the lowest row that does not (none: all do)
 *	ntile     the lowest row of each tile but the first
 *	rank      every row
 * A quantile is in the unit of the values.
 */
struct rule_standings {
	const int64_t  *mark;
	const uint64_t *place;
	size_t          marks;
	struct decimal  quantile;
};

/*
 * The answer to survey i, before the first rule_test: `find` gives the standings of a group
 * (NULL: it has no values), which live as long as the rule is used. It is called by all
 * threads, and at once for a survey without groups.
 */
typedef const struct rule_standings *rule_standings_find(const void *context, struct slice group);
void rule_survey_set(struct rule *rule, size_t i, rule_standings_find *find, const void *context);

/* --- lists: in_list('vip.csv', customer_id) --- */

struct rule_list {
	struct slice file, column;     /* as named in the rule */
};

size_t rule_lists(const struct rule *rule);
const struct rule_list *rule_list_at(const struct rule *rule, size_t i);

/* Before the first rule_test: how a list is asked. Called by all threads. */
typedef bool rule_list_has(const void *context, struct slice text);
void rule_list_set(struct rule *rule, size_t i, rule_list_has *has, const void *context);

/* --- other rules: segment('high') --- */

size_t rule_others(const struct rule *rule);
struct slice rule_other(const struct rule *rule, size_t i);     /* the name */

bool         rule_others_set(const struct rule *rule);          /* all of them were given */

/* An error of that place in the rule's text. */
void rule_other_wrong(const struct rule *rule, size_t i, struct rule_error *error,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * Before the first rule_test: the bound conditions of that name; it holds where one of them
 * does. They must not name this rule again. The array is the caller's.
 */
void rule_other_set(struct rule *rule, size_t i, const struct rule *const *named, size_t count);

#endif
