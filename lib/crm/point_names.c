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
	names->hashed = false;
}

/* The slot of a name, or a free one for it. */
static struct name_slot *
slot_of(const struct point_names *names, struct slice name, uint32_t hash)
{
	size_t mask = names->slots - 1, at = hash & mask;

	for (;; at = (at + 1) & mask) {
		struct name_slot *slot = &names->slot[at];

		if (!slot->number ||
			(slot->hash == hash && slice_equal(names->name[slot->number - 1], name)))
			return slot;
	}
}

static uint32_t
hash_of(const struct point_names *names, struct slice name)
{
	return (uint32_t)hash_bytes(name, names->seed);
}

/* At most half of the slots are ever used. */
static void
make_slots(struct point_names *names, size_t wanted)
{
	size_t slots = names->slots ? names->slots : SLOTS_LEAST;

	while (slots < wanted * 2)
		slots *= 2;
	if (slots == names->slots)
		return;
	if (slots > names->room) {
		names->slot = memory_resize(names->slot, slots, sizeof *names->slot);
		names->room = slots;
	}
	names->slots = slots;
	memset(names->slot, 0, slots * sizeof *names->slot);
	for (uint32_t i = 0; i < names->count; i++) {
		uint32_t hash = hash_of(names, names->name[i]);

		*slot_of(names, names->name[i], hash) = (struct name_slot){ hash, i + 1 };
	}
}

void
point_names_expect(struct point_names *names, size_t more)
{
	MEMORY_GROW(names->name, names->capacity, names->count + more);
	if (names->hashed)
		make_slots(names, names->count + more);
}

/* From now on names are found by their slots. */
static void
leave_order(struct point_names *names)
{
	names->hashed = true;
	make_slots(names, names->capacity);
}

uint32_t
point_names_seek(struct point_names *names, struct slice name, bool *fresh)
{
	struct name_slot *slot;
	uint32_t hash;

	if (names->count == names->capacity) {
		point_names_expect(names, names->count + 1);
		return point_names_number(names, name, fresh);
	}
	if (!names->hashed && names->count)
		leave_order(names);
	*fresh = true;
	if (names->hashed) {
		point_names_expect(names, 1);
		hash = hash_of(names, name);
		slot = slot_of(names, name, hash);
		*fresh = !slot->number;
		if (!*fresh)
			return slot->number - 1;
		*slot = (struct name_slot){ hash, (uint32_t)names->count + 1 };
	}
	names->name[names->count] = name;
	return (uint32_t)names->count++;
}

/* Names that rise or fall are halved. */
static uint32_t
find_in_order(const struct point_names *names, struct slice name)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int    order = slice_compare(name, names->name[middle]);

		if (order == 0)
			return (uint32_t)middle;
		if ((order < 0) == names->falls)
			low = middle + 1;
		else
			high = middle;
	}
	return NO_NAME;
}

uint32_t
point_names_find(const struct point_names *names, struct slice name)
{
	if (!names->hashed)
		return find_in_order(names, name);
	return slot_of(names, name, hash_of(names, name))->number - 1;
}
