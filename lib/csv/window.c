#include <stdlib.h>
#include <string.h>

#include "csv/window.h"
#include "value/memory.h"

#define SPARE_AT_MOST ((size_t)1 << 20)     /* what one giant record took is given back */

void
window_init(struct window *window, struct source *source)
{
	*window = (struct window){ .source = source };
}

void
window_release(struct window *window)
{
	free(window->storage);
}

void
window_clear(struct window *window)
{
	window->begin = window->end = 0;
	window->offset = 0;
	window->final = false;
}

/* Room for `more` bytes behind the end. */
static void
make_room(struct window *window, size_t more)
{
	size_t wanted = more + BLOCK_PADDING, left = window_length(window);

	if (window->capacity - window->end >= wanted)
		return;
	/* What is moved is never more than what was dropped since it was moved last. */
	if (window->begin > 0 && window->begin >= left) {
		memcpy(window->storage, window->storage + window->begin, left);
		window->begin = 0;
		window->end = left;
	}
	MEMORY_GROW(window->storage, window->capacity, window->end + wanted);
}

bool
window_read(struct window *window, size_t most)
{
	ssize_t n;

	make_room(window, most);
	n = source_read(window->source, window->storage + window->end, most);
	if (n < 0)
		return false;
	window->final = n == 0;
	window->end += (size_t)n;
	memset(window->storage + window->end, 0, BLOCK_PADDING);
	return true;
}

void
window_drop(struct window *window, size_t bytes)
{
	window->begin += bytes;
	window->offset += bytes;
}

/* The block's own storage, with room for `bytes` and the padding. */
static void
fit_storage(struct block *block, size_t bytes)
{
	size_t wanted = bytes + BLOCK_PADDING;

	if (block->capacity >= wanted && block->capacity / 8 <= wanted + SPARE_AT_MOST)
		return;
	free(block->storage);
	block->storage = memory_new(wanted);
	block->capacity = wanted;
}

void
window_give(struct window *window, size_t head, struct block *block)
{
	const char *data = window_data(window);
	size_t tail = window_length(window) - head;

	block->length = head;
	block->offset = window->offset;
	window->offset += head;
	if (tail > head) {
		fit_storage(block, head);
		memcpy(block->storage, data, head);
		memset(block->storage + head, 0, BLOCK_PADDING);
		block->data = block->storage;
		window->begin += head;
	} else {
		struct block old = *block;

		fit_storage(&old, tail);
		memcpy(old.storage, data + head, tail + BLOCK_PADDING);
		block->data = data;
		block->storage = window->storage;
		block->capacity = window->capacity;
		window->storage = old.storage;
		window->capacity = old.capacity;
		window->begin = 0;
		window->end = tail;
	}
}
