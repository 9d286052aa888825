/*
 * measure FILE COMMAND [ARGUMENT...] - what a command takes
 *
 * Appends a line to FILE: wall time and processor time (user and system) in
 * microseconds, the most memory that was resident in KiB. Ends as the command ended.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long
microseconds(struct timeval time)
{
	return (long)time.tv_sec * 1000000 + (long)time.tv_usec;
}

static void
stop(const char *what)
{
	fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
	exit(3);
}

int
main(int argc, char **argv)
{
	struct timespec begin, end;
	struct rusage   usage;
	int             status;
	FILE           *report;
	pid_t           child;

	if (argc < 3) {
		fputs("usage: measure FILE COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &begin);
	child = fork();
	if (child < 0)
		stop("fork");
	if (child == 0) {
		execvp(argv[2], argv + 2);
		stop(argv[2]);
	}
	if (waitpid(child, &status, 0) < 0)
		stop("wait");
	clock_gettime(CLOCK_MONOTONIC, &end);
	if (getrusage(RUSAGE_CHILDREN, &usage) < 0)
		stop("getrusage");
#ifdef __APPLE__
	usage.ru_maxrss /= 1024;
#endif
	report = fopen(argv[1], "a");
	if (!report)
		stop(argv[1]);
	fprintf(report, "%ld %ld %ld\n",
		(long)(end.tv_sec - begin.tv_sec) * 1000000 + (end.tv_nsec - begin.tv_nsec) / 1000,
		microseconds(usage.ru_utime) + microseconds(usage.ru_stime), usage.ru_maxrss);
	if (fclose(report) != 0)
		stop(argv[1]);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
