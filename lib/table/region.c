#include "table/region.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "value/memory.h"

#define LINE          ((size_t)64)
#define HUGE_PAGE     ((size_t)2 << 20)
#define REGION_BYTES  (4 * HUGE_PAGE)
#define PLAIN_REGIONS 1 /* small inputs should not pay for the clearing of huge pages */

static struct {
	pthread_mutex_t lock;
	void          **block; /* what to free, of all regions */
	size_t          regions, capacity;
	char           *next;  /* in the last region */
	size_t          left;
	size_t          taken; /* chunks not given back */
} store = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void
add_region(size_t least)
{
	size_t    bytes = least > REGION_BYTES ? least : REGION_BYTES;
	void     *block = memory_new(bytes + HUGE_PAGE);
	uintptr_t start = ((uintptr_t)block + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;

#ifdef MADV_HUGEPAGE
	/* A wish: without it the pages are small ones. */
	if (store.regions >= PLAIN_REGIONS)
		(void)madvise((void *)start, bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
	MEMORY_GROW(store.block, store.capacity, store.regions + 1);
	store.block[store.regions++] = block;
	store.next = (char *)start;
	store.left = bytes;
}

void *
region_take(size_t bytes)
{
	void *chunk;

	bytes = (bytes + LINE - 1) / LINE * LINE;
	pthread_mutex_lock(&store.lock);
	if (store.left < bytes)
		add_region(bytes);
	chunk = store.next;
	store.next += bytes;
	store.left -= bytes;
	store.taken++;
	pthread_mutex_unlock(&store.lock);
	return chunk;
}

void
region_give_back(void)
{
	pthread_mutex_lock(&store.lock);
	if (--store.taken == 0) {
		while (store.regions)
			free(store.block[--store.regions]);
		free(store.block);
		store.block = NULL;
		store.capacity = store.left = 0;
	}
	pthread_mutex_unlock(&store.lock);
}
