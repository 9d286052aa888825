/* A number as people write it: see figure.h. */
#include "value/figure.h"

#include "value/digits.h"
#include "value/text.h"

/* Splits off the digits at the front. */
static struct slice
take_digits(struct slice *text)
{
	struct slice digits = { text->data, 0 };

	while (digits.length < text->length && digit_is(text->data[digits.length]))
		digits.length++;
	*text = slice_of(text->data + digits.length, text->length - digits.length);
	return digits;
}

static bool
take_mark(struct slice *text, char mark)
{
	if (!text->length || text->data[0] != mark)
		return false;
	*text = slice_of(text->data + 1, text->length - 1);
	return true;
}

/* "12", or "1,234,567": one to three digits, then threes only. */
static bool
take_whole(struct slice *text, struct slice *whole)
{
	const char *begin = text->data;
	struct slice group = take_digits(text);

	if (text->length && text->data[0] == ',') {
		if (group.length < 1 || group.length > 3)
			return false;
		while (take_mark(text, ','))
			if (take_digits(text).length != 3)
				return false;
	}
	*whole = slice_of(begin, (size_t)(text->data - begin));
	return true;
}

/* The bare number, its marks taken off. */
static bool
read_number(struct slice text, struct figure *figure)
{
	figure->decimals = SLICE_EMPTY;
	if (!take_whole(&text, &figure->whole))
		return false;
	if (take_mark(&text, '.')) {
		figure->decimals = take_digits(&text);
		if (!figure->decimals.length)
			return false;
	}
	return !text.length && (figure->whole.length || figure->decimals.length);
}

/* Takes off, from the outside in, what may stand around the number. */
static bool
read_marked(struct slice text, struct figure *figure)
{
	figure->negative = take_mark(&text, '-');
	if (!figure->negative)
		take_mark(&text, '+');
	return read_number(text, figure);
}

bool
figure_read(struct slice text, char space[FIGURE_TEXT], struct figure *figure)
{
	text = slice_trim(text);
	if (!text.length)
		return false;
	return read_marked(text, figure) ||
		(text_narrow_trim(&text, space, FIGURE_TEXT) && read_marked(text, figure));
}
