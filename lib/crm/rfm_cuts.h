/*
 * The cuts of RFM scales as a table that a person can read and write.
 *
 *	measure,score,up_to
 *	recency_days,5,114        up to 114 days
 *	recency_days,4,180        115 to 180
 *	...
 *	recency_days,1,           more than all these
 *
 * Measures go by the names of crm-rfm's columns, so that cuts of the last twelve months
 * are not taken for cuts of a lifetime. One row a measure and score, rows in any order: the
 * values that get the score end with up_to, included; the score of the highest values has
 * no end. Values are in the units in which crm-rfm prints them. A scale written as a table
 * and read again scores every value as before, also where cuts are equal (a score that
 * nothing gets).
 */
#ifndef CRM_RFM_CUTS_H
#define CRM_RFM_CUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/rfm.h"
#include "value/number.h"
#include "value/slice.h"

enum { RFM_CUTS_MEASURE, RFM_CUTS_SCORE, RFM_CUTS_UP_TO, RFM_CUTS_COLUMNS };

struct rfm_limit {
	uint64_t         line;         /* where it stands, for complaints */
	enum rfm_measure measure;
	size_t           score;
	bool             open;         /* the highest values: no end */
	int64_t          up_to;
};

struct rfm_cuts {
	const char *const *name;       /* of the measures; not owned */
	struct rfm_limit *limit;
	size_t            limits, capacity;
	bool              bad;         /* a row was complained of */
};

/* recency_days, frequency, monetary */
extern const char *const rfm_measure_names[RFM_MEASURES];

void rfm_cuts_init(struct rfm_cuts *cuts, const char *const name[RFM_MEASURES]);
void rfm_cuts_release(struct rfm_cuts *cuts);

/* Takes a row of the table. */
void rfm_cuts_add(struct rfm_cuts *cuts, uint64_t line, const struct slice field[RFM_CUTS_COLUMNS],
	rfm_complaint *complain, void *context);

/*
 * Makes the three scales. Every measure needs every score from 1 to its highest once, no
 * end where values are highest and nowhere else, and ends that do not fall. False after
 * complaints.
 */
bool rfm_cuts_scales(const struct rfm_cuts *cuts, struct rfm_scale scale[RFM_MEASURES],
	rfm_complaint *complain, void *context);

/*
 * The row of a scale's bin, 0..bins - 1 by rising value (recency's scores fall). The fields live
 * as long as *text.
 */
struct rfm_cuts_text {
	char score[NUMBER_TEXT], up_to[NUMBER_TEXT];
};
void rfm_cuts_row(const struct rfm_scale *scale, enum rfm_measure measure, const char *name,
	size_t bin, struct rfm_cuts_text *text, struct slice field[RFM_CUTS_COLUMNS]);

#endif
