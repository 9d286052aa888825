/*
 * A buffer: bytes that grow at their end.
 *
 * It owns its memory and may move it when it grows; clearing keeps the memory for reuse.
 * Never fails but by memory.
 */
#ifndef VALUE_BUFFER_H
#define VALUE_BUFFER_H

#include <stddef.h>

#include "value/slice.h"

struct buffer {
	char  *data;
	size_t length, capacity;
};

void buffer_init(struct buffer *buffer);
void buffer_release(struct buffer *buffer);
void buffer_add(struct buffer *buffer, struct slice bytes);

/* Makes room for `more` bytes behind its length, however little there is. */
void buffer_grow(struct buffer *buffer, size_t more);

static inline void
buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
}

/* The end, with room for `more` bytes there; who writes them adds to the length. */
static inline char *
buffer_reserve(struct buffer *buffer, size_t more)
{
	if (buffer->capacity - buffer->length < more)
		buffer_grow(buffer, more);
	return buffer->data + buffer->length;
}

#endif
