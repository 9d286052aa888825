/*
 * The tables of crm-rfm. Whatever is wrong with a file is all said, then it is the end.
 */
#ifndef CMD_CRM_RFM_H
#define CMD_CRM_RFM_H

#include "crm/rfm.h"
#include "crm/rfm_map.h"

struct report;

/* --cuts; bins[] gets the number of bins they have. */
void read_cuts(const char *path, struct rfm_scale scale[RFM_MEASURES], size_t bins[RFM_MEASURES]);

/* --cuts-out. A scale without bins, for want of customers, has no rows. */
void write_cuts(struct report *report, const struct rfm_scale scale[RFM_MEASURES]);

/* --segments, for scores of bins[]. */
void read_map(const char *path, struct rfm_map *map, const size_t bins[RFM_MEASURES]);

/* --print-segments */
void print_map(const struct rfm_map *map);

#endif
