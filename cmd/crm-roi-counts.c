/*
 * People and orders of crm-roi: each counts once in a group, and once in several together.
 *
 * Members of the fold's groups. Where nothing but buyers and numbers of orders are wanted a
 * member is there or not and no more; else it keeps what was counted of it, as bits.
 */
#include <stdlib.h>
#include <string.h>

#include "crm-roi.h"
#include "table/groups.h"
#include "value/hash.h"

#define ALL_OF_PEOPLE (COUNTED(COUNTS_OF_PEOPLE) - 1)
#define ALL_COUNTS    (COUNTED(CAMPAIGN_COUNTS) - 1)
#define ONLY_BUYERS   COUNTED(COUNT_BUYERS)
#define ONLY_ORDERS   COUNTED(COUNT_ORDERS)

struct wanted wanted;

void
wanted_settle(uint32_t counts)
{
	uint32_t people = counts & ALL_OF_PEOPLE, orders = counts & ALL_COUNTS & ~ALL_OF_PEOPLE;

	wanted = (struct wanted){ .counts = counts & ALL_COUNTS,
		.people = people != 0,
		.orders = orders != 0,
		.people_kept = (people & ~ONLY_BUYERS) != 0,
		.orders_kept = (orders & ~ONLY_ORDERS) != 0 };
}

static void
join_people(void *into, const void *from)
{
	struct person *person = into;
	const struct person *same = from;

	if (same->bits & ONLY_BUYERS &&
		(!(person->bits & ONLY_BUYERS) || same->first < person->first))
		person->first = same->first;
	person->bits |= same->bits;
}

static void
join_orders(void *into, const void *from)
{
	*(uint32_t *)into |= *(const uint32_t *)from;
}

/* Counts one kind of a group's members, now that each is there once; a person keeps bits first. */
static void
count_kind(const struct groups *groups, struct group *group, int kind, bool kept, int alone)
{
	struct campaign *campaign = group_kept(group);
	size_t members = group_members(groups, group, (size_t)kind);

	if (!kept)
		campaign->count[alone] = (int64_t)members;
	for (size_t i = 0; kept && i < members; i++) {
		uint32_t *bits = member_kept(group_member(groups, group, (size_t)kind, i));
		uint32_t seen = 0;

		campaign_count(campaign, &seen, *bits);
	}
}

static void
count_members(const struct groups *groups, struct group *group)
{
	struct campaign *campaign = group_kept(group);

	memset(campaign->count, 0, sizeof campaign->count);
	count_kind(groups, group, MEMBER_PERSON, wanted.people_kept, COUNT_BUYERS);
	count_kind(groups, group, MEMBER_ORDER, wanted.orders_kept, COUNT_ORDERS);
}

static void
join_campaigns(void *into, const void *from)
{
	campaign_merge(into, from);
}

struct fold *
counts_fold(void)
{
	return fold_new(&(struct fold_spec){ .kept = sizeof(struct campaign),
		.join = join_campaigns,
		.member_kinds = wanted.people || wanted.orders ? MEMBER_KINDS : 0,
		.member_kept = { wanted.people_kept ? sizeof(struct person) : 0,
			wanted.orders_kept ? sizeof(uint32_t) : 0 },
		.member_join = { wanted.people_kept ? join_people : NULL,
			wanted.orders_kept ? join_orders : NULL },
		.settle = count_members });
}

void
count_person(const struct fold_member *member, uint32_t bits, day ordered)
{
	struct person *person = member->kept;

	if (person && wanted.people_kept)
		*person = (struct person){ bits, ordered };
}

void
count_order(
	struct campaign *campaign, const struct fold_member *member, uint32_t bits, int64_t rows)
{
	if (!member->kept)
		campaign_count_loose(campaign, bits, rows);
	else if (wanted.orders_kept)
		*(uint32_t *)member->kept = bits;
}

struct fold_member
counts_member(struct fold *fold, struct group *group, int kind, struct slice id, bool is_wanted)
{
	struct fold_member member = { NULL };

	if (is_wanted && id.length)
		member.kept = fold_add_member(fold, group, (size_t)kind, id);
	return member;
}

/* --- several groups together --- */

static void
add_together(struct fold *fold, struct group *const group[], size_t groups, int kind,
	struct campaign *sum)
{
	struct groups *all = groups_new(&(struct groups_spec){ .kept = sizeof(uint32_t) });
	const struct hash_seed seed = hash_seed_draw();

	for (size_t i = 0; i < groups; i++) {
		for (size_t k = 0; k < fold_members(fold, group[i], (size_t)kind); k++) {
			struct member *member = fold_member(fold, group[i], (size_t)kind, k);
			struct slice id = member_id(member);
			uint32_t *seen = group_kept(groups_find(all, id, hash_bytes(id, seed)));

			/* A person keeps the bits first. */
			campaign_count(sum, seen, *(const uint32_t *)member_kept(member));
		}
	}
	groups_free(all);
}

void
counts_together(struct fold *fold, struct group *const group[], size_t groups, struct campaign *sum)
{
	if (groups == 1) {
		const struct campaign *only = group_kept(group[0]);

		for (int i = 0; i < CAMPAIGN_COUNTS; i++)
			sum->count[i] = only->count[i];
		return;
	}
	if (wanted.people_kept)
		add_together(fold, group, groups, MEMBER_PERSON, sum);
	else if (wanted.people)
		sum->count[COUNT_BUYERS] = fold_distinct(fold, MEMBER_PERSON, group, groups);
	if (wanted.orders_kept)
		add_together(fold, group, groups, MEMBER_ORDER, sum);
	else if (wanted.orders)
		sum->count[COUNT_ORDERS] = fold_distinct(fold, MEMBER_ORDER, group, groups);
}
