/*
 * A source: the bytes of one input, a file or standard input, from start to end.
 *
 * It can be parked (a regular file is closed and opened again where it was left, so
 * that thousands of operands need no thousands of descriptors) and rewound for a
 * second reading: a regular file is opened again and must be what it was (device,
 * inode, size, time of change); anything else must have been asked to spool before
 * its first byte was read, into memory up to SOURCE_SPOOL_MEMORY and from there into
 * an unlinked temporary file in $TMPDIR. Reading goes on after EINTR and short reads.
 * Failure: false or -1 with errno set; the caller knows the name and reports it.
 */
#ifndef CSV_SOURCE_H
#define CSV_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define SOURCE_SPOOL_MEMORY ((size_t)256 << 20)

struct source;

struct source *source_open(const char *path);          /* "-": standard input; NULL: errno */
void           source_free(struct source *source);     /* NULL is fine */
const char    *source_name(const struct source *source);   /* the path, or "<stdin>" */
ssize_t        source_read(struct source *source, char *data, size_t most);   /* 0 at the end */
void           source_park(struct source *source);     /* nothing, where it cannot be */
void           source_spool(struct source *source);    /* keep what is read, for source_rewind */
void           source_unspool(struct source *source);  /* no rewind will come: drop what was kept */
bool           source_rewind(struct source *source);   /* ESTALE: the file changed meanwhile */
bool           source_is_regular(const struct source *source);
off_t          source_size(const struct source *source);   /* of a regular file, else -1 */

#endif
