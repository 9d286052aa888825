/*
 * A rule's text as a tree: what the parser makes, the checker judges and the binder reads.
 *
 * A tree knows names, not columns, and `today`, not which day that is; so it serves any
 * number of bindings and does not change after it was checked. All of it lives in the
 * rule's arena; patterns alone are freed one by one (struct rule keeps them).
 */
#ifndef RULE_TREE_H
#define RULE_TREE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

#include "rule/rule.h"
#include "value/day.h"
#include "value/memory.h"
#include "value/number.h"
#include "value/slice.h"

#define TREE_DEPTH 200

enum tree_op {
	TREE_NUMBER,
	TREE_SHARE,
	TREE_TEXT,
	TREE_DAY,
	TREE_TODAY,
	TREE_SPAN,
	TREE_COLUMN,
	TREE_CALL,
	TREE_BY,    /* behind the arguments of a call: by city */
	TREE_WHERE, /* where amount > 0 */
	TREE_NEGATE,
	TREE_ADD,
	TREE_SUBTRACT,
	TREE_MULTIPLY,
	TREE_DIVIDE,
	TREE_COMPARE,
	TREE_BETWEEN,
	TREE_IN,
	TREE_EMPTY,
	TREE_MATCH,
	TREE_NOT,
	TREE_AND,
	TREE_OR
};

/* What a part of a rule is; a field has no kind of its own, the other operand gives it one. */
enum kind {
	KIND_TRUTH = RULE_TRUTH,
	KIND_NUMBER = RULE_NUMBER,
	KIND_TEXT = RULE_TEXT,
	KIND_DAY = RULE_DAY,
	KIND_FIELD = RULE_ANY,
	KIND_SPAN,
	KIND_SHARE
};

/* The outcomes of a comparison that satisfy it. */
enum accept { ACCEPT_LESS = 1, ACCEPT_EQUAL = 2, ACCEPT_GREATER = 4 };

struct function;
struct pattern;

struct tree {
	enum tree_op op;
	enum kind kind;  /* of what comes out; set by the checker */
	enum kind among; /* of the operands of a comparison, list or sum; set by the checker */
	unsigned accept; /* TREE_COMPARE */
	bool negated;    /* TREE_BETWEEN, IN, EMPTY, MATCH */
	bool quoted;     /* TREE_COLUMN: written in double quotes */
	bool compared;   /* TREE_COLUMN: the right side of a comparison */
	unsigned depth;
	size_t at, length; /* its place in the text */
	struct tree *child,
		*next; /* operands in order: the first, and each one's right neighbour */
	struct decimal number;
	struct slice text; /* TREE_TEXT, COLUMN, CALL: quotes undone; lives with the rule */
	day day;
	struct span span;
	struct pattern *pattern;
	const struct function *function;
	size_t asks; /* TREE_CALL: which of the rule's surveys, lists or others */
};

/* The operands that the grammar promises. */
static inline const struct tree *
tree_left(const struct tree *tree)
{
	assert(tree->child);
	return tree->child;
}

static inline const struct tree *
tree_right(const struct tree *tree)
{
	const struct tree *right = tree_left(tree)->next;

	assert(right);
	return right;
}

/* A look at the whole input that the rule asks for. */
struct survey {
	struct rule_survey told;
	const struct tree *value, *by, *where; /* by, where: NULL without */
	const struct code *value_code, *by_code, *where_code; /* once bound */
	rule_standings_find *find;
	const void *context;
	const struct rule_standings *alone; /* found, where there are no groups */
};

/* A list of which the rule asks whether something is in it. */
struct listed {
	struct rule_list told;
	rule_list_has *has;
	const void *context;
};

/* Rules that the rule names. */
struct other {
	const struct tree *call;
	struct slice name;
	const struct rule *const *rule;
	size_t rules;
};

struct rule {
	struct slice text;
	struct arena trees; /* text, tree, surveys */
	struct tree *root;
	enum kind asked; /* what a column alone is read as */
	struct pattern **pattern;
	size_t patterns, pattern_room;
	struct survey **survey;
	size_t surveys, survey_room;
	struct listed **list;
	size_t lists, list_room;
	struct other **other;
	size_t others, other_room;

	struct arena codes; /* what the last binding made */
	const struct code *code;
	int *column;
	size_t columns, column_room;
};

#endif
