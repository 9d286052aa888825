/* A rule's text cut into tokens: see lexer.h. */
#include "rule/lexer.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "rule/message.h"
#include "rule/tree.h"
#include "value/text.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct keyword {
	const char *word;
	enum token_kind kind;
} keywords[] = {
	{ "and", TOKEN_AND },
	{ "between", TOKEN_BETWEEN },
	{ "empty", TOKEN_EMPTY },
	{ "in", TOKEN_IN },
	{ "is", TOKEN_IS },
	{ "not", TOKEN_NOT },
	{ "or", TOKEN_OR },
	{ "today", TOKEN_TODAY },
};

/* Longest first, so that the first that fits is right. Without a kind: what to write instead. */
static const struct mark {
	const char *mark;
	enum token_kind kind;
	unsigned accept;
	const char *instead;
} marks[] = {
	{ "===", TOKEN_END, 0, "=" },
	{ "!==", TOKEN_END, 0, "!=" },
	{ "==", TOKEN_COMPARE, ACCEPT_EQUAL, NULL },
	{ "=~", TOKEN_MATCH, 0, NULL },
	{ "!=", TOKEN_COMPARE, ACCEPT_LESS | ACCEPT_GREATER, NULL },
	{ "!~", TOKEN_MISMATCH, 0, NULL },
	{ "<>", TOKEN_COMPARE, ACCEPT_LESS | ACCEPT_GREATER, NULL },
	{ "<=", TOKEN_COMPARE, ACCEPT_LESS | ACCEPT_EQUAL, NULL },
	{ ">=", TOKEN_COMPARE, ACCEPT_GREATER | ACCEPT_EQUAL, NULL },
	{ "=<", TOKEN_END, 0, "<=" },
	{ "=>", TOKEN_END, 0, ">=" },
	{ "~=", TOKEN_END, 0, "=~" },
	{ "&&", TOKEN_END, 0, "and" },
	{ "||", TOKEN_END, 0, "or" },
	{ "&", TOKEN_END, 0, "and" },
	{ "|", TOKEN_END, 0, "or" },
	{ "!", TOKEN_END, 0, "not" },
	{ "~", TOKEN_END, 0, "=~" },
	{ "=", TOKEN_COMPARE, ACCEPT_EQUAL, NULL },
	{ "<", TOKEN_COMPARE, ACCEPT_LESS, NULL },
	{ ">", TOKEN_COMPARE, ACCEPT_GREATER, NULL },
	{ "(", TOKEN_OPEN, 0, NULL },
	{ ")", TOKEN_CLOSE, 0, NULL },
	{ ",", TOKEN_COMMA, 0, NULL },
	{ "+", TOKEN_PLUS, 0, NULL },
	{ "-", TOKEN_MINUS, 0, NULL },
	{ "*", TOKEN_TIMES, 0, NULL },
	{ "/", TOKEN_OVER, 0, NULL },
};

/* Marks that Chinese keyboards and word processors make of the plain ones. */
#define QUOTE_TEXT "text is written in single quotes: 'paid'; a column's name in double quotes"
static const struct lookalike {
	uint32_t code_point;
	const char *name;    /* before the mark */
	const char *instead; /* NULL: the hint about quotes */
} lookalikes[] = {
	{ 0x2018, "curly quote", NULL },
	{ 0x2019, "curly quote", NULL },
	{ 0x201a, "curly quote", NULL },
	{ 0x201b, "curly quote", NULL },
	{ 0x201c, "curly quote", NULL },
	{ 0x201d, "curly quote", NULL },
	{ 0x201e, "curly quote", NULL },
	{ 0x2032, "quote", NULL },
	{ 0x2033, "quote", NULL },
	{ 0x300a, "bracket", NULL },
	{ 0x300b, "bracket", NULL },
	{ 0x300c, "corner quote", NULL },
	{ 0x300d, "corner quote", NULL },
	{ 0x300e, "corner quote", NULL },
	{ 0x300f, "corner quote", NULL },
	{ 0x301d, "quote", NULL },
	{ 0x301e, "quote", NULL },
	{ 0xff02, "full-width", NULL },
	{ 0xff07, "full-width", NULL },
	{ 0xff40, "full-width", NULL },
	{ 0x3010, "full-width", "(" },
	{ 0x3011, "full-width", ")" },
	{ 0x3014, "full-width", "(" },
	{ 0x3015, "full-width", ")" },
	{ 0x3001, "full-width", "," },
	{ 0xff01, "full-width", "not, or != for unequal" },
	{ 0xff06, "full-width", "and" },
	{ 0xff5c, "full-width", "or" },
	{ 0x2212, "minus sign", "-" },
	{ 0x2010, "dash", "-" },
	{ 0x2011, "dash", "-" },
	{ 0x2013, "dash", "-" },
	{ 0x2014, "dash", "-" },
	{ 0x00d7, "times sign", "*" },
	{ 0x00f7, "division sign", "/" },
	{ 0x2260, "sign", "!=" },
	{ 0x2264, "sign", "<=" },
	{ 0x2265, "sign", ">=" },
	{ 0x2266, "sign", "<=" },
	{ 0x2267, "sign", ">=" },
};

/* --- letters ------------------------------------------------------------------------- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Beyond ASCII everything is a letter but signs and punctuation. */
static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return is_ascii_letter((char)c);
	if (c < 0xc0)
		return c == 0xaa || c == 0xb2 || c == 0xb3 || c == 0xb5 || c == 0xb9 || c == 0xba;
	if (c == 0xd7 || c == 0xf7)
		return false;
	if ((c >= 0x2000 && c <= 0x206f) || (c >= 0x2190 && c <= 0x22ff))
		return false;
	if (c >= 0x3000 && c <= 0x303f)
		return c >= 0x3005 && c <= 0x3007;
	if ((c >= 0xfe10 && c <= 0xfe1f) || (c >= 0xfe30 && c <= 0xfe6f) || c == 0xfeff)
		return false;
	if (c >= 0xff00 && c <= 0xffef)
		return (c >= 0xff21 && c <= 0xff3a) || (c >= 0xff41 && c <= 0xff5a) ||
			c == 0xff3f || (c >= 0xff66 && c <= 0xffdc);
	return true;
}

static char
byte_at(const struct lexer *lexer, size_t at)
{
	return at < lexer->text.length ? lexer->text.data[at] : '\0';
}

static size_t
digits_from(const struct lexer *lexer, size_t at)
{
	size_t end = at;

	while (is_digit(byte_at(lexer, end)))
		end++;
	return end - at;
}

/* Of no name the first, in full width neither. */
static bool
is_later_letter(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

/* Where the name that begins at `at` ends; `at` itself when none begins there. */
static size_t
name_end(struct slice text, size_t at)
{
	size_t begin = at;

	while (at < text.length) {
		size_t next = at;
		uint32_t c = text_next(text, &next);

		if (!is_letter(c) && !(at > begin && is_later_letter(c)))
			break;
		at = next;
	}
	return at;
}

static struct slice
part(const struct lexer *lexer, size_t begin, size_t end)
{
	return slice_of(lexer->text.data + begin, end - begin);
}

static bool
finish(struct lexer *lexer, struct token *token, enum token_kind kind, size_t end)
{
	token->kind = kind;
	token->length = end - token->at;
	lexer->at = end;
	return true;
}

/* --- numbers, days, durations ----------------------------------------------------------- */

static int
small_number(const struct lexer *lexer, size_t at, size_t digits)
{
	int n = 0;

	while (digits--)
		n = n * 10 + (lexer->text.data[at++] - '0');
	return n;
}

/*
 * What begins like a date: 2024-01-05 is a day; 2024-1-5, 2024/1/5 and 2024-01 are refused,
 * because subtracting or dividing there is hardly meant. *is_date is false for all else.
 */
static bool
lex_day(struct lexer *lexer, struct token *token, bool *is_date)
{
	size_t at = token->at, month_at = at + 5, month, day_at, day_digits;
	char mark = byte_at(lexer, at + 4);
	struct date date;

	*is_date = false;
	if (digits_from(lexer, at) != 4 || (mark != '-' && mark != '/'))
		return true;
	month = digits_from(lexer, month_at);
	if (month < 1 || month > 2)
		return true;
	day_at = month_at + month + 1;
	day_digits = digits_from(lexer, day_at);
	if (byte_at(lexer, day_at - 1) != mark || day_digits < 1 || day_digits > 2) {
		int n = small_number(lexer, month_at, month);

		if (mark != '-' || month != 2 || n < 1 || n > 12 || day_digits > 2)
			return true;
		error_set(lexer->error, at, 7, "%.7s is no day", lexer->text.data + at);
		return error_hint(lexer->error,
			"a day is written %.7s-01, text in single quotes; to subtract, put blanks "
			"around the -",
			lexer->text.data + at);
	}
	if (mark != '-' || month != 2 || day_digits != 2) {
		error_set(lexer->error, at, day_at + day_digits - at,
			"%.*s is neither a day nor a calculation", (int)(day_at + day_digits - at),
			lexer->text.data + at);
		return error_hint(lexer->error,
			"days are written 2024-01-05; to calculate, put blanks around the %c",
			mark);
	}
	date.year = small_number(lexer, at, 4);
	date.month = small_number(lexer, month_at, 2);
	date.day = small_number(lexer, day_at, 2);
	if (!date_valid(date))
		return error_set(lexer->error, at, 10, "no such day: %.10s", lexer->text.data + at);
	if (is_ascii_letter(byte_at(lexer, at + 10))) {
		error_set(lexer->error, at + 10, 1, "a day ends here");
		return error_hint(lexer->error, "rules compare days, not times");
	}
	*is_date = true;
	token->day = day_from_date(date);
	return finish(lexer, token, TOKEN_DAY, at + 10);
}

/* Digits with letters after them: a duration, or nothing. */
static bool
lex_span(struct lexer *lexer, struct token *token, size_t digits_end, size_t end)
{
	struct slice unit = part(lexer, digits_end, end);
	size_t length = end - token->at;
	char quoted[TEXT_QUOTED];

	if (unit.length == 1 && strchr("dwmyDWMY", unit.data[0])) {
		char small[32];

		if (length < sizeof small) {
			text_lower(part(lexer, token->at, end), small);
			if (span_parse(slice_of(small, length), &token->span))
				return finish(lexer, token, TOKEN_SPAN, end);
		}
		return error_set(lexer->error, token->at, length, "too long a duration");
	}
	text_quote(unit, quoted);
	error_set(lexer->error, token->at, length, "a number cannot end in %s", quoted);
	if (unit.length >= 3 && memcmp(unit.data, "年", 3) == 0)
		return error_hint(lexer->error, "days are written 2024-01-05");
	if ((unit.data[0] | 0x20) == 'e')
		return error_hint(
			lexer->error, "numbers have no exponent; text is written in single quotes");
	return error_hint(lexer->error,
		"durations are written 90d, 3w, 12m or 2y; "
		"a column whose name begins with a digit in double quotes");
}

static bool
lex_number(struct lexer *lexer, struct token *token)
{
	size_t at = token->at, whole = digits_from(lexer, at), end = at + whole;
	bool fraction = false, is_date;
	char shown[SHOWN_TEXT];

	if (!lex_day(lexer, token, &is_date) || is_date)
		return is_date;
	if (byte_at(lexer, end) == '.' && is_digit(byte_at(lexer, end + 1))) {
		fraction = true;
		end += 1 + digits_from(lexer, end + 1);
	}
	if (whole > 1 && byte_at(lexer, at) == '0') {
		error_set(lexer->error, at, end - at, "a number with a zero in front");
		return error_hint(lexer->error,
			"a code is text, in single quotes: '%s'; a number goes without the zero "
			"and "
			"without commas",
			text_show(part(lexer, at, at + whole), shown));
	}
	if (name_end(lexer->text, end) > end) {
		size_t letters = name_end(lexer->text, end);

		if (!fraction)
			return lex_span(lexer, token, end, letters);
		error_set(lexer->error, end, letters - end, "a number ends here");
		return error_hint(lexer->error, "durations are whole: 90d, 3w, 12m or 2y");
	}
	if (byte_at(lexer, end) == '.') {
		error_set(lexer->error, end, 1, "a number ends here");
		return error_hint(lexer->error, "a point stands between digits, once: 0.5");
	}
	if (!decimal_parse(part(lexer, at, end), &token->number))
		return error_set(lexer->error, at, end - at, "too many digits");
	if (byte_at(lexer, end) != '%')
		return finish(lexer, token, TOKEN_NUMBER, end);
	if (!share_parse(part(lexer, at, end + 1), &token->number))
		return error_set(lexer->error, at, end + 1 - at, "too many digits");
	return finish(lexer, token, TOKEN_SHARE, end + 1);
}

/* --- quotes and names ------------------------------------------------------------------ */

/* Only a doubled quote costs a copy. */
static struct slice
quotes_undone(struct lexer *lexer, struct slice raw, char quote)
{
	char *out;
	size_t length = 0;

	if (!raw.length || !memchr(raw.data, quote, raw.length))
		return raw;
	out = arena_new(lexer->arena, raw.length);
	for (size_t i = 0; i < raw.length; i++) {
		out[length++] = raw.data[i];
		i += raw.data[i] == quote;
	}
	return slice_of(out, length);
}

static bool
lex_quoted(struct lexer *lexer, struct token *token)
{
	char quote = lexer->text.data[token->at];
	size_t end = token->at + 1;

	for (;; end++) {
		if (end >= lexer->text.length) {
			error_set(
				lexer->error, token->at, 1, "the quote %c is never closed", quote);
			return error_hint(lexer->error, "a quote inside is written twice: %s",
				quote == '\'' ? "'it''s'" : "\"5\"\" wide\"");
		}
		if (lexer->text.data[end] == quote && byte_at(lexer, ++end) != quote)
			break;
	}
	token->text = quotes_undone(lexer, part(lexer, token->at + 1, end - 1), quote);
	if (quote == '"' && token->text.length == 0) {
		error_set(lexer->error, token->at, 2, "a column without a name");
		return error_hint(lexer->error, "no text is written '', an empty field: is empty");
	}
	return finish(lexer, token, quote == '"' ? TOKEN_QUOTED : TOKEN_TEXT, end);
}

static enum token_kind
name_kind(struct slice name)
{
	char small[8];

	if (name.length >= sizeof small)
		return TOKEN_NAME;
	text_lower(name, small);
	for (size_t i = 0; i < COUNT(keywords); i++)
		if (slice_is(slice_of(small, name.length), keywords[i].word))
			return keywords[i].kind;
	return TOKEN_NAME;
}

bool
name_is_bare(struct slice name)
{
	return name.length && name_end(name, 0) == name.length && name_kind(name) == TOKEN_NAME;
}

/* --- everything else ------------------------------------------------------------------- */

static bool
refuse_lookalike(
	struct lexer *lexer, size_t at, size_t length, const char *name, const char *instead)
{
	error_set(lexer->error, at, length, "%s %.*s", name, (int)length, lexer->text.data + at);
	if (!instead)
		return error_hint(lexer->error, QUOTE_TEXT);
	return error_hint(lexer->error, "write %s", instead);
}

static bool
refuse(struct lexer *lexer, size_t at)
{
	size_t end = at, length;
	uint32_t c = text_next(lexer->text, &end);
	char plain[2] = { 0 }, quoted[TEXT_QUOTED];

	length = end - at;
	for (size_t i = 0; i < COUNT(lookalikes); i++)
		if (lookalikes[i].code_point == c)
			return refuse_lookalike(
				lexer, at, length, lookalikes[i].name, lookalikes[i].instead);
	if (c == 0x3000 || c == 0xa0 || c == 0xfeff || (c >= 0x2000 && c <= 0x200f)) {
		error_set(lexer->error, at, length,
			c == 0x3000 ? "a full-width blank" : "a blank that is no plain blank");
		return error_hint(lexer->error, "write a plain blank");
	}
	if (c >= 0xff01 && c <= 0xff5e) {
		plain[0] = (char)(c - 0xff01 + '!');
		return refuse_lookalike(lexer, at, length, "full-width", plain);
	}
	text_quote(part(lexer, at, end), quoted);
	error_set(lexer->error, at, length, "%s means nothing here", quoted);
	if (c == 0xa5 || c == 0xffe5 || c == 0x20ac || c == '$')
		return error_hint(lexer->error, "numbers go without a sign of currency");
	return error_hint(
		lexer->error, "a column's name with such marks is written in double quotes");
}

static bool
lex_mark(struct lexer *lexer, struct token *token)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		size_t length = strlen(marks[i].mark);

		if (token->at + length > lexer->text.length ||
			memcmp(lexer->text.data + token->at, marks[i].mark, length) != 0)
			continue;
		if (marks[i].instead) {
			error_set(lexer->error, token->at, length, "\"%s\" is no operator",
				marks[i].mark);
			return error_hint(lexer->error, "write %s", marks[i].instead);
		}
		token->accept = marks[i].accept;
		return finish(lexer, token, marks[i].kind, token->at + length);
	}
	return refuse(lexer, token->at);
}

bool
lexer_next(struct lexer *lexer, struct token *token)
{
	size_t end;
	char c;

	while (lexer->at < lexer->text.length && strchr(" \t\r\n", byte_at(lexer, lexer->at)) &&
		byte_at(lexer, lexer->at))
		lexer->at++;
	token->at = lexer->at;
	if (token->at == lexer->text.length)
		return finish(lexer, token, TOKEN_END, token->at);
	c = byte_at(lexer, token->at);
	if (c == '\'' || c == '"')
		return lex_quoted(lexer, token);
	if (is_digit(c) || (c == '.' && is_digit(byte_at(lexer, token->at + 1))))
		return lex_number(lexer, token);
	end = name_end(lexer->text, token->at);
	if (end == token->at)
		return lex_mark(lexer, token);
	token->text = part(lexer, token->at, end);
	return finish(lexer, token, name_kind(token->text), end);
}
