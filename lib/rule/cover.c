/* Whether a rule can hold only where an earlier one does: see cover.h. */
#include "rule/cover.h"

#include "rule/cover_cases.h"
#include "rule/cover_test.h"

static bool
is_or(const struct part *part)
{
	return part->tree->op == (part->denied ? TREE_AND : TREE_OR);
}

static bool
is_and(const struct part *part)
{
	return part->tree->op == (part->denied ? TREE_OR : TREE_AND);
}

/* --- one condition after the other ------------------------------------------------------ */

/* Rules that name rules that name rules may take more steps than there is time for. */
#define PROOF_STEPS 1000000
struct proof {
	day as_of;
	long steps; /* left */
};

/* 1 = 1: true in every row. */
static bool
always_true(const struct part *part, day as_of)
{
	struct constant value;
	struct test test;

	return test_read(part, as_of, &test) && constant_read(test.value.tree, as_of, &value) &&
		value.kind == test.point[0].kind && test_passes(&test, &value);
}

static bool
asks_known(const struct part *part)
{
	return part->tree->op == TREE_EMPTY && part->denied != part->tree->negated;
}

/* What is compared and holds, or is denied for certain, is not empty. */
static bool
implies_known(const struct part *b, const struct part *a)
{
	struct part wanted = part_of(a, tree_left(a->tree));

	if (b->tree->op != TREE_COMPARE && b->tree->op != TREE_BETWEEN && b->tree->op != TREE_IN &&
		b->tree->op != TREE_MATCH)
		return false;
	for (const struct tree *one = b->tree->child; one; one = one->next) {
		struct part operand = { b->rule, one, false };

		if (part_same(&operand, &wanted))
			return true;
		/* x < low denies that x lies between low and high, whatever high is. */
		if (b->tree->op == TREE_BETWEEN)
			break;
	}
	return false;
}

static bool
single_implies(const struct part *b, const struct part *a, day as_of)
{
	struct test inner, outer;

	if (always_true(a, as_of))
		return true;
	if (a->tree->op == TREE_EMPTY && b->tree->op == TREE_EMPTY) {
		struct part x = part_of(a, tree_left(a->tree)), y = part_of(b, tree_left(b->tree));

		return asks_known(a) == asks_known(b) && part_same(&x, &y);
	}
	if (a->denied == b->denied && part_same(b, a))
		return true;
	if (asks_known(a))
		return implies_known(b, a);
	return test_read(b, as_of, &inner) && test_read(a, as_of, &outer) &&
		test_implies(&inner, &outer);
}

/* Where b holds, a does. */
static bool
implies(struct part b, struct part a, struct proof *proof)
{
	const struct other *named;

	if (proof->steps-- <= 0)
		return false;
	b = part_bare(b);
	a = part_bare(a);
	if (is_or(&b)) {
		for (const struct tree *one = b.tree->child; one; one = one->next)
			if (!implies(part_of(&b, one), a, proof))
				return false;
		return true;
	}
	if (is_and(&a)) {
		for (const struct tree *one = a.tree->child; one; one = one->next)
			if (!implies(b, part_of(&a, one), proof))
				return false;
		return true;
	}
	for (const struct tree *one = is_and(&b) ? b.tree->child : NULL; one; one = one->next)
		if (implies(part_of(&b, one), a, proof))
			return true;
	for (const struct tree *one = is_or(&a) ? a.tree->child : NULL; one; one = one->next)
		if (implies(b, part_of(&a, one), proof))
			return true;
	if ((named = part_names(&a)) != NULL)
		for (size_t i = 0; i < named->rules; i++)
			if (implies(b, rule_part(named->rule[i]), proof))
				return true;
	if (is_and(&b) || is_or(&a))
		return false;
	return single_implies(&b, &a, proof->as_of);
}

/* --- all that stands before ------------------------------------------------------------- */

struct cover {
	const struct rule *const *earlier;
	size_t count;
	struct proof *proof;
};

static bool
covered(const struct cover *cover, struct part b)
{
	const struct other *named;

	if (cover->proof->steps-- <= 0)
		return false;
	b = part_bare(b);
	for (size_t i = 0; i < cover->count; i++)
		if (cover->earlier[i] && implies(b, rule_part(cover->earlier[i]), cover->proof))
			return true;
	if (is_or(&b)) {
		for (const struct tree *one = b.tree->child; one; one = one->next)
			if (!covered(cover, part_of(&b, one)))
				return false;
		return true;
	}
	for (const struct tree *one = is_and(&b) ? b.tree->child : NULL; one; one = one->next)
		if (covered(cover, part_of(&b, one)))
			return true;
	named = part_names(&b);
	for (size_t i = 0; named && i < named->rules; i++)
		if (!covered(cover, rule_part(named->rule[i])))
			return false;
	return named != NULL;
}

bool
rule_covered(const struct rule *rule, const struct rule *const *earlier, size_t count, day as_of,
	size_t *by)
{
	struct proof proof = { as_of, PROOF_STEPS };
	const struct cover cover = { earlier, count, &proof };

	for (*by = 0; *by < count; (*by)++)
		if (earlier[*by] && implies(rule_part(rule), rule_part(earlier[*by]), &proof))
			return true;
	return covered(&cover, rule_part(rule)) ||
		rule_covered_in_cases(rule, earlier, count, as_of);
}
