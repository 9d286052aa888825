/* A look at all rows: see look.h. */
#include "run/look.h"

#include <pthread.h>

#include "run/pass.h"

struct look_run {
	const struct look *look;
	pthread_mutex_t    lock;
};

static void *
looker_new(struct pass *pass)
{
	const struct look_run *run = pass->context;

	return run->look->work_new();
}

static void
looker_done(struct pass *pass, void *work)
{
	struct look_run *run = pass->context;

	pthread_mutex_lock(&run->lock);
	run->look->work_done(work);
	pthread_mutex_unlock(&run->lock);
}

static bool
look_row(struct pass_worker *worker, const struct row *row)
{
	const struct look_run *run = worker->pass->context;

	return run->look->each(row, worker->local);
}

void
look_run(struct stream *stream, const struct look *look)
{
	struct look_run run = { .look = look };
	struct pass     pass = {
		.stream = stream,
		.context = &run,
		.row = look_row,
		.local_new = looker_new,
		.local_free = looker_done,
		.survey = true,
	};

	pthread_mutex_init(&run.lock, NULL);
	pass_run(&pass);
	pthread_mutex_destroy(&run.lock);
	stream_rewind(stream);
}
