/*
 * What the functions of the rule language compute from one row: parts of days, letters,
 * tags, lists, and the rules that a rule names.
 */
#ifndef RULE_CALL_H
#define RULE_CALL_H

#include "rule/code.h"

enum got   compute_date_part(
	const struct code *code, const struct rule_row *row, struct number *result);
enum got compute_length(const struct code *code, const struct rule_row *row, struct number *result);
enum got   compute_lower(const struct code *code, const struct rule_row *row, struct slice *result);
enum truth compute_has(const struct code *code, const struct rule_row *row);
enum truth compute_in_list(const struct code *code, const struct rule_row *row);
enum truth compute_other(const struct code *code, const struct rule_row *row);

#endif
