#include <stdlib.h>

#include "csv/lax.h"

#define GROWTH ((size_t)16 << 10)     /* of libcsv's buffer */

static int
is_never_space(unsigned char c)
{
	(void)c;
	return 0;
}

/* libcsv asks for memory here; it is there or the process is not. */
static void *
resize(void *old, size_t size)
{
	return memory_resize(old, size, 1);
}

void
lax_init(struct lax *lax, struct dialect dialect, struct arena *arena)
{
	unsigned char options = CSV_STRICT_FINI | CSV_REPALL_NL;

	*lax = (struct lax){ .arena = arena };
	csv_init(&lax->parser, dialect.lax ? options : options | CSV_STRICT);
	csv_set_delim(&lax->parser, (unsigned char)dialect.delimiter);
	csv_set_space_func(&lax->parser, is_never_space);
	csv_set_realloc_func(&lax->parser, resize);
	csv_set_blk_size(&lax->parser, GROWTH);
}

void
lax_release(struct lax *lax)
{
	csv_free(&lax->parser);
	free(lax->field);
}

static void
take_field(void *data, size_t length, void *self)
{
	struct lax *lax = self;

	MEMORY_GROW(lax->field, lax->capacity, lax->fields + 1);
	lax->field[lax->fields++] = arena_copy(lax->arena, slice_of(data, length));
}

/* Called at a CR and at the LF behind it: one line end, and the second row has no field. */
static void
take_row(int mark, void *self)
{
	struct lax *lax = self;

	(void)mark;
	lax->rows++;
}

size_t
lax_next(struct lax *lax, struct slice text)
{
	size_t at = 0;

	lax->fields = lax->rows = 0;
	while (lax->rows == 0 && at < text.length) {
		const char *line = text.data + at;
		const char *lf = memchr(line, '\n', text.length - at);
		size_t length = lf ? (size_t)(lf + 1 - line) : text.length - at;

		csv_parse(&lax->parser, line, length, take_field, take_row, lax);
		at += length;
	}
	if (lax->rows == 0)
		csv_fini(&lax->parser, take_field, take_row, lax);
	return at;
}
