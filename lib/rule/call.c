/* What functions compute from one row: see call.h. */
#include "rule/call.h"

#include "value/text.h"

/* --- days ---------------------------------------------------------------------------------- */

static int64_t
date_part(enum date_part part, day from, day to)
{
	struct date date = day_to_date(from);

	switch (part) {
	case PART_AGE: return day_months_between(from, to) / 12;
	case PART_DAYS: return (int64_t)to - from;
	case PART_MONTHS: return day_months_between(from, to);
	case PART_YEAR: return date.year;
	case PART_MONTH: return date.month;
	case PART_DAY: return date.day;
	case PART_WEEKDAY: return day_weekday(from);
	}
	return 0;
}

enum got
compute_date_part(const struct code *code, const struct rule_row *row, struct number *result)
{
	enum got got;
	day from, to;

	if ((got = compute_day(code->left, row, &from)) != GOT_VALUE ||
		(got = compute_day(code->right, row, &to)) != GOT_VALUE)
		return got;
	*result = (struct number){ .exact = true,
		.decimal = decimal_from_integer(date_part(code->of.part, from, to)) };
	return GOT_VALUE;
}

/* --- text ---------------------------------------------------------------------------------- */

enum got
compute_length(const struct code *code, const struct rule_row *row, struct number *result)
{
	struct slice text;
	enum got got = compute_text(code->left, row, &text);

	if (got == GOT_VALUE)
		*result = (struct number){ .exact = true,
			.decimal = decimal_from_integer((int64_t)text_length(text)) };
	return got;
}

/*
 * Of the scripts whose small letters stand in one distance from the capitals, so that no text
 * grows longer: Latin (full width too), Greek and Cyrillic.
 */
static uint32_t
letter_lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xff21 && c <= 0xff3a) ||
		(c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
		(c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x100 && c <= 0x12f) || (c >= 0x132 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);
	return c == 0x178 ? 0xff : c;
}

enum got
compute_lower(const struct code *code, const struct rule_row *row, struct slice *result)
{
	struct rule_work *work = row->work;
	struct slice text;
	enum got got = compute_text(code->left, row, &text);
	size_t length = 0;
	char *lower;

	if (got != GOT_VALUE)
		return got;
	lower = arena_new(&work->scratch, text.length + 4);
	work->scratched = true;
	for (size_t at = 0; at < text.length;)
		length += text_put(letter_lower(text_next(text, &at)), lower + length);
	*result = slice_of(lower, length);
	return GOT_VALUE;
}

/* The next of the tags a;b;c, without blanks around it; a full-width semicolon divides too. */
static struct slice
tag_next(struct slice *rest)
{
	static const char wide[] = "\xef\xbc\x9b";
	struct slice text = *rest;

	for (size_t i = 0; i < text.length; i++) {
		bool is_wide = text.length - i >= 3 && memcmp(text.data + i, wide, 3) == 0;

		if (text.data[i] != ';' && !is_wide)
			continue;
		*rest = slice_of(
			text.data + i + (is_wide ? 3 : 1), text.length - i - (is_wide ? 3 : 1));
		return slice_trim(slice_of(text.data, i));
	}
	*rest = SLICE_EMPTY;
	return slice_trim(text);
}

enum truth
compute_has(const struct code *code, const struct rule_row *row)
{
	struct slice rest;
	enum got got = compute_text(code->left, row, &rest);

	if (got != GOT_VALUE)
		return got == GOT_FAULT ? TRUTH_FAULT : TRUTH_UNKNOWN;
	while (rest.data)
		if (slice_equal(tag_next(&rest), code->of.text))
			return TRUTH_TRUE;
	return TRUTH_FALSE;
}

/* --- lists and other rules ----------------------------------------------------------------- */

enum truth
compute_in_list(const struct code *code, const struct rule_row *row)
{
	const struct listed *listed = code->of.listed;
	struct slice text;
	enum got got = compute_text(code->left, row, &text);

	if (got != GOT_VALUE)
		return got == GOT_FAULT ? TRUTH_FAULT : TRUTH_UNKNOWN;
	if (!listed->has) {
		compute_fault(row, -1, "no list was read for in_list");
		return TRUTH_FAULT;
	}
	return listed->has(listed->context, text) ? TRUTH_TRUE : TRUTH_FALSE;
}

/* Once a row, however many rules name it: else chains of names would grow without end. */
static enum truth
rule_holds(const struct rule *rule, const struct rule_row *row)
{
	struct rule_work *work = row->work;
	enum truth truth;

	for (size_t i = 0; i < work->memos; i++)
		if (work->memo[i].rule == rule)
			return work->memo[i].truth;
	truth = compute_truth(rule->code, row);
	if (truth != TRUTH_FAULT) {
		MEMORY_GROW(work->memo, work->memo_room, work->memos + 1);
		work->memo[work->memos++] = (struct memo){ rule, truth };
	}
	return truth;
}

enum truth
compute_other(const struct code *code, const struct rule_row *row)
{
	const struct other *other = code->of.other;
	enum truth result = TRUTH_FALSE;

	if (other->rules == 0) {
		compute_fault(row, -1, "no rules were given for segment");
		return TRUTH_FAULT;
	}
	for (size_t i = 0; i < other->rules; i++) {
		enum truth truth = rule_holds(other->rule[i], row);

		if (truth == TRUTH_TRUE || truth == TRUTH_FAULT)
			return truth;
		if (truth == TRUTH_UNKNOWN)
			result = truth;
	}
	return result;
}
