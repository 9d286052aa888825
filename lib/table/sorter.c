#include "table/sorter.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "table/radix.h"
#include "table/region.h"
#include "value/memory.h"
#include "value/temporary.h"

/*
 * Records are gathered in chunks, sorted when the limit is reached, and written as a
 * run. Runs follow one another in the file. While there are more of them than can be read
 * through buffers of a useful size, neighbours are merged into longer runs (neighbours,
 * so that equal keys keep their order); the last merge is not written but handed out.
 */

#define BUFFER_MOST ((size_t)1 << 20)   /* of reading and writing */
#define BUFFER_LEAST ((size_t)64 << 10) /* less makes a disk seek more than it reads */
#define MERGE_LEAST 8                   /* runs at once, however small the limit */
#define CACHE_LINE 64
#define AHEAD 16                        /* records fetched before they are needed */
#define CHUNK ((size_t)256 << 10)       /* of records in memory; a longer record has its own */

/* A record, in memory and in the file, is this head, the key, the payload. */
struct head {
	uint32_t key, payload;
};

struct record {
	struct slice key, payload;
};

struct run {
	off_t start, end;
};

struct runs {
	struct run *run;
	size_t count, capacity;
};

struct chunk {
	char *data;
	size_t used, size;
};

/* A run while it is read; its record is what it is sorted by. */
struct reader {
	off_t at, end; /* what is left in the file */
	char *buffer;
	size_t used, filled, size;
	struct record record;
	uint64_t prefix;
};

struct sorter {
	size_t memory;
	struct chunk *chunk;
	size_t chunks, chunk_capacity;
	size_t current; /* those before it are full */
	size_t used;    /* in all of them */
	struct radix_item *item;
	size_t count, capacity;
	size_t next; /* the item to hand out */

	int file;  /* -1: nothing was spilled */
	off_t end; /* where writing goes on */
	struct runs runs;
	char *out;              /* written when full */
	size_t pending, buffer; /* bytes in `out`, size of every buffer */

	struct reader *reader;
	size_t *heap;   /* readers, the smallest record's first */
	size_t readers; /* made */
	size_t live;    /* of them not at their end */
	bool handed;    /* the smallest record was given to the caller */
};

struct sorter *
sorter_new(size_t memory)
{
	struct sorter *sorter = memory_zeroed(1, sizeof *sorter);

	sorter->memory = memory;
	sorter->buffer = memory / (MERGE_LEAST + 1);
	if (sorter->buffer > BUFFER_MOST)
		sorter->buffer = BUFFER_MOST;
	if (sorter->buffer < BUFFER_LEAST)
		sorter->buffer = BUFFER_LEAST;
	sorter->file = -1;
	return sorter;
}

static void
readers_release(struct sorter *sorter)
{
	for (size_t i = 0; i < sorter->readers; i++)
		free(sorter->reader[i].buffer);
	free(sorter->reader);
	free(sorter->heap);
	sorter->reader = NULL;
	sorter->heap = NULL;
	sorter->readers = 0;
	sorter->live = 0;
}

/* Forgets the records; the chunks stay for the next ones, but for those of long records. */
static void
records_clear(struct sorter *sorter)
{
	size_t kept = 0;

	for (size_t i = 0; i < sorter->chunks; i++) {
		struct chunk *chunk = &sorter->chunk[i];

		chunk->used = 0;
		if (chunk->size == CHUNK)
			sorter->chunk[kept++] = *chunk;
		else
			region_give_back(REGION_EVERYWHERE, chunk->data, chunk->size);
	}
	sorter->chunks = kept;
	sorter->current = sorter->used = sorter->count = 0;
}

static void
records_release(struct sorter *sorter)
{
	for (size_t i = 0; i < sorter->chunks; i++)
		region_give_back(REGION_EVERYWHERE, sorter->chunk[i].data, sorter->chunk[i].size);
	free(sorter->chunk);
	free(sorter->item);
	sorter->chunk = NULL;
	sorter->item = NULL;
	sorter->chunks = sorter->chunk_capacity = sorter->capacity = 0;
	sorter->used = sorter->count = 0;
}

void
sorter_free(struct sorter *sorter)
{
	if (!sorter)
		return;
	readers_release(sorter);
	records_release(sorter);
	if (sorter->file >= 0)
		close(sorter->file);
	free(sorter->runs.run);
	free(sorter->out);
	free(sorter);
}

/* ---- the file ---- */

static bool
file_write(struct sorter *sorter, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t written = pwrite(sorter->file, data, length, sorter->end);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			if (written == 0)
				errno = EIO;
			return false;
		}
		data += written;
		length -= (size_t)written;
		sorter->end += written;
	}
	return true;
}

static bool
out_flush(struct sorter *sorter)
{
	size_t pending = sorter->pending;

	sorter->pending = 0;
	return file_write(sorter, sorter->out, pending);
}

static bool
out_put(struct sorter *sorter, const char *data, size_t length)
{
	if (length > sorter->buffer - sorter->pending && !out_flush(sorter))
		return false;
	if (length > sorter->buffer)
		return file_write(sorter, data, length);
	if (length)
		memcpy(sorter->out + sorter->pending, data, length);
	sorter->pending += length;
	return true;
}

static bool
out_put_record(struct sorter *sorter, struct record record)
{
	struct head head = { (uint32_t)record.key.length, (uint32_t)record.payload.length };

	return out_put(sorter, (const char *)&head, sizeof head) &&
		out_put(sorter, record.key.data, record.key.length) &&
		out_put(sorter, record.payload.data, record.payload.length);
}

static void
run_put(struct runs *runs, off_t start, off_t end)
{
	MEMORY_GROW(runs->run, runs->capacity, runs->count + 1);
	runs->run[runs->count++] = (struct run){ start, end };
}

/* ---- records in memory ---- */

static struct head
head_at(const char *at)
{
	struct head head;

	memcpy(&head, at, sizeof head);
	return head;
}

static size_t
head_length(struct head head)
{
	return sizeof head + head.key + (size_t)head.payload;
}

static struct record
record_at(const char *at)
{
	struct head head = head_at(at);

	return (struct record){
		slice_of(at + sizeof head, head.key),
		slice_of(at + sizeof head + head.key, head.payload),
	};
}

static struct slice
thing_key(const void *thing)
{
	return record_at(thing).key;
}

static void
records_sort(struct sorter *sorter)
{
	struct radix_item *scratch = memory_resize(NULL, sorter->count, sizeof *scratch);

	radix_sort(sorter->item, scratch, sorter->count, thing_key);
	free(scratch);
}

/* Sorted records lie anywhere: those that come later are fetched in time. */
static inline struct record
sorted_record(const struct sorter *sorter, size_t i)
{
	if (i + AHEAD < sorter->count) {
		const char *later = sorter->item[i + AHEAD].thing;

		__builtin_prefetch(later);
		__builtin_prefetch(later + CACHE_LINE);
	}
	return record_at(sorter->item[i].thing);
}

static bool
records_spill(struct sorter *sorter)
{
	off_t start = sorter->end;

	if (sorter->file < 0) {
		sorter->file = temporary_unlinked();
		if (sorter->file < 0)
			return false;
		sorter->out = memory_new(sorter->buffer);
	}
	records_sort(sorter);
	for (size_t i = 0; i < sorter->count; i++)
		if (!out_put_record(sorter, sorted_record(sorter, i)))
			return false;
	if (!out_flush(sorter))
		return false;
	run_put(&sorter->runs, start, sorter->end);
	records_clear(sorter);
	return true;
}

/* With one more record: its bytes, its item, and that item's copy while sorting. */
static bool
records_are_full(const struct sorter *sorter, size_t bytes)
{
	size_t items = (sorter->count + 1) * 2 * sizeof *sorter->item;

	return sorter->count > 0 && sorter->used + bytes + items > sorter->memory;
}

static struct chunk *
add_chunk(struct sorter *sorter, size_t size)
{
	struct chunk *chunk;

	MEMORY_GROW(sorter->chunk, sorter->chunk_capacity, sorter->chunks + 1);
	chunk = &sorter->chunk[sorter->chunks++];
	*chunk = (struct chunk){ region_take(REGION_EVERYWHERE, size), 0, size };
	return chunk;
}

static char *
record_room(struct sorter *sorter, size_t bytes)
{
	struct chunk *chunk;

	if (bytes > CHUNK)
		chunk = add_chunk(sorter, bytes);
	else {
		while (sorter->current < sorter->chunks &&
			sorter->chunk[sorter->current].size - sorter->chunk[sorter->current].used <
				bytes)
			sorter->current++;
		chunk = sorter->current < sorter->chunks ? &sorter->chunk[sorter->current]
							 : add_chunk(sorter, CHUNK);
	}
	chunk->used += bytes;
	sorter->used += bytes;
	return chunk->data + chunk->used - bytes;
}

bool
sorter_add(struct sorter *sorter, struct slice key, struct slice payload)
{
	struct head head = { (uint32_t)key.length, (uint32_t)payload.length };
	char *at;

	if (key.length > UINT32_MAX || payload.length > UINT32_MAX) {
		errno = EOVERFLOW;
		return false;
	}
	if (records_are_full(sorter, head_length(head)) && !records_spill(sorter))
		return false;
	MEMORY_GROW(sorter->item, sorter->capacity, sorter->count + 1);
	at = record_room(sorter, head_length(head));
	sorter->item[sorter->count++].thing = at;
	memcpy(at, &head, sizeof head);
	if (key.length)
		memcpy(at + sizeof head, key.data, key.length);
	if (payload.length)
		memcpy(at + sizeof head + key.length, payload.data, payload.length);
	return true;
}

/* ---- merging ---- */

/* At least `wanted` bytes from `used` on are in the buffer, which grows for a long record. */
static bool
reader_fill(struct reader *reader, int file, size_t wanted)
{
	if (reader->filled - reader->used >= wanted)
		return true;
	reader->filled -= reader->used;
	memmove(reader->buffer, reader->buffer + reader->used, reader->filled);
	reader->used = 0;
	MEMORY_GROW(reader->buffer, reader->size, wanted);
	while (reader->filled < wanted) {
		size_t room = reader->size - reader->filled;
		ssize_t got;

		if ((off_t)room > reader->end - reader->at)
			room = (size_t)(reader->end - reader->at);
		got = pread(file, reader->buffer + reader->filled, room, reader->at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			if (got == 0)
				errno = EIO;
			return false;
		}
		reader->filled += (size_t)got;
		reader->at += got;
	}
	return true;
}

static bool
reader_is_done(const struct reader *reader)
{
	return reader->at == reader->end && reader->used == reader->filled;
}

/* Reads the record that begins at `used` and leaves `used` behind it; it is not yet done. */
static bool
reader_next(struct reader *reader, int file)
{
	size_t length;

	if (!reader_fill(reader, file, sizeof(struct head)))
		return false;
	length = head_length(head_at(reader->buffer + reader->used));
	if (!reader_fill(reader, file, length))
		return false;
	reader->record = record_at(reader->buffer + reader->used);
	reader->prefix = radix_prefix(reader->record.key);
	reader->used += length;
	return true;
}

/* Equal keys: the earlier run's, which was added first. */
static bool
reader_is_before(const struct sorter *sorter, size_t a, size_t b)
{
	const struct reader *left = &sorter->reader[a], *right = &sorter->reader[b];
	int order;

	if (left->prefix != right->prefix)
		return left->prefix < right->prefix;
	order = slice_compare(left->record.key, right->record.key);
	return order ? order < 0 : a < b;
}

static void
heap_sink(struct sorter *sorter, size_t at)
{
	size_t *heap = sorter->heap;
	size_t sinking = heap[at];

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= sorter->live)
			break;
		if (child + 1 < sorter->live &&
			reader_is_before(sorter, heap[child + 1], heap[child]))
			child++;
		if (!reader_is_before(sorter, heap[child], sinking))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = sinking;
}

static bool
merge_begin(struct sorter *sorter, const struct run *run, size_t n)
{
	size_t size = sorter->memory / (n + 1);

	if (size > BUFFER_MOST)
		size = BUFFER_MOST;
	if (size < BUFFER_LEAST)
		size = BUFFER_LEAST;
	readers_release(sorter);
	sorter->reader = memory_zeroed(n, sizeof *sorter->reader);
	sorter->heap = memory_zeroed(n, sizeof *sorter->heap);
	sorter->readers = n;
	for (size_t i = 0; i < n; i++) {
		struct reader *reader = &sorter->reader[i];

		reader->at = run[i].start;
		reader->end = run[i].end;
		reader->size = size;
		reader->buffer = memory_new(size);
		if (!reader_next(reader, sorter->file))
			return false;
		sorter->heap[sorter->live++] = i;
	}
	for (size_t i = n / 2; i-- > 0;)
		heap_sink(sorter, i);
	sorter->handed = false;
	return true;
}

static bool
merge_next(struct sorter *sorter, struct record *record, bool *more)
{
	struct reader *first;

	if (sorter->handed) {
		first = &sorter->reader[sorter->heap[0]];
		if (reader_is_done(first))
			sorter->heap[0] = sorter->heap[--sorter->live];
		else if (!reader_next(first, sorter->file))
			return false;
		if (sorter->live > 0)
			heap_sink(sorter, 0);
	}
	sorter->handed = *more = sorter->live > 0;
	if (*more)
		*record = sorter->reader[sorter->heap[0]].record;
	return true;
}

/* How many runs can be read at once. */
static size_t
merge_width(const struct sorter *sorter)
{
	size_t width = sorter->memory / BUFFER_LEAST;

	return width > MERGE_LEAST ? width : MERGE_LEAST;
}

static bool
runs_merge(struct sorter *sorter, const struct run *run, size_t n, struct runs *longer)
{
	struct record record;
	off_t start = sorter->end;
	bool more;

	if (!merge_begin(sorter, run, n))
		return false;
	for (;;) {
		if (!merge_next(sorter, &record, &more))
			return false;
		if (!more)
			break;
		if (!out_put_record(sorter, record))
			return false;
	}
	if (!out_flush(sorter))
		return false;
	run_put(longer, start, sorter->end);
	return true;
}

/*
 * One pass over all runs, from one half of the file to the other: the runs fill it from
 * the front or, after the pass before, lie behind as much room as they need.
 */
static bool
runs_halve(struct sorter *sorter)
{
	struct runs longer = { NULL, 0, 0 };
	struct run *run = sorter->runs.run;
	size_t count = sorter->runs.count;
	size_t width = merge_width(sorter);
	bool done = true;

	sorter->end = run[0].start > 0 ? 0 : run[count - 1].end;
	for (size_t i = 0; done && i < count; i += width)
		done = runs_merge(sorter, run + i, count - i < width ? count - i : width, &longer);
	free(run);
	sorter->runs = longer;
	return done;
}

bool
sorter_finish(struct sorter *sorter)
{
	if (sorter->file < 0) {
		if (sorter->count > 0)
			records_sort(sorter);
		return true;
	}
	if (sorter->count > 0 && !records_spill(sorter))
		return false;
	records_release(sorter);
	while (sorter->runs.count > merge_width(sorter))
		if (!runs_halve(sorter))
			return false;
	free(sorter->out);
	sorter->out = NULL;
	return merge_begin(sorter, sorter->runs.run, sorter->runs.count);
}

bool
sorter_next(struct sorter *sorter, struct slice *key, struct slice *payload, bool *more)
{
	struct record record = { SLICE_EMPTY, SLICE_EMPTY };

	if (sorter->file >= 0) {
		if (!merge_next(sorter, &record, more))
			return false;
	} else {
		*more = sorter->next < sorter->count;
		if (*more)
			record = sorted_record(sorter, sorter->next++);
	}
	*key = record.key;
	*payload = record.payload;
	return true;
}

bool
sorter_again(struct sorter *sorter)
{
	sorter->next = 0;
	return sorter->file < 0 || merge_begin(sorter, sorter->runs.run, sorter->runs.count);
}
