/*
 * crm-sourcecode extract - find source codes in free text
 *
 * A map: each record with the codes that stand in its text, a call note, a coupon
 * field, a remark or a URL.
 */
#include "crm-sourcecode.h"

#include "run/map.h"
#include "value/memory.h"

static struct {
	bool each;
} set;

static const struct option_spec options[] = {
	{ 0, "each", NULL, "a row for each code, not all in one field", .flag = &set.each },
	{ 0, "layout", "FILE", "the layout of codes: part,kind,length,text",
		.text = &codes.layout },
	{ 0, "print-layout", NULL, "print the layout as such a file and end",
		.flag = &codes.print_layout },
	{ 0 },
};

enum { TEXT };
static const struct column_spec columns[] = {
	[TEXT] = { "text", .empty_ok = true },
};

const struct command extract = {
	.name = "crm-sourcecode extract",
	.purpose = "find source codes in free text",
	.usage = "[options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns),
};

/* The text's codes, each once, in their order, parted by ';'. */
static struct slice
codes_in(struct slice text, struct arena *scratch)
{
	char *list = NULL;
	size_t length = 0, at = 0;
	struct code code;

	while (code_find(&layout, text, &at, &code)) {
		size_t known = 0;

		/* Twice the text holds every code with its ';', even those that nothing parts. */
		if (!list)
			list = arena_new(scratch, 2 * text.length);
		while (known < length && memcmp(list + known, code.text, layout.length) != 0)
			known += layout.length + 1;
		if (known < length)
			continue;
		if (length)
			list[length++] = ';';
		memcpy(list + length, code.text, layout.length);
		length += layout.length;
	}
	return slice_of(list, length);
}

static bool
extract_row(const struct row *row, struct out *out, void *none)
{
	struct slice rest = codes_in(row_text(row, TEXT), row_scratch(row)), code;

	(void)none;
	do {
		code = rest;
		rest = set.each ? slice_cut(rest, ';', &code) : SLICE_EMPTY;
		out_pass(out, row);
		out_text(out, code);
		out_end(out);
	} while (rest.data);
	return true;
}

void
extract_run(struct operands files)
{
	struct stream *records = stream_open(files);
	struct output *output = output_passing(records);

	output_add(output, "source_code");
	map_run(records, output, &(struct map){ .each = extract_row });
}
