/*
 * Sinks: where outputs go, atomically.
 *
 * A path is written as a temporary file beside it and renamed at sinks_commit, after
 * every output was written without error; symbolic links are followed, an old file's
 * mode is kept, devices and FIFOs are written directly. NULL is stdout. Until the
 * commit nothing of a path is changed; sinks_abandon, also called from signals, removes
 * the temporaries. A write that fails ends the filter (EXIT_SYSTEM), a closed pipe by
 * SIGPIPE. One thread at a time for each sink.
 */
#ifndef RUN_SINK_H
#define RUN_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "value/slice.h"

struct sink;

struct sink *sink_open(const char *option, const char *path);
void         sink_write(struct sink *sink, struct slice bytes);

/*
 * A register: what is written is added behind the bytes that the file has, all of it at the commit
 * or nothing: the whole is written anew beside it and renamed, so that a reader, a kill and a full
 * disk find the old one or the new one. Its lock (.NAME.lock beside it) is taken here and held to
 * the end: a second filter waits and then reads what the first one added. *there is false when
 * the file is new or empty. With one open all that is written directly is held, and goes out
 * when the register is in its place: what was shown is on the register.
 */
struct sink *sink_append(const char *option, const char *path, bool *there);

/*
 * From now on what is written directly (stdout, a device) waits in an unlinked temporary
 * file until the commit: for a filter that may find out late that nothing may be written.
 * Before the first write.
 */
void         sink_hold(struct sink *sink);

/*
 * A file that is read ("-" is stdin): no output but that of -o, and a register, may replace it,
 * whichever of the two is opened first.
 */
void         sinks_spare(const char *path);

/* What was written directly so far goes out; held outputs stay where they are. */
void         sinks_flush(void);

/*
 * Flushes, syncs, closes and renames all of them, registers first, the one of -o and stdout last.
 */
void sinks_commit(void);

/* Async-signal-safe. */
void sinks_abandon(void);

/* Handlers for SIGINT, SIGTERM, SIGHUP, SIGPIPE...; stands in for closed 0, 1 and 2. */
void sinks_guard(void);

#endif
