#include "run/out_body.h"

#include <stdlib.h>
#include <string.h>

#include "run/settings.h"
#include "value/memory.h"

/* --as: "grade", or "segment=grade,cell=arm". */
static struct slice
renamed(struct slice name, bool first)
{
	struct slice rest = settings.as ? slice_from(settings.as) : SLICE_EMPTY;

	while (rest.data) {
		struct slice part, to, from;

		rest = slice_cut(rest, ',', &part);
		to = slice_cut(part, '=', &from);
		if (to.data ? slice_equal(from, name) : first)
			return to.data ? to : part;
	}
	return name;
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

	if (!as.length)
		fail(EXIT_USAGE, "--as: an empty name");
	for (size_t i = 0; i < output->added; i++) {
		if (slice_equal(slice_from(output->add[i]), as))
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
	output->add[output->added++] = memory_string(as);
}

/* Two columns of one name could not be told apart by whoever reads the result. */
static void
refuse_repeated(const struct output *output)
{
	const struct header *header = stream_header(output->stream);

	for (size_t i = 0; i < header->columns; i++) {
		for (size_t k = i + 1; output->passes[i] && k < header->columns; k++) {
			if (output->passes[k] && header->name[i].length &&
				slice_equal(header->name[i], header->name[k]))
				fail(EXIT_DATA, "%s: two columns are called \"%.*s\"",
					source_name(output->stream->file[0].source),
					(int)header->name[i].length, header->name[i].data);
		}
	}
}

void
output_begin(struct output *output)
{
	struct writer writer;

	if (output->stream)
		refuse_repeated(output);
	writer_init(&writer, settings.dialect.delimiter);
	for (size_t i = 0; output->stream && i < stream_header(output->stream)->columns; i++) {
		if (output->passes[i])
			writer_text(&writer, stream_header(output->stream)->name[i]);
	}
	for (size_t i = 0; i < output->added; i++)
		writer_text(&writer, slice_from(output->add[i]));
	writer_end(&writer);
	if (output->stream && output->stream->surveyed)
		sink_hold(output->sink);
	sink_write(output->sink, slice_of(writer.buffer.data, writer.buffer.length));
	writer_release(&writer);
}

void
output_free(struct output *output)
{
	for (size_t i = 0; i < output->added; i++)
		free(output->add[i]);
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
