/*
 * crm-test check - whether the cells of a campaign came out as planned
 *
 * A gather: each customer's rows together, with those of --contacts before them, because
 * who is in two cells or in two campaigns is seen on the customer alone.
 */
#include "crm-test.h"

#include <stdlib.h>

#include "crm/balance.h"
#include "run/gather.h"
#include "value/memory.h"

static struct {
	const char *cells, *balance, *contacts;
} set;

static const struct option_spec options[] = {
	{ 0, "cells", "NAME:SHARE,...", "the shares that were planned, as for assign",
		.text = &set.cells },
	{ 0, "balance", "COLUMN,...", "columns whose values must fall alike into all cells",
		.text = &set.balance },
	{ 0, "contacts", "FILE", "contacts of other campaigns: who is in both",
		.text = &set.contacts },
	{ 0 },
};

enum { CUSTOMER, CELL, CAMPAIGN, EVENT };
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[CELL]     = { "cell" },
	[CAMPAIGN] = { "campaign", .optional = true, .empty_ok = true },
};
static const struct column_spec contact_columns[] = {
	[CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
	[CELL]     = { "cell",     .optional = true, .empty_ok = true },
	[CAMPAIGN] = { "campaign", .optional = true, .empty_ok = true },
	[EVENT]    = { "event",    .optional = true, .empty_ok = true },
};

const struct command check = {
	.name = "crm-test check",
	.purpose = "whether the cells of a campaign came out as planned",
	.usage = "[options] [file ...]",
	.takes = TAKES_ROWS | SORTS_RESULT,
	.option = options,
	COMMAND_COLUMNS(columns),
};

static int   *balanced;              /* the columns of --balance */
static size_t balances;

/* --- reading: a record is campaign NUL cell NUL values, each ended by a NUL --- */

/* Those of other campaigns come first, then by campaign and cell. */
static const char before[] = "c", after[] = "r";

static void
pack_text(struct buffer *buffer, struct slice text)
{
	buffer_add(buffer, text);
	buffer_add(buffer, slice_of("", 1));
}

static bool
pack_row(const struct row *row, struct buffer *order, struct buffer *record, void *none)
{
	(void)none;
	buffer_add(order, slice_from(after));
	pack_text(order, row_text(row, CAMPAIGN));
	buffer_add(order, row_text(row, CELL));
	buffer_add(record, slice_from(after));
	pack_text(record, row_text(row, CAMPAIGN));
	pack_text(record, row_text(row, CELL));
	for (size_t i = 0; i < balances; i++)
		pack_text(record, row_field(row, balanced[i]));
	return true;
}

static bool
pack_contact(const struct row *row, struct buffer *order, struct buffer *record, void *none)
{
	(void)none;
	if (slice_is(row_text(row, EVENT), "withheld"))
		return row_ignore(row, "withheld");
	buffer_add(order, slice_from(before));
	buffer_add(order, row_text(row, CAMPAIGN));
	buffer_add(record, slice_from(before));
	pack_text(record, row_text(row, CAMPAIGN));
	return true;
}

/* --- counting: what is known of the customer at hand --- */

struct customer {
	struct slice  id;
	struct arena  texts;
	struct slice *other;         /* the campaigns that wrote to him */
	size_t        others, capacity;
	/* the campaign at hand: its cell and values, and whether there are several cells */
	bool          begun, several;
	struct slice  campaign, cell, values;
};

/* A campaign's rows are over. */
static void
count_customer(struct balance *balance, struct customer *customer)
{
	struct slice rest = customer->values, value;

	if (!customer->begun)
		return;
	customer->begun = false;
	if (customer->several) {
		balance_several(balance, customer->campaign, customer->id);
		return;
	}
	balance_count(balance, customer->campaign, 0, SLICE_EMPTY, customer->cell);
	for (size_t i = 0; i < balances; i++) {
		rest = slice_cut(rest, '\0', &value);
		balance_count(balance, customer->campaign, i + 1, value, customer->cell);
	}
	/* One without a name is not known to be the same. */
	for (size_t i = 0; i < customer->others; i++)
		if (!customer->other[i].length ||
			!slice_equal(customer->other[i], customer->campaign))
			balance_count(balance, customer->campaign, balances + 1, customer->other[i],
				customer->cell);
}

static void
other_campaign(struct customer *customer, struct slice campaign)
{
	if (customer->others && slice_equal(customer->other[customer->others - 1], campaign))
		return;
	MEMORY_GROW(customer->other, customer->capacity, customer->others + 1);
	customer->other[customer->others++] = arena_copy(&customer->texts, campaign);
}

static void
take_record(struct balance *balance, struct customer *customer, struct slice record)
{
	struct slice campaign, cell, rest;

	rest = slice_cut(slice_of(record.data + 1, record.length - 1), '\0', &campaign);
	if (record.data[0] == before[0]) {
		other_campaign(customer, campaign);
		return;
	}
	rest = slice_cut(rest, '\0', &cell);
	if (customer->begun && slice_equal(customer->campaign, campaign)) {
		customer->several |= !slice_equal(customer->cell, cell);
		return;
	}
	count_customer(balance, customer);
	customer->begun = true;
	customer->several = false;
	customer->campaign = arena_copy(&customer->texts, campaign);
	customer->cell = arena_copy(&customer->texts, cell);
	customer->values = arena_copy(&customer->texts, rest);
}

static struct balance *
count_all(struct gather *gather)
{
	struct balance *balance = balance_new();
	struct customer customer = { .others = 0 };
	struct slice record;

	arena_init(&customer.texts);
	while (gather_key(gather, &customer.id)) {
		arena_clear(&customer.texts);
		customer.others = 0;
		while (gather_record(gather, &record))
			take_record(balance, &customer, record);
		count_customer(balance, &customer);
	}
	arena_release(&customer.texts);
	free(customer.other);
	return balance;
}

void
check_run(struct operands files)
{
	struct test_cells *planned = set.cells ? cells_given(set.cells) : NULL;
	struct stream *rows = stream_open(files), *contacts = NULL;
	struct gather *gather = gather_new();
	struct balance *balance;

	balanced = columns_given("--balance", set.balance, rows, &balances);
	if (balances > BALANCE_SUBJECTS - 2)
		fail(EXIT_USAGE, "--balance: more than %d columns", BALANCE_SUBJECTS - 2);
	if (set.contacts)
		contacts = stream_open_second("--contacts", set.contacts, contact_columns,
			sizeof contact_columns / sizeof contact_columns[0], NULL);
	gather_read(gather, rows, pack_row, NULL, NULL);
	if (contacts)
		gather_read(gather, contacts, pack_contact, NULL, NULL);
	balance = count_all(gather);
	gather_free(gather);
	findings_report(balance, planned, stream_header(rows), balanced, balances);
	balance_free(balance);
	cells_free(planned);
	free(balanced);
}
