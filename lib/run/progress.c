/*
 * Progress on a terminal: bytes, rows, rate, time left; one line on stderr, after a
 * second, when the inputs are regular files and the result does not go to a terminal.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "run/settings.h"

static struct {
	pthread_mutex_t lock;
	bool            asked, shown, plain; /* plain: no bold */
	uint64_t        total;
	double          began, said;
} progress = { .lock = PTHREAD_MUTEX_INITIALIZER };

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void
put(const char *text)
{
	(void)!write(STDERR_FILENO, text, strlen(text));
}

void
progress_start(uint64_t total_bytes)
{
	const char *terminal = getenv("TERM"), *no_color = getenv("NO_COLOR");

	progress.asked = total_bytes > 0 && !settings.quiet && isatty(STDERR_FILENO) &&
		(settings.out_path || !isatty(STDOUT_FILENO)) &&
		!(terminal && strcmp(terminal, "dumb") == 0);
	progress.plain = no_color && *no_color;
	progress.total = total_bytes;
	progress.began = progress.said = progress.asked ? now() : 0;
}

void
progress_step(uint64_t bytes, uint64_t rows)
{
	double time, seconds, share;
	char   line[160];

	if (!progress.asked)
		return;
	time = now();
	seconds = time - progress.began;
	if (seconds < 1 || time - progress.said < 0.2)
		return;
	share = progress.total ? (double)bytes / (double)progress.total : 1;
	if (share > 1)
		share = 1;
	snprintf(line, sizeof line,
		"\r%s%3.0f%%%s  %.1f of %.1f MB  %" PRIu64 " rows  %.1f MB/s  %.0f s left  ",
		progress.plain ? "" : "\033[1m", share * 100, progress.plain ? "" : "\033[0m",
		(double)bytes / 1e6, (double)progress.total / 1e6, rows,
		(double)bytes / 1e6 / seconds, share > 0 ? seconds / share - seconds : 0.0);
	pthread_mutex_lock(&progress.lock);
	put(line);
	progress.said = time;
	progress.shown = true;
	pthread_mutex_unlock(&progress.lock);
}

void
progress_clear(void)
{
	if (!progress.asked)
		return;
	pthread_mutex_lock(&progress.lock);
	if (progress.shown)
		put("\r                                                                            "
		    "  \r");
	progress.shown = false;
	pthread_mutex_unlock(&progress.lock);
}
