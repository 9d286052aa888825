/* Memory that is there or the process is not: see memory.h. */
#include "value/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_FIRST  ((size_t)4 << 10)
#define CHUNK_LAST   ((size_t)1 << 20) /* chunks double up to this; larger things get their own */
#define ARENA_ALIGN  ((size_t)16)

/* The things of a chunk follow its head; the head is as long as the alignment asks for. */
struct arena_chunk {
	struct arena_chunk   *next;
	size_t                size;
	_Alignas(16) char     data[];
};

static memory_failure *failure_end;

static _Noreturn void
memory_fail(size_t wanted)
{
	static const char why[] = "out of memory\n";
	ssize_t written;

	if (failure_end)
		failure_end(wanted);
	written = write(STDERR_FILENO, why, sizeof why - 1);
	(void)written;
	_exit(3);
}

void
memory_on_failure(memory_failure *end)
{
	failure_end = end;
}

/* malloc(0) may give NULL, which would look like a failure. */
static size_t
at_least_one(size_t bytes)
{
	return bytes ? bytes : 1;
}

static size_t
memory_product(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		memory_fail(SIZE_MAX);
	return count * size;
}

void *
memory_new(size_t bytes)
{
	void *space = malloc(at_least_one(bytes));

	if (!space)
		memory_fail(bytes);
	return space;
}

void *
memory_zeroed(size_t count, size_t size)
{
	size_t bytes = memory_product(count, size);
	void *space = calloc(1, at_least_one(bytes));

	if (!space)
		memory_fail(bytes);
	return space;
}

void *
memory_resize(void *old, size_t count, size_t size)
{
	size_t bytes = memory_product(count, size);
	void *space = realloc(old, at_least_one(bytes));

	if (!space)
		memory_fail(bytes);
	return space;
}

char *
memory_string(struct slice text)
{
	char *string;

	if (text.length == SIZE_MAX)
		memory_fail(SIZE_MAX);
	string = memory_new(text.length + 1);
	if (text.length)
		memcpy(string, text.data, text.length);
	string[text.length] = '\0';
	return string;
}

void
arena_init(struct arena *arena)
{
	*arena = (struct arena){ .first = NULL };
}

/*
 * Makes `current` a chunk with room for `bytes`: the next one kept from before a
 * clear when it is large enough, else a new one put in front of it.
 */
static void
arena_advance(struct arena *arena, size_t bytes)
{
	struct arena_chunk **link = arena->current ? &arena->current->next : &arena->first;
	struct arena_chunk *chunk = *link;

	if (!chunk || chunk->size < bytes) {
		size_t size = arena->total < CHUNK_FIRST ? CHUNK_FIRST : arena->total;

		if (size > CHUNK_LAST)
			size = CHUNK_LAST;
		if (size < bytes)
			size = bytes;
		if (size > SIZE_MAX - sizeof *chunk)
			memory_fail(bytes);
		chunk = memory_new(sizeof *chunk + size);
		chunk->next = *link;
		chunk->size = size;
		*link = chunk;
		arena->total += sizeof *chunk + size;
	}
	arena->current = chunk;
	arena->used = 0;
}

/* `bytes` from `start` on in the current chunk, or at the beginning of another. */
static char *
arena_take(struct arena *arena, size_t start, size_t bytes)
{
	if (!arena->current || start > arena->current->size ||
		bytes > arena->current->size - start) {
		arena_advance(arena, bytes);
		start = 0;
	}
	arena->used = start + bytes;
	return arena->current->data + start;
}

void *
arena_new(struct arena *arena, size_t bytes)
{
	return arena_take(arena, (arena->used + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1), bytes);
}

struct slice
arena_copy(struct arena *arena, struct slice text)
{
	char *copy;

	if (text.length == SIZE_MAX)
		memory_fail(SIZE_MAX);
	copy = arena_take(arena, arena->used, text.length + 1);
	if (text.length)
		memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	return slice_of(copy, text.length);
}

void
arena_clear(struct arena *arena)
{
	arena->current = arena->first;
	arena->used = 0;
}

void
arena_release(struct arena *arena)
{
	struct arena_chunk *next;

	for (struct arena_chunk *chunk = arena->first; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	arena_init(arena);
}
