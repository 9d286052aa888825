/*
 * Segments: named rules in the order in which they are tried.
 *
 * Several rules may give one segment, and a segment may have no rule (a manual list brings it).
 * Names and texts are kept here; the rules are the caller's, bound to its columns, and may
 * be NULL where one was wrong: its name is known all the same, so that no second error
 * follows from it. Read-only once linked.
 */
#ifndef CRM_SEGMENTS_H
#define CRM_SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/rule.h"
#include "value/memory.h"
#include "value/slice.h"

struct segment_rule {
	size_t       segment;
	struct rule *rule;
	const char  *where;            /* it stands: "rules.csv:3" */
};

struct segments {
	struct segment_rule *rule;
	size_t               rules, rule_room;
	struct slice        *name;     /* of a segment, in the order in which they came */
	size_t               names, name_room;
	struct arena         arena;
};

void segments_init(struct segments *segments);
void segments_release(struct segments *segments);

#define SEGMENT_NONE ((size_t)-1)

size_t segments_find(const struct segments *segments, struct slice name);   /* or SEGMENT_NONE */
size_t segments_name(struct segments *segments, struct slice name);         /* made when new */
void segments_add(
	struct segments *segments, struct slice name, struct rule *rule, const char *where);

/*
 * Gives the rules that name others (segment('high')) what they name. What no rule gives, and
 * what names itself over any number of others, is told to `wrong`. False: something was.
 */
typedef void segments_wrong(const char *where, struct slice text, const struct rule_error *error);
bool segments_link(struct segments *segments, segments_wrong *wrong);

/*
 * The rules' version: the first 16 hexadecimal digits of the SHA-256 of one line a rule in
 * their order, `name TAB text LF`, both without blanks at their ends. The rule (name, text)
 * of every i must be there.
 */
#define SEGMENTS_VERSION 17
void segments_version(const struct segments *segments, char version[SEGMENTS_VERSION]);

#endif
