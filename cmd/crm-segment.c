/*
 * crm-segment - put each record into a segment
 *
 * A map. The first rule that holds for a record names its segment; where none does it
 * is "other". Rules that ask about the whole input (top, rank) make it two passes.
 */
#include <stdlib.h>
#include <string.h>

#include "crm-segment.h"

struct choices set;

static void
set_only(const char *names)
{
	free(set.only.part);
	set.only = argument_list("--only", names, ',');
}

static void
set_not(const char *names)
{
	free(set.not .part);
	set.not = argument_list("--not", names, ',');
}

static void
set_sum(const char *names)
{
	free(set.sum.part);
	set.sum = argument_list("--sum", names, ',');
}

static void
set_ties(const char *way)
{
	set.exact = strcmp(way, "exact") == 0;
	if (!set.exact && strcmp(way, "all") != 0)
		fail(EXIT_USAGE, "--ties: \"%s\" is none of all, exact", way);
}

static const char *book;

static const struct option_spec options[] = {
	{ 'e', "expression", "NAME=EXPR", "a rule: segment NAME where EXPR holds", add_expression },
	{ 0, "rules", "FILE", "rules from a CSV file: segment,when", add_rules },
	{ 0, "print-rules", "NAME", "print rules that come along, and end: value, lifecycle ...",
		.text = &book },
	{ 0, "check", NULL, "look at rules and header only, and say what is odd",
		.flag = &set.check },
	{ 0, "ties", "all|exact", "equal values stand equal, or the earlier row higher [all]",
		set_ties },
	{ 0, "tags", NULL, "add the names of all rules that hold, joined by ';'",
		.flag = &set.tags },
	{ 0, "include", "FILE", "put these customers into these segments", .text = &set.include },
	{ 0, "exclude", "FILE", "keep these customers out of them", .text = &set.exclude },
	{ 0, "previous", "FILE", "an earlier result: say who entered, left or stayed",
		.text = &set.previous },
	{ 0, "left", "FILE", "write who was in it and is gone to FILE", .text = &set.left },
	{ 0, "explain", NULL, "add the number and the text of the rule that decided",
		.flag = &set.explain },
	{ 0, "version-column", NULL, "add a hash of the rules", .flag = &set.version },
	{ 0, "only", "NAME[,NAME]", "write only the records of these segments", set_only },
	{ 0, "not", "NAME[,NAME]", "write all but the records of these segments", set_not },
	{ 0, "split", "DIR", "write a file for each segment into DIR", .text = &set.split },
	{ 0, "counts", NULL, "write how many each segment has, not the records",
		.flag = &set.counts },
	{ 0, "sum", "COLUMN[,COLUMN]", "with --counts: the sum of these columns", set_sum },
	{ 0 },
};

static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER, .optional = true, .empty_ok = true },
};

static struct command command = {
	.name = "crm-segment",
	.purpose = "put each record into a segment",
	.usage = "[options] [-e NAME=EXPR] [--rules=FILE] [file ...]",
	.takes = TAKES_ROWS | ADDS_COLUMNS,
	.option = options,
	COMMAND_COLUMNS(columns),
};

/* What would say nothing, or two things at once. */
static void
refuse_pairs(void)
{
	if (set.left && !set.previous)
		fail(EXIT_USAGE, "--left needs --previous=FILE");
	if (set.tags && set.previous)
		fail(EXIT_USAGE, "--previous compares one segment with one: not with --tags");
	if (set.sum.count && !set.counts)
		fail(EXIT_USAGE, "--sum needs --counts");
	if (set.counts && (set.explain || set.version || set.previous || set.split))
		fail(EXIT_USAGE,
			"--counts writes no records: not with --explain, --version-column, "
			"--previous or --split");
}

int
main(int argc, char **argv)
{
	struct operands files = command_start(&command, argc, argv);
	struct stream *records;

	if (book) {
		print_rules(book);
		return command_end();
	}
	refuse_pairs();
	/* Who the customer is need not be known where nobody asks. */
	if (!set.include && !set.exclude && !set.previous && !set.counts)
		command.columns = 0;
	records = stream_open(files);
	read_rules(records);
	if (set.check)
		return check_rules(records);
	read_lists(records);
	choose_segments();
	map_records(records);
	if (set.left)
		write_left(records);
	return command_end();
}
