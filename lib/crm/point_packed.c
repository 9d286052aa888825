#include "crm/point_packed.h"

#include "value/varint.h"

/* Further bytes, in the order of these bits. */
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
#define NUMBERS 12                         /* at most, with the lengths of texts */

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

unsigned
point_event_more(const struct point_event *event)
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

char *
point_event_put_more(char *at, const struct point_event *event, unsigned more)
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

size_t
point_event_more_size(const struct point_event *event)
{
	return NUMBERS * VARINT_MOST + event->more->line.length + event->more->product.length +
		event->more->channel.length + event->more->original.length;
}

const char *
point_event_get_more(
	const char *at, struct point_event *event, struct point_more *further, unsigned more)
{
	uint64_t n;

	if (more & ~(unsigned)(MORE_TIME | MORE_OPERAND | MORE_POINTS)) {
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
