/* What is said about a rule that is wrong: see message.h. */
#include "rule/message.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "value/text.h"

#define NAME_MOST  64                 /* letters of a name that is compared */
#define SHOWN_MOST (SHOWN_TEXT - 4)

const char *
text_show(struct slice text, char out[SHOWN_TEXT])
{
	if (text.length > SHOWN_MOST)
		text.length = text_utf8_valid_prefix(slice_of(text.data, SHOWN_MOST));
	if (text.length)
		memcpy(out, text.data, text.length);
	out[text.length] = '\0';
	return out;
}

/* One line, and one that had to be cut does not end in half a character. */
__attribute__((format(printf, 3, 0))) static void
write_line(char *out, size_t size, const char *format, va_list arguments)
{
	int wanted = vsnprintf(out, size, format, arguments);

	if (wanted >= (int)size)
		out[text_utf8_valid_prefix(slice_from(out))] = '\0';
	for (; *out; out++)
		if ((unsigned char)*out < ' ' || *out == '\x7f')
			*out = ' ';
}

bool
error_set(struct rule_error *error, size_t at, size_t length, const char *format, ...)
{
	va_list arguments;

	error->at = at;
	error->length = length;
	error->hint[0] = '\0';
	va_start(arguments, format);
	write_line(error->message, sizeof error->message, format, arguments);
	va_end(arguments);
	return false;
}

bool
error_hint(struct rule_error *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_line(error->hint, sizeof error->hint, format, arguments);
	va_end(arguments);
	return false;
}

/* Where the character begins that a byte belongs to; bytes that are no UTF-8 are their own. */
static size_t
character_begin(struct slice text, size_t at)
{
	for (size_t back = 0; back < 4 && back <= at && at < text.length; back++)
		if (((unsigned char)text.data[at - back] & 0xC0) != 0x80)
			return at - back;
	return at;
}

struct slice
rule_line(struct slice text, const struct rule_error *error)
{
	size_t at = error->at < text.length ? error->at : text.length, begin = at, end = at;

	while (begin > 0 && text.data[begin - 1] != '\n')
		begin--;
	while (end < text.length && text.data[end] != '\n')
		end++;
	if (end - begin > RULE_LINE) {
		if (at - begin > RULE_LINE / 2)
			begin = character_begin(text, at - RULE_LINE / 2);
		if (end - begin > RULE_LINE)
			end = character_begin(text, begin + RULE_LINE);
	}
	return slice_of(text.data + begin, end - begin);
}

/* Columns a code point takes on a terminal. */
static size_t
character_width(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} wide[] = {
		{ 0x1100, 0x115f },
		{ 0x2e80, 0x303e },
		{ 0x3041, 0xa4cf },
		{ 0xa960, 0xa97c },
		{ 0xac00, 0xd7a3 },
		{ 0xf900, 0xfaff },
		{ 0xfe30, 0xfe6f },
		{ 0xff01, 0xff60 },
		{ 0xffe0, 0xffe6 },
		{ 0x1f300, 0x1f64f },
		{ 0x1f900, 0x1f9ff },
		{ 0x20000, 0x3fffd },
	};

	if (c < 0x300)
		return 1;
	if (c <= 0x36f || (c >= 0x200b && c <= 0x200f) || (c >= 0xfe00 && c <= 0xfe0f) ||
		c == 0xfeff)
		return 0;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (c >= wide[i].first && c <= wide[i].last)
			return 2;
	return 1;
}

struct caret {
	char *out;
	size_t length, size;
};

static void
caret_put(struct caret *caret, char mark, size_t count)
{
	while (count-- && caret->length + 1 < caret->size)
		caret->out[caret->length++] = mark;
}

size_t
rule_caret(struct slice text, const struct rule_error *error, char *out, size_t size)
{
	struct caret caret = { out, 0, size };
	struct slice line = rule_line(text, error);
	size_t first = error->at - (size_t)(line.data - text.data), marked = 0;
	size_t valid = text_utf8_valid_prefix(line);

	if (size == 0)
		return 0;
	for (size_t at = 0; at < line.length && at < first + error->length;) {
		size_t here = at, width = 1;

		/* Bytes that are no UTF-8 are shown as one mark each. */
		if (at < valid)
			width = character_width(text_next(slice_of(line.data, valid), &at));
		else
			at++;
		if (at > first) {
			caret_put(&caret, '^', width);
			marked += width;
		} else {
			caret_put(&caret, line.data[here] == '\t' ? '\t' : ' ', width);
		}
	}
	if (marked == 0)
		caret_put(&caret, '^', 1);
	out[caret.length] = '\0';
	return caret.length;
}

/* The letters of a name, capitals made small. Zero: too long to be worth comparing. */
static size_t
name_letters(struct slice name, uint32_t letter[NAME_MOST])
{
	size_t letters = 0;

	for (size_t at = 0; at < name.length;) {
		uint32_t c = text_next(name, &at);

		if (letters == NAME_MOST)
			return 0;
		letter[letters++] = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	}
	return letters;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: a swap of neighbours is one slip. */
static unsigned
letters_distance(const uint32_t *a, size_t length_a, const uint32_t *b, size_t length_b)
{
	unsigned before[NAME_MOST + 1] = { 0 }, last[NAME_MOST + 1], now[NAME_MOST + 1];

	for (size_t j = 0; j <= length_b; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= length_a; i++) {
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= length_b; j++) {
			now[j] = last[j - 1] + (a[i - 1] != b[j - 1]);
			now[j] = least(now[j], least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		memcpy(before, last, sizeof before);
		memcpy(last, now, sizeof last);
	}
	return last[length_b];
}

struct slice
name_nearest(struct slice name, struct slice list)
{
	uint32_t wanted[NAME_MOST], letter[NAME_MOST];
	size_t length = name_letters(name, wanted);
	unsigned nearest = length < 5 ? 2 : 3; /* one more than is allowed */
	struct slice found = SLICE_EMPTY, rest = list;

	if (length < 2)
		return found;
	while (rest.data) {
		struct slice one;
		size_t letters;
		unsigned distance;

		rest = slice_cut(rest, ',', &one);
		one = slice_trim(one);
		letters = name_letters(one, letter);
		if (letters == 0)
			continue;
		distance = letters_distance(wanted, length, letter, letters);
		if (distance < nearest && distance < letters) {
			nearest = distance;
			found = one;
		}
	}
	return found;
}
