/*
 * Whether a rule can hold only where an earlier one does, told from the texts alone.
 *
 * A proof, not a test on rows: true is certain, false says nothing. What it knows: and, or, not;
 * comparisons of one value with constants (amount >= 1000 where amount >= 500 stands before),
 * between, in, = and !=, is empty, constants compared with each other, the same part written
 * twice, and the rules that segment() names.
 */
#ifndef RULE_COVER_H
#define RULE_COVER_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/rule.h"
#include "value/day.h"

/*
 * True where `rule` holds only where one of the `count` earlier rules does; *by is the one that
 * covers all of it, or `count` when only several together do. `as_of` is today.
 */
bool rule_covered(const struct rule *rule, const struct rule *const *earlier, size_t count,
	day as_of, size_t *by);

#endif
