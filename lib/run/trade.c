#include "run/trade.h"

#include <stdlib.h>
#include <string.h>

#include "rule/rule.h"
#include "run/carry.h"
#include "run/net.h"
#include "run/pass.h"
#include "run/profile.h"
#include "run/statuses.h"
#include "value/memory.h"

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

/* --- settled once --- */

struct trade {
	struct binding   binding;
	struct statuses *statuses;
	int              created;    /* -1: none */
	int             *carried;    /* columns that stand on an order's first line only */
	size_t           carries;
	bool             by_lines;   /* the amounts are those of the lines of a profile's orders */
	bool             sure;       /* whether they are the order's or the line's */
	bool             shows;      /* the money is said, whatever is done to it */
	struct net       net;
};

struct trade_work {
	struct statuses_work *statuses;
	struct carry         *carry;   /* NULL: nothing carries */
	struct net_work      *net;
};

/* All of a profile's status columns; else the one that was found or named. */
static void
find_statuses(struct trade *trade, const struct header *header, const struct profile *profile)
{
	const int  *field = trade->binding.field;
	const char *name;

	if (set.keep_any)
		return;
	for (size_t k = 0;
		profile && !set.column[STATUS] && (name = profile_value(profile, "status", k)); k++)
		statuses_watch(trade->statuses, header_find(header, slice_from(name)));
	if (!statuses_watched(trade->statuses))
		statuses_watch(trade->statuses, field[STATUS]);
	/* After-sales say less than a refund amount does. */
	if (field[REFUND] < 0)
		statuses_watch(trade->statuses, field[AFTERSALES]);
	statuses_watch_cancelled(trade->statuses, field[CANCELLED]);
}

static void
find_carried(struct trade *trade, const struct header *header, const struct profile *profile)
{
	const char *name;

	trade->carried = memory_zeroed(header->columns + 1, sizeof *trade->carried);
	/* Without its number nobody knows where an order ends. */
	if (trade->net.order < 0)
		return;
	for (size_t k = 0; profile && (name = profile_value(profile, "carry", k)); k++) {
		int field = header_find(header, slice_from(name));

		if (field >= 0 && trade->carries < header->columns)
			trade->carried[trade->carries++] = field;
	}
}

static void
take_off(struct trade *trade, enum taking taking, int column)
{
	/* Of a line's amount a profile knows nothing to take off. */
	if (trade->by_lines && !set.column[column])
		return;
	trade->net.taken[taking] = trade->binding.field[column];
}

/* Whether a column is one of those a profile gives for a setting. */
static bool
profile_names(
	const struct profile *profile, const char *setting, const struct header *header, int field)
{
	const char *name;

	for (size_t k = 0; (name = profile_value(profile, setting, k)); k++) {
		if (*name && header_find(header, slice_from(name)) == field)
			return true;
	}
	return false;
}

/* The columns that the amount is made of; returns how many. */
static size_t
amount_columns(const struct stream *stream, int amount, int field[COLUMNS_MOST])
{
	size_t count;

	if (stream->binding.field[amount] >= 0) {
		field[0] = stream->binding.field[amount];
		return 1;
	}
	count = rule_uses(stream->binding.expression[amount], field, COLUMNS_MOST);
	return count < COLUMNS_MOST ? count : COLUMNS_MOST;
}

/*
 * What a profile knows of its amount it does not know of another that --amount names. Where
 * fields carry, an order has what carries and a line the rest; elsewhere only the columns that
 * the profile itself makes amounts of are known to be the order's.
 */
enum known { KNOWN_AMOUNT, KNOWN_ORDER, KNOWN_LINE, KNOWN_NOT };

static enum known
what_is_known(const struct trade *trade, const struct stream *stream, const struct profile *profile)
{
	static const char *const of_order[] = { "amount", "shipping", "refund", "points-paid" };
	const struct header     *header = &stream->file[0].header;
	int                      field[COLUMNS_MOST];
	size_t                   fields = amount_columns(stream, trade->net.amount, field);
	bool                     all = true;

	if (!column_option("amount"))
		return KNOWN_AMOUNT;
	if (fields == 1 && stream->binding.field[trade->net.amount] >= 0 &&
		profile_names(profile, "amount", header, field[0]))
		return KNOWN_AMOUNT;
	for (size_t i = 0; i < fields; i++) {
		bool known = profile_names(profile, "carry", header, field[i]);

		for (size_t k = 0; k < sizeof of_order / sizeof of_order[0]; k++)
			known |= profile_names(profile, of_order[k], header, field[i]);
		all &= known;
	}
	return all ? KNOWN_ORDER : trade->carries ? KNOWN_LINE : KNOWN_NOT;
}

/* Whether the amount is the order's or the line's: an option says it, or the profile knows. */
static void
settle_level(struct trade *trade, const struct stream *stream, const struct profile *profile)
{
	const char *level = profile ? profile_value(profile, "amount-level", 0) : NULL;
	bool        of_order = set.level == LEVEL_ORDER;

	trade->sure = set.level != LEVEL_UNSAID;
	trade->by_lines = profile && set.level == LEVEL_LINE;
	if (!trade->sure && level) {
		enum known known = what_is_known(trade, stream, profile);

		of_order = strcmp(level, "order") == 0 && known <= KNOWN_ORDER;
		trade->by_lines = strcmp(level, "order") == 0 && known == KNOWN_LINE;
		trade->sure = known != KNOWN_NOT;
	}
	trade->net.once = of_order && trade->net.order >= 0;
	if (trade->by_lines && set.level == LEVEL_UNSAID)
		note("%s: --amount is of the line: not all its columns stand for the order "
		     "(--amount-level=order counts it once an order)",
			source_name(stream->file[0].source));
}

static void
forget_unless_said(struct trade *trade, int column)
{
	if (!set.column[column])
		trade->binding.field[column] = -1;
}

static void
settle_net(struct trade *trade, const struct stream *stream, const struct profile *profile)
{
	struct net *net = &trade->net;

	net->refund_prefix = profile ? profile_value(profile, "refund-prefix", 0) : NULL;
	settle_level(trade, stream, profile);
	if (profile && what_is_known(trade, stream, profile) != KNOWN_AMOUNT) {
		forget_unless_said(trade, SHIPPING);
		forget_unless_said(trade, POINTS_PAID);
	}
	take_off(trade, TAKING_REFUND, REFUND);
	if (!set.with_shipping)
		take_off(trade, TAKING_FREIGHT, SHIPPING);
	take_off(trade, TAKING_POINTS, POINTS_PAID);
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
	return statuses_watched(trade->statuses) || trade->carries || net_applies(&trade->net) ||
		trade->created >= 0 || trade->shows;
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
	int amount = stream->amount;

	if (amount < 0 && !profile && !is_asked())
		return NULL;
	trade = memory_zeroed(1, sizeof *trade);
	trade->net = (struct net){ .amount = amount, .taken = { -1, -1, -1 } };
	trade->statuses = statuses_new(set.status_map);
	bind_columns(&trade->binding, header, &request);
	find_statuses(trade, header, profile);
	trade->net.order = trade->binding.field[ORDER];
	if (set.level == LEVEL_ORDER && amount >= 0 && trade->net.order < 0)
		fail(EXIT_DATA, "%s: no column for \"order\", which --amount-level=order needs",
			request.file);
	find_carried(trade, header, profile);
	if (amount >= 0)
		settle_net(trade, stream, profile);
	trade->created = profile || set.column[CREATED] || date_is_paid(stream)
		? find_created(trade, stream)
		: -1;
	trade->shows = profile && amount >= 0;
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
	statuses_free(trade->statuses);
	binding_release(&trade->binding);
	free(trade->carried);
	free(trade);
}

void
trade_show(const struct trade *trade, const struct stream *stream)
{
	binding_show_more(&trade->binding, &stream->file[0].header, &stream->binding);
}

bool
trade_level_sure(const struct trade *trade)
{
	return trade ? trade->sure : set.level != LEVEL_UNSAID;
}

int
trade_fallback(const struct trade *trade)
{
	return trade->created;
}

bool
trade_in_turn(const struct trade *trade)
{
	return trade->net.once || trade->carries;
}

struct trade_work *
trade_work_new(const struct trade *trade)
{
	struct trade_work *work = memory_zeroed(1, sizeof *work);

	work->statuses = statuses_work_new(trade->statuses);
	work->net = net_work_new(&trade->net);
	if (trade->carries)
		work->carry = carry_new(trade->net.order, trade->carried, trade->carries);
	return work;
}

void
trade_work_free(struct trade_work *work)
{
	if (!work)
		return;
	statuses_work_free(work->statuses);
	net_work_free(work->net);
	if (work->carry)
		carry_free(work->carry);
	free(work);
}

/* --- row by row --- */

void
trade_carry(struct pass_worker *worker)
{
	if (worker->trade->carry)
		carry_row(worker->trade->carry, worker);
}

bool
trade_status(struct pass_worker *worker)
{
	return statuses_allow(worker->trade->statuses, &worker->row);
}

bool
trade_amount(struct pass_worker *worker)
{
	return net_row(worker->trade->net, worker);
}

void
trade_take_back(struct trade_work *work)
{
	net_take_back(work->net);
}

bool
trade_ignored(struct pass_worker *worker, money *amount)
{
	if (amount)
		*amount = net_ignored(worker->trade->net, &worker->row, *amount);
	return statuses_ignored(worker->trade->statuses, amount);
}

/* --- at the end --- */

void
trade_merge(struct trade *trade, struct trade_work *work)
{
	statuses_merge(trade->statuses, work->statuses);
	net_merge(&trade->net, work->net);
}

void
trade_finish(struct trade *trade, const char *title, struct tally *tally)
{
	statuses_finish(trade->statuses, tally);
	if (net_applies(&trade->net) || trade->shows)
		net_finish(&trade->net, title);
}
