/* Bound rules computed row by row: see code.h. */
#include "rule/code.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/call.h"
#include "rule/field.h"
#include "rule/standing.h"
#include "value/text.h"

/* --- faults ------------------------------------------------------------------------------- */

enum got
compute_fault(const struct rule_row *row, int column, const char *reason)
{
	struct rule_fault *fault = &row->work->fault;

	fault->column = column;
	snprintf(fault->reason, sizeof fault->reason, "%s", reason);
	return GOT_FAULT;
}

static enum got
fault_of_field(const struct rule_row *row, int column, const char *what)
{
	struct rule_fault *fault = &row->work->fault;
	char quoted[TEXT_QUOTED];

	text_quote(row->field[column], quoted);
	fault->column = column;
	snprintf(fault->reason, sizeof fault->reason, "%s: %s", what, quoted);
	return GOT_FAULT;
}

static const char too_large[] = "the number grows too large";

/* --- fields ------------------------------------------------------------------------------- */

/* True when the field is a number. */
static inline bool
read_number(struct slice field, struct decimal *result)
{
	int64_t units;
	int scale;

	if (!field_read_plain(field, &units, &scale))
		return decimal_parse(field, result);
	*result = (struct decimal){ units, scale };
	return true;
}

static enum got
field_number(const struct rule_row *row, int column, struct decimal *result)
{
	struct slice field = row->field[column];

	if (field.length == 0)
		return GOT_NOTHING;
	if (read_number(field, result))
		return GOT_VALUE;
	return field_is_empty(field) ? GOT_NOTHING : fault_of_field(row, column, "not a number");
}

static enum got
field_day(const struct rule_row *row, const struct code *code, day *result)
{
	struct slice field = row->field[code->column];

	if (field.length == 0)
		return GOT_NOTHING;
	if (day_read(code->dates, field, result))
		return GOT_VALUE;
	if (field_is_empty(field))
		return GOT_NOTHING;
	return fault_of_field(row, code->column, "not a day");
}

static enum got
field_text(const struct rule_row *row, int column, struct slice *result)
{
	*result = row->field[column];
	return field_is_empty(*result) ? GOT_NOTHING : GOT_VALUE;
}

/* --- numbers ------------------------------------------------------------------------------- */

double
number_real(const struct number *number)
{
	return number->exact ? decimal_double(number->decimal) : number->real;
}

static int
number_order(const struct number *a, const struct number *b)
{
	double x, y;

	if (a->exact && b->exact)
		return decimal_compare(a->decimal, b->decimal);
	x = number_real(a);
	y = number_real(b);
	return (x > y) - (x < y);
}

static enum got
number_set_real(const struct rule_row *row, double real, struct number *result)
{
	if (!isfinite(real))
		return compute_fault(row, -1, too_large);
	*result = (struct number){ .real = real };
	return GOT_VALUE;
}

/* Both at one scale, so that 0.3 / 0.1 is 3 / 1 and comes out as 3. */
static enum got
numbers_divide(const struct rule_row *row, const struct number *a, const struct number *b,
	struct number *result)
{
	double dividend = number_real(a), divisor = number_real(b);

	if (divisor == 0)
		return GOT_NOTHING;
	if (a->exact && b->exact) {
		__int128 x = a->decimal.units, y = b->decimal.units;
		int scale = a->decimal.scale - b->decimal.scale;
		bool fits = true;

		for (; scale > 0 && fits; scale--)
			fits = !__builtin_mul_overflow(y, 10, &y);
		for (; scale < 0 && fits; scale++)
			fits = !__builtin_mul_overflow(x, 10, &x);
		if (fits) {
			dividend = (double)x;
			divisor = (double)y;
		}
	}
	return number_set_real(row, dividend / divisor, result);
}

/*
 * Small numbers at few decimals, which nearly all are, need no more than a multiplication; all
 * others are shortened first.
 */
static bool
decimals_multiply(struct decimal a, struct decimal b, struct decimal *result)
{
	int64_t x = (int64_t)a.units, y = (int64_t)b.units, product;

	if (x != a.units || y != b.units || a.scale + b.scale > 9 ||
		__builtin_mul_overflow(x, y, &product))
		return decimal_multiply(a, b, result);
	*result = (struct decimal){ product, a.scale + b.scale };
	return true;
}

static enum got
decimals_compute(enum code_op op, const struct rule_row *row, const struct number *a,
	const struct number *b, struct number *result)
{
	bool fits;

	if (op == CODE_ADD)
		fits = decimal_add(a->decimal, b->decimal, &result->decimal);
	else if (op == CODE_SUBTRACT)
		fits = decimal_subtract(a->decimal, b->decimal, &result->decimal);
	else
		fits = decimals_multiply(a->decimal, b->decimal, &result->decimal);
	result->exact = true;
	return fits ? GOT_VALUE : compute_fault(row, -1, too_large);
}

static enum got
numbers_compute(enum code_op op, const struct rule_row *row, const struct number *a,
	const struct number *b, struct number *result)
{
	double x, y;

	if (op == CODE_DIVIDE)
		return numbers_divide(row, a, b, result);
	if (a->exact && b->exact)
		return decimals_compute(op, row, a, b, result);
	x = number_real(a);
	y = number_real(b);
	if (op == CODE_ADD)
		return number_set_real(row, x + y, result);
	return number_set_real(row, op == CODE_SUBTRACT ? x - y : x * y, result);
}

enum got
compute_number(const struct code *code, const struct rule_row *row, struct number *result)
{
	struct number a, b;
	enum got got;
	day from, to;

	switch (code->op) {
	case CODE_NUMBER: *result = code->of.number; return GOT_VALUE;
	case CODE_FIELD_NUMBER:
		result->exact = true;
		return field_number(row, code->column, &result->decimal);
	case CODE_DATE_PART: return compute_date_part(code, row, result);
	case CODE_LENGTH: return compute_length(code, row, result);
	case CODE_QUANTILE: return compute_quantile(code, row, result);
	case CODE_NTILE:
	case CODE_RANK: return compute_standing(code, row, result);
	case CODE_DAYS_FROM:
		if ((got = compute_day(code->left, row, &to)) != GOT_VALUE ||
			(got = compute_day(code->right, row, &from)) != GOT_VALUE)
			return got;
		*result = (struct number){ .exact = true,
			.decimal = decimal_from_integer((int64_t)to - from) };
		return GOT_VALUE;
	case CODE_NEGATE:
		if ((got = compute_number(code->left, row, &b)) != GOT_VALUE)
			return got;
		a = (struct number){ .exact = true, .decimal = { 0, 0 } };
		return numbers_compute(CODE_SUBTRACT, row, &a, &b, result);
	default:
		if ((got = compute_number(code->left, row, &a)) != GOT_VALUE ||
			(got = compute_number(code->right, row, &b)) != GOT_VALUE)
			return got;
		return numbers_compute(code->op, row, &a, &b, result);
	}
}

/* --- days and text -------------------------------------------------------------------------- */

enum got
compute_day(const struct code *code, const struct rule_row *row, day *result)
{
	enum got got;
	day d;

	switch (code->op) {
	case CODE_DAY: *result = code->of.day; return GOT_VALUE;
	case CODE_FIELD_DAY: return field_day(row, code, result);
	case CODE_QUANTILE_DAY: return compute_quantile_day(code, row, result);
	default:
		if ((got = compute_day(code->left, row, &d)) != GOT_VALUE)
			return got;
		*result = code->op == CODE_LATER ? day_plus(d, code->of.span)
						 : day_minus(d, code->of.span);
		return GOT_VALUE;
	}
}

enum got
compute_text(const struct code *code, const struct rule_row *row, struct slice *result)
{
	if (code->op == CODE_FIELD_TEXT)
		return field_text(row, code->column, result);
	if (code->op == CODE_LOWER)
		return compute_lower(code, row, result);
	*result = code->of.text;
	return GOT_VALUE;
}

/* --- comparisons ----------------------------------------------------------------------------- */

static enum truth
truth_of(enum got got)
{
	return got == GOT_FAULT ? TRUTH_FAULT : TRUTH_UNKNOWN;
}

static enum truth
truth_from(bool holds)
{
	return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

/* order is -1, 0 or 1. */
static enum truth
truth_ordered(unsigned accept, int order)
{
	return truth_from(accept >> (order + 1) & 1);
}

static enum truth
field_with_money(const struct code *code, const struct rule_row *row)
{
	static const int64_t power[] = { 10000, 1000, 100, 10, 1 };
	struct slice field = row->field[code->column];
	money amount = code->of.amount;
	struct decimal d;
	int64_t units;
	enum got got;
	int scale, order;

	if (field_read_plain(field, &units, &scale) && scale <= 4) {
		units *= power[scale];
		return truth_ordered(code->accept, (units > amount) - (units < amount));
	}
	if ((got = field_number(row, code->column, &d)) != GOT_VALUE)
		return truth_of(got);
	order = decimal_compare(d, decimal_from_money(amount));
	return truth_ordered(code->accept, (order > 0) - (order < 0));
}

static enum truth
field_with_day(const struct code *code, const struct rule_row *row)
{
	enum got got;
	day d;

	if ((got = field_day(row, code, &d)) != GOT_VALUE)
		return truth_of(got);
	return truth_ordered(code->accept, (d > code->of.day) - (d < code->of.day));
}

/*
 * Two columns: numbers if both are, days if both are. A field that is both (20240105) has the
 * same order either way, so it does not matter which is tried first, unless its column is known
 * to be of days in a form of its own (05012024); one that is neither is a fault, for the
 * order of letters would be a wrong answer.
 */
static bool
is_of_days(const struct code *field)
{
	return field->dates->ways && !field->dates->usual;
}

static enum truth
fields_ordered(const struct code *code, const struct rule_row *row)
{
	int left = code->left->column, right = code->right->column, order;
	struct slice a, b;
	struct decimal number_a, number_b;
	day day_a, day_b;
	bool numbers_a, numbers_b, days_a, days_b, known;

	if (field_text(row, left, &a) != GOT_VALUE || field_text(row, right, &b) != GOT_VALUE)
		return TRUTH_UNKNOWN;
	numbers_a = read_number(a, &number_a);
	numbers_b = read_number(b, &number_b);
	days_a = day_read(code->left->dates, a, &day_a);
	days_b = day_read(code->right->dates, b, &day_b);
	known = is_of_days(code->left) || is_of_days(code->right);
	if (numbers_a && numbers_b && !(known && days_a && days_b)) {
		order = decimal_compare(number_a, number_b);
		return truth_ordered(code->accept, (order > 0) - (order < 0));
	}
	if (days_a && days_b)
		return truth_ordered(code->accept, (day_a > day_b) - (day_a < day_b));
	if (!numbers_a && !days_a)
		fault_of_field(row, left, "neither a number nor a day");
	else if (!numbers_b && !days_b)
		fault_of_field(row, right, "neither a number nor a day");
	else
		fault_of_field(row, right,
			days_b ? "a day, compared with a number" : "a number, compared with a day");
	return TRUTH_FAULT;
}

static enum truth
numbers_ordered(const struct code *code, const struct rule_row *row)
{
	struct number a, b;
	enum got got;
	int order;

	if ((got = compute_number(code->left, row, &a)) != GOT_VALUE ||
		(got = compute_number(code->right, row, &b)) != GOT_VALUE)
		return truth_of(got);
	order = number_order(&a, &b);
	return truth_ordered(code->accept, (order > 0) - (order < 0));
}

static enum truth
days_ordered(const struct code *code, const struct rule_row *row)
{
	enum got got;
	day a, b;

	if ((got = compute_day(code->left, row, &a)) != GOT_VALUE ||
		(got = compute_day(code->right, row, &b)) != GOT_VALUE)
		return truth_of(got);
	return truth_ordered(code->accept, (a > b) - (a < b));
}

static enum truth
text_is(const struct code *code, const struct rule_row *row)
{
	struct slice a, b;
	enum got got;

	if ((got = compute_text(code->left, row, &a)) != GOT_VALUE ||
		(got = compute_text(code->right, row, &b)) != GOT_VALUE)
		return truth_of(got);
	return truth_from(slice_equal(a, b) != code->negated);
}

static enum truth
texts_ordered(const struct code *code, const struct rule_row *row)
{
	struct slice a, b;
	enum got got;
	int order;

	if ((got = compute_text(code->left, row, &a)) != GOT_VALUE ||
		(got = compute_text(code->right, row, &b)) != GOT_VALUE)
		return truth_of(got);
	order = slice_compare(a, b);
	return truth_ordered(code->accept, (order > 0) - (order < 0));
}

/* --- lists ------------------------------------------------------------------------ */

int
list_number_order(const void *a, const void *b)
{
	return number_order(a, b);
}

int
list_day_order(const void *a, const void *b)
{
	const day *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

int
list_text_order(const void *a, const void *b)
{
	const struct slice *one = a, *other = b;

	if (one->length != other->length)
		return one->length < other->length ? -1 : 1;
	return one->length ? memcmp(one->data, other->data, one->length) : 0;
}

/* `list` is sorted by `order`. */
static enum truth
list_holds(const struct code *code, const void *wanted, const void *list, size_t size,
	int (*order)(const void *, const void *))
{
	bool found = bsearch(wanted, list, code->of.list.count, size, order) != NULL;

	return truth_from(found != code->negated);
}

static enum truth
number_in(const struct code *code, const struct rule_row *row)
{
	struct number number;
	enum got got = compute_number(code->left, row, &number);

	if (got != GOT_VALUE)
		return truth_of(got);
	return list_holds(code, &number, code->of.list.number, sizeof number, list_number_order);
}

static enum truth
day_in(const struct code *code, const struct rule_row *row)
{
	day d;
	enum got got = compute_day(code->left, row, &d);

	if (got != GOT_VALUE)
		return truth_of(got);
	return list_holds(code, &d, code->of.list.day, sizeof d, list_day_order);
}

static enum truth
text_in(const struct code *code, const struct rule_row *row)
{
	struct slice text;
	enum got got = compute_text(code->left, row, &text);

	if (got != GOT_VALUE)
		return truth_of(got);
	return list_holds(code, &text, code->of.list.text, sizeof text, list_text_order);
}

/* --- conditions ------------------------------------------------------------------- */

/* Stops at the first part that is `settles`; unknown is remembered and goes on. */
static enum truth
parts_until(enum truth settles, enum truth otherwise, const struct code *code,
	const struct rule_row *row)
{
	enum truth result = otherwise;

	for (const struct code *part = code->left; part; part = part->next) {
		enum truth truth = compute_truth(part, row);

		if (truth == settles || truth == TRUTH_FAULT)
			return truth;
		if (truth == TRUTH_UNKNOWN)
			result = TRUTH_UNKNOWN;
	}
	return result;
}

static enum truth
truth_denied(enum truth truth)
{
	return truth == TRUTH_TRUE ? TRUTH_FALSE : truth == TRUTH_FALSE ? TRUTH_TRUE : truth;
}

static enum truth
is_empty(const struct code *code, const struct rule_row *row)
{
	struct number number;
	struct slice text;
	enum got got;
	day d;

	if (code->op == CODE_NUMBER_EMPTY)
		got = compute_number(code->left, row, &number);
	else if (code->op == CODE_DAY_EMPTY)
		got = compute_day(code->left, row, &d);
	else
		got = compute_text(code->left, row, &text);
	if (got == GOT_FAULT)
		return TRUTH_FAULT;
	return truth_from((got == GOT_NOTHING) != code->negated);
}

static enum truth
matches(const struct code *code, const struct rule_row *row)
{
	struct slice text;
	enum pattern_outcome outcome;
	enum got got;

	if ((got = compute_text(code->left, row, &text)) != GOT_VALUE)
		return truth_of(got);
	outcome = pattern_match(code->of.pattern, text, row->work->patterns);
	if (outcome == PATTERN_GAVE_UP) {
		compute_fault(row, code->left->column, "pattern needs too many steps");
		return TRUTH_FAULT;
	}
	return truth_from((outcome == PATTERN_MATCHES) != code->negated);
}

enum truth
compute_truth(const struct code *code, const struct rule_row *row)
{
	switch (code->op) {
	case CODE_AND: return parts_until(TRUTH_FALSE, TRUTH_TRUE, code, row);
	case CODE_OR: return parts_until(TRUTH_TRUE, TRUTH_FALSE, code, row);
	case CODE_NOT: return truth_denied(compute_truth(code->left, row));
	case CODE_TOP:
	case CODE_BOTTOM: return compute_extreme(code, row);
	case CODE_HAS: return compute_has(code, row);
	case CODE_IN_LIST: return compute_in_list(code, row);
	case CODE_OTHER: return compute_other(code, row);
	case CODE_FIELD_WITH_MONEY: return field_with_money(code, row);
	case CODE_FIELD_WITH_DAY: return field_with_day(code, row);
	case CODE_FIELDS_ORDERED: return fields_ordered(code, row);
	case CODE_NUMBERS_ORDERED: return numbers_ordered(code, row);
	case CODE_DAYS_ORDERED: return days_ordered(code, row);
	case CODE_TEXTS_ORDERED: return texts_ordered(code, row);
	case CODE_TEXT_IS: return text_is(code, row);
	case CODE_NUMBER_IN: return number_in(code, row);
	case CODE_DAY_IN: return day_in(code, row);
	case CODE_TEXT_IN: return text_in(code, row);
	case CODE_NUMBER_EMPTY:
	case CODE_DAY_EMPTY:
	case CODE_TEXT_EMPTY: return is_empty(code, row);
	case CODE_MATCH: return matches(code, row);
	default: return TRUTH_UNKNOWN; /* no condition: rule_test refuses it */
	}
}
