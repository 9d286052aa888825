#include "run/labels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/settings.h"
#include "run/shipped.h"
#include "value/memory.h"

static struct slice
translate(struct slice name, size_t from, size_t to)
{
	for (const struct shipped *row = shipped_labels; row->field[0]; row++) {
		if (slice_is(name, row->field[from]))
			return slice_from(row->field[to]);
	}
	return SLICE_EMPTY;
}

/* --- figures of a window: frequency_90d, 近90天次数 --- */

static const struct {
	const char *before[2], *after[2];
} windows[] = {
	{ { "frequency_", "近" }, { "", "次数" } },
	{ { "monetary_", "近" }, { "", "消费" } },
};
static const char *const unit[][2] = { { "d", "天" }, { "w", "周" }, { "m", "月" }, { "y", "年" } };

#define WINDOW_DIGITS 6

/* Each is made once, and lives as long as the process, as those of the table do. */
static struct made {
	struct made *next;
	struct slice text;
} * all_made;

static struct slice
made_once(const char *text)
{
	struct made *made = all_made;

	while (made && !slice_is(made->text, text))
		made = made->next;
	if (!made) {
		made = memory_new(sizeof *made);
		*made = (struct made){ all_made, slice_from(memory_string(slice_from(text))) };
		all_made = made;
	}
	return made->text;
}

/* What is left of the text behind `before`; no data: it begins otherwise. */
static struct slice
behind(struct slice text, const char *before)
{
	size_t length = strlen(before);

	if (text.length < length || memcmp(text.data, before, length) != 0)
		return SLICE_EMPTY;
	return slice_of(text.data + length, text.length - length);
}

static struct slice
translate_window(struct slice name, size_t from, size_t to)
{
	for (size_t i = 0; i < sizeof windows / sizeof windows[0]; i++) {
		struct slice rest = behind(name, windows[i].before[from]);
		size_t       digits = 0;
		char         text[64];

		while (digits < rest.length && rest.data[digits] >= '0' && rest.data[digits] <= '9')
			digits++;
		if (digits == 0 || digits > WINDOW_DIGITS)
			continue;
		for (size_t k = 0; k < sizeof unit / sizeof unit[0]; k++) {
			struct slice end = behind(
				slice_of(rest.data + digits, rest.length - digits), unit[k][from]);

			if (!end.data || !slice_is(end, windows[i].after[from]))
				continue;
			snprintf(text, sizeof text, "%s%.*s%s%s", windows[i].before[to],
				(int)digits, rest.data, unit[k][to], windows[i].after[to]);
			return made_once(text);
		}
	}
	return SLICE_EMPTY;
}

struct slice
label_of(struct slice column)
{
	struct slice label = translate(column, 0, 1);

	return label.length ? label : translate_window(column, 0, 1);
}

struct slice
label_column(struct slice label)
{
	struct slice column = translate(label, 1, 0);

	return column.length ? column : translate_window(label, 1, 0);
}

struct slice
label_wanted(struct slice column)
{
	struct slice label = settings.labels ? label_of(column) : SLICE_EMPTY;

	return label.length ? label : column;
}
