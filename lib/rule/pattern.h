/*
 * Patterns: pcre2 within limits, and without it where a pattern is plain text.
 *
 * A pattern is read-only once made and may be matched by any number of threads, each with a
 * pattern_work of its own. Subjects are valid UTF-8 (lib/run has checked the input).
 */
#ifndef RULE_PATTERN_H
#define RULE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "value/slice.h"

struct pattern;
struct pattern_work; /* match data and stack, made when first needed */

/* NULL: *why says in a line what is wrong at byte *offset of the text. The text must outlive it. */
struct pattern *pattern_new(struct slice text, size_t *offset, char *why, size_t size);
void pattern_free(struct pattern *pattern);

struct pattern_work *pattern_work_new(void);
void pattern_work_free(struct pattern_work *work);

enum pattern_outcome { PATTERN_DIFFERS, PATTERN_MATCHES, PATTERN_GAVE_UP };
enum pattern_outcome pattern_match(
	const struct pattern *pattern, struct slice subject, struct pattern_work *work);

/* True when no pcre2 is behind it: for tests. */
bool pattern_is_plain(const struct pattern *pattern);

#endif
