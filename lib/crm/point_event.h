/*
 * Point events: what moves a customer's points, and when.
 *
 * An event is made of a row by point_event_read; crm/point_packed.h has the few bytes as which
 * it goes to its customer's ledger. Kinds stand in the order in which events
 * of one moment are played; a transfer is told apart by the sign of its points.
 *
 * The content of an event is what tells a repeat from something new: date, amount, points,
 * product, channel and original (the customer is known). A minus that means nothing is
 * dropped when the row is read, so that it is no difference.
 *
 * Slices belong to the row, or to the packed bytes. Pure.
 */
#ifndef CRM_POINT_EVENT_H
#define CRM_POINT_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "value/buffer.h"
#include "value/day.h"
#include "value/money.h"
#include "value/slice.h"

#define POINTS_MOST 1000000000000000     /* of one row, either way */

enum point_kind {
	POINT_ORDER,
	POINT_REFUND,
	POINT_ACTIVITY,
	POINT_TRANSFER_IN,
	POINT_RETURN,
	POINT_REDEEM,
	POINT_TRANSFER_OUT,
	POINT_ADJUST,
	POINT_KINDS
};

/* "order", "refund", ... "transfer" both ways: the word that is read again. */
const char *point_kind_word(enum point_kind kind);

/*
 * Reads "order", "订单", "return-redeem" ...; blanks at both ends and case do not matter, a
 * transfer comes as POINT_TRANSFER_IN.
 */
bool point_kind_parse(struct slice text, enum point_kind *kind);

/* What most events say nothing of. */
struct point_more {
	struct slice line, product, channel, original;
	uint64_t     fits[2];        /* rules that fit the row, by number, of either file */
	money        deducted;       /* ORDER: the part of amount paid with points; >= 0 */
	bool         listed, shipped;       /* the next two are known */
	money        list_amount, shipping;
};
extern const struct point_more point_more_none;

struct point_event {
	moment          at;          /* its day counts, its time only when timed */
	money           amount;      /* ORDER: a refund below zero; REFUND: not negative */
	int64_t         points;      /* REDEEM, RETURN: not negative */
	struct slice    document;
	const struct point_more *more;     /* somebody else's; never NULL: point_more_none */
	uint32_t        operand;     /* which input it stood in */
	enum point_kind kind;
	bool            timed, has_amount, has_points;
};

/* What a row says of an event, as it stands there; "" where it says nothing. */
struct point_row {
	struct slice kind;           /* "": an order */
	struct slice points;
	bool         ruled;          /* there are rules: an activity needs no points of its own */
	bool         priced;         /* there is a catalogue: a redemption needs none either */
};

enum point_field { POINT_FIELD_KIND, POINT_FIELD_AMOUNT, POINT_FIELD_POINTS, POINT_FIELD_DEDUCTED };

/*
 * Completes an event whose date, amount, document and `more` are set. NULL, or what is wrong with
 * which field.
 */
const char *point_event_read(
	struct point_event *event, const struct point_row *row, enum point_field *field);

/* The document an order or refund is about, the redemption a return is about. */
static inline struct slice
point_event_target(const struct point_event *event)
{
	bool goes_back = event->kind == POINT_REFUND || event->kind == POINT_RETURN ||
		(event->kind == POINT_ORDER && event->amount < 0);

	if (event->kind == POINT_RETURN || (goes_back && event->more->original.length))
		return event->more->original;
	return event->document;
}

/* A row that has a document and a line is known by them, another one by its content. */
static inline bool
point_event_has_line(const struct point_event *event)
{
	return event->document.length && event->more->line.length;
}

/* By amount, points, product, channel, original, then date: 0 for one content. */
int point_content_compare(const struct point_event *a, const struct point_event *b);

/* Appends bytes in whose order (memcmp) events of one kind are played, whoever's they are. */
void point_event_order(const struct point_event *event, struct buffer *order);

/* By document, line, and content: the order of play where moment and kind are equal. */
int point_identity_compare(const struct point_event *a, const struct point_event *b);

#endif
