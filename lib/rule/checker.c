/* Whether the parts of a rule go together: see checker.h. */
#include "rule/checker.h"

#include <stdio.h>
#include <string.h>

#include "rule/field.h"
#include "rule/function.h"
#include "rule/message.h"

#define TILES_MOST 1000

static bool tree_check(struct checker *checker, struct tree *tree);

const char *
kind_name(enum kind kind)
{
	switch (kind) {
	case KIND_TRUTH: return "a condition";
	case KIND_NUMBER: return "a number";
	case KIND_TEXT: return "text";
	case KIND_DAY: return "a day";
	case KIND_SPAN: return "a duration";
	case KIND_SHARE: return "a percentage";
	default: return "a column";
	}
}

bool
checker_refuses(struct checker *checker, const struct tree *tree, const char *message)
{
	return error_set(checker->error, tree->at, tree->length, "%s", message);
}

/* The part of the rule as it was written, for a hint. */
static const char *
written(const struct checker *checker, const struct tree *tree, char out[SHOWN_TEXT])
{
	return text_show(slice_of(checker->rule->text.data + tree->at, tree->length), out);
}

/* Days counted are numbers: the commonest slip with durations. */
static bool
hint_about_span(struct checker *checker, const struct tree *span)
{
	char shown[SHOWN_TEXT];

	written(checker, span, shown);
	if (span->op == TREE_SPAN && span->span.months == 0)
		return error_hint(checker->error,
			"a number of days is written %d; a day is compared with today - %s",
			(int)span->span.days, shown);
	return error_hint(checker->error, "a day is compared with today - %s", shown);
}

bool
checker_wants(struct checker *checker, const struct tree *tree, enum kind kind)
{
	char shown[SHOWN_TEXT];

	if (tree->kind == kind ||
		(tree->kind == KIND_FIELD && kind != KIND_TRUTH && kind != KIND_SPAN))
		return true;
	error_set(checker->error, tree->at, tree->length, "expected %s, this is %s",
		kind_name(kind), kind_name(tree->kind));
	written(checker, tree, shown);
	if (kind == KIND_TRUTH && tree->kind == KIND_FIELD)
		return error_hint(
			checker->error, "compare it: %s = 'yes', or %s is not empty", shown, shown);
	if (kind == KIND_TRUTH)
		return error_hint(checker->error, "compare it with something: = < > in between");
	if (tree->kind == KIND_TRUTH)
		return error_hint(checker->error,
			"a condition is joined by \"and\", \"or\", \"not\" and by nothing else");
	if (tree->kind == KIND_SPAN)
		return hint_about_span(checker, tree);
	return false;
}

static bool
is_value(struct checker *checker, const struct tree *tree)
{
	if (tree->kind == KIND_TRUTH) {
		checker_refuses(checker, tree, "a condition is no value");
		return error_hint(checker->error,
			"conditions are joined by \"and\" and \"or\", not compared");
	}
	if (tree->kind == KIND_SPAN) {
		checker_refuses(checker, tree, "a duration is no value of its own");
		return hint_about_span(checker, tree);
	}
	return true;
}

/* True for text that holds a number or a day: written as one, without the quotes. */
static bool
value_in_quotes(const struct tree *tree, char value[SHOWN_TEXT])
{
	struct decimal number;
	day d;

	if (tree->op != TREE_TEXT)
		return false;
	if (decimal_parse(tree->text, &number))
		text_show(tree->text, value);
	else if (day_parse(tree->text, &d))
		value[day_print(d, value)] = '\0';
	else
		return false;
	return true;
}

static bool
refuse_pair(struct checker *checker, const struct tree *tree, enum kind among)
{
	char value[SHOWN_TEXT];

	error_set(checker->error, tree->at, tree->length, "%s cannot be compared with %s",
		kind_name(tree->kind), kind_name(among));
	if (value_in_quotes(tree, value))
		return error_hint(checker->error, "write it without quotes: %s", value);
	if (among == KIND_DAY && tree->kind == KIND_NUMBER)
		return error_hint(checker->error,
			"days are written 2024-01-05, or counted: today - day > 90");
	if (among == KIND_TEXT)
		return error_hint(checker->error, "text is written in single quotes");
	return false;
}

/*
 * The kind that operands compared with each other have in common: that of those which are
 * no columns, KIND_FIELD when all are.
 */
static bool
operands_unite(struct checker *checker, struct tree *tree)
{
	tree->among = KIND_FIELD;
	for (struct tree *one = tree->child; one; one = one->next) {
		if (!is_value(checker, one))
			return false;
		if (one->op == TREE_TEXT && field_is_empty(one->text)) {
			checker_refuses(
				checker, one, "an empty field is unknown and equals nothing");
			return error_hint(checker->error, "ask for it: is empty, is not empty");
		}
		if (one->kind == KIND_FIELD)
			continue;
		if (tree->among != KIND_FIELD && one->kind != tree->among)
			return refuse_pair(checker, one, tree->among);
		tree->among = one->kind;
	}
	return true;
}

/*
 * amount > '100' is refused: it would ask for the order of letters, in which '9' comes
 * after '100'. text(amount) > '100' says that this is meant.
 */
static bool
order_is_meant(struct checker *checker, const struct tree *tree)
{
	bool column = false;

	for (const struct tree *one = tree->child; one; one = one->next)
		column = column || one->kind == KIND_FIELD;
	for (const struct tree *one = tree->child; column && one; one = one->next) {
		char value[SHOWN_TEXT];

		if (!value_in_quotes(one, value))
			continue;
		checker_refuses(
			checker, one, "text is ordered by its letters: '9' comes after '100'");
		return error_hint(checker->error,
			"write %s without quotes; the order of letters is text(column) > 'b'",
			value);
	}
	return true;
}

static bool
check_compare(struct checker *checker, struct tree *tree)
{
	bool ordered =
		tree->accept != ACCEPT_EQUAL && tree->accept != (ACCEPT_LESS | ACCEPT_GREATER);

	tree->kind = KIND_TRUTH;
	return operands_unite(checker, tree) &&
		(!ordered || tree->among != KIND_TEXT || order_is_meant(checker, tree));
}

static bool
check_between(struct checker *checker, struct tree *tree)
{
	tree->kind = KIND_TRUTH;
	return operands_unite(checker, tree) &&
		(tree->among != KIND_TEXT || order_is_meant(checker, tree));
}

/* True when no row enters it. */
static bool
is_constant(const struct tree *tree)
{
	if (tree->op == TREE_COLUMN || tree->op == TREE_CALL)
		return false;
	for (const struct tree *one = tree->child; one; one = one->next)
		if (!is_constant(one))
			return false;
	return true;
}

static bool
check_in(struct checker *checker, struct tree *tree)
{
	char shown[SHOWN_TEXT];

	tree->kind = KIND_TRUTH;
	for (const struct tree *one = tree_right(tree); one; one = one->next) {
		if (is_constant(one))
			continue;
		checker_refuses(checker, one, "a list holds text, numbers and days, no columns");
		if (one->op == TREE_COLUMN)
			return error_hint(checker->error, "text is written in single quotes: '%s'",
				text_show(one->text, shown));
		return false;
	}
	return operands_unite(checker, tree);
}

static bool
check_match(struct checker *checker, struct tree *tree)
{
	tree->kind = KIND_TRUTH;
	return checker_wants(checker, tree_left(tree), KIND_TEXT);
}

static bool
check_numbers(struct checker *checker, struct tree *tree)
{
	tree->kind = tree->among = KIND_NUMBER;
	for (struct tree *one = tree->child; one; one = one->next)
		if (!checker_wants(checker, one, KIND_NUMBER))
			return false;
	return true;
}

static bool
refuse_day_and_number(struct checker *checker, const struct tree *number)
{
	char shown[SHOWN_TEXT];

	error_set(checker->error, number->at, number->length, "expected a duration, this is %s",
		kind_name(number->kind));
	if (number->op == TREE_NUMBER)
		return error_hint(checker->error, "days are written %sd, months %sm",
			written(checker, number, shown), shown);
	return false;
}

/*
 * number + number; day + duration, duration + day. A column is a day beside a duration and a
 * number beside all else.
 */
static bool
check_add(struct checker *checker, struct tree *tree)
{
	const struct tree *left = tree_left(tree), *right = tree_right(tree);

	tree->kind = tree->among = KIND_DAY;
	if (right->kind == KIND_SPAN)
		return checker_wants(checker, left, KIND_DAY);
	if (left->kind == KIND_SPAN)
		return checker_wants(checker, right, KIND_DAY);
	if (left->kind == KIND_DAY && right->kind != KIND_TEXT)
		return refuse_day_and_number(checker, right);
	if (right->kind == KIND_DAY && left->kind != KIND_TEXT)
		return refuse_day_and_number(checker, left);
	return check_numbers(checker, tree);
}

/* number - number; day - day, a number of days; day - duration, a day. */
static bool
check_subtract(struct checker *checker, struct tree *tree)
{
	const struct tree *left = tree_left(tree), *right = tree_right(tree);

	if (right->kind == KIND_SPAN) {
		tree->kind = tree->among = KIND_DAY;
		return checker_wants(checker, left, KIND_DAY);
	}
	if (left->kind == KIND_DAY && right->kind == KIND_NUMBER)
		return refuse_day_and_number(checker, right);
	if (left->kind == KIND_DAY || right->kind == KIND_DAY) {
		tree->kind = KIND_NUMBER;
		tree->among = KIND_DAY;
		return checker_wants(checker, left, KIND_DAY) &&
			checker_wants(checker, right, KIND_DAY);
	}
	return check_numbers(checker, tree);
}

static bool
check_conditions(struct checker *checker, struct tree *tree)
{
	tree->kind = KIND_TRUTH;
	for (struct tree *one = tree->child; one; one = one->next)
		if (!checker_wants(checker, one, KIND_TRUTH))
			return false;
	return true;
}

static bool
tree_is(struct tree *tree, enum kind kind)
{
	tree->kind = kind;
	return true;
}

static bool
node_check(struct checker *checker, struct tree *tree)
{
	switch (tree->op) {
	case TREE_NUMBER: return tree_is(tree, KIND_NUMBER);
	case TREE_SHARE: return tree_is(tree, KIND_SHARE);
	case TREE_TEXT: return tree_is(tree, KIND_TEXT);
	case TREE_DAY:
	case TREE_TODAY: return tree_is(tree, KIND_DAY);
	case TREE_SPAN: return tree_is(tree, KIND_SPAN);
	case TREE_COLUMN: return tree_is(tree, KIND_FIELD);
	case TREE_CALL: return tree->function->check(checker, tree);
	case TREE_BY:
		return tree_is(tree, KIND_TEXT) &&
			checker_wants(checker, tree_left(tree), KIND_TEXT);
	case TREE_WHERE:
		return tree_is(tree, KIND_TRUTH) &&
			checker_wants(checker, tree_left(tree), KIND_TRUTH);
	case TREE_NEGATE:
	case TREE_MULTIPLY:
	case TREE_DIVIDE: return check_numbers(checker, tree);
	case TREE_ADD: return check_add(checker, tree);
	case TREE_SUBTRACT: return check_subtract(checker, tree);
	case TREE_COMPARE: return check_compare(checker, tree);
	case TREE_BETWEEN: return check_between(checker, tree);
	case TREE_IN: return check_in(checker, tree);
	case TREE_MATCH: return check_match(checker, tree);
	case TREE_EMPTY: return tree_is(tree, KIND_TRUTH) && is_value(checker, tree_left(tree));
	case TREE_NOT:
	case TREE_AND:
	case TREE_OR: return check_conditions(checker, tree);
	}
	return false;
}

/* The operands first: their kinds decide. */
static bool
tree_check(struct checker *checker, struct tree *tree)
{
	for (struct tree *one = tree->child; one; one = one->next)
		if (!tree_check(checker, one))
			return false;
	return node_check(checker, tree);
}

/* --- looks at the whole input ---------------------------------------------------------- */

/* A part that cannot be known before the whole input was looked at; NULL: there is none. */
static const struct tree *
part_known_late(const struct tree *tree)
{
	if (tree->op == TREE_CALL && (tree->function->surveys || tree->function->names_rules))
		return tree;
	for (const struct tree *one = tree->child; one; one = one->next) {
		const struct tree *late = part_known_late(one);

		if (late)
			return late;
	}
	return NULL;
}

static bool
check_share(struct checker *checker, const struct tree *share, enum survey_kind kind)
{
	const struct decimal one = { 1, 0 }, none = { 0, 0 };
	char shown[SHOWN_TEXT];

	if (share->op != TREE_SHARE && share->op != TREE_NUMBER) {
		checker_refuses(checker, share, "expected a share, written out");
		return error_hint(checker->error, "20%% or 0.2");
	}
	if (decimal_compare(share->number, one) > 0) {
		checker_refuses(checker, share, "a share is 100% at most");
		if (share->op == TREE_NUMBER)
			return error_hint(checker->error, "write %s%% or 0.2 for 20%%",
				written(checker, share, shown));
		return false;
	}
	if (kind != SURVEY_QUANTILE && decimal_compare(share->number, none) == 0)
		return checker_refuses(checker, share, "a share of 0% is nobody");
	return true;
}

static bool
check_tiles(struct checker *checker, const struct tree *tiles)
{
	if (tiles->op == TREE_NUMBER && tiles->number.scale == 0 && tiles->number.units >= 2 &&
		tiles->number.units <= TILES_MOST)
		return true;
	return checker_refuses(checker, tiles, "expected a number of tiles, 2 to 1000");
}

/* What stands behind the value and its share: by and where, each once at most. */
static bool
check_qualifiers(struct checker *checker, struct survey *survey, const struct tree *one)
{
	for (; one; one = one->next) {
		const struct tree **kept = one->op == TREE_BY ? &survey->by : &survey->where;

		if (*kept)
			return checker_refuses(checker, one,
				one->op == TREE_BY ? "\"by\" stands here a second time"
						   : "\"where\" stands here a second time");
		*kept = tree_left(one);
	}
	survey->told.grouped = survey->by != NULL;
	return true;
}

/* The texts of the parts, with a byte between that stands in no rule. */
static struct slice
survey_about(struct rule *rule, const struct survey *survey)
{
	const struct tree *part[] = { survey->value, survey->by, survey->where };
	char *text = arena_new(&rule->trees, rule->text.length + 3);
	size_t length = 0;

	for (size_t i = 0; i < 3; i++) {
		if (part[i]) {
			memcpy(text + length, rule->text.data + part[i]->at, part[i]->length);
			length += part[i]->length;
		}
		text[length++] = '\0';
	}
	return slice_of(text, length);
}

bool
checker_survey(struct checker *checker, struct tree *call, enum survey_kind kind)
{
	struct rule *rule = checker->rule;
	const struct tree *value = tree_left(call), *rest = value->next, *amount = NULL, *late;
	struct survey *survey;
	char message[80];

	for (const struct tree *one = value; one; one = one->next) {
		if (!(late = part_known_late(one)))
			continue;
		snprintf(message, sizeof message, "%s cannot stand inside %s", late->function->name,
			call->function->name);
		return checker_refuses(checker, late, message);
	}
	if (value->kind != KIND_DAY && !checker_wants(checker, value, KIND_NUMBER))
		return false;
	if (kind != SURVEY_RANK) {
		amount = tree_right(call);
		rest = amount->next;
		if (kind == SURVEY_NTILE ? !check_tiles(checker, amount)
					 : !check_share(checker, amount, kind))
			return false;
	}
	survey = arena_new(&rule->trees, sizeof *survey);
	*survey = (struct survey){ .value = value };
	survey->told = (struct rule_survey){ .kind = kind, .days = value->kind == KIND_DAY };
	if (kind == SURVEY_NTILE)
		survey->told.tiles = (size_t)amount->number.units;
	else if (amount)
		survey->told.share = amount->number;
	if (!check_qualifiers(checker, survey, rest))
		return false;
	survey->told.about = survey_about(rule, survey);
	MEMORY_GROW(rule->survey, rule->survey_room, rule->surveys + 1);
	call->asks = rule->surveys;
	rule->survey[rule->surveys++] = survey;
	return true;
}

bool
checker_run(struct rule *rule, struct rule_error *error)
{
	struct checker checker = { .rule = rule, .error = error };

	if (!tree_check(&checker, rule->root))
		return false;
	return rule->root->kind == KIND_TRUTH || is_value(&checker, rule->root);
}
