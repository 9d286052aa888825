#include "run/tasks.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "run/settings.h"
#include "value/memory.h"

struct tasks {
	size_t        parts;
	atomic_size_t next;
	task         *task;
	void         *context;
};

static void *
work(void *shared)
{
	struct tasks *tasks = shared;

	for (;;) {
		size_t part = atomic_fetch_add(&tasks->next, 1);

		if (part >= tasks->parts)
			return NULL;
		tasks->task(tasks->context, part);
	}
}

void
tasks_run(size_t parts, task *each, void *context)
{
	struct tasks tasks = { .parts = parts, .task = each, .context = context };
	size_t       wanted = (size_t)settings.jobs, started = 0;
	pthread_t   *thread;
	sigset_t     all, before;

	wanted = wanted < parts ? wanted : parts;
	thread = memory_zeroed(wanted, sizeof *thread);
	/* Signals go to the first thread only. */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	/* Where no more threads can be had fewer will do. */
	while (started + 1 < wanted && pthread_create(&thread[started], NULL, work, &tasks) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	work(&tasks);
	for (size_t i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	free(thread);
}
