/*
 * Trade: what the rows of a shop's orders mean, beyond their values.
 *
 * Which are no sale (run/statuses.h), what of an order stands on its first line only
 * (run/carry.h), which amount is the order's and which the line's and what is taken off it
 * (run/net.h), which date counts when the paid one is empty. Settled here, when a stream of
 * orders is opened, by the options, the profile (run/profile.h) and the names of columns. A
 * stream to which nothing of it applies has none, and its rows cost nothing more.
 *
 * Lines of an order stand together when fields carry down from the first of them; its
 * amount counts once wherever its lines stand. Both need the rows in their order, so such a
 * stream is read by one thread.
 */
#ifndef RUN_TRADE_H
#define RUN_TRADE_H

#include <stdbool.h>

#include "run/command.h"
#include "run/summary.h"
#include "value/money.h"

struct stream;
struct profile;
struct pass_worker;

struct trade;        /* of a stream; read-only while rows are read, but for trade_merge */
struct trade_work;   /* of a worker */

/* The options, and what one of them was given as the name of a column. */
extern const struct option_spec trade_options[];
const char *trade_column_option(const char *logical);
bool        trade_line_level(void);                   /* --amount-level=line */

/* After the stream's columns are bound; NULL: nothing applies. */
struct trade *trade_open(struct stream *stream, const struct profile *profile);
void          trade_free(struct trade *trade);
void          trade_show(const struct trade *trade, const struct stream *stream);

/* Whether the amounts are known to be the order's or the line's. NULL: nothing applies. */
bool trade_level_sure(const struct trade *trade);

/* The header's column of the date that counts when the bound one is empty, or -1. */
int  trade_fallback(const struct trade *trade);
bool trade_in_turn(const struct trade *trade);

struct trade_work *trade_work_new(const struct trade *trade);
void               trade_work_free(struct trade_work *work);

/* In the order of judging. Fields that carry down are filled in. */
void trade_carry(struct pass_worker *worker);

/* False: the row is no sale, the verdict says so. */
bool trade_status(struct pass_worker *worker);

/* What is taken off the amount; false: a bad row. */
bool trade_amount(struct pass_worker *worker);

/*
 * The filter did not use the row after all: its amount has not counted, so that another row
 * of its order brings it.
 */
void trade_take_back(struct trade_work *work);

/*
 * An ignored row, with its amount if it could be read, NULL if not: *amount becomes what it is
 * worth. True: it is counted by its status.
 */
bool trade_ignored(struct pass_worker *worker, money *amount);

/* A worker is done (one at a time); then, when all are, what goes into the summary. */
void trade_merge(struct trade *trade, struct trade_work *work);
void trade_finish(struct trade *trade, const char *title, struct tally *tally);

#endif
