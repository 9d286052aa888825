/*
 * What the command line said, for the other modules of this room. Written once while
 * it is parsed, read-only afterwards. Commands ask through run/command.h.
 */
#ifndef RUN_SETTINGS_H
#define RUN_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "csv/cutter.h"
#include "run/command.h"
#include "value/day_form.h"

enum anonymous {
	ANONYMOUS_DEFAULT, /* the column's: kept where an empty field is fine, else ignored */
	ANONYMOUS_IGNORE,
	ANONYMOUS_REJECT,
	ANONYMOUS_KEEP,
};

struct settings {
	const struct command *command;
	struct dialect        dialect;
	int                   jobs;
	uint64_t              threads_from; /* bytes of input: less is done by one thread */
	day                   as_of;
	bool                  quiet, verbose, show_columns, replace;
	const char           *out_path;     /* NULL: stdout */
	const char           *rejects_path; /* NULL: the first bad row stops the filter */
	const char           *where;
	bool                  labels;       /* results have Chinese headers */
	bool                  fold_keys;    /* customers without case, blanks and full width */
	const char           *profile;      /* NULL: the one that is recognised, if any */
	struct day_form       dates;        /* --date-format, --zone */
	const char           *as;
	const char           *sort;
	int64_t               limit; /* -1: all */
	enum anonymous        anonymous;
};

extern struct settings settings;

/* The processors this process may use: affinity mask and cgroup quota, at least 1. */
int jobs_available(void);

/* Progress on a terminal; each is cheap and does nothing unless it was asked for and fits. */
void progress_start(uint64_t total_bytes);
void progress_step(uint64_t bytes, uint64_t rows);
void progress_clear(void);

#endif
