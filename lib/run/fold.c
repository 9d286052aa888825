#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "run/alike.h"
#include "run/fold_body.h"
#include "run/pass.h"
#include "run/settings.h"
#include "run/tasks.h"

#define THREADS_FEW         4

struct fold_run {
	struct fold              *fold;
	const struct fold_source *source;
	struct stream            *stream;
	uint64_t                  added; /* rows, over all workers */
	__int128                  measured;
	pthread_mutex_t           lock;
};

/* A row that waits to be added. Its slices lie in the block, which is there until block_done. */
struct waiting {
	uint64_t      hash;
	struct slice  key;
	struct group *candidate;                /* what its hash leads to */
	uint32_t      present;
	union cell    cell[];                   /* one a column; then the members' ids */
};

struct batch {
	struct groups  *groups;                 /* of its partition */
	struct waiting *first;                  /* of room for BATCH */
	struct waiting *next;                   /* the one to fill */
	size_t          rows;
};

/* A worker's own. */
struct folder {
	struct fold_run *run;
	size_t           stride;                /* bytes of one waiting row */
	size_t           columns;               /* and one for the place, where it is kept */
	uint32_t         is_text;               /* bit i: column i is one of text */
	struct few      *few;                   /* rows are added there; NULL: not any more */
	struct batch     batch[PARTITIONS_MOST];
	uint64_t         added;
	__int128         measured;
};

struct fold *
fold_new(const struct fold_spec *spec)
{
	struct fold       *fold = memory_zeroed(1, sizeof *fold);
	struct groups_spec table = { .kept = spec->kept, .member_kinds = spec->member_kinds };
	unsigned           bits;

	fold->spec = *spec;
	fold->seed = hash_seed_draw();
	memcpy(table.member_kept, spec->member_kept, sizeof table.member_kept);
	for (size_t k = 0; k < GROUPS_MEMBER_KINDS; k++)
		table.member_join[k] = spec->member_join[k];
	table.seed = fold->seed;
	bits = settings.jobs > THREADS_FEW ? PARTITION_BITS_MOST : PARTITION_BITS;
	fold->shift = 64 - bits;
	fold->partitions = (size_t)1 << bits;
	for (size_t i = 0; i < fold->partitions; i++) {
		pthread_mutex_init(&fold->partition[i].lock, NULL);
		fold->partition[i].groups = groups_new(&table);
	}
	return fold;
}

void
fold_free(struct fold *fold)
{
	for (size_t i = 0; i < fold->partitions; i++) {
		groups_free(fold->partition[i].groups);
		pthread_mutex_destroy(&fold->partition[i].lock);
	}
	free(fold);
}

static struct groups *
groups_of(const struct fold *fold, uint64_t hash)
{
	return fold->partition[hash >> fold->shift].groups;
}

/* --- adding --- */

/* The waiting row behind this one in its batch. */
static struct waiting *
waiting_next(const struct folder *folder, const struct waiting *waiting)
{
	return (struct waiting *)((char *)waiting + folder->stride);
}

static struct slice *
waiting_ids(const struct folder *folder, const struct waiting *waiting)
{
	return (struct slice *)(uintptr_t)(waiting->cell + folder->columns);
}

static void
add_waiting(struct folder *folder, struct groups *groups, const struct waiting *waiting)
{
	const struct fold_run    *run = folder->run;
	const struct fold_source *source = run->source;
	struct fold_member        member[GROUPS_MEMBER_KINDS] = { { NULL } };
	struct group             *group =
		groups_find_at(groups, waiting->candidate, waiting->key, waiting->hash);
	struct row                row = { .cell = waiting->cell, .present = waiting->present };
	const struct slice       *id = waiting_ids(folder, waiting);

	for (size_t k = 0; k < run->fold->spec.member_kinds; k++) {
		if (id[k].data)
			member[k].kept = member_kept(groups_add_member(groups, group, k, id[k]));
	}
	if (source->places) {
		uint64_t place = (uint64_t)waiting->cell[folder->columns - 1].integer;

		row.file = place_file(place);
		row.line = place_line(place);
	}
	source->add(group_kept(group), member, &row);
}

/* The first round brings nearer what the second one follows, for all rows of the batch. */
static void
add_batch(struct folder *folder, size_t partition)
{
	struct partition *shared = &folder->run->fold->partition[partition];
	struct batch     *batch = &folder->batch[partition];
	struct groups    *groups = batch->groups;
	struct waiting   *from = batch->first, *to = batch->next;

	partition_lock(shared);
	for (struct waiting *at = from; at != to; at = waiting_next(folder, at))
		at->candidate = groups_candidate(groups, at->hash);
	for (struct waiting *at = from; at != to; at = waiting_next(folder, at))
		add_waiting(folder, groups, at);
	pthread_mutex_unlock(&shared->lock);
	folder->added += batch->rows;
	batch->rows = 0;
	batch->next = batch->first;
}

/* What tells one member from another where text is not what counts: the value. */
static struct slice
member_value(struct pass_worker *worker, const struct row *row, int column)
{
	bool   is_day = worker->stream->binding.column[column].type == COLUMN_DAY;
	size_t size = is_day ? sizeof(day) : sizeof(int64_t);
	char  *value = arena_new(&worker->scratch, size);
	day    date = (day)row->cell[column].integer;

	if (is_day)
		memcpy(value, &date, size);
	else
		memcpy(value, &row->cell[column].integer, size);
	return slice_of(value, size);
}

static void
identify_members(struct pass_worker *worker, const struct row *row, struct slice *id)
{
	const struct folder      *folder = worker->local;
	const struct fold        *fold = folder->run->fold;
	const struct fold_source *source = folder->run->source;
	bool                      brings = !source->brings || source->brings(row);

	for (size_t k = 0; k < fold->spec.member_kinds; k++) {
		int column = source->member[k] - 1;

		id[k] = SLICE_EMPTY;
		if (column < 0 || !brings || !row_has(row, column))
			continue;
		if (folder->is_text >> column & 1)
			id[k] = row->cell[column].text;
		else
			id[k] = member_value(worker, row, column);
	}
}

static struct slice
row_key(struct pass_worker *worker, const struct fold_run *run, const struct row *row)
{
	struct slice key;

	if (run->source->key)
		return run->source->key(row, &worker->scratch);
	key = row_text(row, run->stream->customer);
	return key.data ? key : slice_of("", 0);
}

/* False: the groups are many. What the worker kept of them is the fold's then. */
static inline bool
add_to_few(struct pass_worker *worker, const struct row *row, struct slice key, uint64_t hash)
{
	struct folder     *folder = worker->local;
	struct group      *group = few_find(folder->few, key, hash);
	struct fold_member member[GROUPS_MEMBER_KINDS] = { { NULL } };

	if (!group) {
		few_free(folder->few);
		folder->few = NULL;
		return false;
	}
	if (folder->run->fold->spec.member_kinds) {
		struct slice id[GROUPS_MEMBER_KINDS];

		identify_members(worker, row, id);
		few_add_members(folder->few, group, hash, id, member);
	}
	folder->run->source->add(group_kept(group), member, row);
	folder->added++;
	return true;
}

/* To the others that wait for the table of its group. */
static void
add_to_batch(struct pass_worker *worker, const struct row *row, struct slice key, uint64_t hash)
{
	struct folder            *folder = worker->local;
	const struct fold_run    *run = folder->run;
	const struct fold_source *source = run->source;
	size_t                    partition = hash >> run->fold->shift;
	struct batch             *batch = &folder->batch[partition];
	struct waiting           *waiting = batch->next;

	groups_prefetch(batch->groups, hash);
	waiting->hash = hash;
	waiting->key = key;
	waiting->present = row->present;
	if (run->fold->spec.member_kinds)
		identify_members(worker, row, waiting_ids(folder, waiting));
	for (size_t i = 0; i < folder->columns - source->places; i++)
		waiting->cell[i] = row->cell[i];
	if (source->places)
		waiting->cell[folder->columns - 1].integer = (int64_t)row_place(row);
	batch->next = waiting_next(folder, waiting);
	if (++batch->rows == BATCH)
		add_batch(folder, partition);
}

static bool
fold_row(struct pass_worker *worker, const struct row *row)
{
	struct folder            *folder = worker->local;
	const struct fold_run    *run = folder->run;
	const struct fold_source *source = run->source;
	struct slice              key;
	uint64_t                  hash;

	if (source->judge && !source->judge(row))
		return false;
	if (source->measure)
		folder->measured += source->measure(row);
	key = row_key(worker, run, row);
	hash = hash_bytes(key, run->fold->seed);
	if (!folder->few || !add_to_few(worker, row, key, hash))
		add_to_batch(worker, row, key, hash);
	return true;
}

/* The slices of what waits lie in the block. */
static void
fold_block_done(struct pass_worker *worker)
{
	struct folder *folder = worker->local;

	if (folder->few) {
		few_block_done(folder->few);
		return;
	}
	for (size_t i = 0; i < folder->run->fold->partitions; i++) {
		if (folder->batch[i].rows)
			add_batch(folder, i);
	}
}

static void *
folder_new(struct pass *pass)
{
	struct folder *folder = memory_zeroed(1, sizeof *folder);

	folder->run = pass->context;
	folder->columns = pass->stream->binding.columns + folder->run->source->places;
	for (size_t i = 0; i < pass->stream->binding.columns; i++)
		if (pass->stream->binding.column[i].type == COLUMN_TEXT)
			folder->is_text |= 1u << i;
	folder->stride = sizeof(struct waiting) + folder->columns * sizeof(union cell) +
		folder->run->fold->spec.member_kinds * sizeof(struct slice);
	for (size_t i = 0; i < folder->run->fold->partitions; i++) {
		folder->batch[i].groups = folder->run->fold->partition[i].groups;
		folder->batch[i].first = memory_new(BATCH * folder->stride);
		folder->batch[i].next = folder->batch[i].first;
	}
	if (folder->run->fold->spec.join)
		folder->few = few_new(folder->run->fold);
	return folder;
}

static void
folder_free(struct pass *pass, void *local)
{
	struct fold_run *run = pass->context;
	struct folder   *folder = local;

	few_free(folder->few);
	pthread_mutex_lock(&run->lock);
	run->added += folder->added;
	run->measured += folder->measured;
	pthread_mutex_unlock(&run->lock);
	for (size_t i = 0; i < run->fold->partitions; i++)
		free(folder->batch[i].first);
	free(folder);
}

void
fold_read(struct fold *fold, struct stream *stream, const struct fold_source *source)
{
	struct fold_run run = { .fold = fold, .source = source, .stream = stream };
	struct pass     pass = {
		.stream = stream,
		.context = &run,
		.row = fold_row,
		.block_done = fold_block_done,
		.local_new = folder_new,
		.local_free = folder_free,
	};

	if (!source->key && stream->customer < 0)
		fail(EXIT_BUG, "a fold without a key");
	fold->of_customers |= !source->key;
	fold->unsettled = true;
	pthread_mutex_init(&run.lock, NULL);
	pass_run(&pass);
	pthread_mutex_destroy(&run.lock);
	pass.tally.used = run.added;
	if (source->measured)
		*source->measured += run.measured;
	summary_stream(stream->title, &pass.tally);
}

/* --- afterwards --- */

struct group *
fold_group(struct fold *fold, struct slice key)
{
	uint64_t hash = hash_bytes(key, fold->seed);

	return groups_find(groups_of(fold, hash), key, hash);
}

void *
fold_add_member(struct fold *fold, struct group *group, size_t kind, struct slice id)
{
	struct groups *groups = groups_of(fold, hash_bytes(group_key(group), fold->seed));

	fold->unsettled = true;
	return member_kept(groups_add_member(groups, group, kind, id));
}

/* The first and the last of many. */
static void
each_key(struct alike *alike, struct group *const group[], size_t count,
	void (*look)(struct alike *alike, struct slice key))
{
	for (size_t i = 0; i < count; i++) {
		if (count > ALIKE_MOST && i == ALIKE_MOST / 2)
			i = count - ALIKE_MOST / 2;
		look(alike, group_key(group[i]));
	}
}

static void
look_at_keys(struct group *const group[], size_t count)
{
	struct alike *alike = alike_new();

	each_key(alike, group, count, alike_glance);
	if (alike_may_pair(alike))
		each_key(alike, group, count, alike_add);
	alike_end(alike);
}

static void
settle_partition(void *context, size_t i)
{
	struct fold   *fold = context;
	struct groups *groups = fold->partition[i].groups;

	groups_settle(groups);
	for (size_t g = 0; fold->spec.settle && g < groups_count(groups); g++)
		fold->spec.settle(groups, groups_at(groups, g));
}

struct group **
fold_groups(struct fold *fold, size_t *count)
{
	struct groups *table[PARTITIONS_MOST];
	struct group **group;

	if (fold->unsettled && fold->spec.member_kinds)
		tasks_run(fold->partitions, settle_partition, fold);
	fold->unsettled = false;
	for (size_t i = 0; i < fold->partitions; i++)
		table[i] = fold->partition[i].groups;
	group = groups_sort(table, fold->partitions, count);
	if (fold->of_customers)
		look_at_keys(group, *count);
	fold->of_customers = false;
	return group;
}

size_t
fold_members(const struct fold *fold, const struct group *group, size_t kind)
{
	return group_members(
		groups_of(fold, hash_bytes(group_key(group), fold->seed)), group, kind);
}

struct member *
fold_member(const struct fold *fold, const struct group *group, size_t kind, size_t i)
{
	return group_member(
		groups_of(fold, hash_bytes(group_key(group), fold->seed)), group, kind, i);
}

int64_t
fold_distinct(const struct fold *fold, size_t kind, struct group *const group[], size_t count)
{
	struct groups *all = groups_new(&(struct groups_spec){ .kept = 0 });
	int64_t        distinct;

	for (size_t i = 0; i < count; i++) {
		const struct groups *groups =
			groups_of(fold, hash_bytes(group_key(group[i]), fold->seed));

		for (size_t k = 0; k < group_members(groups, group[i], kind); k++) {
			struct slice id = member_id(group_member(groups, group[i], kind, k));

			groups_find(all, id, hash_bytes(id, fold->seed));
		}
	}
	distinct = (int64_t)groups_count(all);
	groups_free(all);
	return distinct;
}

struct slice
fold_key(struct arena *scratch, const struct slice *part, size_t parts)
{
	size_t length = parts - 1, at = 0;
	char  *key;

	if (parts == 1)
		return part[0].data ? part[0] : slice_of("", 0);
	for (size_t i = 0; i < parts; i++)
		length += part[i].length;
	key = arena_new(scratch, length);
	for (size_t i = 0; i < parts; i++) {
		if (i)
			key[at++] = '\0';
		if (part[i].length)
			memcpy(key + at, part[i].data, part[i].length);
		at += part[i].length;
	}
	return slice_of(key, length);
}

struct slice
fold_key_part(struct slice key, size_t part)
{
	struct slice rest = key, head = key;

	for (size_t i = 0; i <= part; i++)
		rest = slice_cut(rest, '\0', &head);
	return head;
}
