/*
 * A rule's text cut into tokens.
 *
 * What other languages and keyboards would write (full-width marks, curly quotes, &&,
 * 2024/1/5) is refused here, by name and with what to write instead.
 */
#ifndef RULE_LEXER_H
#define RULE_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/rule.h"
#include "value/day.h"
#include "value/memory.h"
#include "value/number.h"
#include "value/slice.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_SHARE,
	TOKEN_TEXT,
	TOKEN_DAY,
	TOKEN_SPAN,
	TOKEN_NAME,
	TOKEN_QUOTED,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
	TOKEN_IN,
	TOKEN_BETWEEN,
	TOKEN_IS,
	TOKEN_EMPTY,
	TOKEN_TODAY,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_PLUS,
	TOKEN_MINUS,
	TOKEN_TIMES,
	TOKEN_OVER,
	TOKEN_COMPARE,
	TOKEN_MATCH,
	TOKEN_MISMATCH
};

struct token {
	enum token_kind kind;
	size_t at, length;
	struct decimal number; /* NUMBER, SHARE (20% is 0.2) */
	struct slice text;     /* TEXT, NAME, QUOTED: quotes undone */
	day day;
	struct span span;
	unsigned accept; /* COMPARE: enum accept */
};

struct lexer {
	struct slice text; /* valid UTF-8 */
	size_t at;
	struct arena *arena; /* where texts with doubled quotes are written anew */
	struct rule_error *error;
};

/* The next token; TOKEN_END for ever at the end. False: *error is set. */
bool lexer_next(struct lexer *lexer, struct token *token);

/* True when the text is a name that needs no quotes and is no keyword. */
bool name_is_bare(struct slice name);

#endif
