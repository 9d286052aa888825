#include "run/labels.h"

#include "run/settings.h"
#include "run/shipped.h"

static struct slice
translate(struct slice name, size_t from, size_t to)
{
	for (const struct shipped *row = shipped_labels; row->field[0]; row++) {
		if (slice_is(name, row->field[from]))
			return slice_from(row->field[to]);
	}
	return SLICE_EMPTY;
}

struct slice
label_of(struct slice column)
{
	return translate(column, 0, 1);
}

struct slice
label_column(struct slice label)
{
	return translate(label, 1, 0);
}

struct slice
label_wanted(struct slice column)
{
	struct slice label = settings.labels ? label_of(column) : SLICE_EMPTY;

	return label.length ? label : column;
}
