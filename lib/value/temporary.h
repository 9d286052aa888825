/*
 * Temporary files without a name: in $TMPDIR, or /tmp, unlinked as soon as they are
 * made, so that nothing is left behind however the process ends.
 */
#ifndef VALUE_TEMPORARY_H
#define VALUE_TEMPORARY_H

/* A descriptor to read and write, closed on exec; -1: errno. */
int temporary_unlinked(void);

#endif
