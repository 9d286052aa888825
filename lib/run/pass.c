#include "run/pass.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/fault.h"
#include "run/repeats.h"
#include "run/settings.h"
#include "run/state.h"
#include "value/text.h"

#define MESSAGES_MOST 20                  /* bad rows that are said one by one */

/* What the workers of one pass share. */
struct crew {
	struct pass    *pass;
	pthread_mutex_t cutting;        /* the cutter, and what follows */
	uint64_t        sequence, bytes;
	bool            over;           /* no block will follow */
	int             wanted;         /* threads */
	int             started;
	pthread_t      *thread;

	pthread_mutex_t delivering;     /* the parcels, and what follows */
	pthread_cond_t  freed;
	struct parcel  *idle;           /* parcels to fill */
	struct parcel  *waiting;        /* done, not yet their turn */
	uint64_t        next;           /* sequence of the parcel whose turn it is */
	bool            delivery;       /* somebody is delivering */
	uint64_t        rows;
	struct tally    tally;
};

/* --- one block --- */

static void
say_bad_row(struct pass_worker *worker)
{
	struct parcel        *parcel = worker->parcel;
	const struct verdict *verdict = &worker->verdict;
	const char           *name = source_name(worker->file->source);
	char                  place[64], quoted[TEXT_QUOTED];

	if (!parcel->remedy)
		parcel->remedy = verdict->remedy;
	if (!parcel->remedy)
		parcel->remedy = fault_remedy(worker->record.fault, worker->record.raw);
	if (parcel->bad > MESSAGES_MOST)
		return;
	snprintf(place, sizeof place, ":%" PRIu64 ": ", worker->record.line);
	buffer_add(&parcel->messages, slice_from(name));
	buffer_add(&parcel->messages, slice_from(place));
	if (verdict->column.length) {
		text_quote(verdict->column, quoted);
		buffer_add(&parcel->messages, slice_from("column "));
		buffer_add(&parcel->messages, slice_from(quoted));
		buffer_add(&parcel->messages, slice_from(": "));
	}
	buffer_add(&parcel->messages, slice_from(verdict->reason));
	buffer_add(&parcel->messages, slice_of("", 1));
}

/* For _raw: the record as it stands, bad bytes as \xHH. */
static struct slice
printable(struct arena *scratch, struct slice raw)
{
	char  *out = arena_new(scratch, raw.length * 4 + 1);
	size_t used = 0;

	while (raw.length) {
		size_t good = text_utf8_valid_prefix(raw);
		void  *nul = good ? memchr(raw.data, '\0', good) : NULL;

		if (nul)
			good = (size_t)((char *)nul - raw.data);
		memcpy(out + used, raw.data, good);
		used += good;
		raw = slice_of(raw.data + good, raw.length - good);
		if (raw.length) {
			snprintf(out + used, 5, "\\x%02X", (unsigned char)raw.data[0]);
			used += 4;
			raw = slice_of(raw.data + 1, raw.length - 1);
		}
	}
	return slice_of(out, used);
}

static void
reject_row(struct pass_worker *worker)
{
	const struct verdict *verdict = &worker->verdict;
	struct writer        *out = &worker->parcel->rejects;
	bool                  parsed = !verdict->raw.data;

	writer_text(out, slice_from(source_name(worker->file->source)));
	writer_integer(out, (int64_t)worker->record.line);
	writer_text(out, verdict->column);
	writer_text(out, slice_from(verdict->reason));
	writer_text(out, parsed ? SLICE_EMPTY : printable(&worker->scratch, verdict->raw));
	for (size_t i = 0; i < worker->stream->file[0].header.columns; i++)
		writer_text(out, parsed ? worker->row.field[i] : SLICE_EMPTY);
	writer_end(out);
}

/* False: the pass stops here. */
static bool
bad_row(struct pass_worker *worker)
{
	struct parcel *parcel = worker->parcel;

	parcel->bad++;
	worker->tally.rejected++;
	say_bad_row(worker);
	if (!worker->stream->rejects_path) {
		parcel->stopped = true;
		return false;
	}
	/* A survey passes them over: the second reading sets them aside. */
	if (!worker->pass->survey)
		reject_row(worker);
	return true;
}

static void
ignore_row(struct pass_worker *worker)
{
	struct tally_entry *entry;
	money                amount;
	bool                 reads = judge_amount(worker, &amount);

	if (worker->trade && trade_ignored(worker, reads ? &amount : NULL))
		return;
	entry = tally_entry(&worker->tally, worker->verdict.ignored, true);
	entry->rows++;
	entry->amount += reads ? amount : 0;
	entry->amounts |= reads;
}

static void
work_block(struct pass_worker *worker)
{
	struct pass   *pass = worker->pass;
	struct parcel *parcel = worker->parcel;
	bool           goes_on = true;
	bool           watches = worker->stream->order >= 0 && parcel->sequence == 0;
	struct repeats repeats = { .rows = 0 };

	judge_file(worker, &worker->stream->file[parcel->file]);
	arena_clear(&worker->scratch);
	reader_start(worker->reader, &parcel->block);
	while (goes_on && reader_next(worker->reader, &worker->record)) {
		worker->tally.read++;
		parcel->rows++;
		switch (judge(worker)) {
		case JUDGED_USE:
			if (watches)
				repeats_add(&repeats, worker);
			if (pass->row(worker, &worker->row)) {
				worker->tally.used++;
				break;
			}
			if (worker->trade)
				trade_take_back(worker->trade);
			if (worker->verdict.bad)
				goes_on = bad_row(worker);
			else
				ignore_row(worker);
			break;
		case JUDGED_BAD: goes_on = bad_row(worker); break;
		case JUDGED_IGNORED: ignore_row(worker); break;
		case JUDGED_BLANK: worker->tally.blank++; break;
		case JUDGED_END: worker->tally.read--; break;
		}
	}
	repeats_end(&repeats);
	if (watches && !repeats.others)
		worker->stream->repeats = repeats.orders;
	if (pass->block_done)
		pass->block_done(worker);
}

/* --- delivery, in sequence --- */

_Noreturn static void
stop_at_bad_row(const struct stream *stream, const struct parcel *parcel)
{
	/* A map has then written exactly the rows before it. */
	sinks_flush();
	say("%s", parcel->messages.data);
	if (parcel->remedy)
		fault_hint(parcel->remedy, source_name(stream->file[parcel->file].source));
	fail(EXIT_DATA, NULL);
}

/* The first few of a stream. */
static void
say_bad_rows(struct stream *stream, const struct parcel *parcel)
{
	for (size_t at = 0; at < parcel->messages.length && stream->messages < MESSAGES_MOST;
		at += strlen(parcel->messages.data + at) + 1) {
		say("%s", parcel->messages.data + at);
		stream->messages++;
	}
	if (parcel->remedy && !stream->hinted) {
		fault_hint(parcel->remedy, source_name(stream->file[parcel->file].source));
		stream->hinted = true;
	}
	stream->bad += parcel->bad;
}

static void
deliver(struct crew *crew, struct parcel *parcel)
{
	struct pass   *pass = crew->pass;
	struct stream *stream = pass->stream;

	if (parcel->error) {
		errno = parcel->error;
		fail_errno("%s", source_name(stream->file[parcel->file].source));
	}
	if (parcel->marks)
		check_currencies(stream, parcel);
	if (pass->deliver)
		pass->deliver(pass, parcel);
	if (parcel->stopped)
		stop_at_bad_row(stream, parcel);
	if (pass->survey)
		return;
	if (stream->states)
		state_deliver(stream, parcel);
	say_bad_rows(stream, parcel);
	if (stream->rejects)
		sink_write(stream->rejects,
			slice_of(parcel->rejects.buffer.data, parcel->rejects.buffer.length));
	crew->rows += parcel->rows;
	progress_step(parcel->offset, crew->rows);
}

static void
parcel_clear(struct parcel *parcel)
{
	buffer_clear(&parcel->output.buffer);
	buffer_clear(&parcel->aside.buffer);
	buffer_clear(&parcel->rejects.buffer);
	buffer_clear(&parcel->messages);
	parcel->done = parcel->stopped = false;
	parcel->remedy = NULL;
	if (parcel->marks)
		memset(parcel->mark, 0, sizeof parcel->mark);
	parcel->marks = false;
	parcel->state = (struct state_seen){ .rows = 0 };
	parcel->error = 0;
	parcel->bad = parcel->rows = 0;
}

static struct parcel *
parcel_take(struct crew *crew)
{
	struct parcel *parcel;

	pthread_mutex_lock(&crew->delivering);
	while (!crew->idle)
		pthread_cond_wait(&crew->freed, &crew->delivering);
	parcel = crew->idle;
	crew->idle = parcel->next;
	pthread_mutex_unlock(&crew->delivering);
	parcel_clear(parcel);
	return parcel;
}

static void
parcel_give_back(struct crew *crew, struct parcel *parcel)
{
	pthread_mutex_lock(&crew->delivering);
	parcel->next = crew->idle;
	crew->idle = parcel;
	pthread_cond_signal(&crew->freed);
	pthread_mutex_unlock(&crew->delivering);
}

/* The parcel whose turn it is, taken out of those that wait; NULL: it is not there yet. */
static struct parcel *
parcel_due(struct crew *crew)
{
	for (struct parcel **at = &crew->waiting; *at; at = &(*at)->next) {
		struct parcel *parcel = *at;

		if (parcel->sequence == crew->next) {
			*at = parcel->next;
			return parcel;
		}
	}
	return NULL;
}

/* Whoever hands in the parcel that was missing delivers all that are due. */
static void
parcel_hand_in(struct crew *crew, struct parcel *parcel)
{
	pthread_mutex_lock(&crew->delivering);
	parcel->next = crew->waiting;
	crew->waiting = parcel;
	if (!crew->delivery) {
		crew->delivery = true;
		while ((parcel = parcel_due(crew))) {
			pthread_mutex_unlock(&crew->delivering);
			deliver(crew, parcel);
			pthread_mutex_lock(&crew->delivering);
			crew->next++;
			parcel->next = crew->idle;
			crew->idle = parcel;
			pthread_cond_signal(&crew->freed);
		}
		crew->delivery = false;
	}
	pthread_mutex_unlock(&crew->delivering);
}

/* --- workers --- */

static void *work(void *crew);

/* Called with the cutter locked. */
static void
start_threads(struct crew *crew)
{
	while (crew->started < crew->wanted - 1) {
		sigset_t all, before;
		int      why;

		/* Signals go to the first thread only. */
		sigfillset(&all);
		pthread_sigmask(SIG_BLOCK, &all, &before);
		why = pthread_create(&crew->thread[crew->started], NULL, work, crew);
		pthread_sigmask(SIG_SETMASK, &before, NULL);
		if (why)
			break; /* fewer will do */
		crew->started++;
	}
	crew->wanted = crew->started + 1;
}

static bool
cut_block(struct crew *crew, struct parcel *parcel)
{
	enum cut cut = CUT_END;

	pthread_mutex_lock(&crew->cutting);
	if (!crew->over) {
		cut = stream_cut(crew->pass->stream, &parcel->block, &parcel->file);
		if (cut == CUT_FAILED)
			parcel->error = errno;
		if (cut != CUT_END)
			parcel->sequence = crew->sequence++;
		parcel->offset = crew->pass->stream->bytes_before + parcel->block.offset;
		crew->over = cut != CUT_BLOCK;
		crew->bytes += cut == CUT_BLOCK ? parcel->block.length : 0;
		if (crew->bytes >= settings.threads_from && crew->started < crew->wanted - 1)
			start_threads(crew);
	}
	pthread_mutex_unlock(&crew->cutting);
	return cut != CUT_END;
}

static void
worker_init(struct pass_worker *worker, struct pass *pass)
{
	*worker = (struct pass_worker){
		.pass = pass,
		.stream = pass->stream,
		.reader = reader_new(pass->stream->dialect),
		.rules = rule_work_new(),
		.ordered =
			memory_zeroed(pass->stream->file[0].header.columns, sizeof(struct slice)),
	};
	arena_init(&worker->scratch);
	worker->row.cell = worker->cell;
	worker->row.worker = worker;
	if (pass->stream->trade)
		worker->trade = trade_work_new(pass->stream->trade);
	if (pass->local_new)
		worker->local = pass->local_new(pass);
}

static void
worker_release(struct pass_worker *worker)
{
	if (worker->pass->local_free)
		worker->pass->local_free(worker->pass, worker->local);
	arena_release(&worker->scratch);
	free(worker->ordered);
	trade_work_free(worker->trade);
	rule_work_free(worker->rules);
	reader_free(worker->reader);
}

static void *
work(void *argument)
{
	struct crew       *crew = argument;
	struct pass_worker worker;

	worker_init(&worker, crew->pass);
	for (;;) {
		struct parcel *parcel = parcel_take(crew);

		if (!cut_block(crew, parcel)) {
			parcel_give_back(crew, parcel);
			break;
		}
		worker.parcel = parcel;
		if (!parcel->error)
			work_block(&worker);
		parcel_hand_in(crew, parcel);
	}
	pthread_mutex_lock(&crew->delivering);
	tally_merge(&crew->tally, &worker.tally);
	if (worker.trade && !crew->pass->survey)
		trade_merge(crew->pass->stream->trade, worker.trade);
	pthread_mutex_unlock(&crew->delivering);
	worker_release(&worker);
	return NULL;
}

static void
crew_parcels(struct crew *crew, size_t count)
{
	while (count--) {
		struct parcel *parcel = memory_zeroed(1, sizeof *parcel);

		block_init(&parcel->block);
		writer_init(&parcel->output, settings.dialect.delimiter);
		writer_init(&parcel->aside, settings.dialect.delimiter);
		writer_init(&parcel->rejects, crew->pass->stream->dialect.delimiter);
		buffer_init(&parcel->messages);
		parcel->next = crew->idle;
		crew->idle = parcel;
	}
}

static void
crew_dismiss(struct crew *crew)
{
	while (crew->idle) {
		struct parcel *parcel = crew->idle;

		crew->idle = parcel->next;
		block_release(&parcel->block);
		writer_release(&parcel->output);
		writer_release(&parcel->aside);
		writer_release(&parcel->rejects);
		buffer_release(&parcel->messages);
		free(parcel);
	}
	free(crew->thread);
	pthread_mutex_destroy(&crew->cutting);
	pthread_mutex_destroy(&crew->delivering);
	pthread_cond_destroy(&crew->freed);
}

static void
open_rejects(struct stream *stream)
{
	static const char *const lead[] = { "_file", "_line", "_column", "_reason", "_raw" };
	struct writer            writer;

	if (!stream->rejects_path || stream->rejects)
		return;
	stream->rejects =
		sink_open(*stream->title ? stream->title : "--rejects", stream->rejects_path);
	writer_init(&writer, stream->dialect.delimiter);
	for (size_t i = 0; i < sizeof lead / sizeof lead[0]; i++)
		writer_text(&writer, slice_from(lead[i]));
	for (size_t i = 0; i < stream->file[0].header.columns; i++)
		writer_text(&writer, stream->file[0].header.name[i]);
	writer_end(&writer);
	sink_write(stream->rejects, slice_of(writer.buffer.data, writer.buffer.length));
	writer_release(&writer);
}

static void
say_more_bad_rows(const struct stream *stream)
{
	uint64_t more = stream->bad - stream->messages;

	if (more)
		say("%" PRIu64 " more bad row%s", more, more == 1 ? "" : "s");
}

static uint64_t
bytes_to_read(const struct stream *stream)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < stream->files; i++) {
		if (!source_is_regular(stream->file[i].source))
			return 0;
		bytes += (uint64_t)source_size(stream->file[i].source);
	}
	return bytes;
}

void
pass_run(struct pass *pass)
{
	struct stream *stream = pass->stream;
	struct crew    crew = { .pass = pass, .wanted = settings.jobs };

	if (pass->in_turn || (stream->trade && trade_in_turn(stream->trade)))
		crew.wanted = 1;

	if (!pass->survey) {
		open_rejects(stream);
		for (size_t i = 0; i < stream->files && !stream->surveyed; i++)
			source_unspool(stream->file[i].source);
	}
	progress_start(bytes_to_read(stream));
	pthread_mutex_init(&crew.cutting, NULL);
	pthread_mutex_init(&crew.delivering, NULL);
	pthread_cond_init(&crew.freed, NULL);
	crew.thread = memory_zeroed((size_t)crew.wanted, sizeof *crew.thread);
	crew_parcels(&crew, 2 * (size_t)crew.wanted + 2);
	work(&crew);
	for (int i = 0; i < crew.started; i++)
		pthread_join(crew.thread[i], NULL);
	progress_clear();
	pass->tally = crew.tally;
	/* What was looked at first must be what was used. */
	if (stream->surveyed && !pass->survey)
		stream_rewind(stream);
	if (!pass->survey)
		say_more_bad_rows(stream);
	if (stream->states)
		state_finish(stream);
	if (!pass->survey)
		repeats_say(stream);
	if (!pass->survey && stream->trade)
		trade_finish(stream->trade, stream->title, &pass->tally);
	crew_dismiss(&crew);
}
