#include "run/gather.h"

#include <stdlib.h>
#include <string.h>

#include "run/alike.h"
#include "run/pass.h"
#include "table/piles.h"
#include "table/sorter.h"

struct gather {
	struct sorter *sorter;     /* or, as read: */
	struct piles  *piles;
	bool           finished;
	struct buffer  key;        /* the one at hand */
	struct buffer  record;     /* read ahead: the first one of the next key */
	struct buffer  next;       /* its key */
	bool           ahead, over;
	struct alike  *alike;      /* looks at the first keys, once; NULL: has said what it saw */
	size_t         keys;
};

struct gather_run {
	struct gather *gather;
	gather_pack   *pack;
	void        *(*work_new)(void);
	void         (*work_free)(void *work);
	uint64_t       records;
};

/* A worker's own. */
struct gatherer {
	struct buffer order;
	void         *work;
};

struct gather *
gather_new(void)
{
	struct gather *gather = memory_zeroed(1, sizeof *gather);

	gather->sorter = sorter_new(SORTER_MEMORY);
	return gather;
}

struct gather *
gather_new_as_read(void)
{
	struct gather *gather = memory_zeroed(1, sizeof *gather);

	gather->piles = piles_new(PILES_MEMORY);
	return gather;
}

void
gather_free(struct gather *gather)
{
	sorter_free(gather->sorter);
	piles_free(gather->piles);
	buffer_release(&gather->key);
	buffer_release(&gather->record);
	buffer_release(&gather->next);
	free(gather);
}

static void *
gatherer_new(struct pass *pass)
{
	const struct gather_run *run = pass->context;
	struct gatherer         *gatherer = memory_zeroed(1, sizeof *gatherer);

	buffer_init(&gatherer->order);
	gatherer->work = run->work_new ? run->work_new() : NULL;
	return gatherer;
}

static void
gatherer_free(struct pass *pass, void *local)
{
	const struct gather_run *run = pass->context;
	struct gatherer         *gatherer = local;

	if (run->work_free)
		run->work_free(gatherer->work);
	buffer_release(&gatherer->order);
	free(gatherer);
}

_Noreturn static void
fail_sorting(void)
{
	fail_errno("a temporary file for sorting");
}

static struct slice
customer_of_row(const struct pass_worker *worker, const struct row *row)
{
	int column = worker->stream->customer;

	return column >= 0 ? row_text(row, column) : SLICE_EMPTY;
}

/*
 * What a parcel carries of each row to be sorted: this, the record, which is packed where it
 * lies, and the key. No field holds a NUL: customer, NUL, order sorts by customer first.
 */
struct carried {
	size_t record, key; /* bytes of them */
};

static bool
sorted_row(struct pass_worker *worker, const struct row *row)
{
	const struct gather_run *run = worker->pass->context;
	struct gatherer         *gatherer = worker->local;
	struct buffer           *parcel = &worker->parcel->output.buffer, *order = &gatherer->order;
	struct slice             customer;
	struct carried           carried;
	size_t                   start = parcel->length, record = start + sizeof carried;
	char                    *at;

	buffer_clear(order);
	buffer_reserve(parcel, sizeof carried);
	parcel->length = record;
	if (!run->pack(row, order, parcel, gatherer->work)) {
		parcel->length = start;
		return false;
	}
	customer = customer_of_row(worker, row);
	carried.record = parcel->length - record;
	carried.key = customer.length + 1 + order->length;
	at = slice_copy(buffer_reserve(parcel, carried.key), customer);
	*at++ = '\0';
	slice_copy(at, slice_of(order->data, order->length));
	parcel->length += carried.key;
	memcpy(parcel->data + start, &carried, sizeof carried);
	return true;
}

static void
deliver_sorted(struct gather *gather, const struct buffer *parcel, uint64_t *records)
{
	for (size_t at = 0; at < parcel->length; ++*records) {
		struct slice   key, record;
		struct carried carried;

		memcpy(&carried, parcel->data + at, sizeof carried);
		at += sizeof carried;
		record = slice_of(parcel->data + at, carried.record);
		at += carried.record;
		key = slice_of(parcel->data + at, carried.key);
		at += carried.key;
		if (!sorter_add(gather->sorter, key, record))
			fail_sorting();
	}
}

/* And as read: this, the customer, the record. */
struct piled {
	size_t customer, record; /* bytes of them */
};

static bool
piled_row(struct pass_worker *worker, const struct row *row)
{
	const struct gather_run *run = worker->pass->context;
	struct gatherer         *gatherer = worker->local;
	struct buffer           *parcel = &worker->parcel->output.buffer;
	struct slice             customer = customer_of_row(worker, row);
	size_t                   start = parcel->length, record;
	struct piled             piled;
	char                    *at = buffer_reserve(parcel, sizeof piled + customer.length);

	slice_copy(at + sizeof piled, customer);
	record = parcel->length += sizeof piled + customer.length;
	buffer_clear(&gatherer->order);
	if (!run->pack(row, &gatherer->order, parcel, gatherer->work)) {
		parcel->length = start;
		return false;
	}
	piled = (struct piled){ customer.length, parcel->length - record };
	memcpy(parcel->data + start, &piled, sizeof piled);
	return true;
}

static void
deliver_piled(struct gather *gather, const struct buffer *parcel, uint64_t *records)
{
	struct pile_record batch[256];

	for (size_t at = 0; at < parcel->length;) {
		size_t n = 0;

		for (; at < parcel->length && n < sizeof batch / sizeof *batch; n++) {
			struct piled piled;

			memcpy(&piled, parcel->data + at, sizeof piled);
			at += sizeof piled;
			batch[n] = (struct pile_record){ parcel->data + at, piled.customer,
				piled.record };
			at += piled.customer + piled.record;
		}
		if (!piles_add(gather->piles, batch, n))
			fail_sorting();
		*records += n;
	}
}

/* In sequence: so equal orders stay in input order. */
static void
gather_deliver(struct pass *pass, struct parcel *parcel)
{
	struct gather_run *run = pass->context;

	if (run->gather->piles)
		deliver_piled(run->gather, &parcel->output.buffer, &run->records);
	else
		deliver_sorted(run->gather, &parcel->output.buffer, &run->records);
}

void
gather_read(struct gather *gather, struct stream *stream, gather_pack *pack,
	void *(*work_new)(void), void (*work_free)(void *work))
{
	struct gather_run run = { gather, pack, work_new, work_free, 0 };
	struct pass       pass = {
		.stream = stream,
		.context = &run,
		.row = gather->piles ? piled_row : sorted_row,
		.deliver = gather_deliver,
		.local_new = gatherer_new,
		.local_free = gatherer_free,
	};

	pass_run(&pass);
	pass.tally.used = run.records;
	summary_stream(stream->title, &pass.tally);
}

/* --- pulling --- */

static struct slice
customer_of(struct slice key)
{
	const char *end = memchr(key.data, '\0', key.length);

	return slice_of(key.data, (size_t)(end - key.data));
}

static void
read_ahead(struct gather *gather)
{
	struct slice sorted, record;
	bool         more = false;

	if (!sorter_next(gather->sorter, &sorted, &record, &more))
		fail_sorting();
	gather->ahead = more;
	gather->over = !more;
	if (!more)
		return;
	buffer_clear(&gather->next);
	buffer_clear(&gather->record);
	buffer_add(&gather->next, customer_of(sorted));
	buffer_add(&gather->record, record);
}

static bool
ahead_is_of_key(const struct gather *gather)
{
	return gather->ahead &&
		slice_equal(slice_of(gather->key.data, gather->key.length),
			slice_of(gather->next.data, gather->next.length));
}

static void
gather_finish(struct gather *gather)
{
	bool done = gather->piles ? piles_finish(gather->piles) : sorter_finish(gather->sorter);

	if (!done)
		fail_sorting();
	gather->finished = true;
	gather->alike = alike_new();
	if (!gather->piles)
		read_ahead(gather);
}

static bool
next_pile(struct gather *gather, struct slice *key)
{
	bool more = false;

	if (!piles_next(gather->piles, key, &more))
		fail_sorting();
	return more;
}

static bool
next_sorted(struct gather *gather, struct slice *key)
{
	struct slice record;

	/* What the caller left unread of the last key. */
	while (gather->keys && gather_record(gather, &record))
		;
	if (!gather->ahead)
		return false;
	buffer_clear(&gather->key);
	buffer_add(&gather->key, slice_of(gather->next.data, gather->next.length));
	*key = slice_of(gather->key.data, gather->key.length);
	return true;
}

bool
gather_key(struct gather *gather, struct slice *key)
{
	if (!gather->finished)
		gather_finish(gather);
	if (!(gather->piles ? next_pile(gather, key) : next_sorted(gather, key))) {
		if (gather->alike)
			alike_end(gather->alike);
		gather->alike = NULL;
		return false;
	}
	if (gather->keys++ < ALIKE_MOST && gather->alike) {
		alike_glance(gather->alike, *key);
		if (!settings.fold_keys)
			alike_add(gather->alike, *key);
	}
	return true;
}

bool
gather_record(struct gather *gather, struct slice *record)
{
	if (gather->piles)
		return piles_records(gather->piles, record, 1);
	/* The record handed out last lies in the buffer that is filled now. */
	if (!gather->ahead && !gather->over)
		read_ahead(gather);
	if (!ahead_is_of_key(gather))
		return false;
	*record = slice_of(gather->record.data, gather->record.length);
	gather->ahead = false;
	return true;
}

size_t
gather_records(struct gather *gather, struct slice *record, size_t most)
{
	return piles_records(gather->piles, record, most);
}

void
gather_again(struct gather *gather)
{
	if (!(gather->piles ? piles_again(gather->piles) : sorter_again(gather->sorter)))
		fail_sorting();
	gather->keys = 0;
	if (!gather->piles)
		read_ahead(gather);
}

void
order_integer(struct buffer *order, int64_t n)
{
	uint64_t biased = (uint64_t)n ^ (uint64_t)1 << 63;
	char     bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (char)(biased >> (56 - 8 * i));
	buffer_add(order, slice_of(bytes, sizeof bytes));
}
