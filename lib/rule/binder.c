/* From the checked tree to code: see binder.h. */
#include "rule/binder.h"

#include <stdlib.h>
#include <string.h>

#include "rule/function.h"
#include "rule/lexer.h"
#include "rule/message.h"
#include "value/text.h"

#define LIST_SHOWN 120 /* bytes of the have-list in a message */
#define LIST_READ 8192 /* and of it when a name that is nearly right is sought */

struct code *
binder_code(struct binder *binder, enum code_op op)
{
	struct code *code = arena_new(&binder->rule->codes, sizeof *code);

	*code = (struct code){ .op = op, .column = -1 };
	return code;
}

/* Which of three, by the kind of value it works on. */
static enum code_op
op_of(enum kind kind, enum code_op of_number, enum code_op of_day, enum code_op of_text)
{
	return kind == KIND_NUMBER ? of_number : kind == KIND_DAY ? of_day : of_text;
}

/* Code of two operands; NULL when one of them could not be made. */
static struct code *
code_of_two(struct binder *binder, enum code_op op, struct code *left, struct code *right)
{
	struct code *code;

	if (!left || !right)
		return NULL;
	code = binder_code(binder, op);
	code->left = left;
	code->right = right;
	return code;
}

static struct code *
code_of_one(struct binder *binder, enum code_op op, struct code *left)
{
	return code_of_two(binder, op, left, left);
}

/* --- columns ----------------------------------------------------------------------------- */

/*
 * What may have been meant: a name that is nearly this one, or text. On the right of a
 * comparison text is likelier.
 */
static void
hint_about_column(struct binder *binder, const struct tree *tree, struct slice nearest)
{
	const char *quote = name_is_bare(nearest) ? "" : "\"";
	char name[SHOWN_TEXT], text[SHOWN_TEXT];

	text_show(nearest, name);
	text_show(tree->text, text);
	if (!tree->compared && *name)
		error_hint(binder->error, "did you mean %s%s%s?", quote, name, quote);
	else if (*name)
		error_hint(binder->error,
			"text is written in single quotes: '%s'; or did you mean %s%s%s?", text,
			quote, name, quote);
	else if (tree->compared || tree->quoted)
		error_hint(binder->error, "text is written in single quotes: '%s'", text);
}

static void
refuse_column(struct binder *binder, const struct tree *tree, int found)
{
	const struct rule_columns *columns = binder->columns;
	char quoted[TEXT_QUOTED], shown[LIST_SHOWN], *list;

	text_quote(tree->text, quoted);
	if (found < -1) {
		error_set(binder->error, tree->at, tree->length, "several columns are called %s",
			quoted);
		return;
	}
	columns->list(columns->context, shown, sizeof shown);
	error_set(binder->error, tree->at, tree->length, "unknown column %s (have: %s)", quoted,
		shown);
	list = memory_new(LIST_READ);
	columns->list(columns->context, list, LIST_READ);
	hint_about_column(binder, tree, name_nearest(tree->text, slice_from(list)));
	free(list);
}

static void
column_remember(struct rule *rule, int column)
{
	for (size_t i = 0; i < rule->columns; i++)
		if (rule->column[i] == column)
			return;
	MEMORY_GROW(rule->column, rule->column_room, rule->columns + 1);
	rule->column[rule->columns++] = column;
}

static const struct day_form usual_dates;

static struct code *
bind_column(struct binder *binder, const struct tree *tree, enum kind kind)
{
	int column = binder->columns->find(binder->columns->context, tree->text);
	struct code *code;

	if (column < 0) {
		refuse_column(binder, tree, column);
		return NULL;
	}
	column_remember(binder->rule, column);
	code = binder_code(binder, op_of(kind, CODE_FIELD_NUMBER, CODE_FIELD_DAY, CODE_FIELD_TEXT));
	code->column = column;
	code->dates = binder->columns->dates
		? binder->columns->dates(binder->columns->context, column)
		: &usual_dates;
	return code;
}

/* --- values -------------------------------------------------------------------------------- */

static bool
is_constant(const struct code *code)
{
	return code->op == CODE_NUMBER || code->op == CODE_DAY || code->op == CODE_TEXT;
}

static bool
is_field(const struct code *code)
{
	return code->op == CODE_FIELD_NUMBER || code->op == CODE_FIELD_DAY ||
		code->op == CODE_FIELD_TEXT;
}

static struct code *
refuse_constant(
	struct binder *binder, const struct tree *tree, enum got got, const struct rule_work *work)
{
	if (got == GOT_FAULT)
		error_set(binder->error, tree->at, tree->length, "%s", work->fault.reason);
	else
		error_set(binder->error, tree->at, tree->length, "division by zero");
	return NULL;
}

/* Works out once what depends on no row. */
static struct code *
settle_number(struct binder *binder, const struct tree *tree, struct code *code)
{
	struct rule_work work = { .patterns = NULL };
	const struct rule_row row = { NULL, &work };
	struct number number;
	enum got got;

	if (!code || !is_constant(code->left) || !is_constant(code->right))
		return code;
	got = compute_number(code, &row, &number);
	if (got != GOT_VALUE)
		return refuse_constant(binder, tree, got, &work);
	code->op = CODE_NUMBER;
	code->of.number = number;
	return code;
}

static struct code *
bind_arithmetic(struct binder *binder, const struct tree *tree, enum code_op op)
{
	return settle_number(binder, tree,
		code_of_two(binder, op, binder_read(binder, tree_left(tree), tree->among),
			binder_read(binder, tree_right(tree), tree->among)));
}

/* A day and a duration, in any order. */
static struct code *
bind_shift(struct binder *binder, const struct tree *tree, enum code_op op)
{
	const struct tree *left = tree_left(tree), *right = tree_right(tree);
	const struct tree *span = right->kind == KIND_SPAN ? right : left;
	struct code *from = binder_read(binder, span == right ? left : right, KIND_DAY), *code;

	code = code_of_one(binder, op, from);
	if (!code)
		return NULL;
	code->of.span = span->span;
	if (is_constant(from)) {
		code->of.day = op == CODE_LATER ? day_plus(from->of.day, span->span)
						: day_minus(from->of.day, span->span);
		code->op = CODE_DAY;
	}
	return code;
}

static struct code *
constant_day(struct binder *binder, day d)
{
	struct code *code = binder_code(binder, CODE_DAY);

	code->of.day = d;
	return code;
}

static struct code *
constant_number(struct binder *binder, struct decimal decimal)
{
	struct code *code = binder_code(binder, CODE_NUMBER);

	code->of.number = (struct number){ .exact = true, .decimal = decimal };
	return code;
}

static struct code *
constant_text(struct binder *binder, struct slice text)
{
	struct code *code = binder_code(binder, CODE_TEXT);

	code->of.text = text;
	return code;
}

/* --- comparisons ------------------------------------------------------------------------------ */

static unsigned
accept_mirrored(unsigned accept)
{
	return (accept & ACCEPT_EQUAL) | (accept & ACCEPT_LESS ? ACCEPT_GREATER : 0) |
		(accept & ACCEPT_GREATER ? ACCEPT_LESS : 0);
}

/* The amount of a number that money holds without rounding. */
static bool
constant_amount(const struct code *code, money *amount)
{
	bool rounded = false;

	return code->op == CODE_NUMBER && code->of.number.exact &&
		decimal_money(code->of.number.decimal, amount, &rounded) && !rounded;
}

static struct code *
compare_numbers(struct binder *binder, struct code *field, struct code *other)
{
	struct code *code;
	money amount;

	if (!is_field(field) || !constant_amount(other, &amount))
		return code_of_two(binder, CODE_NUMBERS_ORDERED, field, other);
	code = code_of_two(binder, CODE_FIELD_WITH_MONEY, field, other);
	code->column = field->column;
	code->of.amount = amount;
	return code;
}

static struct code *
compare_days(struct binder *binder, struct code *field, struct code *other)
{
	struct code *code;

	if (!is_field(field) || other->op != CODE_DAY)
		return code_of_two(binder, CODE_DAYS_ORDERED, field, other);
	code = code_of_two(binder, CODE_FIELD_WITH_DAY, field, other);
	code->column = field->column;
	code->dates = field->dates;
	code->of.day = other->of.day;
	return code;
}

static bool
asks_equality(unsigned accept)
{
	return accept == ACCEPT_EQUAL || accept == (ACCEPT_LESS | ACCEPT_GREATER);
}

/* Two columns: equal is equal text; their order is one of numbers or of days. */
static struct code *
compare(struct binder *binder, const struct tree *a, const struct tree *b, enum kind among,
	unsigned accept)
{
	bool two_columns = among == KIND_FIELD;
	enum kind kind = two_columns ? KIND_TEXT : among;
	struct code *left = binder_read(binder, a, kind), *right = binder_read(binder, b, kind),
		    *code;

	if (!left || !right)
		return NULL;
	/* A constant on the left changes sides, so that only one side need be looked at. */
	if (is_constant(left) && !is_constant(right)) {
		code = left;
		left = right;
		right = code;
		accept = accept_mirrored(accept);
	}
	if (kind == KIND_NUMBER)
		code = compare_numbers(binder, left, right);
	else if (kind == KIND_DAY)
		code = compare_days(binder, left, right);
	else if (asks_equality(accept))
		code = code_of_two(binder, CODE_TEXT_IS, left, right);
	else
		code = code_of_two(binder, two_columns ? CODE_FIELDS_ORDERED : CODE_TEXTS_ORDERED,
			left, right);
	code->accept = accept;
	code->negated = accept == (ACCEPT_LESS | ACCEPT_GREATER);
	return code;
}

static struct code *
bind_compare(struct binder *binder, const struct tree *tree)
{
	return compare(binder, tree_left(tree), tree_right(tree), tree->among, tree->accept);
}

static struct code *
bind_between(struct binder *binder, const struct tree *tree)
{
	const struct tree *value = tree_left(tree), *low = tree_right(tree), *high = low->next;
	struct code *from = compare(binder, value, low, tree->among, ACCEPT_GREATER | ACCEPT_EQUAL);
	struct code *to =
		from ? compare(binder, value, high, tree->among, ACCEPT_LESS | ACCEPT_EQUAL) : NULL;
	struct code *both;

	if (!to)
		return NULL;
	both = binder_code(binder, CODE_AND);
	both->left = from;
	from->next = to;
	return tree->negated ? code_of_one(binder, CODE_NOT, both) : both;
}

/* --- lists -------------------------------------------------------------------------------- */

/* One number that is not exact makes all compare as doubles, so that their order is one. */
static void
numbers_sort(struct number *number, size_t count)
{
	bool exact = true;

	for (size_t i = 0; i < count; i++)
		exact = exact && number[i].exact;
	for (size_t i = 0; i < count && !exact; i++)
		number[i] = (struct number){ .real = number_real(&number[i]) };
	qsort(number, count, sizeof *number, list_number_order);
}

static struct code *
bind_in(struct binder *binder, const struct tree *tree)
{
	struct arena *arena = &binder->rule->codes;
	enum kind kind = tree->among == KIND_FIELD ? KIND_TEXT : tree->among;
	struct code *value = binder_read(binder, tree_left(tree), kind), *code;
	struct number *number = NULL;
	struct slice *text = NULL;
	day *days = NULL;
	size_t count = 0;

	code = code_of_one(binder, op_of(kind, CODE_NUMBER_IN, CODE_DAY_IN, CODE_TEXT_IN), value);
	if (!code)
		return NULL;
	for (const struct tree *one = tree_right(tree); one; one = one->next)
		count++;
	if (kind == KIND_NUMBER)
		number = arena_new(arena, count * sizeof *number);
	else if (kind == KIND_DAY)
		days = arena_new(arena, count * sizeof *days);
	else
		text = arena_new(arena, count * sizeof *text);
	count = 0;
	for (const struct tree *one = tree_right(tree); one; one = one->next, count++) {
		const struct code *constant = binder_read(binder, one, kind);

		if (!constant)
			return NULL;
		if (kind == KIND_NUMBER)
			number[count] = constant->of.number;
		else if (kind == KIND_DAY)
			days[count] = constant->of.day;
		else
			text[count] = constant->of.text;
	}
	if (kind == KIND_NUMBER)
		numbers_sort(number, count);
	else if (kind == KIND_DAY)
		qsort(days, count, sizeof *days, list_day_order);
	else
		qsort(text, count, sizeof *text, list_text_order);
	code->negated = tree->negated;
	code->of.list.count = count;
	code->of.list.number = number;
	code->of.list.day = days;
	code->of.list.text = text;
	return code;
}

/* --- conditions ------------------------------------------------------------------------------- */

static struct code *
bind_row(struct binder *binder, const struct tree *tree, enum code_op op)
{
	struct code *code = binder_code(binder, op), *last = NULL;

	for (const struct tree *one = tree->child; one; one = one->next) {
		struct code *part = binder_read(binder, one, KIND_TRUTH);

		if (!part)
			return NULL;
		if (last)
			last->next = part;
		else
			code->left = part;
		last = part;
	}
	return code;
}

static struct code *
bind_empty(struct binder *binder, const struct tree *tree)
{
	enum kind kind = tree_left(tree)->kind;
	struct code *value = binder_read(binder, tree_left(tree), kind), *code;

	code = code_of_one(
		binder, op_of(kind, CODE_NUMBER_EMPTY, CODE_DAY_EMPTY, CODE_TEXT_EMPTY), value);
	if (!code)
		return NULL;
	code->negated = tree->negated;
	return code;
}

static struct code *
bind_match(struct binder *binder, const struct tree *tree)
{
	struct code *code =
		code_of_one(binder, CODE_MATCH, binder_read(binder, tree_left(tree), KIND_TEXT));

	if (!code)
		return NULL;
	code->negated = tree->negated;
	code->of.pattern = tree->pattern;
	return code;
}

struct code *
binder_read(struct binder *binder, const struct tree *tree, enum kind kind)
{
	switch (tree->op) {
	case TREE_NUMBER:
	case TREE_SHARE: return constant_number(binder, tree->number);
	case TREE_TEXT: return constant_text(binder, tree->text);
	case TREE_DAY: return constant_day(binder, tree->day);
	case TREE_TODAY: return constant_day(binder, binder->as_of);
	case TREE_COLUMN: return bind_column(binder, tree, kind);
	case TREE_CALL: return tree->function->bind(binder, tree);
	case TREE_NEGATE:
		return settle_number(binder, tree,
			code_of_one(binder, CODE_NEGATE,
				binder_read(binder, tree_left(tree), KIND_NUMBER)));
	case TREE_ADD:
		return tree->kind == KIND_DAY ? bind_shift(binder, tree, CODE_LATER)
					      : bind_arithmetic(binder, tree, CODE_ADD);
	case TREE_SUBTRACT:
		return tree->kind == KIND_DAY
			? bind_shift(binder, tree, CODE_EARLIER)
			: bind_arithmetic(binder, tree,
				  tree->among == KIND_DAY ? CODE_DAYS_FROM : CODE_SUBTRACT);
	case TREE_MULTIPLY: return bind_arithmetic(binder, tree, CODE_MULTIPLY);
	case TREE_DIVIDE: return bind_arithmetic(binder, tree, CODE_DIVIDE);
	case TREE_COMPARE: return bind_compare(binder, tree);
	case TREE_BETWEEN: return bind_between(binder, tree);
	case TREE_IN: return bind_in(binder, tree);
	case TREE_EMPTY: return bind_empty(binder, tree);
	case TREE_MATCH: return bind_match(binder, tree);
	case TREE_NOT:
		return code_of_one(
			binder, CODE_NOT, binder_read(binder, tree_left(tree), KIND_TRUTH));
	case TREE_AND: return bind_row(binder, tree, CODE_AND);
	case TREE_OR: return bind_row(binder, tree, CODE_OR);
	case TREE_BY:
	case TREE_WHERE:
	case TREE_SPAN: break; /* read by those they belong to */
	}
	return NULL;
}

static bool
bind_survey(struct binder *binder, struct survey *survey)
{
	survey->alone = NULL;
	survey->find = NULL;
	survey->by_code = survey->where_code = NULL;
	survey->value_code =
		binder_read(binder, survey->value, survey->told.days ? KIND_DAY : KIND_NUMBER);
	if (survey->by)
		survey->by_code = binder_read(binder, survey->by, KIND_TEXT);
	if (survey->where)
		survey->where_code = binder_read(binder, survey->where, KIND_TRUTH);
	return survey->value_code && (!survey->by || survey->by_code) &&
		(!survey->where || survey->where_code);
}

bool
binder_run(struct binder *binder)
{
	struct rule *rule = binder->rule;

	arena_clear(&rule->codes);
	rule->columns = 0;
	rule->code = NULL;
	for (size_t i = 0; i < rule->surveys; i++)
		if (!bind_survey(binder, rule->survey[i]))
			return false;
	rule->code = binder_read(binder, rule->root,
		rule->root->kind == KIND_FIELD ? rule->asked : rule->root->kind);
	return rule->code != NULL;
}
