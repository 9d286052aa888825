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

static struct name_slot *
slot_of(const struct point_names *names, struct slice name, uint32_t hash)
{
	size_t at = hash & (names->slots - 1);
	struct name_slot *slot;

	for (;; at = (at + 1) & (names->slots - 1)) {
		slot = &names->slot[at];
		if (!slot->number)
			return slot;
		if (slot->hash == hash && slice_equal(names->name[slot->number - 1], name))
			return slot;
	}
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

		*slot_of(names, names->name[i], hash) = (struct name_slot){ hash, i + 1 };
	}
}

/* At most half of the slots are ever used. */
void
point_names_expect(struct point_names *names, size_t more)
{
	size_t slots = names->slots ? names->slots : SLOTS_LEAST;

	while (slots < (names->count + more) * 2)
		slots *= 2;
	if (slots > names->slots)
		set_slots(names, slots);
}

uint32_t
point_names_number(struct point_names *names, struct slice name, bool *fresh)
{
	uint32_t hash = (uint32_t)hash_bytes(name, names->seed);
	struct name_slot *slot;

	if (names->count * 2 >= names->slots)
		point_names_expect(names, names->count + 1);
	slot = slot_of(names, name, hash);
	*fresh = !slot->number;
	if (*fresh) {
		MEMORY_GROW(names->name, names->capacity, names->count + 1);
		names->name[names->count++] = name;
		*slot = (struct name_slot){ hash, (uint32_t)names->count };
	}
	return slot->number - 1;
}

uint32_t
point_names_find(const struct point_names *names, struct slice name)
{
	if (!names->count)
		return NO_NAME;
	return slot_of(names, name, (uint32_t)hash_bytes(name, names->seed))->number - 1;
}
