#include "run/state.h"

#include <inttypes.h>
#include <string.h>

#include "run/message.h"
#include "run/pass.h"
#include "value/number.h"

void
stream_is_state(struct stream *stream, size_t stamp)
{
	stream->states = true;
	stream->stamp = stamp;
}

static bool
read_end(struct slice field, int64_t *rows)
{
	struct slice mark;

	if (field.length < strlen(STATE_END))
		return false;
	mark = slice_of(field.data, strlen(STATE_END));
	field = slice_of(field.data + mark.length, field.length - mark.length);
	return slice_is(mark, STATE_END) && integer_parse(field, rows) && *rows >= 0;
}

bool
state_takes_end(struct pass_worker *worker)
{
	const struct input_file *file = worker->file;
	const struct record *record = &worker->record;
	size_t stamp = file->order ? file->order[worker->stream->stamp] : worker->stream->stamp;
	struct state_seen *seen = &worker->parcel->state;
	size_t filled = 0;
	int64_t rows;

	if (record->fault == RECORD_GOOD && stamp < record->fields)
		for (size_t i = 0; i < record->fields; i++)
			filled += record->field[i].length > 0;
	if (filled == 1 && read_end(record->field[stamp], &rows)) {
		seen->ends++;
		seen->told = (uint64_t)rows;
		return true;
	}
	seen->rows += !record->blank;
	return false;
}

void
state_deliver(struct stream *stream, const struct parcel *parcel)
{
	struct state_seen *all = &stream->file[parcel->file].state;

	all->rows += parcel->state.rows;
	all->ends += parcel->state.ends;
	if (parcel->state.ends)
		all->told = parcel->state.told;
}

void
state_finish(const struct stream *stream)
{
	for (size_t i = 0; i < stream->files; i++) {
		const struct state_seen *seen = &stream->file[i].state;
		const char *name = source_name(stream->file[i].source);

		if (seen->ends == 1 && seen->told == seen->rows)
			continue;
		if (seen->ends > 1)
			fail(EXIT_DATA, "%s: several states in one file: give each by itself",
				name);
		if (seen->ends)
			say("%s: this state has %" PRIu64 " row%s and says %" PRIu64, name,
				seen->rows, seen->rows == 1 ? "" : "s", seen->told);
		else
			say("%s: this state is cut short: its last row, " STATE_END
			    "N, is not there",
				name);
		hint("make it again with --partial");
		fail(EXIT_DATA, NULL);
	}
}
