/*
 * Conditions of a rule file that may concern one of several streams: a rule about
 * products the orders, one about sign-ins the point events.
 *
 * A condition holds for every stream that has all the columns it names, and says
 * nothing about the rows of the others. One that no stream can answer is an error, said
 * for the first stream. An empty condition holds for every row of every stream.
 *
 * All are added before the first row is read; then any number of threads test rows.
 */
#ifndef RUN_CONDITIONS_H
#define RUN_CONDITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/rule.h"
#include "run/row.h"
#include "run/side.h"
#include "run/stream.h"

#define CONDITIONS_STREAMS 16

struct conditions;

/* A stream may be NULL: not there. The first must be. */
struct conditions *conditions_new(struct stream *const stream[], size_t streams);
void               conditions_free(struct conditions *conditions);

/* The next one, numbered from 0. What is wrong with it is said, and the side told. */
void conditions_add(
	struct conditions *conditions, struct side *side, const struct row *row, struct slice text);

/* Answers what conditions ask of a whole input (top, quantile). */
void conditions_survey(const struct conditions *conditions);

/*
 * Whether condition i fits a row of stream s, whose fields, with those of further columns, are
 * `field`. False: it could not be told, the row is bad.
 */
bool conditions_fit(const struct conditions *conditions, size_t i, size_t s, const struct row *row,
	const struct slice *field, struct rule_work *work, bool *fits);

#endif
