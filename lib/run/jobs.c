#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "run/settings.h"

#define CGROUPS "/sys/fs/cgroup"

/* 150000 of 100000 microseconds: 2 processors. INT_MAX: no limit. */
static int
processors(long most, long period)
{
	if (most <= 0 || period <= 0 || most / period >= INT_MAX - 1)
		return INT_MAX;
	return (int)(most / period + (most % period > 0));
}

/* Reads one number, or two, from a control group's file; those that are not there stay. */
static void
read_numbers(const char *group, const char *name, long *first, long *second)
{
	char  path[PATH_MAX];
	FILE *file;

	if (snprintf(path, sizeof path, CGROUPS "%s/%s", group, name) >= (int)sizeof path)
		return;
	file = fopen(path, "re");
	if (!file)
		return;
	if (fscanf(file, "%ld", first) == 1 && second)
		(void)!fscanf(file, "%ld", second);
	fclose(file);
}

/* "150000 100000", or "max 100000". */
static int
quota_of(const char *group)
{
	long most = 0, period = 0;

	read_numbers(group, "cpu.max", &most, &period);
	return processors(most, period);
}

/* The first version of control groups, as containers see it. */
static int
quota_of_old(void)
{
	long most = 0, period = 0;

	read_numbers("/cpu", "cpu.cfs_quota_us", &most, NULL);
	read_numbers("/cpu", "cpu.cfs_period_us", &period, NULL);
	return processors(most, period);
}

/* Our own control group, "0::/user.slice/..." in the list of the second version. */
static bool
own_group(char *group, size_t size)
{
	FILE *file = fopen("/proc/self/cgroup", "re");
	bool  found = false;

	while (file && !found && fgets(group, (int)size, file))
		found = strncmp(group, "0::/", 4) == 0;
	if (file)
		fclose(file);
	if (found) {
		memmove(group, group + 3, strlen(group + 3) + 1);
		group[strcspn(group, "\n")] = '\0';
	}
	return found;
}

/* The least of our group's and of those it lies in. */
static int
quota(void)
{
	char group[PATH_MAX];
	int  least = quota_of_old();

	if (!own_group(group, sizeof group))
		return least;
	for (char *slash; (slash = strrchr(group, '/')); *slash = '\0') {
		int jobs = quota_of(group);

		least = jobs < least ? jobs : least;
	}
	return least;
}

int
jobs_available(void)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	int  jobs = online > 0 && online < INT_MAX ? (int)online : 1;
	int  most = quota();

#ifdef CPU_COUNT
	cpu_set_t mask;

	if (sched_getaffinity(0, sizeof mask, &mask) == 0)
		jobs = CPU_COUNT(&mask);
#endif
	if (jobs > most)
		jobs = most;
	return jobs < 1 ? 1 : jobs;
}
