/* How many each segment has: the counts instead of the records. */
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "crm-segment.h"
#include "run/report.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/memory.h"
#include "value/money.h"

/* Of one thread. Customers are a set, with the segments they are in as members. */
struct counts {
	struct counts *next;
	struct groups *customers;
	int64_t        records, *of_segment;
	money_sum     *sum;              /* by segment, then column; the last segment is other */
	money         *amount;           /* of the row at hand */
	struct group  *customer;         /* of the row at hand; NULL: none is known */
};

static _Atomic(struct counts *) all;
static struct hash_seed seed;
static bool   by_customer;
static int   *sum_field;

void
counts_start(struct stream *records)
{
	const struct header *header = stream_header(records);

	seed = hash_seed_draw();
	by_customer = stream_has(records, CUSTOMER);
	sum_field = memory_zeroed(set.sum.count + 1, sizeof *sum_field);
	for (size_t i = 0; i < set.sum.count; i++) {
		struct slice name = set.sum.part[i];

		sum_field[i] = header_find_one(header, name, "--sum");
		if (sum_field[i] < 0)
			fail(EXIT_USAGE, "--sum: no column \"%.*s\"", (int)name.length, name.data);
	}
}

struct counts *
counts_new(void)
{
	struct counts *counts = memory_zeroed(1, sizeof *counts);
	size_t groups = segments.names + 1;

	counts->customers = groups_new(&(struct groups_spec){ .member_kinds = 1, .seed = seed });
	counts->of_segment = memory_zeroed(groups, sizeof *counts->of_segment);
	counts->sum = memory_zeroed(groups * set.sum.count + 1, sizeof *counts->sum);
	counts->amount = memory_zeroed(set.sum.count + 1, sizeof *counts->amount);
	counts->next = atomic_load(&all);
	while (!atomic_compare_exchange_weak(&all, &counts->next, counts))
		;
	return counts;
}

/* Everything that may be wrong with the row, before anything is counted. */
bool
counts_row(struct counts *counts, const struct row *row)
{
	struct slice key = by_customer ? row_text(row, CUSTOMER) : SLICE_EMPTY;

	for (size_t i = 0; i < set.sum.count; i++) {
		struct slice field = row_field(row, sum_field[i]);
		bool rounded = false;

		counts->amount[i] = 0;
		if (field.length && !money_parse(field, &counts->amount[i], &rounded))
			return row_bad_field(row, sum_field[i], "not a number: \"%.*s\"",
				(int)(field.length < 40 ? field.length : 40), field.data);
	}
	counts->records++;
	counts->customer = NULL;
	if (key.length)
		counts->customer = groups_find(counts->customers, key, hash_bytes(key, seed));
	return true;
}

static void
enter(struct counts *counts, struct group *customer, uint32_t segment)
{
	struct slice id = slice_of((const char *)&segment, sizeof segment);

	groups_add_member(counts->customers, customer, 0, id);
}

void
counts_add(struct counts *counts, size_t segment)
{
	counts->of_segment[segment]++;
	if (counts->customer)
		enter(counts, counts->customer, (uint32_t)segment);
	for (size_t k = 0; k < set.sum.count; k++)
		counts->sum[segment * set.sum.count + k] += counts->amount[k];
}

/* --- at the end --- */

static uint32_t
segment_of(const struct counts *counts, const struct group *customer, size_t i)
{
	uint32_t segment;

	memcpy(&segment, member_id(group_member(counts->customers, customer, 0, i)).data,
		sizeof segment);
	return segment;
}

static void
counts_join(struct counts *into, const struct counts *from)
{
	for (size_t i = 0; i <= segments.names; i++) {
		into->of_segment[i] += from->of_segment[i];
		for (size_t k = 0; k < set.sum.count; k++)
			into->sum[i * set.sum.count + k] += from->sum[i * set.sum.count + k];
	}
	into->records += from->records;
	groups_settle(from->customers);
	for (size_t i = 0; i < groups_count(from->customers); i++) {
		const struct group *one = groups_at(from->customers, i);
		struct slice        key = group_key(one);
		struct group *customer = groups_find(into->customers, key, hash_bytes(key, seed));

		for (size_t k = 0; k < group_members(from->customers, one, 0); k++)
			enter(into, customer, segment_of(from, one, k));
	}
}

/* Customers of each segment, in place of the records. */
static void
count_customers(struct counts *counts)
{
	for (size_t i = 0; i <= segments.names; i++)
		counts->of_segment[i] = 0;
	groups_settle(counts->customers);
	for (size_t i = 0; i < groups_count(counts->customers); i++) {
		const struct group *one = groups_at(counts->customers, i);

		for (size_t k = 0; k < group_members(counts->customers, one, 0); k++)
			counts->of_segment[segment_of(counts, one, k)]++;
	}
}

static bool
other_is_named(void)
{
	return segments_find(&segments, slice_from(OTHER)) != SEGMENT_NONE;
}

static void
write_counts(struct report *report, const struct counts *counts, size_t segment, int64_t total)
{
	bool other = segment == segments.names;

	report_text(report, other ? slice_from(OTHER) : segments.name[segment]);
	report_integer(report, counts->of_segment[segment]);
	report_ratio(report, counts->of_segment[segment], total);
	for (size_t k = 0; k < set.sum.count; k++)
		report_sum(report, counts->sum[segment * set.sum.count + k], "a sum of --sum");
	report_end(report);
}

void
counts_write(void)
{
	struct report *report = report_new();
	struct counts *counts = atomic_load(&all);
	int64_t        total;

	for (struct counts *one = counts->next; one; one = one->next)
		counts_join(counts, one);
	total = by_customer ? (int64_t)groups_count(counts->customers) : counts->records;
	if (by_customer)
		count_customers(counts);
	report_column(report, slice_from("segment"));
	report_column(report, slice_from(by_customer ? "customers" : "records"));
	report_column(report, slice_from("share"));
	for (size_t k = 0; k < set.sum.count; k++)
		report_column(report, set.sum.part[k]);
	for (size_t i = 0; i < segments.names + (!set.tags && !other_is_named()); i++)
		if (segment_wanted(i == segments.names ? SEGMENT_NONE : i))
			write_counts(report, counts, i, total);
	report_finish(report);
}
