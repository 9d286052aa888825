/* Who is on a manual list, and who was where before. */
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "crm-segment.h"
#include "run/report.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/memory.h"

/* Kept of a customer; members are the segments of the lists, by their numbers. */
enum { INCLUDED, EXCLUDED };
struct customer {
	struct slice         previous;
	atomic_bool          here;
	bool                 known;      /* stands in --previous */
	bool                 out_of_all;
};

static struct groups   *customers;
static struct hash_seed seed;
static struct arena     texts;

enum { LIST_CUSTOMER, LIST_SEGMENT };

static struct group *
customer_of(struct slice key)
{
	return groups_find(customers, key, hash_bytes(key, seed));
}

static void
list_customer(struct slice key, int kind, size_t segment)
{
	uint32_t number = (uint32_t)segment;
	struct slice id = slice_of((const char *)&number, sizeof number);

	groups_add_member(customers, customer_of(key), (size_t)kind, id);
}

/* --- manual lists --- */

static void
read_included(const char *path)
{
	static const struct column_spec columns[] = {
		[LIST_CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
		[LIST_SEGMENT] = { "segment" },
	};
	struct side *side = side_open("--include", path, columns, 2, SIDE_DATA);
	struct row row;

	while (side_next(side, &row)) {
		size_t before = segments.names;
		struct slice name = row_text(&row, LIST_SEGMENT);
		size_t segment = segments_name(&segments, name);

		if (set.tags && slice_has(name, ';'))
			side_bad(side, &row, LIST_SEGMENT,
				"tags are joined by ';', so none can have one in it");
		if (slice_is(name, OTHER) && !set.tags)
			side_bad(side, &row, LIST_SEGMENT, "nobody is put into " OTHER);
		if (segments.names > before && segments.rules)
			note("--include: no rule gives \"%.*s\", only the list", (int)name.length,
				name.data);
		list_customer(row_text(&row, LIST_CUSTOMER), INCLUDED, segment);
	}
	side_close(side);
}

static void
read_excluded(const char *path)
{
	static const struct column_spec columns[] = {
		[LIST_CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
		[LIST_SEGMENT] = { "segment", .optional = true, .empty_ok = true },
	};
	struct side *side = side_open("--exclude", path, columns, 2, SIDE_DATA);
	struct row row;

	while (side_next(side, &row)) {
		struct slice name = row_text(&row, LIST_SEGMENT);
		size_t segment = segments_find(&segments, name);
		struct customer *customer;

		if (!row_has(&row, LIST_SEGMENT)) {
			customer = group_kept(customer_of(row_text(&row, LIST_CUSTOMER)));
			customer->out_of_all = true;
		} else if (segment == SEGMENT_NONE) {
			side_bad(side, &row, LIST_SEGMENT, "no rule gives this segment");
		} else {
			list_customer(row_text(&row, LIST_CUSTOMER), EXCLUDED, segment);
		}
	}
	side_close(side);
}

/* --- what was before --- */

static void
read_previous(const char *path)
{
	struct slice name = output_name("segment");
	char *accept = memory_string(name);
	const struct column_spec columns[] = {
		[LIST_CUSTOMER] = { "customer", .role = ROLE_CUSTOMER },
		[LIST_SEGMENT] = { "segment", .empty_ok = true, .accept = accept },
	};
	struct side *side = side_open("--previous", path, columns, 2, SIDE_DATA);
	struct row row;

	while (side_next(side, &row)) {
		struct customer *customer = group_kept(customer_of(row_text(&row, LIST_CUSTOMER)));

		if (customer->known)
			side_bad(side, &row, LIST_CUSTOMER, "stands here a second time");
		customer->known = true;
		customer->previous = arena_copy(&texts, row_text(&row, LIST_SEGMENT));
	}
	side_close(side);
	free(accept);
}

void
read_lists(struct stream *records)
{
	if (!set.include && !set.exclude && !set.previous)
		return;
	stream_require(records, CUSTOMER,
		set.previous          ? "--previous"
			: set.include ? "--include"
				      : "--exclude");
	seed = hash_seed_draw();
	arena_init(&texts);
	customers = groups_new(&(struct groups_spec){
		.kept = sizeof(struct customer), .member_kinds = 2, .seed = seed });
	if (set.include)
		read_included(set.include);
	if (set.exclude)
		read_excluded(set.exclude);
	if (set.previous)
		read_previous(set.previous);
	groups_settle(customers);
}

/* --- asked by any thread --- */

struct group *
listed(const struct row *row)
{
	struct slice key = row_text(row, CUSTOMER);

	return customers && key.length ? groups_seek(customers, key, hash_bytes(key, seed)) : NULL;
}

static size_t
member_segment(const struct group *group, size_t kind, size_t i)
{
	uint32_t number;

	memcpy(&number, member_id(group_member(customers, group, kind, i)).data, sizeof number);
	return number;
}

bool
is_excluded(const struct group *group, size_t segment)
{
	if (((struct customer *)group_kept((struct group *)group))->out_of_all)
		return true;
	for (size_t i = 0; i < group_members(customers, group, EXCLUDED); i++)
		if (member_segment(group, EXCLUDED, i) == segment)
			return true;
	return false;
}

/* The next one in the order of segments; SEGMENT_NONE as `after`: the first. */
size_t
included_in(const struct group *group, size_t after)
{
	size_t next = SEGMENT_NONE;

	for (size_t i = 0; i < group_members(customers, group, INCLUDED); i++) {
		size_t segment = member_segment(group, INCLUDED, i);

		if ((after == SEGMENT_NONE || segment > after) && segment < next)
			next = segment;
	}
	return next;
}

const struct slice *
previous_segment(const struct row *row)
{
	struct group *group = listed(row);
	struct customer *customer = group ? group_kept(group) : NULL;

	if (!customer || !customer->known)
		return NULL;
	atomic_store_explicit(&customer->here, true, memory_order_relaxed);
	return &customer->previous;
}

void
write_left(struct stream *records)
{
	struct report *report = report_to("--left", set.left);
	size_t count;
	struct group **group = groups_sort(&customers, 1, &count);

	report_column(report, stream_column_name(records, CUSTOMER));
	report_column(report, slice_from("previous_segment"));
	for (size_t i = 0; i < count; i++) {
		const struct customer *customer = group_kept(group[i]);

		if (!customer->known || atomic_load(&customer->here))
			continue;
		report_text(report, group_key(group[i]));
		report_text(report, customer->previous);
		report_end(report);
	}
	report_finish(report);
	free(group);
}
