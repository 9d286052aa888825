#include <string.h>

#include "csv/writer.h"
#include "value/number.h"

#define PRINTED_TEXT NUMBER_TEXT     /* as long as any value's text grows */

_Static_assert(PRINTED_TEXT >= DAY_TEXT && PRINTED_TEXT >= MONEY_TEXT, "a value fits");

void
writer_init(struct writer *writer, char delimiter)
{
	buffer_init(&writer->buffer);
	writer->delimiter = delimiter;
	writer->started = false;
	writer->begin = 0;
}

void
writer_release(struct writer *writer)
{
	buffer_release(&writer->buffer);
}

/* Room for a field of `length` bytes and all that may stand around it; begins the field. */
static char *
begin_field(struct writer *writer, size_t length)
{
	char *end = buffer_reserve(&writer->buffer, length + 4);

	if (!writer->started) {
		writer->started = true;
		writer->begin = writer->buffer.length;
	} else {
		*end++ = writer->delimiter;
		writer->buffer.length++;
	}
	return end;
}

static uint64_t
load8(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return word;
}

static uint32_t
load4(const char *p)
{
	uint32_t word;

	memcpy(&word, p, sizeof word);
	return word;
}

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

/* Bit 7 of some byte is set when, and only when, a byte of word is c. */
static uint64_t
has_byte(uint64_t word, char c)
{
	uint64_t x = word ^ EACH_BYTE(c);

	return (x - EACH_BYTE(1)) & ~x & EACH_BYTE(0x80);
}

static uint64_t
has_special(uint64_t word, char delimiter)
{
	return has_byte(word, delimiter) | has_byte(word, '"') | has_byte(word, '\n') |
		has_byte(word, '\r');
}

/*
 * No byte up to the comma in up to 16: so stand most fields, and where the delimiter is no
 * later byte nothing in them asks for quotes. False only says that they must be looked at.
 */
static inline bool
is_tame(struct slice text)
{
	const uint64_t after = EACH_BYTE(',' + 1), half = after << 32;
	const char *p = text.data;
	size_t n = text.length;
	uint64_t a, b;

	if (n > 16)
		return false;
	if (n >= 8) {
		a = load8(p);
		b = load8(p + n - 8);
	} else if (n >= 4) {
		a = load4(p) | half;
		b = load4(p + n - 4) | half;
	} else {
		a = (unsigned char)p[0] | after << 8;
		b = (unsigned char)p[n / 2] | (uint64_t)(unsigned char)p[n - 1] << 8 | after << 16;
	}
	return !(((a - after) | (b - after)) & EACH_BYTE(0x80));
}

static bool
needs_quotes(struct slice text, char delimiter)
{
	const char *p = text.data;
	size_t left = text.length;
	uint64_t word = 0;

	if (left >= 8) {
		for (; left > 8; p += 8, left -= 8)
			if (has_special(load8(p), delimiter))
				return true;
		return has_special(load8(text.data + text.length - 8), delimiter);
	}
	/* A NUL that fills up the word is none of the four. */
	if (left >= 4)
		word = (uint64_t)load4(p) << 32 | load4(p + left - 4);
	else
		for (size_t i = 0; i < left; i++)
			word = word << 8 | (unsigned char)p[i];
	return has_special(word, delimiter);
}

static void
add_quoted(struct buffer *buffer, struct slice text)
{
	const char *p = text.data, *end = p + text.length;
	char *to = buffer_reserve(buffer, 2 * text.length + 2);
	char *begin = to;

	*to++ = '"';
	while (p < end) {
		const char *quote = memchr(p, '"', (size_t)(end - p));
		size_t run = (size_t)((quote ? quote + 1 : end) - p);

		memcpy(to, p, run);
		to += run;
		p += run;
		if (quote)
			*to++ = '"';
	}
	*to++ = '"';
	buffer->length += (size_t)(to - begin);
}

void
writer_text(struct writer *writer, struct slice text)
{
	char *end;

	if (text.length == 0) {
		writer_empty(writer);
		return;
	}
	end = begin_field(writer, text.length);
	if (!(is_tame(text) && (unsigned char)writer->delimiter <= ',') &&
		needs_quotes(text, writer->delimiter)) {
		add_quoted(&writer->buffer, text);
		return;
	}
	slice_copy(end, text);
	writer->buffer.length += text.length;
}

void
writer_empty(struct writer *writer)
{
	begin_field(writer, 0);
}

/*
 * A printed value holds digits, '-' and '.'. Only where one of these may be the delimiter
 * itself must it be looked at again.
 */
static inline bool
delimiter_is_printed(const struct writer *writer)
{
	return writer->delimiter >= '-' && writer->delimiter <= '9';
}

static __attribute__((noinline)) void
end_doubtful(struct writer *writer, const char *text, size_t length)
{
	struct buffer *buffer = &writer->buffer;
	char copy[PRINTED_TEXT];

	if (!needs_quotes(slice_of(text, length), writer->delimiter)) {
		buffer->length += length;
		return;
	}
	memcpy(copy, text, length);
	add_quoted(buffer, slice_of(copy, length));
}

static inline void
end_printed(struct writer *writer, const char *text, size_t length)
{
	if (delimiter_is_printed(writer))
		end_doubtful(writer, text, length);
	else
		writer->buffer.length += length;
}

void
writer_day(struct writer *writer, day d)
{
	char *end = begin_field(writer, PRINTED_TEXT);

	end_printed(writer, end, day_print(d, end));
}

void
writer_money(struct writer *writer, money amount)
{
	char *end = begin_field(writer, PRINTED_TEXT);

	end_printed(writer, end, money_print(amount, end));
}

void
writer_integer(struct writer *writer, int64_t n)
{
	char *end = begin_field(writer, PRINTED_TEXT);

	end_printed(writer, end, integer_print(n, end));
}

void
writer_integers(struct writer *writer, const int64_t *n, size_t count)
{
	const char delimiter = writer->delimiter;
	char *at;

	if (!count)
		return;
	writer_integer(writer, *n);
	if (delimiter_is_printed(writer)) {
		for (size_t i = 1; i < count; i++)
			writer_integer(writer, n[i]);
		return;
	}
	at = buffer_reserve(&writer->buffer, count * (INTEGER_TEXT + 1));
	for (size_t i = 1; i < count; i++) {
		*at++ = delimiter;
		at += integer_print(n[i], at);
	}
	writer->buffer.length = (size_t)(at - writer->buffer.data);
}

void
writer_number(struct writer *writer, double x)
{
	char *end = begin_field(writer, PRINTED_TEXT);

	end_printed(writer, end, number_print(x, end));
}

void
writer_ratio(struct writer *writer, __int128 numerator, __int128 denominator)
{
	char *end = begin_field(writer, PRINTED_TEXT);

	end_printed(writer, end, ratio_print(numerator, denominator, end));
}

void
writer_raw(struct writer *writer, struct slice fields)
{
	char *end = begin_field(writer, fields.length);

	slice_copy(end, fields);
	writer->buffer.length += fields.length;
}

void
writer_end(struct writer *writer)
{
	struct buffer *buffer = &writer->buffer;
	char *end = buffer_reserve(buffer, 3);

	/* An empty line would be no record: its one field is quoted. */
	if (writer->started && buffer->length == writer->begin) {
		*end++ = '"';
		*end++ = '"';
		buffer->length += 2;
	}
	*end = '\n';
	buffer->length++;
	writer->started = false;
}
