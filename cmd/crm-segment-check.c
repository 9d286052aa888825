/* --check: the rules against a header, before a single record. */
#include <stdlib.h>

#include "crm-segment.h"
#include "rule/cover.h"
#include "value/memory.h"

/* Columns that no rule uses, in one line. */
static void
say_unused(struct stream *records)
{
	const struct header *header = stream_header(records);
	bool *used = memory_zeroed(header->columns + 1, sizeof *used);
	int *column = memory_zeroed(header->columns + 1, sizeof *column);
	char names[1024] = "";

	for (size_t i = 0; i < segments.rules; i++) {
		size_t count = rule_uses(segments.rule[i].rule, column, header->columns);

		for (size_t k = 0; k < count; k++)
			used[column[k]] = true;
	}
	for (size_t i = 0; i < header->columns; i++)
		if (!used[i])
			list_name(names, sizeof names, header->name[i], "");
	if (*names)
		say("no rule uses: %s", names);
	free(column);
	free(used);
}

static void
say_covered(size_t i, size_t by)
{
	const struct segment_rule *rule = &segments.rule[i];
	struct slice name = segments.name[rule->segment];
	size_t none;
	bool never = by == i && rule_covered(rule->rule, NULL, 0, run_as_of(), &none);

	say("%s: rule %zu (%.*s) never decides: %s", rule->where, i + 1, (int)name.length,
		name.data,
		by < i          ? "where it holds an earlier one does"
			: never ? "it can hold for no record"
				: "where it holds one of the earlier ones does");
	say("  %.*s", (int)rule_text(rule->rule).length, rule_text(rule->rule).data);
	if (by < i)
		say("  rule %zu at %s: %.*s", by + 1, segments.rule[by].where,
			(int)rule_text(segments.rule[by].rule).length,
			rule_text(segments.rule[by].rule).data);
}

/* With --tags all rules are tried, so none takes a record from another. */
int
check_rules(struct stream *records)
{
	const struct rule **earlier = memory_zeroed(segments.rules + 1, sizeof *earlier);
	size_t found = 0;

	for (size_t i = 0; i < segments.rules; i++) {
		size_t by;

		earlier[i] = segments.rule[i].rule;
		if (set.tags || !rule_covered(earlier[i], earlier, i, run_as_of(), &by))
			continue;
		say_covered(i, by);
		found++;
	}
	say_unused(records);
	free(earlier);
	return found ? EXIT_DATA : EXIT_DONE;
}
