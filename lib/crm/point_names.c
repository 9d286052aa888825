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

void
point_names_clear(struct point_names *names)
{
	names->count = 0;
	names->slots = 0;
}

static void
set_slots(struct point_names *names, size_t slots)
{
	if (slots > names->room) {
		names->slot = memory_resize(names->slot, slots, sizeof *names->slot);
		names->room = slots;
	}
	names->slots = slots;
	memset(names->slot, 0, slots * sizeof *names->slot);
	for (uint32_t i = 0; i < names->count; i++) {
		uint32_t hash = (uint32_t)hash_bytes(names->name[i], names->seed);

		*point_names_slot(names, names->name[i], hash) = (struct name_slot){ hash, i + 1 };
	}
}

void
point_names_expect(struct point_names *names, size_t more)
{
	size_t wanted = names->count + more, slots = names->slots ? names->slots : SLOTS_LEAST;

	MEMORY_GROW(names->name, names->capacity, wanted);
	while (slots < wanted * 2)
		slots *= 2;
	if (slots > names->slots)
		set_slots(names, slots);
}

uint32_t
point_names_find(const struct point_names *names, struct slice name)
{
	uint32_t hash = (uint32_t)hash_bytes(name, names->seed);

	return names->count ? point_names_slot(names, name, hash)->number - 1 : NO_NAME;
}
