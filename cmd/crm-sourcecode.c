/*
 * crm-sourcecode - the codes that trace a response to its mailing
 *
 * Four maps over one layout of codes: decode reads a code's parts from it, encode
 * writes it for each customer, generate makes the codes of a plan, extract finds codes
 * in free text. check says what is wrong with layouts, plans and registers. Each has a
 * file of its own, as has the register; this one chooses, and prints the layout and
 * names in use.
 */
#include "crm-sourcecode.h"

#include "code-files.h"

struct code_layout layout;
struct code_names names;

struct code_settings codes;

static void
print_layout(void)
{
	struct report *report = report_new();

	report_column(report, slice_from("part"));
	report_column(report, slice_from("kind"));
	report_column(report, slice_from("length"));
	report_column(report, slice_from("text"));
	for (size_t i = 0; i < layout.parts; i++) {
		const struct code_part *part = &layout.part[i];
		bool fixed = part->kind == PART_FIXED;

		report_text(report, part->name);
		report_string(report, part_kind_name(part->kind));
		report_integer(report, (int64_t)part->length);
		report_text(report,
			fixed ? slice_of(layout.fixed + part->offset, part->length) : SLICE_EMPTY);
		report_end(report);
	}
	report_finish(report);
}

static void
print_names(void)
{
	struct report *report = report_new();

	report_column(report, slice_from("part"));
	report_column(report, slice_from("code"));
	report_column(report, slice_from("name"));
	for (size_t i = 0; i < names.count; i++) {
		report_text(report, layout.part[names.name[i].part].name);
		report_text(report, names.name[i].value);
		report_text(report, names.name[i].name);
		report_end(report);
	}
	report_finish(report);
}

int
main(int argc, char **argv)
{
	static const struct command *const choice[] = { &encode, &decode, &generate, &extract,
		&check };
	enum { CHOICES = sizeof choice / sizeof *choice };
	static void (*const run[CHOICES])(
		struct operands) = { encode_run, decode_run, generate_run, extract_run, check_run };
	const struct command *command = command_choose("crm-sourcecode",
		"the codes that trace a response to its mailing", choice, CHOICES, &argc, &argv);
	struct operands files = command_start(command, argc, argv);

	layout_load(&layout, codes.layout);
	register_init(&issued, &layout);
	names_load(&names, &layout, codes.names);
	/* decode names parts only when asked to. */
	if (!codes.names && (command != &decode || codes.print_names))
		names_default(&names, &layout);
	if (codes.print_layout)
		print_layout();
	else if (codes.print_names)
		print_names();
	else
		for (size_t i = 0; i < CHOICES; i++)
			if (choice[i] == command)
				run[i](files);
	register_release(&issued);
	names_release(&names);
	layout_release(&layout);
	return command_end();
}
