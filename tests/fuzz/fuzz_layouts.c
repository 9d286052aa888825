/*
 * Layouts and the codes read with them.
 *
 * The input: a part a line (name,kind,length,text), an empty line, then any text. What
 * must hold: a code that is found is exact, and writing its parts again gives the same
 * code; values of a plan fit their part and run upwards within a range.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "crm/codeplan.h"
#include "crm/sourcecode.h"
#include "value/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "does not hold: %s\n", what);
		abort();
	}
}

/* The parts up to the empty line; returns what follows it. */
static struct slice
read_layout(struct code_layout *layout, struct slice rest)
{
	struct slice line, field[4];
	const char *why;

	while (rest.data) {
		rest = slice_cut(rest, '\n', &line);
		if (line.length == 0)
			break;
		for (int i = 0; i < 4; i++)
			line = slice_cut(line, ',', &field[i]);
		layout_add(layout, field[0], field[1], field[2], field[3], &why);
	}
	return rest;
}

static void
write_again(const struct code_layout *layout, const struct code *code)
{
	struct code again;

	code_begin(layout, &again);
	for (size_t i = 0; i < layout->parts; i++) {
		char month[DAY_TEXT];

		if (layout_shows(layout, i))
			must(code_put(layout, &again, i, code_value(layout, code, i, month)),
				"a part that was read can be written");
	}
	must(slice_equal(code_text(layout, &again), code_text(layout, code)),
		"decode, then encode gives the same code");
}

static void
read_codes(const struct code_layout *layout, struct slice text)
{
	struct code code, alone;
	size_t at = 0, before = 0;

	code_read(layout, text, &code);
	while (code_find(layout, text, &at, &code)) {
		must(at > before && at <= text.length, "finding moves on");
		before = at;
		must(code_read(layout, code_text(layout, &code), &alone) == CODE_EXACT,
			"a code that is found is exact");
		if (code_date(layout, &alone, (day)(text.length * 97 % 40000)))
			write_again(layout, &alone);
	}
}

static void
read_plans(const struct code_layout *layout, struct slice text)
{
	struct plan_values values;
	struct arena texts;
	const char *why;

	plan_init(&values);
	for (size_t i = 0; i < layout->parts; i++) {
		struct code code;

		if (!layout_shows(layout, i))
			continue;
		arena_init(&texts);
		if (plan_read(&values, layout, i, text, &texts, &why))
			for (size_t v = 0; v < values.count; v++)
				must(code_put(layout, &code, i, values.value[v]), "values fit");
		arena_release(&texts);
	}
	plan_release(&values);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_of((const char *)data, size), line;
	struct code_layout layout;
	const char *why;

	if (text_utf8_valid_prefix(rest) != size)
		return 0;
	layout_init(&layout);
	rest = read_layout(&layout, rest);
	if (!layout_complete(&layout, &why)) {
		layout_release(&layout);
		layout_init(&layout);
		layout_default(&layout);
	}
	read_codes(&layout, rest);
	while (rest.data) {
		rest = slice_cut(rest, '\n', &line);
		if (line.length < 64)
			read_plans(&layout, line);
	}
	layout_release(&layout);
	return 0;
}
