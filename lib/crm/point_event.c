#include "crm/point_event.h"

#include "value/number.h"
#include "value/text.h"

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
