/* Plans of source codes: see codeplan.h. */
#include "crm/codeplan.h"

void
plan_init(struct plan_values *values)
{
	values->value = NULL;
	values->count = values->capacity = 0;
}

void
plan_release(struct plan_values *values)
{
	free(values->value);
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

bool
plan_read(struct plan_values *values, const struct code_layout *layout, size_t part,
	struct slice text, struct arena *texts, const char **why)
{
	enum part_kind kind = layout->part[part].kind;
	struct range *range = NULL;
	size_t ranges = 0, capacity = 0;
	bool good = true;

	values->count = 0;
	for (size_t begin = 0, i = 0; good && i <= text.length; i++) {
		if (i < text.length && text.data[i] != ';' && text.data[i] != ',')
			continue;
		MEMORY_GROW(range, capacity, ranges + 1);
		good = range_read(layout, part, slice_of(text.data + begin, i - begin), texts,
			&range[ranges], why);
		for (size_t r = 0; good && r < ranges; r++) {
			*why = "gives a value twice";
			good = slice_compare(range[r].high, range[ranges].low) < 0 ||
				slice_compare(range[ranges].high, range[r].low) < 0;
		}
		ranges++;
		begin = i + 1;
	}
	for (size_t r = 0; good && r < ranges; r++) {
		*why = "gives more than 1000000 values";
		good = range_add(values, kind, &range[r], texts);
	}
	free(range);
	return good;
}
