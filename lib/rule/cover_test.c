/* Parts of rules as a proof reads them: see cover_test.h. */
#include "rule/cover_test.h"

#include "rule/function.h"

struct part
part_of(const struct part *whole, const struct tree *tree)
{
	return (struct part){ whole->rule, tree, whole->denied };
}

struct part
rule_part(const struct rule *rule)
{
	return (struct part){ rule, rule->root, false };
}

struct part
part_bare(struct part part)
{
	while (part.tree->op == TREE_NOT) {
		part.tree = tree_left(part.tree);
		part.denied = !part.denied;
	}
	return part;
}

const struct other *
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

bool
part_same(const struct part *a, const struct part *b)
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

		if (!part_same(&left, &right))
			return false;
	}
	return !one && !two;
}

/* --- constants ------------------------------------------------------------------------- */

bool
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

int
constant_order(const struct constant *a, const struct constant *b)
{
	if (a->kind == KIND_NUMBER)
		return decimal_compare(a->number, b->number);
	if (a->kind == KIND_DAY)
		return (a->day > b->day) - (a->day < b->day);
	return slice_compare(a->text, b->text);
}

/* --- tests of one value ---------------------------------------------------------------- */

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

bool
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

bool
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

bool
test_implies(const struct test *b, const struct test *a)
{
	if (!part_same(&b->value, &a->value) || b->point[0].kind != a->point[0].kind)
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
