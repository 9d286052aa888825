#include "run/map.h"

#include <stdlib.h>
#include <string.h>

#include "run/out_body.h"

struct map_run {
	const struct map *map;
	struct output    *output;
};

/* A worker's own. */
struct mapper {
	struct out out;
	void      *work;
};

static void *
mapper_new(struct pass *pass)
{
	const struct map_run *run = pass->context;
	struct mapper        *mapper = memory_zeroed(1, sizeof *mapper);

	out_init(&mapper->out, run->output);
	mapper->work = run->map->work_new ? run->map->work_new() : NULL;
	return mapper;
}

static void
mapper_free(struct pass *pass, void *local)
{
	const struct map_run *run = pass->context;
	struct mapper        *mapper = local;

	if (run->map->work_free)
		run->map->work_free(mapper->work);
	out_release(&mapper->out);
	free(mapper);
}

static bool
map_row(struct pass_worker *worker, const struct row *row)
{
	const struct map_run *run = worker->pass->context;
	struct mapper        *mapper = worker->local;

	mapper->out.writer = &worker->parcel->output;
	mapper->out.aside = &worker->parcel->aside;
	return run->map->each(row, &mapper->out, mapper->work);
}

static void
deliver_parts(const struct output *output, const struct buffer *buffer)
{
	struct frame frame;

	for (size_t at = 0; at < buffer->length; at += sizeof frame + frame.length) {
		memcpy(&frame, buffer->data + at, sizeof frame);
		sink_write(output->part[frame.part],
			slice_of(buffer->data + at + sizeof frame, frame.length));
	}
}

static void
map_deliver(struct pass *pass, struct parcel *parcel)
{
	const struct map_run *run = pass->context;

	if (run->output->sink)
		sink_write(run->output->sink,
			slice_of(parcel->output.buffer.data, parcel->output.buffer.length));
	else
		deliver_parts(run->output, &parcel->output.buffer);
	if (run->output->aside)
		sink_write(run->output->aside,
			slice_of(parcel->aside.buffer.data, parcel->aside.buffer.length));
}

void
map_run(struct stream *stream, struct output *output, const struct map *map)
{
	struct map_run run = { map, output };
	struct pass    pass = {
		.stream = stream,
		.context = &run,
		.row = map_row,
		.deliver = map_deliver,
		.local_new = mapper_new,
		.local_free = mapper_free,
		.in_turn = map->in_turn,
	};

	output_begin(output);
	pass_run(&pass);
	summary_stream(stream->title, &pass.tally);
	output_free(output);
}
