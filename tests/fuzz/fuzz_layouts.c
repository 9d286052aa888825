/*
 * Layouts and the codes read with them.
 *
 * The input: a part a line (name,kind,length,text), an empty line, then any text. What
 * must hold: a code that is found is exact, and writing its parts again gives the same
 * code; the codes of a plan are exact; a register finds its own codes and no others.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "crm/codeplan.h"
#include "crm/coderegister.h"
#include "crm/codetext.h"
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
	code_end(layout, &again);
	must(slice_equal(code_text(layout, &again), code_text(layout, code)),
		"decode, then encode gives the same code");
}

static void
read_codes(const struct code_layout *layout, struct slice text)
{
	struct code code, alone;
	size_t at = 0, before = 0;

	code_read(layout, text, &code);
	while (code_find(layout, NULL, text, &at, &code)) {
		must(at > before && at <= text.length, "finding moves on");
		before = at;
		must(code_read(layout, code_text(layout, &code), &alone) == CODE_EXACT,
			"a code that is found is exact");
		if (code_date(layout, &alone, (day)(text.length * 97 % 40000)))
			write_again(layout, &alone);
	}
}

/*
 * With a register of what was found: each is exact and is refused; what is found by it is on it.
 */
static void
read_register(const struct code_layout *layout, struct slice text)
{
	const struct register_entry *entry;
	struct code_register codes;
	struct code code;
	size_t at = 0;
	day seen = (day)(text.length * 97 % 40000);

	register_init(&codes, layout);
	while (code_find(layout, NULL, text, &at, &code)) {
		if (!code_date(layout, &code, seen) || register_refuses(&codes, &code))
			continue;
		register_add(&codes, &code, NULL, codes.count);
		must(register_refuses(&codes, &code) && register_entry_of(&codes, &code),
			"what was added is there");
	}
	for (size_t i = 0; i < codes.count; i++) {
		struct slice own = code_text(layout, &codes.entry[i].code);

		must(register_read(&codes, own, seen, &entry) == CODE_EXACT &&
				slice_equal(code_text(layout, &entry->code), own),
			"a registered code is exact");
	}
	register_read(&codes, text, seen, &entry);
	at = 0;
	while (code_find(layout, &codes, text, &at, &code))
		must(register_find(&codes, code_text(layout, &code), seen) != NULL,
			"by the register only its codes are found");
	register_release(&codes);
}

/* The same text for every part: most do not take it. */
static void
read_plan(const struct code_layout *layout, struct slice text)
{
	struct code_plan plan;
	struct code code, last;
	const char *why;
	bool good = true;
	size_t codes = 0;

	plan_init(&plan, layout);
	for (size_t i = 0; good && i < layout->parts; i++)
		good = !layout_shows(layout, i) || plan_set(&plan, i, text, &why);
	if (good && plan_start(&plan, &why)) {
		while (codes < 1000 && plan_next(&plan, &code)) {
			must(codes++ == 0 ||
					!slice_equal(
						code_text(layout, &code), code_text(layout, &last)),
				"codes of a plan differ");
			last = code;
			must(code_read(layout, code_text(layout, &code), &code) == CODE_EXACT,
				"codes of a plan are exact");
		}
	}
	plan_release(&plan);
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
	read_register(&layout, rest);
	while (rest.data) {
		rest = slice_cut(rest, '\n', &line);
		if (line.length < 64)
			read_plan(&layout, line);
	}
	layout_release(&layout);
	return 0;
}
