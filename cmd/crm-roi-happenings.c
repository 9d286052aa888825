/*
 * What is known of a customer, as crm-roi gathers it: contacts, then events, then orders,
 * those of a kind by their day.
 */
#include "crm-roi.h"
#include "run/gather.h"

/* What stands before the texts of a record; its padding says nothing and is never compared. */
struct head {
	money    amount, margin;
	day      on, until;
	uint32_t id, keys, campaign, cell;       /* lengths */
	uint8_t  kind, contact;
	bool     valid, coded, brings;
};

void
happening_pack(const struct happening *happening, struct buffer *order, struct buffer *record)
{
	struct head head;
	const char kind = (char)happening->kind;

	memset(&head, 0, sizeof head);
	head.amount = happening->amount;
	head.margin = happening->margin;
	head.on = happening->on;
	head.until = happening->until;
	head.id = (uint32_t)happening->id.length;
	head.keys = (uint32_t)happening->keys.length;
	head.campaign = (uint32_t)happening->campaign.length;
	head.cell = (uint32_t)happening->cell.length;
	head.kind = (uint8_t)happening->kind;
	head.contact = (uint8_t)happening->contact;
	head.valid = happening->valid;
	head.coded = happening->coded;
	head.brings = happening->brings;
	buffer_add(order, slice_of(&kind, 1));
	order_integer(order, happening->on);
	buffer_add(record, slice_of((const char *)&head, sizeof head));
	buffer_add(record, happening->id);
	buffer_add(record, happening->keys);
	buffer_add(record, happening->campaign);
	buffer_add(record, happening->cell);
}

static struct slice
take(const char **at, size_t length)
{
	struct slice text = slice_of(*at, length);

	*at += length;
	return text;
}

struct happening
happening_unpack(struct slice record)
{
	struct happening happening;
	struct head head;
	const char *at = record.data + sizeof head;

	memcpy(&head, record.data, sizeof head);
	happening = (struct happening){ .kind = (enum happened)head.kind,
		.contact = (enum contact)head.contact,
		.valid = head.valid,
		.coded = head.coded,
		.brings = head.brings,
		.on = head.on,
		.until = head.until,
		.amount = head.amount,
		.margin = head.margin };
	happening.id = take(&at, head.id);
	happening.keys = take(&at, head.keys);
	happening.campaign = take(&at, head.campaign);
	happening.cell = take(&at, head.cell);
	return happening;
}
