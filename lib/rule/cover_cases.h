/*
 * Whether a rule can hold only where one of several earlier ones does, by going through all
 * cases: every value that the rules compare with constants lies at one of these, between two
 * neighbours of them, or is empty; any other condition is true, false or unknown. Where in
 * each case the rule does not hold or an earlier one is sure to, they cover it together.
 *
 * True is certain; false says nothing, also when there are more cases than there is time for.
 */
#ifndef RULE_COVER_CASES_H
#define RULE_COVER_CASES_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/rule.h"
#include "value/day.h"

bool rule_covered_in_cases(
	const struct rule *rule, const struct rule *const *earlier, size_t count, day as_of);

#endif
