#include "crm/rfm_map_check.h"

#include <stdlib.h>

#include "value/memory.h"

enum { R = RFM_RECENCY, F = RFM_FREQUENCY, M = RFM_MONETARY };

/* Who holds a place: a segment's number from 1, 0 for nobody. */
struct cube {
	const size_t *bins;
	uint32_t     *owner;
};

static uint32_t *
cube_at(const struct cube *cube, unsigned r, unsigned f, unsigned m)
{
	return &cube->owner[((r - 1) * cube->bins[F] + f - 1) * cube->bins[M] + m - 1];
}

static uint64_t
places_of(const struct rfm_range range[RFM_MEASURES])
{
	uint64_t places = 1;

	for (int m = 0; m < RFM_MEASURES; m++)
		places *= range[m].most - range[m].least + 1;
	return places;
}

/* Gives the free places of a range to an owner; how many there were. */
static uint64_t
cube_take(struct cube *cube, const struct rfm_range range[RFM_MEASURES], uint32_t owner)
{
	uint64_t taken = 0;

	for (unsigned r = range[R].least; r <= range[R].most; r++) {
		for (unsigned f = range[F].least; f <= range[F].most; f++) {
			for (unsigned m = range[M].least; m <= range[M].most; m++) {
				uint32_t *place = cube_at(cube, r, f, m);

				taken += *place == 0;
				if (*place == 0)
					*place = owner;
			}
		}
	}
	return taken;
}

static bool
cube_is_free(const struct cube *cube, const struct rfm_range range[RFM_MEASURES])
{
	for (unsigned r = range[R].least; r <= range[R].most; r++)
		for (unsigned f = range[F].least; f <= range[F].most; f++)
			for (unsigned m = range[M].least; m <= range[M].most; m++)
				if (*cube_at(cube, r, f, m))
					return false;
	return true;
}

/* The free box that begins here, as long in M as it can be, then in F, then in R. */
static void
grow_hole(const struct cube *cube, struct rfm_range range[RFM_MEASURES])
{
	for (int m = RFM_MEASURES - 1; m >= 0; m--) {
		struct rfm_range slab[RFM_MEASURES] = { range[R], range[F], range[M] };

		while (range[m].most < cube->bins[m]) {
			slab[m].least = slab[m].most = range[m].most + 1;
			if (!cube_is_free(cube, slab))
				break;
			range[m].most++;
		}
	}
}

static void
find_holes(struct cube *cube, uint32_t taken, rfm_found *found, void *context)
{
	for (unsigned r = 1; r <= cube->bins[R]; r++) {
		for (unsigned f = 1; f <= cube->bins[F]; f++) {
			for (unsigned m = 1; m <= cube->bins[M]; m++) {
				struct rfm_finding hole = { .kind = RFM_HOLE,
					.range = { { r, r }, { f, f }, { m, m } } };

				if (*cube_at(cube, r, f, m))
					continue;
				grow_hole(cube, hole.range);
				hole.places = cube_take(cube, hole.range, taken);
				found(context, &hole);
			}
		}
	}
}

/* Segments of one name may overlap: they are one. */
static void
find_overlaps(const struct rfm_map *map, size_t segment, rfm_found *found, void *context)
{
	const struct rfm_segment *later = &map->segment[segment];

	for (size_t i = 0; i < segment; i++) {
		const struct rfm_segment *earlier = &map->segment[i];
		struct rfm_finding overlap = {
			.kind = RFM_OVERLAP, .segment = segment, .earlier = i
		};
		bool meet = !slice_equal(earlier->name, later->name);

		for (int m = 0; m < RFM_MEASURES; m++) {
			struct rfm_range a = earlier->range[m], b = later->range[m];

			overlap.range[m].least = a.least > b.least ? a.least : b.least;
			overlap.range[m].most = a.most < b.most ? a.most : b.most;
			meet = meet && overlap.range[m].least <= overlap.range[m].most;
		}
		if (!meet)
			continue;
		overlap.places = places_of(overlap.range);
		found(context, &overlap);
	}
}

void
rfm_map_check(
	const struct rfm_map *map, const size_t bins[RFM_MEASURES], rfm_found *found, void *context)
{
	struct cube cube = { .bins = bins };

	cube.owner = memory_zeroed(bins[R] * bins[F] * bins[M], sizeof *cube.owner);
	for (size_t i = 0; i < map->segments; i++) {
		const struct rfm_segment *segment = &map->segment[i];
		struct rfm_finding never = { .kind = RFM_NEVER, .segment = i };

		if (cube_take(&cube, segment->range, (uint32_t)i + 1) > 0) {
			find_overlaps(map, i, found, context);
			continue;
		}
		for (int m = 0; m < RFM_MEASURES; m++)
			never.range[m] = segment->range[m];
		never.places = places_of(never.range);
		found(context, &never);
	}
	find_holes(&cube, (uint32_t)map->segments + 1, found, context);
	free(cube.owner);
}
