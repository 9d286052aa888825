#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "csv/cutter.h"
#include "csv/scanner.h"
#include "csv/walker.h"
#include "value/memory.h"

#define HEADER_READ ((size_t)16 << 10)     /* thousands of operands wait with what this has read */
#define LINE_END    2                      /* the longest: CR LF */

/*
 * The bytes that are read and not yet handed out are [begin, end) of storage; all
 * before `judged` is whole records and bad lines. Offsets count from storage.
 */
struct cutter {
	struct source  *source;
	struct dialect  dialect;
	char           *storage;
	size_t          capacity, begin, judged, end;
	bool            final;            /* the source has no more */
	bool            started;          /* a byte order mark has been looked for */
	bool            skipping;         /* the rest of a bad line is still to be dropped */
	uint64_t        offset, line;     /* of begin */
	uint64_t        body_offset, body_line;
	const struct scanner *scanner;
	struct scan     scan;             /* from judged on */
	struct walker   walker;           /* begins at judged, or before it what the scanner judged */
	struct bad_line waiting;          /* its line end is not yet found; RECORD_GOOD: none */
	size_t          searched;         /* then: how far */
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
	free(block->bad_line);
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
	cutter->source = source;
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
	free(cutter->storage);
	free(cutter);
}

/* All offsets count from `by` bytes later. */
static void
shift(struct cutter *cutter, size_t by)
{
	walker_shift(&cutter->walker, by);
	cutter->scan.begin -= by;
	cutter->scan.at -= by;
	cutter->scan.end -= by;
	cutter->searched -= by;
	cutter->begin -= by;
	cutter->judged -= by;
	cutter->end -= by;
}

/* Room for `more` bytes and the padding behind end. Bytes are moved seldom enough to be free. */
static void
make_room(struct cutter *cutter, size_t more)
{
	size_t wanted = more + BLOCK_PADDING, left = cutter->end - cutter->begin;

	if (cutter->capacity - cutter->end >= wanted)
		return;
	if (cutter->begin > 0 && cutter->begin >= left) {
		memcpy(cutter->storage, cutter->storage + cutter->begin, left);
		shift(cutter, cutter->begin);
	}
	if (cutter->capacity - cutter->end < wanted)
		MEMORY_GROW(cutter->storage, cutter->capacity, cutter->end + wanted);
}

/* Reads once; an error is false. */
static bool
read_more(struct cutter *cutter, size_t most)
{
	ssize_t n;

	make_room(cutter, most);
	n = source_read(cutter->source, cutter->storage + cutter->end, most);
	if (n < 0)
		return false;
	cutter->final = n == 0;
	cutter->end += (size_t)n;
	/* The masks look at up to 64 bytes at once, but never at what nobody wrote. */
	memset(cutter->storage + cutter->end, 0, BLOCK_PADDING);
	return true;
}

/* The scanner goes on at judged, where a record begins; what it has seen stays seen. */
static void
scan_on(struct cutter *cutter)
{
	struct scan *scan = &cutter->scan;

	scan->begin = scan->at = scan->end = cutter->judged;
	scan->inside = 0;
}

/* A record or a bad line's rest begins at `at`, where all that is handed out ends. */
static void
begin_at(struct cutter *cutter, size_t at)
{
	cutter->begin = cutter->judged = at;
	walker_begin(&cutter->walker, at, cutter->line);
	scan_on(cutter);
}

/* Drops what is left of a bad line longer than a record may be. */
static bool
drop_rest_of_line(struct cutter *cutter)
{
	while (cutter->skipping) {
		char *from = cutter->storage + cutter->begin;
		size_t left = cutter->end - cutter->begin;
		char *lf = memchr(from, '\n', left);
		size_t dropped = lf ? (size_t)(lf + 1 - from) : left;

		cutter->offset += dropped;
		cutter->line += lf != NULL;
		cutter->skipping = !lf && !cutter->final;
		begin_at(cutter, cutter->begin + dropped);
		if (cutter->skipping && !read_more(cutter, cutter->dialect.block_size))
			return false;
	}
	return true;
}

/* Passes over a byte order mark. False: not enough is read to tell. */
static bool
pass_mark(struct cutter *cutter)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t length = sizeof mark - 1, left = cutter->end - cutter->begin;
	bool marked = left >= length && memcmp(cutter->storage + cutter->begin, mark, length) == 0;

	if (left < length && !cutter->final)
		return false;
	cutter->started = true;
	if (marked) {
		cutter->offset += length;
		begin_at(cutter, cutter->begin + length);
	}
	return true;
}

/*
 * The bad line in `waiting` ends where the record's second line begins, or at the next
 * LF. False: that is not read yet. Of a line much longer than a record may be only the
 * begin is kept.
 */
static bool
end_bad_line(struct cutter *cutter, struct block *block)
{
	struct bad_line *bad = &cutter->waiting;
	size_t begin = cutter->walker.begin;
	size_t most = begin + cutter->dialect.max_record + LINE_END;
	size_t stop = cutter->end < most ? cutter->end : most;
	size_t end = cutter->walker.second;

	if (!end) {
		const char *from = cutter->storage + cutter->searched;
		const char *lf = memchr(from, '\n', stop - cutter->searched);

		if (lf) {
			end = (size_t)(lf + 1 - cutter->storage);
		} else if (stop == most || cutter->final) {
			end = stop;
			cutter->skipping = stop < cutter->end || !cutter->final;
		} else {
			cutter->searched = stop;
			return false;
		}
	}
	bad->at = begin - cutter->begin;
	bad->length = end - begin;
	MEMORY_GROW(block->bad_line, block->bad_capacity, block->bad_lines + 1);
	block->bad_line[block->bad_lines++] = *bad;
	bad->fault = RECORD_GOOD;
	cutter->judged = end;
	return true;
}

/* Judges the next record or bad line by walking. False: more must be read. */
static bool
walk_one(struct cutter *cutter, struct block *block)
{
	struct walker *walker = &cutter->walker;
	struct bad_line *bad = &cutter->waiting;

	if (bad->fault == RECORD_GOOD) {
		if (cutter->judged == cutter->end)
			return false;
		switch (walker_walk(walker, cutter->storage, cutter->end, cutter->final,
		                    &bad->fault, &bad->fault_line)) {
		case WALK_MORE:
			return false;
		case WALK_RECORD:
			cutter->judged = walker->now.at;
			walker_begin(walker, cutter->judged, walker->now.line);
			return true;
		case WALK_FAULT:
			cutter->searched = walker->now.at;
		}
	}
	if (!end_bad_line(cutter, block))
		return false;
	walker_begin(walker, cutter->judged, walker->begin_line + !cutter->skipping);
	return true;
}

/* All that is read, by walking alone. */
static void
judge_lax(struct cutter *cutter, struct block *block)
{
	cutter->scan.quotes = cutter->scan.high = cutter->scan.nuls = true;
	while (!cutter->skipping && walk_one(cutter, block))
		;
}

/* Brings the walker to judged, and its count of lines with it. */
static void
walker_follow(struct cutter *cutter)
{
	struct walker *walker = &cutter->walker;
	uint64_t line = walker->begin_line;

	if (walker->begin == cutter->judged)
		return;
	line += cutter->scanner->count(cutter->storage, walker->begin, cutter->judged, '\n');
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
	struct scan *scan = &cutter->scan;
	size_t left = cutter->end - scan->begin, most = cutter->dialect.max_record;
	size_t stop = left > most ? scan->begin + most : cutter->end;
	bool good = cutter->scanner->scan(scan, cutter->storage, stop, cutter->dialect.delimiter);
	bool found = scan->end > scan->begin;

	cutter->judged = scan->end;
	if (!good)
		return FOUND_ODD;
	if (stop < cutter->end) {
		scan_on(cutter);
		return found ? FOUND_SOME : FOUND_ODD;
	}
	if (!cutter->final || scan->end == stop)
		return FOUND_ALL;
	if (scan->inside || cutter->storage[stop - 1] == '\r')
		return FOUND_ODD;
	cutter->judged = stop;
	return FOUND_ALL;
}

/* All that is read, by masks, and by walking where they find something odd. */
static void
judge_strict(struct cutter *cutter, struct block *block)
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

/*
 * Gives what is judged to the block. The block takes the storage and leaves its own,
 * into which the rest is copied; or, where the rest is the greater part, the other way
 * round. So each byte is copied once at most.
 */
static void
hand_over(struct cutter *cutter, struct block *block)
{
	size_t head = cutter->judged - cutter->begin, tail = cutter->end - cutter->judged;
	char *storage = cutter->storage, *spare = block->storage;
	size_t capacity = cutter->capacity, spare_capacity = block->capacity;
	size_t smaller = (head < tail ? head : tail) + BLOCK_PADDING;

	/* A buffer that one giant record made is not kept for ordinary ones. */
	if (spare_capacity < smaller || spare_capacity / 8 > smaller + cutter->dialect.block_size) {
		free(spare);
		spare_capacity = smaller;
		spare = memory_new(smaller);
	}
	walker_follow(cutter);
	block->quotes = cutter->scan.quotes;
	block->high = cutter->scan.high;
	block->nuls = cutter->scan.nuls;
	cutter->scan.quotes = cutter->scan.high = cutter->scan.nuls = false;
	block->length = head;
	block->offset = cutter->offset;
	block->line = cutter->line;
	block->lines = cutter->walker.begin_line - cutter->line;
	cutter->offset += head;
	cutter->line = cutter->walker.begin_line;
	if (tail > head) {
		memcpy(spare, storage + cutter->begin, head);
		memset(spare + head, 0, BLOCK_PADDING);
		block->data = block->storage = spare;
		block->capacity = spare_capacity;
		cutter->begin = cutter->judged;
		scan_on(cutter);
		return;
	}
	memcpy(spare, storage + cutter->judged, tail + BLOCK_PADDING);
	block->data = storage + cutter->begin;
	block->storage = storage;
	block->capacity = capacity;
	cutter->begin = cutter->judged;
	shift(cutter, cutter->judged);
	scan_on(cutter);
	cutter->storage = spare;
	cutter->capacity = spare_capacity;
}

static void
block_clear(struct block *block)
{
	block->length = 0;
	block->bad_lines = 0;
}

enum cut
cutter_next(struct cutter *cutter, struct block *block)
{
	block_clear(block);
	if (!drop_rest_of_line(cutter))
		return CUT_FAILED;
	for (;;) {
		if (cutter->started || pass_mark(cutter))
			(cutter->dialect.lax ? judge_lax : judge_strict)(cutter, block);
		if (cutter->judged > cutter->begin) {
			hand_over(cutter, block);
			return CUT_BLOCK;
		}
		if (cutter->final)
			return CUT_END;
		if (!read_more(cutter, cutter->dialect.block_size))
			return CUT_FAILED;
	}
}

static bool
is_blank(const char *line, size_t length)
{
	return (length == 1 && line[0] == '\n') ||
	       (length == 2 && line[0] == '\r' && line[1] == '\n');
}

enum cut
cutter_header(struct cutter *cutter, struct block *block)
{
	size_t most = cutter->dialect.block_size;

	if (most > HEADER_READ)
		most = HEADER_READ;
	block_clear(block);
	cutter->scan.quotes = cutter->scan.high = cutter->scan.nuls = true;
	for (;;) {
		while ((cutter->started || pass_mark(cutter)) && walk_one(cutter, block)) {
			size_t length = cutter->judged - cutter->begin;

			if (block->bad_lines || !is_blank(cutter->storage + cutter->begin, length)) {
				hand_over(cutter, block);
				if (!drop_rest_of_line(cutter) || !source_park(cutter->source))
					return CUT_FAILED;
				cutter->body_offset = cutter->offset;
				cutter->body_line = cutter->line;
				return CUT_BLOCK;
			}
			cutter->offset += length;
			cutter->line = cutter->walker.begin_line;
			begin_at(cutter, cutter->judged);
		}
		if (cutter->final)
			return CUT_END;
		if (!read_more(cutter, most))
			return CUT_FAILED;
	}
}

bool
cutter_rewind(struct cutter *cutter)
{
	uint64_t left = cutter->body_offset;

	if (!source_rewind(cutter->source))
		return false;
	cutter->begin = cutter->judged = cutter->end = 0;
	cutter->scan = (struct scan){ .begin = 0 };
	cutter->final = cutter->skipping = false;
	cutter->started = left > 0;
	cutter->waiting.fault = RECORD_GOOD;
	while (left > 0) {
		size_t most = left < HEADER_READ ? (size_t)left : HEADER_READ;

		if (!read_more(cutter, most))
			return false;
		if (cutter->final) {
			errno = ESTALE;
			return false;
		}
		left -= cutter->end;
		cutter->end = 0;
	}
	cutter->offset = cutter->body_offset;
	cutter->line = cutter->body_line;
	walker_init(&cutter->walker, cutter->dialect);
	begin_at(cutter, 0);
	return true;
}
