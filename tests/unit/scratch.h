/*
 * Where tests put files of their own: in $TMPDIR, or /tmp.
 *
 *	static char path[SCRATCH_PATH];
 *
 *	scratch_path(path, "csv-source");
 *	fd = mkstemp(path);
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

#define SCRATCH_PATH 4096 /* bytes, with the NUL */

/* A name for mkstemp or mkdtemp, anew at each call. */
static inline void
scratch_path(char path[SCRATCH_PATH], const char *name)
{
	const char *folder = getenv("TMPDIR");
	int         length;

	if (!folder || !*folder)
		folder = "/tmp";
	length = snprintf(path, SCRATCH_PATH, "%s/%s-XXXXXX", folder, name);
	ck_assert_msg(length > 0 && length < SCRATCH_PATH, "$TMPDIR is too long");
}

#endif
