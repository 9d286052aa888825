/* The register of codes: see coderegister.h. */
#include "crm/coderegister.h"

#include <stdlib.h>

#include "crm/codealike.h"
#include "table/groups.h"

/* What is kept of a code's text and of a look. */
struct first {
	size_t entry;            /* 1 + the first entry; 0: it is new */
	bool   several;          /* of a look: more than one code has it */
};

void
register_init(struct code_register *codes, const struct code_layout *layout)
{
	static const struct groups_spec spec = { .kept = sizeof(struct first) };

	memset(codes, 0, sizeof *codes);
	codes->layout = layout;
	codes->exact = groups_new(&spec);
	codes->alike = groups_new(&spec);
	codes->seed = hash_seed_draw();
	arena_init(&codes->texts);
	for (size_t i = 0; i < layout->length; i++)
		codes->plain += !layout_is_mark(layout, i);
}

void
register_release(struct code_register *codes)
{
	groups_free(codes->exact);
	groups_free(codes->alike);
	arena_release(&codes->texts);
	free(codes->entry);
}

void
register_names(struct code_register *codes, size_t part)
{
	codes->name_of[part] = ++codes->names;
}

static const struct first *
seek(const struct code_register *codes, struct groups *by, struct slice key)
{
	struct group *group = groups_seek(by, key, hash_bytes(key, codes->seed));

	return group ? group_kept(group) : NULL;
}

static const struct register_entry *
entries_of(const struct code_register *codes, struct slice text)
{
	const struct first *first = seek(codes, codes->exact, text);

	return first ? &codes->entry[first->entry - 1] : NULL;
}

static const struct register_entry *
entry_next(const struct code_register *codes, const struct register_entry *entry)
{
	return entry->next ? &codes->entry[entry->next - 1] : NULL;
}

static int
months_of(const struct code *code)
{
	return 12 * code->year + code->month;
}

const struct register_entry *
register_refuses(const struct code_register *codes, const struct code *code)
{
	const struct register_entry *entry = entries_of(codes, code_text(codes->layout, code));

	/* A code that tells no time, or all of it, is the same whenever it comes. */
	for (; entry && layout_needs_day(codes->layout); entry = entry_next(codes, entry))
		if (abs(months_of(&entry->code) - months_of(code)) <= 12 * REGISTER_YEARS)
			break;
	return entry;
}

static struct slice
look_of(struct slice plain, char space[CODE_LONGEST])
{
	for (size_t i = 0; i < plain.length; i++)
		space[i] = character_look(plain.data[i]);
	return slice_of(space, plain.length);
}

static void
enter_look(struct code_register *codes, struct slice text, size_t number)
{
	char plain[CODE_LONGEST], space[CODE_LONGEST];
	struct slice look = look_of(slice_of(plain, text_plain(text, plain, sizeof plain)), space);
	struct first *first;

	first = group_kept(groups_find(codes->alike, look, hash_bytes(look, codes->seed)));
	if (!first->entry)
		first->entry = number;
	else
		first->several = true;
}

void
register_add(struct code_register *codes, const struct code *code, const struct slice *name,
	size_t place)
{
	struct slice text = code_text(codes->layout, code);
	struct register_entry *entry;
	struct first *first;

	MEMORY_GROW(codes->entry, codes->capacity, codes->count + 1);
	entry = &codes->entry[codes->count++];
	*entry = (struct register_entry){ .code = *code, .place = place };
	if (codes->names) {
		entry->name = arena_new(&codes->texts, codes->names * sizeof *entry->name);
		for (size_t i = 0; i < codes->names; i++)
			entry->name[i] = name ? arena_copy(&codes->texts, name[i]) : SLICE_EMPTY;
	}
	first = group_kept(groups_find(codes->exact, text, hash_bytes(text, codes->seed)));
	entry->next = first->entry;
	first->entry = codes->count;
	if (!entry->next)
		enter_look(codes, text, codes->count);
}

const struct register_entry *
register_entry_of(const struct code_register *codes, const struct code *code)
{
	const struct register_entry *entry = entries_of(codes, code_text(codes->layout, code));

	for (; entry; entry = entry_next(codes, entry))
		if (months_of(&entry->code) == months_of(code))
			break;
	return entry;
}

/* Of the entries of one code: the latest not after the day's month, else the first of all. */
static const struct register_entry *
entry_by_day(const struct code_register *codes, const struct register_entry *entry, day latest)
{
	const struct register_entry *best = entry;
	struct date date;
	int limit;

	if (!entry || !entry->next)
		return entry;
	date = day_to_date(latest);
	limit = 12 * date.year + (entry->code.month ? date.month : 0);
	for (; entry; entry = entry_next(codes, entry)) {
		int this = months_of(&entry->code), that = months_of(&best->code);

		if (this <= limit ? this > that || that > limit : this < that)
			best = entry;
	}
	return best;
}

const struct register_entry *
register_find(const struct code_register *codes, struct slice text, day latest)
{
	return entry_by_day(codes, entries_of(codes, text), latest);
}

/* The letters and digits at their places, marks between them. */
static struct slice
code_of_plain(const struct code_layout *layout, struct slice plain, char space[CODE_LONGEST])
{
	size_t next = 0;

	for (size_t i = 0; i < layout->length; i++)
		space[i] = layout_is_mark(layout, i) ? layout->fixed[i] : plain.data[next++];
	return slice_of(space, layout->length);
}

const struct register_entry *
register_meant(const struct code_register *codes, struct slice plain, day latest)
{
	char space[CODE_LONGEST];
	const struct register_entry *entry;
	const struct first *first;

	if (plain.length != codes->plain)
		return NULL;
	entry = entries_of(codes, code_of_plain(codes->layout, plain, space));
	if (entry)
		return entry_by_day(codes, entry, latest);
	first = seek(codes, codes->alike, look_of(plain, space));
	if (!first || first->several)
		return NULL;
	entry = &codes->entry[first->entry - 1];
	return register_find(codes, code_text(codes->layout, &entry->code), latest);
}

enum code_status
register_read(const struct code_register *codes, struct slice text, day latest,
	const struct register_entry **entry)
{
	char plain[CODE_LONGEST];
	struct code code;
	enum code_status status = code_read(codes->layout, text, &code);

	*entry = NULL;
	if (status == CODE_NONE)
		return status;
	*entry = register_find(codes, slice_trim(text), latest);
	if (*entry)
		return CODE_EXACT;
	*entry = register_meant(
		codes, slice_of(plain, text_plain(text, plain, sizeof plain)), latest);
	if (*entry)
		return CODE_CORRECTED;
	return status == CODE_EXACT ? CODE_UNKNOWN : CODE_MALFORMED;
}

struct slice
register_name(const struct code_register *codes, const struct register_entry *entry, size_t part)
{
	return codes->name_of[part] ? entry->name[codes->name_of[part] - 1] : SLICE_EMPTY;
}
