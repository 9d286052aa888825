/*
 * States of crm-points: what later events can ask for, so that they can be played on their
 * own.
 *
 * A row of a state is a part of a customer's ledger. It travels with the customer's events
 * through the gather, before them. The name of the last column says the day, and what the
 * state was made under: a state of other terms is refused.
 */
#include "crm-points-state.h"

#include "run/state.h"
#include "value/number.h"

#define MAY_BE(column, kind) \
	{ \
		column, kind, .optional = true, .empty_ok = true, .accept = column \
	}

const struct column_spec state_columns[ROW_COLUMNS] = {
	[ROW_CUSTOMER] = { "customer", .role = ROLE_CUSTOMER, .optional = true, .empty_ok = true,
		.accept = STATE },
	[ROW_KIND]      = MAY_BE("row", COLUMN_TEXT),
	[ROW_NAME]      = MAY_BE("name", COLUMN_TEXT),
	[ROW_DATE]      = MAY_BE("date", COLUMN_MOMENT),
	[ROW_EXPIRES]   = MAY_BE("expires", COLUMN_DAY),
	[ROW_SPENDABLE] = MAY_BE("spendable", COLUMN_DAY),
	[ROW_DOCUMENT]  = MAY_BE("document", COLUMN_TEXT),
	[ROW_LINE]      = MAY_BE("line", COLUMN_TEXT),
	[ROW_PRODUCT]   = MAY_BE("product", COLUMN_TEXT),
	[ROW_CHANNEL]   = MAY_BE("channel", COLUMN_TEXT),
	[ROW_ORIGINAL]  = MAY_BE("original", COLUMN_TEXT),
	[ROW_AMOUNT]    = MAY_BE("amount", COLUMN_MONEY),
	[ROW_BACK]      = MAY_BE("back", COLUMN_MONEY),
	[ROW_WORTH]     = MAY_BE("worth", COLUMN_TEXT),
	[ROW_POINTS]    = MAY_BE("points", COLUMN_INTEGER),
	[ROW_FULL]      = MAY_BE("full", COLUMN_INTEGER),
	[ROW_GRANTED]   = MAY_BE("granted", COLUMN_INTEGER),
	[ROW_ADDED]     = MAY_BE("added", COLUMN_INTEGER),
	[ROW_EXTRAS]    = MAY_BE("extras", COLUMN_INTEGER),
	[ROW_EXPIRED]   = MAY_BE("expired", COLUMN_INTEGER),
	[ROW_LOT]       = MAY_BE("lot", COLUMN_INTEGER),
	[ROW_COUNT]     = MAY_BE("count", COLUMN_INTEGER),
};

/* --- reading --- */

static struct {
	struct stream *stream;
	size_t         column;
	day            from, forget;
	uint64_t       terms;
} stamp;

static bool
stamp_part(struct slice *rest, const char *name, struct slice *value)
{
	struct slice part;
	size_t length = strlen(name);

	*rest = slice_cut(*rest, ';', &part);
	if (part.length < length || memcmp(part.data, name, length) != 0)
		return false;
	*value = slice_of(part.data + length, part.length - length);
	return true;
}

static bool
stamp_day(struct slice *rest, const char *name, day *when)
{
	struct slice value;

	*when = DAY_NONE;
	return stamp_part(rest, name, &value) && (!value.length || day_parse(value, when));
}

static bool
read_stamp(struct slice text)
{
	struct slice value;

	if (!stamp_day(&text, "as-of=", &set.terms.since) || set.terms.since == DAY_NONE ||
		!stamp_day(&text, "from=", &stamp.from) ||
		!stamp_day(&text, "forget=", &stamp.forget) || !stamp_part(&text, "terms=", &value))
		return false;
	stamp.terms = 0;
	for (size_t i = 0; i < value.length; i++) {
		int c = (unsigned char)value.data[i];

		stamp.terms = stamp.terms << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return true;
}

void
state_open(void)
{
	const struct header *header;

	stamp.stream = stream_open_second("--state", set.state, state_columns, ROW_COLUMNS, NULL);
	header = stream_header(stamp.stream);
	stamp.column = header->columns - 1;
	if (!slice_is(header->name[0], STATE) || !read_stamp(header->name[stamp.column]) ||
		!stream_has(stamp.stream, ROW_COUNT))
		fail(EXIT_DATA, "--state: this is no state of crm-points --state-out");
	stream_is_state(stamp.stream, stamp.column);
	set.terms.forgotten = stamp.forget;
	if (set.terms.since > run_as_of())
		fail(EXIT_USAGE, "--state: its day is after the as-of day");
}

day
state_forgotten(void)
{
	return set.state ? stamp.forget : DAY_NONE;
}

void
state_check(const struct ledger_terms *terms, const struct rule_book *book)
{
	if (stamp.terms != terms_digest(terms, book))
		fail(EXIT_USAGE,
			"--state: it was made under other options, rules, tiers or catalogue");
	if (terms->from != stamp.from && (terms->from == DAY_NONE || terms->from <= terms->since))
		fail(EXIT_USAGE, "--state: it was made with another --from");
}

static bool
parse_worth(struct slice text, worth *n)
{
	*n = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] < '0' || text.data[i] > '9' || i > 37)
			return false;
		*n = *n * 10 + (text.data[i] - '0');
	}
	return true;
}

static int64_t
integer_of(const struct row *row, int column)
{
	return row_has(row, column) ? row_integer(row, column) : 0;
}

/* What no event begins with. */
static const char mark = RECORD_STATE;

#define TEXTS 6

static struct slice *
text_of(struct state_row *row, size_t i)
{
	struct slice *const text[TEXTS] = { &row->name, &row->document, &row->line, &row->product,
		&row->channel, &row->original };

	return text[i];
}

void
row_pack(const struct state_row *row, struct buffer *record)
{
	struct state_row kept = *row;

	buffer_add(record, slice_of(&mark, sizeof mark));
	buffer_add(record, slice_of((const char *)&kept, sizeof kept));
	for (size_t i = 0; i < TEXTS; i++)
		buffer_add(record, *text_of(&kept, i));
}

size_t
row_unpack(struct slice record, struct state_row *row)
{
	const char *at = record.data + sizeof mark + sizeof *row;

	memcpy(row, record.data + sizeof mark, sizeof *row);
	for (size_t i = 0; i < TEXTS; i++) {
		text_of(row, i)->data = at;
		at += text_of(row, i)->length;
	}
	return (size_t)(at - record.data);
}

static bool
pack_state(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	struct state_row state = {
		.name = row_text(row, ROW_NAME),
		.document = row_text(row, ROW_DOCUMENT),
		.line = row_text(row, ROW_LINE),
		.product = row_text(row, ROW_PRODUCT),
		.channel = row_text(row, ROW_CHANNEL),
		.original = row_text(row, ROW_ORIGINAL),
		.dated = row_has(row, ROW_DATE),
		.timed = row_has(row, ROW_DATE) && row_timed(row, ROW_DATE),
		.at = row_has(row, ROW_DATE) ? row_moment(row, ROW_DATE) : 0,
		.ends = row_has(row, ROW_EXPIRES),
		.expires = row_has(row, ROW_EXPIRES) ? row_day(row, ROW_EXPIRES) : 0,
		.spendable = row_has(row, ROW_SPENDABLE) ? row_day(row, ROW_SPENDABLE) : 0,
		.has_amount = row_has(row, ROW_AMOUNT),
		.amount = row_has(row, ROW_AMOUNT) ? row_money(row, ROW_AMOUNT) : 0,
		.back = row_has(row, ROW_BACK) ? row_money(row, ROW_BACK) : 0,
		.has_points = row_has(row, ROW_POINTS),
		.points = integer_of(row, ROW_POINTS),
		.full = integer_of(row, ROW_FULL),
		.granted = integer_of(row, ROW_GRANTED),
		.added = integer_of(row, ROW_ADDED),
		.extras = integer_of(row, ROW_EXTRAS),
		.expired = integer_of(row, ROW_EXPIRED),
		.lot = integer_of(row, ROW_LOT),
		.count = integer_of(row, ROW_COUNT),
	};

	(void)order;
	(void)work;
	if (!state_parse(row_text(row, ROW_KIND), &state.kind))
		return row_bad(row, ROW_KIND, "not a row of a state");
	if (!parse_worth(row_text(row, ROW_WORTH), &state.worth))
		return row_bad(row, ROW_WORTH, "not a whole number");
	if (state.kind == STATE_STOCK)
		stock_had(state.name, state.points);
	row_pack(&state, record);
	return true;
}

void
state_read(struct gather *gather)
{
	gather_read(gather, stamp.stream, pack_state, NULL, NULL);
}

bool
state_claims(struct slice record, struct point_event *event, struct point_more *more)
{
	struct state_row state;

	row_unpack(record, &state);
	*more = (struct point_more){ .line = state.line };
	*event = (struct point_event){ .document = state.document, .more = more };
	return (state.kind == STATE_SEEN || state.kind == STATE_CONFLICT) &&
		point_event_has_line(event) && point_kind_parse(state.name, &event->kind);
}

void
state_restore(struct slice record, struct ledger *ledger)
{
	struct state_row state;
	const char *wrong;

	row_unpack(record, &state);
	wrong = ledger_restore(ledger, &state);
	if (wrong)
		fail(EXIT_DATA, "--state: %s", wrong);
}
