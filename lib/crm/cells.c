/* Test cells: see cells.h. */
#include "crm/cells.h"

#include <sodium.h>

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
	crypto_auth_hmacsha256_state keyed;      /* the campaign is in, the customer is not */
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
cells_new(struct slice text, struct slice campaign, const char **why, struct slice *at)
{
	struct test_cells *cells = memory_zeroed(1, sizeof *cells);

	arena_init(&cells->names);
	*at = SLICE_EMPTY;
	*why = "the campaign is empty";
	if (slice_trim(campaign).length == 0 || !cells_read(cells, text, why, at)) {
		cells_free(cells);
		return NULL;
	}
	crypto_auth_hmacsha256_init(
		&cells->keyed, (const unsigned char *)campaign.data, campaign.length);
	return cells;
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

uint64_t
cells_number(const struct test_cells *cells, struct slice customer)
{
	crypto_auth_hmacsha256_state state = cells->keyed;
	unsigned char hash[crypto_auth_hmacsha256_BYTES];
	uint64_t number = 0;

	crypto_auth_hmacsha256_update(
		&state, (const unsigned char *)customer.data, customer.length);
	crypto_auth_hmacsha256_final(&state, hash);
	for (size_t i = 0; i < sizeof number; i++)
		number = number << 8 | hash[i];
	return number;
}

struct slice
cells_assign(const struct test_cells *cells, struct slice customer)
{
	uint64_t number = cells_number(cells, customer);
	uint64_t place = (uint64_t)((unsigned __int128)number * cells->total >> 64);
	size_t i = 0;

	/* The last end is the total, which no place reaches. */
	while (place >= cells->cell[i].end)
		i++;
	return cells->cell[i].name;
}
