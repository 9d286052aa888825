/* The grammar of rules, by recursive descent: see parser.h. */
#include "rule/parser.h"

#include <stdio.h>
#include <string.h>

#include "rule/function.h"
#include "rule/lexer.h"
#include "rule/message.h"
#include "rule/pattern.h"
#include "value/text.h"

struct parser {
	struct rule *rule;
	struct rule_error *error;
	struct lexer lexer;
	struct token token;  /* the one looked at */
	struct token before; /* the one taken last */
	unsigned depth;      /* of brackets, not and signs */
};

static struct tree *parse_condition(struct parser *parser);
static struct tree *parse_value(struct parser *parser);

/* --- tokens ---------------------------------------------------------------------------- */

static bool
advance(struct parser *parser)
{
	parser->before = parser->token;
	return lexer_next(&parser->lexer, &parser->token);
}

static bool
looks_at(const struct parser *parser, enum token_kind kind)
{
	return parser->token.kind == kind;
}

static struct slice
token_text(const struct parser *parser, const struct token *token)
{
	return slice_of(parser->rule->text.data + token->at, token->length);
}

static bool
token_is(const struct parser *parser, const char *word)
{
	struct slice text = token_text(parser, &parser->token);
	char small[16];

	if (text.length > sizeof small)
		return false;
	return slice_is(slice_of(small, text_lower(text, small)), word);
}

/* For a message: "and", or `the end of the rule`. */
static void
token_quote(const struct parser *parser, const struct token *token, char out[TEXT_QUOTED])
{
	struct slice text = token_text(parser, token);

	if (token->kind == TOKEN_END)
		snprintf(out, TEXT_QUOTED, "the end");
	else if (token->kind == TOKEN_TEXT || token->kind == TOKEN_QUOTED)
		/* It has its quotes already. */
		text_show(text, out);
	else
		text_quote(text, out);
}

/* Always NULL. */
static struct tree *
refuse_token(struct parser *parser, const char *wanted)
{
	char before[TEXT_QUOTED], now[TEXT_QUOTED];
	const struct token *token = &parser->token;

	token_quote(parser, &parser->before, before);
	token_quote(parser, token, now);
	if (parser->before.kind == TOKEN_END)
		error_set(parser->error, token->at, token->length, "expected %s, not %s", wanted,
			now);
	else if (token->kind == TOKEN_END)
		error_set(parser->error, token->at, 0, "expected %s after %s", wanted, before);
	else
		error_set(parser->error, token->at, token->length, "expected %s after %s, not %s",
			wanted, before, now);
	return NULL;
}

static bool
expect(struct parser *parser, enum token_kind kind, const char *wanted)
{
	if (looks_at(parser, kind))
		return advance(parser);
	refuse_token(parser, wanted);
	return false;
}

/* --- the tree --------------------------------------------------------------------------- */

static struct tree *
tree_new(struct parser *parser, enum tree_op op, size_t at)
{
	struct tree *tree = arena_new(&parser->rule->trees, sizeof *tree);

	*tree = (struct tree){ .op = op, .at = at, .depth = 1 };
	return tree;
}

/* The token just taken, as a tree. */
static struct tree *
leaf_new(struct parser *parser, enum tree_op op)
{
	const struct token *token = &parser->before;
	struct tree *tree = tree_new(parser, op, token->at);

	tree->length = token->length;
	tree->number = token->number;
	tree->text = token->text;
	tree->day = token->day;
	tree->span = token->span;
	return tree;
}

static bool
refuse_depth(struct parser *parser, size_t at)
{
	error_set(parser->error, at, 1, "nested too deeply (%d levels at most)", TREE_DEPTH);
	return false;
}

/* Adds an operand on the right; `last` points at where the next one is hung. */
static bool
tree_adopt(struct parser *parser, struct tree *tree, struct tree ***last, struct tree *child)
{
	**last = child;
	*last = &child->next;
	if (child->depth >= tree->depth)
		tree->depth = child->depth + 1;
	return tree->depth <= TREE_DEPTH || refuse_depth(parser, tree->at);
}

static struct tree *
tree_end(struct parser *parser, struct tree *tree)
{
	tree->length = parser->before.at + parser->before.length - tree->at;
	return tree;
}

/* An operator and its one or two operands, up to the last token taken. */
static struct tree *
tree_join(struct parser *parser, enum tree_op op, size_t at, struct tree *left, struct tree *right)
{
	struct tree *tree = tree_new(parser, op, at), **last = &tree->child;

	if (!left || !tree_adopt(parser, tree, &last, left))
		return NULL;
	if (right && !tree_adopt(parser, tree, &last, right))
		return NULL;
	return tree_end(parser, tree);
}

/* --- values ------------------------------------------------------------------------------- */

static struct tree *
refuse_value(struct parser *parser)
{
	const struct token *token = &parser->token;
	char name[SHOWN_TEXT];

	refuse_token(parser, "a value");
	if (token->kind >= TOKEN_AND && token->kind <= TOKEN_EMPTY && token->kind != TOKEN_NOT)
		error_hint(parser->error, "a column of that name is written \"%s\"",
			text_show(token->text, name));
	else if (token->kind == TOKEN_NOT)
		error_hint(parser->error,
			"\"not\" denies a condition: not city = 'x', city not in ('x')");
	else if (token->kind == TOKEN_MATCH || token->kind == TOKEN_COMPARE)
		error_hint(parser->error, "equal is =, unequal !=, a pattern =~");
	return NULL;
}

/* After the arguments of a function that looks at the whole input. */
static bool
looks_at_qualifier(const struct parser *parser, const struct function *function, size_t arguments)
{
	return function->surveys && arguments >= function->least && looks_at(parser, TOKEN_NAME) &&
		(token_is(parser, "by") || token_is(parser, "where"));
}

/* by city; where amount > 0 */
static struct tree *
parse_qualifier(struct parser *parser)
{
	size_t at = parser->token.at;
	bool by = token_is(parser, "by");
	struct tree *tree;

	if (!advance(parser))
		return NULL;
	tree = by ? parse_value(parser) : parse_condition(parser);
	return tree_join(parser, by ? TREE_BY : TREE_WHERE, at, tree, NULL);
}

static bool
arguments_fit(struct parser *parser, const struct tree *call, size_t arguments)
{
	const struct function *function = call->function;
	char wanted[32];

	if (arguments >= function->least && arguments <= function->most)
		return true;
	if (function->least == function->most)
		snprintf(wanted, sizeof wanted, "%zu value%s", function->least,
			function->least == 1 ? "" : "s");
	else
		snprintf(wanted, sizeof wanted, "%zu or %zu values", function->least,
			function->most);
	error_set(parser->error, call->at, call->length, "%s takes %s, not %zu", function->name,
		wanted, arguments);
	return error_hint(parser->error, "%s", function->shape);
}

static struct tree *
parse_call(struct parser *parser)
{
	struct token name = parser->before;
	struct tree *call = leaf_new(parser, TREE_CALL), **last = &call->child;
	size_t arguments = 0;
	char quoted[TEXT_QUOTED], functions[256];

	call->function = function_find(name.text);
	if (!call->function) {
		text_quote(name.text, quoted);
		function_list(functions, sizeof functions);
		error_set(parser->error, name.at, name.length, "unknown function %s (have: %s)",
			quoted, functions);
		return NULL;
	}
	if (!advance(parser))
		return NULL;
	while (!looks_at(parser, TOKEN_CLOSE) || arguments) {
		struct tree *argument;
		bool qualifies = looks_at_qualifier(parser, call->function, arguments);

		if (qualifies) {
			argument = parse_qualifier(parser);
		} else if (looks_at(parser, TOKEN_SHARE)) {
			if (!advance(parser))
				return NULL;
			argument = leaf_new(parser, TREE_SHARE);
		} else {
			argument = parse_value(parser);
		}
		if (!argument || !tree_adopt(parser, call, &last, argument))
			return NULL;
		arguments += !qualifies;
		if (!looks_at(parser, TOKEN_COMMA))
			break;
		if (!advance(parser))
			return NULL;
	}
	if (!looks_at(parser, TOKEN_CLOSE))
		return refuse_token(parser, "\",\" or \")\"");
	if (!advance(parser))
		return NULL;
	tree_end(parser, call);
	return arguments_fit(parser, call, arguments) ? call : NULL;
}

static struct tree *
parse_bracket(struct parser *parser)
{
	size_t at = parser->before.at;
	struct tree *inner = parse_condition(parser);

	if (!inner)
		return NULL;
	if (looks_at(parser, TOKEN_END)) {
		error_set(parser->error, at, 1, "this \"(\" is never closed");
		return NULL;
	}
	if (looks_at(parser, TOKEN_COMMA)) {
		refuse_token(parser, "\")\"");
		error_hint(parser->error, "a list follows \"in\"; numbers go without commas");
		return NULL;
	}
	if (!expect(parser, TOKEN_CLOSE, "\")\""))
		return NULL;
	/* The brackets belong to the place it is shown at. */
	inner->at = at;
	return tree_end(parser, inner);
}

static struct tree *
parse_single(struct parser *parser)
{
	static const struct {
		enum token_kind kind;
		enum tree_op op;
	} leaves[] = {
		{ TOKEN_NUMBER, TREE_NUMBER },
		{ TOKEN_TEXT, TREE_TEXT },
		{ TOKEN_DAY, TREE_DAY },
		{ TOKEN_SPAN, TREE_SPAN },
		{ TOKEN_TODAY, TREE_TODAY },
		{ TOKEN_QUOTED, TREE_COLUMN },
	};
	struct tree *tree;

	for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
		if (looks_at(parser, leaves[i].kind)) {
			if (!advance(parser))
				return NULL;
			tree = leaf_new(parser, leaves[i].op);
			tree->quoted = leaves[i].kind == TOKEN_QUOTED;
			return tree;
		}
	if (looks_at(parser, TOKEN_NAME)) {
		if (!advance(parser))
			return NULL;
		return looks_at(parser, TOKEN_OPEN) ? parse_call(parser)
						    : leaf_new(parser, TREE_COLUMN);
	}
	if (looks_at(parser, TOKEN_OPEN))
		return advance(parser) ? parse_bracket(parser) : NULL;
	if (looks_at(parser, TOKEN_SHARE)) {
		error_set(parser->error, parser->token.at, parser->token.length,
			"a percentage stands only in top, bottom and quantile");
		error_hint(parser->error, "write it as a number: 0.2 for 20%%");
		return NULL;
	}
	return refuse_value(parser);
}

/* Brackets and function calls come through here as signs do, so that depth is counted once. */
static struct tree *
parse_signed(struct parser *parser)
{
	struct tree *tree;
	size_t at = parser->token.at;

	if (++parser->depth > TREE_DEPTH) {
		refuse_depth(parser, at);
		return NULL;
	}
	if (looks_at(parser, TOKEN_MINUS))
		tree = advance(parser)
			? tree_join(parser, TREE_NEGATE, at, parse_signed(parser), NULL)
			: NULL;
	else
		tree = parse_single(parser);
	parser->depth--;
	return tree;
}

static struct tree *
parse_product(struct parser *parser)
{
	struct tree *left = parse_signed(parser), *right;

	while (left && (looks_at(parser, TOKEN_TIMES) || looks_at(parser, TOKEN_OVER))) {
		enum tree_op op = looks_at(parser, TOKEN_TIMES) ? TREE_MULTIPLY : TREE_DIVIDE;

		if (!advance(parser) || !(right = parse_signed(parser)))
			return NULL;
		left = tree_join(parser, op, left->at, left, right);
	}
	return left;
}

static struct tree *
parse_value(struct parser *parser)
{
	struct tree *left = parse_product(parser), *right;

	while (left && (looks_at(parser, TOKEN_PLUS) || looks_at(parser, TOKEN_MINUS))) {
		enum tree_op op = looks_at(parser, TOKEN_PLUS) ? TREE_ADD : TREE_SUBTRACT;

		if (!advance(parser) || !(right = parse_product(parser)))
			return NULL;
		left = tree_join(parser, op, left->at, left, right);
	}
	return left;
}

/* --- comparisons --------------------------------------------------------------------------- */

static struct tree *
parse_compare(struct parser *parser, struct tree *left)
{
	unsigned accept = parser->token.accept;
	struct tree *right, *compare;

	if (!advance(parser) || !(right = parse_value(parser)))
		return NULL;
	right->compared = true;
	compare = tree_join(parser, TREE_COMPARE, left->at, left, right);
	if (!compare)
		return NULL;
	compare->accept = accept;
	if (looks_at(parser, TOKEN_COMPARE)) {
		error_set(parser->error, parser->token.at, parser->token.length,
			"comparisons do not chain");
		error_hint(parser->error, "write each one out: x > 1 and x < 5, or use between");
		return NULL;
	}
	return compare;
}

static struct tree *
parse_between(struct parser *parser, struct tree *left)
{
	struct tree *tree = tree_new(parser, TREE_BETWEEN, left->at), **last = &tree->child, *low,
		    *high;

	if (!tree_adopt(parser, tree, &last, left) || !advance(parser))
		return NULL;
	low = parse_value(parser);
	if (!low || !tree_adopt(parser, tree, &last, low) || !expect(parser, TOKEN_AND, "\"and\""))
		return NULL;
	high = parse_value(parser);
	if (!high || !tree_adopt(parser, tree, &last, high))
		return NULL;
	low->compared = high->compared = true;
	return tree_end(parser, tree);
}

static struct tree *
parse_in(struct parser *parser, struct tree *left)
{
	struct tree *tree = tree_new(parser, TREE_IN, left->at), **last = &tree->child;
	size_t open;

	if (!tree_adopt(parser, tree, &last, left) || !advance(parser))
		return NULL;
	if (!looks_at(parser, TOKEN_OPEN)) {
		refuse_token(parser, "\"(\"");
		error_hint(parser->error, "a list is written in ('a', 'b')");
		return NULL;
	}
	open = parser->token.at;
	do {
		struct tree *one;

		if (!advance(parser))
			return NULL;
		one = parse_value(parser);
		if (!one || !tree_adopt(parser, tree, &last, one))
			return NULL;
	} while (looks_at(parser, TOKEN_COMMA));
	if (looks_at(parser, TOKEN_END)) {
		error_set(parser->error, open, 1, "this \"(\" is never closed");
		return NULL;
	}
	if (!expect(parser, TOKEN_CLOSE, "\",\" or \")\""))
		return NULL;
	return tree_end(parser, tree);
}

static struct tree *
parse_empty(struct parser *parser, struct tree *left)
{
	bool negated = false;
	struct tree *tree;

	if (!advance(parser))
		return NULL;
	if (looks_at(parser, TOKEN_NOT)) {
		negated = true;
		if (!advance(parser))
			return NULL;
	}
	if (!looks_at(parser, TOKEN_EMPTY)) {
		refuse_token(parser, "\"empty\"");
		error_hint(parser->error, "is empty, is not empty; equal is =, unequal !=");
		return NULL;
	}
	if (!advance(parser))
		return NULL;
	tree = tree_join(parser, TREE_EMPTY, left->at, left, NULL);
	if (tree)
		tree->negated = negated;
	return tree;
}

/* Where in the rule's text byte `offset` of the pattern stands: doubled quotes count twice. */
static size_t
pattern_place(const struct parser *parser, const struct token *token, size_t offset)
{
	const char *text = parser->rule->text.data;
	size_t at = token->at + 1;

	while (offset-- && at + 1 < token->at + token->length)
		at += text[at] == '\'' ? 2 : 1;
	return at;
}

static bool
pattern_keep(struct parser *parser, struct tree *tree)
{
	struct rule *rule = parser->rule;
	const struct token *token = &parser->before;
	char why[160];
	size_t offset;

	tree->pattern = pattern_new(token->text, &offset, why, sizeof why);
	if (!tree->pattern)
		return error_set(
			parser->error, pattern_place(parser, token, offset), 1, "pattern: %s", why);
	MEMORY_GROW(rule->pattern, rule->pattern_room, rule->patterns + 1);
	rule->pattern[rule->patterns++] = tree->pattern;
	return true;
}

static struct tree *
parse_match(struct parser *parser, struct tree *left)
{
	bool negated = looks_at(parser, TOKEN_MISMATCH);
	struct tree *tree;

	if (!advance(parser))
		return NULL;
	if (!looks_at(parser, TOKEN_TEXT)) {
		refuse_token(parser, "a pattern");
		error_hint(parser->error, "a pattern is written in single quotes: '^we'");
		return NULL;
	}
	if (!advance(parser))
		return NULL;
	tree = tree_join(parser, TREE_MATCH, left->at, left, NULL);
	if (!tree || !pattern_keep(parser, tree))
		return NULL;
	tree->negated = negated;
	return tree;
}

static struct tree *
parse_denied_test(struct parser *parser, struct tree *left)
{
	struct tree *tree;

	if (!advance(parser))
		return NULL;
	if (looks_at(parser, TOKEN_IN))
		tree = parse_in(parser, left);
	else if (looks_at(parser, TOKEN_BETWEEN))
		tree = parse_between(parser, left);
	else
		return refuse_token(parser, "\"in\" or \"between\"");
	if (tree)
		tree->negated = true;
	return tree;
}

static struct tree *
parse_comparison(struct parser *parser)
{
	struct tree *left = parse_value(parser);

	if (!left)
		return NULL;
	switch (parser->token.kind) {
	case TOKEN_COMPARE: return parse_compare(parser, left);
	case TOKEN_MATCH:
	case TOKEN_MISMATCH: return parse_match(parser, left);
	case TOKEN_IS: return parse_empty(parser, left);
	case TOKEN_IN: return parse_in(parser, left);
	case TOKEN_BETWEEN: return parse_between(parser, left);
	case TOKEN_NOT: return parse_denied_test(parser, left);
	default: return left;
	}
}

/* --- conditions ----------------------------------------------------------------------------- */

static struct tree *
parse_denied(struct parser *parser)
{
	struct tree *tree;
	size_t at = parser->token.at;

	if (!looks_at(parser, TOKEN_NOT))
		return parse_comparison(parser);
	if (++parser->depth > TREE_DEPTH) {
		refuse_depth(parser, at);
		return NULL;
	}
	tree = advance(parser) ? tree_join(parser, TREE_NOT, at, parse_denied(parser), NULL) : NULL;
	parser->depth--;
	return tree;
}

/* One level of any length: its operands hang side by side, not one below the other. */
static struct tree *
parse_row(struct parser *parser, enum tree_op op, enum token_kind word,
	struct tree *(*parse)(struct parser *))
{
	struct tree *first = parse(parser), *tree, **last;

	if (!first || !looks_at(parser, word))
		return first;
	tree = tree_new(parser, op, first->at);
	last = &tree->child;
	if (!tree_adopt(parser, tree, &last, first))
		return NULL;
	while (looks_at(parser, word)) {
		struct tree *one;

		if (!advance(parser) || !(one = parse(parser)) ||
			!tree_adopt(parser, tree, &last, one))
			return NULL;
	}
	return tree_end(parser, tree);
}

static struct tree *
parse_both(struct parser *parser)
{
	return parse_row(parser, TREE_AND, TOKEN_AND, parse_denied);
}

static struct tree *
parse_condition(struct parser *parser)
{
	return parse_row(parser, TREE_OR, TOKEN_OR, parse_both);
}

#define DURATIONS "durations are written 90d, 3w, 12m or 2y"

/* A whole condition was read and yet something follows. */
static bool
refuse_rest(struct parser *parser)
{
	static const struct {
		const char *word, *hint;
	} habits[] = {
		{ "like", "a pattern is matched with =~" },
		{ "matches", "a pattern is matched with =~" },
		{ "contains", "a pattern is matched with =~" },
		{ "equals", "equal is =" },
		{ "where", "one rule is one condition; join conditions with \"and\"" },
		{ "day", DURATIONS },
		{ "days", DURATIONS },
		{ "week", DURATIONS },
		{ "weeks", DURATIONS },
		{ "month", DURATIONS },
		{ "months", DURATIONS },
		{ "year", DURATIONS },
		{ "years", DURATIONS },
	};
	const struct token *token = &parser->token;
	char first[SHOWN_TEXT], second[SHOWN_TEXT];

	if (token->kind == TOKEN_CLOSE)
		return error_set(
			parser->error, token->at, token->length, "this \")\" closes nothing");
	refuse_token(parser, "an operator");
	if (token->kind == TOKEN_COMMA)
		return error_hint(parser->error,
			"numbers go without commas; conditions are joined by \"and\" or \"or\"");
	for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
		if (token_is(parser, habits[i].word))
			return error_hint(parser->error, "%s", habits[i].hint);
	if (token->kind == TOKEN_COMPARE || token->kind == TOKEN_MATCH ||
		token->kind == TOKEN_MISMATCH || token->kind == TOKEN_IS ||
		token->kind == TOKEN_IN || token->kind == TOKEN_BETWEEN)
		return error_hint(
			parser->error, "write each comparison out and join them with \"and\"");
	if (token->kind == TOKEN_NAME && parser->before.kind == TOKEN_NAME)
		return error_hint(parser->error,
			"a column's name with a blank is written in double quotes: \"%s %s\"",
			text_show(parser->before.text, first), text_show(token->text, second));
	return false;
}

bool
parser_run(struct rule *rule, struct rule_error *error)
{
	struct parser parser = {
		.rule = rule,
		.error = error,
		.lexer = { .text = rule->text, .arena = &rule->trees, .error = error },
	};

	if (!advance(&parser))
		return false;
	if (looks_at(&parser, TOKEN_END))
		return error_set(error, 0, rule->text.length, "the rule is empty");
	rule->root = parse_condition(&parser);
	if (!rule->root)
		return false;
	return looks_at(&parser, TOKEN_END) || refuse_rest(&parser);
}
