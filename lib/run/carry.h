/*
 * Carry: what stands on an order's first line only, filled in on the lines that follow.
 *
 * Lines of an order stand together and have its number. A field that is empty on a later
 * line gets what the first line had; one that is not stays. An order may go on in the next
 * operand: its first line there must say nothing else in any of the fields, or it begins an
 * order of its own, of another shop perhaps. Rows must come in their order, so a stream with
 * fields that carry is read by one worker, whose work this is.
 */
#ifndef RUN_CARRY_H
#define RUN_CARRY_H

#include <stddef.h>

#include "run/pass.h"

struct carry;

/* Columns of the header: the order's number, those that carry. The array is the caller's. */
struct carry *carry_new(int order, const int *field, size_t fields);
void          carry_free(struct carry *carry);

/* Fills in the fields of the row at hand. */
void carry_row(struct carry *carry, struct pass_worker *worker);

#endif
