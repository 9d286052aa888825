#include "csv/pipe.h"

#include <errno.h>
#include <fcntl.h>

/* As much as Linux gives to any user: four blocks. */
#define PIPE_BYTES (1 << 20)

void
pipe_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	int kept = errno;

	if (fcntl(fd, F_GETPIPE_SZ) >= 0)
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
	errno = kept;
#else
	(void)fd;
#endif
}
