/*
 * crm-sourcecode extract - find source codes in free text
 *
 * A map: each record with the codes that stand in its texts, a call note, a coupon
 * field, a remark or a URL, printed or spoken.
 */
#include <stdlib.h>

#include "crm-sourcecode.h"

#include "crm/codeset.h"
#include "crm/codetext.h"
#include "run/map.h"
#include "value/memory.h"

static struct {
	bool each;
} set;

static const struct option_spec options[] = {
	{ 0, "each", NULL, "a row for each code, not all in one field", .flag = &set.each },
	OPTION_REGISTRY("only codes that are on this register, also where slightly wrong"),
	OPTIONS_OF_LAYOUT,
	{ 0 },
};

enum { TEXT };
static const struct column_spec columns[] = {
	[TEXT] = { "text", .empty_ok = true, .several = true },
};

const struct command extract = {
	.name = "crm-sourcecode extract",
	.purpose = "find source codes in free text",
	.usage = "[options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns),
};

/* The columns of the header that are searched. */
static const int *text;
static size_t texts;

static void *
work_new(void)
{
	struct code_set *found = memory_new(sizeof *found);

	code_set_init(found, layout.length);
	return found;
}

static void
work_free(void *work)
{
	code_set_release(work);
	free(work);
}

static bool
extract_row(const struct row *row, struct out *out, void *work)
{
	struct code_set *found = work;
	size_t rows;

	code_set_clear(found);
	for (size_t i = 0; i < texts; i++) {
		struct code code;
		size_t at = 0;

		while (code_find(&layout, codes.registry ? &issued : NULL, row_field(row, text[i]),
			&at, &code))
			code_set_add(found, code_text(&layout, &code));
	}
	/* A record without any code stays. */
	rows = set.each && found->count ? found->count : 1;
	for (size_t i = 0; i < rows; i++) {
		out_pass(out, row);
		out_text(out,
			set.each && found->count ? code_set_at(found, i) : code_set_joined(found));
		out_end(out);
	}
	return true;
}

void
extract_run(struct operands files)
{
	struct stream *records;
	struct output *output;

	registry_read();
	records = stream_open(files);
	output = output_passing(records);
	texts = stream_fields(records, &text);
	output_add(output, "source_code");
	map_run(records, output, &(struct map){ extract_row, work_new, work_free });
}
