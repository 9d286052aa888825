#include "run/lookup.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "csv/writer.h"
#include "run/fold.h"
#include "run/settings.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/key.h"
#include "value/memory.h"

struct lookup {
	struct groups   *rows;
	struct hash_seed seed;
	struct arena     texts;
	size_t           takes;
	struct buffer    packed;     /* the row at hand */
};

/* What is kept of a key: its fields one after the other, each behind its length. */
struct found {
	const char *packed;
};

/* --- keys --- */

const char *
key_of_row(const struct row *row, const struct key_columns *columns, struct slice *key, int *field)
{
	struct slice one, *part = &one;
	size_t       length = 0;
	const char  *why = NULL;

	if (columns->fields > 1)
		part = arena_new(row_scratch(row), columns->fields * sizeof *part);
	for (size_t i = 0; i < columns->fields; i++) {
		part[i] = row_field(row, columns->field[i]);
		*field = columns->field[i];
		if (key_is_odd(part[i]) && !key_read(part[i], &part[i], &why))
			return why;
		if (settings.fold_keys) {
			char *folded = arena_new(row_scratch(row), part[i].length);

			part[i] = slice_of(folded, key_fold(part[i], folded));
		}
		length += part[i].length;
	}
	*key = length ? fold_key(row_scratch(row), part, columns->fields) : SLICE_EMPTY;
	return NULL;
}

void
key_quote(struct slice key, char out[TEXT_QUOTED])
{
	char *shown = memory_string(key);

	for (size_t i = 0; i < key.length; i++)
		shown[i] = shown[i] ? shown[i] : ',';
	text_quote(slice_of(shown, key.length), out);
	free(shown);
}

static bool
command_has(const char *option)
{
	const struct option_spec *spec = settings.command->option;

	while (spec && spec->name && strcmp(spec->name, option) != 0)
		spec++;
	return spec && spec->name;
}

void
side_repeated(struct side *side, const struct row *row, struct slice key)
{
	char quoted[TEXT_QUOTED];

	key_quote(key, quoted);
	side_bad(side, row, -1, "%s stands here a second time%s", quoted,
		command_has("first") ? "; --first or --last says which row counts" : "");
}

/* --- rows --- */

/* Seven bits a byte, the last one below 128. */
static void
pack_length(struct buffer *packed, size_t length)
{
	char   bytes[10];
	size_t used = 0;

	for (; length >= 128; length >>= 7)
		bytes[used++] = (char)(length | 128);
	bytes[used++] = (char)length;
	buffer_add(packed, slice_of(bytes, used));
}

static size_t
unpack_length(const char **packed)
{
	size_t length = 0;
	int    shift = 0;

	for (; **packed & 128; shift += 7)
		length |= (size_t)(*(*packed)++ & 127) << shift;
	return length | (size_t)(*(*packed)++) << shift;
}

static struct slice
pack_row(struct lookup *lookup, const struct row *row, const int *take)
{
	buffer_clear(&lookup->packed);
	for (size_t i = 0; i < lookup->takes; i++) {
		struct slice field = row_field(row, take[i]);

		pack_length(&lookup->packed, field.length);
		buffer_add(&lookup->packed, field);
	}
	return slice_of(lookup->packed.data, lookup->packed.length);
}

static void
keep_row(struct lookup *lookup, struct side *side, const struct row *row, struct slice key,
	const int *take, enum lookup_repeated repeated)
{
	struct group *group = groups_find(lookup->rows, key, hash_bytes(key, lookup->seed));
	struct found *found = group_kept(group);

	if (found->packed && repeated == REPEATED_REFUSED)
		side_repeated(side, row, key);
	if (!found->packed || repeated == REPEATED_LAST)
		found->packed = arena_copy(&lookup->texts, pack_row(lookup, row, take)).data;
}

struct lookup *
lookup_read(struct side *side, const struct key_columns *columns, const int *take, size_t takes,
	enum lookup_repeated repeated)
{
	struct lookup *lookup = memory_zeroed(1, sizeof *lookup);
	struct row     row;
	struct slice   key = SLICE_EMPTY;
	int            field;

	lookup->seed = hash_seed_draw();
	lookup->rows = groups_new(&(struct groups_spec){ .kept = sizeof(struct found) });
	lookup->takes = takes;
	arena_init(&lookup->texts);
	buffer_init(&lookup->packed);
	while (side_next(side, &row)) {
		const char *why = key_of_row(&row, columns, &key, &field);

		if (why)
			side_bad(side, &row, -1, "%s", why);
		if (key.length)
			keep_row(lookup, side, &row, key, take, repeated);
	}
	side_close(side);
	buffer_release(&lookup->packed);
	return lookup;
}

void
lookup_free(struct lookup *lookup)
{
	groups_free(lookup->rows);
	arena_release(&lookup->texts);
	free(lookup);
}

bool
lookup_find(const struct lookup *lookup, struct slice key, struct slice *field)
{
	struct group *group = NULL;
	const char   *packed;

	if (key.length)
		group = groups_seek(lookup->rows, key, hash_bytes(key, lookup->seed));
	if (!group)
		return false;
	packed = ((const struct found *)group_kept(group))->packed;
	for (size_t i = 0; i < lookup->takes; i++) {
		size_t length = unpack_length(&packed);

		field[i] = slice_of(packed, length);
		packed += length;
	}
	return true;
}
