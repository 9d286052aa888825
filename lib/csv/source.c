#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "csv/pipe.h"
#include "csv/source.h"
#include "value/memory.h"
#include "value/temporary.h"

/* What is kept of an input that cannot be read twice: its first bytes, then a file. */
struct spool {
	bool   wanted;
	char  *memory;
	size_t length, capacity;     /* of memory */
	int    file;                 /* -1: none yet */
	off_t  written;              /* in file */
};

struct source {
	char        *path;       /* NULL: standard input */
	int          fd;         /* -1: parked */
	bool         regular;
	off_t        start;      /* where standard input stood when it was opened */
	off_t        at;         /* bytes handed out since start */
	struct stat  seen;
	struct spool spool;
};

static int
open_again(const char *path)
{
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* A file that is read once, from start to end, is worth reading ahead. */
static void
advise(const struct source *source)
{
	if (source->regular)
		posix_fadvise(source->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
}

struct source *
source_open(const char *path)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct stat seen;
	int fd = is_stdin ? STDIN_FILENO : open_again(path);
	struct source *source;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &seen) < 0) {
		int why = errno;

		if (!is_stdin)
			close(fd);
		errno = why;
		return NULL;
	}
	source = memory_zeroed(1, sizeof *source);
	source->path = is_stdin ? NULL : memory_string(slice_from(path));
	source->fd = fd;
	source->seen = seen;
	source->regular = S_ISREG(seen.st_mode);
	source->spool.file = -1;
	if (source->regular && is_stdin) {
		source->start = lseek(fd, 0, SEEK_CUR);
		if (source->start < 0)
			source->regular = false;
	}
	if (S_ISFIFO(seen.st_mode))
		pipe_widen(fd);
	advise(source);
	return source;
}

void
source_free(struct source *source)
{
	if (!source)
		return;
	if (source->path && source->fd >= 0)
		close(source->fd);
	if (source->spool.file >= 0)
		close(source->spool.file);
	free(source->spool.memory);
	free(source->path);
	free(source);
}

const char *
source_name(const struct source *source)
{
	return source->path ? source->path : "<stdin>";
}

bool
source_is_regular(const struct source *source)
{
	return source->regular;
}

off_t
source_size(const struct source *source)
{
	if (!source->regular)
		return -1;
	return source->seen.st_size > source->start ? source->seen.st_size - source->start : 0;
}

static bool
is_unchanged(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
		a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Makes source->fd stand `at` bytes behind start, in the file that was opened first. */
static bool
stand(struct source *source, off_t at)
{
	struct stat now;

	if (source->fd < 0) {
		source->fd = open_again(source->path);
		if (source->fd < 0)
			return false;
		advise(source);
	}
	if (fstat(source->fd, &now) < 0)
		return false;
	if (!is_unchanged(&now, &source->seen)) {
		errno = ESTALE;
		return false;
	}
	if (lseek(source->fd, source->start + at, SEEK_SET) < 0)
		return false;
	source->at = at;
	return true;
}

void
source_park(struct source *source)
{
	if (!source->regular || !source->path || source->fd < 0)
		return;
	close(source->fd);
	source->fd = -1;
}

void
source_spool(struct source *source)
{
	if (!source->regular)
		source->spool.wanted = true;
}

void
source_unspool(struct source *source)
{
	struct spool *spool = &source->spool;

	/* What has not been read again yet is still needed. */
	if (source->at != (off_t)spool->length + spool->written)
		return;
	free(spool->memory);
	if (spool->file >= 0)
		close(spool->file);
	*spool = (struct spool){ .file = -1 };
}

bool
source_rewind(struct source *source)
{
	if (source->regular) {
		/* By its name: a file that was put in its place meanwhile must not pass. */
		source_park(source);
		return stand(source, 0);
	}
	if (source->at > 0 && !source->spool.wanted) {
		errno = ESPIPE;
		return false;
	}
	source->at = 0;
	return true;
}

static bool
spool_keep(struct spool *spool, const char *data, size_t length)
{
	size_t room = SOURCE_SPOOL_MEMORY - spool->length;
	size_t kept = length < room ? length : room;

	if (kept > 0) {
		MEMORY_GROW(spool->memory, spool->capacity, spool->length + kept);
		memcpy(spool->memory + spool->length, data, kept);
		spool->length += kept;
	}
	if (kept == length)
		return true;
	if (spool->file < 0 && (spool->file = temporary_unlinked()) < 0)
		return false;
	while (kept < length) {
		ssize_t n = pwrite(spool->file, data + kept, length - kept, spool->written);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		spool->written += n;
		kept += (size_t)n;
	}
	return true;
}

/* What was kept and stands behind `at`; 0 when all of it has been read again. */
static ssize_t
spool_read(const struct spool *spool, off_t at, char *data, size_t most)
{
	ssize_t n;

	if (at < (off_t)spool->length) {
		size_t left = spool->length - (size_t)at;

		if (most > left)
			most = left;
		memcpy(data, spool->memory + at, most);
		return (ssize_t)most;
	}
	if (spool->file < 0)
		return 0;
	do
		n = pread(spool->file, data, most, at - (off_t)spool->length);
	while (n < 0 && errno == EINTR);
	return n;
}

ssize_t
source_read(struct source *source, char *data, size_t most)
{
	ssize_t n;

	if (source->fd < 0 && !stand(source, source->at))
		return -1;
	if (source->spool.wanted) {
		n = spool_read(&source->spool, source->at, data, most);
		if (n != 0) {
			source->at += n > 0 ? n : 0;
			return n;
		}
	}
	do
		n = read(source->fd, data, most);
	while (n < 0 && errno == EINTR);
	if (n > 0 && source->spool.wanted && !spool_keep(&source->spool, data, (size_t)n))
		return -1;
	if (n > 0)
		source->at += n;
	return n;
}
