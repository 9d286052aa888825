/*
 * An earlier result: which segment each customer was in then.
 */
#include <stdlib.h>

#include "crm-rfm.h"
#include "run/side.h"

struct was {
	struct group *segment;     /* of the names; NULL: not in the earlier result */
	bool          seen;        /* is in this one, too */
};

struct previous {
	struct fold *customers, *names;
};

enum { WHO, SEGMENT, COLUMNS };

struct previous *
previous_read(const char *path, struct slice key_name)
{
	char *called = memory_string(key_name);
	const struct column_spec column[COLUMNS] = {
		[WHO] = { "customer", .role = ROLE_CUSTOMER, .empty_ok = true, .called = called },
		[SEGMENT] = { "rfm_segment" },
	};
	struct previous *previous = memory_zeroed(1, sizeof *previous);
	struct side *side = side_open("--previous", path, column, COLUMNS, SIDE_DATA);
	struct row row;

	previous->customers = fold_new(&(struct fold_spec){ .kept = sizeof(struct was) });
	previous->names = fold_new(&(struct fold_spec){ .kept = 1 });
	while (side_next(side, &row)) {
		struct was *was = group_kept(fold_group(previous->customers, row_text(&row, WHO)));

		if (was->segment)
			side_bad(side, &row, WHO, "this customer stands there already");
		was->segment = fold_group(previous->names, row_text(&row, SEGMENT));
	}
	side_close(side);
	free(called);
	return previous;
}

struct slice
previous_segment(struct previous *previous, struct slice customer)
{
	struct was *was = group_kept(fold_group(previous->customers, customer));

	was->seen = true;
	return was->segment ? group_key(was->segment) : SLICE_EMPTY;
}

struct group **
previous_gone(struct previous *previous, size_t *count)
{
	size_t all, kept = 0;
	struct group **customer = fold_groups(previous->customers, &all);

	for (size_t i = 0; i < all; i++) {
		const struct was *was = group_kept(customer[i]);

		if (!was->seen)
			customer[kept++] = customer[i];
	}
	*count = kept;
	return customer;
}

void
previous_free(struct previous *previous)
{
	if (!previous)
		return;
	fold_free(previous->customers);
	fold_free(previous->names);
	free(previous);
}
