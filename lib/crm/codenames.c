/* What the parts of source codes are called: see codenames.h. */
#include "crm/codenames.h"

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
	names->name = NULL;
	names->count = names->capacity = 0;
	arena_init(&names->texts);
}

void
names_release(struct code_names *names)
{
	free(names->name);
	arena_release(&names->texts);
}

static int
compare(const struct code_name *name, size_t part, struct slice value)
{
	if (name->part != part)
		return name->part < part ? -1 : 1;
	return slice_compare(name->value, value);
}

/* Where the value's name is, or would have to be. */
static size_t
names_place(const struct code_names *names, size_t part, struct slice value)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&names->name[middle], part, value) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
names_add(struct code_names *names, const struct code_layout *layout, struct slice part_name,
	struct slice value, struct slice name, const char **why)
{
	struct code code;
	char month[DAY_TEXT];
	size_t part, place;

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
	place = names_place(names, part, value);
	*why = "this code has a name already";
	if (place < names->count && compare(&names->name[place], part, value) == 0)
		return false;
	MEMORY_GROW(names->name, names->capacity, names->count + 1);
	memmove(names->name + place + 1, names->name + place,
		(names->count - place) * sizeof *names->name);
	names->count++;
	names->name[place] = (struct code_name){
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
	size_t place = names_place(names, part, value);

	if (place < names->count && compare(&names->name[place], part, value) == 0)
		return names->name[place].name;
	return SLICE_EMPTY;
}

bool
names_has(const struct code_names *names, size_t part)
{
	size_t place = names_place(names, part, SLICE_EMPTY);

	return place < names->count && names->name[place].part == part;
}
