/*
 * The grammar of rules, by recursive descent: crm-rules(5) has it in full.
 *
 * The tree it makes is right in form; whether its parts go together is the checker's matter.
 */
#ifndef RULE_PARSER_H
#define RULE_PARSER_H

#include <stdbool.h>

#include "rule/tree.h"

/* Fills rule->root from rule->text, which is valid UTF-8. False: *error. */
bool parser_run(struct rule *rule, struct rule_error *error);

#endif
