/*
 * Plans of source codes: the codes that "A-C;F" and "01-03" stand for.
 *
 * A plan gives each part of a layout one or more values: a list with ; or , and ranges
 * with - or .. (of months only .., because a month has a - of its own). Ranges count
 * as the part does: letters A..Z, digits 0..9, months by the calendar. The plan's codes
 * are all combinations, the last part changing fastest.
 *
 *	plan_clear(&plan);
 *	plan_set(&plan, part, text, &why);     for each part that shows
 *	plan_start(&plan, &why);
 *	while (plan_next(&plan, &code))
 *
 * A plan owns its texts and points at the layout; one thread at a time.
 */
#ifndef CRM_CODEPLAN_H
#define CRM_CODEPLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/sourcecode.h"

#define PLAN_MOST 1000000 /* codes of one plan */

/* In the order they were written; each fits its part. */
struct plan_values {
	struct slice *value;
	size_t        count, capacity;
};

struct code_plan {
	const struct code_layout *layout;
	struct plan_values        values[CODE_LONGEST]; /* of each part */
	size_t                    at[CODE_LONGEST];     /* the values of the next code */
	size_t                    left;                 /* codes to come */
	struct arena              texts;
};

void plan_init(struct code_plan *plan, const struct code_layout *layout);
void plan_clear(struct code_plan *plan);
void plan_release(struct code_plan *plan);

/*
 * Gives a part that shows its values. False: *why says the reason (a value that does
 * not fit, a range that runs backwards, the same value twice, too many).
 */
bool plan_set(struct code_plan *plan, size_t part, struct slice text, const char **why);

/* After the last plan_set: every part that shows has values. False: too many codes. */
bool plan_start(struct code_plan *plan, const char **why);

/* The next code, dated; false after the last one. */
bool plan_next(struct code_plan *plan, struct code *code);

#endif
