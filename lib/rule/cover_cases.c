/* Rules that cover another one together: see cover_cases.h. */
#include "rule/cover_cases.h"

#include <stdlib.h>

#include "rule/cover_test.h"
#include "value/memory.h"

#define STEPS_MOST 200000 /* evaluations of a rule */

/* What a condition may be in a case, a set: sure to hold is MAY_HOLD alone. */
enum { MAY_HOLD = 1, MAY_FAIL = 2, MAY_BE_UNKNOWN = 4, MAY_BE_ANY = 7 };

/*
 * What the cases differ in. A value has 2n + 2 of them for n constants: empty, below the first,
 * at it, between it and the second ... A condition that is not understood has three.
 */
struct variable {
	struct part part;
	bool compared;           /* a value; else a condition */
	enum kind kind;
	struct constant *point;  /* upwards, each once */
	size_t points, room;
	size_t at;               /* the case at hand, from 1; 0: all of them */
};

struct cases {
	struct variable *variable;
	size_t variables, room;
	const struct rule *const *earlier;
	size_t count;
	day as_of;
	long steps;              /* left */
};

/* --- what the rules speak of ----------------------------------------------------------- */

static struct variable *
variable_of(struct cases *cases, const struct part *part, bool compared, enum kind kind)
{
	struct variable *one;

	for (size_t i = 0; i < cases->variables; i++) {
		one = &cases->variable[i];
		if (one->compared == compared && (!compared || one->kind == kind) &&
			part_same(&one->part, part))
			return one;
	}
	MEMORY_GROW(cases->variable, cases->room, cases->variables + 1);
	one = &cases->variable[cases->variables++];
	*one = (struct variable){ .part = *part, .compared = compared, .kind = kind };
	return one;
}

static void
add_point(struct variable *variable, const struct constant *point)
{
	size_t at = 0;

	while (at < variable->points && constant_order(&variable->point[at], point) < 0)
		at++;
	if (at < variable->points && constant_order(&variable->point[at], point) == 0)
		return;
	MEMORY_GROW(variable->point, variable->room, variable->points + 1);
	for (size_t i = variable->points++; i > at; i--)
		variable->point[i] = variable->point[i - 1];
	variable->point[at] = *point;
}

static size_t
test_points(const struct test *test)
{
	return test->shape == POINTS ? test->points : 2;
}

static bool
is_junction(const struct part *part)
{
	return part->tree->op == TREE_AND || part->tree->op == TREE_OR;
}

static void
collect(struct cases *cases, struct part part)
{
	const struct other *named;
	struct variable *variable;
	struct test test;

	if (cases->steps-- <= 0)
		return;
	part = part_bare(part);
	part.denied = false;
	named = part_names(&part);
	for (size_t i = 0; named && i < named->rules; i++)
		collect(cases, rule_part(named->rule[i]));
	for (const struct tree *one = is_junction(&part) ? part.tree->child : NULL; one;
		one = one->next)
		collect(cases, part_of(&part, one));
	if (named || is_junction(&part))
		return;
	if (part.tree->op == TREE_EMPTY) {
		struct part value = part_of(&part, tree_left(part.tree));

		variable_of(cases, &value, true, KIND_FIELD);
	} else if (test_read(&part, cases->as_of, &test)) {
		variable = variable_of(cases, &test.value, true, test.point[0].kind);
		for (size_t i = 0; i < test_points(&test); i++)
			add_point(variable, &test.point[i]);
	} else {
		variable_of(cases, &part, false, KIND_TRUTH);
	}
}

/* --- what holds in a case --------------------------------------------------------------- */

static unsigned
denial(unsigned may)
{
	return (may & MAY_BE_UNKNOWN) | (may & MAY_HOLD ? MAY_FAIL : 0) |
		(may & MAY_FAIL ? MAY_HOLD : 0);
}

static unsigned
both(unsigned a, unsigned b)
{
	unsigned may = (a | b) & MAY_FAIL;

	may |= a & b & MAY_HOLD;
	if (((a & MAY_BE_UNKNOWN) && (b & (MAY_HOLD | MAY_BE_UNKNOWN))) ||
		((b & MAY_BE_UNKNOWN) && (a & (MAY_HOLD | MAY_BE_UNKNOWN))))
		may |= MAY_BE_UNKNOWN;
	return may;
}

/* The value lies at a constant of the test or strictly between two of the variable's. */
static bool
passes_between(const struct test *test, const struct variable *variable, size_t gap)
{
	bool in = test->shape == RANGE;

	/* Between points gap - 1 and gap; an end of the range is one of them, or beyond. */
	if (test->shape == RANGE && test->low)
		in = gap > 0 && constant_order(&variable->point[gap - 1], &test->point[0]) >= 0;
	if (test->shape == RANGE && test->high)
		in = in && gap < variable->points &&
			constant_order(&variable->point[gap], &test->point[1]) <= 0;
	return in != test->denied;
}

static unsigned
test_in_case(struct cases *cases, const struct test *test)
{
	const struct variable *variable;
	struct constant value;
	bool passes;

	if (constant_read(test->value.tree, cases->as_of, &value))
		return value.kind != test->point[0].kind ? MAY_BE_ANY
			: test_passes(test, &value)      ? MAY_HOLD
							 : MAY_FAIL;
	variable = variable_of(cases, &test->value, true, test->point[0].kind);
	if (variable->at == 0)
		return MAY_BE_ANY;
	if (variable->at == 1)
		return MAY_BE_UNKNOWN;
	passes = variable->at % 2 ? test_passes(test, &variable->point[(variable->at - 3) / 2])
				  : passes_between(test, variable, (variable->at - 2) / 2);
	return passes ? MAY_HOLD : MAY_FAIL;
}

static unsigned
empty_in_case(struct cases *cases, const struct part *part)
{
	struct part value = part_of(part, tree_left(part->tree));
	const struct variable *variable = variable_of(cases, &value, true, KIND_FIELD);
	bool empty = variable->at == 1;

	if (variable->at == 0)
		return MAY_HOLD | MAY_FAIL;
	return empty != part->tree->negated ? MAY_HOLD : MAY_FAIL;
}

static unsigned
in_case(struct cases *cases, struct part part)
{
	const struct other *named;
	struct test test;
	unsigned may;
	bool denied;

	if (cases->steps-- <= 0)
		return MAY_BE_ANY;
	part = part_bare(part);
	denied = part.denied;
	part.denied = false;
	named = part_names(&part);
	if (named) {
		may = MAY_FAIL;
		for (size_t i = 0; i < named->rules; i++)
			may = denial(both(
				denial(may), denial(in_case(cases, rule_part(named->rule[i])))));
	} else if (is_junction(&part)) {
		bool any = part.tree->op == TREE_OR;

		may = MAY_HOLD;
		for (const struct tree *one = part.tree->child; one; one = one->next) {
			unsigned next = in_case(cases, part_of(&part, one));

			may = both(may, any ? denial(next) : next);
		}
		may = any ? denial(may) : may;
	} else if (part.tree->op == TREE_EMPTY) {
		may = empty_in_case(cases, &part);
	} else if (test_read(&part, cases->as_of, &test)) {
		may = test_in_case(cases, &test);
	} else {
		size_t at = variable_of(cases, &part, false, KIND_TRUTH)->at;

		may = at ? 1u << (at - 1) : MAY_BE_ANY;
	}
	return denied ? denial(may) : may;
}

/* --- all cases -------------------------------------------------------------------------- */

static size_t
cases_of(const struct variable *variable)
{
	return variable->compared ? 2 * variable->points + 2 : 3;
}

/* A value is empty in all its kinds or in none. */
static bool
agrees(const struct cases *cases, size_t last)
{
	const struct variable *one = &cases->variable[last];

	for (size_t i = 0; one->compared && i < last; i++) {
		const struct variable *other = &cases->variable[i];

		if (other->compared && part_same(&other->part, &one->part) &&
			(other->at == 1) != (one->at == 1))
			return false;
	}
	return true;
}

static bool
decided(struct cases *cases, const struct rule *rule)
{
	if (!(in_case(cases, rule_part(rule)) & MAY_HOLD))
		return true;
	for (size_t i = 0; i < cases->count; i++)
		if (cases->earlier[i] && in_case(cases, rule_part(cases->earlier[i])) == MAY_HOLD)
			return true;
	return false;
}

static bool
covered_from(struct cases *cases, const struct rule *rule, size_t next)
{
	if (decided(cases, rule))
		return cases->steps > 0;
	if (next == cases->variables || cases->steps <= 0)
		return false;
	for (size_t at = 1; at <= cases_of(&cases->variable[next]); at++) {
		cases->variable[next].at = at;
		if (agrees(cases, next) && !covered_from(cases, rule, next + 1))
			return false;
	}
	cases->variable[next].at = 0;
	return true;
}

bool
rule_covered_in_cases(
	const struct rule *rule, const struct rule *const *earlier, size_t count, day as_of)
{
	struct cases cases = {
		.earlier = earlier, .count = count, .as_of = as_of, .steps = STEPS_MOST
	};
	bool covered;

	collect(&cases, rule_part(rule));
	for (size_t i = 0; i < count; i++)
		if (earlier[i])
			collect(&cases, rule_part(earlier[i]));
	covered = cases.steps > 0 && covered_from(&cases, rule, 0);
	for (size_t i = 0; i < cases.variables; i++)
		free(cases.variable[i].point);
	free(cases.variable);
	return covered;
}
