/*
 * The inside of a fold: the tables that all workers share, and what one worker keeps by itself.
 */
#ifndef RUN_FOLD_BODY_H
#define RUN_FOLD_BODY_H

#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>

#include "run/fold.h"
#include "value/hash.h"

/*
 * Groups are dealt out to tables by the high bits of their hash. The fewer, the nearer the
 * rows that wait for them; many threads need more, or they wait for each other.
 */
#define PARTITION_BITS      4
#define PARTITION_BITS_MOST 6
#define PARTITIONS_MOST     (1 << PARTITION_BITS_MOST)

#define BATCH 32 /* rows or members of one partition that are added under one lock */

#define TRIES 20 /* for a lock, before the system is asked to wake us */

/* One table; apart, so that locks do not share a line of the cache. */
struct partition {
	pthread_mutex_t lock;
	struct groups  *groups;
	char            apart[64];
};

/*
 * A lock is held for a few microseconds. To sleep for it, and be woken, takes longer, above
 * all on a virtual machine.
 */
static inline void
partition_lock(struct partition *partition)
{
	for (int i = 0; i < TRIES; i++) {
		if (!pthread_mutex_trylock(&partition->lock))
			return;
		sched_yield();
	}
	pthread_mutex_lock(&partition->lock);
}

struct fold {
	struct fold_spec spec;
	struct hash_seed seed;
	unsigned         shift;             /* of a hash: what is left tells the partition */
	size_t           partitions;
	struct partition partition[PARTITIONS_MOST];
	bool             of_customers;      /* whose keys have not been looked at yet */
	bool             unsettled;         /* since the last reading */
};

/*
 * Few: the groups of one worker, as long as they are few and their parts can be joined.
 *
 * Rows are added where nobody else comes: nothing waits, nothing is locked, and what a key
 * led to last time is near. Members may be many even so: they go on to the fold's tables, in
 * batches, whose ids must be there until few_block_done. few_free hands over what was kept.
 */
#define FEW_NEAR 4096

struct few {
	struct fold    *fold;
	struct groups  *groups;
	size_t          most;            /* of them */
	size_t          shared_at;       /* in what is kept: the fold's group */
	struct group   *near[FEW_NEAR];  /* what a hash led to last time */
	size_t          stride;          /* from a member to the next */
	struct leaving {
		struct going *first;     /* of room for BATCH; NULL: none yet */
		size_t        count;
	} leaving[PARTITIONS_MOST];
};

struct few *few_new(struct fold *fold);
void        few_block_done(struct few *few);
void        few_free(struct few *few);

/* A group that was not near is now; NULL: there are many. */
struct group *few_meet(struct few *few, struct group *group, uint64_t hash);

/* The group of a key, to be added to; NULL: the groups are many. */
static inline struct group *
few_find(struct few *few, struct slice key, uint64_t hash)
{
	struct group *near = few->near[hash % FEW_NEAR];
	struct group *group = groups_find_at(few->groups, near, key, hash);

	return group == near ? group : few_meet(few, group, hash);
}

/* A row's members, of which `add` is told; id[k]: that of kind k, or no data. */
void few_add_members(struct few *few, struct group *group, uint64_t hash, const struct slice *id,
	struct fold_member *member);

#endif
