#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "run/settings.h"

/* "max 100000" or "150000 100000" in the file of our control group, if there is one. */
static int
quota(void)
{
	FILE *file = fopen("/sys/fs/cgroup/cpu.max", "r");
	long  most, period;
	int   jobs = INT_MAX;

	if (!file)
		return jobs;
	if (fscanf(file, "%ld %ld", &most, &period) == 2 && most > 0 && period > 0)
		jobs = (int)((most + period - 1) / period);
	fclose(file);
	return jobs;
}

int
jobs_available(void)
{
	int jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);

#ifdef CPU_COUNT
	cpu_set_t mask;

	if (sched_getaffinity(0, sizeof mask, &mask) == 0)
		jobs = CPU_COUNT(&mask);
#endif
	if (jobs > quota())
		jobs = quota();
	return jobs < 1 ? 1 : jobs;
}
