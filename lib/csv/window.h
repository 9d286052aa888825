/*
 * The window: the bytes of a source that are read and not yet handed out.
 *
 * They lie in one piece, followed by BLOCK_PADDING bytes that are zero. Offsets count
 * from the window's begin and change only when bytes are dropped or given away. Bytes
 * are moved once at most, on average, however much is looked at ahead.
 */
#ifndef CSV_WINDOW_H
#define CSV_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "csv/cutter.h"

struct window {
	struct source *source;
	char          *storage;
	size_t         capacity, begin, end;
	uint64_t       offset;       /* of the begin, in the source */
	bool           final;        /* the source has no more */
};

void window_init(struct window *window, struct source *source);
void window_release(struct window *window);

static inline const char *
window_data(const struct window *window)
{
	return window->storage + window->begin;
}

static inline size_t
window_length(const struct window *window)
{
	return window->end - window->begin;
}

/* Reads once, `most` bytes at most; false: errno. */
bool window_read(struct window *window, size_t most);

/* Nothing is read yet; the source has been rewound. */
void window_clear(struct window *window);

void window_drop(struct window *window, size_t bytes);

/*
 * Gives the first `head` bytes to the block: its data, length and offset. The block
 * takes the window's storage and leaves its own, into which the rest is copied; or,
 * where the rest is the greater part, the other way round.
 */
void window_give(struct window *window, size_t head, struct block *block);

#endif
