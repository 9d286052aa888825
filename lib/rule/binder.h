/*
 * From the checked tree to code: names become columns, `today` a day, constants values.
 *
 * What is found wrong here points into the text as the parser's errors do: unknown columns,
 * a division by zero, a number that grows too large.
 */
#ifndef RULE_BINDER_H
#define RULE_BINDER_H

#include <stdbool.h>

#include "rule/code.h"
#include "rule/rule.h"
#include "rule/tree.h"

struct binder {
	struct rule *rule;
	const struct rule_columns *columns;
	day as_of;
	struct rule_error *error;
};

/* Makes rule->code and the code of its surveys, forgetting what an earlier binding made. */
bool binder_run(struct binder *binder);

/*
 * The code of a tree that gives a value of that kind; a column is read as it. The checker has
 * made sure that it can be. NULL: *error.
 */
struct code *binder_read(struct binder *binder, const struct tree *tree, enum kind kind);

/* Code in the rule's arena, all zero but its op. */
struct code *binder_code(struct binder *binder, enum code_op op);

#endif
