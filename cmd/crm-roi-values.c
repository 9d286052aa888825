/*
 * What the keys of crm-roi are in a row. Parts of a source code that a table lacks, or that
 * are empty in a row, are read out of the row's code.
 */
#include <string.h>

#include "crm-roi.h"
#include "value/hash.h"
#include "value/memory.h"
#include "value/plain.h"

/* A code read at most once a row, in memory that lives as long as the row. */
struct code_reading {
	struct slice     text;
	day              latest;
	struct arena    *scratch;
	struct code     *code;         /* NULL: not read yet */
	enum code_status status;
};

static enum code_status
code_settle(struct slice text, day latest, struct code *code)
{
	enum code_status status = code_read(&layout, text, code);

	if (status == CODE_EXACT && !code_date(&layout, code, latest))
		return CODE_MALFORMED;
	return status;
}

bool
code_is_valid(struct slice text, day latest)
{
	struct code code;

	return code_settle(text, latest, &code) == CODE_EXACT;
}

struct slice
code_part_called(struct slice text, day latest, const char *name, struct arena *scratch)
{
	int part = layout_find(&layout, name);
	struct code code;

	if (part < 0 || !layout_shows(&layout, (size_t)part) ||
		code_settle(text, latest, &code) != CODE_EXACT)
		return SLICE_EMPTY;
	return arena_copy(scratch, code_value(&layout, &code, (size_t)part, (char[DAY_TEXT]){ 0 }));
}

static bool
read_code(struct code_reading *reading)
{
	if (!reading->code) {
		reading->code = arena_new(reading->scratch, sizeof *reading->code);
		reading->status = code_settle(reading->text, reading->latest, reading->code);
	}
	return reading->status == CODE_EXACT;
}

/*
 * The code as it is written when it is written well: in half width, no blanks around it.
 * Also one that the layout does not know, or it would be a group for each way to write it.
 */
static struct slice
code_key(struct code_reading *reading)
{
	char *narrow;

	if (!reading->text.length || plain_code(reading->text))
		return reading->text;
	if (read_code(reading))
		return code_text(&layout, reading->code);
	narrow = arena_new(reading->scratch, reading->text.length);
	return slice_trim(slice_of(narrow, text_narrow(reading->text, narrow)));
}

/* A month as a person writes it becomes 2026-08. */
static struct slice
month_key(struct slice text, struct arena *scratch)
{
	char *month;
	int year, of_year;

	if (!month_parse(text, &year, &of_year))
		return text;
	month = arena_new(scratch, DAY_TEXT);
	return slice_of(month, month_print(year, of_year, month));
}

static struct slice
part_key(struct code_reading *reading, const struct key *key, struct slice text)
{
	bool month = key->part == layout.month;

	if (text.length)
		return month ? month_key(text, reading->scratch) : text;
	if (!reading->text.length || !read_code(reading))
		return SLICE_EMPTY;
	return code_value(
		&layout, reading->code, (size_t)key->part, arena_new(reading->scratch, DAY_TEXT));
}

static struct slice
order_month(day ordered, struct arena *scratch)
{
	struct date date = day_to_date(ordered);
	char *month = arena_new(scratch, DAY_TEXT);

	return slice_of(month, month_print(date.year, date.month, month));
}

/* For the columns that the row's own table lacks. */
static void
ask_customers(const struct key_plan *plan, struct slice customer, struct slice value[KEYS_MOST])
{
	struct slice said[KEYS_MOST];

	customers_values(customer, said);
	for (size_t i = 0; i < keys.count; i++)
		if (plan->field[i] < 0 && keys.key[i].customer >= 0)
			value[i] = said[i];
}

void
plan_values(const struct key_plan *plan, const struct key_row *row, struct arena *scratch,
	struct slice value[KEYS_MOST])
{
	struct code_reading reading = { .text = plan->code >= 0 ? row->field[plan->code]
								: SLICE_EMPTY,
		.latest = row->latest,
		.scratch = scratch };
	bool asked = false;

	for (size_t i = 0; i < keys.count; i++) {
		const struct key *key = &keys.key[i];
		int field = plan->field[i];
		struct slice text = field >= 0 ? row->field[field] : SLICE_EMPTY;

		value[i] = text;
		if (field >= 0 && field == plan->code)
			value[i] = code_key(&reading);
		else if (key->kind == KEY_PART)
			value[i] = part_key(&reading, key, text);
		else if (field < 0 && key->kind == KEY_ORDER_MONTH && row->ordered != DAY_NONE)
			value[i] = order_month(row->ordered, scratch);
		asked = asked || (field < 0 && key->customer >= 0);
	}
	if (asked)
		ask_customers(plan, row->customer, value);
}

/* --- codes met before --- */

/*
 * What a worker knows of the codes it has met: rows are many, codes are few. The first to
 * come stay, so that what was handed out stays, too.
 */
enum { MET_CODES = 1024, MET_PROBES = 4 };

static _Thread_local struct met {
	unsigned char code_length, key_length;
	char code[14], key[48];
} met[MET_CODES];

/* The place of a code: with it, free for it (no length), or NULL. */
static struct met *
met_place(struct slice code)
{
	size_t at = hash_bytes(code, (struct hash_seed){ 0 }) >> 32;

	for (size_t i = 0; i < MET_PROBES; i++) {
		struct met *place = &met[(at + i) % MET_CODES];

		if (!place->code_length ||
			slice_equal(slice_of(place->code, place->code_length), code))
			return place;
	}
	return NULL;
}

/*
 * Of a row whose code tells its keys. Before 1970 the day might matter after all: a code of
 * one digit of the year could lead to before the year 1.
 */
static struct slice
met_key(const struct key_plan *plan, const struct key_row *row, struct arena *scratch)
{
	struct slice code = row->field[plan->code], value[KEYS_MOST], key;
	struct met *place = NULL;

	if (code.length > 0 && code.length <= sizeof place->code && row->latest >= 0)
		place = met_place(code);
	if (place && place->code_length)
		return slice_of(place->key, place->key_length);
	plan_values(plan, row, scratch, value);
	key = fold_key(scratch, value, keys.count);
	if (place && key.length <= sizeof place->key) {
		memcpy(place->code, code.data, code.length);
		memcpy(place->key, key.data, key.length);
		place->code_length = (unsigned char)code.length;
		place->key_length = (unsigned char)key.length;
	}
	return key;
}

struct slice
plan_key(const struct key_plan *plan, const struct key_row *row, struct arena *scratch)
{
	struct slice value[KEYS_MOST];

	if (!keys.count)
		return slice_of("", 0);
	if (plan->of_code)
		return met_key(plan, row, scratch);
	plan_values(plan, row, scratch, value);
	return fold_key(scratch, value, keys.count);
}
