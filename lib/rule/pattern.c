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
 * pcre2 counts steps anew from each place where a match may start. So a pattern is tried with few
 * steps first; when they do not do, place by place, where the places that need more share what
 * the field allows. What a match costs thereby grows with the field and no faster, and many
 * rows that each stay within the limit do not take long together either.
 */
#define STEPS_A_PLACE 100
#define STEPS_LEAST   2000
#define STEPS_MOST    30000

/*
 * A step may read on to the end of the field, so in a long field steps alone are no limit. There
 * a try sees a part of the field and says when it wants more (a partial match); steps times the
 * bytes seen are its cost, and all tries of a match have WORK_MOST, about a second's worth.
 */
#define FIELD_SHORT 4096
#define PART_LEAST  8
#define REACH_FIRST 16
#define STEPS_FIRST 4
#define GROWTH      8
#define WORK_MOST   ((uint64_t)1 << 31)

#define DEPTH_MOST 100000
#define HEAP_MOST (64 * 1024) /* KiB */
#define STACK_FIRST (32 * 1024)
#define STACK_MOST (1024 * 1024)

struct pattern {
	pcre2_code *code;      /* NULL: plain */
	pcre2_code
		*here; /* the same, of matches that start where it is asked; NULL: one try does */
	bool anchored;         /* a match starts at the beginning only */
	bool lines;            /* a match may start at the beginnings of lines only */
	bool compiled;         /* to machine code, both of them */
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

static pcre2_code *
compile(struct slice text, uint32_t options, int *error, size_t *offset)
{
	pcre2_general_context *general = general_new();
	pcre2_compile_context *context = pcre2_compile_context_create(general);
	pcre2_code *code;

	/* What a pattern means must not depend on how the library was built. */
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
	code = pcre2_compile((PCRE2_SPTR)text.data, text.length,
		options | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY, error, offset,
		context);
	pcre2_compile_context_free(context);
	pcre2_general_context_free(general);
	return code;
}

static bool
pattern_compile(struct pattern *pattern, struct slice text, size_t *offset, char *why, size_t size)
{
	const uint32_t jit = PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_HARD;
	uint32_t options = 0, begins = 0;
	struct slice behind = text;
	int error;

	pattern->code = compile(text, 0, &error, offset);
	if (!pattern->code) {
		PCRE2_UCHAR message[160] = "";

		pcre2_get_error_message(error, message, sizeof message);
		snprintf(why, size, "%s", (const char *)message);
		if (*offset > text.length)
			*offset = text.length;
		return false;
	}
	(void)pcre2_pattern_info(pattern->code, PCRE2_INFO_ALLOPTIONS, &options);
	(void)pcre2_pattern_info(pattern->code, PCRE2_INFO_FIRSTCODETYPE, &begins);
	pattern->anchored = options & PCRE2_ANCHORED;
	pattern->lines = begins == 2;
	if (text.length >= 6 && memcmp(text.data, "(*UCP)", 6) == 0)
		behind = slice_of(text.data + 6, text.length - 6);
	/* Verbs such as (*COMMIT) say which places are tried, \G where it began. */
	if (!pattern->anchored && !slice_contains(behind, slice_from("(*")) &&
		!slice_contains(behind, slice_from("\\G")))
		pattern->here = compile(text, PCRE2_ANCHORED, &error, offset);
	/* Without a compiler for this machine, or where none may run, the interpreter serves. */
	pattern->compiled = pcre2_jit_compile(pattern->code, jit) == 0 &&
		(!pattern->here || pcre2_jit_compile(pattern->here, jit) == 0);
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
	pcre2_code_free(pattern->here);
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

/* What a field allows: every two of its places may be a step, but of a long one not all. */
static size_t
steps_of(struct slice subject)
{
	size_t places = subject.length < STEPS_MOST ? subject.length : STEPS_MOST;
	size_t steps = STEPS_LEAST + 2 * places * places;

	return steps < STEPS_MOST ? steps : STEPS_MOST;
}

/*
 * pcre2_jit_match leaves out the checks of what is known here, a third of a short match.
 * partial: 0, or PCRE2_PARTIAL_HARD when the subject goes on behind its end.
 */
static int
match_within(const struct pattern *pattern, const pcre2_code *code, struct slice subject,
	size_t start, size_t steps, uint32_t partial, struct pattern_work *work)
{
	PCRE2_SPTR text = (PCRE2_SPTR)(subject.length ? subject.data : "");
	int found;

	pcre2_set_match_limit(work->context, (uint32_t)steps);
	if (pattern->compiled)
		found = pcre2_jit_match(
			code, text, subject.length, start, partial, work->data, work->context);
	else
		found = pcre2_match(code, text, subject.length, start, PCRE2_NO_UTF_CHECK | partial,
			work->data, work->context);
	/* The interpreter keeps its place on the heap and so gets further than the stack did. */
	if (found == PCRE2_ERROR_JIT_STACKLIMIT)
		found = pcre2_match(code, text, subject.length, start,
			PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT | partial, work->data, work->context);
	return found;
}

/* The next place where a match may start; past the end when there is none. */
static size_t
next_place(const struct pattern *pattern, struct slice subject, size_t at)
{
	const char *line;

	if (pattern->lines) {
		line = at < subject.length ? memchr(subject.data + at, '\n', subject.length - at)
					   : NULL;
		return line ? (size_t)(line - subject.data) + 1 : subject.length + 1;
	}
	do
		at++;
	while (at < subject.length && ((unsigned char)subject.data[at] & 0xC0) == 0x80);
	return at;
}

/* Place by place; those that need more than a place has take it from what the field has. */
static int
match_in_places(const struct pattern *pattern, struct slice subject, struct pattern_work *work)
{
	size_t left = steps_of(subject);

	for (size_t at = 0; at <= subject.length; at = next_place(pattern, subject, at)) {
		size_t steps = STEPS_A_PLACE;
		int found = match_within(pattern, pattern->here, subject, at, steps, 0, work);

		while (found == PCRE2_ERROR_MATCHLIMIT && steps < left) {
			left -= steps;
			steps = 2 * steps < left ? 2 * steps : left;
			found = match_within(pattern, pattern->here, subject, at, steps, 0, work);
		}
		if (found != PCRE2_ERROR_NOMATCH)
			return found;
	}
	return PCRE2_ERROR_NOMATCH;
}

/* --- long fields --- */

struct search {
	const struct pattern *pattern;
	struct slice          subject;
	struct pattern_work  *work;
	uint64_t              left;
};

/* Where a part that is to end here ends: not inside a character, and not behind the field. */
static size_t
part_end(struct slice subject, size_t end)
{
	if (end >= subject.length)
		return subject.length;
	while (((unsigned char)subject.data[end] & 0xC0) == 0x80)
		end++;
	return end;
}

/* A try on the part that ends at end, if what is left affords its cost. */
static int
match_part(struct search *search, const pcre2_code *code, size_t at, size_t end, size_t steps,
	uint64_t cost)
{
	if (cost > search->left)
		return PCRE2_ERROR_MATCHLIMIT;
	search->left -= cost;
	return match_within(search->pattern, code, slice_of(search->subject.data, end), at, steps,
		end < search->subject.length ? PCRE2_PARTIAL_HARD : 0, search->work);
}

/* One place: it sees more, or may take more steps, when that is what it wants. */
static int
match_place(struct search *search, const pcre2_code *code, size_t at)
{
	size_t reach = REACH_FIRST, steps = STEPS_FIRST;

	for (;;) {
		size_t end = part_end(search->subject, at + reach);
		uint64_t cost = (uint64_t)(end - at + 1) * steps;
		bool affordable = cost <= search->left;
		int found = match_part(search, code, at, end, steps, cost);

		if (found == PCRE2_ERROR_PARTIAL)
			reach *= GROWTH;
		else if (found == PCRE2_ERROR_MATCHLIMIT && affordable && steps < STEPS_MOST)
			steps = GROWTH * steps < STEPS_MOST ? GROWTH * steps : STEPS_MOST;
		else
			return found;
	}
}

/*
 * All places of a part at once, and one by one where that does not decide. Parts are the smaller
 * the longer the field is, so that the former takes a fourth of what there is for all.
 */
static int
match_in_parts(struct search *search)
{
	const struct pattern *pattern = search->pattern;
	struct slice subject = search->subject;
	size_t part = (size_t)(WORK_MOST / (2 * STEPS_FIRST) / subject.length);
	size_t at = 0;

	if (part > FIELD_SHORT)
		part = FIELD_SHORT;
	if (part < PART_LEAST)
		part = PART_LEAST;
	while (at <= subject.length) {
		size_t end = part_end(subject, at + part), length = end - at + 1;
		int found = match_part(search, pattern->code, at, end, STEPS_FIRST,
			(uint64_t)length * length / 2 * STEPS_FIRST);

		if (found == PCRE2_ERROR_NOMATCH) {
			at = end < subject.length ? end : subject.length + 1;
			continue;
		}
		if (found != PCRE2_ERROR_PARTIAL && found != PCRE2_ERROR_MATCHLIMIT)
			return found;
		do {
			found = match_place(search, pattern->here, at);
			if (found != PCRE2_ERROR_NOMATCH)
				return found;
			at = next_place(pattern, subject, at);
		} while (at < end);
	}
	return PCRE2_ERROR_NOMATCH;
}

static int
match_long(const struct pattern *pattern, struct slice subject, struct pattern_work *work)
{
	struct search search = { pattern, subject, work, WORK_MOST };
	uint64_t steps;

	if (pattern->here)
		return match_in_parts(&search);
	if (pattern->anchored)
		return match_place(&search, pattern->code, 0);
	steps = WORK_MOST / subject.length / subject.length;
	if (!steps)
		return PCRE2_ERROR_MATCHLIMIT;
	return match_within(pattern, pattern->code, subject, 0, (size_t)steps, 0, work);
}

static int
match_short(const struct pattern *pattern, struct slice subject, struct pattern_work *work)
{
	int found = match_within(pattern, pattern->code, subject, 0,
		pattern->here ? STEPS_A_PLACE : steps_of(subject), 0, work);

	if (found == PCRE2_ERROR_MATCHLIMIT && pattern->here)
		found = match_in_places(pattern, subject, work);
	return found;
}

enum pattern_outcome
pattern_match(const struct pattern *pattern, struct slice subject, struct pattern_work *work)
{
	int found;

	if (!pattern->code)
		return plain_matches(pattern, subject) ? PATTERN_MATCHES : PATTERN_DIFFERS;
	if (!work->data)
		work_prepare(work);
	found = subject.length <= FIELD_SHORT ? match_short(pattern, subject, work)
					      : match_long(pattern, subject, work);
	if (found >= 0)
		return PATTERN_MATCHES;
	return found == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_GAVE_UP;
}
