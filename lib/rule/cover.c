/* Whether a rule can hold only where an earlier one does: see cover.h. */
#include "rule/cover.h"

#include "rule/function.h"
#include "rule/tree.h"

/* A part of a rule, or its denial. */
struct part {
	const struct rule *rule;
	const struct tree *tree;
	bool denied;
};

static struct part
part_of(const struct part *whole, const struct tree *tree)
{
	return (struct part){ whole->rule, tree, whole->denied };
}

static struct part
rule_part(const struct rule *rule)
{
	return (struct part){ rule, rule->root, false };
}

/* `not` taken off, however many. */
static struct part
part_bare(struct part part)
{
	while (part.tree->op == TREE_NOT) {
		part.tree = tree_left(part.tree);
		part.denied = !part.denied;
	}
	return part;
}

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

/* The rules a part names, which it holds with: NULL when it names none. */
static const struct other *
part_names(const struct part *part)
{
	if (part->denied || part->tree->op != TREE_CALL || !part->tree->function->names_rules)
		return NULL;
	return part->rule->other[part->tree->asks];
}

/* --- the same written twice ----------------------------------------------------------- */

/* 20% is 0.2. */
static bool
is_number(const struct tree *tree)
{
	return tree->op == TREE_NUMBER || tree->op == TREE_SHARE;
}

static bool
same(const struct part *a, const struct part *b)
{
	const struct tree *x = a->tree, *y = b->tree, *one, *two;

	if (is_number(x) && is_number(y))
		return decimal_compare(x->number, y->number) == 0;
	if (x->op != y->op || x->accept != y->accept || x->negated != y->negated)
		return false;
	switch (x->op) {
	case TREE_DAY: return x->day == y->day;
	case TREE_SPAN: return x->span.months == y->span.months && x->span.days == y->span.days;
	case TREE_TEXT:
	case TREE_COLUMN: return slice_equal(x->text, y->text);
	case TREE_CALL:
		if (x->function != y->function)
			return false;
		break;
	case TREE_MATCH:
		/* The pattern is nowhere else. */
		if (!slice_equal(slice_of(a->rule->text.data + x->at, x->length),
			    slice_of(b->rule->text.data + y->at, y->length)))
			return false;
		break;
	default: break;
	}
	for (one = x->child, two = y->child; one && two; one = one->next, two = two->next) {
		struct part left = { a->rule, one, false }, right = { b->rule, two, false };

		if (!same(&left, &right))
			return false;
	}
	return !one && !two;
}

/* --- constants ------------------------------------------------------------------------- */

struct constant {
	enum kind kind;
	struct decimal number;
	struct slice text;
	day day;
};

static bool
constant_read(const struct tree *tree, day as_of, struct constant *result)
{
	const struct tree *span;

	switch (tree->op) {
	case TREE_NUMBER:
		*result = (struct constant){ .kind = KIND_NUMBER, .number = tree->number };
		return true;
	case TREE_TEXT:
		*result = (struct constant){ .kind = KIND_TEXT, .text = tree->text };
		return true;
	case TREE_DAY:
	case TREE_TODAY:
		*result = (struct constant){ .kind = KIND_DAY,
			.day = tree->op == TREE_DAY ? tree->day : as_of };
		return true;
	case TREE_NEGATE:
		if (!constant_read(tree_left(tree), as_of, result) || result->kind != KIND_NUMBER)
			return false;
		result->number.units = -result->number.units;
		return true;
	case TREE_ADD:
	case TREE_SUBTRACT:
		span = tree_right(tree);
		if (span->op != TREE_SPAN || !constant_read(tree_left(tree), as_of, result) ||
			result->kind != KIND_DAY)
			return false;
		result->day = tree->op == TREE_ADD ? day_plus(result->day, span->span)
						   : day_minus(result->day, span->span);
		return true;
	default: return false;
	}
}

static int
constant_order(const struct constant *a, const struct constant *b)
{
	if (a->kind == KIND_NUMBER)
		return decimal_compare(a->number, b->number);
	if (a->kind == KIND_DAY)
		return (a->day > b->day) - (a->day < b->day);
	return slice_compare(a->text, b->text);
}

/* --- tests of one value ---------------------------------------------------------------- */

#define BOUNDS_MOST 64

/*
 * A comparison of a value with constants: the constants, and whether the value lies in
 * the range they give, or is one of them; or the opposite.
 */
struct test {
	struct part value;
	enum { RANGE, POINTS } shape;
	bool denied;
	struct constant point[BOUNDS_MOST]; /* of POINTS; of RANGE the lower and the upper end */
	size_t points;
	bool low, high;           /* of RANGE: there is such an end */
	bool low_open, high_open; /* and the end itself does not belong to it */
};

static unsigned
mirrored(unsigned accept)
{
	return (accept & ACCEPT_EQUAL) | (accept & ACCEPT_LESS ? ACCEPT_GREATER : 0) |
		(accept & ACCEPT_GREATER ? ACCEPT_LESS : 0);
}

static bool
test_of_compare(const struct part *part, day as_of, struct test *test)
{
	const struct tree *left = tree_left(part->tree), *right = tree_right(part->tree);
	unsigned accept = part->tree->accept;
	struct constant constant;

	if (constant_read(right, as_of, &constant)) {
		test->value = (struct part){ part->rule, left, false };
	} else if (constant_read(left, as_of, &constant)) {
		test->value = (struct part){ part->rule, right, false };
		accept = mirrored(accept);
	} else {
		return false;
	}
	test->denied = part->denied;
	if (accept == ACCEPT_EQUAL || accept == (ACCEPT_LESS | ACCEPT_GREATER)) {
		test->shape = POINTS;
		test->point[0] = constant;
		test->points = 1;
		test->denied = part->denied != (accept != ACCEPT_EQUAL);
		return true;
	}
	/* not x < 5 is x >= 5: ranges with one end need no denial. */
	if (test->denied)
		accept = ~accept & (ACCEPT_LESS | ACCEPT_EQUAL | ACCEPT_GREATER);
	test->denied = false;
	test->shape = RANGE;
	test->point[0] = test->point[1] = constant;
	test->low = accept & ACCEPT_GREATER;
	test->high = accept & ACCEPT_LESS;
	test->low_open = test->high_open = !(accept & ACCEPT_EQUAL);
	return true;
}

static bool
test_of_between(const struct part *part, day as_of, struct test *test)
{
	const struct tree *low = tree_right(part->tree);

	if (!constant_read(low, as_of, &test->point[0]) || !low->next ||
		!constant_read(low->next, as_of, &test->point[1]))
		return false;
	test->value = (struct part){ part->rule, tree_left(part->tree), false };
	test->denied = part->denied != part->tree->negated;
	test->shape = RANGE;
	test->low = test->high = true;
	return true;
}

static bool
test_of_list(const struct part *part, day as_of, struct test *test)
{
	for (const struct tree *one = tree_right(part->tree); one; one = one->next) {
		if (test->points == BOUNDS_MOST ||
			!constant_read(one, as_of, &test->point[test->points]))
			return false;
		test->points++;
	}
	test->value = (struct part){ part->rule, tree_left(part->tree), false };
	test->denied = part->denied != part->tree->negated;
	test->shape = POINTS;
	return true;
}

static bool
test_read(const struct part *part, day as_of, struct test *test)
{
	*test = (struct test){ .points = 0 };
	switch (part->tree->op) {
	case TREE_COMPARE: return test_of_compare(part, as_of, test);
	case TREE_BETWEEN: return test_of_between(part, as_of, test);
	case TREE_IN: return test_of_list(part, as_of, test);
	default: return false;
	}
}

static bool
test_passes(const struct test *test, const struct constant *value)
{
	bool in = test->shape == RANGE;

	if (test->shape == RANGE && test->low) {
		int order = constant_order(value, &test->point[0]);

		in = order > 0 || (order == 0 && !test->low_open);
	}
	if (test->shape == RANGE && test->high) {
		int order = constant_order(value, &test->point[1]);

		in = in && (order < 0 || (order == 0 && !test->high_open));
	}
	for (size_t i = 0; test->shape == POINTS && i < test->points; i++)
		in = in || constant_order(value, &test->point[i]) == 0;
	return in != test->denied;
}

/* Both ranges, none denied. */
static bool
range_within(const struct test *inner, const struct test *outer)
{
	int order;

	if (outer->low) {
		if (!inner->low)
			return false;
		order = constant_order(&inner->point[0], &outer->point[0]);
		if (order < 0 || (order == 0 && outer->low_open && !inner->low_open))
			return false;
	}
	if (outer->high) {
		if (!inner->high)
			return false;
		order = constant_order(&inner->point[1], &outer->point[1]);
		if (order > 0 || (order == 0 && outer->high_open && !inner->high_open))
			return false;
	}
	return true;
}

static bool
test_implies(const struct test *b, const struct test *a)
{
	if (!same(&b->value, &a->value) || b->point[0].kind != a->point[0].kind)
		return false;
	if (b->shape == POINTS && !b->denied) {
		for (size_t i = 0; i < b->points; i++)
			if (!test_passes(a, &b->point[i]))
				return false;
		return true;
	}
	/* x not in the larger list is not in the smaller; x > 5 is none of 1, 2. */
	if (a->shape == POINTS && a->denied) {
		for (size_t i = 0; i < a->points; i++)
			if (test_passes(b, &a->point[i]))
				return false;
		return true;
	}
	return b->shape == RANGE && a->shape == RANGE && !b->denied && !a->denied &&
		range_within(b, a);
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

		if (same(&operand, &wanted))
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

		return asks_known(a) == asks_known(b) && same(&x, &y);
	}
	if (a->denied == b->denied && same(b, a))
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

/* x is empty, and x is not empty: between them they take everything. */
static bool
takes_all(const struct cover *cover)
{
	for (size_t i = 0; i < cover->count; i++) {
		struct part a, b, x, y;

		if (!cover->earlier[i])
			continue;
		a = part_bare(rule_part(cover->earlier[i]));
		for (size_t k = 0; k < i && a.tree->op == TREE_EMPTY; k++) {
			if (!cover->earlier[k])
				continue;
			b = part_bare(rule_part(cover->earlier[k]));
			if (b.tree->op != TREE_EMPTY)
				continue;
			x = part_of(&a, tree_left(a.tree));
			y = part_of(&b, tree_left(b.tree));
			if (asks_known(&a) != asks_known(&b) && same(&x, &y))
				return true;
		}
	}
	return false;
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
	return covered(&cover, rule_part(rule)) || takes_all(&cover);
}
