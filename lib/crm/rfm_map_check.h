/*
 * What is wrong or worth knowing of a segment map: places of the cube of scores that no
 * segment holds, segments that name nobody because earlier ones hold all their places,
 * and places that a segment holds and an earlier one too, which are therefore not the later's.
 *
 * Holes are said as boxes: ranges that could stand in the map as they are. Boxes of holes
 * do not overlap and together hold every place without a segment.
 *
 * Pure. Takes 4 bytes for each place, a million places for 100 bins each.
 */
#ifndef CRM_RFM_MAP_CHECK_H
#define CRM_RFM_MAP_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "crm/rfm_map.h"

enum rfm_finding_kind { RFM_HOLE, RFM_NEVER, RFM_OVERLAP };

struct rfm_finding {
	enum rfm_finding_kind kind;
	size_t                segment;     /* of the map; not of a hole */
	size_t                earlier;     /* of an overlap: who holds them too */
	struct rfm_range      range[RFM_MEASURES];
	uint64_t              places;      /* in that range */
};

typedef void rfm_found(void *context, const struct rfm_finding *finding);

/* Segments that name nobody and overlaps in the map's order, then holes from low scores to high. */
void rfm_map_check(const struct rfm_map *map, const size_t bins[RFM_MEASURES], rfm_found *found,
	void *context);

#endif
