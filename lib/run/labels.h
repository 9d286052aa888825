/*
 * Labels: the Chinese names of the columns that filters write, under --labels=zh, and how they
 * are recognised again wherever a column is asked for by its own name.
 */
#ifndef RUN_LABELS_H
#define RUN_LABELS_H

#include <stddef.h>

#include "value/slice.h"

/* The column's Chinese name; empty: it has none. Lives as long as the process. */
struct slice label_of(struct slice column);

/* The other way round. */
struct slice label_column(struct slice label);

/* What a result's column is called: its label when labels are asked for and it has one. */
struct slice label_wanted(struct slice column);

#endif
