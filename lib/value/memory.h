/*
 * Memory that is there or the process is not.
 *
 * A filter that runs out of memory can do nothing better than say so, remove its
 * temporaries and end with exit 3 (retry). So nobody checks for NULL: these never
 * return it. memory_on_failure sets what is called when the system has no more
 * (lib/run sets it at start; without it a plain message and _exit(3)).
 */
#ifndef VALUE_MEMORY_H
#define VALUE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

void *memory_new(size_t bytes);                     /* uninitialised */
/* Of count and size; a product that overflows counts as failure. */
void *memory_zeroed(size_t count, size_t size);
void *memory_resize(void *old, size_t count, size_t size);
char *memory_string(struct slice text);             /* a NUL-ended copy; free() it */

typedef void memory_failure(size_t wanted);
void memory_on_failure(memory_failure *end);

/*
 * Grows an array so that it holds at least `wanted` things, doubling. `array` and
 * `capacity` are lvalues of the caller.
 */
#define MEMORY_GROW(array, capacity, wanted) \
	do { \
		if ((size_t)(wanted) > (capacity)) { \
			(capacity) = (capacity)*2 > (size_t)(wanted) ? (capacity)*2 \
								     : (size_t)(wanted) + 8; \
			(array) = memory_resize((array), (capacity), sizeof *(array)); \
		} \
	} while (0)

/*
 * An arena: many small things that live and die together. Things in it never move.
 * arena_clear keeps the memory for reuse, arena_release gives it back.
 */
struct arena_chunk;
struct arena {
	struct arena_chunk *first, *current;
	size_t              used;        /* of the current chunk */
	size_t              total;       /* bytes held, for those who must stay under a limit */
};

void         arena_init(struct arena *arena);
void        *arena_new(struct arena *arena, size_t bytes); /* aligned to 16, uninitialised */
/* An unaligned copy, followed by a NUL that is not counted. */
struct slice arena_copy(struct arena *arena, struct slice text);
void         arena_clear(struct arena *arena);
void         arena_release(struct arena *arena);

#endif
