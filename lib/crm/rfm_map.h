/*
 * The segment map: names for the places in the cube of RFM scores.
 *
 * A map is a list of segments, each a range of every score, ends included. The first
 * that holds a customer's scores names it; where none does it is `others`. One name
 * may stand for several ranges. The built-in map leaves no hole.
 *
 * The map keeps a copy of every name; what rfm_map_find gives lives as long as the map.
 */
#ifndef CRM_RFM_MAP_H
#define CRM_RFM_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/rfm.h"
#include "value/memory.h"
#include "value/slice.h"

#define RFM_OTHERS "Others"

/* What the built-in map calls its segments. */
enum rfm_language { RFM_ENGLISH, RFM_CHINESE };

struct rfm_range {
	unsigned least, most;
};

struct rfm_segment {
	struct slice     name;
	struct rfm_range range[RFM_MEASURES];
};

struct rfm_map {
	struct rfm_segment *segment;
	size_t              segments, capacity;
	const char         *others;        /* RFM_OTHERS unless told otherwise; not owned */
	struct arena        names;
};

void         rfm_map_init(struct rfm_map *map);
void         rfm_map_release(struct rfm_map *map);
void         rfm_map_add(struct rfm_map *map, struct rfm_segment segment);
struct slice rfm_map_find(const struct rfm_map *map, const unsigned score[RFM_MEASURES]);

/*
 * A map as a table, a row a segment: segment,r_min,r_max,f_min,f_max,m_min,m_max. An empty end is
 * the scale's own. Adds a row, complaining of ends that no score of bins[] reaches and
 * of those the wrong way round.
 */
enum { RFM_MAP_NAME, RFM_MAP_ENDS, RFM_MAP_COLUMNS = RFM_MAP_ENDS + 2 * RFM_MEASURES };

void rfm_map_read(struct rfm_map *map, uint64_t line, const struct slice field[RFM_MAP_COLUMNS],
	const size_t bins[RFM_MEASURES], rfm_complaint *complain, void *context);

/*
 * Adds the built-in map for scales of bins[] bins. It is made for five. Where a scale has
 * another number its scores are laid evenly over 1..5, the lowest on 1 and the highest on
 * 5 (of three: 1, 3, 5), each taken for the nearest, the one towards 3 of two equally
 * near. Segments that no score reaches are left out.
 */
void rfm_map_builtin(
	struct rfm_map *map, const size_t bins[RFM_MEASURES], enum rfm_language language);

#endif
