/*
 * Rows of crm-points become events: read, judged by the rules, packed.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "crm-points.h"
#include "crm/point_packed.h"
#include "run/lookup.h"
#include "run/side.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/text.h"

/* --- customers --- */

enum { BY_CUSTOMER, BIRTHDAY, JOINED, REFERRER, KNOWN_COLUMNS };
static const struct column_spec customer_columns[KNOWN_COLUMNS] = {
	[BY_CUSTOMER] = { "customer", .empty_ok = true },
	[BIRTHDAY] = { "birthday", .optional = true, .empty_ok = true,
		.accept = "birthday,birth_date,生日,出生日期" },
	[JOINED] = { "joined", .optional = true, .empty_ok = true,
		.accept = "joined,join_date,registered,入会日期,注册日期,注册时间,入会时间" },
	[REFERRER] = { "referrer", .optional = true, .empty_ok = true,
		.accept = "referrer,referred_by,推荐人,介绍人" },
};

/* What is known of customers beside their rows. */
static struct {
	struct lookup         *table;
	struct further_columns columns;
	int                    field[KNOWN_COLUMNS];     /* of the table; -1: not there */
	struct arena           text;
} known;

static void
name_columns(const struct header *header)
{
	size_t count = header->columns;

	known.columns.fields = count;
	known.columns.column =
		arena_new(&known.text, (count + KNOWN_COLUMNS) * sizeof *known.columns.column);
	for (size_t i = 0; i < count; i++)
		known.columns.column[known.columns.count++] =
			(struct further_column){ arena_copy(&known.text, header->name[i]), i };
	for (int i = BIRTHDAY; i < KNOWN_COLUMNS; i++)
		if (known.field[i] >= 0)
			known.columns.column[known.columns.count++] =
				(struct further_column){ slice_from(customer_columns[i].name),
					(size_t)known.field[i] };
}

void
customers_open(const struct inputs *inputs)
{
	struct side *side =
		side_open("--customers", set.customers, customer_columns, KNOWN_COLUMNS, SIDE_DATA);
	const struct header *header = side_header(side);
	int *take = memory_zeroed(header->columns, sizeof *take);

	for (int i = 0; i < KNOWN_COLUMNS; i++)
		known.field[i] = side_binding(side)->field[i];
	if (set.members_only && known.field[JOINED] < 0)
		side_bad(side, NULL, -1, "no column for \"joined\", which --members-only needs");
	name_columns(header);
	for (size_t i = 0; i < header->columns; i++)
		take[i] = (int)i;
	known.table = lookup_read(side, &(struct key_columns){ &known.field[BY_CUSTOMER], 1 }, take,
		known.columns.fields, REPEATED_LAST);
	free(take);
	for (size_t i = 0; i < inputs->streams; i++)
		stream_further(inputs->stream[i], &known.columns);
}

/* --- a worker --- */

struct packer {
	struct rule_work *rules;
	struct slice     *field;        /* of the row, and of its customer behind them */
	struct groups    *referred;     /* referrer, customer, rule: the first day */
};

/* All workers' referrals come together here. */
static pthread_mutex_t referring = PTHREAD_MUTEX_INITIALIZER;
static struct groups *referred;
static struct hash_seed referred_seed;
static struct rule_book *const *books;
static const struct inputs *sources;

static struct groups *
referred_new(void)
{
	return groups_new(&(struct groups_spec){ .kept = sizeof(day) });
}

static void
referred_add(struct groups *into, struct slice key, day when)
{
	struct group *group = groups_find(into, key, hash_bytes(key, referred_seed));
	day *first = group_kept(group);

	/* A new group is zeroed; the first of all days is kept as 1. */
	if (*first == 0 || when - DAY_FIRST + 1 < *first)
		*first = when - DAY_FIRST + 1;
}

static void *
packer_new(void)
{
	struct packer *packer = memory_zeroed(1, sizeof *packer);
	size_t columns = 0;

	for (size_t i = 0; i < sources->streams; i++)
		if (stream_header(sources->stream[i])->columns > columns)
			columns = stream_header(sources->stream[i])->columns;
	packer->rules = rule_work_new();
	packer->field = memory_zeroed(columns + known.columns.fields + 1, sizeof *packer->field);
	packer->referred = referred_new();
	return packer;
}

static void
packer_free(void *work)
{
	struct packer *packer = work;

	pthread_mutex_lock(&referring);
	for (size_t i = 0; i < groups_count(packer->referred); i++) {
		struct group *group = groups_at(packer->referred, i);

		referred_add(referred, group_key(group), *(day *)group_kept(group) + DAY_FIRST - 1);
	}
	pthread_mutex_unlock(&referring);
	groups_free(packer->referred);
	rule_work_free(packer->rules);
	free(packer->field);
	free(packer);
}

/* --- a row --- */

static bool
event_bad(const struct row *row, int column, const char *wrong)
{
	char quoted[TEXT_QUOTED];

	if (!row_has(row, column))
		return row_bad(row, column, "%s", wrong);
	text_quote(row_text(row, column), quoted);
	return row_bad(row, column, "%s: %s", wrong, quoted);
}

static money
row_amount(const struct row *row, int column)
{
	return row_has(row, column) ? row_money(row, column) : 0;
}

static struct point_more
read_more(const struct row *row)
{
	return (struct point_more){ .line = row_text(row, LINE),
		.product = row_text(row, PRODUCT),
		.channel = row_text(row, CHANNEL),
		.original = row_text(row, ORIGINAL),
		.deducted = row_amount(row, DEDUCTED),
		.listed = row_has(row, LIST_AMOUNT),
		.list_amount = row_amount(row, LIST_AMOUNT),
		.shipped = row_has(row, SHIPPING),
		.shipping = row_amount(row, SHIPPING) };
}

/* The kind, the points and what else makes a row more than an order of some amount. */
static bool
read_further(const struct row *row, struct point_event *event, struct point_more *more)
{
	static const int column[] = { [POINT_FIELD_KIND] = KIND,
		[POINT_FIELD_AMOUNT] = AMOUNT,
		[POINT_FIELD_POINTS] = POINTS,
		[POINT_FIELD_DEDUCTED] = DEDUCTED };
	struct point_row said = { .kind = row_text(row, KIND),
		.points = row_text(row, POINTS),
		.ruled = set.rules || set.what_if,
		.priced = set.catalogue };
	enum point_field field;
	const char *wrong;

	*more = read_more(row);
	event->more = more;
	wrong = point_event_read(event, &said, &field);
	return !wrong || event_bad(row, column[field], wrong);
}

static bool
read_event(const struct row *row, struct point_event *event, struct point_more *more)
{
	const uint32_t plain = 1u << CUSTOMER | 1u << DATE | 1u << AMOUNT | 1u << ORDER;

	*event = (struct point_event){ .at = row_moment(row, DATE),
		.timed = row_timed(row, DATE),
		.has_amount = row_has(row, AMOUNT),
		.amount = row_amount(row, AMOUNT),
		.document = row_text(row, ORDER),
		.kind = POINT_ORDER,
		.more = &point_more_none };
	/* Most rows are an order and say nothing else. */
	return (event->has_amount && !(row->present & ~plain)) || read_further(row, event, more);
}

/* The row's fields and its customer's; the latter empty when nothing is known. */
static const struct slice *
fields_of(const struct row *row, struct packer *packer)
{
	struct slice *further = packer->field + row->fields;

	if (!known.table)
		return row->field;
	memcpy(packer->field, row->field, row->fields * sizeof *packer->field);
	if (!lookup_find(known.table, row_text(row, CUSTOMER), further))
		for (size_t i = 0; i < known.columns.fields; i++)
			further[i] = SLICE_EMPTY;
	return packer->field;
}

static struct slice
customer_field(const struct row *row, const struct slice *field, int column)
{
	return known.table && known.field[column] >= 0
		? field[row->fields + (size_t)known.field[column]]
		: SLICE_EMPTY;
}

static bool
is_member(const struct row *row, const struct slice *field)
{
	day joined;

	return day_parse(customer_field(row, field, JOINED), &joined) &&
		joined <= moment_day(row_moment(row, DATE));
}

static bool
find_fits(const struct row *row, size_t stream, const struct slice *field,
	const struct rule_book *book, struct rule_work *work, uint64_t *fits)
{
	for (size_t i = 0; i < book->rules.count; i++) {
		bool fit;

		if (!conditions_fit(book->when, i, stream, row, field, work, &fit))
			return false;
		if (fit)
			*fits |= UINT64_C(1) << i;
	}
	return true;
}

/* A row that fits a rule for referrers: what its customer's referrer gets, and when. */
static void
note_referral(const struct row *row, const struct slice *field, unsigned which, uint64_t fits,
	struct packer *packer)
{
	struct slice referrer = slice_trim(customer_field(row, field, REFERRER));
	struct slice customer = row_text(row, CUSTOMER);
	struct buffer key;

	if (!referrer.length || slice_equal(referrer, customer))
		return;
	buffer_init(&key);
	for (; fits; fits &= fits - 1) {
		/* Neither is 0, so that customers stand in their order. */
		char mark[2] = { (char)(which + 1), (char)(__builtin_ctzll(fits) + 1) };

		buffer_clear(&key);
		buffer_add(&key, referrer);
		buffer_add(&key, slice_of("", 1));
		buffer_add(&key, customer);
		buffer_add(&key, slice_of("", 1));
		buffer_add(&key, slice_of(mark, sizeof mark));
		referred_add(packer->referred, slice_of(key.data, key.length),
			moment_day(row_moment(row, DATE)));
	}
	buffer_release(&key);
}

/* Whether the row's customer earns by rules. */
static bool
event_earns(const struct point_event *event)
{
	return (event->kind == POINT_ORDER && event->amount >= 0) || event->kind == POINT_ACTIVITY;
}

static bool
judge_rules(const struct row *row, size_t stream, const struct slice *field, struct packer *packer,
	struct point_event *event, struct point_more *more)
{
	event->more = more;
	for (unsigned i = 0; i < 2 && books[i]; i++) {
		uint64_t *fits = &more->fits[i], to = books[i]->rules.to_referrers;

		if (!find_fits(row, stream, field, books[i], packer->rules, fits))
			return false;
		if (*fits & to)
			note_referral(row, field, i, *fits & to, packer);
	}
	return true;
}

static bool
pack(const struct row *row, size_t stream, struct buffer *record, struct packer *packer)
{
	const struct slice *field = fields_of(row, packer);
	struct point_event event;
	struct point_more more;
	bool ruled = set.rules || set.what_if;

	if (ruled)
		more = point_more_none;
	if (set.members_only && !is_member(row, field))
		return row_ignore(row, "before joining");
	if (!read_event(row, &event, &more))
		return false;
	event.operand = sources->operand[stream] + (uint32_t)row->file;
	if (ruled && event_earns(&event) && !judge_rules(row, stream, field, packer, &event, &more))
		return false;
	if (event.kind == POINT_REDEEM)
		stock_ask(row_text(row, CUSTOMER), &event);
	point_event_pack(&event, record);
	return true;
}

static size_t reading;      /* the stream that is read */

static bool
pack_row(const struct row *row, struct buffer *order, struct buffer *record, void *work)
{
	(void)order;
	return pack(row, reading, record, work);
}

/* --- all rows --- */

static void
referrals_take(struct referrals *referrals)
{
	struct groups *const table[] = { referred };
	size_t count;
	struct group **group = groups_sort(table, 1, &count);

	for (size_t i = 0; i < count; i++) {
		struct slice key = arena_copy(&referrals->text, group_key(group[i]));
		struct referral referral = { .rule = (unsigned)key.data[key.length - 1] - 1,
			.set = (unsigned)key.data[key.length - 2] - 1,
			.day = *(day *)group_kept(group[i]) + DAY_FIRST - 1 };

		key = slice_cut(key, '\0', &referral.referrer);
		referral.customer = slice_of(key.data, key.length - 3);
		MEMORY_GROW(referrals->referral, referrals->capacity, referrals->count + 1);
		referrals->referral[referrals->count++] = referral;
	}
	free(group);
}

void
rows_read(struct gather *gather, const struct inputs *inputs, struct rule_book *const book[2],
	struct referrals *referrals)
{
	books = book;
	sources = inputs;
	referred_seed = hash_seed_draw();
	referred = referred_new();
	for (reading = 0; reading < inputs->streams; reading++)
		gather_read(gather, inputs->stream[reading], pack_row, packer_new, packer_free);
	arena_init(&referrals->text);
	referrals_take(referrals);
	groups_free(referred);
	if (known.table)
		lookup_free(known.table);
	arena_release(&known.text);
}

void
referrals_release(struct referrals *referrals)
{
	free(referrals->referral);
	arena_release(&referrals->text);
}
