/*
 * crm-segment - put each record into a segment
 *
 * A map. The first rule that holds for a record names its segment; where none does it
 * is "other". Rules that ask about the whole input (top, quantile) make it two passes.
 */
#include <stdlib.h>

#include "rule/rule.h"
#include "run/command.h"
#include "run/map.h"
#include "run/side.h"
#include "value/memory.h"

#define OTHER "other"

/* Rules as given: -e and --rules in their order, as sed(1) takes -e and -f. */
struct given {
	const char  *file;               /* NULL: text is the rule */
	const char  *text;
	struct side *side;
};

static struct {
	struct given *given;
	size_t        count, capacity;
	struct list   only;
} set;

static void
add_given(struct given given)
{
	MEMORY_GROW(set.given, set.capacity, set.count + 1);
	set.given[set.count++] = given;
}

static void
set_rules(const char *file)
{
	add_given((struct given){ .file = file });
}

static void
set_expression(const char *text)
{
	add_given((struct given){ .text = text });
}

static void
set_only(const char *names)
{
	free(set.only.part);
	set.only = argument_list("--only", names, ',');
}

static const struct option_spec options[] = {
	{ 'e', "expression", "NAME=EXPR", "a rule: segment NAME where EXPR holds", set_expression },
	{ 0, "rules", "FILE",             "rules from a CSV file: segment,when", set_rules },
	{ 0, "only", "NAME[,NAME]",       "write only the rows of these segments", set_only },
	{ 0 },
};

enum { SEGMENT, WHEN };
static const struct column_spec rule_columns[] = {
	[SEGMENT] = { "segment" },
	[WHEN]    = { "when" },
};

/* --- rules --- */

/* In the order in which they are tried: where rule[i] holds, segment[i] is the name. */
static struct {
	struct rule **rule;
	struct slice *segment;
	bool         *wanted;            /* by --only */
	bool          other_wanted;
	size_t        count;
	bool          wrong;
	size_t        rules, segments;   /* capacities */
	struct arena  names;
} tried;

static void
add_rule(struct stream *records, struct slice segment, struct slice text, const char *where)
{
	struct rule *rule = stream_condition(records, text, where);

	MEMORY_GROW(tried.rule, tried.rules, tried.count + 1);
	MEMORY_GROW(tried.segment, tried.segments, tried.count + 1);
	tried.wrong = tried.wrong || !rule;
	tried.rule[tried.count] = rule;
	tried.segment[tried.count++] = arena_copy(&tried.names, segment);
}

static void
add_expression(struct stream *records, const char *given)
{
	struct slice name, text = slice_cut(slice_from(given), '=', &name);

	name = slice_trim(name);
	if (text.data && name.length > 0) {
		add_rule(records, name, text, "-e");
		return;
	}
	say("-e wants NAME=EXPR, not \"%s\"", given);
	tried.wrong = true;
}

static struct side *
add_file(struct stream *records, const char *path)
{
	struct side *side = side_open("--rules", path, rule_columns, 2, SIDE_RULES);
	struct row row;

	while (side_next(side, &row))
		add_rule(records, row_text(&row, SEGMENT), row_text(&row, WHEN),
			side_place(side, &row));
	return side;
}

/* All of them, every error said before the end. */
static void
read_rules(struct stream *records)
{
	arena_init(&tried.names);
	for (size_t i = 0; i < set.count; i++) {
		struct given *given = &set.given[i];

		if (given->file)
			given->side = add_file(records, given->file);
		else
			add_expression(records, given->text);
	}
	for (size_t i = 0; i < set.count; i++)
		if (set.given[i].file)
			side_close(set.given[i].side);
	if (tried.wrong)
		fail(EXIT_USAGE, NULL);
	if (tried.count == 0)
		fail(EXIT_USAGE, "no rules: give --rules=FILE or -e NAME=EXPR");
}

/* A name in --only that no rule gives would silently select nobody. */
static void
choose_segments(void)
{
	bool all = set.only.count == 0;

	tried.wanted = memory_zeroed(tried.count, sizeof *tried.wanted);
	for (size_t i = 0; i < tried.count; i++)
		tried.wanted[i] = all || list_has(&set.only, tried.segment[i]);
	tried.other_wanted = all || list_has(&set.only, slice_from(OTHER));
	for (size_t i = 0; i < set.only.count; i++) {
		struct slice name = set.only.part[i];
		bool known = slice_is(name, OTHER);

		for (size_t k = 0; k < tried.count && !known; k++)
			known = slice_equal(tried.segment[k], name);
		if (!known)
			fail(EXIT_USAGE, "--only: no rule gives \"%.*s\"", (int)name.length,
				name.data);
	}
}

/* --- records --- */

static void *
work_new(void)
{
	return rule_work_new();
}

static void
work_free(void *work)
{
	rule_work_free(work);
}

static bool
write_segment(const struct row *row, struct out *out, struct slice segment, bool wanted)
{
	if (!wanted)
		return true;
	out_pass(out, row);
	out_text(out, segment);
	out_end(out);
	return true;
}

static bool
place_record(const struct row *row, struct out *out, void *work)
{
	for (size_t i = 0; i < tried.count; i++) {
		enum truth truth = rule_test(tried.rule[i], row->field, work);

		if (truth == TRUTH_TRUE)
			return write_segment(row, out, tried.segment[i], tried.wanted[i]);
		if (truth == TRUTH_FAULT) {
			const struct rule_fault *fault = rule_work_fault(work);

			return row_bad_field(row, fault->column, "%s", fault->reason);
		}
	}
	return write_segment(row, out, slice_from(OTHER), tried.other_wanted);
}

static const struct command command = {
	.name    = "crm-segment",
	.purpose = "put each record into a segment",
	.usage   = "[options] [-e NAME=EXPR] [--rules=FILE] [file ...]",
	.takes   = TAKES_ROWS | ADDS_COLUMNS,
	.option  = options,
};

int
main(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);
	struct stream *records = stream_open(files);
	struct output *output;

	read_rules(records);
	choose_segments();
	stream_survey(records, tried.rule, tried.count);
	output = output_passing(records);
	output_add(output, "segment");
	map_run(records, output, &(struct map){ place_record, work_new, work_free });
	return command_end();
}
