#include "crm/point_event.h"

#include "value/number.h"
#include "value/text.h"
#include "value/varint.h"

const struct point_more point_more_none;

/* --- words --- */

static const struct {
	const char     *word;
	enum point_kind kind;
} kinds[] = {
	{ "order",         POINT_ORDER },
	{ "订单",          POINT_ORDER },
	{ "消费",          POINT_ORDER },
	{ "refund",        POINT_REFUND },
	{ "退款",          POINT_REFUND },
	{ "退货",          POINT_REFUND },
	{ "activity",      POINT_ACTIVITY },
	{ "活动",          POINT_ACTIVITY },
	{ "签到",          POINT_ACTIVITY },
	{ "transfer",      POINT_TRANSFER_IN },
	{ "转赠",          POINT_TRANSFER_IN },
	{ "转移",          POINT_TRANSFER_IN },
	{ "return-redeem", POINT_RETURN },
	{ "兑换退回",      POINT_RETURN },
	{ "撤销兑换",      POINT_RETURN },
	{ "redeem",        POINT_REDEEM },
	{ "兑换",          POINT_REDEEM },
	{ "adjust",        POINT_ADJUST },
	{ "调整",          POINT_ADJUST },
};

const char *
point_kind_word(enum point_kind kind)
{
	static const char *const word[POINT_KINDS] = {
		[POINT_ORDER] = "order",
		[POINT_REFUND] = "refund",
		[POINT_ACTIVITY] = "activity",
		[POINT_TRANSFER_IN] = "transfer",
		[POINT_RETURN] = "return-redeem",
		[POINT_REDEEM] = "redeem",
		[POINT_TRANSFER_OUT] = "transfer",
		[POINT_ADJUST] = "adjust",
	};

	return word[kind];
}

bool
point_kind_parse(struct slice text, enum point_kind *kind)
{
	char lower[16];

	text = slice_trim(text);
	if (text.length > sizeof lower)
		return false;
	text = slice_of(lower, text_lower(text, lower));
	for (size_t i = 0; i < text.length; i++)
		if (lower[i] == '_' || lower[i] == ' ')
			lower[i] = '-';
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (slice_is(text, kinds[i].word)) {
			*kind = kinds[i].kind;
			return true;
		}
	return false;
}

/* --- reading --- */

static bool
kind_has_amount(enum point_kind kind)
{
	return kind == POINT_ORDER || kind == POINT_REFUND;
}

static const char *
read_amount(struct point_event *event, enum point_field *field)
{
	*field = POINT_FIELD_AMOUNT;
	if (!event->has_amount)
		return "an order or a refund without its amount";
	if (event->kind == POINT_REFUND && event->amount < 0)
		event->amount = -event->amount;
	*field = POINT_FIELD_DEDUCTED;
	if (event->more->deducted < 0)
		return "below zero";
	return NULL;
}

static const char *
read_points(struct point_event *event, const struct point_row *row, enum point_field *field)
{
	bool optional = event->kind == POINT_RETURN ||
		(event->kind == POINT_ACTIVITY && row->ruled) ||
		(event->kind == POINT_REDEEM && row->priced);

	*field = POINT_FIELD_POINTS;
	if (!row->points.length)
		return optional ? NULL : "no points";
	if (!integer_parse(row->points, &event->points))
		return "not a whole number";
	if (event->points > POINTS_MOST || event->points < -POINTS_MOST)
		return "more points than one row may move";
	event->has_points = true;
	if (event->kind == POINT_ACTIVITY && event->points < 0)
		return "an activity takes no points (a redeem or an adjust does)";
	if (event->kind == POINT_TRANSFER_IN && event->points < 0)
		event->kind = POINT_TRANSFER_OUT;
	else if (event->kind != POINT_ADJUST && event->points < 0)
		event->points = -event->points;
	return NULL;
}

const char *
point_event_read(struct point_event *event, const struct point_row *row, enum point_field *field)
{
	event->kind = POINT_ORDER;
	event->has_points = false;
	event->points = 0;
	*field = POINT_FIELD_KIND;
	if (row->kind.length && !point_kind_parse(row->kind, &event->kind))
		return "not an order, refund, redeem, return-redeem, activity, transfer or adjust";
	if (kind_has_amount(event->kind))
		return read_amount(event, field);
	return read_points(event, row, field);
}

/* --- packing --- */

/*
 * A byte says the kind and what nearly all events have or lack; what else there is, a mask
 * that follows it where that is not empty. Then the day, the amount, what the mask says in the
 * order of its bits, and at last the document, which is all that is left. Day and amount take bytes
 * of a fixed number, because every event is packed and unpacked.
 */
enum {
	KIND_BITS = 0x07,
	HAS_AMOUNT = 1 << 3,
	IN_CENTS = 1 << 4,           /* the amount: 24 bits of cents, else 64 as it is */
	HAS_MORE = 1 << 5,
};
enum {
	MORE_TIME = 1 << 0,
	MORE_OPERAND = 1 << 1,
	MORE_POINTS = 1 << 2,
	MORE_PRODUCT = 1 << 3,
	MORE_CHANNEL = 1 << 4,
	MORE_LINE = 1 << 5,
	MORE_ORIGINAL = 1 << 6,
	MORE_FITS = 1 << 7,
	MORE_OTHER_FITS = 1 << 8,
	MORE_DEDUCTED = 1 << 9,
	MORE_LIST = 1 << 10,
	MORE_SHIPPING = 1 << 11,
};
_Static_assert(POINT_KINDS - 1 <= KIND_BITS, "bits of a kind");

#define NUMBERS   16                       /* at most, with the lengths of texts */
#define CENT      (MONEY_UNIT / 100)

/* A day is 16 bits about 2020, or the largest of them and a number. */
#define DAY_MIDST (18262 - 0x8000)
#define DAY_FAR   UINT16_MAX

static char *
put_text(char *at, struct slice text)
{
	return slice_copy(varint_put(at, text.length), text);
}

static const char *
get_text(const char *at, struct slice *text)
{
	uint64_t length;

	at = varint_get(at, &length);
	*text = slice_of(at, length);
	return at + length;
}

static inline char *
put_day(char *at, day when)
{
	uint16_t near = (uint16_t)(when - DAY_MIDST);
	bool     far = (unsigned)(when - DAY_MIDST) >= DAY_FAR;

	if (far)
		near = DAY_FAR;
	memcpy(at, &near, sizeof near);
	at += sizeof near;
	return far ? varint_put_signed(at, when) : at;
}

static inline const char *
get_day(const char *at, int64_t *when)
{
	uint16_t near;

	memcpy(&near, at, sizeof near);
	at += sizeof near;
	*when = near + DAY_MIDST;
	return near == DAY_FAR ? varint_get_signed(at, when) : at;
}

#define CENTS_MOST ((money)0xffffff)

static inline char *
put_cents(char *at, money amount)
{
	uint32_t cents = (uint32_t)(amount / CENT);
	uint16_t low = (uint16_t)cents;

	memcpy(at, &low, sizeof low);
	at[2] = (char)(cents >> 16);
	return at + 3;
}

static inline const char *
get_cents(const char *at, money *amount)
{
	uint16_t low;

	memcpy(&low, at, sizeof low);
	*amount = (low | (money)(unsigned char)at[2] << 16) * CENT;
	return at + 3;
}

static inline char *
put_amount(char *at, money amount, bool in_cents)
{
	if (in_cents)
		return put_cents(at, amount);
	memcpy(at, &amount, sizeof amount);
	return at + sizeof amount;
}

static inline const char *
get_amount(const char *at, money *amount, bool in_cents)
{
	if (in_cents)
		return get_cents(at, amount);
	memcpy(amount, at, sizeof *amount);
	return at + sizeof *amount;
}

/*
 * Whether there may be any. One question, and no ||: of these compilers make one wide load of
 * what was just written in parts, and that has to wait.
 */
static inline bool
may_have_more(const struct point_event *event)
{
	uintptr_t other = (uintptr_t)event->more ^ (uintptr_t)&point_more_none;

	return (other | event->operand | event->timed | event->has_points) != 0;
}

static unsigned
more_of(const struct point_event *event)
{
	return (event->timed ? MORE_TIME : 0u) | (event->operand ? MORE_OPERAND : 0u) |
		(event->has_points ? MORE_POINTS : 0u) |
		(event->more->product.length ? MORE_PRODUCT : 0u) |
		(event->more->channel.length ? MORE_CHANNEL : 0u) |
		(event->more->line.length ? MORE_LINE : 0u) |
		(event->more->original.length ? MORE_ORIGINAL : 0u) |
		(event->more->fits[0] ? MORE_FITS : 0u) |
		(event->more->fits[1] ? MORE_OTHER_FITS : 0u) |
		(event->more->deducted ? MORE_DEDUCTED : 0u) |
		(event->more->listed ? MORE_LIST : 0u) |
		(event->more->shipped ? MORE_SHIPPING : 0u);
}

static char *
put_more(char *at, const struct point_event *event, unsigned more)
{
	if (more & MORE_TIME)
		at = varint_put(
			at, (uint64_t)(event->at - (moment)moment_day(event->at) * DAY_SECONDS));
	if (more & MORE_OPERAND)
		at = varint_put(at, event->operand);
	if (more & MORE_POINTS)
		at = varint_put_signed(at, event->points);
	if (more & MORE_PRODUCT)
		at = put_text(at, event->more->product);
	if (more & MORE_CHANNEL)
		at = put_text(at, event->more->channel);
	if (more & MORE_LINE)
		at = put_text(at, event->more->line);
	if (more & MORE_ORIGINAL)
		at = put_text(at, event->more->original);
	if (more & MORE_FITS)
		at = varint_put(at, event->more->fits[0]);
	if (more & MORE_OTHER_FITS)
		at = varint_put(at, event->more->fits[1]);
	if (more & MORE_DEDUCTED)
		at = varint_put_signed(at, event->more->deducted);
	if (more & MORE_LIST)
		at = varint_put_signed(at, event->more->list_amount);
	if (more & MORE_SHIPPING)
		at = varint_put_signed(at, event->more->shipping);
	return at;
}

void
point_event_pack(const struct point_event *event, struct buffer *record)
{
	unsigned more = may_have_more(event) ? more_of(event) : 0;
	money    cents = event->amount / CENT;
	bool     in_cents = cents * CENT == event->amount && (uint64_t)cents <= CENTS_MOST;
	size_t   texts = event->document.length;
	char    *start, *at;

	if (more)
		texts += event->more->line.length + event->more->product.length +
			event->more->channel.length + event->more->original.length;
	at = start = buffer_reserve(record, NUMBERS * VARINT_MOST + texts);
	*at++ = (char)((unsigned)event->kind | (event->has_amount ? HAS_AMOUNT : 0u) |
		(in_cents ? IN_CENTS : 0u) | (more ? HAS_MORE : 0u));
	if (more)
		at = varint_put(at, more);
	at = put_day(at, moment_day(event->at));
	if (event->has_amount)
		at = put_amount(at, event->amount, in_cents);
	if (more)
		at = put_more(at, event, more);
	at = slice_copy(at, event->document);
	record->length += (size_t)(at - start);
}

static const char *
get_more(const char *at, struct point_event *event, struct point_more *further, uint64_t more)
{
	uint64_t n;

	if (more & ~(uint64_t)(MORE_TIME | MORE_OPERAND | MORE_POINTS)) {
		*further = point_more_none;
		event->more = further;
	}
	if (more & MORE_TIME) {
		at = varint_get(at, &n);
		event->at += (moment)n;
		event->timed = true;
	}
	if (more & MORE_OPERAND) {
		at = varint_get(at, &n);
		event->operand = (uint32_t)n;
	}
	event->has_points = more & MORE_POINTS;
	if (more & MORE_POINTS)
		at = varint_get_signed(at, &event->points);
	if (more & MORE_PRODUCT)
		at = get_text(at, &further->product);
	if (more & MORE_CHANNEL)
		at = get_text(at, &further->channel);
	if (more & MORE_LINE)
		at = get_text(at, &further->line);
	if (more & MORE_ORIGINAL)
		at = get_text(at, &further->original);
	if (more & MORE_FITS)
		at = varint_get(at, &further->fits[0]);
	if (more & MORE_OTHER_FITS)
		at = varint_get(at, &further->fits[1]);
	if (more & MORE_DEDUCTED)
		at = varint_get_signed(at, &further->deducted);
	if (more & MORE_LIST) {
		at = varint_get_signed(at, &further->list_amount);
		further->listed = true;
	}
	if (more & MORE_SHIPPING) {
		at = varint_get_signed(at, &further->shipping);
		further->shipped = true;
	}
	return at;
}

void
point_event_unpack(struct slice record, struct point_event *event, struct point_more *further)
{
	const char *at = record.data;
	unsigned    head = (unsigned char)*at++;
	uint64_t    more = 0;
	int64_t     when;

	*event = (struct point_event){
		.kind = head & KIND_BITS, .has_amount = head & HAS_AMOUNT, .more = &point_more_none
	};
	if (head & HAS_MORE)
		at = varint_get(at, &more);
	at = get_day(at, &when);
	event->at = when * DAY_SECONDS;
	if (head & HAS_AMOUNT)
		at = get_amount(at, &event->amount, head & IN_CENTS);
	if (more)
		at = get_more(at, event, further, more);
	event->document = slice_of(at, record.length - (size_t)(at - record.data));
}

/* --- order --- */

#define COMPARE(a, b) \
	do { \
		if ((a) != (b)) \
			return (a) < (b) ? -1 : 1; \
	} while (0)

static int
compare_texts(const struct point_event *a, const struct point_event *b)
{
	int order = slice_compare(a->more->product, b->more->product);

	if (!order)
		order = slice_compare(a->more->channel, b->more->channel);
	return order ? order : slice_compare(a->more->original, b->more->original);
}

int
point_content_compare(const struct point_event *a, const struct point_event *b)
{
	int order;

	COMPARE(a->has_amount, b->has_amount);
	COMPARE(a->amount, b->amount);
	COMPARE(a->has_points, b->has_points);
	COMPARE(a->points, b->points);
	if ((order = compare_texts(a, b)) != 0)
		return order;
	COMPARE(a->at, b->at);
	COMPARE(a->timed, b->timed);
	return 0;
}

int
point_identity_compare(const struct point_event *a, const struct point_event *b)
{
	int order = slice_compare(a->document, b->document);

	if (!order)
		order = slice_compare(a->more->line, b->more->line);
	return order ? order : point_content_compare(a, b);
}

/* Eight bytes, the highest first; numbers below zero before the others. */
static void
put_ordered(struct buffer *order, int64_t n)
{
	uint64_t bits = (uint64_t)n ^ UINT64_C(1) << 63;
	char     bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (char)(bits >> (56 - 8 * i));
	buffer_add(order, slice_of(bytes, sizeof bytes));
}

static void
put_ordered_text(struct buffer *order, struct slice text)
{
	/* No text holds a NUL. */
	buffer_add(order, text);
	buffer_add(order, slice_of("", 1));
}

void
point_event_order(const struct point_event *event, struct buffer *order)
{
	day when = moment_day(event->at);

	put_ordered(order, when);
	put_ordered(
		order, event->timed ? event->at - (moment)when * DAY_SECONDS : (moment)DAY_SECONDS);
	put_ordered_text(order, event->document);
	put_ordered_text(order, event->more->line);
	put_ordered(order, event->has_amount);
	put_ordered(order, event->amount);
	put_ordered(order, event->has_points);
	put_ordered(order, event->points);
	put_ordered_text(order, event->more->product);
	put_ordered_text(order, event->more->channel);
	put_ordered_text(order, event->more->original);
}
