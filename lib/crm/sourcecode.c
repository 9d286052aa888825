/* Source codes: see sourcecode.h. */
#include "crm/sourcecode.h"

#include <stdio.h>

#include "crm/checkchar.h"
#include "value/number.h"
#include "value/text.h"

static const unsigned char kind_place[] = {
	[PART_LETTERS] = PLACE_LETTER,
	[PART_DIGITS] = PLACE_DIGIT,
	[PART_MONTH] = PLACE_DIGIT,
	[PART_YEAR] = PLACE_DIGIT,
	[PART_FIXED] = PLACE_FIXED,
	[PART_CHECK] = PLACE_ANY,
};

static const char *const kind_name[] = {
	[PART_LETTERS] = "letters",
	[PART_DIGITS] = "digits",
	[PART_MONTH] = "month",
	[PART_YEAR] = "year",
	[PART_FIXED] = "fixed",
	[PART_CHECK] = "check",
};

static const char *const status_name[] = {
	[CODE_NONE] = "none",
	[CODE_EXACT] = "exact",
	[CODE_CORRECTED] = "corrected",
	[CODE_UNKNOWN] = "unknown",
	[CODE_MALFORMED] = "malformed",
};

const char *
part_kind_name(enum part_kind kind)
{
	return kind_name[kind];
}

const char *
code_status_name(enum code_status status)
{
	return status_name[status];
}

static bool
is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* --- layouts --- */

void
layout_init(struct code_layout *layout)
{
	memset(layout, 0, sizeof *layout);
	layout->month = layout->year = layout->check = -1;
	arena_init(&layout->names);
}

void
layout_release(struct code_layout *layout)
{
	arena_release(&layout->names);
}

void
layout_default(struct code_layout *layout)
{
	static const struct {
		const char *name, *kind, *length;
	} part[] = {
		{ "medium", "letters", "1" },
		{ "cell",   "letters", "1" },
		{ "list",   "digits",  "2" },
		{ "month",  "month",   "2" },
		{ "year",   "year",    "1" },
	};
	const char *why;

	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
		layout_add(layout, slice_from(part[i].name), slice_from(part[i].kind),
			slice_from(part[i].length), SLICE_EMPTY, &why);
}

static bool
refuse(const char **why, const char *reason)
{
	*why = reason;
	return false;
}

/* Characters that a quote, a list of codes or a blank would not break. */
static bool
is_fixed_text(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (c <= ' ' || c > '~' || c == ',' || c == ';' || c == '"' || c == '\'')
			return false;
	}
	return text.length > 0;
}

/* Narrowed and trimmed; false when it is longer than a code. */
static bool
narrow(struct slice text, char space[4 * CODE_LONGEST], struct slice *result)
{
	text = slice_trim(text);
	if (!text_is_narrow(text)) {
		if (text.length > 4 * CODE_LONGEST)
			return false;
		text = slice_trim(slice_of(space, text_narrow(text, space)));
	}
	*result = text;
	return text.length <= CODE_LONGEST;
}

static bool
kind_find(struct slice name, enum part_kind *kind)
{
	for (size_t i = 0; i < sizeof kind_name / sizeof kind_name[0]; i++) {
		if (slice_is(name, kind_name[i])) {
			*kind = (enum part_kind)i;
			return true;
		}
	}
	return false;
}

/* How long the part is: as written, else what its kind has; 0 and *why when neither will do. */
static size_t
part_length(enum part_kind kind, struct slice text, size_t fixed, const char **why)
{
	int64_t length = kind == PART_MONTH ? 2
		: kind == PART_CHECK        ? 1
		: kind == PART_FIXED        ? (int64_t)fixed
					    : 0;
	int64_t usual = length;

	if (text.length && !integer_parse(text, &length))
		*why = "the length is not a number";
	else if (kind == PART_MONTH && length != 2)
		*why = "a month has 2 digits";
	else if (kind == PART_CHECK && length != 1)
		*why = "a check digit is 1 character";
	else if (kind == PART_YEAR && length != 1 && length != 2 && length != 4)
		*why = "a year has 1, 2 or 4 digits";
	else if (kind == PART_FIXED && length != usual)
		*why = "the length is not that of the text";
	else if (length < 1)
		*why = text.length ? "the length must be at least 1" : "the length is missing";
	else if (length > CODE_LONGEST)
		*why = "a code has at most 64 characters";
	else
		return (size_t)length;
	return 0;
}

bool
layout_add(struct code_layout *layout, struct slice name, struct slice kind_text,
	struct slice length_text, struct slice text, const char **why)
{
	char space[4 * CODE_LONGEST];
	struct code_part part = { .offset = layout->length };

	name = slice_trim(name);
	if (!kind_find(slice_trim(kind_text), &part.kind))
		return refuse(
			why, "the kind is none of letters, digits, month, year, fixed, check");
	if (name.length == 0 && part.kind != PART_FIXED && part.kind != PART_CHECK)
		return refuse(why, "the part has no name");
	if (name.length > PART_NAME)
		return refuse(why, "the name is longer than 100 bytes");
	for (size_t i = 0; name.length && i < layout->parts; i++)
		if (slice_equal(layout->part[i].name, name))
			return refuse(why, "there is a part of this name already");
	if (part.kind == PART_MONTH && layout->month >= 0)
		return refuse(why, "there is a month already");
	if (part.kind == PART_YEAR && layout->year >= 0)
		return refuse(why, "there is a year already");
	if (part.kind == PART_CHECK && layout->check >= 0)
		return refuse(why, "there is a check digit already");
	if (!narrow(text, space, &text))
		return refuse(why, "a code has at most 64 characters");
	if (part.kind != PART_FIXED && text.length)
		return refuse(why, "only a fixed part has a text");
	if (part.kind == PART_FIXED && !is_fixed_text(text))
		return refuse(why,
			"fixed text is made of ASCII letters, digits and marks "
			"without , ; and quotes");
	part.length = part_length(part.kind, slice_trim(length_text), text.length, why);
	if (part.length == 0)
		return false;
	if (part.length > CODE_LONGEST - layout->length)
		return refuse(why, "a code has at most 64 characters");

	part.name = arena_copy(&layout->names, name);
	memset(layout->place + part.offset, kind_place[part.kind], part.length);
	if (part.kind == PART_FIXED)
		memcpy(layout->fixed + part.offset, text.data, part.length);
	if (part.kind == PART_MONTH)
		layout->month = (int)layout->parts;
	if (part.kind == PART_YEAR)
		layout->year = (int)layout->parts;
	if (part.kind == PART_CHECK)
		layout->check = (int)layout->parts;
	layout->part[layout->parts++] = part;
	layout->length += part.length;
	return true;
}

bool
layout_complete(struct code_layout *layout, const char **why)
{
	bool letters = false, says = false;

	for (size_t i = 0; i < layout->parts; i++) {
		letters = letters || layout->part[i].kind == PART_LETTERS;
		says = says || layout_shows(layout, i);
	}
	*why = layout->parts ? "the layout says nothing: it has only fixed text and check digits"
			     : "the layout has no parts";
	if (!says)
		return false;
	if (layout->check >= 0 && !letters)
		layout->place[layout->part[layout->check].offset] = PLACE_DIGIT;
	return true;
}

int
layout_find(const struct code_layout *layout, const char *name)
{
	for (size_t i = 0; i < layout->parts; i++)
		if (slice_is(layout->part[i].name, name))
			return (int)i;
	return -1;
}

int
layout_dated(const struct code_layout *layout)
{
	return layout->month >= 0 ? layout->month : layout->year;
}

bool
layout_is_mark(const struct code_layout *layout, size_t i)
{
	char c = layout->fixed[i];

	return layout->place[i] == PLACE_FIXED && !(c >= '0' && c <= '9') &&
		!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
}

bool
layout_shows(const struct code_layout *layout, size_t part)
{
	enum part_kind kind = layout->part[part].kind;

	return kind != PART_FIXED && kind != PART_CHECK &&
		!(kind == PART_YEAR && layout->month >= 0);
}

int
layout_cycle(const struct code_layout *layout)
{
	static const int years[] = { 1, 10, 100, 0, 10000 };

	return years[layout->year >= 0 ? layout->part[layout->year].length : 0];
}

bool
layout_needs_day(const struct code_layout *layout)
{
	return (layout->month >= 0 || layout->year >= 0) && layout_cycle(layout) < 10000;
}

const char *
part_form(const struct code_layout *layout, size_t i, char text[PART_FORM])
{
	const struct code_part *part = &layout->part[i];

	switch (part->kind) {
	case PART_LETTERS:
	case PART_DIGITS:
		snprintf(text, PART_FORM, "%zu %s%s", part->length,
			part->kind == PART_LETTERS ? "capital letter" : "digit",
			part->length > 1 ? "s" : "");
		break;
	case PART_MONTH: snprintf(text, PART_FORM, "a month like 2026-08"); break;
	case PART_YEAR: snprintf(text, PART_FORM, "a year like 2026"); break;
	case PART_CHECK: snprintf(text, PART_FORM, "a check digit"); break;
	case PART_FIXED:
		snprintf(text, PART_FORM, "%.*s", (int)part->length, layout->fixed + part->offset);
		break;
	}
	return text;
}

/* --- reading --- */

/* The number a month's or a year's digits stand for. */
static int
part_number(const struct code_layout *layout, const struct code *code, int part)
{
	const char *digit = code->text + layout->part[part].offset;
	int number = 0;

	for (size_t i = 0; i < layout->part[part].length; i++)
		number = number * 10 + (digit[i] - '0');
	return number;
}

static bool
place_takes(const struct code_layout *layout, size_t i, char c)
{
	switch (layout->place[i]) {
	case PLACE_LETTER: return is_letter(c);
	case PLACE_DIGIT: return is_digit(c);
	case PLACE_ANY: return is_letter(c) || is_digit(c);
	default: return c == layout->fixed[i];
	}
}

static bool
check_holds(const struct code_layout *layout, const char *text)
{
	size_t at = layout->part[layout->check].offset;
	enum check_alphabet alphabet = layout->place[at] == PLACE_DIGIT ? CHECK_DIGITS : CHECK_ALL;
	unsigned state = 0;

	for (size_t i = 0; i < layout->length; i++)
		if (layout->place[i] != PLACE_FIXED)
			state = check_step(alphabet, state, text[i]);
	return state == 0;
}

/* Whether characters that fit are a code: month, check digit and a full year must be right. */
static bool
code_makes_sense(const struct code_layout *layout, struct code *code)
{
	code->month = layout->month >= 0 ? part_number(layout, code, layout->month) : 0;
	code->year = 0;
	if (layout->month >= 0 && (code->month < 1 || code->month > 12))
		return false;
	if (layout->check >= 0 && !check_holds(layout, code->text))
		return false;
	if (layout_cycle(layout) < 10000)
		return true;
	code->year = part_number(layout, code, layout->year);
	return code->year > 0;
}

bool
code_fits(const struct code_layout *layout, struct slice text, struct code *code)
{
	if (text.length != layout->length)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (!place_takes(layout, i, text.data[i]))
			return false;
		code->text[i] = text.data[i];
	}
	return code_makes_sense(layout, code);
}

enum code_status
code_read(const struct code_layout *layout, struct slice text, struct code *code)
{
	char space[4 * CODE_LONGEST];

	if (code_fits(layout, text, code))
		return CODE_EXACT;
	if (!narrow(text, space, &text))
		return CODE_MALFORMED;
	if (text.length == 0)
		return CODE_NONE;
	return code_fits(layout, text, code) ? CODE_EXACT : CODE_MALFORMED;
}

bool
code_date(const struct code_layout *layout, struct code *code, day latest)
{
	struct date limit;
	int cycle = layout_cycle(layout), year;

	if (!layout_needs_day(layout))
		return true;
	limit = day_to_date(latest);
	year = limit.year - (code->month > limit.month);
	/* Back to the last year that ends like this; both remainders are of numbers >= 0. */
	if (layout->year >= 0)
		year -= (year % cycle - part_number(layout, code, layout->year) + cycle) % cycle;
	if (year < 1)
		return false;
	code->year = year;
	return true;
}

struct slice
code_text(const struct code_layout *layout, const struct code *code)
{
	return slice_of(code->text, layout->length);
}

struct slice
code_value(const struct code_layout *layout, const struct code *code, size_t i, char text[DAY_TEXT])
{
	const struct code_part *part = &layout->part[i];

	if (part->kind == PART_MONTH)
		return slice_of(text, month_print(code->year, code->month, text));
	if (part->kind == PART_YEAR)
		return slice_of(text, (size_t)snprintf(text, DAY_TEXT, "%04d", code->year));
	return slice_of(code->text + part->offset, part->length);
}

/* --- writing --- */

void
code_begin(const struct code_layout *layout, struct code *code)
{
	memcpy(code->text, layout->fixed, layout->length);
	code->year = code->month = 0;
}

/* The last digits of a number, as many as the part has. */
static void
put_number(const struct code_layout *layout, struct code *code, int part, int number)
{
	char *begin = code->text + layout->part[part].offset;

	for (char *digit = begin + layout->part[part].length; digit > begin; number /= 10)
		*--digit = (char)('0' + number % 10);
}

static void
put_month(const struct code_layout *layout, struct code *code, int year, int month)
{
	code->year = year;
	code->month = month;
	if (layout->month >= 0)
		put_number(layout, code, layout->month, month);
	if (layout->year >= 0)
		put_number(layout, code, layout->year, year);
}

static bool
all_are(struct slice text, bool (*fits)(char))
{
	for (size_t i = 0; i < text.length; i++)
		if (!fits(text.data[i]))
			return false;
	return true;
}

static bool
put_text(struct code *code, const struct code_part *part, struct slice value)
{
	if (value.length != part->length ||
		!all_are(value, part->kind == PART_LETTERS ? is_letter : is_digit))
		return false;
	memcpy(code->text + part->offset, value.data, value.length);
	return true;
}

bool
code_put(const struct code_layout *layout, struct code *code, size_t i, struct slice value)
{
	char space[4 * CODE_LONGEST];
	int64_t number;
	int year, month;

	if (!narrow(value, space, &value))
		return false;
	switch (layout->part[i].kind) {
	case PART_MONTH:
		if (!month_parse(value, &year, &month))
			return false;
		put_month(layout, code, year, month);
		return true;
	case PART_YEAR:
		if (value.length != 4 || !all_are(value, is_digit) ||
			!integer_parse(value, &number))
			return false;
		put_month(layout, code, (int)number, 0);
		return number > 0;
	case PART_LETTERS:
	case PART_DIGITS: return put_text(code, &layout->part[i], value);
	case PART_FIXED:
	case PART_CHECK: break;
	}
	return false;
}

void
code_end(const struct code_layout *layout, struct code *code)
{
	size_t at;

	if (layout->check < 0)
		return;
	at = layout->part[layout->check].offset;
	/* One of them fits, and only one. */
	for (unsigned i = 0; i < CHECK_ALL; i++) {
		code->text[at] = check_character(i);
		if (place_takes(layout, at, code->text[at]) && check_holds(layout, code->text))
			return;
	}
}
