#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "csv/cutter.h"
#include "csv/scanner.h"
#include "csv/walker.h"
#include "csv/window.h"
#include "value/memory.h"

#define HEADER_READ ((size_t)16 << 10)     /* thousands of operands wait with what this has read */
#define LINE_END    2                      /* the longest: CR LF */

/*
 * All in the window before `judged` is whole records and bad lines. Offsets count from
 * the window's begin.
 */
struct cutter {
	struct dialect        dialect;
	struct window         window;
	size_t                judged;
	bool                  started;      /* a byte order mark has been looked for */
	bool                  skipping;     /* the rest of a bad line is still to be dropped */
	uint64_t              line;         /* of the window's begin */
	uint64_t              body_offset, body_line;
	const struct scanner *scanner;
	struct scan           scan;         /* from judged on */
	struct walker         walker;       /* at judged, or before what the scanner judged */
	struct odd_part       waiting;      /* a bad line whose end is not yet found */
	size_t                searched;     /* then: how far */
};

void
block_init(struct block *block)
{
	*block = (struct block){ .data = NULL };
}

void
block_release(struct block *block)
{
	free(block->storage);
	free(block->odd_part);
	block_init(block);
}

struct cutter *
cutter_new(struct source *source, struct dialect dialect)
{
	struct cutter *cutter = memory_zeroed(1, sizeof *cutter);

	if (dialect.max_record > CUTTER_MAX_RECORD_LIMIT)
		dialect.max_record = CUTTER_MAX_RECORD_LIMIT;
	if (dialect.max_record == 0)
		dialect.max_record = 1;
	if (dialect.block_size == 0)
		dialect.block_size = 1;
	window_init(&cutter->window, source);
	cutter->dialect = dialect;
	cutter->line = cutter->body_line = 1;
	cutter->scanner = scanner_chosen();
	walker_init(&cutter->walker, dialect);
	walker_begin(&cutter->walker, 0, 1);
	return cutter;
}

void
cutter_free(struct cutter *cutter)
{
	if (!cutter)
		return;
	window_release(&cutter->window);
	free(cutter);
}

/* The scanner goes on at judged, where a record begins; what it has seen stays seen. */
static void
scan_on(struct cutter *cutter)
{
	struct scan *scan = &cutter->scan;

	scan->begin = scan->at = scan->end = cutter->judged;
	scan->inside = 0;
}

/* Drops what nobody needs; a record, or the rest of a bad line, begins behind it. */
static void
drop(struct cutter *cutter, size_t bytes)
{
	window_drop(&cutter->window, bytes);
	cutter->judged = 0;
	walker_shift(&cutter->walker, bytes);
	walker_begin(&cutter->walker, 0, cutter->line);
	scan_on(cutter);
}

/* Drops what is left of a bad line longer than a record may be. */
static bool
drop_rest_of_line(struct cutter *cutter)
{
	struct window *window = &cutter->window;

	while (cutter->skipping) {
		const char *from = window_data(window);
		size_t left = window_length(window);
		const char *lf = left ? memchr(from, '\n', left) : NULL;

		cutter->line += lf != NULL;
		cutter->skipping = !lf && !window->final;
		drop(cutter, lf ? (size_t)(lf + 1 - from) : left);
		if (cutter->skipping && !window_read(window, cutter->dialect.block_size))
			return false;
	}
	return true;
}

/* Passes over a byte order mark. False: not enough is read to tell. */
static bool
pass_mark(struct cutter *cutter)
{
	static const char mark[] = "\xEF\xBB\xBF";
	const struct window *window = &cutter->window;
	size_t length = sizeof mark - 1, left = window_length(window);

	if (left < length && !window->final)
		return false;
	cutter->started = true;
	if (left >= length && memcmp(window_data(window), mark, length) == 0)
		drop(cutter, length);
	return true;
}

static void
add_odd_part(struct block *block, struct odd_part part)
{
	MEMORY_GROW(block->odd_part, block->odd_capacity, block->odd_parts + 1);
	block->odd_part[block->odd_parts++] = part;
}

/* The record the walker stands behind is good, but perhaps only in the lax grammar. */
static void
add_lax_record(struct cutter *cutter, struct block *block)
{
	size_t at = cutter->walker.begin, length = cutter->walker.now.at - at;
	struct odd_part *last = block->odd_parts ? &block->odd_part[block->odd_parts - 1] : NULL;

	/* The scanner has not seen all of it. */
	cutter->scan.quotes = cutter->scan.high = cutter->scan.nuls = true;
	if (last && last->fault == RECORD_GOOD && last->at + last->length == at)
		last->length += length;
	else
		add_odd_part(block, (struct odd_part){ .at = at, .length = length });
}

/*
 * The bad line in `waiting` ends where the record's second line begins, or at the next
 * LF. False: that is not read yet. Of a line much longer than a record may be only the
 * begin is kept.
 */
static bool
end_bad_line(struct cutter *cutter, struct block *block)
{
	const struct window *window = &cutter->window;
	const char *data = window_data(window);
	size_t begin = cutter->walker.begin, length = window_length(window);
	size_t most = begin + cutter->dialect.max_record + LINE_END;
	size_t stop = length < most ? length : most;
	size_t end = cutter->walker.second;

	if (!end) {
		const char *lf = memchr(data + cutter->searched, '\n', stop - cutter->searched);

		if (lf) {
			end = (size_t)(lf + 1 - data);
		} else if (stop == most || window->final) {
			end = stop;
			cutter->skipping = stop < length || !window->final;
		} else {
			cutter->searched = stop;
			return false;
		}
	}
	cutter->waiting.at = begin;
	cutter->waiting.length = end - begin;
	add_odd_part(block, cutter->waiting);
	cutter->waiting.fault = RECORD_GOOD;
	cutter->judged = end;
	return true;
}

/* Judges the next record or bad line by walking. False: more must be read. */
static bool
walk_one(struct cutter *cutter, struct block *block)
{
	const struct window *window = &cutter->window;
	struct walker *walker = &cutter->walker;
	struct odd_part *bad = &cutter->waiting;

	if (bad->fault == RECORD_GOOD) {
		if (cutter->judged == window_length(window))
			return false;
		switch (walker_walk(walker, window_data(window), window_length(window),
			window->final, &bad->fault, &bad->fault_line)) {
		case WALK_MORE: return false;
		case WALK_RECORD:
			if (cutter->dialect.lax)
				add_lax_record(cutter, block);
			cutter->judged = walker->now.at;
			walker_begin(walker, cutter->judged, walker->now.line);
			return true;
		case WALK_FAULT: cutter->searched = walker->now.at;
		}
	}
	if (!end_bad_line(cutter, block))
		return false;
	walker_begin(walker, cutter->judged, walker->begin_line + !cutter->skipping);
	return true;
}

/* Brings the walker to judged, and its count of lines with it. */
static void
walker_follow(struct cutter *cutter)
{
	struct walker *walker = &cutter->walker;
	uint64_t line = walker->begin_line;

	if (walker->begin == cutter->judged)
		return;
	line += cutter->scanner->count(
		window_data(&cutter->window), walker->begin, cutter->judged, '\n');
	walker_begin(walker, cutter->judged, line);
}

enum found { FOUND_ALL, FOUND_SOME, FOUND_ODD };

/*
 * Takes all up to the last record end that the scanner finds for judged. It looks no
 * further than one record may be long, so that no record in it can be too long.
 * FOUND_ODD: the next record cannot be judged by masks.
 */
static enum found
scan_more(struct cutter *cutter)
{
	const struct window *window = &cutter->window;
	const char *data = window_data(window);
	struct scan *scan = &cutter->scan;
	size_t end = window_length(window), most = cutter->dialect.max_record;
	size_t stop = end - scan->begin > most ? scan->begin + most : end;
	bool good = cutter->scanner->scan(scan, data, stop, cutter->dialect.delimiter);
	bool found = scan->end > scan->begin;

	cutter->judged = scan->end;
	if (!good)
		return FOUND_ODD;
	if (stop < end) {
		scan_on(cutter);
		return found ? FOUND_SOME : FOUND_ODD;
	}
	if (!window->final || scan->end == end)
		return FOUND_ALL;
	if (scan->inside || data[end - 1] == '\r')
		return FOUND_ODD;
	cutter->judged = end;
	return FOUND_ALL;
}

/* All that is read, by masks, and by walking where they find something odd. */
static void
judge(struct cutter *cutter, struct block *block)
{
	while (!cutter->skipping) {
		if (cutter->waiting.fault == RECORD_GOOD) {
			enum found found = scan_more(cutter);

			if (found == FOUND_ALL)
				return;
			if (found == FOUND_SOME)
				continue;
		}
		walker_follow(cutter);
		if (!walk_one(cutter, block))
			return;
		scan_on(cutter);
	}
}

static void
hand_over(struct cutter *cutter, struct block *block)
{
	struct scan *scan = &cutter->scan;
	size_t length = cutter->judged;

	walker_follow(cutter);
	block->line = cutter->line;
	block->lines = cutter->walker.begin_line - cutter->line;
	block->quotes = scan->quotes;
	block->high = scan->high;
	block->nuls = scan->nuls;
	scan->quotes = scan->high = scan->nuls = false;
	window_give(&cutter->window, length, block);
	cutter->line += block->lines;
	walker_shift(&cutter->walker, length);
	cutter->searched -= length;
	cutter->judged = 0;
	scan_on(cutter);
}

enum cut
cutter_next(struct cutter *cutter, struct block *block)
{
	block->length = block->odd_parts = 0;
	if (!drop_rest_of_line(cutter))
		return CUT_FAILED;
	for (;;) {
		if (cutter->started || pass_mark(cutter))
			judge(cutter, block);
		if (cutter->judged > 0) {
			hand_over(cutter, block);
			return CUT_BLOCK;
		}
		if (cutter->window.final)
			return CUT_END;
		if (!window_read(&cutter->window, cutter->dialect.block_size))
			return CUT_FAILED;
	}
}

static bool
is_blank(const char *line, size_t length)
{
	return (length == 1 && line[0] == '\n') ||
		(length == 2 && line[0] == '\r' && line[1] == '\n');
}

/* Walks to the first record that is no blank line. False: more must be read. */
static bool
judge_header(struct cutter *cutter, struct block *block)
{
	if (!cutter->started && !pass_mark(cutter))
		return false;
	cutter->scan.quotes = cutter->scan.high = cutter->scan.nuls = true;
	while (walk_one(cutter, block)) {
		bool bad = block->odd_parts > 0 && block->odd_part->fault != RECORD_GOOD;

		if (bad || !is_blank(window_data(&cutter->window), cutter->judged))
			return true;
		block->odd_parts = 0;
		cutter->line = cutter->walker.begin_line;
		drop(cutter, cutter->judged);
	}
	return false;
}

enum cut
cutter_header(struct cutter *cutter, struct block *block)
{
	size_t most = cutter->dialect.block_size;

	if (most > HEADER_READ)
		most = HEADER_READ;
	block->length = block->odd_parts = 0;
	while (!judge_header(cutter, block)) {
		if (cutter->window.final)
			return CUT_END;
		if (!window_read(&cutter->window, most))
			return CUT_FAILED;
	}
	hand_over(cutter, block);
	if (!drop_rest_of_line(cutter))
		return CUT_FAILED;
	source_park(cutter->window.source);
	cutter->body_offset = cutter->window.offset;
	cutter->body_line = cutter->line;
	return CUT_BLOCK;
}

bool
cutter_rewind(struct cutter *cutter)
{
	struct window *window = &cutter->window;

	if (!source_rewind(window->source))
		return false;
	window_clear(window);
	while (window->offset < cutter->body_offset) {
		uint64_t left = cutter->body_offset - window->offset;

		if (!window_read(window, left < HEADER_READ ? (size_t)left : HEADER_READ))
			return false;
		if (window->final) {
			errno = ESTALE;
			return false;
		}
		window_drop(window, window_length(window));
	}
	cutter->started = cutter->body_offset > 0;
	cutter->skipping = false;
	cutter->waiting.fault = RECORD_GOOD;
	cutter->line = cutter->body_line;
	cutter->scan = (struct scan){ .begin = 0 };
	walker_init(&cutter->walker, cutter->dialect);
	drop(cutter, 0);
	return true;
}
