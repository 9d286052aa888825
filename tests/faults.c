/*
 * A bad day, to be preloaded: system calls and allocations that fail.
 *
 *	FAULT=write:3:28   the third write fails with error number 28 (ENOSPC)
 *	FAULT=memory:7:12  the seventh allocation fails
 *	FAULT=eintr        every other read, write and open is interrupted first
 *	FAULT=short        reads and writes move a few bytes at most
 *
 * Calls that can be named: memory, open, read, write, fsync, rename, close.
 * $FAULT_HIT is a file that is made when the fault came, so that a caller that counts
 * up knows when to stop. glibc only: its own names are called behind those it exports.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

enum call { NONE, MEMORY, OPEN, READ, WRITE, FSYNC, RENAME, CLOSE };

static const char *const call_name[] = { "", "memory", "open", "read", "write", "fsync", "rename",
	"close" };

static struct {
	enum call call;
	long at;
	int error;
	bool eintr, little;
} plan;

static atomic_long calls;
static atomic_uint moves;

__attribute__((constructor)) static void
plan_read(void)
{
	const char *text = getenv("FAULT");
	char *rest;

	if (!text)
		return;
	plan.eintr = strcmp(text, "eintr") == 0;
	plan.little = strcmp(text, "short") == 0;
	for (enum call call = MEMORY; call <= CLOSE; call++) {
		size_t length = strlen(call_name[call]);

		if (strncmp(text, call_name[call], length) != 0 || text[length] != ':')
			continue;
		plan.at = strtol(text + length + 1, &rest, 10);
		plan.error = *rest == ':' ? (int)strtol(rest + 1, NULL, 10) : EIO;
		plan.call = call;
	}
}

/* True when this call is the one that fails; errno is set. */
static bool
fails(enum call call)
{
	const char *hit;

	if (plan.call != call || atomic_fetch_add(&calls, 1) + 1 != plan.at)
		return false;
	hit = getenv("FAULT_HIT");
	if (hit)
		syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, hit, O_CREAT | O_WRONLY, 0600));
	errno = plan.error;
	return true;
}

static bool
is_interrupted(void)
{
	if (!plan.eintr || atomic_fetch_add(&moves, 1) % 2)
		return false;
	errno = EINTR;
	return true;
}

static size_t
few(size_t size)
{
	size_t most = plan.little ? 1 + atomic_fetch_add(&moves, 1) % 7 * 37 : size;

	return size < most ? size : most;
}

void *
malloc(size_t size)
{
	return fails(MEMORY) ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return fails(MEMORY) ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return fails(MEMORY) ? NULL : __libc_realloc(old, size);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	return fails(MEMORY) ? NULL : __libc_memalign(alignment, size);
}

int
posix_memalign(void **result, size_t alignment, size_t size)
{
	void *memory = fails(MEMORY) ? NULL : __libc_memalign(alignment, size);

	if (!memory)
		return ENOMEM;
	*result = memory;
	return 0;
}

int
open(const char *path, int flags, ...)
{
	va_list rest;
	mode_t mode;

	va_start(rest, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	if (is_interrupted() || fails(OPEN))
		return -1;
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t
read(int fd, void *data, size_t size)
{
	if (is_interrupted() || fails(READ))
		return -1;
	return syscall(SYS_read, fd, data, few(size));
}

ssize_t
pread(int fd, void *data, size_t size, off_t at)
{
	if (is_interrupted() || fails(READ))
		return -1;
	return syscall(SYS_pread64, fd, data, few(size), at);
}

ssize_t
write(int fd, const void *data, size_t size)
{
	/* Messages must come through, whatever fails. */
	if (fd == STDERR_FILENO)
		return syscall(SYS_write, fd, data, size);
	if (is_interrupted() || fails(WRITE))
		return -1;
	return syscall(SYS_write, fd, data, few(size));
}

ssize_t
pwrite(int fd, const void *data, size_t size, off_t at)
{
	if (is_interrupted() || fails(WRITE))
		return -1;
	return syscall(SYS_pwrite64, fd, data, few(size), at);
}

ssize_t
writev(int fd, const struct iovec *part, int parts)
{
	if (fd != STDERR_FILENO) {
		if (is_interrupted() || fails(WRITE))
			return -1;
		if (plan.little)
			return syscall(SYS_write, fd, part[0].iov_base, few(part[0].iov_len));
	}
	return syscall(SYS_writev, fd, part, parts);
}

int
fsync(int fd)
{
	return fails(FSYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fails(FSYNC) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
rename(const char *old, const char *new)
{
	if (fails(RENAME))
		return -1;
	return (int)syscall(SYS_renameat, AT_FDCWD, old, AT_FDCWD, new);
}

int
close(int fd)
{
	bool failed = fails(CLOSE);
	int error = errno;
	int result = (int)syscall(SYS_close, fd);

	if (!failed)
		return result;
	errno = error;
	return -1;
}
