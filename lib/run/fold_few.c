#include <stdlib.h>
#include <string.h>

#include "run/fold_body.h"

/* More groups would crowd each other out of the nearest caches, and gain nothing. */
#define FEW_BYTES ((size_t)256 << 10)   /* of what is kept */
#define FEW_MOST  (FEW_NEAR / 4)
#define WORD      sizeof(uint64_t)

/* A member on its way to the fold's group. */
struct going {
	struct group *group;
	size_t        kind;
	struct slice  id;
	char          kept[];            /* aligned as in a member */
};

_Static_assert(sizeof(struct going) % 16 == 0, "what is kept is aligned");

static size_t
round_up(size_t n, size_t unit)
{
	return (n + unit - 1) / unit * unit;
}

struct few *
few_new(struct fold *fold)
{
	struct few *few = memory_zeroed(1, sizeof *few);
	size_t      kept, most = 0;

	few->fold = fold;
	few->shared_at = round_up(fold->spec.kept, WORD);
	kept = few->shared_at + sizeof(struct group *);
	few->groups = groups_new(&(struct groups_spec){ .kept = kept });
	few->most = FEW_BYTES / kept < FEW_MOST ? FEW_BYTES / kept : FEW_MOST;
	for (size_t k = 0; k < fold->spec.member_kinds; k++)
		most = fold->spec.member_kept[k] > most ? fold->spec.member_kept[k] : most;
	few->stride = sizeof(struct going) + round_up(most, 16);
	return few;
}

/* Where a group of one's own keeps the fold's. */
static struct group **
shared_of(const struct few *few, struct group *group)
{
	return (struct group **)(uintptr_t)((char *)group_kept(group) + few->shared_at);
}

static struct group *
shared_group(struct few *few, struct slice key, uint64_t hash)
{
	struct partition *shared = &few->fold->partition[hash >> few->fold->shift];
	struct group     *group;

	partition_lock(shared);
	group = groups_find(shared->groups, key, hash);
	pthread_mutex_unlock(&shared->lock);
	return group;
}

/* --- members --- */

static struct going *
going_at(const struct few *few, const struct leaving *leaving, size_t i)
{
	return (struct going *)(uintptr_t)((char *)leaving->first + i * few->stride);
}

static void
send_members(struct few *few, size_t partition)
{
	struct partition *shared = &few->fold->partition[partition];
	struct leaving   *leaving = &few->leaving[partition];

	partition_lock(shared);
	for (size_t i = 0; i < leaving->count; i++) {
		const struct going *going = going_at(few, leaving, i);
		size_t              size = few->fold->spec.member_kept[going->kind];
		struct member *member =
			groups_add_member(shared->groups, going->group, going->kind, going->id);

		if (size)
			memcpy(member_kept(member), going->kept, size);
	}
	pthread_mutex_unlock(&shared->lock);
	leaving->count = 0;
}

/* Returns what is kept of it, zeroed. */
static void *
member_goes(
	struct few *few, struct leaving *leaving, struct group *group, size_t kind, struct slice id)
{
	struct going *going;

	if (!leaving->first)
		leaving->first = memory_new(BATCH * few->stride);
	going = going_at(few, leaving, leaving->count++);
	*going = (struct going){ .group = group, .kind = kind, .id = id };
	if (few->stride > sizeof *going)
		memset(going->kept, 0, few->stride - sizeof *going);
	return going->kept;
}

void
few_add_members(struct few *few, struct group *group, uint64_t hash, const struct slice *id,
	struct fold_member *member)
{
	size_t          partition = hash >> few->fold->shift;
	struct leaving *leaving = &few->leaving[partition];
	size_t          kinds = few->fold->spec.member_kinds;

	if (leaving->count + kinds > BATCH)
		send_members(few, partition);
	for (size_t k = 0; k < kinds; k++)
		if (id[k].data)
			member[k].kept =
				member_goes(few, leaving, *shared_of(few, group), k, id[k]);
}

void
few_block_done(struct few *few)
{
	for (size_t i = 0; i < few->fold->partitions; i++)
		if (few->leaving[i].count)
			send_members(few, i);
}

/* --- rows --- */

struct group *
few_meet(struct few *few, struct group *group, uint64_t hash)
{
	struct group **shared = shared_of(few, group);

	if (!*shared)
		*shared = shared_group(few, group_key(group), hash);
	few->near[hash % FEW_NEAR] = group;
	return groups_count(few->groups) <= few->most ? group : NULL;
}

/* --- the end --- */

static void
hand_over(struct few *few)
{
	struct fold *fold = few->fold;

	few_block_done(few);
	for (size_t i = 0; i < groups_count(few->groups); i++) {
		struct group     *group = groups_at(few->groups, i);
		uint64_t          hash = hash_bytes(group_key(group), fold->seed);
		struct partition *shared = &fold->partition[hash >> fold->shift];

		partition_lock(shared);
		fold->spec.join(group_kept(*shared_of(few, group)), group_kept(group));
		pthread_mutex_unlock(&shared->lock);
	}
}

void
few_free(struct few *few)
{
	if (!few)
		return;
	hand_over(few);
	for (size_t i = 0; i < few->fold->partitions; i++)
		free(few->leaving[i].first);
	groups_free(few->groups);
	free(few);
}
