/*
 * The contacts and events of crm-roi: pieces and responses, streams of their own. They are
 * gathered by customer, because what a piece brought, and who is in which cell, is told by
 * all that happened to one.
 */
#include "crm-roi.h"
#include "run/gather.h"

enum { CUSTOMER, EVENT, CODE, DATE, CAMPAIGN, CELL, MEDIUM };

#define MAY_LACK .optional = true, .empty_ok = true

/* A delivery date or a birthday is no date of theirs. */
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", MAY_LACK, .role = ROLE_CUSTOMER },
	[EVENT]    = { "event",    MAY_LACK },
	[CODE]     = { "code",     MAY_LACK },
	[DATE]     = { "date",     MAY_LACK, .role = ROLE_EVENT_DATE, .type = COLUMN_DAY,
		.accept = "date,sent" },
	[CAMPAIGN] = { "campaign", MAY_LACK },
	[CELL]     = { "cell",     MAY_LACK },
	[MEDIUM]   = { "medium",   MAY_LACK },
};

/* Where each has its keys: set before they are read. */
struct key_plan contact_plan, event_plan;

static struct stream *
open_stream(const char *option, const char *path)
{
	if (!path)
		return NULL;
	return stream_open_second(option, path, columns, sizeof columns / sizeof *columns, NULL);
}

struct contacts
contacts_open(const char *contact_path, const char *event_path)
{
	struct contacts opened = { .contacts = open_stream("--contacts", contact_path),
		.events = open_stream("--events", event_path) };

	if (opened.events) {
		stream_require(opened.events, EVENT, "--events");
		stream_require(opened.events, CUSTOMER, "--events");
	}
	if (opened.contacts && by_customer()) {
		const char *why = by_customer();

		stream_require(opened.contacts, CUSTOMER, why);
		stream_require(opened.contacts, DATE, why);
		if (set.control && !stream_has(opened.contacts, CELL))
			stream_require(opened.contacts, CODE, why);
	}
	return opened;
}

void
contacts_plan(const struct contacts *contacts)
{
	if (contacts->contacts)
		plan_stream(&contact_plan, contacts->contacts, CODE, set.contacts, !set.control);
	if (contacts->events)
		plan_stream(&event_plan, contacts->events, CODE, set.events, !set.control);
}

bool
contacts_have_campaign(const struct contacts *contacts)
{
	return stream_has(contacts->contacts, CAMPAIGN);
}

/* --- rows --- */

static struct slice
text_or_part(const struct row *row, int column, day latest, const char *part)
{
	struct slice text = row_text(row, column);

	return text.length ? text
			   : code_part_called(row_text(row, CODE), latest, part, row_scratch(row));
}

static struct happening
happening_of(const struct row *row, enum contact contact, const struct key_plan *plan)
{
	day latest = row_has(row, DATE) ? row_day(row, DATE) : run_as_of();
	struct happening happening = { .contact = contact,
		.valid = contact_is_response(contact) && code_is_valid(row_text(row, CODE), latest),
		.on = row_has(row, DATE) ? row_day(row, DATE) : DAY_NONE,
		.until = DAY_NONE,
		.keys = plan_key(plan,
			&(struct key_row){ row->field, row_text(row, CUSTOMER), latest, DAY_NONE },
			row_scratch(row)) };

	if (contact == CONTACT_PIECE || contact == CONTACT_WITHHELD) {
		/* Without a name for it, what was sent in a month is a campaign. */
		happening.campaign = text_or_part(row, CAMPAIGN, latest, "month");
		happening.cell = text_or_part(row, CELL, latest, "cell");
	}
	if (contact == CONTACT_PIECE && row_has(row, DATE))
		happening.until =
			window_end(happening.on, text_or_part(row, MEDIUM, latest, "medium"));
	return happening;
}

static bool
pack_contact(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	enum contact contact = contact_read(row_text(row, EVENT));
	struct happening happening;

	(void)work;
	if (contact == CONTACT_OTHER)
		return row_ignore(row, "neither a piece nor a response");
	if (contact == CONTACT_WITHHELD)
		row_count(row, "withheld, the control");
	if (contact_is_response(contact) && !row_has(row, CUSTOMER))
		row_count(row, "responses of nobody known");
	/* Whose window begins nobody knows when would be in an arm that buys less. */
	if (set.control && !row_has(row, DATE) &&
		(contact == CONTACT_PIECE || contact == CONTACT_WITHHELD))
		return row_bad(row, DATE, "empty, and --control counts from this day on");
	happening = happening_of(row, contact, &contact_plan);
	happening.kind = contact == CONTACT_PIECE || contact == CONTACT_WITHHELD ? HAPPENED_CONTACT
										 : HAPPENED_EVENT;
	if (set.control && happening.kind == HAPPENED_CONTACT &&
		(!row_has(row, CUSTOMER) || !happening.cell.length))
		row_count(row, "of nobody known or of no cell, not compared");
	happening_pack(&happening, order, record);
	return true;
}

static bool
pack_event(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	enum contact contact = contact_read(row_text(row, EVENT));
	struct happening happening;

	(void)work;
	if (contact == CONTACT_OTHER || contact == CONTACT_PIECE || contact == CONTACT_WITHHELD)
		return row_ignore(row, "no response");
	if (contact_is_response(contact) && !row_has(row, CUSTOMER))
		row_count(row, "responses of nobody known");
	happening = happening_of(row, contact, &event_plan);
	happening.kind = HAPPENED_EVENT;
	happening_pack(&happening, order, record);
	return true;
}

void
contacts_gather(const struct contacts *contacts, struct gather *gather)
{
	if (contacts->contacts)
		gather_read(gather, contacts->contacts, pack_contact, NULL, NULL);
	if (contacts->events)
		gather_read(gather, contacts->events, pack_event, NULL, NULL);
}
