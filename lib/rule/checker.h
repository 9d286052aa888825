/*
 * Whether the parts of a rule go together: numbers with numbers, days with days.
 *
 * Gives every part of the tree its kind, from below. Where a column stands the other operand
 * decides, so nothing here depends on the columns or on a row: a rule means the same for
 * every file.
 */
#ifndef RULE_CHECKER_H
#define RULE_CHECKER_H

#include <stdbool.h>

#include "rule/tree.h"

struct checker {
	struct rule *rule;
	struct rule_error *error;
};

/* False: *error. */
bool checker_run(struct rule *rule, struct rule_error *error);

/* True when the tree can be read as that kind: it is of it, or a column. Otherwise *error. */
bool checker_wants(struct checker *checker, const struct tree *tree, enum kind kind);

/*
 * Adds a look at the whole input to the rule, for a call whose arguments are a value and, but for
 * rank, a share or a number of tiles; `by` and `where` may follow.
 */
bool checker_survey(struct checker *checker, struct tree *call, enum survey_kind kind);

/* False, with the error about that part of the rule. */
bool checker_refuses(struct checker *checker, const struct tree *tree, const char *message);

/* "a number", "text" ... for messages. */
const char *kind_name(enum kind kind);

#endif
