/*
 * A record becomes a row, in this order: grammar, --where, anonymous, the event's date,
 * the other values. What is ignored is not judged further.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "run/pass.h"
#include "value/text.h"

bool
verdict_bad(struct pass_worker *worker, struct slice column, const char *format, ...)
{
	struct verdict *verdict = &worker->verdict;
	va_list         arguments;

	verdict->bad = true;
	verdict->ignored = NULL;
	snprintf(verdict->column, sizeof verdict->column, "%.*s", (int)column.length,
		column.length ? column.data : "");
	va_start(arguments, format);
	vsnprintf(verdict->reason, sizeof verdict->reason, format, arguments);
	va_end(arguments);
	return false;
}

static bool
bad_value(struct pass_worker *worker, size_t column, struct slice text, const char *why)
{
	const struct stream *stream = worker->stream;
	char                 quoted[TEXT_QUOTED];
	struct slice         name = stream_column_name(stream, (int)column);

	if (!text.length)
		return verdict_bad(worker, name, "empty");
	text_quote(text, quoted);
	return verdict_bad(worker, name, "%s: %s", why, quoted);
}

bool
cell_read(const struct column_spec *column, struct slice text, union cell *cell, bool *rounded,
	const char **why)
{
	struct slice format = settings.date_format ? slice_from(settings.date_format) : SLICE_EMPTY;
	moment       at;
	bool         timed;

	switch (column->type) {
	case COLUMN_TEXT: cell->text = text; return true;
	case COLUMN_DAY:
		*why = "not a date";
		if (!format.length)
			return day_parse(text, &cell->day);
		if (!moment_parse_as(format, text, &at, &timed))
			return false;
		cell->day = moment_day(at);
		return true;
	case COLUMN_MOMENT:
		*why = "not a date";
		if (format.length ? !moment_parse_as(format, text, &at, &timed)
				  : !moment_parse(text, &at, &timed))
			return false;
		cell->moment.at = at;
		cell->moment.timed = timed;
		return true;
	case COLUMN_MONEY: *why = "not a number"; return money_parse(text, &cell->money, rounded);
	case COLUMN_INTEGER:
		*why = "not a whole number";
		return integer_parse(text, &cell->integer);
	}
	return false;
}

static bool
bad_record(struct pass_worker *worker)
{
	const struct record *record = &worker->record;
	uint64_t             line = record->fault_line;

	switch (record->fault) {
	case RECORD_GOOD: break;
	case RECORD_QUOTE:
		if (line != record->line)
			return verdict_bad(worker, SLICE_EMPTY,
				"a quote where none may stand, on line %" PRIu64, line);
		return verdict_bad(worker, SLICE_EMPTY, "a quote where none may stand");
	case RECORD_UNCLOSED:
		if (line != record->line)
			return verdict_bad(worker, SLICE_EMPTY,
				"the quote opened on line %" PRIu64 " is never closed", line);
		return verdict_bad(worker, SLICE_EMPTY, "a quote is opened and never closed");
	case RECORD_TOO_LONG:
		return verdict_bad(worker, SLICE_EMPTY,
			"the record is longer than %zu bytes, perhaps for a quote opened on line "
			"%" PRIu64,
			settings.dialect.max_record, line);
	case RECORD_RETURN:
		return verdict_bad(worker, SLICE_EMPTY, "a CR without LF: old Mac line ends?");
	case RECORD_NUL: return verdict_bad(worker, SLICE_EMPTY, "a NUL byte: UTF-16?");
	case RECORD_NOT_UTF8: return verdict_bad(worker, SLICE_EMPTY, "not UTF-8");
	}
	return true;
}

/* The fields in the first file's order, without a rejects file's five. */
static bool
bring_in_order(struct pass_worker *worker)
{
	const struct input_file *file = &worker->stream->file[worker->parcel->file];
	const struct record     *record = &worker->record;
	size_t                   columns = file->header.columns, hidden = file->header.hidden;
	struct row              *row = &worker->row;

	if (record->fields != columns + hidden)
		return verdict_bad(worker, SLICE_EMPTY, "%zu field%s, the header has %zu",
			record->fields, record->fields == 1 ? "" : "s", columns + hidden);
	row->fields = columns;
	row->field = record->field;
	if (!file->order)
		return true;
	for (size_t i = 0; i < columns; i++)
		worker->ordered[i] = record->field[file->order[i]];
	row->field = worker->ordered;
	if (hidden && record->field[hidden - 1].length) {
		size_t filled = 0;

		for (size_t i = 0; i < columns; i++)
			filled += row->field[i].length > 0;
		if (!filled)
			return verdict_bad(worker, slice_from("_raw"),
				"still set aside as it was: mend its columns");
	}
	return true;
}

static bool
passes_where(struct pass_worker *worker)
{
	const struct rule_fault *fault;

	switch (rule_test(worker->stream->where, worker->row.field, worker->rules)) {
	case TRUTH_TRUE: return true;
	case TRUTH_FALSE:
	case TRUTH_UNKNOWN: worker->verdict.ignored = "not --where"; return false;
	case TRUTH_FAULT: break;
	}
	fault = rule_work_fault(worker->rules);
	return row_bad_field(&worker->row, fault->column, "%s", fault->reason);
}

static bool
read_expression(struct pass_worker *worker, size_t i, union cell *cell)
{
	const struct stream *stream = worker->stream;
	struct rule_result   result;
	bool                 rounded = false;

	if (!rule_value(stream->binding.expression[i], worker->row.field, worker->rules, &result)) {
		const struct rule_fault *fault = rule_work_fault(worker->rules);

		return row_bad_field(&worker->row, fault->column, "%s", fault->reason);
	}
	if (result.unknown)
		return bad_value(worker, i, SLICE_EMPTY, "");
	if (result.kind != RULE_NUMBER || !result.exact)
		return verdict_bad(worker, slice_from(stream->binding.column[i].name),
			"the expression gives no exact number");
	if (!decimal_money(result.decimal, &cell->money, &rounded))
		return verdict_bad(worker, slice_from(stream->binding.column[i].name),
			"the amount is too large");
	if (rounded)
		tally_entry(&worker->tally, "amounts rounded to four decimals", false)->rows++;
	worker->row.present |= 1u << i;
	return true;
}

static bool
read_cell(struct pass_worker *worker, size_t i)
{
	const struct binding     *binding = &worker->stream->binding;
	const struct column_spec *column = &binding->column[i];
	int                       field = binding->field[i];
	struct slice              text;
	const char               *why = "";
	bool                      rounded = false;

	if (field < 0)
		return !binding->expression[i] || read_expression(worker, i, &worker->cell[i]);
	text = worker->row.field[field];
	if (!text.length)
		return column->empty_ok || column->role == ROLE_CUSTOMER ||
			bad_value(worker, i, text, "");
	if (!cell_read(column, text, &worker->cell[i], &rounded, &why))
		return bad_value(worker, i, text, why);
	if (rounded)
		tally_entry(&worker->tally, "amounts rounded to four decimals", false)->rows++;
	worker->row.present |= 1u << i;
	return true;
}

static bool
is_late(const struct pass_worker *worker)
{
	const struct stream *stream = worker->stream;
	const union cell    *cell = &worker->cell[stream->date];

	if (!row_has(&worker->row, stream->date))
		return false;
	return (stream->binding.column[stream->date].type == COLUMN_MOMENT
			       ? moment_day(cell->moment.at)
			       : cell->day) > settings.as_of;
}

enum judgement
judge(struct pass_worker *worker)
{
	const struct stream *stream = worker->stream;
	const struct record *record = &worker->record;
	struct row          *row = &worker->row;

	worker->verdict.bad = false;
	worker->verdict.ignored = NULL;
	row->line = record->line;
	row->file = worker->parcel->file;
	row->present = 0;
	if (record->fault != RECORD_GOOD) {
		bad_record(worker);
		return JUDGED_BAD;
	}
	if (record->blank &&
		stream->file[row->file].header.columns + stream->file[row->file].header.hidden > 1)
		return JUDGED_BLANK;
	if (!bring_in_order(worker))
		return JUDGED_BAD;
	if (stream->where && !passes_where(worker))
		return worker->verdict.bad ? JUDGED_BAD : JUDGED_IGNORED;
	if (stream->customer >= 0 && !row->field[stream->binding.field[stream->customer]].length) {
		if (stream->anonymous == ANONYMOUS_IGNORE) {
			worker->verdict.ignored = "no customer";
			return JUDGED_IGNORED;
		}
		if (stream->anonymous == ANONYMOUS_REJECT) {
			bad_value(worker, (size_t)stream->customer, SLICE_EMPTY, "");
			return JUDGED_BAD;
		}
	}
	if (stream->date >= 0) {
		if (!read_cell(worker, (size_t)stream->date))
			return JUDGED_BAD;
		if (is_late(worker)) {
			worker->verdict.ignored = "dated after the as-of day";
			return JUDGED_IGNORED;
		}
	}
	for (size_t i = 0; i < stream->binding.columns; i++) {
		if ((int)i != stream->date && !read_cell(worker, i))
			return JUDGED_BAD;
	}
	return JUDGED_USE;
}

/* --- what filters say of a row --- */

struct arena *
row_scratch(const struct row *row)
{
	return &row->worker->scratch;
}

bool
row_bad(const struct row *row, int column, const char *format, ...)
{
	char    reason[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	return verdict_bad(row->worker,
		column >= 0 ? stream_column_name(row->worker->stream, column) : SLICE_EMPTY, "%s",
		reason);
}

bool
row_bad_field(const struct row *row, int field, const char *format, ...)
{
	const struct header *header = stream_header(row->worker->stream);
	char                 reason[256];
	va_list              arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	return verdict_bad(
		row->worker, field >= 0 ? header->name[field] : SLICE_EMPTY, "%s", reason);
}

bool
row_ignore(const struct row *row, const char *reason)
{
	row->worker->verdict.ignored = reason;
	return false;
}

void
row_count(const struct row *row, const char *what)
{
	tally_entry(&row->worker->tally, what, false)->rows++;
}
