#include "run/statuses.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/shipped.h"
#include "run/side.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/memory.h"
#include "value/text.h"

#define STATUSES_MOST 4
#define STATUSES_SAID 20       /* of each kind, one by one */

/* What a status is known to be; its rows, in a worker's table and in the whole. */
struct status {
	enum { STATUS_UNSEEN, STATUS_SALE, STATUS_NO_SALE, STATUS_UNKNOWN } kind;
	bool      amounts;
	uint64_t  rows;
	money_sum amount;
};

struct statuses {
	struct groups *known;        /* of folded texts: kept is a struct status */
	struct groups *seen;         /* of texts as they stand, over all workers */
	int            field[STATUSES_MOST];
	size_t         fields;
	int            cancelled;    /* not empty: no sale; -1: no such column */
	/* of the summary: they live as long as this */
	char          *line[2 * STATUSES_SAID];
	size_t         lines;
};

struct statuses_work {
	const struct statuses *statuses;
	struct groups         *seen;
	struct status         *verdict;  /* of the row at hand, when it is no sale */
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

/* --- settled once --- */

static void
know_status(struct statuses *statuses, struct slice text, bool sale)
{
	char *space = memory_new(text.length + 1);

	status_in(statuses->known, fold_status(text, space))->kind =
		sale ? STATUS_SALE : STATUS_NO_SALE;
	free(space);
}

static void
read_status_map(struct statuses *statuses, const char *path)
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
		know_status(statuses, row_text(&row, 0), slice_is(sale, "yes"));
	}
	side_close(side);
}

struct statuses *
statuses_new(const char *map_path)
{
	struct statuses *statuses = memory_zeroed(1, sizeof *statuses);

	statuses->cancelled = -1;
	statuses->known = groups_new(&(struct groups_spec){ .kept = sizeof(struct status) });
	statuses->seen = groups_new(&(struct groups_spec){ .kept = sizeof(struct status) });
	for (const struct shipped *known = shipped_statuses; known->field[0]; known++)
		know_status(statuses, slice_from(known->field[0]), *known->field[1] == 'y');
	if (map_path)
		read_status_map(statuses, map_path);
	return statuses;
}

void
statuses_free(struct statuses *statuses)
{
	if (!statuses)
		return;
	groups_free(statuses->known);
	groups_free(statuses->seen);
	for (size_t i = 0; i < statuses->lines; i++)
		free(statuses->line[i]);
	free(statuses);
}

void
statuses_watch(struct statuses *statuses, int field)
{
	if (field >= 0 && statuses->fields < STATUSES_MOST)
		statuses->field[statuses->fields++] = field;
}

void
statuses_watch_cancelled(struct statuses *statuses, int field)
{
	statuses->cancelled = field;
}

bool
statuses_watched(const struct statuses *statuses)
{
	return statuses->fields || statuses->cancelled >= 0;
}

struct statuses_work *
statuses_work_new(const struct statuses *statuses)
{
	struct statuses_work *work = memory_zeroed(1, sizeof *work);

	work->statuses = statuses;
	work->seen = groups_new(&(struct groups_spec){ .kept = sizeof(struct status) });
	return work;
}

void
statuses_work_free(struct statuses_work *work)
{
	groups_free(work->seen);
	free(work);
}

/* --- row by row --- */

/* What is known of a folded status; STATUS_UNSEEN: nothing. */
static int
kind_known(const struct statuses *statuses, struct slice folded)
{
	struct group *known = groups_seek(statuses->known, folded, hash_bytes(folded, seed));

	return known ? (int)((struct status *)group_kept(known))->kind : STATUS_UNSEEN;
}

/*
 * JD puts what befell an order in brackets before how far it had come: (删除)等待出库 was
 * called off, (锁定)等待出库 waits. Either may say that it is no sale; that it is one is for the
 * rest to say.
 */
static int
kind_in_brackets(const struct statuses *statuses, struct slice folded)
{
	const char *end = memchr(folded.data, ')', folded.length);
	size_t      head = end ? (size_t)(end - folded.data) : 0;

	if (!end || *folded.data != '(')
		return STATUS_UNSEEN;
	if (kind_known(statuses, slice_of(folded.data + 1, head - 1)) == STATUS_NO_SALE)
		return STATUS_NO_SALE;
	return kind_known(statuses, slice_of(end + 1, folded.length - head - 1));
}

static struct status *
status_of(struct statuses_work *work, struct slice text)
{
	struct status *status = status_in(work->seen, text);
	struct slice   folded;
	char          *space;
	int            kind;

	if (status->kind != STATUS_UNSEEN)
		return status;
	space = memory_new(text.length + 1);
	folded = fold_status(text, space);
	kind = kind_known(work->statuses, folded);
	if (!folded.length)
		kind = STATUS_SALE; /* a dash says nothing */
	else if (kind == STATUS_UNSEEN)
		kind = kind_in_brackets(work->statuses, folded);
	status->kind = kind == STATUS_UNSEEN ? STATUS_UNKNOWN : (unsigned)kind;
	free(space);
	return status;
}

bool
statuses_allow(struct statuses_work *work, const struct row *row)
{
	const struct statuses *statuses = work->statuses;

	if (statuses->cancelled >= 0 && !text_is_blank(row->field[statuses->cancelled]))
		return row_ignore(row, "cancelled");
	for (size_t i = 0; i < statuses->fields; i++) {
		struct slice   text = slice_trim(row->field[statuses->field[i]]);
		struct status *status;

		text_unguard(&text);
		if (text_is_blank(text))
			continue;
		status = status_of(work, text);
		if (status->kind == STATUS_UNKNOWN)
			status->rows++;
		if (status->kind != STATUS_NO_SALE)
			continue;
		work->verdict = status;
		return row_ignore(row, "no sale");
	}
	return true;
}

bool
statuses_ignored(struct statuses_work *work, const money *amount)
{
	struct status *status = work->verdict;

	if (!status)
		return false;
	status->rows++;
	status->amounts |= amount != NULL;
	status->amount += amount ? *amount : 0;
	work->verdict = NULL;
	return true;
}

/* --- at the end --- */

void
statuses_merge(struct statuses *statuses, struct statuses_work *work)
{
	for (size_t i = 0; i < groups_count(work->seen); i++) {
		struct group        *group = groups_at(work->seen, i);
		const struct status *from = group_kept(group);
		struct status       *into = status_in(statuses->seen, group_key(group));

		into->kind = from->kind;
		into->rows += from->rows;
		into->amount += from->amount;
		into->amounts |= from->amounts;
	}
}

static const char *
keep_line(struct statuses *statuses, struct slice status, const char *says)
{
	char quoted[TEXT_QUOTED], line[TEXT_QUOTED + 64];

	text_quote(status, quoted);
	snprintf(line, sizeof line, "status %s %s", quoted, says);
	statuses->line[statuses->lines] = memory_string(slice_from(line));
	return statuses->line[statuses->lines++];
}

static void
add_status(struct tally *tally, const char *what, const struct status *status)
{
	struct tally_entry *entry = tally_entry(tally, what, status->kind == STATUS_NO_SALE);

	entry->rows += status->rows;
	entry->amount += status->amount;
	entry->amounts |= status->amounts;
}

void
statuses_finish(struct statuses *statuses, struct tally *tally)
{
	size_t         count, said[2] = { 0, 0 };
	struct group **sorted = groups_sort(&statuses->seen, 1, &count);

	for (size_t i = 0; i < count; i++) {
		const struct status *status = group_kept(sorted[i]);
		bool                 sale = status->kind != STATUS_NO_SALE;

		if (!status->rows)
			continue;
		if (said[sale]++ < STATUSES_SAID)
			add_status(tally,
				keep_line(statuses, group_key(sorted[i]),
					sale ? "is not known, kept" : "is no sale"),
				status);
		else
			add_status(tally,
				sale ? "status is another that is not known, kept"
				     : "status is another that is no sale",
				status);
	}
	free(sorted);
}
