/* Plans of source codes: see codeplan.h. */
#include "crm/codeplan.h"

#include "value/number.h"
#include "value/text.h"

static const char too_many[] = "gives more than 1000000 codes";

void
plan_init(struct code_plan *plan, const struct code_layout *layout)
{
	memset(plan, 0, sizeof *plan);
	plan->layout = layout;
	arena_init(&plan->texts);
}

void
plan_clear(struct code_plan *plan)
{
	for (size_t i = 0; i < plan->layout->parts; i++)
		plan->values[i].count = 0;
	arena_clear(&plan->texts);
}

void
plan_release(struct code_plan *plan)
{
	for (size_t i = 0; i < plan->layout->parts; i++)
		free(plan->values[i].value);
	arena_release(&plan->texts);
}

/* A list item's ends, as code_value shows them: in the order of their bytes. */
struct range {
	struct slice low, high;
};

/* The text of one end brought to the form of its part. */
static bool
end_read(const struct code_layout *layout, size_t part, struct slice text, struct arena *texts,
	struct slice *end)
{
	struct code code;
	char space[DAY_TEXT];

	if (!code_put(layout, &code, part, text))
		return false;
	*end = arena_copy(texts, code_value(layout, &code, part, space));
	return true;
}

/* Splits at the mark of a range; false: the item is a single value. */
static bool
range_split(enum part_kind kind, struct slice item, struct slice *low, struct slice *high)
{
	for (size_t i = 0; i < item.length; i++) {
		size_t mark = item.length - i >= 2 && memcmp(item.data + i, "..", 2) == 0 ? 2
			: item.data[i] == '-' && kind != PART_MONTH                       ? 1
											  : 0;

		if (mark) {
			*low = slice_of(item.data, i);
			*high = slice_of(item.data + i + mark, item.length - i - mark);
			return true;
		}
	}
	return false;
}

static bool
range_read(const struct code_layout *layout, size_t part, struct slice item, struct arena *texts,
	struct range *range, const char **why)
{
	struct slice low = item, high = item;

	range_split(layout->part[part].kind, item, &low, &high);
	*why = "does not fit";
	if (!end_read(layout, part, low, texts, &range->low) ||
		!end_read(layout, part, high, texts, &range->high))
		return false;
	*why = "runs backwards";
	return slice_compare(range->low, range->high) <= 0;
}

/* The next value of the same length: 09 -> 10, AZ -> BA, 2026-12 -> 2027-01. */
static void
value_step(enum part_kind kind, char *value, size_t length)
{
	if (kind == PART_MONTH) {
		struct slice text = slice_of(value, length);
		int year = 0, month = 0;

		month_parse(text, &year, &month);
		month_print(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, value);
		return;
	}
	for (size_t i = length; i-- > 0;) {
		char last = kind == PART_LETTERS ? 'Z' : '9';

		if (value[i] != last) {
			value[i]++;
			return;
		}
		value[i] = kind == PART_LETTERS ? 'A' : '0';
	}
}

static bool
range_add(struct plan_values *values, enum part_kind kind, const struct range *range,
	struct arena *texts)
{
	char next[CODE_LONGEST + DAY_TEXT];
	size_t length = range->low.length;

	memcpy(next, range->low.data, length);
	for (;;) {
		struct slice value = slice_of(next, length);

		if (values->count == PLAN_MOST)
			return false;
		MEMORY_GROW(values->value, values->capacity, values->count + 1);
		values->value[values->count++] = arena_copy(texts, value);
		if (slice_equal(value, range->high))
			return true;
		value_step(kind, next, length);
	}
}

/* Months since the year 0 of a month's text, or of a year's. */
static int64_t
months_of(struct slice text)
{
	int64_t year = 0, month = 1;

	integer_parse(slice_of(text.data, 4), &year);
	if (text.length == 7)
		integer_parse(slice_of(text.data + 5, 2), &month);
	return 12 * year + month;
}

/* The list's items, in its order: free() them. NULL: *why. */
static struct range *
ranges_read(struct code_plan *plan, size_t part, struct slice text, size_t *count, const char **why)
{
	struct range *range = NULL;
	size_t capacity = 0;

	*count = 0;
	if (!text_is_narrow(text)) {
		char *plain = arena_new(&plan->texts, text.length);

		text = slice_of(plain, text_narrow(text, plain));
	}
	for (size_t begin = 0, i = 0; i <= text.length; i++) {
		if (i < text.length && text.data[i] != ';' && text.data[i] != ',')
			continue;
		MEMORY_GROW(range, capacity, *count + 1);
		if (!range_read(plan->layout, part, slice_of(text.data + begin, i - begin),
			    &plan->texts, &range[*count], why)) {
			free(range);
			return NULL;
		}
		*count += 1;
		begin = i + 1;
	}
	return range;
}

static int
by_low(const void *a, const void *b)
{
	return slice_compare(((const struct range *)a)->low, ((const struct range *)b)->low);
}

/* False: two of the ranges would give the same code. */
static bool
ranges_differ(const struct code_layout *layout, enum part_kind kind, const struct range *given,
	size_t ranges, const char **why)
{
	struct range *range = memory_new(ranges * sizeof *range);
	bool differ = true;

	memcpy(range, given, ranges * sizeof *range);
	qsort(range, ranges, sizeof *range, by_low);
	*why = "gives a value twice";
	for (size_t r = 1; differ && r < ranges; r++)
		differ = slice_compare(range[r - 1].high, range[r].low) < 0;
	if (differ && (kind == PART_MONTH || kind == PART_YEAR)) {
		*why = "spans more years than the code's year tells apart";
		differ = months_of(range[ranges - 1].high) - months_of(range[0].low) <
			12 * layout_cycle(layout);
	}
	free(range);
	return differ;
}

bool
plan_set(struct code_plan *plan, size_t part, struct slice text, const char **why)
{
	enum part_kind kind = plan->layout->part[part].kind;
	size_t ranges;
	struct range *range = ranges_read(plan, part, text, &ranges, why);
	bool good = range && ranges_differ(plan->layout, kind, range, ranges, why);

	plan->values[part].count = 0;
	for (size_t r = 0; good && r < ranges; r++) {
		*why = too_many;
		good = range_add(&plan->values[part], kind, &range[r], &plan->texts);
	}
	free(range);
	return good;
}

bool
plan_start(struct code_plan *plan, const char **why)
{
	plan->left = 1;
	for (size_t i = 0; i < plan->layout->parts; i++) {
		plan->at[i] = 0;
		if (!layout_shows(plan->layout, i))
			continue;
		plan->left *= plan->values[i].count;
		*why = too_many;
		if (plan->left > PLAN_MOST)
			return false;
	}
	return true;
}

bool
plan_next(struct code_plan *plan, struct code *code)
{
	const struct code_layout *layout = plan->layout;

	if (plan->left == 0)
		return false;
	plan->left--;
	code_begin(layout, code);
	for (size_t i = 0; i < layout->parts; i++)
		if (layout_shows(layout, i))
			code_put(layout, code, i, plan->values[i].value[plan->at[i]]);
	code_end(layout, code);
	for (size_t i = layout->parts; i-- > 0;) {
		if (!layout_shows(layout, i))
			continue;
		if (++plan->at[i] < plan->values[i].count)
			break;
		plan->at[i] = 0;
	}
	return true;
}
