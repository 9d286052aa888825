/* Test cells: see cells.h. */
#include "crm/cells.h"

#include <stdlib.h>

#include "value/memory.h"
#include "value/number.h"
#include "value/text.h"

/* Sums of shares stay under this, so that u * total fits 128 bits. */
#define TOTAL_MOST ((__int128)INT64_MAX)

struct cell_share {
	struct slice   name;
	struct decimal share;
	uint64_t       end;              /* of its interval: the sum of all shares up to here */
};

struct test_cells {
	struct cell_share *cell;         /* in the order of their names */
	size_t             count;
	uint64_t           total;
	struct arena       names;
};

/* Full-width marks where plain ones were meant; they are no error inside a name. */
static bool
has_full_width_mark(struct slice text)
{
	for (size_t at = 0; at < text.length;) {
		uint32_t c = text_next(text, &at);

		if (c == 0xFF1A || c == 0xFF0C)
			return true;
	}
	return false;
}

static bool
cell_read(struct slice text, struct cell_share *cell, const char **why)
{
	static const char full_width[] = "has a full-width mark: write : and ,";
	struct slice share = slice_cut(text, ':', &cell->name);

	cell->name = slice_trim(cell->name);
	*why = "is a cell without name and share: a comma too many?";
	if (slice_trim(text).length == 0)
		return false;
	*why = has_full_width_mark(text) ? full_width : "wants NAME:SHARE";
	if (!share.data)
		return false;
	*why = "has no name";
	if (cell->name.length == 0)
		return false;
	*why = has_full_width_mark(share) ? full_width
					  : "has a share that is not a number as 45 or 4.5";
	if (!decimal_parse(share, &cell->share))
		return false;
	*why = "has a share that is not over 0";
	return cell->share.units > 0;
}

static int
by_name(const void *a, const void *b)
{
	return slice_compare(
		((const struct cell_share *)a)->name, ((const struct cell_share *)b)->name);
}

/* Shares to whole numbers of the finest decimal among them, added up; false: too large. */
static bool
cells_add_up(struct test_cells *cells)
{
	int finest = 0;

	for (size_t i = 0; i < cells->count; i++)
		if (cells->cell[i].share.scale > finest)
			finest = cells->cell[i].share.scale;
	for (size_t i = 0; i < cells->count; i++) {
		struct decimal share = cells->cell[i].share;

		for (; share.scale < finest && share.units <= TOTAL_MOST; share.scale++)
			share.units *= 10;
		if (share.units > TOTAL_MOST - (__int128)cells->total)
			return false;
		cells->total += (uint64_t)share.units;
		cells->cell[i].end = cells->total;
	}
	return true;
}

static bool
cells_read(struct test_cells *cells, struct slice text, const char **why, struct slice *at)
{
	size_t capacity = 0;
	struct slice rest = text;

	do {
		struct cell_share cell;

		rest = slice_cut(rest, ',', at);
		if (!cell_read(*at, &cell, why))
			return false;
		*why = "has the name of an earlier cell";
		for (size_t i = 0; i < cells->count; i++)
			if (slice_equal(cells->cell[i].name, cell.name))
				return false;
		cell.name = arena_copy(&cells->names, cell.name);
		MEMORY_GROW(cells->cell, capacity, cells->count + 1);
		cells->cell[cells->count++] = cell;
	} while (rest.data);

	qsort(cells->cell, cells->count, sizeof *cells->cell, by_name);
	*at = SLICE_EMPTY;
	*why = "the shares have too many digits to be exact";
	return cells_add_up(cells);
}

struct test_cells *
cells_new(struct slice text, const char **why, struct slice *at)
{
	struct test_cells *cells = memory_zeroed(1, sizeof *cells);

	arena_init(&cells->names);
	*at = SLICE_EMPTY;
	if (cells_read(cells, text, why, at))
		return cells;
	cells_free(cells);
	return NULL;
}

void
cells_free(struct test_cells *cells)
{
	if (!cells)
		return;
	free(cells->cell);
	arena_release(&cells->names);
	free(cells);
}

size_t
cells_count(const struct test_cells *cells)
{
	return cells->count;
}

uint64_t
cells_total(const struct test_cells *cells)
{
	return cells->total;
}

struct slice
cells_name(const struct test_cells *cells, size_t i)
{
	return cells->cell[i].name;
}

uint64_t
cells_share(const struct test_cells *cells, size_t i)
{
	return cells->cell[i].end - (i ? cells->cell[i - 1].end : 0);
}

size_t
cells_find(const struct test_cells *cells, struct slice name)
{
	size_t i = 0;

	while (i < cells->count && !slice_equal(cells->cell[i].name, name))
		i++;
	return i;
}

size_t
cells_at(const struct test_cells *cells, uint64_t place)
{
	size_t i = 0;

	/* The last end is the total, which no place reaches. */
	while (place >= cells->cell[i].end)
		i++;
	return i;
}
