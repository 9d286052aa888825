#include "crm/point_lots.h"

#include <stdlib.h>

#include "crm/point_expiry.h"
#include "value/memory.h"

void
lots_init(struct point_lots *lots)
{
	*lots = (struct point_lots){ .due = POINT_NEVER };
}

void
lots_release(struct point_lots *lots)
{
	free(lots->lot);
	free(lots->spendable.line);
	free(lots->spendable.heap);
	free(lots->waiting.line);
	free(lots->waiting.heap);
}

static void
queue_clear(struct lot_queue *queue)
{
	queue->first = queue->behind = queue->heaped = 0;
}

void
lots_clear(struct point_lots *lots)
{
	queue_clear(&lots->spendable);
	queue_clear(&lots->waiting);
	lots->count = lots->released = 0;
	lots->held = lots->pending = lots->owed = 0;
	lots->due = POINT_NEVER;
	lots->too_large = false;
}

static void
sum_add(struct point_lots *lots, int64_t *sum, int64_t n)
{
	if (__builtin_add_overflow(*sum, n, sum))
		lots->too_large = true;
}

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* --- queues --- */

/* Lots are numbered as they are made, so of two that end together the lower goes first. */
static inline bool
ends_before(const struct point_lots *lots, uint32_t a, uint32_t b)
{
	day one = lots->lot[a].last, other = lots->lot[b].last;

	return one != other ? one < other : a < b;
}

static void
heap_push(const struct point_lots *lots, struct lot_queue *queue, uint32_t lot)
{
	uint32_t *heap;
	size_t at;

	MEMORY_GROW(queue->heap, queue->heap_capacity, queue->heaped + 1);
	heap = queue->heap;
	for (at = queue->heaped++; at > 0; at = (at - 1) / 2) {
		uint32_t above = heap[(at - 1) / 2];

		if (!ends_before(lots, lot, above))
			break;
		heap[at] = above;
	}
	heap[at] = lot;
}

static void
heap_pop(const struct point_lots *lots, struct lot_queue *queue)
{
	uint32_t *heap = queue->heap, lot = heap[--queue->heaped];
	size_t   at = 0, below;

	while ((below = 2 * at + 1) < queue->heaped) {
		if (below + 1 < queue->heaped && ends_before(lots, heap[below + 1], heap[below]))
			below++;
		if (!ends_before(lots, heap[below], lot))
			break;
		heap[at] = heap[below];
		at = below;
	}
	heap[at] = lot;
}

static inline void
queue_push(struct point_lots *lots, struct lot_queue *queue, uint32_t lot)
{
	if (lots->lot[lot].last < lots->due)
		lots->due = lots->lot[lot].last;
	if (queue->first == queue->behind)
		queue->first = queue->behind = 0;
	else if (ends_before(lots, lot, queue->line[queue->behind - 1])) {
		heap_push(lots, queue, lot);
		return;
	}
	MEMORY_GROW(queue->line, queue->line_capacity, queue->behind + 1);
	queue->line[queue->behind++] = lot;
}

/* What ends first; NO_LOT. */
static inline uint32_t
queue_top(const struct point_lots *lots, const struct lot_queue *queue)
{
	uint32_t lot = queue->first < queue->behind ? queue->line[queue->first] : NO_LOT;

	if (queue->heaped && (lot == NO_LOT || ends_before(lots, queue->heap[0], lot)))
		lot = queue->heap[0];
	return lot;
}

static inline void
queue_pop(const struct point_lots *lots, struct lot_queue *queue, uint32_t top)
{
	if (queue->first < queue->behind && queue->line[queue->first] == top)
		queue->first++;
	else
		heap_pop(lots, queue);
}

/* What can be spent and ends first; NO_LOT. Empty lots are left behind. */
static inline uint32_t
spendable_top(struct point_lots *lots)
{
	struct lot_queue *queue = &lots->spendable;
	uint32_t lot;

	/* Nearly always the line is all there is. */
	for (; !queue->heaped && queue->first < queue->behind; queue->first++) {
		lot = queue->line[queue->first];
		if (lots->lot[lot].left)
			return lot;
		lots->lot[lot].queued = false;
	}
	while ((lot = queue_top(lots, queue)) != NO_LOT && !lots->lot[lot].left) {
		lots->lot[lot].queued = false;
		queue_pop(lots, queue, lot);
	}
	return lot;
}

static uint32_t
waiting_top(struct point_lots *lots)
{
	uint32_t lot;

	while ((lot = queue_top(lots, &lots->waiting)) != NO_LOT &&
		!(lots->lot[lot].left && lots->lot[lot].waits))
		queue_pop(lots, &lots->waiting, lot);
	return lot;
}

/* --- in --- */

/* Pays debts; what is left of the points can be spent. */
static inline void
make_spendable(struct point_lots *lots, uint32_t number, int64_t points)
{
	struct point_lot *lot = &lots->lot[number];
	int64_t paid = lesser(points, lots->owed);

	lots->owed -= paid;
	points -= paid;
	lot->left += points;
	sum_add(lots, &lots->held, points);
	if (lot->left && !lot->queued) {
		lot->queued = true;
		queue_push(lots, &lots->spendable, number);
	}
}

uint32_t
lots_open_any(struct point_lots *lots, int64_t points, day earned, day last, day spendable)
{
	uint32_t number = (uint32_t)lots->count;
	struct point_lot *lot;

	MEMORY_GROW(lots->lot, lots->capacity, lots->count + 1);
	lot = &lots->lot[lots->count++];
	*lot = (struct point_lot){ .earned = earned,
		.last = last,
		.spendable = spendable,
		.waits = spendable > earned,
		.newer = NO_LOT,
		.order = UINT32_MAX };
	if (!lot->waits) {
		if (lots->released == number)
			lots->released++;
		make_spendable(lots, number, points);
		return number;
	}
	lot->left = points;
	sum_add(lots, &lots->pending, points);
	queue_push(lots, &lots->waiting, number);
	return number;
}

void
lots_restore(struct point_lots *lots, uint32_t lot, int64_t points)
{
	make_spendable(lots, lot, points);
}

void
lots_add(struct point_lots *lots, uint32_t number, const struct point_lot *lot)
{
	MEMORY_GROW(lots->lot, lots->capacity, (size_t)number + 1);
	while (lots->count < number)
		lots->lot[lots->count++] = (struct point_lot){
			.last = lot->last, .newer = NO_LOT, .order = UINT32_MAX
		};
	lots->lot[number] = *lot;
	lots->lot[number].queued = false;
	lots->count = (size_t)number + 1;
	sum_add(lots, lot->waits ? &lots->pending : &lots->held, lot->left);
	if (lot->waits) {
		queue_push(lots, &lots->waiting, number);
	} else if (lot->left) {
		lots->lot[number].queued = true;
		queue_push(lots, &lots->spendable, number);
	}
}

uint32_t
lots_release_next(struct point_lots *lots, day today)
{
	for (; lots->released < lots->count; lots->released++) {
		struct point_lot *lot = &lots->lot[lots->released];
		int64_t points = lot->left;

		if (!lot->waits)
			continue;
		if (lot->spendable > today)
			break;
		lot->waits = false;
		lot->left = 0;
		lots->pending -= points;
		make_spendable(lots, (uint32_t)lots->released, points);
		return (uint32_t)lots->released++;
	}
	return NO_LOT;
}

day
lots_release_day(struct point_lots *lots)
{
	while (lots->released < lots->count && !lots->lot[lots->released].waits)
		lots->released++;
	return lots->released < lots->count ? lots->lot[lots->released].spendable : DAY_LAST;
}

/* --- out --- */

static void
leave(struct point_lots *lots, struct point_lot *lot, int64_t points)
{
	lot->left -= points;
	if (lot->waits)
		lots->pending -= points;
	else
		lots->held -= points;
}

int64_t
lots_take(struct point_lots *lots, int64_t points, uint32_t *lot)
{
	int64_t taken;

	*lot = spendable_top(lots);
	if (*lot == NO_LOT)
		return 0;
	taken = lesser(points, lots->lot[*lot].left);
	leave(lots, &lots->lot[*lot], taken);
	return taken;
}

int64_t
lots_take_from(struct point_lots *lots, uint32_t lot, int64_t points)
{
	int64_t taken = lesser(points, lots->lot[lot].left);

	leave(lots, &lots->lot[lot], taken);
	return taken;
}

void
lots_owe(struct point_lots *lots, int64_t points)
{
	sum_add(lots, &lots->owed, points);
}

/* As lots_next; inline for what each expiry asks. */
static inline uint32_t
next_lot(struct point_lots *lots)
{
	uint32_t one = spendable_top(lots), other;

	if (!lots->pending)
		return one;
	other = waiting_top(lots);
	if (one == NO_LOT || other == NO_LOT)
		return one == NO_LOT ? other : one;
	return ends_before(lots, one, other) ? one : other;
}

uint32_t
lots_next(struct point_lots *lots)
{
	return next_lot(lots);
}

int64_t
lots_expire(struct point_lots *lots, day today,
	void (*tell)(void *context, uint32_t lot, int64_t lost), void *context)
{
	int64_t  expired = 0;
	uint32_t number;

	while ((number = next_lot(lots)) != NO_LOT && lots->lot[number].last <= today) {
		struct point_lot *lot = &lots->lot[number];
		int64_t lost = lot->left;

		leave(lots, lot, lost);
		sum_add(lots, &lot->expired, lost);
		sum_add(lots, &expired, lost);
		if (tell)
			tell(context, number, lost);
	}
	lots->due = number == NO_LOT ? POINT_NEVER : lots->lot[number].last;
	return expired;
}

/* --- asking --- */

int64_t
lots_ending(const struct point_lots *lots, day until)
{
	int64_t points = 0;

	for (size_t i = 0; i < lots->count; i++)
		if (lots->lot[i].last <= until)
			points += lots->lot[i].left;
	return points;
}

bool
lots_are_right(const struct point_lots *lots)
{
	__int128 held = 0, pending = 0;

	for (size_t i = 0; i < lots->count; i++) {
		const struct point_lot *lot = &lots->lot[i];

		if (lot->left < 0 || lot->expired < 0)
			return false;
		held += lot->left;
		if (lot->waits)
			pending += lot->left;
	}
	return held - pending == lots->held && pending == lots->pending && lots->owed >= 0 &&
		(lots->held == 0 || lots->owed == 0);
}
