/* Patterns: see pattern.h. */
#include "rule/pattern.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "value/memory.h"
#include "value/text.h"

/*
 * pcre2 counts steps anew from each place where a match may start, so what is allowed from
 * one place shrinks as places grow: the sum stays bounded.
 */
#define STEPS_IN_ALL 50000000
#define STEPS_MOST 1000000
#define STEPS_LEAST 20
#define DEPTH_MOST 100000
#define HEAP_MOST (64 * 1024) /* KiB */
#define STACK_FIRST (32 * 1024)
#define STACK_MOST (1024 * 1024)

struct pattern {
	pcre2_code *code;      /* NULL: plain */
	bool anchored;         /* pcre2: a match may start at one place only */
	bool at_begin, at_end; /* plain: ^ and $ */
	struct slice plain;
	char *own; /* plain text whose backslashes were undone */
};

struct pattern_work {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack; /* NULL: the interpreter alone */
};

static void *
take_memory(size_t bytes, void *unused)
{
	(void)unused;
	return memory_new(bytes);
}

static void
give_memory(void *memory, void *unused)
{
	(void)unused;
	free(memory);
}

static pcre2_general_context *
general_new(void)
{
	return pcre2_general_context_create(take_memory, give_memory, NULL);
}

/* --- plain text ------------------------------------------------------------------------ */

/*
 * Takes ^ and $ off, undoes backslashes before marks, and says whether only plain text
 * was there. Not plain: anything that pcre2 might read in a way of its own.
 */
static bool
pattern_read_plain(struct pattern *pattern, struct slice text)
{
	char *out;
	size_t length = 0;

	if (text.length && text.data[0] == '^') {
		pattern->at_begin = true;
		text = slice_of(text.data + 1, text.length - 1);
	}
	out = pattern->own = memory_new(text.length);
	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (c == '$' && i + 1 == text.length) {
			pattern->at_end = true;
			break;
		}
		if (c == '\\' && i + 1 < text.length &&
			memchr("\\^$.|?*+()[]{}-/", text.data[i + 1], 16))
			c = text.data[++i];
		else if (c == '\0' || strchr("\\^$.|?*+()[]{}", c))
			return false;
		out[length++] = c;
	}
	pattern->plain = slice_of(out, length);
	return true;
}

static bool
slice_contains(struct slice text, struct slice wanted)
{
	const char *at = text.data, *last;

	if (wanted.length == 0)
		return true;
	if (text.length < wanted.length)
		return false;
	last = text.data + (text.length - wanted.length);
	while (at <= last && (at = memchr(at, wanted.data[0], (size_t)(last - at) + 1))) {
		if (memcmp(at, wanted.data, wanted.length) == 0)
			return true;
		at++;
	}
	return false;
}

static bool
plain_matches(const struct pattern *pattern, struct slice subject)
{
	struct slice plain = pattern->plain;

	if (!pattern->at_begin && !pattern->at_end)
		return slice_contains(subject, plain);
	if (subject.length < plain.length)
		return false;
	if (pattern->at_begin && pattern->at_end)
		return slice_equal(subject, plain);
	if (pattern->at_end)
		subject.data += subject.length - plain.length;
	return plain.length == 0 || memcmp(subject.data, plain.data, plain.length) == 0;
}

/* --- pcre2 ------------------------------------------------------------------------------ */

static bool
pattern_compile(struct pattern *pattern, struct slice text, size_t *offset, char *why, size_t size)
{
	pcre2_general_context *general = general_new();
	pcre2_compile_context *context = pcre2_compile_context_create(general);
	uint32_t options = 0;
	int error;

	/* What a pattern means must not depend on how the library was built. */
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
	pattern->code = pcre2_compile((PCRE2_SPTR)text.data, text.length,
		PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY, &error, offset,
		context);
	pcre2_compile_context_free(context);
	pcre2_general_context_free(general);
	if (!pattern->code) {
		PCRE2_UCHAR message[160] = "";

		pcre2_get_error_message(error, message, sizeof message);
		snprintf(why, size, "%s", (const char *)message);
		if (*offset > text.length)
			*offset = text.length;
		return false;
	}
	/* Without a compiler for this machine, or where none may run, the interpreter serves. */
	(void)pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
	(void)pcre2_pattern_info(pattern->code, PCRE2_INFO_ALLOPTIONS, &options);
	pattern->anchored = (options & PCRE2_ANCHORED) != 0;
	return true;
}

struct pattern *
pattern_new(struct slice text, size_t *offset, char *why, size_t size)
{
	struct pattern *pattern = memory_zeroed(1, sizeof *pattern);

	if (pattern_read_plain(pattern, text))
		return pattern;
	if (!pattern_compile(pattern, text, offset, why, size)) {
		pattern_free(pattern);
		return NULL;
	}
	return pattern;
}

void
pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_code_free(pattern->code);
	free(pattern->own);
	free(pattern);
}

bool
pattern_is_plain(const struct pattern *pattern)
{
	return !pattern->code;
}

struct pattern_work *
pattern_work_new(void)
{
	return memory_zeroed(1, sizeof(struct pattern_work));
}

void
pattern_work_free(struct pattern_work *work)
{
	if (!work)
		return;
	pcre2_match_data_free(work->data);
	pcre2_match_context_free(work->context);
	pcre2_jit_stack_free(work->stack);
	free(work);
}

static void
work_prepare(struct pattern_work *work)
{
	pcre2_general_context *general = general_new();

	work->data = pcre2_match_data_create(1, general);
	work->context = pcre2_match_context_create(general);
	work->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_MOST, general);
	pcre2_general_context_free(general);
	pcre2_set_depth_limit(work->context, DEPTH_MOST);
	pcre2_set_heap_limit(work->context, HEAP_MOST);
	if (work->stack)
		pcre2_jit_stack_assign(work->context, NULL, work->stack);
}

static uint32_t
steps_allowed(const struct pattern *pattern, struct slice subject)
{
	size_t steps = pattern->anchored ? STEPS_MOST : STEPS_IN_ALL / (subject.length + 1);

	if (steps > STEPS_MOST)
		return STEPS_MOST;
	return steps < STEPS_LEAST ? STEPS_LEAST : (uint32_t)steps;
}

enum pattern_outcome
pattern_match(const struct pattern *pattern, struct slice subject, struct pattern_work *work)
{
	PCRE2_SPTR text = (PCRE2_SPTR)(subject.length ? subject.data : "");
	int found;

	if (!pattern->code)
		return plain_matches(pattern, subject) ? PATTERN_MATCHES : PATTERN_DIFFERS;
	if (!work->data)
		work_prepare(work);
	pcre2_set_match_limit(work->context, steps_allowed(pattern, subject));
	found = pcre2_match(pattern->code, text, subject.length, 0, PCRE2_NO_UTF_CHECK, work->data,
		work->context);
	/* The interpreter keeps its place on the heap and so gets further than the stack did. */
	if (found == PCRE2_ERROR_JIT_STACKLIMIT)
		found = pcre2_match(pattern->code, text, subject.length, 0,
			PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, work->data, work->context);
	if (found >= 0)
		return PATTERN_MATCHES;
	return found == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_GAVE_UP;
}
