/*
 * Parts of rules as a proof reads them: conditions with their denials, and comparisons of one
 * value with constants as ranges and lists. For cover.c and cover_cases.c.
 */
#ifndef RULE_COVER_TEST_H
#define RULE_COVER_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/tree.h"

/* A part of a rule, or its denial. */
struct part {
	const struct rule *rule;
	const struct tree *tree;
	bool denied;
};

struct part part_of(const struct part *whole, const struct tree *tree);
struct part rule_part(const struct rule *rule);
struct part part_bare(struct part part); /* `not` taken off, however many */

/* The rules a part names, which it holds with: NULL when it names none. */
const struct other *part_names(const struct part *part);

/* Whether the same is written, denials aside. */
bool part_same(const struct part *a, const struct part *b);

struct constant {
	enum kind kind;
	struct decimal number;
	struct slice text;
	day day;
};

/* False: it is no constant. */
bool constant_read(const struct tree *tree, day as_of, struct constant *result);

/* Of one kind: <0, 0, >0. */
int constant_order(const struct constant *a, const struct constant *b);

#define BOUNDS_MOST 64

/*
 * A comparison of a value with constants: the constants, and whether the value lies in
 * the range they give, or is one of them; or the opposite.
 */
struct test {
	struct part value;
	enum { RANGE, POINTS } shape;
	bool denied;
	struct constant point[BOUNDS_MOST]; /* of POINTS; of RANGE the lower and the upper end */
	size_t points;
	bool low, high;           /* of RANGE: there is such an end */
	bool low_open, high_open; /* and the end itself does not belong to it */
};

/* False: it is no such comparison. */
bool test_read(const struct part *part, day as_of, struct test *test);

bool test_passes(const struct test *test, const struct constant *value);
bool test_implies(const struct test *b, const struct test *a);

#endif
