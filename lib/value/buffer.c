/* Bytes that grow: see buffer.h. */
#include "value/buffer.h"

#include <stdlib.h>

#include "value/memory.h"

void
buffer_init(struct buffer *buffer)
{
	*buffer = (struct buffer){ NULL, 0, 0 };
}

void
buffer_release(struct buffer *buffer)
{
	free(buffer->data);
	buffer_init(buffer);
}

void
buffer_grow(struct buffer *buffer, size_t more)
{
	MEMORY_GROW(buffer->data, buffer->capacity, buffer->length + more);
}

void
buffer_add(struct buffer *buffer, struct slice bytes)
{
	if (!bytes.length)
		return;
	memcpy(buffer_reserve(buffer, bytes.length), bytes.data, bytes.length);
	buffer->length += bytes.length;
}
