/*
 * crm-sourcecode encode - give customers their source codes
 *
 * A map: each customer with the code that goes on the piece, the day and channel it is
 * sent by. The control gets no code: nothing is sent for anybody to answer to.
 */
#include "crm-sourcecode.h"

#include <ctype.h>

#include "run/map.h"
#include "value/text.h"

static struct {
	const char *control;
	day         sent;
} set = { .control = "control", .sent = DAY_NONE };

static void
set_sent(const char *date)
{
	set.sent = argument_day("--sent", date);
}

static const struct option_spec options[] = {
	{ 0, "medium", "VALUE", "the medium [the column medium]", .text = &part_text[MEDIUM] },
	{ 0, "cell", "VALUE", "the test cell [the column cell]", .text = &part_text[CELL] },
	{ 0, "list", "VALUE", "the customer list [the column list]", .text = &part_text[LIST] },
	{ 0, "month", "YYYY-MM", "the month [the column month]", .text = &part_text[MONTH] },
	{ 0, "part", "NAME=VALUE", "any other part [its column]", .set = set_part },
	{ 0, "sent", "DATE", "the day of the mailing [the month's first]", .set = set_sent },
	{ 0, "control", "NAME", "the cell that gets no code [control]", .text = &set.control },
	OPTION_REGISTRY("only codes that are on this register"),
	OPTIONS_OF_NAMES,
	OPTIONS_OF_LAYOUT,
	{ 0 },
};

static const struct column_spec columns[] = { COLUMNS_OF_PARTS };

const struct command encode = {
	.name = "crm-sourcecode encode",
	.purpose = "give customers their source codes",
	.usage = "[options] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns),
};

static struct code given;        /* with the parts of the command line */
static int         medium;       /* which part it is, or -1 */
static int         cell;         /* the column that tells the control, or -1 */

/*
 * Capital and small letters do not part control from Control: who is meant to hear nothing
 * would be written to.
 */
static bool
is_control(struct slice name)
{
	size_t i;

	name = slice_trim(name);
	for (i = 0; i < name.length && set.control[i]; i++)
		if (tolower((unsigned char)name.data[i]) != tolower((unsigned char)set.control[i]))
			return false;
	return i == name.length && !set.control[i];
}

/* Digits as a code has them, but too few. */
static bool
lacks_zeros(const struct code_part *part, struct slice value)
{
	value = slice_trim(value);
	if (part->kind != PART_DIGITS || !value.length || value.length >= part->length)
		return false;
	for (size_t i = 0; i < value.length; i++)
		if (value.data[i] < '0' || value.data[i] > '9')
			return false;
	return true;
}

static bool
encode_column(const struct row *row, struct code *code, size_t part)
{
	struct slice value = row_field(row, origin[part].field);
	char form[PART_FORM], quoted[TEXT_QUOTED];

	if (code_put(&layout, code, part, value))
		return true;
	text_quote(value, quoted);
	return row_bad_field(row, origin[part].field, "not %s: %s%s",
		part_form(&layout, part, form), quoted,
		lacks_zeros(&layout.part[part], value) ? " (a spreadsheet takes leading zeros away)"
						       : "");
}

/* The control's cell is no part of a code: nobody is to answer to it. */
static bool
encode_parts(const struct row *row, struct code *code, bool control)
{
	for (size_t i = 0; i < layout.parts; i++) {
		if (origin[i].given || origin[i].field < 0)
			continue;
		if (control && origin[i].field == cell)
			continue;
		if (!encode_column(row, code, i))
			return false;
	}
	return true;
}

/* The day of the mailing; one before its code's month would be read as years ago. */
static day
encode_day(const struct row *row, const struct code *code)
{
	day first = DAY_NONE;

	if (code->month)
		first = day_from_date((struct date){ code->year, code->month, 1 });
	if (set.sent == DAY_NONE)
		return first;
	if (set.sent < first)
		row_count(row, "sent before the month of the code (decode with --ahead)");
	return set.sent;
}

/* Nobody may be written to with a code that no register knows. */
static bool
encode_unregistered(const struct row *row, const struct code *code)
{
	struct slice text = code_text(&layout, code);
	int dated = layout_dated(&layout);
	char month[DAY_TEXT];
	struct slice when =
		dated < 0 ? SLICE_EMPTY : code_value(&layout, code, (size_t)dated, month);

	return row_bad(row, -1, "the code %.*s%s%.*s is not on the register", (int)text.length,
		text.data, when.length ? " of " : "", (int)when.length, when.data);
}

static bool
encode_row(const struct row *row, struct out *out, void *none)
{
	struct code code = given;
	bool control = cell >= 0 && is_control(row_field(row, cell));
	struct slice channel = SLICE_EMPTY;
	char month[DAY_TEXT];

	(void)none;
	if (!encode_parts(row, &code, control))
		return false;
	/* The control's code lacks its cell, so it has no check digit either. */
	if (!control)
		code_end(&layout, &code);
	if (codes.registry && !control && !register_entry_of(&issued, &code))
		return encode_unregistered(row, &code);
	if (medium >= 0)
		channel = names_find(
			&names, (size_t)medium, code_value(&layout, &code, (size_t)medium, month));
	out_pass(out, row);
	out_text(out, control ? SLICE_EMPTY : code_text(&layout, &code));
	out_day(out, encode_day(row, &code));
	out_text(out, channel);
	out_string(out, control ? "withheld" : "sent");
	out_end(out);
	return true;
}

static void
encode_given(void)
{
	char form[PART_FORM], quoted[TEXT_QUOTED];

	code_begin(&layout, &given);
	for (size_t i = 0; i < layout.parts; i++) {
		if (!origin[i].given || code_put(&layout, &given, i, slice_from(origin[i].given)))
			continue;
		text_quote(slice_from(origin[i].given), quoted);
		say("the part \"%s\" is %s, not %s", layout.part[i].name.data,
			part_form(&layout, i, form), quoted);
		if (names_has(&names, i))
			hint("--print-names shows what codes are called");
		fail(EXIT_USAGE, NULL);
	}
}

void
encode_run(struct operands files)
{
	struct stream *customers;
	struct output *output;

	if (layout.month < 0 && set.sent == DAY_NONE)
		fail(EXIT_USAGE,
			"--sent=DATE is missing: the layout has no month to date codes by");
	if (!*set.control)
		fail(EXIT_USAGE, "--control: the name of the cell is empty");
	origins_given();
	encode_given();
	registry_read();
	customers = stream_open(files);
	origins_bind(customers, false);
	medium = layout_find(&layout, "medium");
	cell = stream_binding(customers)->field[CELL];
	output = output_passing(customers);
	output_add(output, "source_code");
	output_add(output, "date");
	output_add(output, "channel");
	output_add(output, "event");
	map_run(customers, output, &(struct map){ .each = encode_row });
}
