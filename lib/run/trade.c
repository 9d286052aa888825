#include "run/trade.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/pass.h"
#include "run/profile.h"
#include "run/side.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/memory.h"
#include "value/text.h"

/* --- options --- */

enum { ORDER, STATUS, AFTERSALES, CANCELLED, CREATED, REFUND, SHIPPING, POINTS_PAID, COLUMNS };

static const struct column_spec columns[COLUMNS] = {
	[ORDER]       = { "order", .optional = true },
	[STATUS]      = { "status", .optional = true },
	[AFTERSALES]  = { "aftersales", .optional = true },
	[CANCELLED]   = { "cancelled", .optional = true },
	[CREATED]     = { "created", .optional = true },
	[REFUND]      = { "refund", .optional = true },
	/* Whether an amount holds them, a name does not tell: only an option or a profile. */
	[SHIPPING]    = { "shipping", .optional = true, .accept = "" },
	[POINTS_PAID] = { "points-paid", .optional = true, .accept = "" },
};

static struct {
	const char *column[COLUMNS];
	const char *status_map;
	bool        keep_any, with_shipping;
	enum { LEVEL_UNSAID, LEVEL_ORDER, LEVEL_LINE } level;
} set;

static void
set_keep(const char *argument)
{
	if (strcmp(argument, "any") != 0)
		fail(EXIT_USAGE, "--keep-status: \"%s\" is not any", argument);
	set.keep_any = true;
}

static void
set_level(const char *argument)
{
	if (strcmp(argument, "order") != 0 && strcmp(argument, "line") != 0)
		fail(EXIT_USAGE, "--amount-level: \"%s\" is neither order nor line", argument);
	set.level = *argument == 'o' ? LEVEL_ORDER : LEVEL_LINE;
}

const struct option_spec trade_options[] = {
	{ 0, "status", "COLUMN", "the column that says whether it is a sale",
		.text = &set.column[STATUS] },
	{ 0, "keep-status", "any", "use rows whatever their status is", set_keep },
	{ 0, "status-map", "FILE", "which statuses are a sale (status,sale), before the known ones",
		.text = &set.status_map },
	{ 0, "created", "COLUMN", "the date that counts where the paid one is empty",
		.text = &set.column[CREATED] },
	{ 0, "refund", "COLUMN", "what was paid back, taken off the amount",
		.text = &set.column[REFUND] },
	{ 0, "shipping", "COLUMN", "the freight in the amount, taken off",
		.text = &set.column[SHIPPING] },
	{ 0, "with-shipping", NULL, "leave the freight in the amount", .flag = &set.with_shipping },
	{ 0, "points-paid", "COLUMN", "what of the amount was paid with points, taken off",
		.text = &set.column[POINTS_PAID] },
	{ 0, "amount-level", "order|line",
		"whether each row of an order has the order's amount or its own", set_level },
	{ 0 },
};

const char *
trade_column_option(const char *logical)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (strcmp(columns[i].name, logical) == 0)
			return set.column[i];
	}
	return NULL;
}

bool
trade_line_level(void)
{
	return set.level == LEVEL_LINE;
}

bool
trade_level_said(void)
{
	return set.level != LEVEL_UNSAID;
}

/* --- settled once --- */

#define STATUSES_MOST 4
#define TAKEN_MOST    3

/* A column of money that is taken off the amount. */
struct taken {
	int         field;
	const char *what;
};

/* What a status is known to be; its rows, in a worker's table and in the whole. */
struct status {
	enum { STATUS_UNSEEN, STATUS_SALE, STATUS_NO_SALE, STATUS_UNKNOWN } kind;
	bool      amounts;
	uint64_t  rows;
	money_sum amount;
};

struct trade {
	struct binding  binding;
	struct groups  *known;        /* of folded texts: kept is a struct status */
	struct groups  *seen;         /* of texts as they stand, over all workers */
	int             status[STATUSES_MOST];
	size_t          statuses;
	int             cancelled;    /* not empty: no sale */
	int             order;        /* -1: not known */
	int             created;
	int            *carried;      /* columns that stand on an order's first line only */
	size_t          carries;
	bool            once;         /* the amount of an order counts once */
	bool            sums;         /* something is taken off */
	int             amount;       /* logical column of the stream, or -1 */
	const char     *refund_prefix;
	struct taken    taken[TAKEN_MOST];
	size_t          takings;
	struct trade_sum {
		money_sum gross, repeated, net, off[TAKEN_MOST];
	} sum;
	char           *line[64];     /* of the summary: they live as long as this */
	size_t          lines;
};

struct trade_work {
	const struct trade *trade;
	struct groups      *seen;     /* statuses */
	struct groups      *orders;   /* whose amount has counted: kept is a struct counted */
	struct status      *verdict;  /* of the row at hand, when it is no sale */
	struct buffer       first;    /* carried fields of the order at hand, with its id */
	size_t             *length;
	size_t              file;
	bool                begun;
	struct trade_sum    sum;
	struct trade_sum    before;   /* the row at hand, for trade_take_back */
	struct counted     *marked;   /* by the row at hand; NULL: none */
};

struct counted {
	bool used, ignored;
};

/* One seed for all tables: they are read by hand, not by those who would make keys collide. */
static struct hash_seed seed;

static struct status *
status_in(struct groups *groups, struct slice text)
{
	return group_kept(groups_find(groups, text, hash_bytes(text, seed)));
}

/* As statuses are compared: as names of columns are, without WooCommerce's wc-. */
static struct slice
fold_status(struct slice text, char *out)
{
	static const char *const prefix[] = { "wc-", "WC-" };

	for (size_t i = 0; i < sizeof prefix / sizeof prefix[0]; i++) {
		if (text.length > 3 && memcmp(text.data, prefix[i], 3) == 0)
			text = slice_of(text.data + 3, text.length - 3);
	}
	return slice_of(out, text_fold_name(text, out));
}

static void
know_status(struct trade *trade, struct slice text, bool sale)
{
	char *space = memory_new(text.length + 1);

	status_in(trade->known, fold_status(text, space))->kind =
		sale ? STATUS_SALE : STATUS_NO_SALE;
	free(space);
}

static void
read_status_map(struct trade *trade, const char *path)
{
	static const struct column_spec map_columns[] = {
		{ "status", .accept = "status,订单状态,状态" },
		{ "sale", .accept = "sale" },
	};
	struct side *side = side_open("--status-map", path, map_columns, 2, SIDE_RULES);
	struct row   row;

	while (side_next(side, &row)) {
		struct slice sale = row_text(&row, 1);

		if (!slice_is(sale, "yes") && !slice_is(sale, "no"))
			side_bad(side, &row, 1, "neither yes nor no");
		know_status(trade, row_text(&row, 0), slice_is(sale, "yes"));
	}
	side_close(side);
}

static void
know_statuses(struct trade *trade)
{
	trade->known = groups_new(&(struct groups_spec){ .kept = sizeof(struct status) });
	trade->seen = groups_new(&(struct groups_spec){ .kept = sizeof(struct status) });
	for (const struct shipped *known = shipped_statuses; known->field[0]; known++)
		know_status(trade, slice_from(known->field[0]), *known->field[1] == 'y');
	if (set.status_map)
		read_status_map(trade, set.status_map);
}

/* All of a profile's status columns; else the one that was found or named. */
static void
find_statuses(struct trade *trade, const struct header *header, const struct profile *profile)
{
	const char *name;

	if (set.keep_any)
		return;
	if (profile && !set.column[STATUS]) {
		for (size_t k = 0; (name = profile_value(profile, "status", k)); k++) {
			int field = header_find(header, slice_from(name));

			if (field >= 0 && trade->statuses < STATUSES_MOST)
				trade->status[trade->statuses++] = field;
		}
	}
	if (!trade->statuses && trade->binding.field[STATUS] >= 0)
		trade->status[trade->statuses++] = trade->binding.field[STATUS];
	/* After-sales say less than a refund amount does. */
	if (trade->binding.field[AFTERSALES] >= 0 && trade->binding.field[REFUND] < 0 &&
		trade->statuses < STATUSES_MOST)
		trade->status[trade->statuses++] = trade->binding.field[AFTERSALES];
	trade->cancelled = trade->binding.field[CANCELLED];
}

static void
find_carried(struct trade *trade, const struct header *header, const struct profile *profile)
{
	const char *name;

	trade->carried = memory_zeroed(header->columns + 1, sizeof *trade->carried);
	for (size_t k = 0; profile && (name = profile_value(profile, "carry", k)); k++) {
		int field = header_find(header, slice_from(name));

		if (field >= 0 && trade->carries < header->columns)
			trade->carried[trade->carries++] = field;
	}
}

static void
take_off(struct trade *trade, int column, const char *what)
{
	int field = trade->binding.field[column];

	if (field >= 0)
		trade->taken[trade->takings++] = (struct taken){ field, what };
}

static bool
level_is_order(const struct profile *profile)
{
	const char *level = profile ? profile_value(profile, "amount-level", 0) : NULL;

	if (set.level != LEVEL_UNSAID)
		return set.level == LEVEL_ORDER;
	return level && strcmp(level, "order") == 0;
}

static int
find_amount(const struct stream *stream)
{
	for (size_t i = 0; i < stream->binding.columns; i++) {
		const struct column_spec *column = &stream->binding.column[i];

		if (column->type == COLUMN_MONEY && strcmp(column->name, "amount") == 0)
			return binding_has(&stream->binding, (int)i) ? (int)i : -1;
	}
	return -1;
}

/* What a profile knows of its amount it does not know of another that --amount names. */
static bool
amount_is_known(
	const struct trade *trade, const struct stream *stream, const struct profile *profile)
{
	const struct header *header = &stream->file[0].header;
	int                  field = stream->binding.field[trade->amount];
	const char          *name;

	if (!profile || !column_option("amount"))
		return true;
	for (size_t k = 0; field >= 0 && (name = profile_value(profile, "amount", k)); k++) {
		if (header_find(header, slice_from(name)) == field)
			return true;
	}
	return false;
}

static void
forget_unless_said(struct trade *trade, int column)
{
	if (!set.column[column])
		trade->binding.field[column] = -1;
}

/* The day of payment is the one that may be missing. */
static int
find_created(const struct trade *trade, const struct stream *stream)
{
	int created = trade->binding.field[CREATED];
	int date = stream->date >= 0 ? stream->binding.field[stream->date] : -1;

	if (created < 0 || date < 0 || created == date)
		return -1;
	return created;
}

static bool
applies(const struct trade *trade)
{
	return trade->statuses || trade->cancelled >= 0 || trade->carries || trade->once ||
		trade->takings || trade->refund_prefix || trade->created >= 0;
}

static bool
date_is_paid(const struct stream *stream)
{
	struct slice name;

	if (stream->date < 0 || stream->binding.field[stream->date] < 0)
		return false;
	name = stream_column_name(stream, stream->date);
	for (const struct shipped *known = shipped_names; known->field[0]; known++) {
		struct header one = { 0 };

		if (strcmp(known->field[0], "date") != 0 || strcmp(known->field[1], "2") != 0)
			continue;
		header_init(&one, &name, 1, false);
		bool same = header_find(&one, slice_from(known->field[2])) >= 0;

		header_release(&one);
		if (same)
			return true;
	}
	return false;
}

static bool
is_asked(void)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (set.column[i])
			return true;
	}
	return set.status_map || set.level == LEVEL_ORDER;
}

struct trade *
trade_open(struct stream *stream, const struct profile *profile)
{
	const struct header *header = &stream->file[0].header;
	struct trade        *trade;
	struct bind_request  request = {
		.file = source_name(stream->file[0].source),
		.column = columns,
		.columns = COLUMNS,
		.by_option = true,
		.missing = EXIT_DATA,
		.profile = profile,
	};
	int amount = find_amount(stream);

	if (amount < 0 && !profile && !is_asked())
		return NULL;
	trade = memory_zeroed(1, sizeof *trade);
	trade->amount = amount;
	trade->cancelled = -1;
	bind_columns(&trade->binding, header, &request);
	know_statuses(trade);
	find_statuses(trade, header, profile);
	find_carried(trade, header, profile);
	trade->order = trade->binding.field[ORDER];
	trade->once = amount >= 0 && trade->order >= 0 && level_is_order(profile);
	if (set.level == LEVEL_ORDER && amount >= 0 && trade->order < 0)
		fail(EXIT_DATA, "%s: no column for \"order\", which --amount-level=order needs",
			request.file);
	trade->created = profile || set.column[CREATED] || date_is_paid(stream)
		? find_created(trade, stream)
		: -1;
	trade->refund_prefix = profile ? profile_value(profile, "refund-prefix", 0) : NULL;
	if (amount >= 0 && !amount_is_known(trade, stream, profile)) {
		forget_unless_said(trade, SHIPPING);
		forget_unless_said(trade, POINTS_PAID);
	}
	if (amount >= 0 && !(profile && set.level == LEVEL_LINE)) {
		take_off(trade, REFUND, "refunds");
		if (!set.with_shipping)
			take_off(trade, SHIPPING, "freight");
		take_off(trade, POINTS_PAID, "points");
	}
	if (applies(trade))
		return trade;
	trade_free(trade);
	return NULL;
}

void
trade_free(struct trade *trade)
{
	if (!trade)
		return;
	groups_free(trade->known);
	groups_free(trade->seen);
	binding_release(&trade->binding);
	for (size_t i = 0; i < trade->lines; i++)
		free(trade->line[i]);
	free(trade->carried);
	free(trade);
}

void
trade_show(const struct trade *trade, const struct stream *stream)
{
	binding_show_more(&trade->binding, &stream->file[0].header, &stream->binding);
}

int
trade_fallback(const struct trade *trade)
{
	return trade->created;
}

bool
trade_in_turn(const struct trade *trade)
{
	return trade->once || trade->carries;
}

struct trade_work *
trade_work_new(const struct trade *trade)
{
	struct trade_work *work = memory_zeroed(1, sizeof *work);

	work->trade = trade;
	work->seen = groups_new(&(struct groups_spec){ .kept = sizeof(struct status) });
	work->orders = groups_new(&(struct groups_spec){ .kept = sizeof(struct counted) });
	work->length = memory_zeroed(trade->carries + 1, sizeof *work->length);
	buffer_init(&work->first);
	return work;
}

void
trade_work_free(struct trade_work *work)
{
	if (!work)
		return;
	groups_free(work->seen);
	groups_free(work->orders);
	buffer_release(&work->first);
	free(work->length);
	free(work);
}

/* --- row by row --- */

static struct slice
order_of(const struct pass_worker *worker)
{
	int order = worker->stream->trade->order;

	return order >= 0 ? worker->row.field[order] : SLICE_EMPTY;
}

/* Remembers what stands on an order's first line. */
static void
keep_first(struct trade_work *work, const struct pass_worker *worker, struct slice order)
{
	const struct trade *trade = work->trade;

	buffer_clear(&work->first);
	buffer_add(&work->first, order);
	work->length[0] = order.length;
	for (size_t i = 0; i < trade->carries; i++) {
		struct slice field = worker->row.field[trade->carried[i]];

		buffer_add(&work->first, field);
		work->length[i + 1] = field.length;
	}
	work->file = worker->row.file;
	work->begun = true;
}

void
trade_carry(struct pass_worker *worker)
{
	struct trade_work  *work = worker->trade;
	const struct trade *trade = work->trade;
	struct slice        order = order_of(worker);
	const char         *at = work->first.data;

	if (!trade->carries || !order.length)
		return;
	if (!work->begun || work->file != worker->row.file ||
		!slice_equal(order, slice_of(at, work->length[0]))) {
		keep_first(work, worker, order);
		return;
	}
	if (worker->row.field != worker->ordered) {
		memcpy(worker->ordered, worker->row.field,
			worker->row.fields * sizeof *worker->ordered);
		worker->row.field = worker->ordered;
	}
	at += work->length[0];
	for (size_t i = 0; i < trade->carries; i++) {
		struct slice *field = &worker->ordered[trade->carried[i]];

		if (!field->length && work->length[i + 1])
			*field = arena_copy(&worker->scratch, slice_of(at, work->length[i + 1]));
		at += work->length[i + 1];
	}
}

static struct status *
status_of(struct trade_work *work, struct slice text)
{
	struct status *status = status_in(work->seen, text);
	struct group  *known;
	struct slice   folded;
	char          *space;

	if (status->kind != STATUS_UNSEEN)
		return status;
	space = memory_new(text.length + 1);
	folded = fold_status(text, space);
	known = groups_seek(work->trade->known, folded, hash_bytes(folded, seed));
	if (!folded.length)
		status->kind = STATUS_SALE; /* a dash says nothing */
	else
		status->kind = known ? ((struct status *)group_kept(known))->kind : STATUS_UNKNOWN;
	free(space);
	return status;
}

bool
trade_status(struct pass_worker *worker)
{
	struct trade_work  *work = worker->trade;
	const struct trade *trade = work->trade;

	work->verdict = NULL;
	if (trade->cancelled >= 0 && !text_is_blank(worker->row.field[trade->cancelled])) {
		worker->verdict.ignored = "cancelled";
		return false;
	}
	for (size_t i = 0; i < trade->statuses; i++) {
		struct slice   text = slice_trim(worker->row.field[trade->status[i]]);
		struct status *status;

		if (text_is_blank(text))
			continue;
		status = status_of(work, text);
		if (status->kind == STATUS_UNKNOWN)
			status->rows++;
		if (status->kind != STATUS_NO_SALE)
			continue;
		work->verdict = status;
		worker->verdict.ignored = "no sale";
		return false;
	}
	return true;
}

/* Whether the order's amount has not counted yet in this way; from now on it has. */
static bool
first_of_order(struct pass_worker *worker, bool used)
{
	struct slice    order = order_of(worker);
	struct counted *counted;
	bool            had;

	if (!order.length)
		return true;
	counted = group_kept(groups_find(worker->trade->orders, order, hash_bytes(order, seed)));
	had = used ? counted->used : counted->ignored;
	if (used && !had)
		worker->trade->marked = counted;
	if (used)
		counted->used = true;
	else
		counted->ignored = true;
	return !had;
}

static bool
read_taken(struct pass_worker *worker, const struct taken *taken, money *off)
{
	struct slice  text = worker->row.field[taken->field];
	enum currency mark = CURRENCY_NONE;
	bool          rounded = false;
	char          quoted[TEXT_QUOTED];

	*off = 0;
	if (text_is_blank(text))
		return true;
	if (!money_parse_mark(text, off, &rounded, &mark)) {
		text_quote(text, quoted);
		return row_bad_field(&worker->row, taken->field, "not a number: %s", quoted);
	}
	if (mark)
		note_currency(worker, worker->trade->trade->amount, mark);
	/* Some shops write what they paid back as a negative amount. */
	*off = *off < 0 ? -*off : *off;
	return true;
}

static bool
reversed(const struct pass_worker *worker)
{
	const char  *prefix = worker->trade->trade->refund_prefix;
	struct slice order = order_of(worker);

	return prefix && order.length >= strlen(prefix) &&
		slice_equal(slice_of(order.data, strlen(prefix)), slice_from(prefix));
}

bool
trade_amount(struct pass_worker *worker)
{
	struct trade_work  *work = worker->trade;
	const struct trade *trade = work->trade;
	money               off[TAKEN_MOST], net;
	money_sum           sum;

	work->before = work->sum;
	work->marked = NULL;
	if (trade->amount < 0 || !row_has(&worker->row, trade->amount))
		return true;
	for (size_t i = 0; i < trade->takings; i++) {
		if (!read_taken(worker, &trade->taken[i], &off[i]))
			return false;
	}
	net = worker->cell[trade->amount].money;
	if (trade->once && !first_of_order(worker, true)) {
		work->sum.gross += net;
		work->sum.repeated += net;
		worker->cell[trade->amount].money = 0;
		return true;
	}
	if (net > 0 && reversed(worker))
		net = -net;
	sum = net;
	for (size_t i = 0; i < trade->takings; i++) {
		/* Freight that was paid back with the rest is in the refund already. */
		if (trade->taken[i].field == trade->binding.field[SHIPPING] && off[i] > sum)
			off[i] = sum > 0 ? (money)sum : 0;
		sum -= off[i];
	}
	for (size_t i = 0; i < trade->takings; i++) {
		if (sum == 0 && off[i] > 0 && trade->taken[i].field == trade->binding.field[REFUND])
			worker->row.present |= ROW_PAID_BACK;
	}
	if (!money_from_sum(sum, &worker->cell[trade->amount].money)) {
		trade_take_back(work);
		return row_bad(&worker->row, trade->amount, "the amount is too large");
	}
	work->sum.gross += net;
	work->sum.net += sum;
	for (size_t i = 0; i < trade->takings; i++)
		work->sum.off[i] += off[i];
	return true;
}

void
trade_take_back(struct trade_work *work)
{
	work->sum = work->before;
	if (work->marked)
		work->marked->used = false;
	work->marked = NULL;
}

bool
trade_ignored_counts(struct pass_worker *worker)
{
	return !worker->trade->trade->once || first_of_order(worker, false);
}

bool
trade_ignored(struct pass_worker *worker, const money *amount)
{
	struct status *status = worker->trade->verdict;

	if (!status)
		return false;
	status->rows++;
	status->amounts |= amount != NULL;
	status->amount += amount ? *amount : 0;
	return true;
}

/* --- at the end --- */

void
trade_merge(struct trade *trade, struct trade_work *work)
{
	for (size_t i = 0; i < groups_count(work->seen); i++) {
		struct group        *group = groups_at(work->seen, i);
		const struct status *from = group_kept(group);
		struct status       *into = status_in(trade->seen, group_key(group));

		into->kind = from->kind;
		into->rows += from->rows;
		into->amount += from->amount;
		into->amounts |= from->amounts;
	}
	trade->sum.gross += work->sum.gross;
	trade->sum.repeated += work->sum.repeated;
	trade->sum.net += work->sum.net;
	for (size_t i = 0; i < trade->takings; i++)
		trade->sum.off[i] += work->sum.off[i];
}

#define STATUSES_SAID 20       /* of each kind, one by one */

static const char *
keep_line(struct trade *trade, struct slice status, const char *says)
{
	char quoted[TEXT_QUOTED], line[TEXT_QUOTED + 64];

	text_quote(status, quoted);
	snprintf(line, sizeof line, "status %s %s", quoted, says);
	trade->line[trade->lines] = memory_string(slice_from(line));
	return trade->line[trade->lines++];
}

static void
add_status(struct tally *tally, const char *what, const struct status *status)
{
	struct tally_entry *entry = tally_entry(tally, what, status->kind == STATUS_NO_SALE);

	entry->rows += status->rows;
	entry->amount += status->amount;
	entry->amounts |= status->amounts;
}

static size_t
print_sum(char *text, size_t size, money_sum sum)
{
	char   printed[MONEY_TEXT];
	money  amount;
	size_t length;

	if (!money_from_sum(sum, &amount))
		return (size_t)snprintf(text, size, "too large");
	length = money_print(amount, printed);
	return (size_t)snprintf(text, size, "%.*s", (int)length, printed);
}

/* Money read and money used, and what lies between. */
static void
say_sum(const struct trade *trade, const char *title)
{
	char   text[256];
	size_t used = (size_t)snprintf(text, sizeof text, "%s%s", title, *title ? " " : "");

	used += (size_t)snprintf(text + used, sizeof text - used, "amounts: ");
	used += print_sum(text + used, sizeof text - used, trade->sum.gross);
	if (trade->once) {
		used += (size_t)snprintf(text + used, sizeof text - used, " - repeated ");
		used += print_sum(text + used, sizeof text - used, trade->sum.repeated);
	}
	for (size_t i = 0; i < trade->takings; i++) {
		used += (size_t)snprintf(
			text + used, sizeof text - used, " - %s ", trade->taken[i].what);
		used += print_sum(text + used, sizeof text - used, trade->sum.off[i]);
	}
	used += (size_t)snprintf(text + used, sizeof text - used, " = ");
	print_sum(text + used, sizeof text - used, trade->sum.net);
	summary_line(false, "%s", text);
}

void
trade_finish(struct trade *trade, const char *title, struct tally *tally)
{
	size_t         count, said[2] = { 0, 0 };
	money_sum      net = trade->sum.gross - trade->sum.repeated;
	struct group **sorted = groups_sort(&trade->seen, 1, &count);

	for (size_t i = 0; i < count; i++) {
		const struct status *status = group_kept(sorted[i]);
		bool                 sale = status->kind != STATUS_NO_SALE;

		if (!status->rows)
			continue;
		if (said[sale]++ < STATUSES_SAID)
			add_status(tally,
				keep_line(trade, group_key(sorted[i]),
					sale ? "is not known, kept" : "is no sale"),
				status);
		else
			add_status(tally,
				sale ? "status is another that is not known, kept"
				     : "status is another that is no sale",
				status);
	}
	free(sorted);
	for (size_t i = 0; i < trade->takings; i++)
		net -= trade->sum.off[i];
	check_conserved(net == trade->sum.net, "amounts are not what was read less what was taken");
	if (trade->takings || trade->once)
		say_sum(trade, title);
}
