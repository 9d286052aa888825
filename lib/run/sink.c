#include "run/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/message.h"
#include "run/settings.h"
#include "value/memory.h"
#include "value/number.h"
#include "value/temporary.h"

#define SINK_BUFFER ((size_t)64 << 10)

struct sink {
	const char  *option;    /* "-o", "--rejects" */
	const char  *name;      /* as given, or "<stdout>" */
	char        *target;    /* absolute, what is renamed to; NULL: written directly */
	char        *temporary;
	int          fd;
	/* an unlinked file that is copied to fd at the commit; -1: none */
	int          held;
	char        *buffer;
	size_t       used;
	bool         grows;     /* a register */
	bool         grown;     /* something was added to it */
	int          lock;      /* of a register */
	char        *lock_path;
	struct sink *next;
};

static struct sink *first;
static bool         holding;    /* a register is open: nothing goes out before it is written */

/* The regular files that are read. */
struct spared {
	dev_t          device;
	ino_t          file;
	struct spared *next;
};
static struct spared *spared;

/* For the signal handler: paths to remove. Slots are filled once and emptied by NULL. */
#define TEMPORARIES_MOST 4096
static _Atomic(char *) temporary[TEMPORARIES_MOST];
static atomic_size_t   temporaries;

void
sinks_abandon(void)
{
	size_t n = atomic_load(&temporaries);

	for (size_t i = 0; i < n; i++) {
		char *path = atomic_exchange(&temporary[i], NULL);

		if (path)
			unlink(path);
	}
}

static void
end_by_signal(int number)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };

	sinks_abandon();
	sigaction(number, &plain, NULL);
	raise(number);
}

void
sinks_guard(void)
{
	static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXCPU, SIGALRM,
		SIGUSR1, SIGUSR2 };
	struct sigaction action = { .sa_handler = end_by_signal }, old;

	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++) {
		/*
		 * nohup and the like ignore signals for us; that stands. An ignored SIGPIPE
		 * comes back as an error of write, and ends us all the same.
		 */
		sigaction(deadly[i], NULL, &old);
		if (old.sa_handler != SIG_IGN)
			sigaction(deadly[i], &action, NULL);
	}
	signal(SIGXFSZ, SIG_IGN); /* write says EFBIG instead */

	/*
	 * A closed descriptor 0, 1 or 2 must not be given to a file we open. Its stand-in
	 * refuses what would be asked of the real one, so that the error is reported.
	 */
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", fd == 1 ? O_RDONLY : O_WRONLY);
	}
}

/* "folder/name" of a path whose folder is there, without links; NULL: errno. */
static char *
absolute(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char       *given = slash == path ? memory_string(slice_from("/"))
		: slash             ? memory_string(slice_of(path, (size_t)(slash - path)))
				    : memory_string(slice_from("."));
	char       *folder = realpath(given, NULL);
	char       *whole = NULL;

	if (folder) {
		size_t size = strlen(folder) + strlen(name) + 2;

		whole = memory_new(size);
		snprintf(whole, size, "%s/%s", folder[1] ? folder : "", name);
	}
	free(folder);
	free(given);
	return whole;
}

/*
 * The file a path leads to through symbolic links, under the one name that tells whether
 * two outputs are the same; it need not be there yet. NULL: errno.
 */
static char *
follow(const char *path)
{
	char    link[PATH_MAX];
	char   *real = realpath(path, NULL);
	ssize_t n;

	if (real || errno != ENOENT)
		return real;
	/* A dangling link: the file it names is what will be made. */
	n = readlink(path, link, sizeof link - 1);
	if (n < 0)
		return absolute(path);
	link[n] = '\0';
	const char *slash = strrchr(path, '/');

	if (link[0] == '/' || !slash)
		return follow(link);
	size_t size = (size_t)(slash - path) + (size_t)n + 2;
	char  *joined = memory_new(size);
	char  *result;

	snprintf(joined, size, "%.*s/%s", (int)(slash - path), path, link);
	result = follow(joined);
	free(joined);
	return result;
}

/* ".NAME.ending" in the folder of the target. */
static char *
beside(const char *target, const char *ending)
{
	/* Not the whole name where it is long: what is added to it must fit as well. */
	int         most = NAME_MAX - (int)(strlen(ending) + sizeof "..");
	const char *name = strrchr(target, '/') + 1;
	size_t      size = strlen(target) + strlen(ending) + sizeof "..";
	char       *path = memory_new(size);

	snprintf(path, size, "%.*s.%.*s.%s", (int)(name - target), target, most, name, ending);
	return path;
}

/* From now on a signal removes the file; signals are blocked since before it was made. */
static void
remove_at_the_end(char *path)
{
	size_t slot = atomic_load(&temporaries);

	atomic_store(&temporary[slot], path);
	atomic_store(&temporaries, slot + 1);
}

static void
keep_at_the_end(const char *path)
{
	for (size_t i = 0; i < atomic_load(&temporaries); i++) {
		if (atomic_load(&temporary[i]) == path)
			atomic_store(&temporary[i], NULL);
	}
}

static void
block_signals(sigset_t *before)
{
	sigset_t all;

	if (atomic_load(&temporaries) == TEMPORARIES_MOST)
		fail(EXIT_SYSTEM, "too many outputs");
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, before);
}

static int
open_uninterrupted(const char *path, int flags, mode_t mode)
{
	int fd;

	do
		fd = open(path, flags | O_CLOEXEC, mode);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/*
 * Of a register, whose lock we have: one name, so that what a kill left is not there for ever.
 */
static int
open_anew(const char *path)
{
	unlink(path);
	return open_uninterrupted(path, O_RDWR | O_CREAT | O_EXCL, 0600);
}

static void
open_temporary(struct sink *sink, const struct stat *old)
{
	mode_t   mask = umask(0);
	sigset_t before;

	umask(mask);
	sink->temporary = beside(sink->target, sink->grows ? "new" : "XXXXXX");

	/* Between the making of the file and its entry in the list no signal may end us. */
	block_signals(&before);
	sink->fd = sink->grows ? open_anew(sink->temporary) : mkstemp(sink->temporary);
	if (sink->fd >= 0)
		remove_at_the_end(sink->temporary);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (sink->fd < 0)
		fail_errno("%s", sink->name);
	fcntl(sink->fd, F_SETFD, FD_CLOEXEC);
	if (fchmod(sink->fd, old ? old->st_mode & 07777 : 0666 & ~mask) < 0)
		fail_errno("%s", sink->name);
}

static void
open_stdout(struct sink *sink)
{
	sink->name = "<stdout>";
	sink->fd = STDOUT_FILENO;
	for (const struct sink *other = first; other; other = other->next) {
		if (other->fd == STDOUT_FILENO)
			fail(EXIT_USAGE, "%s and %s would both write to standard output",
				other->option, sink->option);
	}
}

/* The descriptor that a path names, whatever file lies behind it; -1: none. */
static int
descriptor_named(const char *path)
{
	static const char *const folder[] = { "/dev/fd/", "/proc/self/fd/" };
	int64_t                  n;

	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	for (size_t i = 0; i < sizeof folder / sizeof folder[0]; i++) {
		size_t length = strlen(folder[i]);

		if (strncmp(path, folder[i], length) == 0 && path[length] >= '0' &&
			path[length] <= '9' && integer_parse(slice_from(path + length), &n) &&
			n <= INT_MAX)
			return (int)n;
	}
	return -1;
}

/* Where others write as well, by an offset of theirs and ours: its file is not to be replaced. */
static void
open_descriptor(struct sink *sink, int fd)
{
	if (fd == STDOUT_FILENO) {
		open_stdout(sink);
		return;
	}
	for (const struct sink *other = first; other; other = other->next) {
		if (descriptor_named(other->name) == fd)
			fail(EXIT_USAGE, "%s and %s would both write to %s", other->option,
				sink->option, sink->name);
	}
	sink->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (sink->fd < 0)
		fail_errno("%s", sink->name);
}

/* The file that all names of the path lead to; no other output may have it. */
static void
open_target(struct sink *sink, const char *path)
{
	sink->target = follow(path);
	if (!sink->target)
		fail_errno("%s", path);
	for (const struct sink *other = first; other; other = other->next) {
		if (other->target && strcmp(other->target, sink->target) == 0)
			fail(EXIT_USAGE, "%s and %s would write the same file: %s", other->option,
				sink->option, path);
	}
}

static void
refuse_to_replace(const struct sink *sink)
{
	struct stat about;
	/* A register keeps what was read. */
	bool may = sink->grows || strcmp(sink->option, "-o") == 0;

	if (!sink->target || may || stat(sink->target, &about) < 0)
		return;
	for (const struct spared *one = spared; one; one = one->next) {
		if (one->device == about.st_dev && one->file == about.st_ino)
			fail(EXIT_USAGE, "%s would replace an input: %s", sink->option, sink->name);
	}
}

void
sinks_spare(const char *path)
{
	struct stat    about;
	struct spared *one;

	if (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &about) < 0 : stat(path, &about) < 0)
		return;
	if (!S_ISREG(about.st_mode))
		return;
	one = memory_new(sizeof *one);
	*one = (struct spared){ about.st_dev, about.st_ino, spared };
	spared = one;
	for (const struct sink *sink = first; sink; sink = sink->next)
		refuse_to_replace(sink);
}

static void
open_path(struct sink *sink, const char *path)
{
	struct stat about;
	bool        there;

	sink->name = path;
	if (!*path)
		fail(EXIT_USAGE, "%s: the name of the file is empty", sink->option);
	if (descriptor_named(path) >= 0) {
		open_descriptor(sink, descriptor_named(path));
		return;
	}
	there = stat(path, &about) == 0;
	if (!there && errno != ENOENT)
		fail_errno("%s", path);
	if (there && S_ISDIR(about.st_mode)) {
		errno = EISDIR;
		fail_errno("%s", path);
	}
	if (there && !S_ISREG(about.st_mode)) {
		sink->fd = open(path, O_WRONLY | O_CLOEXEC);
		if (sink->fd < 0)
			fail_errno("%s", path);
		return;
	}
	/* A rename asks the folder only; a file that is write-protected stays so. */
	if (there && faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
		fail_errno("%s", path);
	open_target(sink, path);
	refuse_to_replace(sink);
	open_temporary(sink, there ? &about : NULL);
}

static struct sink *
sink_new(const char *option)
{
	struct sink *sink = memory_zeroed(1, sizeof *sink);

	sink->option = option;
	sink->held = sink->lock = -1;
	sink->buffer = memory_new(SINK_BUFFER);
	return sink;
}

static struct sink *
sink_enter(struct sink *sink)
{
	sink->next = first;
	first = sink;
	return sink;
}

struct sink *
sink_open(const char *option, const char *path)
{
	struct sink *sink = sink_new(option);

	if (!path || strcmp(path, "-") == 0)
		open_stdout(sink);
	else
		open_path(sink, path);
	if (holding)
		sink_hold(sink);
	return sink_enter(sink);
}

/* As the signal would have it, also where our parent ignores it or a thread of ours blocks it. */
_Noreturn static void
end_by_closed_pipe(void)
{
	sigset_t closed_pipe;

	sinks_abandon();
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&closed_pipe);
	sigaddset(&closed_pipe, SIGPIPE);
	pthread_sigmask(SIG_UNBLOCK, &closed_pipe, NULL);
	raise(SIGPIPE);
	_exit(128 + SIGPIPE);
}

static void
write_all(struct sink *sink, const char *data, size_t length)
{
	while (length) {
		ssize_t n = write(sink->held >= 0 ? sink->held : sink->fd, data, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EPIPE)
			end_by_closed_pipe();
		if (n < 0)
			fail_errno("%s", sink->name);
		data += n;
		length -= (size_t)n;
	}
}

void
sink_write(struct sink *sink, struct slice bytes)
{
	if (bytes.length)
		sink->grown = true;
	if (bytes.length > SINK_BUFFER - sink->used) {
		write_all(sink, sink->buffer, sink->used);
		sink->used = 0;
		if (bytes.length >= SINK_BUFFER) {
			write_all(sink, bytes.data, bytes.length);
			return;
		}
	}
	if (bytes.length)
		memcpy(sink->buffer + sink->used, bytes.data, bytes.length);
	sink->used += bytes.length;
}

void
sink_hold(struct sink *sink)
{
	if (sink->target || sink->held >= 0)
		return;
	sink->held = temporary_unlinked();
	if (sink->held < 0)
		fail_errno("a temporary file for %s", sink->name);
}

/* --- registers --- */

/* False: another has the lock, and `wait` was not wanted. */
static bool
lock_file(const struct sink *sink, bool wait)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	for (;;) {
		if (fcntl(sink->lock, wait ? F_SETLKW : F_SETLK, &whole) == 0)
			return true;
		if (!wait && (errno == EACCES || errno == EAGAIN))
			return false;
		if (errno != EINTR)
			fail_errno("%s", sink->lock_path);
	}
}

/* Who had the lock before took its file away: then it locks nothing any more. */
static bool
lock_stands(const struct sink *sink)
{
	struct stat locked, there;

	return fstat(sink->lock, &locked) == 0 && stat(sink->lock_path, &there) == 0 &&
		locked.st_ino == there.st_ino && locked.st_dev == there.st_dev;
}

/*
 * A lock on the register itself would be of no use: the rename puts another file in its place.
 */
static void
lock_take(struct sink *sink)
{
	sigset_t before;

	sink->lock_path = beside(sink->target, "lock");
	for (;;) {
		sink->lock = open_uninterrupted(sink->lock_path, O_RDWR | O_CREAT, 0666);
		if (sink->lock < 0)
			fail_errno("%s", sink->lock_path);
		if (!lock_file(sink, false)) {
			note("%s: waiting for another that adds to it", sink->name);
			lock_file(sink, true);
		}
		block_signals(&before);
		if (lock_stands(sink))
			break;
		pthread_sigmask(SIG_SETMASK, &before, NULL);
		close(sink->lock);
	}
	remove_at_the_end(sink->lock_path);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Taken away before it is let go: who waits for it finds that it stands no more. */
static void
lock_release(struct sink *sink)
{
	if (sink->lock < 0)
		return;
	keep_at_the_end(sink->lock_path);
	unlink(sink->lock_path);
	close(sink->lock);
}

/* Returns the last byte of what it copied. */
static char
copy_old(struct sink *sink)
{
	int     old = open_uninterrupted(sink->target, O_RDONLY, 0);
	char    last = '\n';
	ssize_t n;

	if (old < 0)
		fail_errno("%s", sink->name);
	while ((n = read(old, sink->buffer, SINK_BUFFER)) != 0) {
		if (n < 0 && errno != EINTR)
			fail_errno("%s", sink->name);
		if (n > 0) {
			write_all(sink, sink->buffer, (size_t)n);
			last = sink->buffer[n - 1];
		}
	}
	close(old);
	return last;
}

struct sink *
sink_append(const char *option, const char *path, bool *there)
{
	struct sink *sink = sink_new(option);
	struct stat  about;
	bool         old;

	sink->name = path;
	sink->grows = true;
	if (!*path || strcmp(path, "-") == 0 || descriptor_named(path) >= 0)
		fail(EXIT_USAGE, "%s: what is added to must be a file", option);
	open_target(sink, path);
	lock_take(sink);
	old = stat(sink->target, &about) == 0;
	if (!old && errno != ENOENT)
		fail_errno("%s", path);
	if (old && !S_ISREG(about.st_mode))
		fail(EXIT_USAGE, "%s: what is added to must be a file: %s", option, path);
	if (old && faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
		fail_errno("%s", path);
	open_temporary(sink, old ? &about : NULL);
	*there = old && about.st_size > 0;
	if (*there && copy_old(sink) != '\n')
		write_all(sink, "\n", 1);
	holding = true;
	for (struct sink *other = first; other; other = other->next)
		sink_hold(other);
	return sink_enter(sink);
}

void
sinks_flush(void)
{
	for (struct sink *sink = first; sink; sink = sink->next) {
		if (sink->target || sink->held >= 0)
			continue;
		write_all(sink, sink->buffer, sink->used);
		sink->used = 0;
	}
}

/* What was held goes where it belongs. */
static void
sink_let_go(struct sink *sink)
{
	int     held = sink->held;
	ssize_t n;

	if (held < 0)
		return;
	sink->held = -1;
	if (lseek(held, 0, SEEK_SET) < 0)
		fail_errno("%s", sink->name);
	while ((n = read(held, sink->buffer, SINK_BUFFER)) != 0) {
		if (n < 0 && errno != EINTR)
			fail_errno("a temporary file for %s", sink->name);
		if (n > 0)
			write_all(sink, sink->buffer, (size_t)n);
	}
	close(held);
}

static bool
sink_is_last(const struct sink *sink)
{
	return sink->fd == STDOUT_FILENO || strcmp(sink->option, "-o") == 0;
}

/* Everything is on the disk before the first name changes. */
static void
sink_settle(struct sink *sink)
{
	write_all(sink, sink->buffer, sink->used);
	sink->used = 0;
	sink_let_go(sink);
	if (sink->temporary && fsync(sink->fd) < 0 && errno != EINVAL && errno != EROFS)
		fail_errno("%s", sink->name);
	/* NFS and the like report what could not be written only now. */
	if (close(sink->fd) < 0 && errno != EINTR)
		fail_errno("%s", sink->name);
}

static void
sink_rename(struct sink *sink)
{
	if (!sink->temporary)
		return;
	/* A register that nothing was added to stays as it is. */
	if (sink->grows && !sink->grown) {
		unlink(sink->temporary);
		keep_at_the_end(sink->temporary);
		return;
	}
	if (rename(sink->temporary, sink->target) < 0)
		fail_errno("%s", sink->name);
	keep_at_the_end(sink->temporary);
	char *slash = strrchr(sink->target, '/');
	int   folder;

	slash[slash == sink->target] = '\0';
	folder = open(sink->target, O_RDONLY | O_CLOEXEC);
	if (folder >= 0) {
		/* Not every file system can sync a folder; those that can say so by success. */
		(void)fsync(folder);
		close(folder);
	}
}

/* Those that `which` takes, the one of -o and stdout last. */
static void
sinks_each(bool (*which)(const struct sink *), void (*act)(struct sink *))
{
	for (int last = 0; last <= 1; last++) {
		for (struct sink *sink = first; sink; sink = sink->next) {
			if (sink_is_last(sink) == last && which(sink))
				act(sink);
		}
	}
}

static bool
is_any(const struct sink *sink)
{
	return sink;
}

static bool
is_renamed(const struct sink *sink)
{
	return sink->temporary;
}

static bool
is_direct(const struct sink *sink)
{
	return !sink->temporary;
}

static bool
is_register(const struct sink *sink)
{
	return sink->grows;
}

static bool
is_result(const struct sink *sink)
{
	return sink->temporary && !sink->grows;
}

void
sinks_commit(void)
{
	if (holding) {
		sinks_each(is_renamed, sink_settle);
		sinks_each(is_register, sink_rename);
		sinks_each(is_direct, sink_settle);
	} else {
		sinks_each(is_any, sink_settle);
	}
	sinks_each(is_result, sink_rename);
	holding = false;
	while (first) {
		struct sink *sink = first;

		first = sink->next;
		lock_release(sink);
		free(sink->temporary);
		free(sink->target);
		free(sink->lock_path);
		free(sink->buffer);
		free(sink);
	}
	while (spared) {
		struct spared *one = spared;

		spared = one->next;
		free(one);
	}
}
