#include "run/net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/message.h"
#include "run/pass.h"
#include "run/summary.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/memory.h"
#include "value/text.h"

/* Which of an order's rows have had its amount. */
struct counted {
	bool used, ignored;
};

struct net_work {
	const struct net *net;
	struct groups    *orders;   /* kept is a struct counted */
	struct net_sum    sum;
	struct net_sum    before;   /* the row at hand, for net_take_back */
	struct counted   *marked;   /* by the row at hand; NULL: none */
};

/* Orders are not chosen by those who would make their numbers collide. */
static struct hash_seed seed;

bool
net_applies(const struct net *net)
{
	bool takes = net->once || net->refund_prefix;

	for (int i = 0; i < TAKINGS; i++)
		takes |= net->taken[i] >= 0;
	return net->amount >= 0 && takes;
}

struct net_work *
net_work_new(const struct net *net)
{
	struct net_work *work = memory_zeroed(1, sizeof *work);

	work->net = net;
	work->orders = groups_new(&(struct groups_spec){ .kept = sizeof(struct counted) });
	return work;
}

void
net_work_free(struct net_work *work)
{
	groups_free(work->orders);
	free(work);
}

/* --- row by row --- */

/* A spreadsheet's guard is no part of a number. */
static struct slice
order_of(const struct net *net, const struct row *row)
{
	struct slice order = net->order >= 0 ? row->field[net->order] : SLICE_EMPTY;

	text_unguard(&order);
	return order;
}

static struct counted *
counted_of(struct net_work *work, const struct row *row)
{
	struct slice order = order_of(work->net, row);

	if (!work->net->once || !order.length)
		return NULL;
	return group_kept(groups_find(work->orders, order, hash_bytes(order, seed)));
}

static bool
is_refund(const struct net *net, const struct row *row)
{
	struct slice order = order_of(net, row);
	size_t       length = net->refund_prefix ? strlen(net->refund_prefix) : 0;

	return length && order.length >= length &&
		memcmp(order.data, net->refund_prefix, length) == 0;
}

/*
 * Some shops list what they paid back, with the reason: amount:20.00|reason:broken;amount:5.00.
 * False: there is no amount in it, or one that is none.
 */
static bool
read_listed(struct slice list, money *sum, bool *rounded, enum currency *mark)
{
	const size_t label = sizeof "amount:" - 1;
	money_sum    all = 0;
	bool         found = false;
	struct slice entry, part;

	while (list.data) {
		list = slice_cut(list, ';', &entry);
		while (entry.data) {
			money amount;

			entry = slice_cut(entry, '|', &part);
			part = slice_trim(part);
			if (part.length < label || memcmp(part.data, "amount:", label) != 0)
				continue;
			part = slice_of(part.data + label, part.length - label);
			if (!money_parse_mark(part, &amount, rounded, mark))
				return false;
			all += amount;
			found = true;
		}
	}
	return found && money_from_sum(all, sum);
}

static bool
read_taken(struct net_work *work, const struct row *row, int field, money *off)
{
	struct slice  text = row->field[field];
	enum currency mark = CURRENCY_NONE;
	bool          rounded = false;
	char          quoted[TEXT_QUOTED];

	*off = 0;
	if (text_is_blank(text))
		return true;
	if (!money_parse_mark(text, off, &rounded, &mark) &&
		!read_listed(text, off, &rounded, &mark)) {
		text_quote(text, quoted);
		return row_bad_field(row, field, "not a number: %s", quoted);
	}
	if (mark)
		note_currency(row->worker, work->net->amount, mark);
	/* Some shops write what they paid back as a negative amount. */
	*off = *off < 0 ? -*off : *off;
	return true;
}

static bool
read_takings(struct net_work *work, const struct row *row, money off[TAKINGS])
{
	for (int i = 0; i < TAKINGS; i++) {
		off[i] = 0;
		if (work->net->taken[i] >= 0 &&
			!read_taken(work, row, work->net->taken[i], &off[i]))
			return false;
	}
	return true;
}

bool
net_row(struct net_work *work, struct pass_worker *worker)
{
	const struct net *net = work->net;
	struct row       *row = &worker->row;
	struct counted   *counted;
	money             off[TAKINGS];
	money_sum         sum;

	work->before = work->sum;
	work->marked = NULL;
	if (net->amount < 0 || !row_has(row, net->amount))
		return true;
	sum = worker->cell[net->amount].money;
	if (!read_takings(work, row, off))
		return false;
	counted = counted_of(work, row);
	if (counted && counted->used) {
		work->sum.gross += sum;
		work->sum.repeated += sum;
		worker->cell[net->amount].money = 0;
		return true;
	}
	if (is_refund(net, row)) {
		sum = sum > 0 ? -sum : sum;
		work->sum.returned -= sum;
	} else {
		work->sum.gross += sum;
	}
	/* Freight that was paid back with the rest is in the refund already. */
	if (off[TAKING_FREIGHT] > sum - off[TAKING_REFUND])
		off[TAKING_FREIGHT] =
			sum > off[TAKING_REFUND] ? (money)(sum - off[TAKING_REFUND]) : 0;
	for (int i = 0; i < TAKINGS; i++) {
		sum -= off[i];
		work->sum.off[i] += off[i];
	}
	work->sum.net += sum;
	if (sum == 0 && off[TAKING_REFUND] > 0)
		row->present |= ROW_PAID_BACK;
	if (!money_from_sum(sum, &worker->cell[net->amount].money)) {
		work->sum = work->before;
		return row_bad(row, net->amount, "the amount is too large");
	}
	work->marked = counted;
	if (counted)
		counted->used = true;
	return true;
}

void
net_take_back(struct net_work *work)
{
	work->sum = work->before;
	if (work->marked)
		work->marked->used = false;
	work->marked = NULL;
}

money
net_ignored(struct net_work *work, const struct row *row, money amount)
{
	struct counted *counted = counted_of(work, row);

	if (counted && counted->ignored)
		return 0;
	if (counted)
		counted->ignored = true;
	return amount > 0 && is_refund(work->net, row) ? -amount : amount;
}

/* --- at the end --- */

void
net_merge(struct net *net, const struct net_work *work)
{
	net->sum.gross += work->sum.gross;
	net->sum.net += work->sum.net;
	net->sum.repeated += work->sum.repeated;
	net->sum.returned += work->sum.returned;
	for (int i = 0; i < TAKINGS; i++)
		net->sum.off[i] += work->sum.off[i];
}

/* Of a line of the summary, cut when it is too long. */
struct line {
	char   text[256];
	size_t used;
};

static void
line_add(struct line *line, const char *what, money_sum sum)
{
	char   printed[MONEY_TEXT] = "too large";
	money  amount;
	size_t length = strlen(printed), room = sizeof line->text - line->used;
	int    added;

	if (money_from_sum(sum, &amount))
		length = money_print(amount, printed);
	added = snprintf(line->text + line->used, room, "%s%.*s", what, (int)length, printed);
	line->used += (size_t)added < room ? (size_t)added : room - 1;
}

void
net_finish(const struct net *net, const char *title)
{
	static const char *const says[] = { " - refunds ", " - freight ", " - points " };
	const struct net_sum    *sum = &net->sum;
	money_sum                left = sum->gross - sum->repeated - sum->returned;
	struct line              line = { .used = 0 };

	for (int i = 0; i < TAKINGS; i++)
		left -= sum->off[i];
	check_conserved(left == sum->net, "amounts are not what was read less what was taken");
	line_add(&line, "amounts: ", sum->gross);
	if (net->once)
		line_add(&line, " - repeated ", sum->repeated);
	if (net->refund_prefix)
		line_add(&line, " - returned ", sum->returned);
	for (int i = 0; i < TAKINGS; i++) {
		if (net->taken[i] >= 0)
			line_add(&line, says[i], sum->off[i]);
	}
	line_add(&line, " = ", sum->net);
	summary_line(false, "%s%s%s", title, *title ? " " : "", line.text);
}
