/*
 * What the two halves of crm-points-state share: the columns of a state, and a row of it as
 * bytes on its way through a sort.
 */
#ifndef CRM_POINTS_STATE_COMMAND_H
#define CRM_POINTS_STATE_COMMAND_H

#include "crm-points.h"
#include "crm/point_state.h"

#define STATE "crm-points-state-1"

enum {
	ROW_CUSTOMER,
	ROW_KIND,
	ROW_NAME,
	ROW_DATE,
	ROW_EXPIRES,
	ROW_SPENDABLE,
	ROW_DOCUMENT,
	ROW_LINE,
	ROW_PRODUCT,
	ROW_CHANNEL,
	ROW_ORIGINAL,
	ROW_AMOUNT,
	ROW_BACK,
	ROW_WORTH,
	ROW_POINTS,
	ROW_FULL,
	ROW_GRANTED,
	ROW_ADDED,
	ROW_EXTRAS,
	ROW_EXPIRED,
	ROW_LOT,
	ROW_COUNT,
	ROW_COLUMNS
};

extern const struct column_spec state_columns[ROW_COLUMNS];

/* What a state depends on: what would make another one of the same events. */
uint64_t terms_digest(const struct ledger_terms *terms, const struct rule_book *book);

/* The day before which the state that was read has forgotten documents; DAY_NONE. */
day state_forgotten(void);

/* A row as bytes: a mark that no event begins with, the row as it is, its texts. */
void row_pack(const struct state_row *row, struct buffer *record);

/* The texts are slices of the record; returns the bytes used. */
size_t row_unpack(struct slice record, struct state_row *row);

#endif
