/* Text as names and messages need it: see text.h. */
#include "value/text.h"

#include <stdio.h>

#define WIDE_BLANK   0x3000u
#define WIDE_FIRST   0xff01u          /* '!' */
#define WIDE_LAST    0xff5eu          /* '~' */
#define WIDE_OFFSET  0xfee0u
#define QUOTED_CHARACTERS 40

uint32_t
text_next(struct slice text, size_t *at)
{
	const unsigned char *p = (const unsigned char *)text.data + *at;

	if (p[0] < 0x80) {
		*at += 1;
		return p[0];
	}
	if (p[0] < 0xe0) {
		*at += 2;
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	}
	if (p[0] < 0xf0) {
		*at += 3;
		return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	}
	*at += 4;
	return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
}

size_t
text_put(uint32_t code_point, char out[4])
{
	if (code_point < 0x80) {
		out[0] = (char)code_point;
		return 1;
	}
	if (code_point < 0x800) {
		out[0] = (char)(0xc0 | code_point >> 6);
		out[1] = (char)(0x80 | (code_point & 0x3f));
		return 2;
	}
	if (code_point < 0x10000) {
		out[0] = (char)(0xe0 | code_point >> 12);
		out[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code_point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code_point >> 18);
	out[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code_point & 0x3f));
	return 4;
}

size_t
text_length(struct slice text)
{
	size_t characters = 0;

	for (size_t i = 0; i < text.length; i++)
		characters += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return characters;
}

/*
 * The plain byte for the wide character at `at`, or 0. Works on the bytes, EF BC 81 ..
 * EF BD 9E and E3 80 80, so that text which is not UTF-8 does no harm.
 */
static char
narrow_of(struct slice text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.data + at;
	uint32_t code_point;

	if ((p[0] != 0xe3 && p[0] != 0xef) || text.length - at < 3 || (p[1] & 0xc0) != 0x80 ||
		(p[2] & 0xc0) != 0x80)
		return 0;
	code_point = text_next(text, &at);
	if (code_point == WIDE_BLANK)
		return ' ';
	if (code_point < WIDE_FIRST || code_point > WIDE_LAST)
		return 0;
	return (char)(code_point - WIDE_OFFSET);
}

size_t
text_narrow(struct slice text, char *out)
{
	size_t length = 0;
	char plain;

	for (size_t at = 0; at < text.length;) {
		plain = narrow_of(text, at);
		out[length++] = plain ? plain : text.data[at];
		at += plain ? 3 : 1;
	}
	return length;
}

bool
text_is_narrow(struct slice text)
{
	for (size_t at = 0; at < text.length; at++)
		if (narrow_of(text, at))
			return false;
	return true;
}

bool
text_narrow_trim(struct slice *text, char *space, size_t size)
{
	if (text->length > size || text_is_narrow(*text))
		return false;
	*text = slice_trim(slice_of(space, text_narrow(*text, space)));
	return true;
}

bool
text_unguard(struct slice *text)
{
	size_t n = text->length;

	if (n && text->data[0] == '\'') {
		*text = slice_of(text->data + 1, n - 1);
		return true;
	}
	if (n < 3 || text->data[0] != '=' || text->data[1] != '"' || text->data[n - 1] != '"' ||
		memchr(text->data + 2, '"', n - 3))
		return false;
	*text = slice_of(text->data + 2, n - 3);
	return true;
}

const bool text_blank_begins[256] = {
	[' '] = true, ['\t'] = true, ['\''] = true, ['='] = true, [0xe3] = true
};

bool
text_is_blank_slowly(struct slice text)
{
	size_t at = 0;

	text_unguard(&text);
	while (at < text.length) {
		if (text.data[at] == ' ' || text.data[at] == '\t')
			at++;
		else if (narrow_of(text, at) == ' ')
			at += 3;
		else
			return false;
	}
	return true;
}

static char
lower_of(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

size_t
text_lower(struct slice text, char *out)
{
	for (size_t i = 0; i < text.length; i++)
		out[i] = lower_of(text.data[i]);
	return text.length;
}

/* Bytes of what a name is compared without, at its beginning: blanks, line ends, _ - #, marks. */
static size_t
idle_size(struct slice text)
{
	static const char *const idle[] = { " ", "\t", "\r", "\n", "_", "-", "#", "\xc2\xa0",
		"\xef\xbb\xbf" };

	for (size_t i = 0; i < sizeof idle / sizeof *idle; i++) {
		size_t length = strlen(idle[i]);

		if (text.length >= length && memcmp(text.data, idle[i], length) == 0)
			return length;
	}
	return 0;
}

/* Without one unit in brackets at its end. */
static struct slice
without_unit(struct slice name)
{
	static const char *const unit[] = { "(元)", "[元]", "(件)", "(¥)", "(￥)", "($)", "(rmb)",
		"(cny)", "(usd)" };

	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
		size_t length = strlen(unit[i]);

		if (name.length >= length &&
			memcmp(name.data + name.length - length, unit[i], length) == 0)
			return slice_of(name.data, name.length - length);
	}
	return name;
}

size_t
text_fold_name(struct slice text, char *out)
{
	struct slice name = slice_of(out, text_narrow(text, out));
	size_t length = 0;

	while (name.length) {
		size_t idle = idle_size(name);

		if (!idle)
			out[length++] = lower_of(*name.data);
		idle += !idle;
		name = slice_of(name.data + idle, name.length - idle);
	}
	return without_unit(slice_of(out, length)).length;
}

/* Characters nobody sees, or that turn a line around. */
static bool
code_point_hidden(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || (c >= 0x200b && c <= 0x200f) ||
		(c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

/* Writes one character of `size` bytes as a message shows it. */
static char *
quote_character(char *out, const char *character, size_t size, bool hidden)
{
	static const char named[] = "\nn\rr\tt\"\"\\\\";

	if (size == 1)
		for (const char *name = named; *name; name += 2)
			if (*character == *name) {
				*out++ = '\\';
				*out++ = name[1];
				return out;
			}
	for (size_t i = 0; i < size; i++)
		if (hidden)
			out += snprintf(out, 5, "\\x%02X", (unsigned)(unsigned char)character[i]);
		else
			*out++ = character[i];
	return out;
}

size_t
text_quote(struct slice text, char out[TEXT_QUOTED])
{
	size_t at = 0, shown = 0, size;
	char *end = out;

	*end++ = '"';
	while (at < text.length && shown < QUOTED_CHARACTERS) {
		struct slice rest = slice_of(text.data + at, text.length - at);
		size_t next = 0;
		bool hidden = true;

		size = 1;
		if (text_utf8_valid_prefix(
			    slice_of(rest.data, rest.length < 4 ? rest.length : 4))) {
			hidden = code_point_hidden(text_next(rest, &next));
			size = next;
		}
		end = quote_character(end, rest.data, size, hidden);
		/* Bytes written as \xHH take the space of as many characters. */
		shown += hidden ? size : 1;
		at += size;
	}
	*end++ = '"';
	if (at < text.length)
		for (int i = 0; i < 3; i++)
			*end++ = '.';
	*end = '\0';
	return (size_t)(end - out);
}
