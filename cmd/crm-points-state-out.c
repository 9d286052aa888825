/*
 * States of crm-points, written: every part of every ledger, a row each.
 */
#include <inttypes.h>
#include <stdio.h>

#include "crm-points-state.h"

#include "table/sorter.h"

static size_t
print_day(day when, char text[DAY_TEXT + 1])
{
	size_t length = when == DAY_NONE ? 0 : day_print(when, text);

	text[length] = '\0';
	return length;
}

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
	(void)context;
	buffer_clear(&waiting.bytes);
	row_pack(row, &waiting.bytes);
	buffer_add(&waiting.bytes, waiting.customer);
	sorted(sorter_add(
		waiting.rows, SLICE_EMPTY, slice_of(waiting.bytes.data, waiting.bytes.length)));
}

static day
forget_before(void)
{
	day before = set.forgets ? day_minus(run_as_of(), set.forget) : DAY_NONE;

	return before > state_forgotten() ? before : state_forgotten();
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
		report_column(report, slice_from(state_columns[i].name));
	report_column(report, slice_from(name));
	sorted(sorter_finish(waiting.rows));
	for (bool more = true;;) {
		struct state_row row;
		size_t used;

		sorted(sorter_next(waiting.rows, &key, &payload, &more));
		if (!more)
			break;
		used = row_unpack(payload, &row);
		report_row(report, slice_of(payload.data + used, payload.length - used), &row);
	}
	report_state_end(report);
	report_finish(report);
	sorter_free(waiting.rows);
	buffer_release(&waiting.bytes);
}
