#include "run/lookup.h"

#include <stdlib.h>

#include "table/groups.h"
#include "value/hash.h"
#include "value/memory.h"
#include "value/text.h"

struct lookup {
	struct groups   *rows;
	struct hash_seed seed;
	struct arena     texts;
};

/* What is kept of a key. */
struct found {
	struct slice *field;
};

static void
keep_row(struct lookup *lookup, struct side *side, const struct row *row, struct slice key,
	const int *take, size_t takes, enum lookup_repeated repeated)
{
	struct group *group = groups_find(lookup->rows, key, hash_bytes(key, lookup->seed));
	struct found *found = group_kept(group);
	char          quoted[TEXT_QUOTED];

	if (found->field && repeated == REPEATED_REFUSED) {
		text_quote(key, quoted);
		side_bad(side, row, -1,
			"%s stands here a second time; --first or --last says which row counts",
			quoted);
	}
	if (found->field && repeated != REPEATED_LAST)
		return;
	if (!found->field)
		found->field = arena_new(&lookup->texts, (takes + 1) * sizeof *found->field);
	for (size_t i = 0; i < takes; i++)
		found->field[i] = arena_copy(&lookup->texts, row_field(row, take[i]));
}

struct lookup *
lookup_read(
	struct side *side, int key, const int *take, size_t takes, enum lookup_repeated repeated)
{
	struct lookup *lookup = memory_zeroed(1, sizeof *lookup);
	struct row     row;

	lookup->seed = hash_seed_draw();
	lookup->rows = groups_new(&(struct groups_spec){ .kept = sizeof(struct found) });
	arena_init(&lookup->texts);
	while (side_next(side, &row)) {
		if (row_field(&row, key).length)
			keep_row(lookup, side, &row, row_field(&row, key), take, takes, repeated);
	}
	side_close(side);
	return lookup;
}

void
lookup_free(struct lookup *lookup)
{
	groups_free(lookup->rows);
	arena_release(&lookup->texts);
	free(lookup);
}

const struct slice *
lookup_find(const struct lookup *lookup, struct slice key)
{
	struct group *group = NULL;

	if (key.length)
		group = groups_seek(lookup->rows, key, hash_bytes(key, lookup->seed));
	return group ? ((const struct found *)group_kept(group))->field : NULL;
}
