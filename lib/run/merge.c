#include "run/merge.h"

#include <stdlib.h>
#include <string.h>

#include "csv/writer.h"
#include "value/memory.h"

/* A row that was copied, because the next one takes its place. */
struct held {
	struct buffer bytes;         /* the key, then the fields */
	size_t       *length;        /* of the key, then of the fields */
	uint64_t      line;
};

struct merge {
	struct side         *side;
	struct key_columns   columns;
	int                 *take;
	size_t               takes;
	enum lookup_repeated repeated;
	struct held          at, ahead;
	struct row           row;          /* the one ahead, as the side table has it */
	bool                 begun, over;  /* a row is at hand; none is ahead */
};

static struct slice
held_key(const struct held *held)
{
	return slice_of(held->bytes.data, held->length[0]);
}

static void
hold(struct merge *merge, struct slice key)
{
	struct held *held = &merge->ahead;

	buffer_clear(&held->bytes);
	buffer_add(&held->bytes, key);
	held->length[0] = key.length;
	held->line = merge->row.line;
	for (size_t i = 0; i < merge->takes; i++) {
		struct slice field = row_field(&merge->row, merge->take[i]);

		buffer_add(&held->bytes, field);
		held->length[i + 1] = field.length;
	}
}

static void
check_order(struct merge *merge, struct slice key)
{
	char now[TEXT_QUOTED], before[TEXT_QUOTED];

	if (!merge->begun || slice_compare(key, held_key(&merge->at)) >= 0)
		return;
	key_quote(key, now);
	key_quote(held_key(&merge->at), before);
	side_bad(merge->side, &merge->row, -1, MERGE_DISORDER, now, before,
		(unsigned long long)merge->at.line);
}

static void
look_ahead(struct merge *merge)
{
	struct slice key;
	int          field;

	while (!merge->over) {
		const char *why;

		merge->over = !side_next(merge->side, &merge->row);
		if (merge->over)
			return;
		why = key_of_row(&merge->row, &merge->columns, &key, &field);
		if (why)
			side_bad(merge->side, &merge->row, -1, "%s", why);
		check_order(merge, key);
		if (key.length) {
			hold(merge, key);
			return;
		}
	}
}

static void
step(struct merge *merge)
{
	struct held held = merge->at;

	merge->at = merge->ahead;
	merge->ahead = held;
	merge->begun = true;
	look_ahead(merge);
}

/* To the next key, and of several rows of it the one that counts. */
static void
advance(struct merge *merge)
{
	step(merge);
	while (!merge->over && slice_equal(held_key(&merge->ahead), held_key(&merge->at))) {
		if (merge->repeated == REPEATED_REFUSED)
			side_repeated(merge->side, &merge->row, held_key(&merge->at));
		if (merge->repeated == REPEATED_LAST)
			step(merge);
		else
			look_ahead(merge);
	}
}

static void
held_init(struct held *held, size_t takes)
{
	buffer_init(&held->bytes);
	held->length = memory_zeroed(takes + 1, sizeof *held->length);
}

struct merge *
merge_open(struct side *side, const struct key_columns *columns, const int *take, size_t takes,
	enum lookup_repeated repeated)
{
	struct merge *merge = memory_zeroed(1, sizeof *merge);
	int          *key = memory_zeroed(columns->fields, sizeof *key);

	memcpy(key, columns->field, columns->fields * sizeof *key);
	merge->side = side;
	merge->columns = (struct key_columns){ key, columns->fields };
	merge->take = memory_zeroed(takes + 1, sizeof *merge->take);
	if (takes)
		memcpy(merge->take, take, takes * sizeof *take);
	merge->takes = takes;
	merge->repeated = repeated;
	held_init(&merge->at, takes);
	held_init(&merge->ahead, takes);
	look_ahead(merge);
	return merge;
}

bool
merge_find(struct merge *merge, struct slice key, struct slice *field)
{
	const char *data;

	if (!key.length)
		return false;
	while (!merge->over && slice_compare(held_key(&merge->ahead), key) <= 0)
		advance(merge);
	if (!merge->begun || !slice_equal(held_key(&merge->at), key))
		return false;
	data = merge->at.bytes.data + merge->at.length[0];
	for (size_t i = 0; i < merge->takes; i++) {
		field[i] = slice_of(data, merge->at.length[i + 1]);
		data += field[i].length;
	}
	return true;
}

void
merge_close(struct merge *merge)
{
	while (!merge->over)
		advance(merge);
	side_close(merge->side);
	buffer_release(&merge->at.bytes);
	buffer_release(&merge->ahead.bytes);
	free(merge->at.length);
	free(merge->ahead.length);
	free((int *)merge->columns.field);
	free(merge->take);
	free(merge);
}
