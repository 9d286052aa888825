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

static bool
take_sign(struct slice *text)
{
	bool negative = take_mark(text, '-');

	if (!negative)
		take_mark(text, '+');
	return negative;
}

/* As nearly all are: nothing but a sign before it. */
static bool
read_signed(struct slice text, struct figure *figure)
{
	figure->currency = CURRENCY_NONE;
	figure->negative = take_sign(&text);
	return read_number(text, figure);
}

/* One mark of currency at the front, or at the end, unless one was taken before. */
static void
take_currency(struct slice *text, struct figure *figure)
{
	static const struct {
		const char *mark;
		enum currency currency;
	} known[] = {
		{ "¥", CURRENCY_YUAN },
		{ "￥", CURRENCY_YUAN },
		{ "元", CURRENCY_YUAN },
		{ "$", CURRENCY_DOLLAR },
		{ "€", CURRENCY_EURO },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known && !figure->currency; i++) {
		size_t length = strlen(known[i].mark);

		if (text->length < length)
			continue;
		if (memcmp(text->data, known[i].mark, length) == 0)
			*text = slice_of(text->data + length, text->length - length);
		else if (memcmp(text->data + text->length - length, known[i].mark, length) == 0)
			text->length -= length;
		else
			continue;
		figure->currency = known[i].currency;
		*text = slice_trim(*text);
	}
}

static bool
take_brackets(struct slice *text)
{
	if (text->length < 2 || text->data[0] != '(' || text->data[text->length - 1] != ')')
		return false;
	*text = slice_trim(slice_of(text->data + 1, text->length - 2));
	return true;
}

/* Takes off, from the outside in, what may stand around the number. */
static bool
read_marked(struct slice text, struct figure *figure)
{
	if (text_unguard(&text))
		text = slice_trim(text);
	figure->currency = CURRENCY_NONE;
	take_currency(&text, figure);
	figure->negative = take_brackets(&text);
	if (!figure->negative)
		figure->negative = take_sign(&text);
	take_currency(&text, figure);
	return read_number(text, figure);
}

bool
figure_read(struct slice text, char space[FIGURE_TEXT], struct figure *figure)
{
	text = slice_trim(text);
	if (!text.length)
		return false;
	return read_signed(text, figure) || read_marked(text, figure) ||
		(text_narrow_trim(&text, space, FIGURE_TEXT) && read_marked(text, figure));
}
