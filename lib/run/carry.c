#include "run/carry.h"

#include <stdlib.h>
#include <string.h>

#include "value/memory.h"
#include "value/text.h"

struct carry {
	int           order;
	const int    *field;
	size_t        fields;
	struct buffer first;    /* of the order at hand: its number and what it carries */
	size_t       *length;   /* of each of these */
	size_t        file;
	bool          begun;
};

struct carry *
carry_new(int order, const int *field, size_t fields)
{
	struct carry *carry = memory_zeroed(1, sizeof *carry);

	carry->order = order;
	carry->field = field;
	carry->fields = fields;
	carry->length = memory_zeroed(fields + 1, sizeof *carry->length);
	buffer_init(&carry->first);
	return carry;
}

void
carry_free(struct carry *carry)
{
	buffer_release(&carry->first);
	free(carry->length);
	free(carry);
}

static void
keep_first(struct carry *carry, const struct row *row, struct slice order)
{
	buffer_clear(&carry->first);
	buffer_add(&carry->first, order);
	carry->length[0] = order.length;
	for (size_t i = 0; i < carry->fields; i++) {
		struct slice field = row->field[carry->field[i]];

		buffer_add(&carry->first, field);
		carry->length[i + 1] = field.length;
	}
	carry->file = row->file;
	carry->begun = true;
}

/* Whether it says nothing else than the first line. */
static bool
agrees(const struct carry *carry, const struct row *row)
{
	const char *at = carry->first.data + carry->length[0];

	for (size_t i = 0; i < carry->fields; i++) {
		struct slice field = row->field[carry->field[i]];

		if (field.length && !slice_equal(field, slice_of(at, carry->length[i + 1])))
			return false;
		at += carry->length[i + 1];
	}
	return true;
}

static bool
goes_on(struct carry *carry, const struct row *row, struct slice order)
{
	if (!carry->begun || !slice_equal(order, slice_of(carry->first.data, carry->length[0])))
		return false;
	if (carry->file != row->file && !agrees(carry, row))
		return false;
	carry->file = row->file;
	return true;
}

void
carry_row(struct carry *carry, struct pass_worker *worker)
{
	struct row  *row = &worker->row;
	struct slice order = row->field[carry->order];
	const char  *at;

	text_unguard(&order); /* no part of a number */
	if (!order.length)
		return;
	if (!goes_on(carry, row, order)) {
		keep_first(carry, row, order);
		return;
	}
	if (row->field != worker->ordered) {
		memcpy(worker->ordered, row->field, row->fields * sizeof *worker->ordered);
		row->field = worker->ordered;
	}
	at = carry->first.data + carry->length[0];
	for (size_t i = 0; i < carry->fields; i++) {
		struct slice *field = &worker->ordered[carry->field[i]];

		if (!field->length && carry->length[i + 1])
			*field = arena_copy(&worker->scratch, slice_of(at, carry->length[i + 1]));
		at += carry->length[i + 1];
	}
}
