/*
 * The customers of crm-roi: a side table whose columns --by may name.
 */
#include "crm-roi.h"
#include "run/lookup.h"

static const struct column_spec columns[] = {
	{ "customer", .role = ROLE_CUSTOMER, .empty_ok = true },
};

static struct lookup *table;
static size_t takes;

void
customers_read(const char *path)
{
	struct side *side = side_open("--customers", path, columns, 1, SIDE_DATA);
	const struct header *header = side_header(side);
	int take[KEYS_MOST], customer = side_binding(side)->field[0];

	for (size_t i = 0; i < keys.by; i++) {
		struct key *key = &keys.key[i];
		int field = key->kind == KEY_COLUMN
			? header_find_one(header, slice_from(key->name), path)
			: -1;

		if (field < 0)
			continue;
		take[takes] = field;
		key->customer = (int)takes++;
	}
	table = lookup_read(
		side, &(struct key_columns){ &customer, 1 }, take, takes, REPEATED_REFUSED);
}

void
customers_values(struct slice customer, struct slice value[KEYS_MOST])
{
	struct slice field[KEYS_MOST];
	bool found = customer.length && lookup_find(table, customer, field);

	for (size_t i = 0; i < keys.by; i++)
		if (keys.key[i].customer >= 0)
			value[i] = found ? field[keys.key[i].customer] : SLICE_EMPTY;
}
