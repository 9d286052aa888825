/*
 * The inside of a fold: the tables that all workers share, and what one worker keeps by itself.
 */
#ifndef RUN_FOLD_BODY_H
#define RUN_FOLD_BODY_H

#include <pthread.h>
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

/* One table; apart, so that locks do not share a line of the cache. */
struct partition {
	pthread_mutex_t lock;
	struct groups  *groups;
	char            apart[64];
};

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
struct few;

struct few *few_new(struct fold *fold, const struct fold_source *source);

/* id[k]: the member of kind k, or no data. False: the groups are many, nothing was added. */
bool few_add(struct few *few, struct slice key, uint64_t hash, const struct row *row,
	const struct slice *id);

void few_block_done(struct few *few);
void few_free(struct few *few);

#endif
