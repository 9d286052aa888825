/*
 * The functions of the rule language.
 *
 * A function is one row of the table in function.c: its name, how many arguments it takes,
 * what it asks of their kinds, and how it is computed. Nothing else knows of it.
 */
#ifndef RULE_FUNCTION_H
#define RULE_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/binder.h"
#include "rule/checker.h"
#include "rule/tree.h"
#include "value/slice.h"

struct function {
	const char *name;
	size_t least, most; /* arguments */
	const char *shape;  /* for messages: "top(column, 20%)" */
	bool surveys;       /* looks at the whole input */
	bool names_rules;   /* asks other rules */

	/* Judges the arguments, whose kinds are known, and sets call->kind. False: *error. */
	bool (*check)(struct checker *checker, struct tree *call);

	/* What computes it. */
	struct code *(*bind)(struct binder *binder, const struct tree *call);
};

/* In small or capital letters. NULL: none is called so. */
const struct function *function_find(struct slice name);

/* The names of all, ", " between them, NUL-ended. */
void function_list(char *text, size_t size);

#endif
