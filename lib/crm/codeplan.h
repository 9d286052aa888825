/*
 * Plans of source codes: what "A-C;F", "01-03" or "2026-08..2026-10" stand for.
 *
 * A plan writes several values of a part in one place: a list with ; or , and ranges
 * with - or .. (of months only .., because a month has a - of its own). Ranges count
 * as the part does: letters A..Z, digits 0..9, months by the calendar.
 */
#ifndef CRM_CODEPLAN_H
#define CRM_CODEPLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/sourcecode.h"

#define PLAN_MOST 1000000        /* values of one part, and codes of one line of a plan */

/* In the order they were written; each fits its part. The texts lie in the arena given. */
struct plan_values {
	struct slice *value;
	size_t        count, capacity;
};

void plan_init(struct plan_values *values);
void plan_release(struct plan_values *values);

/*
 * Reads the text of a part that shows. False: *why says the reason (a value that does
 * not fit, a range that runs backwards, the same value twice, too many).
 */
bool plan_read(struct plan_values *values, const struct code_layout *layout, size_t part,
	struct slice text, struct arena *texts, const char **why);

#endif
