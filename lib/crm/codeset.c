/* A set of source codes: see codeset.h. */
#include "crm/codeset.h"

#include "value/memory.h"

#define SLOTS_FIRST ((size_t)16)

void
code_set_init(struct code_set *set, size_t length)
{
	memset(set, 0, sizeof *set);
	set->length = length;
	set->seed = hash_seed_draw();
}

/* The table keeps its memory; only what is in use is wiped. */
void
code_set_clear(struct code_set *set)
{
	if (set->count)
		set->slots = 0;
	set->count = 0;
}

void
code_set_release(struct code_set *set)
{
	free(set->list);
	free(set->slot);
}

struct slice
code_set_at(const struct code_set *set, size_t i)
{
	return slice_of(set->list + i * (set->length + 1), set->length);
}

struct slice
code_set_joined(const struct code_set *set)
{
	if (set->count == 0)
		return SLICE_EMPTY;
	return slice_of(set->list, set->count * (set->length + 1) - 1);
}

/* Where the code is in the table, or would have to be. */
static uint32_t *
slot_of(const struct code_set *set, struct slice code)
{
	size_t i = hash_bytes(code, set->seed);

	for (;; i++) {
		uint32_t *slot = &set->slot[i & (set->slots - 1)];

		if (!*slot || slice_equal(code_set_at(set, *slot - 1), code))
			return slot;
	}
}

static void
resize(struct code_set *set, size_t slots)
{
	MEMORY_GROW(set->slot, set->most, slots);
	memset(set->slot, 0, slots * sizeof *set->slot);
	set->slots = slots;
	for (size_t i = 0; i < set->count; i++)
		*slot_of(set, code_set_at(set, i)) = (uint32_t)i + 1;
}

bool
code_set_add(struct code_set *set, struct slice code)
{
	size_t at = set->count * (set->length + 1);
	uint32_t *slot;

	/* At most half full, also after this one. */
	if (set->slots < 2 * (set->count + 1))
		resize(set, set->slots ? 2 * set->slots : SLOTS_FIRST);
	slot = slot_of(set, code);
	if (*slot)
		return false;
	MEMORY_GROW(set->list, set->capacity, at + set->length + 1);
	memcpy(set->list + at, code.data, set->length);
	set->list[at + set->length] = ';';
	*slot = (uint32_t)++set->count;
	return true;
}
