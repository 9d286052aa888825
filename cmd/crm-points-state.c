/*
 * States of crm-points: what later events can ask for, so that they can be played on their
 * own.
 *
 * A row of a state is a part of a customer's ledger. It travels with the customer's events
 * through the gather, before them. The name of the last column says the day, and what the
 * state was made under: a state of other terms is refused.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "crm-points.h"

#include "crm/point_state.h"
#include "run/state.h"
#include "table/sorter.h"
#include "value/number.h"

#define STATE "crm-points-state-1"

enum {
	ROW_CUSTOMER,
	ROW_KIND,
	ROW_NAME,
	ROW_DATE,
	ROW_EXPIRES,
	ROW_SPENDABLE,
	ROW_DOCUMENT,
	ROW_LINE,
	ROW_PRODUCT,
	ROW_CHANNEL,
	ROW_ORIGINAL,
	ROW_AMOUNT,
	ROW_BACK,
	ROW_WORTH,
	ROW_POINTS,
	ROW_FULL,
	ROW_GRANTED,
	ROW_ADDED,
	ROW_EXTRAS,
	ROW_EXPIRED,
	ROW_LOT,
	ROW_COUNT,
	ROW_COLUMNS
};

#define MAY_BE(column, kind) \
	{ \
		column, kind, .optional = true, .empty_ok = true, .accept = column \
	}

static const struct column_spec columns[ROW_COLUMNS] = {
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

/* --- the terms a state was made under --- */

/* FNV-1a, 64 bits (Fowler, Noll and Vo): pinned, because it stands in files. */
static uint64_t
digest(struct slice text)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < text.length; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(1099511628211);
	return hash;
}

static void
say_numbers(struct buffer *said, const int64_t *number, size_t numbers)
{
	char text[NUMBER_TEXT];

	for (size_t i = 0; i < numbers; i++) {
		buffer_add(said, slice_of(text, integer_print(number[i], text)));
		buffer_add(said, slice_from(";"));
	}
}
#define SAY(said, ...) \
	say_numbers(said, (const int64_t[]){ __VA_ARGS__ }, \
		sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))

static void
say_expiry(struct buffer *said, struct expiry expiry)
{
	SAY(said, expiry.form, expiry.years, expiry.span.months, expiry.span.days);
}

static void
say_tables(struct buffer *said, const struct ledger_terms *terms)
{
	const struct tiers *tiers = &terms->tiers.tiers;

	for (size_t i = 0; i < tiers->count; i++) {
		const struct tier *tier = &tiers->tier[i];

		buffer_add(said, tier->name);
		SAY(said, tier->minimum[0], tier->minimum[1], tier->minimum[2], tier->multiplier);
	}
	for (size_t i = 0; terms->catalogue && i < terms->catalogue->names.count; i++) {
		const struct item *item = &terms->catalogue->item[i];

		buffer_add(said, terms->catalogue->names.name[i]);
		SAY(said, item->points, item->from, item->to, item->min_tier);
	}
}

/* What a state depends on: what would make another one of the same events. */
static uint64_t
terms_digest(const struct ledger_terms *terms, const struct rule_book *book)
{
	struct buffer said;
	uint64_t hash;

	buffer_init(&said);
	say_expiry(&said, terms->expiry);
	SAY(&said, terms->pending.months, terms->pending.days, terms->stacking,
		terms->earn_on_points, terms->rounding, terms->round_lines, terms->cap_day,
		terms->cap_month, terms->negative, terms->restore_fresh, terms->tiers.window,
		terms->tiers.downgrade, terms->tiers.keeps, terms->tiers.keep.months,
		terms->tiers.keep.days, terms->tiers.tiers.all, set.members_only);
	say_tables(&said, terms);
	buffer_add(&said, slice_of(book->said.data, book->said.length));
	hash = digest(slice_of(said.data, said.length));
	buffer_release(&said);
	return hash;
}

static size_t
print_day(day when, char text[DAY_TEXT + 1])
{
	size_t length = when == DAY_NONE ? 0 : day_print(when, text);

	text[length] = '\0';
	return length;
}

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
		int c = value.data[i];

		stamp.terms = stamp.terms << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return true;
}

void
state_open(void)
{
	const struct header *header;

	stamp.stream = stream_open_second("--state", set.state, columns, ROW_COLUMNS, NULL);
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

/* What no event begins with; a row follows as it is, then its texts. */
static const char mark[] = { (char)0x80, (char)0x80, 0x07 };

static const int texts[] = { ROW_NAME, ROW_DOCUMENT, ROW_LINE, ROW_PRODUCT, ROW_CHANNEL,
	ROW_ORIGINAL };
#define TEXTS (sizeof texts / sizeof *texts)

static struct slice *
text_of(struct state_row *row, size_t i)
{
	struct slice *const text[TEXTS] = { &row->name, &row->document, &row->line, &row->product,
		&row->channel, &row->original };

	return text[i];
}

static bool
pack_state(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	struct state_row state = {
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
	for (size_t i = 0; i < TEXTS; i++)
		text_of(&state, i)->length = row_text(row, texts[i]).length;
	buffer_add(record, slice_of(mark, sizeof mark));
	buffer_add(record, slice_of((const char *)&state, sizeof state));
	for (size_t i = 0; i < TEXTS; i++)
		buffer_add(record, row_text(row, texts[i]));
	return true;
}

void
state_read(struct gather *gather)
{
	gather_read(gather, stamp.stream, pack_state, NULL, NULL);
}

static void
unpack_state(struct slice record, struct state_row *state)
{
	const char *at = record.data + sizeof mark + sizeof *state;

	memcpy(state, record.data + sizeof mark, sizeof *state);
	for (size_t i = 0; i < TEXTS; i++) {
		text_of(state, i)->data = at;
		at += text_of(state, i)->length;
	}
}

bool
record_is_state(struct slice record)
{
	return record.length > sizeof mark && memcmp(record.data, mark, sizeof mark) == 0;
}

bool
state_claims(struct slice record, struct point_event *event)
{
	struct state_row state;

	unpack_state(record, &state);
	*event = (struct point_event){ .document = state.document, .line = state.line };
	return (state.kind == STATE_SEEN || state.kind == STATE_CONFLICT) &&
		point_event_has_line(event) && point_kind_parse(state.name, &event->kind);
}

void
state_restore(struct slice record, struct ledger *ledger)
{
	struct state_row state;
	const char *wrong;

	unpack_state(arena_copy(&ledger->bytes, record), &state);
	wrong = ledger_restore(ledger, &state);
	if (wrong)
		fail(EXIT_DATA, "--state: %s", wrong);
}

/* --- writing --- */

/* Nothing may be written before every ledger was found to balance. */
static struct {
	struct sorter *rows;
	struct buffer  bytes;
	struct slice   customer;
} waiting;

static void
sorted(bool done)
{
	if (!done)
		fail_errno("a temporary file for the state");
}

static void
keep_row(void *context, const struct state_row *row)
{
	struct state_row kept = *row;
	size_t customer = waiting.customer.length;

	(void)context;
	buffer_clear(&waiting.bytes);
	buffer_add(&waiting.bytes, slice_of(mark, sizeof mark));
	buffer_add(&waiting.bytes, slice_of((const char *)&kept, sizeof kept));
	for (size_t i = 0; i < TEXTS; i++)
		buffer_add(&waiting.bytes, *text_of(&kept, i));
	buffer_add(&waiting.bytes, waiting.customer);
	buffer_add(&waiting.bytes, slice_of((const char *)&customer, sizeof customer));
	sorted(sorter_add(
		waiting.rows, SLICE_EMPTY, slice_of(waiting.bytes.data, waiting.bytes.length)));
}

static day
forget_before(void)
{
	day before = set.forgets ? day_minus(run_as_of(), set.forget) : DAY_NONE;

	return before > stamp.forget || !set.state ? before : stamp.forget;
}

static void
keep_state(void *context, struct slice customer, struct ledger *ledger)
{
	(void)context;
	waiting.customer = customer;
	ledger_state(ledger, forget_before(), keep_row, NULL);
}

void
state_watch(struct watcher *watcher)
{
	waiting.rows = sorter_new(SORTER_MEMORY);
	buffer_init(&waiting.bytes);
	watcher->end = keep_state;
}

static void
report_count(struct report *report, int64_t n)
{
	if (n)
		report_integer(report, n);
	else
		report_empty(report);
}

static void
report_worth(struct report *report, worth n)
{
	char digits[40];
	size_t at = sizeof digits;

	for (; n; n /= 10)
		digits[--at] = (char)('0' + (int)(n % 10));
	report_text(report, slice_of(digits + at, sizeof digits - at));
}

static void
report_moment(struct report *report, const struct state_row *row)
{
	char text[MOMENT_TEXT];

	if (!row->dated)
		report_empty(report);
	else if (row->timed)
		report_text(report, slice_of(text, moment_print(row->at, text)));
	else
		report_day(report, moment_day(row->at));
}

static void
report_row(struct report *report, struct slice customer, const struct state_row *row)
{
	bool spendable = row->kind == STATE_LOT || row->kind == STATE_ORDER;

	report_text(report, customer);
	report_string(report, state_word(row->kind));
	report_text(report, row->name);
	report_moment(report, row);
	report_day(report, row->ends ? row->expires : DAY_NONE);
	report_day(report, spendable ? row->spendable : DAY_NONE);
	report_text(report, row->document);
	report_text(report, row->line);
	report_text(report, row->product);
	report_text(report, row->channel);
	report_text(report, row->original);
	if (row->has_amount)
		report_money(report, row->amount);
	else
		report_empty(report);
	if (row->back)
		report_money(report, row->back);
	else
		report_empty(report);
	report_worth(report, row->worth);
	if (row->has_points)
		report_integer(report, row->points);
	else
		report_empty(report);
	report_count(report, row->full);
	report_count(report, row->granted);
	report_count(report, row->added);
	report_count(report, row->extras);
	report_count(report, row->expired);
	report_count(report, row->lot);
	report_count(report, row->count);
	report_empty(report);
	report_end(report);
}

void
state_write(const struct ledger_terms *terms, const struct rule_book *book)
{
	char as_of[DAY_TEXT + 1], from[DAY_TEXT + 1], forget[DAY_TEXT + 1], name[160];
	struct report *report = report_to("--state-out", set.state_out);
	struct slice key, payload;

	print_day(run_as_of(), as_of);
	print_day(terms->from, from);
	print_day(forget_before(), forget);
	snprintf(name, sizeof name, "as-of=%s;from=%s;forget=%s;terms=%016" PRIx64, as_of, from,
		forget, terms_digest(terms, book));
	report_column(report, slice_from(STATE));
	for (int i = ROW_KIND; i < ROW_COLUMNS; i++)
		report_column(report, slice_from(columns[i].name));
	report_column(report, slice_from(name));
	sorted(sorter_finish(waiting.rows));
	for (bool more = true;;) {
		struct state_row row;
		size_t length;

		sorted(sorter_next(waiting.rows, &key, &payload, &more));
		if (!more)
			break;
		unpack_state(payload, &row);
		memcpy(&length, payload.data + payload.length - sizeof length, sizeof length);
		report_row(report,
			slice_of(payload.data + payload.length - sizeof length - length, length),
			&row);
	}
	report_state_end(report);
	report_finish(report);
	sorter_free(waiting.rows);
	buffer_release(&waiting.bytes);
}
