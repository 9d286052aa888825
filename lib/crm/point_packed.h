/*
 * Packed events: the few bytes as which each row's event goes to its customer's ledger.
 *
 * A byte says the kind and what nearly all events have or lack; what else there is, a mask
 * that follows it where that is not empty. Then the day, the amount, what the mask says in the
 * order of its bits, and at last the document, which is all that is left. Day and amount take bytes
 * of a fixed number, because every event is packed and unpacked.
 *
 * The functions are in place because every row is packed and unpacked once; what few events
 * say goes by a call. Packed bytes are read by the same process only.
 */
#ifndef CRM_POINT_PACKED_H
#define CRM_POINT_PACKED_H

#include "crm/point_event.h"
#include "value/varint.h"

enum {
	PACKED_KIND = 0x07,
	PACKED_AMOUNT = 1 << 3,
	PACKED_IN_CENTS = 1 << 4,           /* the amount: 24 bits of cents, else 64 as it is */
	PACKED_MORE = 1 << 5,
};
_Static_assert(POINT_KINDS - 1 <= PACKED_KIND, "bits of a kind");

#define PACKED_MOST 26 /* bytes at most, but for the document and what more is said */

/* A day is 16 bits about 2020, or the largest of them and a number. */
#define PACKED_DAY_MIDST (18262 - 0x8000)
#define PACKED_DAY_FAR   UINT16_MAX

#define PACKED_CENT       (MONEY_UNIT / 100)
#define PACKED_CENTS_MOST 0xffffff

static inline char *
packed_put_day(char *at, day when)
{
	uint16_t near = (uint16_t)(when - PACKED_DAY_MIDST);
	bool     far = (unsigned)(when - PACKED_DAY_MIDST) >= PACKED_DAY_FAR;

	if (far)
		near = PACKED_DAY_FAR;
	memcpy(at, &near, sizeof near);
	at += sizeof near;
	return far ? varint_put_signed(at, when) : at;
}

static inline const char *
packed_get_day(const char *at, int64_t *when)
{
	uint16_t near;

	memcpy(&near, at, sizeof near);
	at += sizeof near;
	*when = near + PACKED_DAY_MIDST;
	return near == PACKED_DAY_FAR ? varint_get_signed(at, when) : at;
}

static inline char *
packed_put_cents(char *at, money amount)
{
	uint32_t cents = (uint32_t)(amount / PACKED_CENT);
	uint16_t low = (uint16_t)cents;

	memcpy(at, &low, sizeof low);
	at[2] = (char)(cents >> 16);
	return at + 3;
}

static inline const char *
packed_get_cents(const char *at, money *amount)
{
	uint16_t low;

	memcpy(&low, at, sizeof low);
	*amount = (low | (money)(unsigned char)at[2] << 16) * PACKED_CENT;
	return at + 3;
}

static inline char *
packed_put_amount(char *at, money amount, bool in_cents)
{
	if (in_cents)
		return packed_put_cents(at, amount);
	memcpy(at, &amount, sizeof amount);
	return at + sizeof amount;
}

static inline const char *
packed_get_amount(const char *at, money *amount, bool in_cents)
{
	if (in_cents)
		return packed_get_cents(at, amount);
	memcpy(amount, at, sizeof *amount);
	return at + sizeof *amount;
}

/*
 * Whether there may be more to say. One question, and no ||: of these compilers make one wide
 * load of what was just written in parts, and that has to wait.
 */
static inline bool
packed_may_say_more(const struct point_event *event)
{
	uintptr_t other = (uintptr_t)event->more ^ (uintptr_t)&point_more_none;

	return (other | event->operand | event->timed | event->has_points) != 0;
}

/* What more an event says: a mask of it; the most bytes it takes; the bytes, up to their end. */
unsigned    point_event_more(const struct point_event *event);
size_t      point_event_more_size(const struct point_event *event);
char       *point_event_put_more(char *at, const struct point_event *event, unsigned more);
const char *point_event_get_more(
	const char *at, struct point_event *event, struct point_more *further, unsigned more);

/*
 * Appends the event to *record. An order of a day alone takes six bytes besides its document.
 * The first byte of any is below 0x80.
 */
static inline void
point_event_pack(const struct point_event *event, struct buffer *record)
{
	unsigned more = packed_may_say_more(event) ? point_event_more(event) : 0;
	money    cents = event->amount / PACKED_CENT;
	bool in_cents =
		cents * PACKED_CENT == event->amount && (uint64_t)cents <= PACKED_CENTS_MOST;
	size_t room = PACKED_MOST + event->document.length;
	char  *at;

	if (more)
		room += point_event_more_size(event);
	at = buffer_reserve(record, room);
	*at++ = (char)((unsigned)event->kind | (event->has_amount ? PACKED_AMOUNT : 0u) |
		(in_cents ? PACKED_IN_CENTS : 0u) | (more ? PACKED_MORE : 0u));
	if (more)
		at = varint_put(at, more);
	at = packed_put_day(at, moment_day(event->at));
	if (event->has_amount)
		at = packed_put_amount(at, event->amount, in_cents);
	if (more)
		at = point_event_put_more(at, event, more);
	at = slice_copy(at, event->document);
	record->length = (size_t)(at - record->data);
}

/* Its slices are of the packed bytes; *more is used where it says more. */
static inline void
point_event_unpack(struct slice record, struct point_event *event, struct point_more *further)
{
	const char *at = record.data;
	unsigned    head = (unsigned char)*at++;
	uint64_t    more = 0;
	int64_t     when;

	*event = (struct point_event){ .kind = head & PACKED_KIND,
		.has_amount = head & PACKED_AMOUNT,
		.more = &point_more_none };
	if (head & PACKED_MORE)
		at = varint_get(at, &more);
	at = packed_get_day(at, &when);
	event->at = when * DAY_SECONDS;
	if (head & PACKED_AMOUNT)
		at = packed_get_amount(at, &event->amount, head & PACKED_IN_CENTS);
	if (more)
		at = point_event_get_more(at, event, further, (unsigned)more);
	event->document = slice_of(at, record.length - (size_t)(at - record.data));
}

#endif
