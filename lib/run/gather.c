#include "run/gather.h"

#include <stdlib.h>
#include <string.h>

#include "run/alike.h"
#include "run/pass.h"
#include "table/sorter.h"

struct gather {
	struct sorter *sorter;
	bool           finished;
	struct buffer  key;        /* the one at hand */
	struct buffer  record;     /* read ahead: the first one of the next key */
	struct buffer  next;       /* its key */
	bool           ahead, over;
	struct alike  *alike;      /* looks at the first keys; NULL: it has said what it saw */
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
	struct buffer order, record;
	void         *work;
};

struct gather *
gather_new(void)
{
	struct gather *gather = memory_zeroed(1, sizeof *gather);

	gather->sorter = sorter_new(SORTER_MEMORY);
	return gather;
}

void
gather_free(struct gather *gather)
{
	sorter_free(gather->sorter);
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
	buffer_init(&gatherer->record);
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
	buffer_release(&gatherer->record);
	free(gatherer);
}

/* Parcels carry: length of the sort key, length of the record, and these. */
static void
carry(struct buffer *parcel, struct slice key, struct slice order, struct slice record)
{
	/* No field holds a NUL: customer, NUL, order sorts by customer first. */
	size_t length[2] = { key.length + 1 + order.length, record.length };

	buffer_add(parcel, slice_of((const char *)length, sizeof length));
	buffer_add(parcel, key);
	buffer_add(parcel, slice_of("", 1));
	buffer_add(parcel, order);
	buffer_add(parcel, record);
}

static bool
gather_row(struct pass_worker *worker, const struct row *row)
{
	const struct gather_run *run = worker->pass->context;
	struct gatherer         *gatherer = worker->local;
	struct slice             customer = SLICE_EMPTY;

	buffer_clear(&gatherer->order);
	buffer_clear(&gatherer->record);
	if (!run->pack(row, &gatherer->order, &gatherer->record, gatherer->work))
		return false;
	if (worker->stream->customer >= 0)
		customer = row_text(row, worker->stream->customer);
	carry(&worker->parcel->output.buffer, customer,
		slice_of(gatherer->order.data, gatherer->order.length),
		slice_of(gatherer->record.data, gatherer->record.length));
	return true;
}

/* In sequence: so equal orders stay in input order. */
static void
gather_deliver(struct pass *pass, struct parcel *parcel)
{
	struct gather_run   *run = pass->context;
	const struct buffer *buffer = &parcel->output.buffer;

	for (size_t at = 0; at < buffer->length;) {
		size_t length[2];

		memcpy(length, buffer->data + at, sizeof length);
		at += sizeof length;
		if (!sorter_add(run->gather->sorter, slice_of(buffer->data + at, length[0]),
			    slice_of(buffer->data + at + length[0], length[1])))
			fail_errno("a temporary file for sorting");
		at += length[0] + length[1];
		run->records++;
	}
}

void
gather_read(struct gather *gather, struct stream *stream, gather_pack *pack,
	void *(*work_new)(void), void (*work_free)(void *work))
{
	struct gather_run run = { gather, pack, work_new, work_free, 0 };
	struct pass       pass = {
		.stream = stream,
		.context = &run,
		.row = gather_row,
		.deliver = gather_deliver,
		.local_new = gatherer_new,
		.local_free = gatherer_free,
	};

	pass_run(&pass);
	pass.tally.used = run.records;
	summary_stream(stream->title, &pass.tally);
}

/* --- pulling --- */

static void
read_ahead(struct gather *gather)
{
	struct slice sorted, record;
	bool         more = false;

	if (!sorter_next(gather->sorter, &sorted, &record, &more))
		fail_errno("a temporary file for sorting");
	gather->ahead = more;
	gather->over = !more;
	if (!more)
		return;
	buffer_clear(&gather->next);
	buffer_clear(&gather->record);
	buffer_add(&gather->next,
		slice_of(sorted.data,
			(size_t)((const char *)memchr(sorted.data, '\0', sorted.length) -
				sorted.data)));
	buffer_add(&gather->record, record);
}

static bool
ahead_is_of_key(const struct gather *gather)
{
	return gather->ahead &&
		slice_equal(slice_of(gather->key.data, gather->key.length),
			slice_of(gather->next.data, gather->next.length));
}

bool
gather_key(struct gather *gather, struct slice *key)
{
	if (!gather->finished) {
		if (!sorter_finish(gather->sorter))
			fail_errno("a temporary file for sorting");
		gather->finished = true;
		gather->alike = alike_new();
		read_ahead(gather);
	} else {
		/* What the caller left unread of the last key. */
		struct slice record;

		while (gather_record(gather, &record))
			;
	}
	if (!gather->ahead) {
		if (gather->alike)
			alike_end(gather->alike);
		gather->alike = NULL;
		return false;
	}
	buffer_clear(&gather->key);
	buffer_add(&gather->key, slice_of(gather->next.data, gather->next.length));
	*key = slice_of(gather->key.data, gather->key.length);
	if (gather->keys++ < ALIKE_MOST) {
		alike_glance(gather->alike, *key);
		if (!settings.fold_keys)
			alike_add(gather->alike, *key);
	}
	return true;
}

bool
gather_record(struct gather *gather, struct slice *record)
{
	/* The record handed out last lies in the buffer that is filled now. */
	if (!gather->ahead && !gather->over)
		read_ahead(gather);
	if (!ahead_is_of_key(gather))
		return false;
	*record = slice_of(gather->record.data, gather->record.length);
	gather->ahead = false;
	return true;
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
