/* Temporary files without a name: see temporary.h. */
#include "value/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "value/memory.h"

int
temporary_unlinked(void)
{
	static const char name[] = "/crm-XXXXXX";
	const char       *folder = getenv("TMPDIR");
	size_t            size;
	char             *path;
	sigset_t          all, before;
	int               fd, why;

	if (!folder || !*folder)
		folder = "/tmp";
	size = strlen(folder) + sizeof name;
	path = memory_new(size);
	snprintf(path, size, "%s%s", folder, name);
	/* A signal that ends the process waits until the file has no name. */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	fd = mkstemp(path);
	why = errno;
	if (fd >= 0) {
		unlink(path);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(path);
	errno = why;
	return fd;
}
