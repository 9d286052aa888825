#include "crm/point_names.h"

#include <stdlib.h>

#include "value/memory.h"

#define SLOTS_LEAST 16

void
point_names_init(struct point_names *names)
{
	*names = (struct point_names){ .seed = hash_seed_draw() };
}

void
point_names_release(struct point_names *names)
{
	free(names->name);
	free(names->slot);
}

static void
slots_empty(struct point_names *names, size_t slots)
{
	if (slots > names->room) {
		names->slot = memory_resize(names->slot, slots, sizeof *names->slot);
		names->room = slots;
	}
	names->slots = slots;
	memset(names->slot, 0, slots * sizeof *names->slot);
}

void
point_names_clear(struct point_names *names)
{
	names->count = 0;
	names->slots = 0;
}

static uint32_t *
slot_of(const struct point_names *names, struct slice name)
{
	size_t at = hash_bytes(name, names->seed) & (names->slots - 1);

	while (names->slot[at] && !slice_equal(names->name[names->slot[at] - 1], name))
		at = (at + 1) & (names->slots - 1);
	return &names->slot[at];
}

static void
grow(struct point_names *names)
{
	slots_empty(names, names->slots ? names->slots * 2 : SLOTS_LEAST);
	for (uint32_t i = 0; i < names->count; i++)
		*slot_of(names, names->name[i]) = i + 1;
}

uint32_t
point_names_number(struct point_names *names, struct slice name, bool *fresh)
{
	uint32_t *slot;

	if (names->count * 2 >= names->slots)
		grow(names);
	slot = slot_of(names, name);
	*fresh = !*slot;
	if (*fresh) {
		MEMORY_GROW(names->name, names->capacity, names->count + 1);
		names->name[names->count++] = name;
		*slot = (uint32_t)names->count;
	}
	return *slot - 1;
}

uint32_t
point_names_find(const struct point_names *names, struct slice name)
{
	return names->count ? *slot_of(names, name) - 1 : NO_NAME;
}
