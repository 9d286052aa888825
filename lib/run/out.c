#include "run/out_body.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "run/labels.h"
#include "run/settings.h"
#include "run/side.h"
#include "value/memory.h"
#include "value/text.h"

/*
 * --as: "grade", the first added column, or "segment=grade,cell=arm". One part after the
 * other: *asked is empty for the first column. False at the end.
 */
struct renaming {
	struct slice rest, asked, name;
	bool         begun;
};

static bool
renaming_next(struct renaming *renaming)
{
	struct slice part;
	bool         first = !renaming->begun;

	if (first)
		renaming->rest = settings.as ? slice_from(settings.as) : SLICE_EMPTY;
	renaming->begun = true;
	if (!renaming->rest.data)
		return false;
	renaming->rest = slice_cut(renaming->rest, ',', &part);
	renaming->name = slice_cut(part, '=', &renaming->asked);
	if (!renaming->name.data) {
		if (!first)
			fail(EXIT_USAGE, "--as: which column is to be called \"%.*s\"? COLUMN=%.*s",
				(int)part.length, part.data, (int)part.length, part.data);
		renaming->name = part;
		renaming->asked = SLICE_EMPTY;
	}
	if (!renaming->name.length)
		fail(EXIT_USAGE, "--as: an empty name");
	return true;
}

static struct slice
renamed(struct slice name, bool first)
{
	struct renaming renaming = { .begun = false };

	while (renaming_next(&renaming)) {
		if (renaming.asked.data ? slice_equal(renaming.asked, name) : first)
			return renaming.name;
	}
	return label_wanted(name);
}

/* Each COLUMN= of --as is one that is added. */
static void
check_renaming(const struct output *output)
{
	struct renaming renaming = { .begun = false };

	while (renaming_next(&renaming)) {
		char have[256] = "";
		bool known = !renaming.asked.data;

		for (size_t i = 0; i < output->added; i++) {
			known |= slice_is(renaming.asked, output->add[i].asked);
			list_name(have, sizeof have, slice_from(output->add[i].asked), "");
		}
		if (!known)
			fail(EXIT_USAGE, "--as: no column \"%.*s\" is added (those are: %s)",
				(int)renaming.asked.length, renaming.asked.data, have);
	}
}

struct slice
output_name(const char *name)
{
	return renamed(slice_from(name), true);
}

struct output *
output_parts(struct stream *stream)
{
	struct output *output = memory_zeroed(1, sizeof *output);

	output->stream = stream;
	output->place = memory_zeroed(stream_header(stream)->columns, sizeof *output->place);
	for (size_t i = 0; i < stream_header(stream)->columns; i++)
		output->place[i] = PLACE_PASSES;
	return output;
}

#define PART_NAME_MOST 200 /* bytes of a file's name: less than any system's limit */

/* Windows' list and the shells': blanks within are fine. */
static bool
byte_is_safe(struct slice name, size_t i)
{
	unsigned char c = (unsigned char)name.data[i];

	if (c < ' ' || c == 0x7f || strchr("/\\:*?\"<>|%$`'&;!", c))
		return false;
	return !((i == 0 && strchr(".-~ ", c)) || (i + 1 == name.length && strchr(". ", c)));
}

static char *
part_path(const char *option, const char *folder, struct slice name)
{
	size_t size = strlen(folder) + 3 * name.length + sizeof "/.csv", length;
	char  *path = memory_new(size);

	length = (size_t)snprintf(path, size, "%s/", folder);
	for (size_t i = 0; i < name.length; i++) {
		if (byte_is_safe(name, i))
			path[length++] = name.data[i];
		else
			length += (size_t)snprintf(
				path + length, 4, "%%%02X", (unsigned char)name.data[i]);
	}
	if (length - strlen(folder) > PART_NAME_MOST)
		fail(EXIT_USAGE, "%s: too long for the name of a file: \"%.*s\"", option,
			(int)name.length, name.data);
	snprintf(path + length, size - length, "%s",
		settings.dialect.delimiter == '\t' ? ".tsv" : ".csv");
	return path;
}

static void
refuse_part_again(const struct output *output, const char *option, const char *path)
{
	size_t length = strlen(path);
	char  *lower = memory_new(length + 1), *other = memory_new(length + 1);

	text_lower(slice_of(path, length), lower);
	for (size_t i = 0; i < output->parts; i++) {
		if (strlen(output->part_path[i]) != length)
			continue;
		text_lower(slice_of(output->part_path[i], length), other);
		if (memcmp(lower, other, length) == 0)
			fail(EXIT_USAGE, "%s: one file on some disks: %s and %s", option,
				output->part_path[i], path);
	}
	free(lower);
	free(other);
}

void
output_part(struct output *output, const char *option, const char *folder, struct slice name)
{
	char *path = part_path(option, folder, name);

	if (settings.out_path)
		fail(EXIT_USAGE, "%s writes files of its own: not with -o", option);
	refuse_part_again(output, option, path);
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		fail_errno("%s: %s", option, folder);
	MEMORY_GROW(output->part, output->part_room, output->parts + 1);
	output->part_path =
		memory_resize(output->part_path, output->parts + 1, sizeof *output->part_path);
	output->part_path[output->parts] = path;
	output->part[output->parts++] = sink_open(option, path);
}

struct output *
output_passing(struct stream *stream)
{
	struct output *output = output_parts(stream);

	output->sink = sink_open("-o", settings.out_path);
	return output;
}

struct output *
output_alone(void)
{
	struct output *output = memory_zeroed(1, sizeof *output);

	output->sink = sink_open("-o", settings.out_path);
	return output;
}

void
output_drop(struct output *output, int field)
{
	output->place[field] = PLACE_DROPPED;
	output->drops = true;
}

void
output_put(struct output *output, const char *name, int field)
{
	struct added *added;

	output_drop(output, field);
	output_add(output, name);
	added = &output->add[output->added - 1];
	if (added->put)
		return; /* --replace found another of that name */
	output->place[field] = (int)output->added - 1;
	added->put = true;
	output->puts = true;
}

/* The column of the header that passes and is called so; -1: none. */
static int
passing_column(const struct output *output, struct slice name)
{
	const struct header *header = output->stream ? stream_header(output->stream) : NULL;

	for (size_t i = 0; header && i < header->columns; i++) {
		if (output->place[i] == PLACE_PASSES && slice_equal(header->name[i], name))
			return (int)i;
	}
	return -1;
}

void
output_add(struct output *output, const char *name)
{
	struct slice as = renamed(slice_from(name), output->added == 0);
	int there = passing_column(output, as);

	for (size_t i = 0; i < output->added; i++) {
		if (slice_is(as, output->add[i].name))
			fail(EXIT_USAGE, "two columns would be called \"%.*s\"", (int)as.length,
				as.data);
	}
	if (there >= 0 && settings.replace) {
		for (int i = there; i >= 0; i = passing_column(output, as))
			output_drop(output, i);
		output_put(output, name, there);
		return;
	}
	if (there >= 0)
		fail(EXIT_USAGE,
			"%s: there is a column \"%.*s\" already: --as=NAME gives another "
			"name, --replace replaces it",
			source_name(output->stream->file[0].source), (int)as.length, as.data);
	MEMORY_GROW(output->add, output->capacity, output->added + 1);
	output->add[output->added++] = (struct added){
		.asked = memory_string(slice_from(name)),
		.name = memory_string(as),
	};
}

void
output_aside(struct output *output, const char *option, const char *path)
{
	output->aside = sink_open(option, path);
	output->aside_delimiter = side_delimiter(path);
}

/* Two columns of one name could not be told apart by whoever reads the result. */
static void
refuse_repeated(const struct output *output)
{
	const struct header *header = stream_header(output->stream);
	struct slice         last = SLICE_EMPTY;

	for (size_t i = 0; i < header->columns; i++) {
		struct slice name = header->name[header->by_name[i]];

		/* Several without a name are common at the end of a spreadsheet's lines. */
		if (output->place[header->by_name[i]] != PLACE_PASSES || !name.length)
			continue;
		if (slice_equal(name, last))
			fail(EXIT_DATA, "%s: two columns are called \"%.*s\"",
				source_name(output->stream->file[0].source), (int)name.length,
				name.data);
		last = name;
	}
}

static void
begin_aside(struct output *output)
{
	const struct header *header = stream_header(output->stream);
	struct writer        writer;

	writer_init(&writer, output->aside_delimiter);
	for (size_t i = 0; i < header->columns; i++)
		writer_text(&writer, header->name[i]);
	writer_end(&writer);
	sink_write(output->aside, slice_of(writer.buffer.data, writer.buffer.length));
	writer_release(&writer);
}

static void
begin_sink(const struct output *output, struct sink *sink, const struct buffer *header)
{
	if (output->stream && output->stream->surveyed)
		sink_hold(sink);
	sink_write(sink, slice_of(header->data, header->length));
}

void
output_begin(struct output *output)
{
	struct writer writer;

	check_renaming(output);
	if (output->stream)
		refuse_repeated(output);
	writer_init(&writer, settings.dialect.delimiter);
	for (size_t i = 0; output->stream && i < stream_header(output->stream)->columns; i++) {
		if (output->place[i] == PLACE_PASSES)
			writer_text(&writer, stream_header(output->stream)->name[i]);
		else if (output->place[i] != PLACE_DROPPED)
			writer_text(&writer, slice_from(output->add[output->place[i]].name));
	}
	for (size_t i = 0; i < output->added; i++) {
		if (!output->add[i].put)
			writer_text(&writer, slice_from(output->add[i].name));
	}
	writer_end(&writer);
	if (output->sink)
		begin_sink(output, output->sink, &writer.buffer);
	for (size_t i = 0; i < output->parts; i++)
		begin_sink(output, output->part[i], &writer.buffer);
	writer_release(&writer);
	if (output->aside)
		begin_aside(output);
}

void
output_free(struct output *output)
{
	for (size_t i = 0; i < output->added; i++) {
		free(output->add[i].asked);
		free(output->add[i].name);
	}
	free(output->add);
	free(output->place);
	free(output->part);
	free(output->part_path);
	free(output);
}

/* --- one record --- */

void
out_init(struct out *out, const struct output *output)
{
	*out = (struct out){ .output = output };
	writer_init(&out->held, settings.dialect.delimiter);
	out->held_end = memory_zeroed(output->added, sizeof *out->held_end);
}

void
out_release(struct out *out)
{
	writer_release(&out->held);
	free(out->held_end);
}

void
out_part(struct out *out, size_t part)
{
	struct writer *writer = out->writer;
	struct frame   frame = { .part = part };

	buffer_add(&writer->buffer, slice_of((const char *)&frame, sizeof frame));
	writer->begin = writer->buffer.length;
	out->begin = writer->buffer.length;
	out->framed = true;
}

/* The record is complete: how long it is. */
static void
end_frame(struct out *out)
{
	struct writer *writer = out->writer;
	struct frame   frame;
	char          *at = writer->buffer.data + out->begin - sizeof frame;

	memcpy(&frame, at, sizeof frame);
	frame.length = writer->buffer.length - out->begin;
	memcpy(at, &frame, sizeof frame);
	out->framed = false;
}

void
out_pass(struct out *out, const struct row *row)
{
	const struct output *output = out->output;
	const struct pass_worker *worker = row->worker;

	if (output->puts) {
		out->row = row;
		return;
	}
	/* A plain record in the first file's order needs no look at its fields. */
	if (!output->drops && worker->record.plain && row->field == worker->record.field) {
		writer_raw(out->writer, worker->record.raw);
		return;
	}
	for (size_t i = 0; i < row->fields; i++) {
		if (output->place[i] == PLACE_PASSES)
			writer_text(out->writer, row->field[i]);
	}
}

void
out_aside(struct out *out, const struct row *row)
{
	out->aside->delimiter = out->output->aside_delimiter;
	for (size_t i = 0; i < row->fields; i++)
		writer_text(out->aside, row->field[i]);
	writer_end(out->aside);
}

/* Where the next added column is written. */
static struct writer *
added_writer(struct out *out)
{
	const struct output *output = out->output;

	if (out->written >= output->added)
		fail(EXIT_BUG, "a record of more than %zu added columns", output->added);
	if (!output->puts) {
		out->written++;
		return out->writer;
	}
	if (out->written > 0)
		out->held_end[out->written - 1] = out->held.buffer.length;
	out->written++;
	out->held.started = false;
	return &out->held;
}

/* The bytes of an added column that waited. */
static struct slice
held_field(const struct out *out, size_t added)
{
	size_t begin = added ? out->held_end[added - 1] : 0;

	return slice_of(out->held.buffer.data + begin, out->held_end[added] - begin);
}

static void
write_held(struct out *out)
{
	const struct output *output = out->output;

	if (output->added)
		out->held_end[output->added - 1] = out->held.buffer.length;
	for (size_t i = 0; i < out->row->fields; i++) {
		if (output->place[i] == PLACE_PASSES)
			writer_text(out->writer, out->row->field[i]);
		else if (output->place[i] != PLACE_DROPPED)
			writer_raw(out->writer, held_field(out, (size_t)output->place[i]));
	}
	for (size_t i = 0; i < output->added; i++) {
		if (!output->add[i].put)
			writer_raw(out->writer, held_field(out, i));
	}
	out->held.buffer.length = 0;
}

void
out_text(struct out *out, struct slice text)
{
	writer_text(added_writer(out), text);
}

void
out_string(struct out *out, const char *string)
{
	out_text(out, slice_from(string));
}

void
out_empty(struct out *out)
{
	writer_empty(added_writer(out));
}

void
out_day(struct out *out, day d)
{
	writer_day(added_writer(out), d);
}

void
out_money(struct out *out, money amount)
{
	writer_money(added_writer(out), amount);
}

void
out_integer(struct out *out, int64_t n)
{
	writer_integer(added_writer(out), n);
}

void
out_end(struct out *out)
{
	if (out->written != out->output->added)
		fail(EXIT_BUG, "a record of %zu added columns where %zu were announced",
			out->written, out->output->added);
	if (out->output->puts)
		write_held(out);
	out->written = 0;
	writer_end(out->writer);
	if (out->framed)
		end_frame(out);
}
