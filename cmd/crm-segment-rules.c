/* The rules of crm-segment: read, linked, chosen from, printed. */
#include <stdlib.h>
#include <string.h>

#include "crm-segment.h"
#include "crm/rulebook.h"
#include "rule/rule.h"
#include "run/report.h"
#include "value/memory.h"

struct segments segments;

/* Rules as given: -e and --rules in their order, as sed(1) takes -e and -f. */
static struct given {
	const char  *file;               /* NULL: text is the rule */
	const char  *text;
	struct side *side;
} * given;
static size_t givens, given_room;
static bool   wrong;

static void
add_given(struct given one)
{
	MEMORY_GROW(given, given_room, givens + 1);
	given[givens++] = one;
}

void
add_rules(const char *file)
{
	add_given((struct given){ .file = file });
}

void
add_expression(const char *text)
{
	add_given((struct given){ .text = text });
}

/* --- reading --- */

enum { SEGMENT, WHEN };
static const struct column_spec rule_columns[] = {
	[SEGMENT] = { "segment" },
	[WHEN]    = { "when" },
};

static void
add_rule(struct stream *records, struct slice segment, struct slice text, const char *where)
{
	struct rule *rule = stream_condition(records, text, where);

	wrong = wrong || !rule;
	if (set.tags && slice_has(segment, ';')) {
		say("%s: \"%.*s\": tags are joined by ';', so none can have one in it", where,
			(int)segment.length, segment.data);
		wrong = true;
	}
	segments_add(&segments, segment, rule, where);
}

static void
read_expression(struct stream *records, const char *expression)
{
	struct slice name, text = slice_cut(slice_from(expression), '=', &name);

	name = slice_trim(name);
	if (text.data && name.length > 0) {
		add_rule(records, name, text, "-e");
		return;
	}
	say("-e wants NAME=EXPR, not \"%s\"", expression);
	wrong = true;
}

static struct side *
read_file(struct stream *records, const char *path)
{
	struct side *side = side_open("--rules", path, rule_columns, 2, SIDE_RULES);
	struct row row;

	while (side_next(side, &row))
		add_rule(records, row_text(&row, SEGMENT), row_text(&row, WHEN),
			side_place(side, &row));
	return side;
}

static void
say_wrong(const char *where, struct slice text, const struct rule_error *error)
{
	say_rule_error(where, &text, error);
}

void
read_rules(struct stream *records)
{
	segments_init(&segments);
	for (size_t i = 0; i < givens; i++) {
		if (given[i].file)
			given[i].side = read_file(records, given[i].file);
		else
			read_expression(records, given[i].text);
	}
	for (size_t i = 0; i < givens; i++)
		if (given[i].file)
			side_close(given[i].side);
	wrong = !segments_link(&segments, say_wrong) || wrong;
	if (wrong)
		fail(EXIT_USAGE, NULL);
	if (segments.rules == 0 && !set.include)
		fail(EXIT_USAGE, "no rules: give --rules=FILE or -e NAME=EXPR");
}

/* --- which are wanted --- */

static bool *wanted;                     /* by segment, the last for other */

static void
check_names(const char *option, const struct list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct slice name = list->part[i];

		if (segments_find(&segments, name) == SEGMENT_NONE && !slice_is(name, OTHER))
			fail(EXIT_USAGE, "%s: no rule gives \"%.*s\"", option, (int)name.length,
				name.data);
	}
}

/* A name that no rule gives would silently select nobody. */
void
choose_segments(void)
{
	check_names("--only", &set.only);
	check_names("--not", &set.not );
	wanted = memory_zeroed(segments.names + 1, sizeof *wanted);
	for (size_t i = 0; i <= segments.names; i++) {
		struct slice name = i < segments.names ? segments.name[i] : slice_from(OTHER);

		wanted[i] = (set.only.count == 0 || list_has(&set.only, name)) &&
			!list_has(&set.not, name);
	}
}

bool
segment_wanted(size_t segment)
{
	return wanted[segment == SEGMENT_NONE ? segments.names : segment];
}

/* --- rules that come along --- */

void
print_rules(const char *book)
{
	static const char *const names[] = { "segment", "when", "name" };
	size_t rows = 0;
	const struct rulebook_row *row = rulebook_find(book, &rows);
	struct report *report;
	char known[256] = "";

	if (!row) {
		for (size_t i = 0; rulebook_name(i); i++)
			list_name(known, sizeof known, slice_from(rulebook_name(i)), "");
		fail(EXIT_USAGE, "--print-rules: \"%s\" is none of %s", book, known);
	}
	report = report_new();
	report_columns(report, names, 3);
	for (size_t i = 0; i < rows; i++) {
		report_string(report, row[i].segment);
		report_string(report, row[i].when);
		report_string(report, row[i].name);
		report_end(report);
	}
	report_finish(report);
}
