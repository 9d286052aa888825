/*
 * Tasks: work that falls into parts of its own, done by all threads of the filter.
 *
 * Each part is done once, by whichever thread is free; the call returns when all are done.
 * What a part may end by (memory, fail) ends the filter as it does anywhere.
 */
#ifndef RUN_TASKS_H
#define RUN_TASKS_H

#include <stddef.h>

typedef void task(void *context, size_t part);

void tasks_run(size_t parts, task *each, void *context);

#endif
