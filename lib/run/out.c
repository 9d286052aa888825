#include "run/out_body.h"

#include <stdlib.h>
#include <string.h>

#include "run/settings.h"
#include "run/side.h"
#include "value/memory.h"

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
	return name;
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

static struct output *
output_new(struct stream *stream)
{
	struct output *output = memory_zeroed(1, sizeof *output);

	output->stream = stream;
	output->sink = sink_open("-o", settings.out_path);
	return output;
}

struct output *
output_passing(struct stream *stream)
{
	struct output *output = output_new(stream);

	output->passes = memory_zeroed(stream_header(stream)->columns, sizeof *output->passes);
	memset(output->passes, true, stream_header(stream)->columns);
	return output;
}

struct output *
output_alone(void)
{
	return output_new(NULL);
}

void
output_drop(struct output *output, int field)
{
	output->passes[field] = false;
	output->drops = true;
}

void
output_add(struct output *output, const char *name)
{
	struct slice  as = renamed(slice_from(name), output->added == 0);
	struct stream *stream = output->stream;

	for (size_t i = 0; i < output->added; i++) {
		if (slice_is(as, output->add[i].name))
			fail(EXIT_USAGE, "two columns would be called \"%.*s\"", (int)as.length,
				as.data);
	}
	for (size_t i = 0; stream && i < stream_header(stream)->columns; i++) {
		if (!output->passes[i] || !slice_equal(stream_header(stream)->name[i], as))
			continue;
		if (!settings.replace)
			fail(EXIT_USAGE,
				"%s: there is a column \"%.*s\" already: --as=NAME gives another "
				"name, --replace replaces it",
				source_name(stream->file[0].source), (int)as.length, as.data);
		output_drop(output, (int)i);
	}
	MEMORY_GROW(output->add, output->capacity, output->added + 1);
	output->add[output->added++] =
		(struct added){ memory_string(slice_from(name)), memory_string(as) };
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
		if (!output->passes[header->by_name[i]] || !name.length)
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

void
output_begin(struct output *output)
{
	struct writer writer;

	check_renaming(output);
	if (output->stream)
		refuse_repeated(output);
	writer_init(&writer, settings.dialect.delimiter);
	for (size_t i = 0; output->stream && i < stream_header(output->stream)->columns; i++) {
		if (output->passes[i])
			writer_text(&writer, stream_header(output->stream)->name[i]);
	}
	for (size_t i = 0; i < output->added; i++)
		writer_text(&writer, slice_from(output->add[i].name));
	writer_end(&writer);
	if (output->stream && output->stream->surveyed)
		sink_hold(output->sink);
	sink_write(output->sink, slice_of(writer.buffer.data, writer.buffer.length));
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
	free(output->passes);
	free(output);
}

/* --- one record --- */

void
out_pass(struct out *out, const struct row *row)
{
	const struct output *output = out->output;
	const struct pass_worker *worker = row->worker;

	/* A plain record in the first file's order needs no look at its fields. */
	if (!output->drops && worker->record.plain && row->field == worker->record.field) {
		writer_raw(out->writer, worker->record.raw);
		return;
	}
	for (size_t i = 0; i < row->fields; i++) {
		if (output->passes[i])
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

void
out_text(struct out *out, struct slice text)
{
	out->written++;
	writer_text(out->writer, text);
}

void
out_string(struct out *out, const char *string)
{
	out_text(out, slice_from(string));
}

void
out_empty(struct out *out)
{
	out->written++;
	writer_empty(out->writer);
}

void
out_day(struct out *out, day d)
{
	out->written++;
	writer_day(out->writer, d);
}

void
out_money(struct out *out, money amount)
{
	out->written++;
	writer_money(out->writer, amount);
}

void
out_integer(struct out *out, int64_t n)
{
	out->written++;
	writer_integer(out->writer, n);
}

void
out_end(struct out *out)
{
	if (out->written != out->output->added)
		fail(EXIT_BUG, "a record of %zu added columns where %zu were announced",
			out->written, out->output->added);
	out->written = 0;
	writer_end(out->writer);
}
