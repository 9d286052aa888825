#include "table/region.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "value/memory.h"

#define LINE          ((size_t)64)
#define HUGE_PAGE     ((size_t)2 << 20)
#define REGION_BYTES  (4 * HUGE_PAGE)
#define PLAIN_REGIONS 1 /* small inputs should not pay for the clearing of huge pages */
#define SIZES         16                  /* of chunks given back; more kinds wait for the end */
#define SPARE_LEAST   ((size_t)16 << 10)  /* as smaller ones do */
#define PIECES        4                   /* a chunk may be cut into no fewer */

/* A chunk that was given back. */
struct spare {
	struct spare *next;
};

struct spares {
	size_t        bytes;
	struct spare *first;
};

struct store {
	pthread_mutex_t lock;
	void          **block; /* what to free, of all regions */
	size_t          regions, capacity;
	char           *next;  /* in the last region */
	size_t          left;
	size_t          taken; /* chunks not given back */
	struct spares   spares[SIZES];
};

static struct store stores[] = {
	[REGION_EVERYWHERE] = { .lock = PTHREAD_MUTEX_INITIALIZER },
	[REGION_IN_ORDER] = { .lock = PTHREAD_MUTEX_INITIALIZER },
};

static void
add_region(struct store *store, size_t least)
{
	size_t    bytes = least > REGION_BYTES ? least : REGION_BYTES;
	void     *block = memory_new(bytes + HUGE_PAGE);
	uintptr_t start = ((uintptr_t)block + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;

#ifdef MADV_HUGEPAGE
	/* A wish: without it the pages are small ones. */
	if (store == &stores[REGION_EVERYWHERE] && store->regions >= PLAIN_REGIONS)
		(void)madvise((void *)start, bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
	MEMORY_GROW(store->block, store->capacity, store->regions + 1);
	store->block[store->regions++] = block;
	store->next = (char *)start;
	store->left = bytes;
}

size_t
region_size(size_t bytes)
{
	return (bytes + LINE - 1) / LINE * LINE;
}

/* Those of a size, or NULL where there are too many sizes. */
static struct spares *
spares_of(struct store *store, size_t bytes)
{
	if (bytes < SPARE_LEAST)
		return NULL;
	for (size_t i = 0; i < SIZES; i++) {
		if (store->spares[i].bytes == 0)
			store->spares[i].bytes = bytes;
		if (store->spares[i].bytes == bytes)
			return &store->spares[i];
	}
	return NULL;
}

static char *
spare_out(struct spares *spares)
{
	struct spare *spare = spares->first;

	spares->first = spare->next;
	return (char *)spare;
}

/* A large chunk that was given back is room for many small ones. */
static bool
reopen_spare(struct store *store, size_t bytes)
{
	for (size_t i = 0; i < SIZES; i++) {
		struct spares *spares = &store->spares[i];

		if (spares->first && spares->bytes >= PIECES * bytes) {
			store->next = spare_out(spares);
			store->left = spares->bytes;
			return true;
		}
	}
	return false;
}

static void *
new_chunk(struct store *store, size_t bytes)
{
	char *chunk;

	if (store->left < bytes && !reopen_spare(store, bytes))
		add_region(store, bytes);
	chunk = store->next;
	store->next += bytes;
	store->left -= bytes;
	return chunk;
}

void *
region_take(enum region_use use, size_t bytes)
{
	struct store  *store = &stores[use];
	struct spares *spares;
	void          *chunk;

	bytes = region_size(bytes);
	pthread_mutex_lock(&store->lock);
	spares = spares_of(store, bytes);
	if (spares && spares->first)
		chunk = spare_out(spares);
	else
		chunk = new_chunk(store, bytes);
	store->taken++;
	pthread_mutex_unlock(&store->lock);
	return chunk;
}

static void
release_regions(struct store *store)
{
	while (store->regions)
		free(store->block[--store->regions]);
	free(store->block);
	store->block = NULL;
	store->capacity = store->left = 0;
	for (size_t i = 0; i < SIZES; i++)
		store->spares[i] = (struct spares){ 0 };
}

void
region_give_back(enum region_use use, void *chunk, size_t bytes)
{
	struct store  *store = &stores[use];
	struct spares *spares;
	struct spare  *spare = chunk;

	pthread_mutex_lock(&store->lock);
	spares = spares_of(store, region_size(bytes));
	if (spares) {
		spare->next = spares->first;
		spares->first = spare;
	}
	if (--store->taken == 0)
		release_regions(store);
	pthread_mutex_unlock(&store->lock);
}
