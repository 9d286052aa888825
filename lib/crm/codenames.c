/* What the parts of source codes are called: see codenames.h. */
#include "crm/codenames.h"

#include "table/groups.h"

/* The media of direct marketing and of Chinese shops; every letter once. */
static const struct {
	const char *letter, *name;
} medium[] = {
	{ "A", "app push" },
	{ "C", "catalogue" },
	{ "D", "e-mail" },
	{ "E", "event" },
	{ "F", "fax" },
	{ "I", "internet" },
	{ "M", "mail" },
	{ "O", "outdoor" },
	{ "P", "print" },
	{ "R", "radio" },
	{ "S", "sms" },
	{ "T", "telephone" },
	{ "V", "television" },
	{ "W", "wechat" },
};

void
names_init(struct code_names *names)
{
	memset(names, 0, sizeof *names);
	names->places = groups_new(&(struct groups_spec){ .kept = sizeof(size_t) });
	names->seed = hash_seed_draw();
	arena_init(&names->texts);
}

void
names_release(struct code_names *names)
{
	free(names->name);
	groups_free(names->places);
	arena_release(&names->texts);
}

/* What a value of a part is found by: the part's place, the value. */
#define KEY_LONGEST (1 + CODE_LONGEST)
static struct slice
key_of(size_t part, struct slice value, char space[KEY_LONGEST])
{
	space[0] = (char)part;
	if (value.length)
		memcpy(space + 1, value.data, value.length);
	return slice_of(space, 1 + value.length);
}

bool
names_add(struct code_names *names, const struct code_layout *layout, struct slice part_name,
	struct slice value, struct slice name, const char **why)
{
	struct code code;
	char month[DAY_TEXT];
	struct slice key;
	char space[KEY_LONGEST];
	size_t part, *place;

	for (part = 0; part < layout->parts; part++)
		if (slice_equal(layout->part[part].name, slice_trim(part_name)))
			break;
	*why = "the layout has no part of this name";
	if (part == layout->parts)
		return false;
	*why = "only letters and digits have names";
	if (layout->part[part].kind != PART_LETTERS && layout->part[part].kind != PART_DIGITS)
		return false;
	*why = "the code does not fit its part";
	if (!code_put(layout, &code, part, value))
		return false;
	*why = "the name is empty";
	name = slice_trim(name);
	if (name.length == 0)
		return false;

	/* As decode will see it: narrow, without blanks. */
	value = code_value(layout, &code, part, month);
	key = key_of(part, value, space);
	place = group_kept(groups_find(names->places, key, hash_bytes(key, names->seed)));
	*why = "this code has a name already";
	if (*place)
		return false;
	MEMORY_GROW(names->name, names->capacity, names->count + 1);
	*place = names->count + 1;
	names->of_part[part]++;
	names->name[names->count++] = (struct code_name){
		part,
		arena_copy(&names->texts, value),
		arena_copy(&names->texts, name),
	};
	return true;
}

bool
names_medium(size_t i, const char **letter, const char **name)
{
	if (i >= sizeof medium / sizeof medium[0])
		return false;
	*letter = medium[i].letter;
	*name = medium[i].name;
	return true;
}

void
names_default(struct code_names *names, const struct code_layout *layout)
{
	const char *letter, *name, *why;
	int part = layout_find(layout, "medium");

	if (part < 0 || layout->part[part].kind != PART_LETTERS || layout->part[part].length != 1)
		return;
	for (size_t i = 0; names_medium(i, &letter, &name); i++)
		names_add(names, layout, slice_from("medium"), slice_from(letter), slice_from(name),
			&why);
}

struct slice
names_find(const struct code_names *names, size_t part, struct slice value)
{
	char space[KEY_LONGEST];
	struct slice key;
	struct group *group;

	if (!names->of_part[part] || value.length > CODE_LONGEST)
		return SLICE_EMPTY;
	key = key_of(part, value, space);
	group = groups_seek(names->places, key, hash_bytes(key, names->seed));
	return group ? names->name[*(size_t *)group_kept(group) - 1].name : SLICE_EMPTY;
}

bool
names_has(const struct code_names *names, size_t part)
{
	return names->of_part[part] > 0;
}
