/*
 * The contacts and events of crm-roi: pieces and responses, streams of their own.
 */
#include "crm-roi.h"

enum { CUSTOMER, EVENT, CODE, DATE };

/* A delivery date or a birthday is no date of theirs. */
static const struct column_spec columns[] = {
	[CUSTOMER] = { "customer", .optional = true, .empty_ok = true },
	[EVENT]    = { "event",    .optional = true, .empty_ok = true },
	[CODE]     = { "code",     .optional = true, .empty_ok = true },
	[DATE]     = { "date",     .role = ROLE_EVENT_DATE, .type = COLUMN_DAY, .optional = true,
		.empty_ok = true, .accept = "date,sent" },
};

/* Where each has its keys: set before they are read. */
static struct key_plan contact_plan, event_plan;

static struct stream *
open_stream(const char *option, const char *path, struct key_plan *plan)
{
	struct stream *stream;

	if (!path)
		return NULL;
	stream = stream_open_second(option, path, columns, sizeof columns / sizeof *columns, NULL);
	plan_stream(plan, stream, CODE, path);
	return stream;
}

struct contacts
contacts_open(const char *contacts, const char *events)
{
	struct contacts opened = { .contacts = open_stream("--contacts", contacts, &contact_plan),
		.events = open_stream("--events", events, &event_plan) };

	if (events) {
		stream_require(opened.events, EVENT, "--events");
		stream_require(opened.events, CUSTOMER, "--events");
	}
	return opened;
}

/* --- rows --- */

static day
year_from(const struct row *row)
{
	return row_has(row, DATE) ? row_day(row, DATE) : run_as_of();
}

static struct slice
contact_key(const struct row *row, struct arena *scratch)
{
	return plan_key(&contact_plan, row, year_from(row), scratch);
}

static struct slice
event_key(const struct row *row, struct arena *scratch)
{
	return plan_key(&event_plan, row, year_from(row), scratch);
}

static bool
is_response(const struct row *row)
{
	return contact_read(row_text(row, EVENT)) == CONTACT_RESPONSE;
}

static int64_t
one_response(const struct row *row)
{
	return is_response(row);
}

static bool
judge_response(const struct row *row)
{
	if (!row_has(row, CUSTOMER))
		row_count(row, "responses of nobody known");
	return true;
}

static bool
judge_contact(const struct row *row)
{
	switch (contact_read(row_text(row, EVENT))) {
	case CONTACT_PIECE: return true;
	case CONTACT_WITHHELD: return row_ignore(row, "withheld, the control");
	case CONTACT_RESPONSE: return judge_response(row);
	case CONTACT_OTHER: break;
	}
	return row_ignore(row, "neither a piece nor a response");
}

static bool
judge_event(const struct row *row)
{
	if (!is_response(row))
		return row_ignore(row, "no response");
	return judge_response(row);
}

void
members_count(struct campaign *campaign, const struct fold_member *member)
{
	for (size_t i = 0; i < CAMPAIGN_SETS; i++)
		campaign->distinct[i] += member[i].fresh;
}

static void
add_contact(void *kept, const struct fold_member *member, const struct row *row)
{
	struct campaign *campaign = kept;

	campaign->pieces += !is_response(row);
	members_count(campaign, member);
}

__int128
contacts_read(const struct contacts *contacts, struct fold *fold)
{
	__int128 responses = 0;
	struct fold_source source = { .judge = judge_contact,
		.key = contact_key,
		.add = add_contact,
		.member = { [CAMPAIGN_RESPONDERS] = CUSTOMER + 1 },
		.brings = is_response,
		.measure = one_response,
		.measured = &responses };

	if (contacts->contacts)
		fold_read(fold, contacts->contacts, &source);
	source.judge = judge_event;
	source.key = event_key;
	if (contacts->events)
		fold_read(fold, contacts->events, &source);
	return responses;
}
