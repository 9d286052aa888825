/*
 * Statuses: which rows are sales.
 *
 * The texts of status columns are compared as names of columns are, without the wc- of
 * WooCommerce. What they mean is known from share/statuses.csv and, before that, from
 * --status-map. A row is no sale when one of its statuses is known to be none, or when it has a
 * day of cancellation; an empty status says nothing, and one that is not known is kept, but
 * named with its rows. Rows that are no sale are counted, with their money, by status.
 *
 * `struct statuses` is a stream's, read-only while rows are read but for statuses_merge; each
 * worker has a work of its own.
 */
#ifndef RUN_STATUSES_H
#define RUN_STATUSES_H

#include <stdbool.h>

#include "run/row.h"
#include "run/summary.h"
#include "value/money.h"

struct statuses;
struct statuses_work;

/* NULL: no --status-map. What is wrong with that file ends the filter, exit 2. */
struct statuses *statuses_new(const char *map_path);
void             statuses_free(struct statuses *statuses);

/* Columns of the header to look at; -1: none. Those past the fourth are left aside. */
void statuses_watch(struct statuses *statuses, int field);
void statuses_watch_cancelled(struct statuses *statuses, int field);
bool statuses_watched(const struct statuses *statuses);

struct statuses_work *statuses_work_new(const struct statuses *statuses);
void                  statuses_work_free(struct statuses_work *work);

/* False: the row is no sale, the verdict says so. */
bool statuses_allow(struct statuses_work *work, const struct row *row);

/*
 * The row was ignored, with its amount if that could be read: counted by its status. False: its
 * status was not why.
 */
bool statuses_ignored(struct statuses_work *work, const money *amount);

/* A worker is done (one at a time); then, when all are, what goes into the summary. */
void statuses_merge(struct statuses *statuses, struct statuses_work *work);
void statuses_finish(struct statuses *statuses, struct tally *tally);

#endif
